import { CellError, InputError, type Cell } from "../errors";
import { BLANK_IS_ZERO } from "../numeric/bounds";
import { notANumber } from "../numberText";
import { inOwnUnit, unscaled, type Scale } from "../units";
import { assumptionNamed, isNearAName, unknownName, type NamedAssumption } from "./assumptionNames";
import { assumptions, type AssumptionKey } from "./assumptions";
import { areSameCells, type Range } from "./sameCells";
import type { Shape } from "./model";
import { seriesOf, shapeOf, type Series } from "./series";

/** An assumption as it was written, in its own unit: one value, the values of months 1, 2, ..., or a shape. */
export interface Setting {
  readonly value: number | boolean | string | Series | Shape;
  readonly source: "given" | "override";
  /** Code of the currency that its name gives in brackets. */
  readonly currency?: string | undefined;
}

/** Assumptions as written; those left blank or set to `default` are not in it. */
export type Settings = Map<AssumptionKey, Setting>;

type Source = Setting["source"];

/** A block as it was read. */
export interface Block {
  readonly settings: Settings;
  /** Names of the rows taken for headings: unknown, without a value. */
  readonly headings: readonly string[];
}

/** A block with the assumptions that its rows set back to their defaults. */
interface ParsedBlock extends Block {
  readonly defaults: readonly AssumptionKey[];
}

/** What a block is called in messages, by where it came from. */
const blockNames: Record<Source, string> = { given: "model", override: "overrides" };

/** The series of a setting; undefined where it is anything else. */
export const seriesIn = (setting: Setting | undefined): Series | undefined =>
  typeof setting?.value === "object" && "values" in setting.value ? setting.value : undefined;

/** More cells than a block of every assumption by month has. */
const MOST_CELLS_KEPT = 20_000;
const MOST_BLOCKS_KEPT = 8;

/** The blocks that were read last, the latest first: the cells of a sheet read one model over and over. */
const lastBlocks: { readonly cells: Range; readonly source: Source; readonly block: ParsedBlock }[] = [];

/** Reads a model block: names in the first column, values in the second, a series to the right of `monthly`. */
export function parseBlock(cells: Range, source: Source): ParsedBlock {
  const place = lastBlocks.findIndex((last) => last.source === source && areSameCells(last.cells, cells));
  const [known] = place < 0 ? [] : lastBlocks.splice(place, 1);
  const latest = known ?? { cells: cells.map((row) => [...row]), source, block: parsed(cells, source) };
  if (cells.length * (cells[0]?.length ?? 0) <= MOST_CELLS_KEPT) lastBlocks.unshift(latest);
  if (lastBlocks.length > MOST_BLOCKS_KEPT) lastBlocks.pop();
  return latest.block;
}

function parsed(cells: Range, source: Source): ParsedBlock {
  const block = blockNames[source];
  const [top = []] = cells;
  const [first = null] = top;
  if (first instanceof CellError && top.length < 2) throw first;
  if (top.length < 2) throw new InputError(block, "must be a range of at least two columns");
  const settings: Settings = new Map();
  const headings: string[] = [];
  const defaults: AssumptionKey[] = [];
  const rowOf = new Map<AssumptionKey, number>();
  for (const [index, [name = null, value = null, ...right]] of cells.entries()) {
    if (name instanceof CellError) throw name;
    if (isBlank(name) || (index === 0 && isHeader(name, value))) continue;
    const place = `row ${index + 1} of the ${block} block`;
    if (typeof name !== "string")
      throw new InputError(place, "must begin with the name of an assumption", name);
    const named = assumptionNamed(name);
    if (named === undefined) {
      headings.push(headingOf(name, value, place));
      continue;
    }
    const { key, scale } = named;
    const earlier = rowOf.get(key);
    if (earlier !== undefined) {
      throw new InputError(
        `${assumptions[key].name} in the ${block} block`,
        `must appear once, is in rows ${earlier} and ${index + 1}`,
      );
    }
    rowOf.set(key, index + 1);
    // The value of the block would stay on the web, and be 0 on the desktop.
    if (source === "override" && value === null)
      throw new InputError(`overrides, ${assumptions[key].name},`, "must have a value", null);
    const setting = valueIn(key, value, right, scale);
    if (setting !== undefined) settings.set(key, { value: setting, source, currency: scale.currency });
    else if (isWord(value, "default")) defaults.push(key);
  }
  return { settings, headings, defaults };
}

/** A blank cell is null on the web and 0 on the desktop; a formula's blank is "". */
const isBlank = (cell: Cell) =>
  cell === null || cell === 0 || (typeof cell === "string" && cell.trim() === "");
const isWord = (cell: Cell, word: string) => typeof cell === "string" && cell.trim().toLowerCase() === word;
const isHeader = (name: Cell, value: Cell) => isWord(name, "assumption") || isWord(value, "value");

/** The name of a row without a value, if it is not a misspelt assumption. */
function headingOf(name: string, value: Cell, place: string): string {
  if (isBlank(value) && !isNearAName(name)) return name;
  throw new InputError(place, unknownName("must be a known assumption", name), name);
}

/** The value of a row: one cell, or what is to the right of the word `monthly` or `shape`. */
function valueIn(
  key: AssumptionKey,
  value: Cell,
  right: readonly Cell[],
  scale: Scale,
): Setting["value"] | undefined {
  if (key === "powerPriceShape" && isWord(value, "shape")) return shapeOf(right, scale);
  return key !== "powerPriceShape" && isWord(value, "monthly")
    ? seriesOf(key, right, scale)
    : settingOf(key, value, scale);
}

/** The value of one cell in the assumption's own unit, or undefined where the default applies. */
export function settingOf(
  key: AssumptionKey,
  cell: Cell,
  scale: Scale = unscaled,
): number | boolean | string | undefined {
  if (cell instanceof CellError) throw cell;
  if (cell === null || (typeof cell === "string" && cell.trim() === "") || isWord(cell, "default"))
    return undefined;
  const { name, kind, words } = assumptions[key];
  switch (kind) {
    case "number":
      if (typeof cell === "number") return inOwnUnit(name, cell, scale);
      throw notANumber(name, cell);
    case "shape":
      if (typeof cell !== "number")
        throw new InputError(name, "must be a number, or the word shape with multipliers to the right", cell);
      if (cell === 0) throw new InputError(name, `must not be 0 ${BLANK_IS_ZERO}`);
      return inOwnUnit(name, cell, scale);
    case "flag":
      return flagOf(name, cell);
    case "words": {
      const word = words.find((known) => isWord(cell, known));
      if (word !== undefined) return word;
      throw new InputError(name, `must be one of ${words.join(", ")}`, cell);
    }
  }
}

function flagOf(name: string, cell: string | number | boolean): boolean {
  if (cell === true || cell === 1 || isWord(cell, "yes") || isWord(cell, "true")) return true;
  if (cell === false || cell === 0 || isWord(cell, "no") || isWord(cell, "false")) return false;
  throw new InputError(name, "must be TRUE or FALSE", cell);
}

/** Growth that a series of its base replaces. */
export const growthOf: Partial<Record<AssumptionKey, AssumptionKey>> = {
  btcPrice: "btcPriceGrowth",
  difficulty: "difficultyGrowth",
  hashrateTh: "hashrateDegradation",
  usdPerKwh: "powerPriceGrowth",
  otherOpex: "otherOpexGrowth",
  hashprice: "hashpriceGrowth",
};

/** What a hashprice takes the place of. */
export const networkKeys = ["difficulty", "difficultyGrowth", "startHeight", "subsidy", "fees"] as const;

/** Undefined for an assumption that is set back to its default. */
export type Replacements = ReadonlyMap<AssumptionKey, Setting | undefined>;

/**
 * The settings with some replaced. What these leave no room for goes, unless it is one of them: the growth beside a
 * series, the difficulty and its kin beside a hashprice, the hashprice beside a difficulty.
 */
export function withReplaced(settings: Settings, replaced: Replacements): Settings {
  const result = new Map(settings);
  const clear = (key: AssumptionKey) => {
    if (!replaced.has(key)) result.delete(key);
  };
  for (const [key, setting] of replaced) {
    if (setting === undefined) {
      result.delete(key);
      continue;
    }
    result.set(key, setting);
    const growth = growthOf[key];
    if (growth !== undefined && seriesIn(setting) !== undefined) clear(growth);
    if (key === "hashprice") for (const other of networkKeys) clear(other);
    if (key === "difficulty") {
      clear("hashprice");
      clear("hashpriceGrowth");
    }
  }
  return result;
}

/** The block with the overrides applied. */
export function withOverrides({ settings, headings }: Block, overrides: readonly Range[]): Block {
  const { replaced, headings: others } = parseOverrides(overrides);
  return { settings: withReplaced(settings, replaced), headings: [...headings, ...others] };
}

/** Reads overrides: name, value, name, value ..., or ranges read as blocks. */
export function parseOverrides(overrides: readonly Range[]): {
  replaced: Replacements;
  headings: readonly string[];
} {
  const replaced = new Map<AssumptionKey, Setting | undefined>();
  const headings: string[] = [];
  const replace = (key: AssumptionKey, setting: Setting | undefined) => {
    if (replaced.has(key)) throw new InputError(`overrides, ${assumptions[key].name},`, "must be given once");
    replaced.set(key, setting);
  };
  for (let index = 0; index < overrides.length; index++) {
    const range = overrides[index] ?? [];
    const [top = []] = range;
    if (top.length > 1) {
      const block = parseBlock(range, "override");
      for (const [key, setting] of block.settings) replace(key, setting);
      for (const key of block.defaults) replace(key, undefined);
      for (const heading of block.headings) headings.push(heading);
      continue;
    }
    const named = namedBy(range);
    const { key, scale } = named;
    const cells = overrides[++index];
    if (cells === undefined)
      throw new InputError("overrides", `must be pairs, "${assumptions[key].name}" has no value`);
    const value = valueOf(named, cells);
    replace(key, value === undefined ? undefined : { value, source: "override", currency: scale.currency });
  }
  return { replaced, headings };
}

function namedBy(range: Range): NamedAssumption {
  const name = range[0]?.[0] ?? null;
  if (name instanceof CellError) throw name;
  if (range.length !== 1)
    throw new InputError(
      "overrides",
      `must be pairs of a name and a value, got ${range.length} cells for a name`,
    );
  if (typeof name !== "string" || name.trim() === "") {
    throw new InputError("overrides", "must name an assumption before each value", name);
  }
  const named = assumptionNamed(name);
  if (named !== undefined) return named;
  throw new InputError("overrides", unknownName("must name a known assumption", name), name);
}

/** One cell is one value; a row or a column is a series, or a shape. */
function valueOf({ key, scale }: NamedAssumption, range: Range): Setting["value"] | undefined {
  const { name } = assumptions[key];
  const [top = []] = range;
  const width = top.length;
  if (range.length > 1 && width > 1) {
    throw new InputError(
      `overrides, ${name},`,
      `must be one cell, one row or one column, got a ${range.length} x ${width} range`,
    );
  }
  if (range.length > 1 || width > 1)
    return key === "powerPriceShape" ? shapeOf(range.flat(), scale) : seriesOf(key, range.flat(), scale);
  const cell = range[0]?.[0] ?? null;
  if (cell === null || isWord(cell, ""))
    throw new InputError(`overrides, ${name},`, "must have a value", null);
  if (isWord(cell, "monthly") || isWord(cell, "shape"))
    throw new InputError(
      `overrides, ${name},`,
      "must be its value, or its values in one row or one column",
      cell,
    );
  return settingOf(key, cell, scale);
}
