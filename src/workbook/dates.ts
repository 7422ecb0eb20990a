/** Days from the start of Excel's usual count of dates to that of the first Macintosh, 1 January 1904. */
const DAYS_TO_1904 = 1_462;

/** 1 January 2024 in the 1904 date system. */
const NEW_YEAR_FROM_1904 = 43_830;

/**
 * What to subtract from a date, as it is counted from 1900, for the open workbook to show it: 0, or 1,462 where the
 * workbook counts from 1904. Office.js does not name a workbook's date system, but Excel's own DATE goes by it.
 */
export async function dateShift(context: Excel.RequestContext): Promise<number> {
  try {
    const probe = context.workbook.functions.date(2024, 1, 1);
    probe.load("value");
    await context.sync();
    return probe.value === NEW_YEAR_FROM_1904 ? DAYS_TO_1904 : 0;
  } catch {
    // Where Excel refuses, it also refuses what is to be written, with the reason.
    return 0;
  }
}

/** A cell's value, where its number format says that it is a date, as the workbook counts it. */
export function asCounted<T>(value: T, format: string, shift: number): T | number {
  return typeof value === "number" && shift !== 0 && /yy/i.test(format) ? value - shift : value;
}
