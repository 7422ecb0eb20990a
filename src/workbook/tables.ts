import { chunked, formatOf, tableInput } from "./cells";
import { chartFailed, drawChart, roomForChart } from "./charts";
import { columnContents, reachesBeyond } from "./columns";
import { dateShift } from "./dates";
import { makeHead, makeInput } from "./looks";
import { findNames, giveNames } from "./names";
import { findTables, registerTable } from "./registeredTables";
import { lookAt, startOf } from "./target";
import type { Block, Outcome, Table, Target } from "./workbook";

/** Excel on the web refuses requests of over 5 MB, of which a part goes to what surrounds the cells. */
const MOST_CHARACTERS = 2_000_000;

/** Characters of a text that is wrapped, and the width in points of its column, which takes about as many. */
const LONG_TEXT = 50;
const WRAPPED_POINTS = 250;

/** Writes a table, names cells of it, draws its chart and, when it has series, registers it for later updates. */
export async function insertTable(
  context: Excel.RequestContext,
  table: Table,
  target: Target,
): Promise<Outcome> {
  const shift = await dateShift(context);
  const range = startOf(context, target).getResizedRange(table.rows.length, table.headers.length - 1);
  const found = findNames(context, table.names ?? []);
  const tables = findTables(context);
  const contents = columnContents(range, table.headers.length);
  const { place, isOccupied } = await lookAt(context, range, target);
  if (isOccupied) return { status: "occupied", place };
  const isKept = contents.map((used) => reachesBeyond(used, place));
  const room = table.chart && (await roomForChart(context, place, table.chart.cells.rows));

  setFormats(range, table);
  await writeRows(context, range, tableInput(table, place, shift));
  setLooks(range, table, target);
  setWidths(range, table, isKept);
  const given = giveNames(context, found, ({ row, column }) => range.getCell(row + 1, column));
  registerTable(context, tables, { table, range, place });
  // Last: where Excel refuses the chart, all the rest has been done.
  if (table.chart !== undefined && room !== undefined) drawChart(range, table.chart, room);
  try {
    await context.sync();
  } catch (error) {
    if (!chartFailed(error)) throw error;
  }
  return { status: "written", place, ...given };
}

/** Before the cells: in one that is formatted as text a formula would become text. */
function setFormats(range: Excel.Range, table: Table): void {
  const { headers, rows, rowFormats } = table;
  setFormat(range.getRow(0), "General");
  if (rows.length === 0) return;
  const body = bodyOf(range);
  headers.forEach((_, column) => {
    if (rowFormats?.[column] !== undefined)
      body.getColumn(column).numberFormat = rows.map((_row, row) => [formatOf(table, row, column)]);
    else setFormat(body.getColumn(column), formatOf(table, 0, column));
  });
}

const bodyOf = (range: Excel.Range) => range.getOffsetRange(1, 0).getResizedRange(-1, 0);

/** Heads, and inputs in blue. What was there before leaves nothing of its looks behind. */
function setLooks(range: Excel.Range, table: Table, target: Target): void {
  const { headers, rows, inputs = [], heads = [] } = table;
  if (target.kind === "replace" && rows.length > 0) {
    const { fill, font } = bodyOf(range).format;
    fill.clear();
    Object.assign(font, { bold: false, color: "#000000" });
  }
  for (const row of [-1, ...heads]) {
    const head = range.getRow(row + 1);
    makeHead(head);
    // A head stands above its numbers, which are on the right.
    headers.forEach((_, column) => {
      if (isNumber(table, row + 1, column)) head.getColumn(column).format.horizontalAlignment = "Right";
    });
  }
  for (const block of inputs) makeInput(cellsOf(range, block));
}

function isNumber({ rows, wraps = [] }: Table, row: number, column: number): boolean {
  const cell = rows[row]?.[column];
  return cell !== undefined && typeof cell !== "string" && !wraps.includes(column);
}

const cellsOf = (range: Excel.Range, { row, column, rows, columns }: Block) =>
  range.getCell(row + 1, column).getResizedRange(rows - 1, columns - 1);

/**
 * As wide as what the columns hold, but for long texts: those are wrapped, and no table is pushed off the screen. A
 * column that is in use above or below has the width that suits its user.
 */
function setWidths(range: Excel.Range, table: Table, isKept: readonly boolean[]): void {
  const { headers, rows, wraps = [] } = table;
  const isLong = (cell: unknown) => typeof cell === "string" && cell.length > LONG_TEXT;
  const isWrapped = headers.map(
    (_, column) =>
      isKept[column] !== true && (wraps.includes(column) || rows.some((row) => isLong(row[column]))),
  );
  // Values align with the first line of a wrapped text.
  if (isWrapped.includes(true)) range.format.verticalAlignment = "Top";
  isWrapped.forEach((isLongColumn, column) => {
    if (isKept[column] === true) return;
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
