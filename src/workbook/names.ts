import type { CellName } from "./workbook";

/** Key of the workbook's setting that lists the names this add-in has given. */
const SETTING = "hashcell.names";

/** The names wanted by a table, as the workbook has them. */
interface NamesFound {
  readonly wanted: readonly { readonly cell: CellName; readonly item: Excel.NamedItem }[];
  readonly setting: Excel.Setting;
}

/** Asks for the names; they can be read after the next `sync`. */
export function findNames({ workbook }: Excel.RequestContext, cells: readonly CellName[]): NamesFound {
  const setting = workbook.settings.getItemOrNullObject(SETTING);
  setting.load("value");
  const wanted = cells.map((cell) => {
    const item = workbook.names.getItemOrNullObject(cell.name);
    item.load("name");
    return { cell, item };
  });
  return { wanted, setting };
}

interface NamesGiven {
  readonly names: string[];
  readonly moved: string[];
  readonly kept: string[];
}

/** Gives the names to cells. A name that this add-in gave before is moved; one that the user gave stays. */
export function giveNames(
  { workbook }: Excel.RequestContext,
  { wanted, setting }: NamesFound,
  rangeOf: (cell: CellName) => Excel.Range,
): NamesGiven {
  const ours = new Set(setting.isNullObject ? [] : listOf(setting.value));
  const given: NamesGiven = { names: [], moved: [], kept: [] };
  for (const { cell, item } of wanted) {
    const { name } = cell;
    if (!item.isNullObject && !ours.has(name)) {
      given.kept.push(name);
      continue;
    }
    if (!item.isNullObject) {
      item.delete();
      given.moved.push(name);
    }
    workbook.names.add(name, rangeOf(cell));
    given.names.push(name);
    ours.add(name);
  }
  workbook.settings.add(SETTING, JSON.stringify([...ours]));
  return given;
}

function listOf(value: unknown): string[] {
  try {
    const list: unknown = typeof value === "string" ? JSON.parse(value) : [];
    return Array.isArray(list) ? list.filter((name) => typeof name === "string") : [];
  } catch {
    return [];
  }
}

/** The first of "base", "base 2", "base 3" ... (or "base_2" ...) that nothing has: Excel takes "A" and "a" for one. */
export function freeName(base: string, separator: " " | "_", taken: readonly string[]): string {
  const used = new Set(taken.map((name) => name.toLowerCase()));
  for (let number = 1; ; number++) {
    const name = number === 1 ? base : `${base}${separator}${number}`;
    if (!used.has(name.toLowerCase())) return name;
  }
}
