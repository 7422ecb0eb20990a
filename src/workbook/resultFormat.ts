import type { Place } from "./workbook";

/** Number formats, row by row, for the values of the cells. */
export type FormatsOf = (values: readonly (readonly unknown[])[]) => readonly (readonly string[])[];

/** Larger results keep the format that their cells have. */
const MOST_CELLS = 20_000;

/** Gives the cells that the result of a formula takes number formats, where Excel can say which they are. */
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
  await context.sync();
}
