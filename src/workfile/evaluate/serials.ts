// Excel's serial numbers of days: 1 is 1 January 1900, and 60 a 29 February 1900 that never was.

export interface CalendarDate {
  readonly year: number;
  /** From 1. */
  readonly month: number;
  /** From 1; 0 on serial number 0, which Excel calls 0 January 1900. */
  readonly day: number;
}

/** 31 December 9999. */
export const LAST_SERIAL = 2_958_465;

/** The last day of the calendar that Excel counts one too early. */
const FALSE_LEAP_DAY = 60;

const MS_PER_DAY = 86_400_000;
/** What serial number 0 would be if 1900 had been a leap year. */
const DAY_ZERO = Date.UTC(1899, 11, 30);

const LENGTHS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

export const isLeapYear = (year: number) => (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;

/** How many days a month has: 29 in February 1900, as Excel has it. */
export function daysInMonth(year: number, month: number): number {
  if (month === 2 && (year === 1900 || isLeapYear(year))) return 29;
  return LENGTHS[month - 1] ?? 31;
}

/** The serial number of a day; months and days beyond their ends go on into the next ones. */
export function serialOf(year: number, month: number, day: number): number {
  const first = Math.round((Date.UTC(year, month - 1, 1) - DAY_ZERO) / MS_PER_DAY);
  return (first <= FALSE_LEAP_DAY ? first - 2 : first - 1) + day;
}

/** The date of a serial number from 0 to LAST_SERIAL; its time of day is ignored. */
export function dateOf(serial: number): CalendarDate {
  const days = Math.floor(serial);
  if (days === 0) return { year: 1900, month: 1, day: 0 };
  if (days === FALSE_LEAP_DAY) return { year: 1900, month: 2, day: 29 };
  const date = new Date(DAY_ZERO + (days < FALSE_LEAP_DAY ? days + 1 : days) * MS_PER_DAY);
  return { year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate() };
}
