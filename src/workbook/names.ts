/** Key of the workbook's setting that lists the names this add-in has given. */
const SETTING = "hashcell.names";

/** The names wanted by a block, as the workbook has them. */
export interface NamesFound {
  readonly wanted: readonly { readonly name: string; readonly item: Excel.NamedItem }[];
  readonly setting: Excel.Setting;
}

/** Asks for the names; they can be read after the next `sync`. */
export function findNames({ workbook }: Excel.RequestContext, names: readonly string[]): NamesFound {
  const setting = workbook.settings.getItemOrNullObject(SETTING);
  setting.load("value");
  const wanted = names.map((name) => {
    const item = workbook.names.getItemOrNullObject(name);
    item.load("name");
    return { name, item };
  });
  return { wanted, setting };
}

export interface NamesGiven {
  readonly names: string[];
  readonly moved: string[];
  readonly kept: string[];
}

/** Gives the names to cells. A name that this add-in gave before is moved; one that the user gave stays. */
export function giveNames(
  { workbook }: Excel.RequestContext,
  { wanted, setting }: NamesFound,
  cellAt: (index: number) => Excel.Range,
): NamesGiven {
  const ours = new Set(setting.isNullObject ? [] : listOf(setting.value));
  const given: NamesGiven = { names: [], moved: [], kept: [] };
  wanted.forEach(({ name, item }, index) => {
    if (!item.isNullObject && !ours.has(name)) {
      given.kept.push(name);
      return;
    }
    if (!item.isNullObject) {
      item.delete();
      given.moved.push(name);
    }
    workbook.names.add(name, cellAt(index));
    given.names.push(name);
    ours.add(name);
  });
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
