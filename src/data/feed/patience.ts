import type { Failure } from "./failure";
import { LONGEST_PAUSE_MS } from "./freshness";

/** Failures in a row after which a host is left alone, but for one trial request when its time has come. */
export const BREAKER_FAILURES = 3;
const FIRST_REST_MS = 15_000;
const LONGEST_REST_MS = 15 * 60_000;
const FIRST_PAUSE_MS = 60_000;
const LONGEST_OWN_PAUSE_MS = 3_600_000;

/** What is known of the trouble with a host or a route. Moments are in milliseconds since 1970 UTC. */
export interface Patience {
  /** Failures in a row. */
  readonly failures: number;
  /** Until when we hold back by ourselves; a person may cut that short. */
  readonly restUntil: number;
  /** Until when the host asked for quiet; nobody may cut that short. */
  readonly pauseUntil: number;
  /** What went wrong last. */
  readonly message: string;
}

export const calm: Patience = { failures: 0, restUntil: 0, pauseUntil: 0, message: "" };

/**
 * After a failure: a rest that doubles with each in a row, from 15 seconds to a quarter of an hour, of which up to
 * half is taken off by chance so that many users do not come back at once. A host that asks for a pause without
 * saying how long gets a minute, doubled likewise, up to an hour, and up to half more by chance.
 */
export function afterFailure(
  patience: Patience,
  failure: Failure,
  now: number,
  random: () => number,
): Patience {
  const { failures } = patience;
  const rest = Math.min(FIRST_REST_MS * 2 ** failures, LONGEST_REST_MS) * (1 - random() / 2);
  const { pauseMs } = failure;
  const ownPause = Math.min(FIRST_PAUSE_MS * 2 ** failures, LONGEST_OWN_PAUSE_MS) * (1 + random() / 2);
  const pause = pauseMs === undefined ? 0 : pauseMs > 0 ? pauseMs : ownPause;
  return {
    // No count is needed beyond the longest rest; a lost connection is back at any moment.
    failures: failure.blame === "connection" ? failures : Math.min(failures + 1, 16),
    restUntil: now + rest,
    pauseUntil: Math.max(pause === 0 ? 0 : now + pause, standing(patience.pauseUntil, LONGEST_PAUSE_MS, now)),
    message: failure.message,
  };
}

/** A success ends the rest, not a pause that another answer of the host asked for meanwhile. */
export const afterSuccess = (patience: Patience, now: number): Patience => ({
  ...calm,
  pauseUntil: standing(patience.pauseUntil, LONGEST_PAUSE_MS, now),
  message: patience.message,
});

export const isBroken = ({ failures }: Patience) => failures >= BREAKER_FAILURES;

/** The moment before which nobody may ask; 0 when there is none. */
export const pausedUntil = ({ pauseUntil }: Patience, now: number) =>
  standing(pauseUntil, LONGEST_PAUSE_MS, now);

/** The moment before which we do not ask by ourselves; 0 when there is none. */
export const restingUntil = ({ restUntil }: Patience, now: number) =>
  standing(restUntil, LONGEST_REST_MS, now);

/** A moment still to come; 0 when it is over, or so far off that the clock must have been set back since. */
const standing = (until: number, longest: number, now: number) =>
  until > now && until - now <= longest ? until : 0;
