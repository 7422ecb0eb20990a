import { makeHead } from "./looks";
import { placeOf, type Block, type Place, type TableChart } from "./workbook";
import { cellName, rangeOf, zoneOf, type Zone } from "./zones";

/** In points. */
const SIZE = { width: 420, height: 270 };
/** What a chart of that size covers of columns and rows of the usual size. */
const COVERED = { columns: 9, rows: 18 };
/** Of values: fewer are read faster than drawn. */
const FEWEST = 3;
const SHEET_ROWS = 1_048_576;
const SHEET_COLUMNS = 16_384;

/** Where a chart goes. */
interface Room {
  readonly start: Excel.Range;
  /** By which the chart of a table is found when the table is replaced. */
  readonly name: string;
  /** The chart of the table that was there before. */
  readonly previous: readonly Excel.Chart[];
}

/**
 * Room for a chart of so many values beside what is written to a place, or else below it; undefined where cells are in
 * use on both sides, and for few values.
 */
export async function roomForChart(
  context: Excel.RequestContext,
  { sheet, range }: Place,
  values: number,
): Promise<Room | undefined> {
  const zone = zoneOf(range);
  if (zone === undefined) return undefined;
  const worksheet = context.workbook.worksheets.getItem(sheet);
  const { charts } = worksheet;
  charts.load("items/name");
  const asked = [
    { top: zone.top, left: zone.right + 2 },
    { top: zone.bottom + 2, left: zone.left },
  ]
    .map(covered)
    .filter(({ bottom, right }) => bottom < SHEET_ROWS && right < SHEET_COLUMNS)
    .map((candidate) => {
      const cells = worksheet.getRange(rangeOf(candidate));
      const used = cells.getUsedRangeOrNullObject(true);
      used.load("address");
      return { cells, used };
    });
  await context.sync();
  if (values < FEWEST) return undefined;
  const free = asked.find(({ used }) => used.isNullObject);
  const name = `Hashcell ${cellName(zone.top, zone.left)}`;
  if (free === undefined) return undefined;
  return {
    start: free.cells.getCell(0, 0),
    name,
    previous: charts.items.filter((chart) => chart.name === name),
  };
}

const covered = ({ top, left }: Pick<Zone, "top" | "left">): Zone => ({
  top,
  left,
  bottom: top + COVERED.rows - 1,
  right: left + COVERED.columns - 1,
});

/** Draws the chart of a table that is written to `range`, with its head in the first row. */
export function drawChart(range: Excel.Range, chart: TableChart, { start, name, previous }: Room): void {
  for (const old of previous) old.delete();
  const { title, axis, axisTitle, valueTitle, cells } = chart;
  const source = withHead(range, cells);
  const drawn = axis === "numbers" ? toScale(source) : byDate(source, cells.columns - 1);
  drawn.title.text = title;
  drawn.setPosition(start);
  Object.assign(drawn, SIZE);
  drawn.name = name;
  if (cells.columns > 2) drawn.legend.position = "Bottom";
  else drawn.legend.visible = false;
  if (axisTitle !== undefined) drawn.axes.categoryAxis.title.text = axisTitle;
  if (valueTitle !== undefined) drawn.axes.valueAxis.title.text = valueTitle;
}

/** The cells with the row above them. */
const withHead = (range: Excel.Range, { row, column, rows, columns }: Block) =>
  range.getCell(row, column).getResizedRange(rows, columns - 1);

/** Excel takes the first column for the horizontal axis. */
const toScale = (source: Excel.Range) =>
  source.worksheet.charts.add("XYScatterLinesNoMarkers", source, "Columns");

/** The dates are given by themselves, since Excel may take a column of numbers for one more line. */
function byDate(source: Excel.Range, lines: number): Excel.Chart {
  const values = source.getOffsetRange(0, 1).getResizedRange(0, -1);
  const dates = source.getColumn(0).getOffsetRange(1, 0).getResizedRange(-1, 0);
  const drawn = source.worksheet.charts.add("Line", values, "Columns");
  for (let line = 0; line < lines; line++) drawn.series.getItemAt(line).setXAxisValues(dates);
  return drawn;
}

/** Whether Excel has done everything up to the chart, which older versions do not know in full. */
export function chartFailed(error: unknown): boolean {
  if (!(error instanceof OfficeExtension.Error)) return false;
  const { errorLocation = "" } = error.debugInfo;
  return /^Chart/.test(errorLocation);
}

/** Makes the first row of what a formula has spilled a head, and draws the chart of the others. */
export async function chartResult(
  context: Excel.RequestContext,
  { sheet, range }: Place,
  chart: Omit<TableChart, "cells">,
): Promise<void> {
  const spill = context.workbook.worksheets.getItem(sheet).getRange(range).getSpillingToRangeOrNullObject();
  spill.load(["address", "rowCount", "columnCount"]);
  await context.sync();
  if (spill.isNullObject || spill.rowCount < 2 || spill.columnCount < 2) return;
  const head = spill.getRow(0);
  makeHead(head);
  head.format.horizontalAlignment = "Right";
  const cells = { row: 0, column: 0, rows: spill.rowCount - 1, columns: spill.columnCount };
  const room = await roomForChart(context, placeOf(spill.address), cells.rows);
  if (room === undefined) return;
  drawChart(spill, { ...chart, cells }, room);
  await context.sync();
}
