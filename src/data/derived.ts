import type { Quote } from "./market";
import { allSeries, seriesFacts, type Series } from "./series";
import { least } from "../core/numeric/extremes";

type Quotes = ReadonlyMap<Series, Quote>;

/** The newest quote of each series, and what follows from them, in the order of `allSeries`. */
export function marketOf(base: readonly Quote[]): Quotes {
  const found = new Map<Series, Quote>();
  for (const quote of base) {
    const known = found.get(quote.series);
    if (known === undefined || quote.asOf >= known.asOf) found.set(quote.series, quote);
  }
  for (const series of allSeries) {
    const quote = derived(series, found);
    if (quote !== undefined) found.set(series, quote);
  }
  return new Map(
    allSeries.flatMap((series) => {
      const quote = found.get(series);
      return quote === undefined ? [] : [[series, quote]];
    }),
  );
}

/** The quote that follows from others; undefined where one of them is missing, or nothing is said to follow. */
function derived(series: Series, quotes: Quotes): Quote | undefined {
  const rule = seriesFacts[series].derived;
  if (rule === undefined) return undefined;
  const ingredients = rule.from.flatMap((name) => quotes.get(name) ?? []);
  if (ingredients.length < rule.from.length) return undefined;
  const fetched = ingredients.flatMap(({ fetchedAt }) => fetchedAt ?? []);
  const warnings = ingredients.flatMap(({ warning }) => warning ?? []);
  return {
    series,
    // None is missing any more.
    value: rule.value((name) => quotes.get(name)?.value ?? NaN),
    asOf: least(ingredients.map(({ asOf }) => asOf)),
    ...(fetched.length === 0 ? {} : { fetchedAt: least(fetched) }),
    source: `Derived: ${rule.formula} (${qualities(ingredients)})`,
    quality: "derived",
    ...(warnings.length === 0 ? {} : { warning: [...new Set(warnings)].join("; ") }),
  };
}

/** Rounding of another engine. */
const ROUNDING = 1e-9;

/** Derived values that do not follow from the others beside them, each as "btc.hashprice is 1, but ...". */
export function derivedFaults(quotes: readonly Quote[]): readonly string[] {
  const given = new Map(quotes.map((quote) => [quote.series, quote]));
  return allSeries.flatMap((series) => {
    const stated = given.get(series);
    if (stated === undefined || seriesFacts[series].derived === undefined) return [];
    const expected = derived(series, given);
    const isSame =
      expected !== undefined &&
      Math.abs(stated.value - expected.value) <= ROUNDING * Math.abs(expected.value);
    if (isSame) return [];
    const what = expected === undefined ? "what it follows from is missing" : `${expected.value} follows`;
    return [`${series} is ${stated.value}, but ${what}`];
  });
}

/** "live", or "price live; difficulty embedded" where they differ; what was itself derived says so. */
function qualities(ingredients: readonly Quote[]): string {
  const distinct = [...new Set(ingredients.map(({ quality }) => quality))];
  if (distinct.length === 1) return distinct.join();
  return ingredients
    .map(({ series, quality }) => `${seriesFacts[series].label.toLowerCase()} ${quality}`)
    .join(", ");
}
