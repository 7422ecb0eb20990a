/** Every quantity that the market holds, in the order in which it is shown. */
export const allSeries = [
  "btc.price",
  "btc.difficulty",
  "btc.hashrate",
  "btc.height",
  "btc.subsidy",
  "btc.fees",
  "btc.hashprice",
  "btc.nextRetargetHeight",
  "btc.nextRetargetChange",
  "btc.nextHalvingHeight",
] as const;
export type Series = (typeof allSeries)[number];

/**
 * How good a value is: fetched just now, kept from an earlier fetch, built into the add-in, held still by the
 * user, or computed here from other quotes.
 */
export type Quality = "live" | "cached" | "embedded" | "frozen" | "derived";

export interface SeriesFacts {
  readonly label: string;
  /** Unit of the value; shares are fractions. */
  readonly unit: string;
}

export const seriesFacts: Readonly<Record<Series, SeriesFacts>> = {
  "btc.price": { label: "Bitcoin price", unit: "USD" },
  "btc.difficulty": { label: "Network difficulty", unit: "raw number" },
  "btc.hashrate": { label: "Network hashrate", unit: "EH/s" },
  "btc.height": { label: "Block height", unit: "block" },
  "btc.subsidy": { label: "Block subsidy", unit: "BTC per block" },
  "btc.fees": { label: "Transaction fees", unit: "BTC per block" },
  "btc.hashprice": { label: "Hashprice", unit: "USD per PH/s per day" },
  "btc.nextRetargetHeight": { label: "Next difficulty adjustment", unit: "block" },
  "btc.nextRetargetChange": { label: "Estimated difficulty change", unit: "share" },
  "btc.nextHalvingHeight": { label: "Next halving", unit: "block" },
};

export interface Quote extends SeriesFacts {
  readonly series: Series;
  readonly value: number;
  /** The moment that the value describes, in milliseconds since 1970 UTC. */
  readonly asOf: number;
  /** When it was fetched, in milliseconds since 1970 UTC; absent where nothing was fetched. */
  readonly fetchedAt?: number;
  /** Where it comes from, or the formula of a derived value. */
  readonly source: string;
  readonly quality: Quality;
}

/** A set of quotes, one for each series. */
export type Market = readonly Quote[];
