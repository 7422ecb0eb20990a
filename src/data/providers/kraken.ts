import * as v from "valibot";
import { UnavailableError } from "../../core/errors";
import type { Currency } from "../series";
import type { Route } from "./provider";
import {
  complaint,
  decimalText,
  plain,
  priceHistoryRoute,
  shaped,
  tickerRoutes,
  whole,
  type Candle,
  type Trade,
} from "./readings";

/** Kraken answers with status 200 whatever happens; `error` says whether it went wrong. */
const envelopeShape = v.object({
  error: v.array(v.string()),
  result: v.optional(v.record(v.string(), v.unknown())),
});

/** `c` is the last trade: price and amount. */
const tickerShape = v.object({ c: v.tuple([decimalText]) });

/** Time in seconds, open, high, low, close; the last row is of the current span. */
const candlesShape = v.array(v.tuple([whole, decimalText, decimalText, decimalText, decimalText]));

/**
 * What the answer says about bitcoin in a currency. Kraken gives it a name of its own: XXBTZUSD where XBTUSD was asked
 * for.
 */
function pairOf(body: unknown, currency: Currency): unknown {
  const { error, result } = shaped(envelopeShape, body);
  if (error.length > 0) throw complaint("kraken", error.slice(0, 3).join("; "));
  const names = Object.keys(result ?? {}).filter((name) => name !== "last");
  const [name = ""] = names;
  if (names.length === 0) throw new UnavailableError("the answer names no pair of currencies");
  if (names.length > 1)
    throw new UnavailableError(`the answer is about ${names.length} pairs of currencies, not one`);
  if (!/^X?(XBT|BTC)/.test(name) || !name.endsWith(currency.toUpperCase())) {
    throw new UnavailableError(
      `the answer is about ${plain(name, 20)}, not bitcoin in ${currency.toUpperCase()}`,
    );
  }
  return result?.[name];
}

function trade(body: unknown, now: number, currency: Currency): Trade {
  const { c } = shaped(tickerShape, pairOf(body, currency));
  return { price: c[0], asOf: now };
}

/** Prices of each completed span of time, the oldest first. */
export function krakenCandles(body: unknown): readonly Candle[] {
  const rows = shaped(candlesShape, pairOf(body, "usd"));
  return rows
    .slice(0, -1)
    .map(([seconds, , high, low, close]) => ({ start: seconds * 1000, low, high, close }));
}

export const krakenRoutes: readonly Route[] = [
  ...tickerRoutes({
    provider: "kraken",
    currencies: ["usd", "eur", "gbp"],
    path: (currency) => `/0/public/Ticker?pair=XBT${currency.toUpperCase()}`,
    trade,
  }),
  priceHistoryRoute({
    provider: "kraken",
    path: "/0/public/OHLC?pair=XBTUSD&interval=1440",
    candles: krakenCandles,
  }),
];
