import { CellError, InputError, type Cell } from "../errors";
import { assumptionNamed, unknownName, type NamedAssumption } from "./assumptionNames";
import { assumptions, type AssumptionKey } from "./assumptions";
import { parseBlock, settingOf, type Block, type Setting } from "./block";
import { seriesOf } from "./series";

type Range = readonly (readonly Cell[])[];

/** Growth that a series of its base replaces. */
export const growthOf: Partial<Record<AssumptionKey, AssumptionKey>> = {
  btcPrice: "btcPriceGrowth",
  difficulty: "difficultyGrowth",
  hashrateTh: "hashrateDegradation",
  usdPerKwh: "powerPriceGrowth",
};

/** The block with the overrides applied: name, value, name, value ..., or ranges read as blocks. */
export function withOverrides({ settings, headings }: Block, overrides: readonly Range[]): Block {
  const { replaced, headings: others } = parseOverrides(overrides);
  const result = new Map(settings);
  for (const [key, setting] of replaced) {
    if (setting === undefined) result.delete(key);
    else result.set(key, setting);
    const growth = growthOf[key];
    if (typeof setting?.value === "object" && growth !== undefined && !replaced.has(growth))
      result.delete(growth);
  }
  return { settings: result, headings: [...headings, ...others] };
}

/** Undefined for an assumption that an override sets back to its default. */
type Replacements = Map<AssumptionKey, Setting | undefined>;

function parseOverrides(overrides: readonly Range[]): {
  replaced: Replacements;
  headings: readonly string[];
} {
  const replaced: Replacements = new Map();
  const headings: string[] = [];
  const replace = (key: AssumptionKey, setting: Setting | undefined) => {
    if (replaced.has(key)) throw new InputError(`overrides, ${assumptions[key].name},`, "must be given once");
    replaced.set(key, setting);
  };
  for (let index = 0; index < overrides.length; index++) {
    const range = overrides[index] ?? [];
    if ((range[0]?.length ?? 0) > 1) {
      const block = parseBlock(range, "override");
      for (const [key, setting] of block.settings) replace(key, setting);
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

/** One cell is one value; a row or a column is a series. */
function valueOf({ key, scale }: NamedAssumption, range: Range): Setting["value"] | undefined {
  const { name } = assumptions[key];
  const width = range[0]?.length ?? 0;
  if (range.length > 1 && width > 1) {
    throw new InputError(
      `overrides, ${name},`,
      `must be one cell, one row or one column, got a ${range.length} x ${width} range`,
    );
  }
  if (range.length > 1 || width > 1) return seriesOf(key, range.flat(), scale);
  const cell = range[0]?.[0] ?? null;
  if (cell === null || cell === "") throw new InputError(`overrides, ${name},`, "must have a value", null);
  return settingOf(key, cell, scale);
}
