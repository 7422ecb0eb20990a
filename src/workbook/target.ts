import { areEmpty } from "./cells";
import { placeOf, type Place, type Target } from "./workbook";

/** The first cell to be written. */
export function startOf({ workbook }: Excel.RequestContext, target: Target): Excel.Range {
  switch (target.kind) {
    case "selection":
      return workbook.getSelectedRange().getCell(0, 0);
    case "replace":
      return workbook.worksheets.getItem(target.place.sheet).getRange(target.place.range).getCell(0, 0);
    case "newSheet": {
      const sheet = workbook.worksheets.add();
      sheet.activate();
      return sheet.getRange("A1");
    }
  }
}

/** Where a range is, and whether something in it is in the way: what the user agreed to replace is not. */
export async function lookAt(
  context: Excel.RequestContext,
  range: Excel.Range,
  { kind }: Target,
): Promise<{ readonly place: Place; readonly isOccupied: boolean }> {
  range.load("address");
  // Nothing needs to be fetched from a large place that is empty.
  const used = range.getUsedRangeOrNullObject();
  if (kind === "selection") used.load("formulas");
  await context.sync();
  const isOccupied = kind === "selection" && !used.isNullObject && !areEmpty(used.formulas);
  return { place: placeOf(range.address), isOccupied };
}
