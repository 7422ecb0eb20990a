import { isSaved } from "./address";
import { type Provider, providers, type Reading, type Received, type Report, type Route } from "./route";
import type { Quality, Quote } from "../market";
import { allSeries, type HistoryField, historyFields, type Series } from "../series";
import { greatest } from "../../core/numeric/extremes";

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

const LIVE_MS = 15 * 60_000;
const LIVE_VALUE_MS = 60 * 60_000;
/** Values that are older than the newest by more than this do not stand beside it. */
export const SAME_AGE_MS = 15 * 60_000;

/**
 * Live while all were fetched within the last quarter of an hour and describe the last hour. What somebody saved is
 * never live: when it was true is not known from the source.
 */
export const qualityOf = (stated: readonly Statement[], now: number): Quality =>
  stated.every((statement) => isLive(statement, now)) ? "live" : "cached";

type Statement = Pick<Candidate, "asOf" | "fetchedAt" | "source">;

const isLive = ({ asOf, fetchedAt, source }: Statement, now: number) =>
  Math.abs(now - fetchedAt) <= LIVE_MS && Math.abs(now - asOf) <= LIVE_VALUE_MS && !isSaved(source);

export function quoteOf(candidate: Candidate, now: number): Quote {
  const { series, value, asOf, fetchedAt, source } = candidate;
  return { series, value, asOf, fetchedAt, source, quality: qualityOf([candidate], now) };
}

/** In the providers' order of preference; of one provider the newest first. */
export const byPreference = (known: readonly Known[]): readonly Known[] =>
  [...known].sort(
    (one, other) =>
      providers.indexOf(one.route.provider) - providers.indexOf(other.route.provider) ||
      other.received.fetchedAt - one.received.fetchedAt,
  );

const candidateOf = (provider: Provider, { fetchedAt, source }: Received, reading: Reading): Candidate => ({
  provider,
  series: reading.series,
  value: reading.value,
  asOf: Math.min(reading.asOf, fetchedAt),
  fetchedAt,
  source,
});

/** What a report states, in the order of `allSeries`. */
export const candidatesOf = ({ route, received }: Known): readonly Candidate[] =>
  (received.report.readings ?? [])
    .map((reading) => candidateOf(route.provider, received, reading))
    .sort((one, other) => allSeries.indexOf(one.series) - allSeries.indexOf(other.series));

/** What is known of each series: one candidate a provider, in the order of preference. */
export function candidatesBySeries(known: readonly Known[]): ReadonlyMap<Series, readonly Candidate[]> {
  const found = new Map<Series, Candidate[]>();
  for (const candidate of byPreference(known).flatMap(candidatesOf)) {
    const others = found.get(candidate.series) ?? [];
    if (others.every(({ provider }) => provider !== candidate.provider)) others.push(candidate);
    found.set(candidate.series, others);
  }
  return found;
}

/** Those of about the same age as the newest. */
export function contemporary(candidates: readonly Candidate[]): readonly Candidate[] {
  const newest = greatest(candidates.map(({ asOf }) => asOf));
  return candidates.filter(({ asOf }) => newest - asOf <= SAME_AGE_MS);
}

/** One report out of the pages of an answer; where two pages state the same, the earlier one holds. */
export function merged(pages: readonly Report[]): Report {
  const [first = {}] = pages;
  if (pages.length === 1) return first;
  const readings = pages.flatMap((page) => page.readings ?? []);
  const history: Partial<Record<HistoryField, Record<number, number>>> = {};
  for (const field of historyFields) {
    for (const page of pages) {
      const days = page.history?.[field];
      if (days !== undefined) history[field] = { ...days, ...history[field] };
    }
  }
  const chain = pages.find((page) => page.chain !== undefined)?.chain;
  const pools = pages.find((page) => page.pools !== undefined)?.pools;
  return {
    ...(readings.length === 0 ? {} : { readings }),
    ...(Object.keys(history).length === 0 ? {} : { history }),
    ...(chain === undefined ? {} : { chain }),
    ...(pools === undefined ? {} : { pools }),
  };
}
