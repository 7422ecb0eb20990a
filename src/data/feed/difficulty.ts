import { EPOCH_BLOCKS } from "../../core/network/retarget";
import { originOf } from "./address";
import { candidatesBySeries, SAME_AGE_MS, type Candidate, type Known } from "./candidates";
import { difficultyObjection, isSameDifficulty } from "./difficultyCheck";
import type { Received } from "./route";
import { greatest } from "../../core/numeric/extremes";

/** The difficulty that is shown, and what speaks against what was stated since. */
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
  /** Why the latest statement is not taken, as a sentence without its stop. */
  readonly objection: string | undefined;
}

/**
 * Holds the latest difficulty against the one that was accepted before. Does not depend on the order in which
 * difficulty and height arrive: it is to be repeated after each of them. What another chain's instance said before
 * does not bind.
 */
export function reviewed(known: readonly Known[], accepted: DifficultyRecord | undefined): DifficultyReview {
  const candidates = candidatesBySeries(known);
  const [stated] = candidates.get("btc.difficulty") ?? [];
  if (stated === undefined) return { accepted, objection: undefined };
  const last =
    accepted !== undefined && originOf(accepted.source) === originOf(stated.source) ? accepted : undefined;
  const tips = candidates.get("btc.height") ?? [];
  const reason = difficultyObjection(stated.value, highestOf(tips), last);
  if (reason !== undefined) return { accepted: last, objection: objectionText(stated, last, reason) };
  const { value, asOf, fetchedAt, source } = stated;
  // A tip of another age may lie in another epoch: taken for this difficulty's, it would lock the next one out.
  const sameAge = tips.filter((tip) => Math.abs(tip.fetchedAt - fetchedAt) <= SAME_AGE_MS);
  return {
    accepted: { value, asOf, fetchedAt, source, height: firstSeen(value, highestOf(sameAge), last) },
    objection: undefined,
  };
}

const highestOf = (tips: readonly Candidate[]) =>
  tips.length === 0 ? undefined : greatest(tips.map(({ value }) => value));

/** Blocks of a new epoch that a service may tell of before it tells of its difficulty. */
const LAG_BLOCKS = 6;

/**
 * Height at which a difficulty was first seen. With none to compare it with, one that is met at the very beginning of
 * an epoch may still be that of the epoch before: it counts as seen there.
 */
function firstSeen(value: number, height: number | undefined, last: DifficultyRecord | undefined) {
  if (last?.height !== undefined) return isSameDifficulty(value, last.value) ? last.height : height;
  return height !== undefined && height % EPOCH_BLOCKS < LAG_BLOCKS ? height - LAG_BLOCKS : height;
}

function objectionText({ source, value }: Candidate, last: DifficultyRecord | undefined, reason: string) {
  const kept = last === undefined ? "is not used" : "is not used and the last one kept";
  return `The difficulty ${value} that ${source} states ${kept}: ${reason}`;
}

/** Under which the accepted difficulty is cached, as if it were the report of a route. */
export const DIFFICULTY_ENTRY = "accepted.difficulty";

export function entryOf({ value, height, asOf, fetchedAt, source }: DifficultyRecord): Received {
  const heights = height === undefined ? [] : [{ series: "btc.height" as const, value: height, asOf }];
  const readings = [{ series: "btc.difficulty" as const, value, asOf }, ...heights];
  return { route: DIFFICULTY_ENTRY, report: { readings }, fetchedAt, source };
}

export function recordOf({ report, fetchedAt, source }: Received): DifficultyRecord | undefined {
  const readings = report.readings ?? [];
  const stated = readings.find(({ series }) => series === "btc.difficulty");
  const height = readings.find(({ series }) => series === "btc.height")?.value;
  return stated && { value: stated.value, asOf: stated.asOf, height, fetchedAt, source };
}
