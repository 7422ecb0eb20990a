import { quoteCurrencies } from "../../src/replay/fresh/price";
import { startReplay, type Replay, type ReplayOptions } from "../../src/replay/server";

const DAY = 86_400_000;

/** Seven weeks after the snapshot, in the third epoch of the made-up chain. */
export const NOW = Date.parse("2026-11-26T21:09:44Z");

/** Every path that is replayed, with the recorded bytes that its answer holds and the host that gives it. */
export const paths = [
  ["mempool.space", "/api/v1/difficulty-adjustment", "mempool/difficulty-adjustment.2026-10-05.json"],
  ["mempool.space", "/api/v1/mining/hashrate/3d", "mempool/mining-hashrate-3d.json"],
  ["mempool.space", "/api/v1/mining/hashrate/1y", "mempool/mining-hashrate.partial.2026-08-06.json"],
  ["mempool.space", "/api/blocks/tip/height", "mempool/blocks-tip-height.json"],
  ["mempool.space", "/api/v1/mining/reward-stats/144", "mempool/mining-reward-stats-100.json"],
  ["mempool.space", "/api/v1/fees/recommended", "mempool/fees-recommended.json"],
  ["mempool.space", "/api/v1/prices", "mempool/prices.json"],
  ["mempool.space", "/api/v1/mining/pools/1w", "mempool/mining-pools-1w.json"],
  [
    "mempool.space",
    "/api/v1/mining/difficulty-adjustments/1y",
    "mempool/mining-difficulty-adjustments-1m.json",
  ],
  ...quoteCurrencies.flatMap((currency) => [
    ["api.exchange.coinbase.com", `/products/BTC-${currency}/ticker`, "coinbase/exchange-ticker.json"],
    ["api.kraken.com", `/0/public/Ticker?pair=XBT${currency}`, "kraken/ticker.json"],
    ["www.bitstamp.net", `/api/v2/ticker/btc${currency.toLowerCase()}/`, "bitstamp/ticker.json"],
  ]),
  [
    "api.exchange.coinbase.com",
    "/products/BTC-USD/candles?granularity=86400",
    "coinbase/exchange-candles.json",
  ],
  ["api.kraken.com", "/0/public/OHLC?pair=XBTUSD&interval=1440", "kraken/ohlc.json"],
  ["www.deribit.com", "/api/v2/public/get_index_price?index_name=btc_usd", "deribit/ticker.result.json"],
  ["www.deribit.com", dvolPath(NOW - DAY, NOW, "3600"), "deribit/get_volatility_index_data.60s.json"],
  ["www.deribit.com", dvolPath(NOW - 90 * DAY, NOW, "1D"), "deribit/get_volatility_index_data.60s.json"],
  [
    "www.deribit.com",
    "/api/v2/public/get_book_summary_by_currency?currency=BTC&kind=option",
    "deribit/book_summary.result-item.json",
  ],
  [
    "api.coingecko.com",
    "/api/v3/simple/price?ids=litecoin,monero&vs_currencies=usd&include_last_updated_at=true",
    "coingecko/simple-price.json",
  ],
] as [host: string, path: string, recorded: string][];

export function dvolPath(from: number, to: number, resolution: string): string {
  const times = `start_timestamp=${from}&end_timestamp=${to}`;
  return `/api/v2/public/get_volatility_index_data?currency=BTC&${times}&resolution=${resolution}`;
}

/** What stands in a body under these keys and places; undefined where there is nothing. */
export function at(body: unknown, ...steps: readonly (string | number)[]): unknown {
  let found = body;
  for (const step of steps) {
    if (typeof found !== "object" || found === null) return undefined;
    found = (found as Readonly<Record<string | number, unknown>>)[step];
  }
  return found;
}

/** Runs `work` against a replay of its own, and ends that whatever happens. */
export async function withReplay<T>(
  options: ReplayOptions,
  work: (replay: Replay) => Promise<T>,
): Promise<T> {
  const replay = await startReplay({ clock: () => NOW, ...options });
  try {
    return await work(replay);
  } finally {
    await replay.stop();
  }
}
