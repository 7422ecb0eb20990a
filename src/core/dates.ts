import { NoAnswerError } from "./errors";

const MS_PER_DAY = 86_400_000;
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

/** The UTC day that one of Excel's dates lies in, counted from 1970-01-01. */
export const dayOfDate = (date: number) => Math.floor(date) - EPOCH_DATE;

/** Excel's date of a day counted from 1970-01-01. */
export const dateOfDay = (day: number) => day + EPOCH_DATE;

/** A date that Excel can show, or why there is none; `what` comes then, as "the halving". */
export const dateOrNone = (date: number, what: string): number | NoAnswerError =>
  date < DATES_END ? date : new NoAnswerError(`${what} comes after the year 9999, where Excel's dates end`);
