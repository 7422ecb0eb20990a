import { EPOCH_BLOCKS } from "../../core/network/retarget";
import { greatest, least } from "../../core/numeric/extremes";
import type { FetchedDays, MarketContent, Quality, Quote, Received } from "../market";
import { difficultyObjection, isSameDifficulty } from "../objection";
import { providers, type Provider, type Route } from "../providers/provider";
import { allSeries, currencyFacts, historyFields, type HistoryField, type Series } from "../series";
import { isSaved, listed, originOf, sourcesText } from "../sourceText";

/** The last good report of a route. */
export interface Known {
  readonly route: Route;
  readonly received: Received;
}

/** What one source states of a series. */
export interface Candidate {
  readonly provider: Provider;
  readonly series: Series;
  readonly value: number;
  /** Never after `fetchedAt`: clocks differ, and a value cannot describe what was still to come. */
  readonly asOf: number;
  readonly fetchedAt: number;
  readonly source: string;
}

/** The difficulty that is shown. */
export interface DifficultyRecord {
  readonly value: number;
  /** Height at which this value was first seen; undefined when none was known. */
  readonly height: number | undefined;
  readonly asOf: number;
  readonly fetchedAt: number;
  readonly source: string;
}

export interface DifficultyReview {
  readonly accepted: DifficultyRecord | undefined;
  /** Why the latest statement is not accepted, as a sentence without a full stop. */
  readonly objection: string | undefined;
}

const LIVE_MS = 15 * 60_000;
const LIVE_VALUE_MS = 60 * 60_000;
/** Values older than the newest by more than this are not compared with it. */
const SAME_AGE_MS = 15 * 60_000;

/** What the last good reports together say at a moment. */
export function contentOf(known: readonly Known[], difficulty: DifficultyReview, now: number): MarketContent {
  const content: { -readonly [K in keyof MarketContent]: MarketContent[K] } = {
    quotes: quotesOf(known, difficulty, now),
    history: historyOf(known),
  };
  for (const { received } of byPreference(known)) {
    const { fetchedAt, source, report } = received;
    const { chain, pools } = report;
    // The chain without options that have expired since.
    const options = chain?.options.filter(({ expiry }) => expiry > now) ?? [];
    if (chain !== undefined && options.length > 0)
      content.chain ??= { options, asOf: Math.min(chain.asOf, fetchedAt), fetchedAt, source };
    if (pools !== undefined) content.pools ??= { ...pools, source };
  }
  return content;
}

/**
 * One quote per series: prices combined, difficulty as accepted, others from the preferred provider among the newest.
 */
export function quotesOf(
  known: readonly Known[],
  difficulty: DifficultyReview,
  now: number,
): readonly Quote[] {
  const candidates = candidatesBySeries(known);
  return allSeries.flatMap((series) => {
    const stated = candidates.get(series) ?? [];
    if (stated.length === 0) return [];
    if (priceSeries.has(series)) return priceOf(series, stated, now) ?? [];
    if (series === "btc.difficulty") return difficultyQuote(difficulty, now) ?? [];
    return contemporary(stated)
      .slice(0, 1)
      .map((candidate) => quoteOf(candidate, now));
  });
}

/** What a report states, in the order of `allSeries`. */
const candidatesOf = ({ route, received }: Known): readonly Candidate[] =>
  (received.report.readings ?? [])
    .map(({ series, value, asOf }) => ({
      provider: route.provider,
      series,
      value,
      asOf: Math.min(asOf, received.fetchedAt),
      fetchedAt: received.fetchedAt,
      source: received.source,
    }))
    .sort((one, other) => allSeries.indexOf(one.series) - allSeries.indexOf(other.series));

/** What is known of each series: one candidate a provider, in the order of preference. */
function candidatesBySeries(known: readonly Known[]): ReadonlyMap<Series, readonly Candidate[]> {
  const found = new Map<Series, Candidate[]>();
  for (const candidate of byPreference(known).flatMap(candidatesOf)) {
    const others = found.get(candidate.series) ?? [];
    if (others.every(({ provider }) => provider !== candidate.provider)) others.push(candidate);
    found.set(candidate.series, others);
  }
  return found;
}

/** In the providers' order of preference; of one provider the newest first. */
const byPreference = (known: readonly Known[]): readonly Known[] =>
  [...known].sort(
    (one, other) =>
      providers.indexOf(one.route.provider) - providers.indexOf(other.route.provider) ||
      other.received.fetchedAt - one.received.fetchedAt,
  );

/** The candidates about as old as the newest. */
function contemporary(candidates: readonly Candidate[]): readonly Candidate[] {
  const newest = greatest(candidates.map(({ asOf }) => asOf));
  return candidates.filter(({ asOf }) => newest - asOf <= SAME_AGE_MS);
}

type Statement = Pick<Candidate, "asOf" | "fetchedAt" | "source">;

/**
 * Live while all were fetched within the last quarter of an hour and describe the last hour. A saved answer is never
 * live: when it was true is not known from the source.
 */
function qualityOf(stated: readonly Statement[], now: number): Quality {
  const isLive = ({ asOf, fetchedAt, source }: Statement) =>
    Math.abs(now - fetchedAt) <= LIVE_MS && Math.abs(now - asOf) <= LIVE_VALUE_MS && !isSaved(source);
  return stated.every(isLive) ? "live" : "cached";
}

function quoteOf(candidate: Candidate, now: number): Quote {
  const { series, value, asOf, fetchedAt, source } = candidate;
  return { series, value, asOf, fetchedAt, source, quality: qualityOf([candidate], now) };
}

/** Series whose value is combined from several exchanges. */
const priceSeries: ReadonlySet<Series> = new Set(Object.values(currencyFacts).map(({ price }) => price));
/** Exchanges first; mempool.space, which passes on the exchanges' prices, fills in where there are fewer than three. */
const priceOrder: readonly Provider[] = ["coinbase", "kraken", "bitstamp", "mempool"];
const MOST_SOURCES = 3;
/** Prices that differ by more than this share are flagged. */
const FLAGGED = 0.01;
/** Rounding of a quotient of doubles: exactly 1 % is not over it. */
const ROUNDING = 1e-12;

/** Median of one value or more: with an even number the mean of the two in the middle. */
export function median(values: readonly number[]): number {
  const sorted = Float64Array.from(values).sort();
  const middle = sorted.length / 2;
  const [low = NaN, high = low] = sorted.slice(Math.ceil(middle) - 1, Math.floor(middle) + 1);
  return low === high ? low : low / 2 + high / 2;
}

/**
 * One price from the sources that are about equally recent: the median of three, the mean of two, or the only one; as
 * of the oldest of them. It carries a warning when there are fewer than three, or they differ by more than 1 %.
 * Undefined without a source.
 */
export function priceOf(series: Series, candidates: readonly Candidate[], now: number): Quote | undefined {
  const ordered = priceOrder.flatMap((name) => candidates.filter(({ provider }) => provider === name));
  const used = contemporary(ordered).slice(0, MOST_SOURCES);
  if (used.length === 0) return undefined;
  const sources = sourcesText(used.map(({ source }) => source));
  const warnings: string[] = [];
  if (used.length < MOST_SOURCES)
    warnings.push(`The price comes from ${used.length === 1 ? "one source" : "two sources"} only`);
  const values = used.map(({ value }) => value);
  const share = greatest(values) / least(values) - 1;
  if (share > FLAGGED + ROUNDING) {
    const figures = used.map(({ source, value }) => `${originOf(source)} ${figure(value)}`).join(", ");
    warnings.push(`The prices differ by ${(share * 100).toFixed(1)} %: ${figures}`);
  }
  return {
    series,
    value: median(values),
    asOf: least(used.map(({ asOf }) => asOf)),
    fetchedAt: least(used.map(({ fetchedAt }) => fetchedAt)),
    source: used.length === 1 ? sources : `${used.length === 2 ? "Mean" : "Median"} of ${sources}`,
    quality: qualityOf(used, now),
    ...(warnings.length === 0 ? {} : { warning: warnings.join("; ") }),
  };
}

const figure = (value: number) =>
  value.toLocaleString("en-GB", { minimumFractionDigits: 2, maximumFractionDigits: 2 });

/**
 * Compares the latest difficulty with the one that was accepted before. Does not depend on the order in which
 * difficulty and height arrive: it must be repeated after each of them. What an instance of another chain said before
 * is not binding.
 */
export function reviewed(known: readonly Known[], accepted: DifficultyRecord | undefined): DifficultyReview {
  const candidates = candidatesBySeries(known);
  const [stated] = candidates.get("btc.difficulty") ?? [];
  if (stated === undefined) return { accepted, objection: undefined };
  const last =
    accepted !== undefined && originOf(accepted.source) === originOf(stated.source) ? accepted : undefined;
  const tips = candidates.get("btc.height") ?? [];
  const { value, asOf, fetchedAt, source } = stated;
  const reason = difficultyObjection(value, highestOf(tips), last);
  if (reason !== undefined) {
    const kept = last === undefined ? "is not used" : "is not used, and the last one is kept";
    return { accepted: last, objection: `The difficulty ${value} (${source}) ${kept}: ${reason}` };
  }
  // A tip of another age may be in another epoch: taken as this difficulty's, it would lock out the next one.
  const sameAge = tips.filter((tip) => Math.abs(tip.fetchedAt - fetchedAt) <= SAME_AGE_MS);
  return {
    accepted: { value, asOf, fetchedAt, source, height: firstSeen(value, highestOf(sameAge), last) },
    objection: undefined,
  };
}

const highestOf = (tips: readonly Candidate[]) =>
  tips.length === 0 ? undefined : greatest(tips.map(({ value }) => value));

/** Blocks of a new epoch that a service may report before it reports their difficulty. */
const LAG_BLOCKS = 6;

/**
 * Height at which a difficulty was first seen. With nothing to compare it with, one seen at the very beginning of an
 * epoch may still be that of the epoch before: it counts as seen there.
 */
function firstSeen(value: number, height: number | undefined, last: DifficultyRecord | undefined) {
  if (last?.height !== undefined) return isSameDifficulty(value, last.value) ? last.height : height;
  return height !== undefined && height % EPOCH_BLOCKS < LAG_BLOCKS ? height - LAG_BLOCKS : height;
}

function difficultyQuote({ accepted, objection }: DifficultyReview, now: number): Quote | undefined {
  if (accepted === undefined) return undefined;
  const { value, asOf, fetchedAt, source } = accepted;
  const quality = qualityOf([accepted], now);
  const warning = objection === undefined ? {} : { warning: objection };
  return { series: "btc.difficulty", value, asOf, fetchedAt, source, quality, ...warning };
}

/**
 * The days of each field: from the preferred provider, with missing days from the reports of others. Says where both
 * come from; as old as the oldest report from which a day is used.
 */
function historyOf(known: readonly Known[]): MarketContent["history"] {
  const ordered = byPreference(known);
  const history: Partial<Record<HistoryField, FetchedDays>> = {};
  for (const field of historyFields) {
    const days: Record<number, number> = {};
    const sources: string[] = [];
    let fetchedAt = Infinity;
    for (const { received } of ordered) {
      const before = Object.keys(days).length;
      const stated = received.report.history?.[field] ?? {};
      for (const [day, value] of Object.entries(stated)) days[Number(day)] ??= value;
      if (Object.keys(days).length === before) continue;
      if (!sources.includes(received.source)) sources.push(received.source);
      fetchedAt = Math.min(fetchedAt, received.fetchedAt);
    }
    const [first, ...others] = sources;
    if (first === undefined) continue;
    const source = others.length === 0 ? first : `${first}; days that it lacks from ${listed(others)}`;
    history[field] = { days, source, fetchedAt };
  }
  return history;
}
