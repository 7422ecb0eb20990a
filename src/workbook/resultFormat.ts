import type { Place } from "./workbook";

/** Number formats, row by row, for the values of the cells. */
export type FormatsOf = (values: readonly (readonly unknown[])[]) => readonly (readonly string[])[];

/** Larger results keep the format that their cells have. */
const MOST_CELLS = 20_000;
const WIDEST_POINTS = 180;

/**
 * Gives the cells that the result of a formula takes number formats, and their columns room for it, where Excel can say
 * which cells they are.
 */
export async function formatResult(
  context: Excel.RequestContext,
  { sheet, range }: Place,
  formatsOf: FormatsOf,
): Promise<void> {
  const cell = context.workbook.worksheets.getItem(sheet).getRange(range);
  const spill = cell.getSpillingToRangeOrNullObject();
  spill.load(["rowCount", "columnCount"]);
  await context.sync();
  if (!spill.isNullObject && spill.rowCount * spill.columnCount > MOST_CELLS) return;

  const result = spill.isNullObject ? cell : spill;
  result.load("values");
  await context.sync();
  result.numberFormat = formatsOf(result.values).map((line) => [...line]);
  const width = result.values[0]?.length ?? 1;
  await widen(
    context,
    Array.from({ length: width }, (_, column) => result.getColumn(column)),
  );
}

/** Makes columns as wide as what these cells hold, within bounds; none becomes narrower, since others may stand there. */
async function widen(context: Excel.RequestContext, columns: readonly Excel.Range[]): Promise<void> {
  const formats = columns.map(({ format }) => format);
  for (const format of formats) format.load("columnWidth");
  await context.sync();
  const before = formats.map(({ columnWidth }) => columnWidth);
  for (const format of formats) format.autofitColumns();
  await context.sync();
  for (const format of formats) format.load("columnWidth");
  await context.sync();
  for (const [index, format] of formats.entries()) {
    const fit = Math.min(format.columnWidth, WIDEST_POINTS);
    format.columnWidth = Math.max(before[index] ?? fit, fit);
  }
  await context.sync();
}
