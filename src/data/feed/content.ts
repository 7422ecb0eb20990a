import { byPreference, candidatesBySeries, contemporary, type Known, qualityOf, quoteOf } from "./candidates";
import type { DifficultyReview } from "./difficulty";
import { historyOf } from "./history";
import { priceOf, priceSeries } from "./price";
import type { MarketContent, OptionChain, PoolShares, Quote } from "../market";
import { allSeries } from "../series";

/** What the last good reports say together at a moment. */
export function contentOf(known: readonly Known[], difficulty: DifficultyReview, now: number): MarketContent {
  const chain = chainOf(known, now);
  const pools = poolsOf(known);
  return {
    quotes: quotesOf(known, difficulty, now),
    history: historyOf(known),
    ...(chain === undefined ? {} : { chain }),
    ...(pools === undefined ? {} : { pools }),
  };
}

/** One quote a series: prices put together, difficulty as accepted, others of the preferred provider among the newest. */
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

function difficultyQuote({ accepted, objection }: DifficultyReview, now: number): Quote | undefined {
  if (accepted === undefined) return undefined;
  const { value, asOf, fetchedAt, source } = accepted;
  const quality = qualityOf([accepted], now);
  const warning = objection === undefined ? {} : { warning: objection };
  return { series: "btc.difficulty", value, asOf, fetchedAt, source, quality, ...warning };
}

/** The chain that was fetched last, without what has expired since. */
function chainOf(known: readonly Known[], now: number): OptionChain | undefined {
  for (const { received } of byPreference(known)) {
    const { chain } = received.report;
    const options = chain?.options.filter(({ expiry }) => expiry > now) ?? [];
    if (chain === undefined || options.length === 0) continue;
    const { fetchedAt, source } = received;
    return { options, asOf: Math.min(chain.asOf, fetchedAt), fetchedAt, source };
  }
  return undefined;
}

function poolsOf(known: readonly Known[]): PoolShares | undefined {
  for (const { received } of byPreference(known)) {
    const { pools } = received.report;
    if (pools !== undefined) return { ...pools, source: received.source };
  }
  return undefined;
}
