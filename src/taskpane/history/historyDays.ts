import { FIRST_DAY, isoDay, MS_PER_DAY } from "../../core/calendar";

/** Days are counted from 1970-01-01 UTC. */
export type DayValue = (day: number) => number | undefined;

export interface Dated {
  readonly day: number;
  readonly value: number;
}

/** The last day up to `until` that has a value; undefined where none has. */
export function lastKnown(value: DayValue, until: number): number | undefined {
  for (let day = until; day >= FIRST_DAY; day -= 1) if (value(day) !== undefined) return day;
  return undefined;
}

/** The first day from `from` to `until` that has a value. */
export function firstKnown(value: DayValue, from: number, until: number): number | undefined {
  for (let day = from; day <= until; day += 1) if (value(day) !== undefined) return day;
  return undefined;
}

/** Those of the days that have values, with them. */
export function datedValues(value: DayValue, days: readonly number[]): readonly Dated[] {
  const found: Dated[] = [];
  for (const day of days) {
    const known = value(day);
    if (known !== undefined) found.push({ day, value: known });
  }
  return found;
}

const DAYS_OF_LINE = 365;
/** How far back a last value is looked for, in days. */
const PATIENCE = 4 * DAYS_OF_LINE;

/** The values of a year, oldest first. */
interface Year {
  readonly values: readonly number[];
  readonly first: Dated;
  readonly last: Dated;
}

/** The year up to the last day that has a value; days without one are left out. Undefined where there is no line. */
export function yearOf(value: DayValue, today: number): Year | undefined {
  const end = lastKnown(value, today);
  if (end === undefined || end < today - PATIENCE) return undefined;
  const days = Array.from({ length: DAYS_OF_LINE }, (_, index) => end - DAYS_OF_LINE + 1 + index);
  const found = datedValues(value, days);
  const [first] = found;
  const last = found.at(-1);
  if (first === undefined || last === undefined || first === last) return undefined;
  return { values: found.map((one) => one.value), first, last };
}

/** The day of "2026-02-11"; undefined for any other text. */
export function dayOfIso(text: string): number | undefined {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return undefined;
  const moment = Date.parse(`${text}T00:00:00Z`);
  if (Number.isNaN(moment)) return undefined;
  const day = Math.round(moment / MS_PER_DAY);
  // 30 February is read as 2 March.
  return isoDay(day) === text ? day : undefined;
}

/** "DATE(2026,2,11)": the day as Excel's formulas take it. */
export const dateFormula = (day: number) => `DATE(${isoDay(day).split("-").map(Number).join(",")})`;
