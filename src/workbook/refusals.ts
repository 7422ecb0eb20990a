import { WorkbookError } from "./workbook";

/** What to do about the errors of Excel that a user can cause, by Excel's code. */
const remedies: Readonly<Record<string, string>> = {
  InvalidSelection: "Nothing can be written here: click a single cell on a worksheet, then try again.",
  InvalidOperationInCellEditMode:
    "A cell is being edited: press Enter or Esc in the sheet to finish, then try again.",
  AccessDenied:
    "Excel does not allow changes to the sheet: it is protected, or the workbook is open read-only. " +
    "Unprotect it (Review > Unprotect Sheet), choose Enable Editing, or select a cell on another sheet, then try again.",
  ItemNotFound: "That sheet no longer exists: select a cell and try again.",
  ItemAlreadyExists: "Somebody has just created a sheet or a name with that name: try again.",
  InvalidArgument:
    "Excel does not accept this here: check the formula's brackets and commas, or select a cell further from the sheet's edge.",
  InvalidReference: "The place is outside the sheet: select a cell further up or left, then try again.",
  MergedRangeConflict: "Merged cells are in the way: unmerge them or select another cell, then try again.",
  FilteredRangeConflict: "A filter is in the way: clear it or select another cell, then try again.",
  PivotTableRangeConflict: "A pivot table is in the way: select a cell beside it, then try again.",
  NonBlankCellOffSheet: "There is no room left on the sheet: select a cell on another sheet, then try again.",
  UnsupportedSheet: "This sheet has no cells: select a cell on a worksheet, then try again.",
  InactiveWorkbook: "Another workbook is active: switch to this one, then try again.",
  RequestPayloadSizeLimitExceeded:
    "This is more than Excel on the web accepts at once: choose a shorter time or fewer rows, then try again.",
  ResponsePayloadSizeLimitExceeded:
    "The cells there hold more than Excel on the web returns at once: select a cell on an empty sheet, then try again.",
  RangeExceedsLimit: "These are more cells than Excel accepts: choose fewer rows, then try again.",
  MemoryLimitReached: "Excel has run out of memory: close other workbooks, then try again.",
  Conflict: "Somebody else is changing the workbook: wait a moment, then try again.",
  InsertDeleteConflict: "Somebody else is changing these cells: wait a moment, then try again.",
  RequestAborted: "Excel stopped, usually because somebody else was changing the workbook: try again.",
  ServiceNotAvailable: "Excel on the web is not answering: check the connection, then try again.",
  ActivityLimitReached: "Excel is busy: wait a moment, then try again.",
  Unauthenticated: "Excel has signed you out: sign in again, then try again.",
};

/** The sentence for an error that came out of Excel. */
export function refusalOf(error: unknown): WorkbookError {
  if (error instanceof WorkbookError) return error;
  const code = textOf(error, "code");
  const remedy = Object.hasOwn(remedies, code) ? remedies[code] : undefined;
  if (remedy !== undefined) return new WorkbookError(remedy);
  const detail = [code, textOf(error, "message")].filter((part) => part !== "").join(": ");
  return new WorkbookError(
    `Excel could not do this${detail === "" ? "" : ` (${detail})`}: select another cell and try again.`,
  );
}

function textOf(error: unknown, field: "code" | "message"): string {
  const value: unknown = typeof error === "object" && error !== null ? Reflect.get(error, field) : undefined;
  return typeof value === "string" ? value : "";
}
