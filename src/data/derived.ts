import { dayOf } from "../core/calendar";
import { hashprice } from "../core/economics/hashprice";
import { blockSubsidy, HALVING_INTERVAL } from "../core/network/subsidy";
import { least } from "../core/numeric/extremes";
import type { Quote } from "./market";
import { allSeries, seriesFacts, type HistoryField, type Series } from "./series";

type Quotes = ReadonlyMap<Series, Quote>;

/** The newest quote of each series, and what follows from them, in the order of `allSeries`. */
export function withDerived(base: readonly Quote[]): Quotes {
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

/** The quote that follows from others; undefined where one of them is missing, or the series is not derived. */
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

/** "live", or "bitcoin price live, network difficulty embedded" where they differ; a derived one says so. */
function qualities(ingredients: readonly Quote[]): string {
  const distinct = [...new Set(ingredients.map(({ quality }) => quality))];
  if (distinct.length === 1) return distinct.join();
  return ingredients
    .map(({ series, quality }) => `${seriesFacts[series].label.toLowerCase()} ${quality}`)
    .join(", ");
}

/** A day's value where it is known directly; days are counted from 1970-01-01 UTC. */
export type DayReader = (field: HistoryField, day: number) => number | undefined;

/** Height of the chain at a moment. */
interface Tip {
  readonly value: number;
  /** Milliseconds since 1970 UTC. */
  readonly asOf: number;
}

/** Timestamps of the first blocks of each subsidy, Unix seconds: heights 0, 210,000, 420,000, 630,000 and 840,000. */
const halvingTimes = [1231006505, 1354116278, 1468082773, 1589225023, 1713571767];
const halvingDays = halvingTimes.map((seconds) => dayOf(seconds * 1000));

/**
 * A day's value of any field: as it is known directly, or as it follows from the others. `tip` shows how long the last
 * subsidy has lasted.
 */
export function dayValue(
  known: DayReader,
  tip: Tip | undefined,
  field: HistoryField,
  day: number,
): number | undefined {
  const value = known(field, day);
  if (value !== undefined) return value;
  if (field === "btc.subsidy") return subsidy(known, tip, day);
  if (field !== "btc.hashprice_subsidy") return undefined;
  const btcPrice = known("btc.price", day);
  const difficulty = known("btc.difficulty", day);
  const subsidyBtc = known("btc.subsidy", day) ?? subsidy(known, tip, day);
  if (btcPrice === undefined || difficulty === undefined || subsidyBtc === undefined) return undefined;
  return hashprice({ btcPrice, difficulty, subsidyBtc, feesBtc: 0, unit: "PH" });
}

/** Subsidy of the last block of a day. The last one known holds as far as a block with it has been seen. */
function subsidy(known: DayReader, tip: Tip | undefined, day: number): number | undefined {
  const height = known("btc.height", day);
  if (height !== undefined) return blockSubsidy(height);
  const era = halvingDays.filter((first) => first <= day).length - 1;
  if (era < 0) return undefined;
  const isOver = era < halvingDays.length - 1;
  const goesOn =
    tip !== undefined && Math.floor(tip.value / HALVING_INTERVAL) === era && day < dayOf(tip.asOf);
  return isOver || goesOn ? blockSubsidy(era * HALVING_INTERVAL) : undefined;
}
