import { MS_PER_DAY } from "../../core/calendar";
import { dayText } from "../format";

/** Places on an axis, and the text at each. */
export interface Ticks {
  readonly at: readonly number[];
  readonly text: (value: number) => string;
}

const monthFormat = new Intl.DateTimeFormat("en-GB", { month: "short", year: "numeric", timeZone: "UTC" });

/** Round numbers in steps of 1, 2 or 5 times a power of ten within [from, to], at most `atMost` of them. */
export function numberTicks(from: number, to: number, atMost: number): Ticks {
  const span = to - from;
  if (!(span > 0)) return { at: [from], text: (value) => compact(value, 0) };
  const power = 10 ** Math.floor(Math.log10(span / atMost));
  const count = (step: number) => Math.floor(to / step) - Math.ceil(from / step) + 1;
  const step =
    [1, 2, 5, 10, 20].map((factor) => factor * power).find((size) => count(size) <= atMost) ?? span;
  const first = Math.ceil(from / step);
  return {
    at: Array.from({ length: count(step) }, (_, index) => (first + index) * step),
    text: (value) => compact(value, step),
  };
}

/** "126T": a number with as many digits as distinguish it from its neighbours a `step` away. */
export function compact(value: number, step: number): string {
  const ratio = step > 0 ? Math.abs(value) / step : 0;
  const digits = ratio >= 1 ? Math.min(Math.ceil(Math.log10(ratio) - 1e-9) + 1, 15) : 3;
  return new Intl.NumberFormat("en-US", {
    notation: "compact",
    maximumSignificantDigits: Math.max(digits, 1),
  }).format(value);
}

/** Firsts of months or of years, or days where the span is short; days are counted from 1970-01-01 UTC. */
export function dayTicks(from: number, to: number, atMost: number): Ticks {
  for (const days of [1, 2, 5, 10]) {
    const first = Math.ceil(from);
    const count = Math.floor((to - first) / days) + 1;
    if (count <= atMost) {
      const at = Array.from({ length: Math.max(count, 0) }, (_, index) => first + index * days);
      return { at, text: (day) => dayText(day * MS_PER_DAY).replace(/ \d+$/, "") };
    }
  }
  for (const months of [1, 2, 3, 6, 12, 24, 60, 120]) {
    const at = firstsOfMonths(from, to, months);
    if (at.length > atMost) continue;
    return { at, text: months >= 12 ? yearText : (day) => monthText(day, day === at[0]) };
  }
  return { at: [], text: yearText };
}

/** "Jul", and "Jan 2026" where a year begins or a reader does. */
function monthText(day: number, isFirst: boolean): string {
  const text = monthFormat.format(day * MS_PER_DAY);
  return isFirst || new Date(day * MS_PER_DAY).getUTCMonth() === 0 ? text : text.replace(/ \d+$/, "");
}

const yearText = (day: number) => String(new Date(day * MS_PER_DAY).getUTCFullYear());

/** The firsts of every `months`-th month counted from January of the year 0. */
function firstsOfMonths(from: number, to: number, months: number): number[] {
  const start = new Date(from * MS_PER_DAY);
  const month = start.getUTCFullYear() * 12 + start.getUTCMonth();
  const found: number[] = [];
  for (let next = Math.floor(month / months) * months; ; next += months) {
    const day = Date.UTC(Math.floor(next / 12), next % 12, 1) / MS_PER_DAY;
    if (day > to) return found;
    if (day >= from) found.push(day);
  }
}
