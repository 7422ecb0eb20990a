import { providerFacts, type Provider, type Route } from "../feed/route";
import { seriesFacts, type Series } from "../market";
import { currencies, type Currency } from "../settings";
import { amount } from "./values";

export const priceSeries = {
  usd: "btc.price",
  eur: "btc.price_eur",
  gbp: "btc.price_gbp",
} as const satisfies Record<Currency, Series>;

/** What an exchange states about its last trade. */
export interface Trade {
  readonly price: number;
  /** Milliseconds since 1970 UTC. */
  readonly asOf: number;
}

export interface Ticker {
  readonly provider: Provider;
  readonly path: (currency: Currency) => string;
  /** Throws an `UnavailableError` where the body does not say it. */
  readonly trade: (body: unknown, now: number, currency: Currency) => Trade;
}

/** The routes to the last trade price of bitcoin, one for each currency. */
export function tickerRoutes({ provider, path, trade }: Ticker): readonly Route[] {
  return currencies.map((currency) => {
    const series = priceSeries[currency];
    const { label, topic, bounds } = seriesFacts[series];
    return {
      id: `${provider}.ticker.${currency}`,
      provider,
      topics: [topic],
      label: `${label} from ${providerFacts[provider].label}`,
      freshForMs: 30_000,
      path: () => path(currency),
      parse: (body, now) => {
        const { price, asOf } = trade(body, now, currency);
        return { readings: [{ series, value: amount(price, "the price", bounds), asOf }] };
      },
    };
  });
}
