import type { Report } from "../market";
import type { Topic } from "../series";

/** The providers, in order of preference where several give one series. */
export const providers = ["mempool", "coinbase", "kraken", "bitstamp", "deribit", "coingecko"] as const;
export type Provider = (typeof providers)[number];

interface ProviderFacts {
  /** Its usual name. */
  readonly label: string;
  /** Address of its API, without a slash at the end. */
  readonly base: string;
  /** Query parameter that carries a key: unlike a header, it needs no preflight request that a server may refuse. */
  readonly keyParameter?: string;
}

export const providerFacts: Readonly<Record<Provider, ProviderFacts>> = {
  mempool: { label: "mempool.space", base: "https://mempool.space" },
  coinbase: { label: "Coinbase", base: "https://api.exchange.coinbase.com" },
  kraken: { label: "Kraken", base: "https://api.kraken.com" },
  bitstamp: { label: "Bitstamp", base: "https://www.bitstamp.net" },
  deribit: { label: "Deribit", base: "https://www.deribit.com" },
  coingecko: {
    label: "CoinGecko",
    base: "https://api.coingecko.com",
    keyParameter: "x_cg_demo_api_key",
  },
};

/** One question to a provider. */
export interface Route {
  /** "kraken.ticker.usd": unique; the cache keeps reports under it. */
  readonly id: string;
  readonly provider: Provider;
  /** It is asked when one of these is looked at. */
  readonly topics: readonly Topic[];
  /** What it gives, in the user's words: "Bitcoin price from Kraken". */
  readonly label: string;
  /** How long an answer is as good as a new one, in milliseconds. */
  readonly freshForMs: number;
  /** Path and query, from the provider's base; some depend on the time. */
  readonly path: (now: number) => string;
  /**
   * What an answer's body says. Throws an `UnavailableError` with a sentence about what is wrong with a malformed body;
   * `now` is the moment of the answer.
   */
  readonly parse: (body: unknown, now: number) => Report;
  /** For answers that come in pages: the path of the next page. */
  readonly nextPath?: (body: unknown, now: number) => string | undefined;
}
