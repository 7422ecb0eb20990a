import { type Provider, providerFacts, type Route } from "../feed/route";
import { amount } from "./values";
import { type Currency, currencyFacts, seriesFacts } from "../series";

/** What an exchange states about its last trade. */
export interface Trade {
  readonly price: number;
  /** Milliseconds since 1970 UTC. */
  readonly asOf: number;
}

export interface Ticker {
  readonly provider: Provider;
  readonly currencies: readonly Currency[];
  readonly path: (currency: Currency) => string;
  /** Throws an `UnavailableError` where the body does not say it. */
  readonly trade: (body: unknown, now: number, currency: Currency) => Trade;
}

/** The routes to the last trade price of bitcoin, one for each currency. */
export function tickerRoutes({ provider, currencies, path, trade }: Ticker): readonly Route[] {
  return currencies.map((currency) => {
    const series = currencyFacts[currency].price;
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
