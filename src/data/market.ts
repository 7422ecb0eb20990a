import type { HistoryField, Series, Topic } from "./series";

/**
 * How good a value is: fetched just now, kept from an earlier fetch, built into the add-in, held still by the
 * user, or computed here from other quotes.
 */
export type Quality = "live" | "cached" | "embedded" | "frozen" | "derived";

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
