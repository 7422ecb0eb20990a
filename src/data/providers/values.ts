import { dayOf, FIRST_DAY, MS_PER_DAY } from "../../core/calendar";
import { UnavailableError } from "../../core/errors";
import type { FetchedDays } from "../market";
import { boundsObjection } from "../objection";
import type { Bounds } from "../series";

/** The year 10000, milliseconds since 1970 UTC. */
const END_OF_DATES = 253_402_300_800_000;

/**
 * A value that was stated and can be right. Nothing, and the -1 that some providers put in its place, is an error, as
 * are 0, negative numbers and what is out of bounds. `what` names it in the message: "the price".
 */
export function amount(value: number | null | undefined, what: string, bounds: Bounds): number {
  if (value === undefined || value === null) throw new UnavailableError(`${what} is missing`);
  if (value === -1) throw new UnavailableError(`${what} is missing (-1)`);
  const objection = value > 0 ? boundsObjection(value, bounds) : `is ${value}`;
  if (objection !== undefined) throw new UnavailableError(`${what} ${objection}`);
  return value;
}

/** Bounds in another unit, of which there are `count` to one of the series'. */
export const boundsIn = ([least, most]: Bounds, count: number): Bounds => [least * count, most * count];

/** What can be had of several things; the first one's error where nothing can. */
export function obtainable<T>(attempts: readonly (() => T)[]): readonly T[] {
  const found: T[] = [];
  let first: UnavailableError | undefined;
  for (const attempt of attempts) {
    try {
      found.push(attempt());
    } catch (error) {
      if (!(error instanceof UnavailableError)) throw error;
      first ??= error;
    }
  }
  if (found.length === 0) throw first ?? new UnavailableError("the answer holds nothing");
  return found;
}

/**
 * The moment that a provider gives for a value that should be of now, in milliseconds since 1970 UTC: not later than
 * `now`, as clocks differ. One over a day away is an error.
 */
export function recent(moment: number, now: number, what: string): number {
  if (!(Math.abs(moment - now) <= MS_PER_DAY)) {
    throw new UnavailableError(`${what} is of ${dateText(moment)}, not of today`);
  }
  return Math.min(moment, now);
}

/** "2026-10-05", or the bare number where it is no date of our time. */
export const dateText = (moment: number) => timeText(moment, 10);

/** The first characters of "2026-10-05 09:41:44". */
function timeText(moment: number, length: number): string {
  const isOurs = moment >= 0 && moment < END_OF_DATES;
  return isOurs ? new Date(moment).toISOString().slice(0, length).replace("T", " ") : `time ${moment}`;
}

/** A value of the UTC day that starts at `start`, milliseconds since 1970 UTC. */
export interface DayRow {
  readonly start: number;
  readonly value: number | null | undefined;
}

/**
 * Values by day, of days that are over at `now`. Rows without a value are left out; rows that do not start a day, or
 * of days that cannot be, are an error, and so is it when nothing is left.
 */
export function daysOf(
  rows: readonly DayRow[],
  what: string,
  now: number,
  bounds: Bounds,
): FetchedDays["days"] {
  const today = dayOf(now);
  const days: Record<number, number> = {};
  for (const { start, value } of rows) {
    const day = dayOf(start);
    if (day * MS_PER_DAY !== start)
      throw new UnavailableError(`the values are not of days: one is of ${timeText(start, 16)} UTC`);
    if (day < FIRST_DAY || day > today + 1) {
      throw new UnavailableError(`a value is of ${dateText(start)}, which cannot be`);
    }
    const isMissing = value === undefined || value === null || value === -1 || value === 0;
    if (day < today && !isMissing) days[day] = amount(value, `${what} of ${dateText(start)}`, bounds);
  }
  if (Object.keys(days).length === 0) throw new UnavailableError("the answer holds no day that is over");
  return days;
}
