import { placeOf, type Blanks } from "./workbook";

/** More are not fetched at a click: as formulas they take about a megabyte. */
const MOST_CELLS = 100_000;

/** Counts the blank cells of the selection; what lies outside the used part of the sheet is blank, and not fetched. */
export async function selectedBlanks(context: Excel.RequestContext): Promise<Blanks | undefined> {
  const range = context.workbook.getSelectedRange();
  range.load(["address", "rowCount", "columnCount"]);
  const used = range.getUsedRangeOrNullObject();
  used.load(["rowCount", "columnCount"]);
  await context.sync();
  const place = placeOf(range.address);
  const cells = range.rowCount * range.columnCount;
  if (cells === 1) return undefined;
  if (used.isNullObject) return { place, cells, blanks: cells, holes: 0 };
  if (used.rowCount * used.columnCount > MOST_CELLS) return undefined;

  used.load("formulas");
  await context.sync();
  const isFilled = used.formulas.flat().map((formula) => formula !== "" && formula !== null);
  const filled = isFilled.filter(Boolean).length;
  const between = isFilled.lastIndexOf(true) - isFilled.indexOf(true) + 1;
  return { place, cells, blanks: cells - filled, holes: filled === 0 ? 0 : between - filled };
}
