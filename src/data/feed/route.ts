import type { FetchedDays, OptionChain, PoolShares, Quote } from "../market";
import type { HistoryField, Series, Topic } from "../series";

/** Whose interfaces are asked. The order is that of preference where several give one series. */
export const providers = ["mempool", "coinbase", "kraken", "bitstamp", "deribit", "coingecko"] as const;
export type Provider = (typeof providers)[number];

export interface ProviderFacts {
  /** As people call it. */
  readonly label: string;
  /** Where its interface is, without a slash at the end. */
  readonly base: string;
}

export const providerFacts: Readonly<Record<Provider, ProviderFacts>> = {
  mempool: { label: "mempool.space", base: "https://mempool.space" },
  coinbase: { label: "Coinbase", base: "https://api.exchange.coinbase.com" },
  kraken: { label: "Kraken", base: "https://api.kraken.com" },
  bitstamp: { label: "Bitstamp", base: "https://www.bitstamp.net" },
  deribit: { label: "Deribit", base: "https://www.deribit.com" },
  coingecko: { label: "CoinGecko", base: "https://api.coingecko.com" },
};

/** A value that a provider stated. */
export interface Reading {
  readonly series: Series;
  readonly value: number;
  /** Milliseconds since 1970 UTC. */
  readonly asOf: number;
}

/** What an answer of a provider says, in our units. */
export interface Report {
  readonly readings?: readonly Reading[];
  readonly history?: Readonly<Partial<Record<HistoryField, FetchedDays["days"]>>>;
  readonly chain?: Pick<OptionChain, "options" | "asOf">;
  readonly pools?: Omit<PoolShares, "source">;
}

/** One question to a provider. */
export interface Route {
  /** "kraken.ticker.usd": unique; the cache keeps reports under it. */
  readonly id: string;
  readonly provider: Provider;
  /** Those who look at one of these make it be asked. */
  readonly topics: readonly Topic[];
  /** What it tells, as a person asks for it: "Bitcoin price from Kraken". */
  readonly label: string;
  /** For how long an answer is as good as a new one, in milliseconds. */
  readonly freshForMs: number;
  /** Path and query, from the provider's base; some depend on the time. */
  readonly path: (now: number) => string;
  /**
   * What an answer's body says. Throws an `UnavailableError` with a sentence about what is wrong with a body that is
   * not as it should be; `now` is the moment of the answer.
   */
  readonly parse: (body: unknown, now: number) => Report;
  /** Where an answer goes on, for those that come in pages: the path of the next one. */
  readonly nextPath?: (body: unknown, now: number) => string | undefined;
}

/** A report with its origin, as the cache keeps it. */
export interface Received {
  readonly route: string;
  readonly report: Report;
  /** Milliseconds since 1970 UTC. */
  readonly fetchedAt: number;
  /** "Kraken", "Kraken through proxy.example", "Kraken, saved response". */
  readonly source: string;
}

/** What became of one route in a round. */
export type RouteOutcome =
  | { readonly route: Route; readonly kind: "fetched"; readonly quotes: readonly Quote[] }
  | { readonly route: Route; readonly kind: "fresh" }
  | { readonly route: Route; readonly kind: "failed"; readonly message: string };
