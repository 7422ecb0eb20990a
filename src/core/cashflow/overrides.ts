import { CellError, InputError, type Cell } from "../errors";
import { assumptionNamed, assumptions, nearestName, type AssumptionKey } from "./assumptions";
import { parseBlock, seriesOf, settingOf, type Settings } from "./block";

type Range = readonly (readonly Cell[])[];

/** Growth that a series of its base replaces. */
export const growthOf: Partial<Record<AssumptionKey, AssumptionKey>> = {
  btcPrice: "btcPriceGrowth",
  difficulty: "difficultyGrowth",
  hashrateTh: "hashrateDegradation",
  usdPerKwh: "powerPriceGrowth",
};

/** The settings with the overrides applied: name, value, name, value ..., or ranges read as blocks. */
export function withOverrides(settings: Settings, overrides: readonly Range[]): Settings {
  const replaced = parseOverrides(overrides);
  const result: Settings = new Map(settings);
  for (const [key, setting] of replaced) {
    if (setting === undefined) result.delete(key);
    else result.set(key, setting);
    const growth = growthOf[key];
    if (Array.isArray(setting?.value) && growth !== undefined && !replaced.has(growth)) result.delete(growth);
  }
  return result;
}

/** Undefined for an assumption that an override sets back to its default. */
type Replacements = Map<
  AssumptionKey,
  { value: number | boolean | string | readonly number[]; source: "override" } | undefined
>;

function parseOverrides(overrides: readonly Range[]): Replacements {
  const replaced: Replacements = new Map();
  const replace = (key: AssumptionKey, value: number | boolean | string | readonly number[] | undefined) => {
    if (replaced.has(key)) throw new InputError(`overrides, ${assumptions[key].name},`, "must be given once");
    replaced.set(key, value === undefined ? undefined : { value, source: "override" });
  };
  for (let index = 0; index < overrides.length; index++) {
    const range = overrides[index] ?? [];
    if ((range[0]?.length ?? 0) > 1) {
      for (const [key, setting] of parseBlock(range, "override")) replace(key, setting.value);
      continue;
    }
    const key = namedBy(range);
    const value = overrides[++index];
    if (value === undefined)
      throw new InputError("overrides", `must be pairs, "${assumptions[key].name}" has no value`);
    replace(key, valueOf(key, value));
  }
  return replaced;
}

function namedBy(range: Range): AssumptionKey {
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
  const key = assumptionNamed(name);
  if (key === undefined) {
    throw new InputError("overrides", `must name a known assumption (nearest: "${nearestName(name)}")`, name);
  }
  return key;
}

/** One cell is one value; a row or a column is a series. */
function valueOf(
  key: AssumptionKey,
  range: Range,
): number | boolean | string | readonly number[] | undefined {
  const { name } = assumptions[key];
  const width = range[0]?.length ?? 0;
  if (range.length > 1 && width > 1) {
    throw new InputError(
      `overrides, ${name},`,
      `must be one cell, one row or one column, got a ${range.length} x ${width} range`,
    );
  }
  if (range.length > 1 || width > 1) return seriesOf(key, range.flat());
  const cell = range[0]?.[0] ?? null;
  if (cell === null || cell === "") throw new InputError(`overrides, ${name},`, "must have a value", null);
  return settingOf(key, cell);
}
