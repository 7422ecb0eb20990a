import { cellInput, NO_VALUE } from "./cells";
import { asCounted, dateShift } from "./dates";
import { freeName } from "./names";
import { refusalOf } from "./refusals";
import { placeOf, type Place, type Table, type TableCell } from "./workbook";
import { zoneOf } from "./zones";

/** Key of the workbook's setting that keeps what is remembered of the tables, by the name of their range. */
const SETTING = "hashcell.tables";
const RANGE_NAME = "HASHCELL_MARKET";

/** What an update must know of a table. */
interface RegisteredTable {
  readonly headers: readonly string[];
  /** The series that each row shows, and the text in its first cell; null where that is not a text. */
  readonly rows: readonly { readonly series: string; readonly label: string | null }[];
}
type Registry = Readonly<Record<string, RegisteredTable>>;

/** The tables as the workbook has them. */
interface TablesFound {
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
    const name = freeName(RANGE_NAME, "_", [...kept, ...Object.keys(registry)]);
    context.workbook.names.add(name, range);
    const { series } = table;
    const rows = table.rows.map(([cell], row) => ({ series: series[row] ?? "", label: labelOf(cell) }));
    registry[name] = { headers: table.headers, rows };
  }
  writeRegistry(context, registry);
}

const labelOf = (cell: unknown): string | null => (typeof cell === "string" ? cell : null);

function writeRegistry({ workbook }: Excel.RequestContext, registry: Registry): void {
  workbook.settings.add(SETTING, JSON.stringify(registry));
}

/** What a setting remembers; nothing where it is not as this add-in writes it. */
function registryOf(setting: Excel.Setting): Registry {
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

/** Gives the cells of a series' row, which are for that row of the range; undefined leaves it as it is. */
type RowOf = (series: string, row: number) => readonly TableCell[] | undefined;

interface Rows {
  readonly rowOf: (series: string) => readonly TableCell[] | undefined;
  /** Called for each row that was written, with its previous values. */
  readonly onWritten: ((series: string, before: readonly unknown[]) => void) | undefined;
}

interface Update {
  readonly updated: readonly Place[];
  readonly left: readonly { readonly name: string; readonly reason: string }[];
}

/** The outcome for one table: the registry keeps `table`, and nothing where that is missing. */
interface Outcome {
  readonly updated?: Place;
  /** Why it was left as it is. */
  readonly reason?: string;
  readonly table?: RegisteredTable;
}

/** Rewrites what has changed in the tables that are kept up to date. */
export async function updateTables(context: Excel.RequestContext, rows: Rows): Promise<Update> {
  const { setting, names } = findTables(context);
  await context.sync();
  const registry = registryOf(setting);
  // A range is missing where its name or its cells were deleted.
  const tables = Object.entries(registry).map(([name, table]) => {
    const item = names.items.find((given) => given.name.toUpperCase() === name.toUpperCase());
    const range = item?.getRangeOrNullObject();
    range?.load(["address", "values", "formulas", "numberFormat"]);
    return { name, table, range };
  });
  if (tables.length === 0) return { updated: [], left: [] };
  await context.sync();
  const shift = await dateShift(context);
  const updated: Place[] = [];
  const left: { name: string; reason: string }[] = [];
  const kept: Record<string, RegisteredTable> = {};
  // Each in a request of its own: what Excel refuses in one does not stop the others.
  for (const { name, table, range } of tables) {
    const outcome: Outcome =
      range === undefined || range.isNullObject
        ? { reason: "Its name was deleted: insert the table again to have it kept up to date." }
        : await updateTable(context, { table, range, shift }, rows);
    if (outcome.updated !== undefined) updated.push(outcome.updated);
    if (outcome.reason !== undefined) left.push({ name, reason: outcome.reason });
    if (outcome.table !== undefined) kept[name] = outcome.table;
  }
  if (JSON.stringify(kept) !== JSON.stringify(registry)) {
    writeRegistry(context, kept);
    await context.sync();
  }
  return { updated, left };
}

interface Found {
  readonly table: RegisteredTable;
  readonly range: Excel.Range;
  /** See `dateShift`. */
  readonly shift: number;
}

async function updateTable(
  context: Excel.RequestContext,
  { table, range, shift }: Found,
  { rowOf, onWritten }: Rows,
): Promise<Outcome> {
  const before: Matrix = range.values;
  const formats: Matrix = range.numberFormat;
  const counted: RowOf = (series, row) =>
    rowOf(series)?.map((cell, column) => asCounted(cell, String(formats[row]?.[column]), shift));
  const planned = changes(table, before, range.formulas, counted);
  if (typeof planned === "string") return { reason: planned, table };
  const { writes } = planned;
  if (writes.length === 0) return { table: planned.table };
  for (const { row, column, cell } of writes) range.getCell(row, column).formulas = [[cellInput(cell)]];
  try {
    await context.sync();
  } catch (error) {
    return { reason: refusalOf(error).message, table };
  }
  const written = new Map(writes.map(({ series, row }) => [row, series]));
  for (const [row, series] of written) onWritten?.(series, before[row] ?? []);
  return { updated: placeOf(range.address), table: planned.table };
}

interface Write {
  readonly series: string;
  readonly row: number;
  readonly column: number;
  readonly cell: TableCell;
}

interface Changes {
  readonly writes: readonly Write[];
  /** The table as it is thereafter. */
  readonly table: RegisteredTable;
}

type Matrix = readonly (readonly unknown[])[];

/** What is to be written, or why nothing is. */
function changes(table: RegisteredTable, values: Matrix, formulas: Matrix, rowOf: RowOf): Changes | string {
  const reason = tampering(table, values);
  if (reason !== undefined) return reason;
  const writes: Write[] = [];
  const rows = table.rows.map(({ series, label }, index) => {
    const row = index + 1;
    const cells = rowOf(series, row);
    cells?.forEach((cell, column) => {
      if (!shows(cell, values[row]?.[column], formulas[row]?.[column]))
        writes.push({ series, row, column, cell });
    });
    return { series, label: cells === undefined ? label : labelOf(cells[0]) };
  });
  if (writes.some(({ column }) => column >= table.headers.length))
    return "It was written by another version of Hashcell: insert the table again.";
  const isOwn = ({ row, column, cell }: Write) =>
    typeof cell !== "object" && isFormula(values[row]?.[column], formulas[row]?.[column]);
  if (writes.some(isOwn))
    return "A formula has replaced a value: move the formula out of the table, or insert the table again.";
  return { writes, table: { headers: table.headers, rows } };
}

/** How the user has changed what the table is recognised by. */
function tampering({ headers, rows }: RegisteredTable, values: Matrix): string | undefined {
  const [first = [], ...body] = values;
  if (first.length !== headers.length || headers.some((header, column) => first[column] !== header))
    return "Its columns were changed: insert the table again to have it kept up to date.";
  if (body.length !== rows.length)
    return "Rows were added or removed: insert the table again to have it kept up to date.";
  if (rows.some(({ label }, row) => label !== null && body[row]?.[0] !== label))
    return "Its row labels were changed: insert the table again to have it kept up to date.";
  return undefined;
}

function shows(cell: TableCell, value: unknown, formula: unknown): boolean {
  if (typeof cell === "object") return formula === cell.formula;
  return isFormula(value, formula) || formula === NO_VALUE ? formula === cellInput(cell) : value === cell;
}

/** A text that begins with "=" is its own value; `NO_VALUE` is what a table itself writes. */
const isFormula = (value: unknown, formula: unknown) =>
  typeof formula === "string" && formula.startsWith("=") && formula !== value && formula !== NO_VALUE;
