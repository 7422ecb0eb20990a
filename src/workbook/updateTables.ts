import { cellInput, NO_VALUE } from "./cells";
import { asCounted, dateShift } from "./dates";
import { refusalOf } from "./refusals";
import {
  findTables,
  labelOf,
  registryOf,
  writeRegistry,
  type RegisteredTable,
  type Registry,
} from "./registeredTables";
import { placeOf, type Place, type TableCell } from "./workbook";

/** Gives the cells of a series' row; undefined leaves it as it is. */
type RowOf = (series: string) => readonly TableCell[] | undefined;

/** As `RowOf`, of the row of a range that the cells are for. */
type RowsOf = (series: string, row: number) => readonly TableCell[] | undefined;

interface Rows {
  readonly rowOf: RowOf;
  /** Is told of each row that was written, with the values that it held before. */
  readonly onWritten: ((series: string, held: readonly unknown[]) => void) | undefined;
}

interface Writing extends Rows {
  /** See `dateShift`. */
  readonly shift: number;
}

export interface Update {
  readonly updated: readonly Place[];
  readonly left: readonly { readonly name: string; readonly reason: string }[];
}

/** One table as the workbook has it; the range is missing where its name or its cells were deleted. */
interface Found {
  readonly name: string;
  readonly table: RegisteredTable;
  readonly range: Excel.Range | undefined;
}

type Outcome =
  | { readonly place: Place; readonly writes: boolean; readonly table: RegisteredTable }
  | { readonly reason: string; readonly isGone: boolean };

/** Rewrites what has changed in the tables that are kept up to date. */
export async function updateTables(context: Excel.RequestContext, rows: Rows): Promise<Update> {
  const { setting, names } = findTables(context);
  await context.sync();
  const registry = registryOf(setting);
  const tables = Object.entries(registry).map(([name, table]): Found => {
    const item = names.items.find((given) => given.name.toUpperCase() === name.toUpperCase());
    const range = item?.getRangeOrNullObject();
    range?.load(["address", "values", "formulas", "numberFormat"]);
    return { name, table, range };
  });
  if (tables.length === 0) return { updated: [], left: [] };
  await context.sync();
  const shift = await dateShift(context);
  const outcomes = await updateEach(context, tables, { ...rows, shift });
  const kept = outcomes.flatMap(([name, outcome]) => remembered(name, outcome, registry));
  if (JSON.stringify(Object.fromEntries(kept)) !== JSON.stringify(registry)) {
    writeRegistry(context, Object.fromEntries(kept));
    await context.sync();
  }
  return {
    updated: outcomes.flatMap(([, outcome]) => ("place" in outcome && outcome.writes ? [outcome.place] : [])),
    left: outcomes.flatMap(([name, outcome]) =>
      "reason" in outcome ? [{ name, reason: outcome.reason }] : [],
    ),
  };
}

/** A table that is gone is told of once. */
function remembered(name: string, outcome: Outcome, registry: Registry): [string, RegisteredTable][] {
  if ("table" in outcome) return [[name, outcome.table]];
  const table = registry[name];
  return outcome.isGone || table === undefined ? [] : [[name, table]];
}

/** One after the other, each in a request of its own: what Excel refuses in one does not stop the others. */
async function updateEach(
  context: Excel.RequestContext,
  [first, ...rest]: readonly Found[],
  rows: Writing,
): Promise<[string, Outcome][]> {
  if (first === undefined) return [];
  const outcome = await updateOne(context, first, rows);
  return [[first.name, outcome], ...(await updateEach(context, rest, rows))];
}

async function updateOne(
  context: Excel.RequestContext,
  { range, table }: Found,
  { rowOf, onWritten, shift }: Writing,
): Promise<Outcome> {
  if (range === undefined || range.isNullObject)
    return {
      reason: "Its name was deleted: insert the table again to have it kept up to date.",
      isGone: true,
    };
  const held: Matrix = range.values;
  const formats: Matrix = range.numberFormat;
  const counted: RowsOf = (series, row) =>
    rowOf(series)?.map((cell, column) => asCounted(cell, String(formats[row]?.[column]), shift));
  const planned = changes(table, held, range.formulas, counted);
  if (typeof planned === "string") return { reason: planned, isGone: false };
  for (const { row, column, cell } of planned.writes)
    range.getCell(row, column).formulas = [[cellInput(cell)]];
  try {
    if (planned.writes.length > 0) await context.sync();
  } catch (error) {
    return { reason: refusalOf(error).message, isGone: false };
  }
  for (const row of new Set(planned.writes.map((write) => write.row)))
    onWritten?.(table.rows[row - 1]?.series ?? "", held[row] ?? []);
  return { place: placeOf(range.address), writes: planned.writes.length > 0, table: planned.table };
}

interface Changes {
  readonly writes: readonly { readonly row: number; readonly column: number; readonly cell: TableCell }[];
  /** The table as it is thereafter. */
  readonly table: RegisteredTable;
}

type Matrix = readonly (readonly unknown[])[];

/** What is to be written, or why nothing is. */
function changes(table: RegisteredTable, values: Matrix, formulas: Matrix, rowOf: RowsOf): Changes | string {
  const reason = tampering(table, values);
  if (reason !== undefined) return reason;
  const writes: { row: number; column: number; cell: TableCell }[] = [];
  const rows = table.rows.map(({ series, label }, index) => {
    const row = index + 1;
    const cells = rowOf(series, row);
    cells?.forEach((cell, column) => {
      if (!shows(cell, values[row]?.[column], formulas[row]?.[column])) writes.push({ row, column, cell });
    });
    return { series, label: cells === undefined ? label : labelOf(cells[0]) };
  });
  if (writes.some(({ column }) => column >= table.headers.length))
    return "It was written by another version of Hashcell: insert the table again.";
  const isOwn = ({ row, column, cell }: (typeof writes)[number]) =>
    typeof cell !== "object" && isFormula(values[row]?.[column], formulas[row]?.[column]);
  if (writes.some(isOwn))
    return "A formula stands where a value was: move the formula out of the table, or insert the table again.";
  return { writes, table: { headers: table.headers, rows } };
}

/** How the user has changed what the table is told by. */
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
