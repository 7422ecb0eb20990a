import { excelDate } from "../core/calendar";
import { cellInput } from "./cells";
import { asCounted, dateShift } from "./dates";
import { freeName } from "./names";
import { WorkbookError, type LogRow, type TableCell } from "./workbook";

const SHEET = "Hashcell log";

/** The name of the header's range: it finds the sheet whatever the user calls it, on every machine. */
const LOG_NAME = "HASHCELL_LOG";

const MOMENT = "yyyy-mm-dd hh:mm:ss";

/** Heading and number format of each column. */
const columns = [
  ["When (UTC)", MOMENT],
  ["Event", "General"],
  ["Add-in version", "General"],
  ["Series", "General"],
  ["Unit", "General"],
  ["Source", "General"],
  ["As of (UTC)", MOMENT],
  ["Old value", "General"],
  ["New value", "General"],
  ["Change", "+0.00%;-0.00%;0.00%"],
] as const;
const header = columns.map(([heading]) => heading);

const ROWS_OF_A_SHEET = 1_048_576;

/** The sheet of the log, and its first row that is free. */
export interface LogSheet {
  readonly sheet: Excel.Worksheet;
  readonly nextRow: number;
  /** Whether the sheet is made with the next `sync`. */
  readonly isNew: boolean;
  /** See `dateShift`. */
  readonly shift: number;
}

/** Finds the log's sheet, or what is needed to make one. Throws a `WorkbookError` where rows could not be added. */
export async function findLog(context: Excel.RequestContext, rows: number): Promise<LogSheet> {
  const { workbook } = context;
  const shift = await dateShift(context);
  const name = workbook.names.getItemOrNullObject(LOG_NAME);
  name.load("name");
  const sheets = workbook.worksheets;
  sheets.load("items/name");
  workbook.protection.load("protected");
  await context.sync();
  const sheet = await existing(context, name.isNullObject ? undefined : name, sheets);
  if (sheet !== undefined) return { ...(await withRoom(context, sheet, rows)), shift };
  if (workbook.protection.protected) {
    throw new WorkbookError(
      "The workbook's structure is protected and has no sheet for the log: unprotect it (Review > Protect Workbook), then try again.",
    );
  }
  const sheetName = freeName(
    SHEET,
    " ",
    sheets.items.map((item) => item.name),
  );
  return {
    sheet: newSheet(context, sheetName, name.isNullObject ? undefined : name),
    nextRow: 1,
    isNew: true,
    shift,
  };
}

/** The sheet that the name points to; else one that is called so and has the log's header. */
async function existing(
  context: Excel.RequestContext,
  name: Excel.NamedItem | undefined,
  sheets: Excel.WorksheetCollection,
): Promise<Excel.Worksheet | undefined> {
  const named = name?.getRangeOrNullObject();
  named?.load("address");
  const called = sheets.items.find((item) => item.name.toLowerCase() === SHEET.toLowerCase());
  const cells = called?.getRange("A1").getResizedRange(0, header.length - 1);
  cells?.load("values");
  await context.sync();
  if (named !== undefined && !named.isNullObject) return named.worksheet;
  return JSON.stringify(cells?.values) === JSON.stringify([header]) ? called : undefined;
}

async function withRoom(
  context: Excel.RequestContext,
  sheet: Excel.Worksheet,
  rows: number,
): Promise<Omit<LogSheet, "shift">> {
  sheet.load("name");
  sheet.protection.load("protected");
  const used = sheet.getUsedRangeOrNullObject(true);
  used.load(["rowIndex", "rowCount"]);
  await context.sync();
  if (sheet.protection.protected) {
    throw new WorkbookError(
      `The sheet "${sheet.name}" is protected and the log cannot be written: unprotect it (Review > Unprotect Sheet), then try again.`,
    );
  }
  const nextRow = used.isNullObject ? 1 : Math.max(1, used.rowIndex + used.rowCount);
  if (nextRow + rows > ROWS_OF_A_SHEET) {
    throw new WorkbookError(
      `The sheet "${sheet.name}" is full: delete the oldest rows of the log, or rename and keep the sheet and delete the name ${LOG_NAME}, then try again.`,
    );
  }
  return { sheet, nextRow, isNew: false };
}

/** At the end of the sheets; the active sheet stays active. */
function newSheet(
  { workbook }: Excel.RequestContext,
  sheetName: string,
  name: Excel.NamedItem | undefined,
): Excel.Worksheet {
  const sheet = workbook.worksheets.add(sheetName);
  const first = sheet.getRange("A1").getResizedRange(0, header.length - 1);
  first.values = [header];
  first.format.font.bold = true;
  sheet.freezePanes.freezeRows(1);
  name?.delete();
  workbook.names.add(LOG_NAME, first);
  return sheet;
}

/** Writes the rows below the last one; returns their range. */
export function appendRows({ sheet, nextRow, isNew, shift }: LogSheet, rows: readonly LogRow[]): Excel.Range {
  const range = sheet.getRangeByIndexes(nextRow, 0, Math.max(1, rows.length), header.length);
  if (rows.length === 0) return range;
  range.numberFormat = rows.map(() => columns.map(([, format]) => format));
  range.formulas = rows.map((row) =>
    logCells(row).map((cell, column) => asCounted(cellInput(cell), columns[column]?.[1] ?? "", shift)),
  );
  if (isNew) range.format.autofitColumns();
  return range;
}

/** Adds rows to the log and changes nothing else. */
export async function appendLog(context: Excel.RequestContext, log: readonly LogRow[]): Promise<void> {
  appendRows(await findLog(context, log.length), log);
  await context.sync();
}

/** The change is the new value's distance from the old one as a share of it; nothing where that means nothing. */
function logCells(row: LogRow): TableCell[] {
  const { asOf, oldValue, newValue } = row;
  const hasChange = oldValue !== undefined && newValue !== undefined && oldValue !== 0;
  return [
    excelDate(row.when),
    row.event,
    row.addinVersion,
    row.series,
    row.unit,
    row.source,
    asOf === undefined ? "" : excelDate(asOf),
    oldValue ?? "",
    newValue ?? "",
    hasChange ? (newValue - oldValue) / Math.abs(oldValue) : "",
  ];
}
