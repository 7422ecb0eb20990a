import { WorkbookError } from "./workbook";

/** What to do about the errors of Excel that a user can cause, by Excel's code. */
const remedies: Readonly<Record<string, string>> = {
  InvalidSelection: "Nothing can be inserted here: click a single cell on a worksheet, then insert again.",
  InvalidOperationInCellEditMode:
    "A cell is being edited: press Enter or Esc in the sheet to finish, then insert again.",
  AccessDenied:
    "The sheet is protected: unprotect it (Review > Unprotect Sheet) or select a cell on another sheet, then insert again.",
  ItemNotFound: "That sheet is not there any more: select a cell and insert again.",
  InvalidArgument:
    "Excel does not take this here: check the formula's brackets and commas, or select a cell further from the sheet's edge.",
  InvalidReference: "The place is outside the sheet: select a cell further up or left, then insert again.",
  MergedRangeConflict: "Merged cells are in the way: unmerge them or select another cell, then insert again.",
  NonBlankCellOffSheet:
    "There is no room left on the sheet: select a cell on another sheet, then insert again.",
};

/** The sentence for an error that came out of Excel. */
export function refusalOf(error: unknown): WorkbookError {
  if (error instanceof WorkbookError) return error;
  const code = textOf(error, "code");
  const remedy = remedies[code];
  if (remedy !== undefined) return new WorkbookError(remedy);
  const detail = [code, textOf(error, "message")].filter((part) => part !== "").join(": ");
  return new WorkbookError(
    `Excel could not do it${detail === "" ? "" : ` (${detail})`}: select another cell and try again.`,
  );
}

function textOf(error: unknown, field: "code" | "message"): string {
  const value: unknown = typeof error === "object" && error !== null ? Reflect.get(error, field) : undefined;
  return typeof value === "string" ? value : "";
}
