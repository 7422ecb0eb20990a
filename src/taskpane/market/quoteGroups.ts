import { allSeries, seriesFacts, type Series } from "../../data/market";
import type { Currency } from "../../data/settings";

/** Series that are shown under one heading. */
export interface QuoteGroup {
  readonly title: string;
  readonly series: readonly Series[];
}

/** Price and hashprice in a currency. */
export const leading: Readonly<Record<Currency, readonly [price: Series, hashprice: Series]>> = {
  usd: ["btc.price", "btc.hashprice"],
  eur: ["btc.price_eur", "btc.hashprice_eur"],
  gbp: ["btc.price_gbp", "btc.hashprice_gbp"],
};

/** Series in the chosen currency, then in dollars, in which most is quoted. */
const leadingIn = (currency: Currency) => [...new Set([...leading[currency], ...leading.usd])];

/** Whether a series is of a currency that is neither the chosen one nor the dollar. */
export const isForeign = (series: Series, currency: Currency): boolean =>
  Object.values(leading).flat().includes(series) && !leadingIn(currency).includes(series);

/** What the market view shows under which heading. */
export function quoteGroups(currency: Currency): readonly QuoteGroup[] {
  return [
    { title: "Price and hashprice", series: leadingIn(currency) },
    {
      title: "Difficulty",
      series: ["btc.difficulty", "btc.next_retarget", "btc.next_retarget_height", "btc.next_retarget_change"],
    },
    {
      title: "Network",
      series: [
        ...(["btc.hashrate", "btc.hashrate_observed", "btc.height", "btc.subsidy"] as const),
        "btc.next_halving_height",
      ],
    },
    { title: "Fees", series: ["btc.fees", "btc.feerate", "btc.feerate_hour"] },
    { title: "Volatility", series: ["btc.dvol", "btc.index"] },
  ];
}

export const coinSeries: readonly Series[] = allSeries.filter(
  (series) => seriesFacts[series].topic === "coins",
);
