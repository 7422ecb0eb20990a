/** Every quantity that the market may hold, in the order in which it is shown. Workbooks store these names: never rename. */
export const allSeries = [
  "btc.price",
  "btc.price_eur",
  "btc.price_gbp",
  "btc.difficulty",
  "btc.hashrate",
  "btc.hashrate_observed",
  "btc.height",
  "btc.subsidy",
  "btc.fees",
  "btc.feerate",
  "btc.feerate_hour",
  "btc.hashprice",
  "btc.hashprice_eur",
  "btc.hashprice_gbp",
  "btc.next_retarget",
  "btc.next_retarget_height",
  "btc.next_retarget_change",
  "btc.next_halving_height",
  "btc.index",
  "btc.dvol",
  "ltc.price",
  "bch.price",
  "doge.price",
  "dash.price",
  "zec.price",
  "etc.price",
  "kas.price",
  "xmr.price",
] as const;
export type Series = (typeof allSeries)[number];

const known: ReadonlySet<string> = new Set(allSeries);
export const isSeries = (name: string): name is Series => known.has(name);

/**
 * How good a value is: fetched just now, kept from an earlier fetch, built into the add-in, held still by the
 * user, or computed here from other quotes.
 */
export type Quality = "live" | "cached" | "embedded" | "frozen" | "derived";

/** What is fetched together: asking for one series of a topic brings the others at no further call. */
export const topics = [
  "network",
  "price",
  "price_eur",
  "price_gbp",
  "volatility",
  "coins",
  "pools",
  "chain",
  "history.btc.price",
  "history.btc.difficulty",
  "history.btc.hashrate",
  "history.btc.dvol",
] as const;
export type Topic = (typeof topics)[number];

/** Least and most that a value can sensibly be, whoever states it: a source, a cache, a file, a workbook. */
export type Bounds = readonly [least: number, most: number];

export interface SeriesFacts {
  readonly label: string;
  /** Unit of the value; shares are fractions, dates are Excel's, in UTC. */
  readonly unit: string;
  /** What has to be fetched for it; for a derived series that of its rarest ingredient. */
  readonly topic: Topic;
  /** Of a value at any time; of a derived series, as they follow from those of its ingredients. */
  readonly bounds: Bounds;
}

const priceBounds: Bounds = [0.01, 1e8];
/** EH/s: of the difficulties 1 and 1e20. */
const hashrateBounds: Bounds = [7e-12, 1e9];
const hashpriceBounds: Bounds = [1e-24, 1e25];
const heightBounds: Bounds = [0, 3e7];
/** sat/vB */
const feeRateBounds: Bounds = [0.001, 100_000];
/** 3 January 2009 and 1 January 2100. */
const dateBounds: Bounds = [39_816, 73_051];

const usd = (label: string, topic: Topic, bounds: Bounds): SeriesFacts => ({
  ...{ label, unit: "USD", topic, bounds },
});
const coin = (label: string) => usd(label, "coins", [1e-9, 1e7]);
const network = (label: string, unit: string, bounds: Bounds): SeriesFacts => ({
  ...{ label, unit, topic: "network", bounds },
});
const hashprice = (label: string, unit: string, topic: Topic): SeriesFacts => ({
  ...{ label, unit: `${unit} per PH/s per day`, topic, bounds: hashpriceBounds },
});

export const seriesFacts: Readonly<Record<Series, SeriesFacts>> = {
  "btc.price": usd("Bitcoin price", "price", priceBounds),
  "btc.price_eur": { label: "Bitcoin price in euros", unit: "EUR", topic: "price_eur", bounds: priceBounds },
  "btc.price_gbp": { label: "Bitcoin price in pounds", unit: "GBP", topic: "price_gbp", bounds: priceBounds },
  "btc.difficulty": network("Network difficulty", "raw number", [1, 1e20]),
  "btc.hashrate": network("Network hashrate", "EH/s", hashrateBounds),
  // From what one machine of today does to a million times the network.
  "btc.hashrate_observed": network("Hashrate observed in blocks found", "EH/s", [1e-4, 1e9]),
  "btc.height": network("Block height", "block", heightBounds),
  "btc.subsidy": network("Block subsidy", "BTC per block", [0, 50]),
  // A satoshi in a week's blocks; a hundred times the dearest day, 22 December 2017.
  "btc.fees": network("Transaction fees", "BTC per block", [9e-12, 1_000]),
  "btc.feerate": network("Fee rate for the next block", "sat/vB", feeRateBounds),
  "btc.feerate_hour": network("Fee rate within the hour", "sat/vB", feeRateBounds),
  "btc.hashprice": hashprice("Hashprice", "USD", "price"),
  "btc.hashprice_eur": hashprice("Hashprice in euros", "EUR", "price_eur"),
  "btc.hashprice_gbp": hashprice("Hashprice in pounds", "GBP", "price_gbp"),
  "btc.next_retarget": network("Next difficulty adjustment", "date", dateBounds),
  "btc.next_retarget_height": network("Block of the next difficulty adjustment", "block", heightBounds),
  // The protocol holds it within a quarter and four times.
  "btc.next_retarget_change": network("Estimated difficulty change", "share", [-0.75, 3]),
  "btc.next_halving_height": network("Next halving", "block", heightBounds),
  "btc.index": usd("Deribit's bitcoin index", "volatility", priceBounds),
  "btc.dvol": {
    ...{ label: "Deribit's volatility index, DVOL", unit: "per year", topic: "volatility" },
    bounds: [0.05, 5],
  },
  "ltc.price": coin("Litecoin price"),
  "bch.price": coin("Bitcoin Cash price"),
  "doge.price": coin("Dogecoin price"),
  "dash.price": coin("Dash price"),
  "zec.price": coin("Zcash price"),
  "etc.price": coin("Ethereum Classic price"),
  "kas.price": coin("Kaspa price"),
  "xmr.price": coin("Monero price"),
};

export interface Quote {
  readonly series: Series;
  readonly value: number;
  /** The moment that the value describes, in milliseconds since 1970 UTC; of a derived value, of its oldest ingredient. */
  readonly asOf: number;
  /** When it was fetched, in milliseconds since 1970 UTC; absent where nothing was fetched. */
  readonly fetchedAt?: number;
  /** Where it comes from, or the formula of a derived value. */
  readonly source: string;
  readonly quality: Quality;
  /** What casts doubt on it, as a sentence without its stop: "The three prices differ by 1.4 %". */
  readonly warning?: string;
}

/** Quantities that have a value for each UTC day: the last of the day for a price, a difficulty or a height. */
export const historyFields = [
  "btc.price",
  "btc.difficulty",
  "btc.hashrate",
  "btc.height",
  "btc.subsidy",
  "btc.hashprice_subsidy",
  "btc.dvol",
] as const;
export type HistoryField = (typeof historyFields)[number];

/** Values by day, counted from 1970-01-01 UTC, as fetched: days that are over alone. */
export interface FetchedDays {
  readonly days: Readonly<Record<number, number>>;
  readonly source: string;
  readonly fetchedAt: number;
}

export interface OptionQuote {
  /** As the exchange names it: "BTC-25DEC26-90000-P". */
  readonly instrument: string;
  /** Milliseconds since 1970 UTC. */
  readonly expiry: number;
  /** USD. */
  readonly strike: number;
  readonly type: "call" | "put";
  /** Prices in BTC; absent where nobody quotes. */
  readonly bid?: number;
  readonly ask?: number;
  readonly mark: number;
  /** Implied volatility of the mark price per year; 0.6 is 60 %. */
  readonly volatility: number;
  /** Forward of the expiry, USD. */
  readonly forward: number;
  /** Delta of Black's formula at the mark's volatility, in BTC of the forward. */
  readonly delta: number;
  /** Contracts of one BTC. */
  readonly openInterest: number;
}

export interface OptionChain {
  /** By expiry, strike, then type: calls first. */
  readonly options: readonly OptionQuote[];
  readonly asOf: number;
  readonly fetchedAt: number;
  readonly source: string;
}

export interface PoolShares {
  /** By blocks found, most first. */
  readonly pools: readonly { readonly name: string; readonly blocks: number }[];
  /** Length of the time in which the blocks were found, days. */
  readonly days: number;
  readonly asOf: number;
  readonly source: string;
}

/** Everything that has been fetched, or was frozen: plain data, as JSON can carry it. */
export interface MarketContent {
  readonly quotes: readonly Quote[];
  readonly history: Readonly<Partial<Record<HistoryField, FetchedDays>>>;
  readonly chain?: OptionChain;
  readonly pools?: PoolShares;
  /**
   * In a frozen content, the last day of each field that the add-in which froze it had built in, counted from
   * 1970-01-01 UTC: days that a later version builds in are not the workbook's. Absent in the oldest ones.
   */
  readonly builtInUntil?: Readonly<Partial<Record<HistoryField, number>>>;
}

/**
 * What the market shows: nothing yet, as the workbook has not been read; what is built in; what was fetched; what the
 * workbook holds still since `frozenAt`; or nothing, as what the workbook holds cannot be read.
 */
export type MarketState =
  | { readonly kind: "starting" }
  | { readonly kind: "embedded" }
  | { readonly kind: "live" }
  | { readonly kind: "frozen"; readonly frozenAt: number }
  | { readonly kind: "unreadable"; readonly reason: string };

/** The market as functions see it: no call of theirs fetches anything. */
export interface MarketReader {
  readonly state: MarketState;
  readonly quotes: readonly Quote[];
  quote(series: Series): Quote | undefined;
  /** A day's value: built in, fetched or frozen; undefined for a day without one. */
  day(field: HistoryField, day: number): number | undefined;
  readonly chain: OptionChain | undefined;
  /** Notes that the one who computes looks at the topic, so that the next round fetches it. */
  want(topic: Topic): void;
  /** The clock; in a frozen workbook the moment of the freeze. */
  now(): number;
}

/** One who computes from the market again and again. */
export interface Onlooker {
  /** What `compute` gives. The topics that it wants are looked at until the next time. */
  readonly watch: <T>(compute: () => T) => T;
  /** Calls `listener` after every change. */
  readonly follow: (listener: () => void) => void;
  /** Ends both. */
  readonly leave: () => void;
}

/** A market that tells when it changes, and fetches what its onlookers want. */
export interface ChangingMarket extends MarketReader {
  onlooker(): Onlooker;
}
