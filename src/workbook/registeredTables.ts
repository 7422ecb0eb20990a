import { placeOf, type Place, type Table } from "./workbook";

/** Key of the workbook's setting that holds what is remembered of the tables, by the name of their range. */
const SETTING = "hashcell.tables";
const RANGE_NAME = "HASHCELL_MARKET";

/** What a later update must know of a table. */
export interface RegisteredTable {
  readonly headers: readonly string[];
  /** The series that each row shows, and the text in its first cell; null where that is no text. */
  readonly rows: readonly { readonly series: string; readonly label: string | null }[];
}
export type Registry = Readonly<Record<string, RegisteredTable>>;

/** The tables as the workbook has them. */
export interface TablesFound {
  readonly setting: Excel.Setting;
  readonly names: Excel.NamedItemCollection;
}

/** Asks for the tables; they can be read after the next `sync`. */
export function findTables({ workbook }: Excel.RequestContext): TablesFound {
  const setting = workbook.settings.getItemOrNullObject(SETTING);
  setting.load("value");
  const names = workbook.names;
  names.load(["items/name", "items/value"]);
  return { setting, names };
}

/** The series of the tables whose cells are still there, each once. */
export async function tableSeries(context: Excel.RequestContext): Promise<readonly string[]> {
  const { setting, names } = findTables(context);
  await context.sync();
  const present = new Set(names.items.filter(hasCells).map(({ name }) => name.toUpperCase()));
  const tables = Object.entries(registryOf(setting)).filter(([name]) => present.has(name.toUpperCase()));
  return [...new Set(tables.flatMap(([, { rows }]) => rows.map(({ series }) => series)))];
}

const hasCells = ({ value }: Excel.NamedItem) => !String(value).includes("#REF!");

/** Remembers a table that was written with series, under a name of its own; forgets those that it was written over. */
export function registerTable(
  context: Excel.RequestContext,
  { setting, names }: TablesFound,
  { table, range, place }: { table: Table; range: Excel.Range; place: Place },
): void {
  const registry = { ...registryOf(setting) };
  const isGone = ({ name, value }: Excel.NamedItem) =>
    registry[name] !== undefined && typeof value === "string" && overlap(placeOf(value), place);
  const gone = names.items.filter(isGone);
  if (gone.length === 0 && table.series === undefined) return;
  for (const item of gone) {
    Reflect.deleteProperty(registry, item.name);
    item.delete();
  }
  if (table.series !== undefined) {
    const kept = names.items.filter((item) => !gone.includes(item)).map(({ name }) => name);
    const name = freeName([...kept, ...Object.keys(registry)]);
    context.workbook.names.add(name, range);
    registry[name] = { headers: table.headers, rows: labelledRows(table, table.series) };
  }
  writeRegistry(context, registry);
}

const labelledRows = ({ rows }: Table, series: readonly string[]) =>
  rows.map((cells, row) => ({ series: series[row] ?? "", label: labelOf(cells[0]) }));

export const labelOf = (cell: unknown): string | null => (typeof cell === "string" ? cell : null);

function freeName(taken: readonly string[]): string {
  const used = new Set(taken.map((name) => name.toUpperCase()));
  for (let number = 1; ; number++) {
    const name = number === 1 ? RANGE_NAME : `${RANGE_NAME}_${number}`;
    if (!used.has(name)) return name;
  }
}

export function writeRegistry({ workbook }: Excel.RequestContext, registry: Registry): void {
  workbook.settings.add(SETTING, JSON.stringify(registry));
}

/** What a setting remembers; nothing where it is not as this add-in writes it. */
export function registryOf(setting: Excel.Setting): Registry {
  const value: unknown = setting.isNullObject ? undefined : setting.value;
  try {
    const read: unknown = typeof value === "string" ? JSON.parse(value) : {};
    return Object.fromEntries(Object.entries(read ?? {}).filter(isRegistered));
  } catch {
    return {};
  }
}

function isRegistered(entry: [string, unknown]): entry is [string, RegisteredTable] {
  const { headers, rows } = Object(entry[1]) as Partial<Record<string, unknown>>;
  return isListOf(headers, (header) => typeof header === "string") && isListOf(rows, isRow);
}

function isRow(row: unknown): boolean {
  const { series, label } = Object(row) as Partial<Record<string, unknown>>;
  return typeof series === "string" && (label === null || typeof label === "string");
}

const isListOf = (list: unknown, is: (item: unknown) => boolean) => Array.isArray(list) && list.every(is);

function overlap(one: Place, other: Place): boolean {
  const [a, b] = [zoneOf(one.range), zoneOf(other.range)];
  if (one.sheet !== other.sheet || a === undefined || b === undefined) return false;
  return a.left <= b.right && b.left <= a.right && a.top <= b.bottom && b.top <= a.bottom;
}

function zoneOf(range: string) {
  const [, left = "", top = "", right = left, bottom = top] =
    /^([A-Z]+)(\d+)(?::([A-Z]+)(\d+))?$/.exec(range) ?? [];
  if (left === "") return undefined;
  return {
    ...{ left: columnNumber(left), right: columnNumber(right) },
    ...{ top: Number(top), bottom: Number(bottom) },
  };
}

const columnNumber = (letters: string) =>
  [...letters].reduce((number, letter) => number * 26 + letter.charCodeAt(0) - 64, 0);
