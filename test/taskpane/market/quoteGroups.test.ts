import { allSeries, currencies } from "../../../src/data/series";
import { coinSeries, isForeign, leadingIn, quoteGroups } from "../../../src/taskpane/market/quoteGroups";

const shownIn = new Map(
  currencies.map((currency) => [currency, quoteGroups(currency).flatMap(({ series }) => series)]),
);

test.each(allSeries)("%s is shown in a group, for one of the currencies at least", (series) => {
  const isShown = [...shownIn.values(), coinSeries].some((shown) => shown.includes(series));
  if (!isShown) throw new Error(`no group shows ${series}: a price needs a line in \`currencyFacts\``);
});

test.each(currencies)("for %s each series is shown once, its own first, foreign ones not", (currency) => {
  const shown = shownIn.get(currency) ?? [];
  expect(new Set(shown).size).toBe(shown.length);
  expect(shown.slice(0, leadingIn(currency).length)).toEqual(leadingIn(currency));
  const hidden = allSeries.filter((series) => ![...shown, ...coinSeries].includes(series));
  expect(allSeries.filter((series) => isForeign(series, currency))).toEqual(hidden);
});
