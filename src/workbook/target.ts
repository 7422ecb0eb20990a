import type { Target } from "./workbook";

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
