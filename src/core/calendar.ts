import { NoAnswerError } from "./errors";

export const SECONDS_PER_DAY = 86_400;
export const MS_PER_HOUR = 3_600_000;
export const MS_PER_DAY = 86_400_000;

/** Seconds between two Bitcoin blocks, as the protocol intends. */
export const BLOCK_TIME_S = 600;

/** A month is a twelfth of 365.25 days, at 144 blocks a day, whatever the difficulty does. */
export const BLOCKS_PER_MONTH = 4_383;
export const DAYS_PER_MONTH = 30.4375;
export const HOURS_PER_MONTH = 730.5;
export const SECONDS_PER_MONTH = 2_629_800;

/** Excel's date of 1970-01-01. */
const EPOCH_DATE = 25_569;
/** The day after the last that Excel knows, 31 December 9999. */
export const DATES_END = 2_958_466;

/** Excel's date of a moment in milliseconds since 1970 UTC. */
export const excelDate = (moment: number) => moment / MS_PER_DAY + EPOCH_DATE;

/** The moment, in milliseconds since 1970 UTC, of one of Excel's dates, which is taken as UTC. */
export const momentOfDate = (date: number) => Math.round((date - EPOCH_DATE) * MS_PER_DAY);

/** The UTC day of a moment, counted from 1970-01-01. */
export const dayOf = (moment: number) => Math.floor(moment / MS_PER_DAY);

/** The UTC day of one of Excel's dates, counted from 1970-01-01. */
export const dayOfDate = (date: number) => Math.floor(date) - EPOCH_DATE;

/** Excel's date of a day counted from 1970-01-01. */
export const dateOfDay = (day: number) => day + EPOCH_DATE;

/** The day of the first block, counted from 1970-01-01 UTC: the first that any history may know. */
export const FIRST_DAY = 14_247;
/** 2100-01-01, counted from 1970-01-01 UTC: later than any day built into a version. */
export const END_OF_DAYS = 47_482;

/** "2026-02-11": a day counted from 1970-01-01 UTC. */
export const isoDay = (day: number) => new Date(day * MS_PER_DAY).toISOString().slice(0, 10);

/** A date that Excel can show, or why it cannot; `what` names the event, such as "the halving". */
export const dateOrNone = (date: number, what: string): number | NoAnswerError =>
  date < DATES_END ? date : new NoAnswerError(`${what} comes after the year 9999, where Excel's dates end`);

/**
 * The date `months` later, as Excel's EDATE: the same day of the month, or the last where that month is shorter.
 * From 1 March 1900 on, before which Excel counts a day that never was.
 */
export function monthsLater(date: number, months: number): number {
  const from = new Date(momentOfDate(date));
  const [year, month] = [from.getUTCFullYear(), from.getUTCMonth() + months];
  const lastDay = new Date(Date.UTC(year, month + 1, 0)).getUTCDate();
  return excelDate(Date.UTC(year, month, Math.min(from.getUTCDate(), lastDay)));
}
