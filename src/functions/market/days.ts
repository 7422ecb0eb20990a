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
  const dayAfter = dayCounter(start, interval);
  const days: number[] = [];
  for (let day = start; day <= end; day = dayAfter(days.length)) {
    if (days.length === MOST_ROWS) {
      const rule = `must leave at most ${MOST_ROWS.toLocaleString("en-GB")} rows`;
      throw new InputError("end", rule, dateOfDay(end));
    }
    days.push(day);
  }
  return days;
}

/** Gives the day that is a number of intervals after the start. */
function dayCounter(start: number, interval: Interval): (count: number) => number {
  if (interval !== "month") return (count) => start + count * (interval === "week" ? 7 : 1);
  const from = new Date(start * MS_PER_DAY);
  const [year, month, date] = [from.getUTCFullYear(), from.getUTCMonth(), from.getUTCDate()];
  const firstOf = (count: number) => Date.UTC(year, month + count, 1) / MS_PER_DAY;
  return (count) => firstOf(count) + Math.min(date, firstOf(count + 1) - firstOf(count)) - 1;
}
