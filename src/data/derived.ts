import { BLOCK_TIME_S } from "../core/calendar";
import { hashprice } from "../core/economics/hashprice";
import { networkHashrate } from "../core/network/hashrate";
import { EPOCH_BLOCKS } from "../core/network/retarget";
import { blockSubsidy, HALVING_INTERVAL } from "../core/network/subsidy";
import { allSeries, seriesFacts, type Quote, type Series } from "./market";
import { least } from "../core/numeric/extremes";

type Quotes = ReadonlyMap<Series, Quote>;

/** How a series follows from others: from their values, in the order in which they are named. */
interface Rule {
  readonly series: Series;
  readonly from: readonly Series[];
  readonly value: (ingredients: readonly number[]) => number;
  readonly formula: string;
}

const hashpriceRule = (series: Series, price: Series, words: string): Rule => ({
  series,
  from: [price, "btc.difficulty", "btc.subsidy", "btc.fees"],
  value: ([btcPrice = NaN, difficulty = NaN, subsidyBtc = NaN, feesBtc = NaN]) =>
    hashprice({ btcPrice, difficulty, subsidyBtc, feesBtc, unit: "PH" }),
  formula: `MINING.HASHPRICE of ${words}, difficulty, subsidy and fees`,
});

/** In an order in which each finds its ingredients. */
const rules: readonly Rule[] = [
  {
    series: "btc.hashrate",
    from: ["btc.difficulty"],
    value: ([difficulty = NaN]) => networkHashrate({ difficulty, blockTimeS: BLOCK_TIME_S, unit: "EH" }),
    formula: `difficulty × 2^32 ÷ ${BLOCK_TIME_S} seconds`,
  },
  {
    series: "btc.subsidy",
    from: ["btc.height"],
    value: ([height = NaN]) => blockSubsidy(height + 1),
    formula: "consensus rule for the block after the last one",
  },
  hashpriceRule("btc.hashprice", "btc.price", "price"),
  hashpriceRule("btc.hashprice_eur", "btc.price_eur", "price in euros"),
  hashpriceRule("btc.hashprice_gbp", "btc.price_gbp", "price in pounds"),
  {
    series: "btc.next_retarget_height",
    from: ["btc.height"],
    value: ([height = NaN]) => next(height, EPOCH_BLOCKS),
    formula: `the next multiple of ${EPOCH_BLOCKS} blocks`,
  },
  {
    series: "btc.next_halving_height",
    from: ["btc.height"],
    value: ([height = NaN]) => next(height, HALVING_INTERVAL),
    formula: `the next multiple of ${HALVING_INTERVAL} blocks`,
  },
];

const next = (height: number, every: number) => (Math.floor(height / every) + 1) * every;

/** The newest quote of each series, and what follows from them, in the order of `allSeries`. */
export function marketOf(base: readonly Quote[]): Quotes {
  const found = new Map<Series, Quote>();
  for (const quote of base) {
    const known = found.get(quote.series);
    if (known === undefined || quote.asOf >= known.asOf) found.set(quote.series, quote);
  }
  for (const rule of rules) {
    const quote = derived(rule, found);
    if (quote !== undefined) found.set(rule.series, quote);
  }
  return new Map(
    allSeries.flatMap((series) => {
      const quote = found.get(series);
      return quote === undefined ? [] : [[series, quote]];
    }),
  );
}

function derived({ series, from, value, formula }: Rule, quotes: Quotes): Quote | undefined {
  const ingredients = from.flatMap((name) => quotes.get(name) ?? []);
  if (ingredients.length < from.length) return undefined;
  const fetched = ingredients.flatMap(({ fetchedAt }) => fetchedAt ?? []);
  const warnings = ingredients.flatMap(({ warning }) => warning ?? []);
  return {
    series,
    value: value(ingredients.map((quote) => quote.value)),
    asOf: least(ingredients.map(({ asOf }) => asOf)),
    ...(fetched.length === 0 ? {} : { fetchedAt: least(fetched) }),
    source: `Derived: ${formula} (${qualities(ingredients)})`,
    quality: "derived",
    ...(warnings.length === 0 ? {} : { warning: [...new Set(warnings)].join("; ") }),
  };
}

/** Rounding of another engine. */
const ROUNDING = 1e-9;

/** Derived values that do not follow from the others beside them, each as "btc.hashprice is 1, but ...". */
export function derivedFaults(quotes: readonly Quote[]): readonly string[] {
  const given = new Map(quotes.map((quote) => [quote.series, quote]));
  return rules.flatMap((rule) => {
    const stated = given.get(rule.series);
    if (stated === undefined) return [];
    const expected = derived(rule, given);
    const isSame =
      expected !== undefined &&
      Math.abs(stated.value - expected.value) <= ROUNDING * Math.abs(expected.value);
    if (isSame) return [];
    const what = expected === undefined ? "what it follows from is missing" : `${expected.value} follows`;
    return [`${rule.series} is ${stated.value}, but ${what}`];
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
