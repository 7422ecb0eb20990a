import * as v from "valibot";
import { UnavailableError } from "../../core/errors";
import type { Route } from "./provider";
import {
  complaint,
  decimalText,
  priceHistoryRoute,
  recent,
  shaped,
  tickerRoutes,
  whole,
  type Candle,
  type Trade,
} from "./readings";

const tickerShape = v.object({ price: decimalText, time: v.string() });

/** Time in seconds, low, high, open, close; the newest first. */
const candlesShape = v.array(v.tuple([whole, v.number(), v.number(), v.number(), v.number()]));

/** What Coinbase sends instead of an answer. */
const refusalShape = v.object({ message: v.string() });

function answer<S extends v.GenericSchema>(schema: S, body: unknown): v.InferOutput<S> {
  if (v.is(refusalShape, body)) throw complaint("coinbase", body.message);
  return shaped(schema, body);
}

function trade(body: unknown, now: number): Trade {
  const { price, time } = answer(tickerShape, body);
  return { price, asOf: recent(momentOf(time), now, "the price") };
}

/** Milliseconds since 1970 of "2015-04-08T20:49:06.506997Z"; digits past the milliseconds are cut off. */
function momentOf(time: string): number {
  const parts = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,3})?)\d*Z$/.exec(time);
  const moment = Date.parse(`${parts?.[1]}Z`);
  if (Number.isNaN(moment)) throw new UnavailableError("the price has no readable time");
  return moment;
}

/** Prices of each span of time, the newest first. */
export function coinbaseCandles(body: unknown): readonly Candle[] {
  return answer(candlesShape, body).map(([seconds, low, high, , close]) => ({
    start: seconds * 1000,
    low,
    high,
    close,
  }));
}

export const coinbaseRoutes: readonly Route[] = [
  ...tickerRoutes({
    provider: "coinbase",
    currencies: ["usd", "eur", "gbp"],
    path: (currency) => `/products/BTC-${currency.toUpperCase()}/ticker`,
    trade,
  }),
  priceHistoryRoute({
    provider: "coinbase",
    path: "/products/BTC-USD/candles?granularity=86400",
    candles: coinbaseCandles,
  }),
];
