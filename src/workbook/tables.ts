import { chunked, formatOf, tableInput } from "./cells";
import { dateShift } from "./dates";
import { findNames, giveNames } from "./names";
import { findTables, registerTable } from "./registeredTables";
import { lookAt, startOf } from "./target";
import type { Outcome, Table, TableCell, Target } from "./workbook";

/** Excel on the web refuses requests of over 5 MB, of which a part goes to what surrounds the cells. */
const MOST_CHARACTERS = 2_000_000;

/** Characters of a text that is wrapped, and the width in points of its column, which takes about as many. */
const LONG_TEXT = 50;
const WRAPPED_POINTS = 250;

/** Writes a table, names cells of it and, when it has series, registers it for later updates. */
export async function insertTable(
  context: Excel.RequestContext,
  table: Table,
  target: Target,
): Promise<Outcome> {
  const shift = await dateShift(context);
  const range = startOf(context, target).getResizedRange(table.rows.length, table.headers.length - 1);
  const found = findNames(context, table.names ?? []);
  const tables = findTables(context);
  const { place, isOccupied } = await lookAt(context, range, target);
  if (isOccupied) return { status: "occupied", place };

  setFormats(range, table);
  await writeRows(context, range, tableInput(table, shift));
  range.getRow(0).format.font.bold = true;
  setWidths(range, table);
  const given = giveNames(context, found, ({ row, column }) => range.getCell(row + 1, column));
  registerTable(context, tables, { table, range, place });
  await context.sync();
  return { status: "written", place, ...given };
}

/** Before the cells: in one that is formatted as text a formula would become text. */
function setFormats(range: Excel.Range, table: Table): void {
  const { headers, rows, rowFormats } = table;
  setFormat(range.getRow(0), "General");
  if (rows.length === 0) return;
  const body = range.getOffsetRange(1, 0).getResizedRange(-1, 0);
  headers.forEach((_, column) => {
    if (column === rowFormats?.column)
      body.getColumn(column).numberFormat = rows.map((_row, row) => [formatOf(table, row, column)]);
    else setFormat(body.getColumn(column), formatOf(table, 0, column));
  });
}

/** As wide as what the columns hold, but for long texts: those are wrapped, and no table is pushed off the screen. */
function setWidths(range: Excel.Range, { headers, rows, wraps = [] }: Table): void {
  const isLong = (cell: TableCell | undefined) => typeof cell === "string" && cell.length > LONG_TEXT;
  const isWrapped = headers.map(
    (_, column) => wraps.includes(column) || rows.some((row) => isLong(row[column])),
  );
  // Values align with the first line of a wrapped text.
  if (isWrapped.includes(true)) range.format.verticalAlignment = "Top";
  isWrapped.forEach((isLongColumn, column) => {
    const { format } = range.getColumn(column);
    if (isLongColumn) Object.assign(format, { columnWidth: WRAPPED_POINTS, wrapText: true });
    else format.autofitColumns();
  });
}

/** One format for all cells, which Excel takes in place of a matrix though the types do not say so. */
const setFormat = (range: Excel.Range, numberFormat: string) => Object.assign(range, { numberFormat });

/** Writes run after run, each in a request of its own but the last, which goes with what follows it. */
async function writeRows(
  context: Excel.RequestContext,
  range: Excel.Range,
  rows: (number | string | boolean)[][],
): Promise<void> {
  let first = 0;
  for (const run of chunked(rows, MOST_CHARACTERS)) {
    // eslint-disable-next-line office-addins/no-context-sync-in-loop -- one request does not take all runs
    if (first > 0) await context.sync();
    range.getRow(first).getResizedRange(run.length - 1, 0).formulas = run;
    first += run.length;
  }
}
