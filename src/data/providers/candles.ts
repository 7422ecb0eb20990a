import { UnavailableError } from "../../core/errors";
import type { FetchedDays } from "../market";
import { dateText, daysOf } from "./values";
import { historyFacts } from "../series";

/** Prices of one span of time. */
export interface Candle {
  /** Milliseconds since 1970 UTC. */
  readonly start: number;
  readonly low: number;
  readonly high: number;
  readonly close: number;
}

/** Closing prices of the days that are over, from candles of a day each. */
export function closesOf(candles: readonly Candle[], now: number): FetchedDays["days"] {
  if (candles.length === 0) throw new UnavailableError("the list of prices is empty");
  for (const { start, low, high, close } of candles) {
    if (close > 0 && !(low <= close && close <= high)) {
      throw new UnavailableError(
        `the prices of ${dateText(start)} contradict each other: ${low}, ${close}, ${high}`,
      );
    }
  }
  const rows = candles.map(({ start, close }) => ({ start, value: close }));
  return daysOf(rows, "the price", now, historyFacts["btc.price"].bounds);
}
