import { UnavailableError } from "../../core/errors";
import { least } from "../../core/numeric/extremes";
import { accessOf } from "../address";
import type { MarketContent, Quote, Received } from "../market";
import type { Route } from "../providers/provider";
import type { Topic } from "../series";
import type { Settings } from "../settings";
import { savedSource } from "../sourceText";
import { candidatesOf, quoteOf } from "./blend";
import type { ReportCache } from "./cache";
import { isNewer, Reports } from "./reports";
import { asFailure, discreet, inquire, LARGEST_BODY, parsedJson, reportOf, tooLarge } from "./request";
import { Flights, Hosts, restingUntil, RouteStates } from "./schedule";

/** What became of one route in a round. */
export type RouteOutcome =
  | { readonly route: Route; readonly kind: "fetched"; readonly quotes: readonly Quote[] }
  | { readonly route: Route; readonly kind: "fresh" }
  | { readonly route: Route; readonly kind: "failed"; readonly message: string };

interface RoundOptions {
  /** Whether routes whose last answer is still fresh are asked as well. A host's own waiting time always holds. */
  readonly isForced: boolean;
  readonly signal: AbortSignal;
  readonly onProgress: (done: number, total: number) => void;
}

/** What has been fetched from the sources, now and before. */
export interface Feed {
  /** Loads what the cache has kept. */
  load(): Promise<void>;
  /** Asks what the topics need; one call in flight per route, whoever asks. Rejects only when it is aborted. */
  round(topics: ReadonlySet<Topic>, options: RoundOptions): Promise<readonly RouteOutcome[]>;
  /**
   * Everything known at a moment: fetched recently is live, otherwise cached. Without built-in values and derived
   * quotes.
   */
  content(now: number): MarketContent;
  /** Accepts what is known now: it no longer counts as a jump from what was known before. */
  believe(): void;
  /**
   * Accepts an answer that was saved elsewhere, at the moment `savedAt` in milliseconds since 1970 UTC. Rejects with an
   * `UnavailableError` that says what is wrong with it, also when there is a newer one or its difficulty is not
   * accepted.
   */
  accept(route: Route, text: string, savedAt: number): Promise<void>;
  /** The earliest moment at which one of the topics' routes can be asked and may have something new. */
  nextAttempt(topics: ReadonlySet<Topic>): number;
}

interface FeedParts {
  readonly routes: readonly Route[];
  readonly fetch: typeof fetch;
  readonly clock: () => number;
  /** Uniform on [0, 1): spreads the times at which failed sources are asked again. */
  readonly random: () => number;
  readonly cache: ReportCache;
  readonly settings: () => Settings;
  /** Known before anything was fetched: the first values are compared with it. */
  readonly builtIn?: readonly Quote[];
}

/**
 * The feed over the parts: asks politely, keeps the last good report of each route, and combines them. Nothing is asked
 * before the user has gone online, and a provider that is switched off is never asked.
 *
 * A forced round asks even if answers are fresh or failures recent; only a pause that a host asked for still holds.
 */
export function createFeed(parts: FeedParts): Feed {
  const { routes, clock, settings, cache, builtIn = [] } = parts;
  const reports = new Reports({ routes, cache, clock, off: () => settings().off, builtIn });
  const hosts = new Hosts(parts);
  const states = new RouteStates(parts);
  const flights = new Flights<Received>();

  /** The routes that bring something for the topics. */
  function asked(topics: ReadonlySet<Topic>): readonly Route[] {
    const { isOnline, off } = settings();
    if (!isOnline) return [];
    return routes.filter(
      (route) => !off.includes(route.provider) && route.topics.some((topic) => topics.has(topic)),
    );
  }

  /** Fresh as long as the route or its host says, if it came by the present access; a report from the future is not. */
  function freshUntil(route: Route, source: string): number {
    const report = reports.of(route.id);
    if (report === undefined || report.fetchedAt > clock()) return 0;
    const until = report.fetchedAt + route.freshForMs;
    if (report.source === savedSource(route.provider, settings())) return until;
    return report.source === source ? Math.max(until, states.of(route.id, source).freshUntil) : 0;
  }

  /** Asks one route, or says why not. Rejects only when the signal is aborted. */
  async function attempt(route: Route, { isForced, signal }: RoundOptions): Promise<RouteOutcome> {
    const access = accessOf(route.provider, settings());
    const { source } = access;
    if (!isForced && freshUntil(route, source) > clock()) return { route, kind: "fresh" };
    const { patience } = states.of(route.id, source);
    if (!isForced && restingUntil(patience, clock()) > 0)
      return { route, kind: "failed", message: patience.message };
    try {
      const received = await flights.join(`${route.id} ${access.base}`, signal, async (shared) => {
        const keys = Object.values(settings().keys);
        try {
          const found = await inquire(route, access, parts, shared, (call) =>
            hosts.ask(access.host, { isForced, signal: shared }, call),
          );
          states.succeeded(route.id, source, found.freshUntil);
          reports.take(found.received);
          return found.received;
        } catch (error) {
          if (shared.aborted) throw error;
          const failure = discreet(asFailure(error, source), keys);
          if (failure.blame !== "nobody") states.failed(route.id, source, failure);
          throw failure;
        }
      });
      const quotes = candidatesOf({ route, received }).map((candidate) => quoteOf(candidate, clock()));
      return { route, kind: "fetched", quotes };
    } catch (error) {
      if (signal.aborted) throw signal.reason;
      return { route, kind: "failed", message: asFailure(error, source).message };
    }
  }

  /** Accepts a saved answer as a report of the moment at which it was saved, unless there is a newer one. */
  function takeSaved(route: Route, text: string, savedAt: number): void {
    const source = savedSource(route.provider, settings());
    if (settings().off.includes(route.provider)) {
      throw new UnavailableError(
        `${source.replace(/,.*/, "")} is switched off: switch it on in the settings first`,
      );
    }
    if (text.length > LARGEST_BODY) throw tooLarge(source);
    const fetchedAt = Math.min(savedAt, clock());
    const report = reportOf(route, parsedJson(text, source), fetchedAt, source);
    const saved = { route: route.id, report, fetchedAt, source };
    const before = reports.of(route.id);
    if (before !== undefined && !isNewer(saved, before, clock())) {
      throw new UnavailableError(
        `There is already a newer answer from ${before.source}: save the response again`,
      );
    }
    reports.take(saved);
    const objection = reports.objection();
    const statesDifficulty = report.readings?.some(({ series }) => series === "btc.difficulty") ?? false;
    if (statesDifficulty && objection !== undefined) throw new UnavailableError(objection);
  }

  return {
    load: () => reports.load(),
    content: (now) => reports.content(now),
    believe: () => reports.believe(),
    async round(topics, options) {
      options.signal.throwIfAborted();
      const chosen = asked(topics);
      let done = 0;
      options.onProgress(done, chosen.length);
      const outcomes = await Promise.all(
        chosen.map(async (route) => {
          const outcome = await attempt(route, options);
          done += 1;
          if (!options.signal.aborted) options.onProgress(done, chosen.length);
          return outcome;
        }),
      );
      options.signal.throwIfAborted();
      const objection = reports.objection();
      return outcomes.map((outcome) => doubted(outcome, objection));
    },
    // eslint-disable-next-line @typescript-eslint/require-await -- a throw must become a rejection
    async accept(route, text, savedAt) {
      try {
        takeSaved(route, text, savedAt);
      } catch (error) {
        throw discreet(asFailure(error, "this file"), Object.values(settings().keys));
      }
    },
    nextAttempt: (topics) =>
      least(
        asked(topics).map((route) => {
          const { host, source } = accessOf(route.provider, settings());
          const resting = restingUntil(states.of(route.id, source).patience, clock());
          return Math.max(freshUntil(route, source), resting, hosts.notBefore(host));
        }),
      ),
  };
}

/** An answer whose difficulty is not accepted did not deliver what was asked for. */
function doubted(outcome: RouteOutcome, objection: string | undefined): RouteOutcome {
  if (objection === undefined || outcome.kind !== "fetched") return outcome;
  const isDoubted = outcome.quotes.some(({ series }) => series === "btc.difficulty");
  return isDoubted ? { route: outcome.route, kind: "failed", message: objection } : outcome;
}
