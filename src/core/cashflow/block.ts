import { CellError, InputError, type Cell } from "../errors";
import { BLANK_IS_ZERO } from "../numeric/bounds";
import { assumptionNamed, assumptions, isNearAName, nearestName, type AssumptionKey } from "./assumptions";

/** An assumption as it was written: one value, or the values of months 1, 2, ... */
export interface Setting {
  readonly value: number | boolean | string | readonly number[];
  readonly source: "given" | "override";
}

/** Assumptions as written; those left blank or set to `default` are not in it. */
export type Settings = Map<AssumptionKey, Setting>;

type Source = Setting["source"];

/** What a block is called in messages, by where it came from. */
const blockNames: Record<Source, string> = { given: "model", override: "overrides" };

/** Reads a model block: names in the first column, values in the second, a series to the right of `monthly`. */
export function parseBlock(cells: readonly (readonly Cell[])[], source: Source): Settings {
  const block = blockNames[source];
  const [[first = null] = []] = cells;
  if (first instanceof CellError && (cells[0]?.length ?? 0) < 2) throw first;
  if ((cells[0]?.length ?? 0) < 2) throw new InputError(block, "must be a range of at least two columns");
  const settings: Settings = new Map();
  const rowOf = new Map<AssumptionKey, number>();
  for (const [index, [name = null, value = null, ...right]] of cells.entries()) {
    if (name instanceof CellError) throw name;
    if (isBlank(name) || (index === 0 && isHeader(name, value))) continue;
    const key = keyOf(name, value, `row ${index + 1} of the ${block} block`);
    if (key === undefined) continue;
    const earlier = rowOf.get(key);
    if (earlier !== undefined) {
      throw new InputError(
        `${assumptions[key].name} in the ${block} block`,
        `must stand once, stands in rows ${earlier} and ${index + 1}`,
      );
    }
    rowOf.set(key, index + 1);
    const setting = isMonthly(value) ? seriesOf(key, right) : settingOf(key, value);
    if (setting !== undefined) settings.set(key, { value: setting, source });
  }
  return settings;
}

/** A blank cell is null on the web and 0 on the desktop; a formula's blank is "". */
const isBlank = (cell: Cell) =>
  cell === null || cell === 0 || (typeof cell === "string" && cell.trim() === "");
const isWord = (cell: Cell, word: string) => typeof cell === "string" && cell.trim().toLowerCase() === word;
const isMonthly = (cell: Cell) => isWord(cell, "monthly");
const isHeader = (name: Cell, value: Cell) => isWord(name, "assumption") || isWord(value, "value");

/** The assumption of a row; undefined for a heading, that is an unknown name without a value. */
function keyOf(name: Cell, value: Cell, place: string): AssumptionKey | undefined {
  if (typeof name !== "string")
    throw new InputError(place, "must begin with the name of an assumption", name);
  const key = assumptionNamed(name);
  if (key !== undefined) return key;
  if (isBlank(value) && !isNearAName(name)) return undefined;
  throw new InputError(place, `must be a known assumption (nearest: "${nearestName(name)}")`, name);
}

/** The value of one cell, or undefined where it says to take the default. */
export function settingOf(key: AssumptionKey, cell: Cell): number | boolean | string | undefined {
  if (cell instanceof CellError) throw cell;
  if (cell === null || (typeof cell === "string" && cell.trim() === "") || isWord(cell, "default"))
    return undefined;
  const { name, kind, words } = assumptions[key];
  switch (kind) {
    case "number":
      if (typeof cell === "number") return cell;
      throw new InputError(name, "must be a number", cell);
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

/**
 * The series in the cells right of `monthly`: texts before the first number are notes; the series ends before the
 * first blank or text after it, and nothing may follow such a gap.
 */
export function seriesOf(key: AssumptionKey, cells: readonly Cell[]): readonly number[] {
  const { name, isSeries } = assumptions[key];
  if (!isSeries) throw new InputError(name, "must be one value, not a monthly series");
  const start = cells.findIndex((cell) => cell !== null && typeof cell !== "string");
  if (start < 0) throw new InputError(name, "needs the values of its monthly series to the right");
  const values: number[] = [];
  let gap = 0;
  for (const [index, cell] of cells.slice(start).entries()) {
    if (cell instanceof CellError) throw cell;
    if (cell === null || typeof cell === "string") gap ||= index + 1;
    else if (gap > 0) throw new InputError(name, `must be monthly values without a gap, gap in month ${gap}`);
    else if (typeof cell !== "number")
      throw new InputError(`${name}, month ${index + 1},`, "must be a number", cell);
    else values.push(cell);
  }
  return withoutBlankEnd(key, values);
}

/** Desktop Excel hands blanks over as 0: where 0 is meaningless, zeros at the end are blanks. */
function withoutBlankEnd(key: AssumptionKey, values: readonly number[]): readonly number[] {
  const { name, bounds } = assumptions[key];
  if (bounds.above !== 0) return values;
  const length = values.length - [...values].reverse().findIndex((value) => value !== 0);
  if (length > values.length)
    throw new InputError(name, `must be a monthly series above 0, got zeros only ${BLANK_IS_ZERO}`);
  return values.slice(0, length);
}
