import type { MarketContent, Quote } from "../../src/data/market";
import type { Series } from "../../src/data/series";
import { now } from "./openPane";

const MINUTE = 60_000;

/** A quote that was fetched two minutes before the pane's now. */
export const fetched = (series: Series, value: number, source: string, more: Partial<Quote> = {}): Quote => ({
  series,
  value,
  source,
  quality: "live",
  asOf: now() - 2 * MINUTE,
  fetchedAt: now() - 2 * MINUTE,
  ...more,
});

/** What a round may have brought. */
export const content: MarketContent = {
  quotes: [
    fetched("btc.price", 91_234.5, "median of Coinbase, Kraken and Bitstamp", {
      warning: "The three prices differ by 1.4 %",
    }),
    fetched("btc.difficulty", 140_000_000_000_000, "mempool.space"),
    fetched("btc.height", 975_000, "mempool.space"),
    fetched("btc.fees", 0.02, "mempool.space", {
      quality: "cached",
      asOf: now() - 300 * MINUTE,
      fetchedAt: now() - 180 * MINUTE,
    }),
    fetched("btc.feerate", 3, "mempool.space"),
    fetched("btc.next_retarget", 46_357.5, "mempool.space"),
    fetched("btc.next_retarget_change", 0.0123, "mempool.space", { asOf: now() - 9 * MINUTE }),
    fetched("btc.dvol", 0.4512, "Deribit"),
  ],
  history: {},
};
