import { allSeries, currencyFacts, groups, seriesFacts, type Currency, type Series } from "../../data/series";

/** Series that are shown under one heading. */
interface QuoteGroup {
  readonly title: (typeof groups)[number];
  readonly series: readonly Series[];
}

/** Price and, where there is one, hashprice in a currency. */
export function leadingIn(currency: Currency): readonly Series[] {
  const { price, hashprice } = currencyFacts[currency];
  return hashprice === undefined ? [price] : [price, hashprice];
}

/** Series in the chosen currency, then in dollars, in which most are quoted. */
const nativeTo = (currency: Currency) => [...new Set([...leadingIn(currency), ...leadingIn("usd")])];

/** Whether a series is of a currency that is neither the chosen one nor the dollar. */
export const isForeign = (series: Series, currency: Currency): boolean =>
  seriesFacts[series].group === "Price and hashprice" && !nativeTo(currency).includes(series);

const rank = (series: Series) => (seriesFacts[series].isHead === true ? 0 : 1);

const seriesOf = (title: QuoteGroup["title"]): readonly Series[] =>
  allSeries
    .filter((series) => seriesFacts[series].group === title)
    .sort((one, other) => rank(one) - rank(other));

/** Shown separately, on request. */
export const coinSeries = seriesOf("Coins");

/** What the market view shows under which heading. */
export const quoteGroups = (currency: Currency): readonly QuoteGroup[] =>
  groups
    .filter((title) => title !== "Coins")
    .map((title) => ({
      title,
      series: title === "Price and hashprice" ? nativeTo(currency) : seriesOf(title),
    }));
