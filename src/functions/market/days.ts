import { dateOfDay, MS_PER_DAY } from "../../core/calendar";
import { InputError } from "../../core/errors";

export const intervals = ["day", "week", "month"] as const;
export type Interval = (typeof intervals)[number];

export const MOST_ROWS = 20_000;

/**
 * Days from `start` to `end`, counted from 1970-01-01: each, each seventh, or those with the start's day of the month,
 * as EDATE(start, n) gives them: the last of a month that has no such day.
 */
export function daysBetween(start: number, end: number, interval: Interval): number[] {
  if (end < start) throw new InputError("end", "must not be before start", dateOfDay(end));
  const at = dayAt(start, interval);
  const most = Math.floor((end - start) / { day: 1, week: 7, month: 28 }[interval]) + 1;
  const shortest = Math.floor((end - start) / { day: 1, week: 7, month: 31 }[interval]);
  if (shortest > MOST_ROWS) throw tooMany(end);
  const days = Array.from({ length: most }, (_, index) => at(index)).filter((day) => day <= end);
  if (days.length > MOST_ROWS) throw tooMany(end);
  return days;
}

const tooMany = (end: number) =>
  new InputError("end", `must leave at most ${MOST_ROWS.toLocaleString("en-GB")} rows`, dateOfDay(end));

/** The day that lies a number of intervals after the start. */
function dayAt(start: number, interval: Interval): (count: number) => number {
  if (interval !== "month") return (count) => start + count * (interval === "week" ? 7 : 1);
  const from = new Date(start * MS_PER_DAY);
  const [year, month, date] = [from.getUTCFullYear(), from.getUTCMonth(), from.getUTCDate()];
  const firstOf = (count: number) => Date.UTC(year, month + count, 1) / MS_PER_DAY;
  return (count) => firstOf(count) + Math.min(date, firstOf(count + 1) - firstOf(count)) - 1;
}
