import { Failure, timeOfDay } from "./failure";
import {
  afterFailure,
  afterSuccess,
  calm,
  isBroken,
  pausedUntil,
  restingUntil,
  type Patience,
} from "./patience";

/** Requests that a host gets at a time. */
export const MOST_AT_A_TIME = 3;

export interface HostsParts {
  readonly clock: () => number;
  readonly random: () => number;
}

export interface Turn {
  /** Asked for by a person: does not wait until a failing host has rested. */
  readonly isForced: boolean;
  readonly signal: AbortSignal;
}

/** Keeps requests to each host few, and away from a host that fails or asks for a pause. */
export interface Hosts {
  /**
   * Calls when it is the host's turn. Throws what `call` throws; a `Failure` without a call when the host is paused,
   * or rests; the signal's reason when that is aborted before its turn.
   */
  ask<T>(host: string, turn: Turn, call: () => Promise<T>): Promise<T>;
  /** The moment before which the host is not asked by itself; 0 when there is none. */
  notBefore(host: string): number;
}

interface Host {
  patience: Patience;
  running: number;
  readonly waiting: Set<() => void>;
  /** How often failures have closed it: a person's wish reaches no further than the next time. */
  closings: number;
}

/**
 * A host that failed three times in a row is broken: it rests, then gets one trial request while the others wait for
 * its outcome. Success mends it. A forced request makes the trial at once; a pause that the host asked for (429, or
 * Retry-After) holds for everyone.
 */
export function createHosts({ clock, random }: HostsParts): Hosts {
  const hosts = new Map<string, Host>();
  const hostOf = (name: string): Host => {
    const host = hosts.get(name) ?? {
      patience: calm,
      running: 0,
      waiting: new Set<() => void>(),
      closings: 0,
    };
    hosts.set(name, host);
    return host;
  };
  return {
    async ask(name, { isForced, signal }, call) {
      const host = hostOf(name);
      const { closings } = host;
      admit(host.patience, clock(), isForced);
      await turnOf(host, signal);
      try {
        admit(host.patience, clock(), isForced && host.closings === closings);
        const result = await call();
        host.patience = afterSuccess(host.patience, clock());
        return result;
      } catch (error) {
        throw error instanceof Failure ? noted(host, error, clock(), random) : error;
      } finally {
        host.running -= 1;
        callNext(host);
      }
    },
    notBefore(name) {
      const patience = hosts.get(name)?.patience ?? calm;
      const rest = isBroken(patience) ? restingUntil(patience, clock()) : 0;
      return Math.max(rest, pausedUntil(patience, clock()));
    },
  };
}

/** Throws when the host is not to be asked now. */
function admit(patience: Patience, now: number, isForced: boolean): void {
  const pause = pausedUntil(patience, now);
  if (pause > 0) throw new Failure(`${patience.message}${until(pause)}`, "nobody");
  if (isBroken(patience) && !isForced && restingUntil(patience, now) > 0) {
    throw new Failure(patience.message, "nobody");
  }
}

const until = (pause: number) => `. It is not asked again before ${timeOfDay(pause)}`;

/** Counts a failure; one with a pause then says when that ends. */
function noted(host: Host, failure: Failure, now: number, random: () => number): Failure {
  if (failure.blame === "route") host.patience = afterSuccess(host.patience, now);
  if (failure.blame !== "host") return failure;
  host.patience = afterFailure(host.patience, failure, now, random);
  if (isBroken(host.patience)) host.closings += 1;
  if (failure.pauseMs === undefined) return failure;
  return new Failure(`${failure.message}${until(host.patience.pauseUntil)}`, "host", failure.pauseMs);
}

const placesOf = ({ patience }: Host) => (isBroken(patience) ? 1 : MOST_AT_A_TIME);

function turnOf(host: Host, signal: AbortSignal): Promise<void> {
  signal.throwIfAborted();
  if (host.running < placesOf(host)) {
    host.running += 1;
    return Promise.resolve();
  }
  return new Promise((resolve, reject) => {
    const go = () => {
      signal.removeEventListener("abort", stop);
      host.waiting.delete(go);
      host.running += 1;
      resolve();
    };
    const stop = () => {
      host.waiting.delete(go);
      reject(signal.reason);
    };
    signal.addEventListener("abort", stop, { once: true });
    host.waiting.add(go);
  });
}

/** Sets keep the order in which they were filled. */
function callNext(host: Host): void {
  for (const go of host.waiting) {
    if (host.running >= placesOf(host)) return;
    go();
  }
}
