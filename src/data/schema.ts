import * as v from "valibot";

/** What the browser's database and a workbook may give back: plain data, written by another version or damaged. */

const LONGEST_TEXT = 500;
/** Furthest moment that a date can hold, milliseconds since 1970 UTC. */
const LAST_MOMENT = 8.64e15;

export const finite = v.pipe(v.number(), v.finite());
export const moment = v.pipe(v.number(), v.minValue(-LAST_MOMENT), v.maxValue(LAST_MOMENT));
/** Cut where it is longer than any that is written. */
export const text = v.pipe(
  v.string(),
  v.transform((given) => given.slice(0, LONGEST_TEXT)),
);

/** An `OptionQuote`. */
export const option = v.object({
  instrument: text,
  expiry: moment,
  strike: finite,
  type: v.picklist(["call", "put"]),
  bid: v.optional(finite),
  ask: v.optional(finite),
  mark: finite,
  volatility: finite,
  forward: finite,
  delta: finite,
  openInterest: finite,
});
