import { UnavailableError } from "../../core/errors";
import { least } from "../../core/numeric/extremes";
import { accessOf } from "../address";
import type { MarketContent, Quote, Report } from "../market";
import type { Provider, Route } from "../providers/provider";
import type { Topic } from "../series";
import type { Settings } from "../settings";
import { originOf, savedSource } from "../sourceText";
import type { ReportCache } from "./cache";
import { isNewer, Reports } from "./reports";
import { asFailure, discreet, inquire, LARGEST_BODY, parsedJson, reportOf, tooLarge } from "./request";
import { Hosts, restingUntil, RouteStates } from "./schedule";

/** What was asked: a route, or something that only a gateway has. */
export interface Asked extends Pick<Route, "id" | "topics" | "label"> {
  readonly provider: Provider | "gateway";
}

/** What became of one route in a round. */
export type RouteOutcome =
  | { readonly route: Asked; readonly kind: "fetched" | "fresh" }
  | { readonly route: Asked; readonly kind: "failed"; readonly message: string };

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
  /** Asks what the topics need, each route once. Rejects only when aborted: end a round before the next. */
  round(topics: ReadonlySet<Topic>, options: RoundOptions): Promise<readonly RouteOutcome[]>;
  /**
   * Everything known at a moment: fetched recently is live, otherwise cached. Without built-in values and derived
   * quotes.
   */
  content(now: number): MarketContent;
  /** Makes the present values the baseline for jumps. */
  believe(): void;
  /**
   * Accepts an answer that was saved elsewhere, at the moment `savedAt` in milliseconds since 1970 UTC. Rejects with an
   * `UnavailableError` that says what is wrong with it, also when there is a newer one or its difficulty is not
   * accepted; what was known then stays.
   */
  accept(route: Route, text: string, savedAt: number): Promise<void>;
  /** The earliest moment at which one of the topics' routes can be asked and may have something new. */
  nextAttempt(topics: ReadonlySet<Topic>): number;
}

export interface FeedParts {
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

  /** The routes that bring something for the topics. */
  function routesFor(topics: ReadonlySet<Topic>): readonly Route[] {
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
    return report.source === source ? Math.max(until, states.of(route.id, source).expiresAt) : 0;
  }

  /** Asks one route, or says why not. Rejects only when the signal is aborted. */
  async function attempt(route: Route, { isForced, signal }: RoundOptions): Promise<RouteOutcome> {
    const access = accessOf(route.provider, settings());
    const { source } = access;
    if (!isForced && freshUntil(route, source) > clock()) return { route, kind: "fresh" };
    // The keys that are sent: the settings may change meanwhile.
    const keys = Object.values(settings().keys);
    const { patience } = states.of(route.id, source);
    if (!isForced && restingUntil(patience, clock()) > 0)
      return { route, kind: "failed", message: patience.message };
    try {
      const found = await inquire(route, access, parts, signal, (call) =>
        hosts.ask(access.host, { isForced, signal }, call),
      );
      states.succeeded(route.id, source, found.expiresAt);
      reports.take(found.received);
      return { route, kind: "fetched" };
    } catch (error) {
      if (signal.aborted) throw signal.reason;
      const failure = discreet(asFailure(error, `the answer from ${source}`), keys);
      if (failure.blame !== "nobody") states.failed(route.id, source, failure);
      return { route, kind: "failed", message: failure.message };
    }
  }

  /** Accepts a saved answer as a report of the moment at which it was saved, unless there is a newer one. */
  function takeSaved(route: Route, text: string, savedAt: number): void {
    const source = savedSource(route.provider, settings());
    const origin = originOf(source);
    if (settings().off.includes(route.provider))
      throw new UnavailableError(`${origin} is switched off: switch it on in the settings first`);
    if (text.length > LARGEST_BODY) throw tooLarge("The file");
    const fetchedAt = Math.min(savedAt, clock());
    const body = parsedJson(text, {
      empty: "The file is empty: save the response again",
      webPage: `This is a web page, not the response from ${origin}`,
      damaged: "The file is incomplete or damaged: save the response again",
    });
    const report = reportOf(route, body, fetchedAt, "this file");
    const saved = { route: route.id, report, fetchedAt, source };
    const before = reports.of(route.id);
    if (before !== undefined && !isNewer(saved, before, clock())) {
      throw new UnavailableError(
        `A newer answer from ${before.source} is already loaded: save the response again`,
      );
    }
    const objection = statesDifficulty(report) ? reports.objection(saved) : undefined;
    if (objection !== undefined) throw new UnavailableError(objection);
    reports.take(saved);
  }

  /** An answer whose difficulty is not accepted did not deliver what was asked for. */
  function doubted(outcome: RouteOutcome, objection: string | undefined): RouteOutcome {
    if (objection === undefined || outcome.kind !== "fetched") return outcome;
    const { route } = outcome;
    return statesDifficulty(reports.of(route.id)?.report)
      ? { route, kind: "failed", message: objection }
      : outcome;
  }

  return {
    load: () => reports.load(),
    content: (now) => reports.content(now),
    believe: () => reports.believe(),
    async round(topics, options) {
      options.signal.throwIfAborted();
      const chosen = routesFor(topics);
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
        routesFor(topics).map((route) => {
          const { host, source } = accessOf(route.provider, settings());
          const resting = restingUntil(states.of(route.id, source).patience, clock());
          return Math.max(freshUntil(route, source), resting, hosts.notBefore(host));
        }),
      ),
  };
}

const statesDifficulty = (report: Report | undefined) =>
  report?.readings?.some(({ series }) => series === "btc.difficulty") ?? false;
