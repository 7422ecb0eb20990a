import * as v from "valibot";
import { UnavailableError } from "../../core/errors";
import type { Route } from "./provider";
import {
  complaint,
  decimalText,
  plain,
  priceHistoryRoute,
  recent,
  shaped,
  tickerRoutes,
  wholeText,
  type Candle,
  type Trade,
} from "./readings";

/** `timestamp` is in seconds. */
const tickerShape = v.object({ last: decimalText, timestamp: wholeText });

/** `timestamp` is in seconds; the oldest day first, the current one last. */
const candlesShape = v.object({
  data: v.object({
    pair: v.string(),
    ohlc: v.array(
      v.object({
        timestamp: wholeText,
        open: decimalText,
        high: decimalText,
        low: decimalText,
        close: decimalText,
      }),
    ),
  }),
});

/** Errors come as a text, as texts by field, or as a status with a reason. */
const words = v.union([v.string(), v.record(v.string(), v.union([v.string(), v.array(v.string())]))]);
const errorShape = v.object({ error: words });
const statusShape = v.object({ status: v.literal("error"), reason: v.optional(words) });

function refusal(body: unknown): string | undefined {
  if (v.is(errorShape, body)) return inOne(body.error);
  return v.is(statusShape, body) ? inOne(body.reason ?? "") : undefined;
}

const inOne = (said: v.InferOutput<typeof words>): string =>
  typeof said === "string" ? said : Object.values(said).flat().join("; ");

function answer<S extends v.GenericSchema>(schema: S, body: unknown): v.InferOutput<S> {
  const refused = refusal(body);
  if (refused !== undefined) throw complaint("bitstamp", refused);
  return shaped(schema, body);
}

function trade(body: unknown, now: number): Trade {
  const { last, timestamp } = answer(tickerShape, body);
  return { price: last, asOf: recent(timestamp * 1000, now, "the price") };
}

/** Prices of bitcoin in USD in each completed span of time, the oldest first. */
function candles(body: unknown): readonly Candle[] {
  const { pair, ohlc } = answer(candlesShape, body).data;
  if (pair !== "BTC/USD") {
    throw new UnavailableError(`the answer is about ${plain(pair, 20) || "nothing"}, not bitcoin in USD`);
  }
  return ohlc
    .slice(0, -1)
    .map(({ timestamp, low, high, close }) => ({ start: timestamp * 1000, low, high, close }));
}

export const bitstampRoutes: readonly Route[] = [
  ...tickerRoutes({
    provider: "bitstamp",
    currencies: ["usd", "eur", "gbp"],
    path: (currency) => `/api/v2/ticker/btc${currency}/`,
    trade,
  }),
  priceHistoryRoute({
    provider: "bitstamp",
    path: "/api/v2/ohlc/btcusd/?step=86400&limit=1000",
    candles,
  }),
];
