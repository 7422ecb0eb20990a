import { areEmpty, chunked, formatOf, tableInput } from "./cells";
import { dateShift } from "./dates";
import { findNames, giveNames } from "./names";
import { findTables, registerTable } from "./registeredTables";
import { startOf } from "./target";
import { placeOf, type Outcome, type Table, type TableCell, type Target } from "./workbook";

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
  const names = table.names ?? [];
  const shift = await dateShift(context);
  const range = startOf(context, target).getResizedRange(table.rows.length, table.headers.length - 1);
  range.load("address");
  // Of a large place that is empty nothing needs to be fetched.
  const used = range.getUsedRangeOrNullObject();
  if (target.kind === "selection") used.load("formulas");
  const found = findNames(
    context,
    names.map(({ name }) => name),
  );
  const tables = findTables(context);
  await context.sync();
  const place = placeOf(range.address);
  if (target.kind === "selection" && !used.isNullObject && !areEmpty(used.formulas))
    return { status: "occupied", place };

  setFormats(range, table);
  await writeRows(context, range, 0, chunked(tableInput(table, shift), MOST_CHARACTERS));
  range.getRow(0).format.font.bold = true;
  setWidths(range, table);
  const given = giveNames(context, found, (index) =>
    range.getCell((names[index]?.row ?? 0) + 1, names[index]?.column ?? 0),
  );
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
  // A value stands beside the first line of its text.
  if (isWrapped.includes(true)) range.format.verticalAlignment = "Top";
  isWrapped.forEach((isLongColumn, column) => {
    const { format } = range.getColumn(column);
    if (isLongColumn) Object.assign(format, { columnWidth: WRAPPED_POINTS, wrapText: true });
    else format.autofitColumns();
  });
}

/** One format for all cells, which Excel takes in place of a matrix though the types do not say so. */
const setFormat = (range: Excel.Range, numberFormat: string) => Object.assign(range, { numberFormat });

/** Writes run after run; the last one goes with what follows it. */
async function writeRows(
  context: Excel.RequestContext,
  range: Excel.Range,
  first: number,
  [run = [], ...rest]: (number | string | boolean)[][][],
): Promise<void> {
  const width = run[0]?.length ?? 1;
  range.getCell(first, 0).getResizedRange(run.length - 1, width - 1).formulas = run;
  if (rest.length === 0) return;
  await context.sync();
  await writeRows(context, range, first + run.length, rest);
}
