import * as v from "valibot";
import { UnavailableError } from "../../core/errors";
import type { Reading, Report } from "../market";
import { keysOf, type Series } from "../series";
import type { Route } from "./provider";
import { complaint, maybeNumber, readingOf, recent, shaped, obtainable } from "./readings";

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

/** What CoinGecko sends instead of an answer. */
const refusalShape = v.object({ status: v.object({ error_message: v.string() }) });
const errorShape = v.object({ error: v.string() });

function parse(body: unknown, now: number): Report {
  if (v.is(refusalShape, body)) throw complaint("coingecko", body.status.error_message);
  if (v.is(errorShape, body)) throw complaint("coingecko", body.error);
  const prices = shaped(pricesShape, body);
  const reading = (coin: keyof typeof coins): Reading => {
    const price = prices[coin];
    if (price === undefined) throw new UnavailableError("the answer has none of the coins requested");
    const what = `the price of ${coin}`;
    const { value } = readingOf(coins[coin], price.usd, what, now);
    if (typeof price.last_updated_at !== "number") throw new UnavailableError(`${what} has no time`);
    return { series: coins[coin], value, asOf: recent(price.last_updated_at * 1000, now, what) };
  };
  return { readings: obtainable(keysOf(coins).map((coin) => () => reading(coin))) };
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
