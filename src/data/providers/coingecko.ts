import * as v from "valibot";
import { UnavailableError } from "../../core/errors";
import type { Reading, Route } from "../feed/route";
import { complaint, maybeNumber, shaped } from "./schema";
import { amount, obtainable, recent } from "./values";
import { type Series, seriesFacts } from "../series";

/** CoinGecko's names of the coins. */
const coins = {
  litecoin: "ltc.price",
  "bitcoin-cash": "bch.price",
  dogecoin: "doge.price",
  dash: "dash.price",
  zcash: "zec.price",
  "ethereum-classic": "etc.price",
  kaspa: "kas.price",
  monero: "xmr.price",
} as const satisfies Record<string, Series>;

/** `last_updated_at` is in seconds. */
const pricesShape = v.record(v.string(), v.object({ usd: maybeNumber, last_updated_at: maybeNumber }));

/** What CoinGecko sends in place of an answer. */
const refusalShape = v.object({ status: v.object({ error_message: v.string() }) });
const errorShape = v.object({ error: v.string() });

function parse(body: unknown, now: number) {
  if (v.is(refusalShape, body)) throw complaint("coingecko", body.status.error_message);
  if (v.is(errorShape, body)) throw complaint("coingecko", body.error);
  const prices = shaped(pricesShape, body);
  const reading = (coin: string, series: Series): Reading => {
    const price = prices[coin];
    if (price === undefined) throw new UnavailableError("the answer holds none of the coins asked for");
    const value = amount(price.usd, `the price of ${coin}`, seriesFacts[series].bounds);
    if (typeof price.last_updated_at !== "number")
      throw new UnavailableError(`the price of ${coin} has no time`);
    return { series, value, asOf: recent(price.last_updated_at * 1000, now, `the price of ${coin}`) };
  };
  return {
    readings: obtainable(
      Object.entries(coins).map(
        ([coin, series]) =>
          () =>
            reading(coin, series),
      ),
    ),
  };
}

export const coingeckoRoutes: readonly Route[] = [
  {
    id: "coingecko.coins",
    provider: "coingecko",
    topics: ["coins"],
    label: "Prices of other coins from CoinGecko",
    freshForMs: 120_000,
    path: () =>
      `/api/v3/simple/price?ids=${Object.keys(coins).join(",")}&vs_currencies=usd&include_last_updated_at=true`,
    parse,
  },
];
