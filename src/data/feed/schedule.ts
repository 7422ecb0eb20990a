import { Failure, LONGEST_PAUSE_MS } from "./request";

/** Failures in a row after which a host is not asked, except for one trial request when its rest is over. */
export const BREAKER_FAILURES = 3;
/** Most requests to a host at a time. */
export const MOST_AT_A_TIME = 3;
const FIRST_REST_MS = 15_000;
const LONGEST_REST_MS = 15 * 60_000;
const FIRST_PAUSE_MS = 60_000;
const LONGEST_OWN_PAUSE_MS = 3_600_000;

/** What is known about failures of a host or a route. Moments are in milliseconds since 1970 UTC. */
export interface Patience {
  /** Failures in a row. */
  readonly failures: number;
  /** Until when we hold back of our own choice; the user may cut that short. */
  readonly restUntil: number;
  /** Until when the host asked for a pause; nobody may cut that short. */
  readonly pauseUntil: number;
  /** What went wrong last. */
  readonly message: string;
}

export const calm: Patience = { failures: 0, restUntil: 0, pauseUntil: 0, message: "" };

/**
 * After a failure: a rest that doubles with each failure in a row, from 15 seconds to a quarter of an hour, less a
 * random part of up to half so that many users do not come back at once. A host that asks for a pause without saying
 * how long gets a minute, doubled in the same way up to an hour, plus a random part of up to half.
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
    // Counting beyond the longest rest is pointless; a lost connection may return at any moment.
    failures: failure.blame === "connection" ? failures : Math.min(failures + 1, 16),
    restUntil: now + rest,
    pauseUntil: Math.max(pause === 0 ? 0 : now + pause, pausedUntil(patience, now)),
    message: failure.message,
  };
}

/** A success ends the rest, not a pause that another answer of the host asked for meanwhile. */
export const afterSuccess = (patience: Patience, now: number): Patience => ({
  ...calm,
  pauseUntil: pausedUntil(patience, now),
  message: patience.message,
});

export const isBroken = ({ failures }: Patience) => failures >= BREAKER_FAILURES;

/** The moment before which nobody may ask; 0 when there is none. */
export const pausedUntil = ({ pauseUntil }: Patience, now: number) =>
  ahead(pauseUntil, LONGEST_PAUSE_MS, now);

/** The moment before which we do not ask unprompted; 0 when there is none. */
export const restingUntil = ({ restUntil }: Patience, now: number) => ahead(restUntil, LONGEST_REST_MS, now);

/** A future moment; 0 when it is past, or so far off that the clock must have been set back since. */
const ahead = (until: number, longest: number, now: number) =>
  until > now && until - now <= longest ? until : 0;

interface Times {
  readonly clock: () => number;
  /** Uniform on [0, 1). */
  readonly random: () => number;
}

interface Turn {
  /** Requested by the user: does not wait until a failing host has rested. */
  readonly isForced: boolean;
  readonly signal: AbortSignal;
}

interface Host {
  patience: Patience;
  running: number;
  readonly waiting: Set<() => void>;
  /** How often failures have tripped its breaker: a forced request applies only until the next time. */
  trips: number;
}

/**
 * Keeps requests to each host few, and spares a host that fails or asks for a pause. A host that failed three times in
 * a row is broken: it rests, then gets one trial request while the others wait for its outcome. Success restores it. A
 * forced request makes the trial at once; a pause that the host asked for (429, or Retry-After) holds for everyone.
 */
export class Hosts {
  private readonly hosts = new Map<string, Host>();

  constructor(private readonly times: Times) {}

  /**
   * Makes the call when its turn comes. Throws what `call` throws; a `Failure` without a call when the host is paused
   * or resting; the signal's reason when that is aborted before its turn.
   */
  async ask<T>(name: string, { isForced, signal }: Turn, call: () => Promise<T>): Promise<T> {
    const { clock } = this.times;
    const host = this.hosts.get(name) ?? { patience: calm, running: 0, waiting: new Set(), trips: 0 };
    this.hosts.set(name, host);
    const { trips } = host;
    admit(host.patience, clock(), isForced);
    await turnOf(host, signal);
    try {
      admit(host.patience, clock(), isForced && host.trips === trips);
      const result = await call();
      host.patience = afterSuccess(host.patience, clock());
      return result;
    } catch (error) {
      throw error instanceof Failure ? this.noted(host, error) : error;
    } finally {
      host.running -= 1;
      // Sets keep the order in which they were filled.
      for (const go of host.waiting) if (host.running < placesOf(host)) go();
    }
  }

  /** The moment before which the host is not asked unprompted; 0 when there is none. */
  notBefore(name: string): number {
    const now = this.times.clock();
    const patience = this.hosts.get(name)?.patience ?? calm;
    return Math.max(isBroken(patience) ? restingUntil(patience, now) : 0, pausedUntil(patience, now));
  }

  /** Counts a failure; one with a pause then says when the pause ends. */
  private noted(host: Host, failure: Failure): Failure {
    const { clock, random } = this.times;
    if (failure.blame === "route") host.patience = afterSuccess(host.patience, clock());
    if (failure.blame !== "host") return failure;
    host.patience = afterFailure(host.patience, failure, clock(), random);
    if (isBroken(host.patience)) host.trips += 1;
    if (failure.pauseMs === undefined) return failure;
    return new Failure(`${failure.message}${untilText(host.patience.pauseUntil)}`, "host", failure.pauseMs);
  }
}

/** Throws when the host must not be asked now. */
function admit(patience: Patience, now: number, isForced: boolean): void {
  const pause = pausedUntil(patience, now);
  if (pause > 0) throw new Failure(`${patience.message}${untilText(pause)}`, "nobody");
  if (isBroken(patience) && !isForced && restingUntil(patience, now) > 0) {
    throw new Failure(patience.message, "nobody");
  }
}

const untilText = (pause: number) => `. It is not asked again before ${timeOfDay(pause)}`;

/** Local time of day: "14:05". */
export const timeOfDay = (moment: number) =>
  new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit" }).format(moment);

const placesOf = ({ patience }: Host) => (isBroken(patience) ? 1 : MOST_AT_A_TIME);

/** Takes one of the host's places, when there is one. Throws the signal's reason when that is aborted before. */
async function turnOf(host: Host, signal: AbortSignal): Promise<void> {
  signal.throwIfAborted();
  if (host.running < placesOf(host)) {
    host.running += 1;
    return;
  }
  const isMyTurn = await new Promise<boolean>((resolve) => {
    const end = (hasPlace: boolean) => {
      signal.removeEventListener("abort", stop);
      host.waiting.delete(go);
      resolve(hasPlace);
    };
    const stop = () => end(false);
    const go = () => {
      host.running += 1;
      end(true);
    };
    signal.addEventListener("abort", stop);
    host.waiting.add(go);
  });
  if (!isMyTurn) throw signal.reason;
}

interface RouteState {
  /** The access by which it was asked: what happened by another says nothing about this one. */
  readonly source: string;
  /** Of which only the rest counts: a pause is the host's. */
  readonly patience: Patience;
  /** Until when, the host said, the answer will not change. */
  readonly expiresAt: number;
}

/** How the routes have fared, each by the access last used. */
export class RouteStates {
  private readonly states = new Map<string, RouteState>();

  constructor(private readonly times: Times) {}

  succeeded(route: string, source: string, expiresAt: number): void {
    this.states.set(route, { source, patience: calm, expiresAt });
  }

  failed(route: string, source: string, failure: Failure): void {
    const { clock, random } = this.times;
    const { patience, expiresAt } = this.of(route, source);
    this.states.set(route, {
      source,
      patience: afterFailure(patience, failure, clock(), random),
      expiresAt,
    });
  }

  of(route: string, source: string): RouteState {
    const state = this.states.get(route);
    return state?.source === source ? state : { source, patience: calm, expiresAt: 0 };
  }
}
