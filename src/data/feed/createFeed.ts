import { UnavailableError } from "../../core/errors";
import { type Access, accessOf, savedSource } from "./address";
import { candidatesOf, quoteOf } from "./candidates";
import { Failure } from "./failure";
import type { Feed, FeedParts, RoundOptions } from "./feed";
import { createFlights } from "./flights";
import { createHosts } from "./hosts";
import { asFailure, inquire, reportOf } from "./inquiry";
import { LARGEST_BODY, parsedJson, tooLarge } from "./json";
import { withoutKeys } from "./redact";
import { createReports, isNewer, type Reports } from "./reports";
import type { Received, Route, RouteOutcome } from "./route";
import { createRouteStates } from "./routeStates";
import type { Topic } from "../series";
import type { Settings } from "../settings";
import { least } from "../../core/numeric/extremes";

/**
 * The feed over the parts: asks politely, keeps the last good report of each route, and puts them together. Nothing
 * is asked before the user has gone online, nor of a provider that is switched off.
 *
 * A forced round asks although answers are fresh and failures recent; only a pause that a host asked for holds.
 */
export function createFeed(parts: FeedParts): Feed {
  const { routes, settings, cache } = parts;
  const reports = createReports({
    ...{ routes, cache, clock: parts.clock, builtIn: parts.builtIn ?? [] },
    off: () => settings().off,
  });
  const schedule = createSchedule(parts, reports);
  const attempt = createAttempt(parts, reports, schedule);
  const asked = (topics: ReadonlySet<Topic>) =>
    settings().isOnline ? routes.filter((route) => isAsked(route, topics, settings().off)) : [];

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
    async accept(route, text, savedAt) {
      try {
        takeSaved(savedReport(route, text, savedAt, parts), reports, parts.clock());
      } catch (error) {
        throw discreet(asFailure(error, "this file"), Object.values(settings().keys));
      }
    },
    nextAttempt: (topics) => least(asked(topics).map(schedule.notBefore)),
  };
}

const isAsked = ({ provider, topics }: Route, wanted: ReadonlySet<Topic>, off: readonly string[]) =>
  !off.includes(provider) && topics.some((topic) => wanted.has(topic));

type Schedule = ReturnType<typeof createSchedule>;

/** When routes may be asked, of themselves and of their hosts. */
function createSchedule({ clock, random, settings }: FeedParts, reports: Reports) {
  const hosts = createHosts({ clock, random });
  const states = createRouteStates(clock, random);
  /** Fresh for as long as the route or its host says, if it came the present way; a report of the future is not. */
  const freshUntil = (route: Route, { source }: Access): number => {
    const report = reports.of(route);
    if (report === undefined || report.fetchedAt > clock()) return 0;
    if (report.source === savedSource(route.provider, settings())) return report.fetchedAt + route.freshForMs;
    if (report.source !== source) return 0;
    return Math.max(report.fetchedAt + route.freshForMs, states.freshUntil(route, source));
  };
  /** Infinity for a route whose address in the settings is of no use. */
  const notBefore = (route: Route): number => {
    const access = accessOrFailure(route, settings());
    if (access instanceof Failure) return Infinity;
    const resting = states.rest(route, access.source).until;
    return Math.max(freshUntil(route, access), resting, hosts.notBefore(access.host));
  };
  return { hosts, states, freshUntil, notBefore };
}

function accessOrFailure(route: Route, settings: Settings): Access | Failure {
  try {
    return accessOf(route.provider, settings);
  } catch (error) {
    return asFailure(error, "the settings");
  }
}

/** Asks one route, or tells why not. Rejects only when the signal is aborted. */
function createAttempt(parts: FeedParts, reports: Reports, { hosts, states, freshUntil }: Schedule) {
  const { fetch, clock, settings } = parts;
  const flights = createFlights<Received>();

  async function call(route: Route, access: Access, isForced: boolean, signal: AbortSignal) {
    const keys = Object.values(settings().keys);
    try {
      const turn = { isForced, signal };
      const { received, freshUntil: until } = await inquire({ route, access, turn }, hosts, { fetch, clock });
      states.succeeded(route, access.source, until);
      reports.take(received);
      return received;
    } catch (error) {
      if (signal.aborted) throw error;
      const failure = discreet(asFailure(error, access.source), keys);
      if (failure.blame !== "nobody") states.failed(route, access.source, failure);
      throw failure;
    }
  }

  return async (route: Route, { isForced, signal }: RoundOptions): Promise<RouteOutcome> => {
    const failed = (message: string): RouteOutcome => ({ route, kind: "failed", message });
    const access = accessOrFailure(route, settings());
    if (access instanceof Failure) return failed(access.message);
    if (!isForced && freshUntil(route, access) > clock()) return { route, kind: "fresh" };
    const rest = states.rest(route, access.source);
    if (!isForced && rest.until > 0) return failed(rest.message);
    try {
      const name = `${route.id} ${access.base}`;
      const received = await flights.join(name, signal, (shared) => call(route, access, isForced, shared));
      const quotes = candidatesOf({ route, received }).map((candidate) => quoteOf(candidate, clock()));
      return { route, kind: "fetched", quotes };
    } catch (error) {
      if (signal.aborted) throw signal.reason;
      return failed(asFailure(error, access.source).message);
    }
  };
}

const discreet = ({ message, blame, pauseMs }: Failure, keys: readonly string[]) =>
  new Failure(withoutKeys(message, keys), blame, pauseMs);

/** An answer whose difficulty is not taken did not bring what it was asked for. */
function doubted(outcome: RouteOutcome, objection: string | undefined): RouteOutcome {
  if (objection === undefined || outcome.kind !== "fetched") return outcome;
  const isDoubted = outcome.quotes.some(({ series }) => series === "btc.difficulty");
  return isDoubted ? { route: outcome.route, kind: "failed", message: objection } : outcome;
}

/** A saved answer as a report of the moment at which it was saved. */
function savedReport(route: Route, text: string, savedAt: number, { clock, settings }: FeedParts): Received {
  const source = savedSource(route.provider, settings());
  if (settings().off.includes(route.provider)) {
    throw new UnavailableError(
      `${source.replace(/,.*/, "")} is switched off: switch it on in the settings first`,
    );
  }
  if (text.length > LARGEST_BODY) throw tooLarge(source);
  const fetchedAt = Math.min(savedAt, clock());
  const report = reportOf(route, parsedJson(text, source), fetchedAt, source);
  return { route: route.id, report, fetchedAt, source };
}

/** Takes a saved answer unless there is a newer one, and tells when the difficulty that it states is not used. */
function takeSaved(saved: Received, reports: Reports, now: number): void {
  const before = reports.of({ id: saved.route });
  if (before !== undefined && !isNewer(saved, before, now)) {
    throw new UnavailableError(
      `There is an answer of ${before.source} already that is newer than this one: save the response again`,
    );
  }
  reports.take(saved);
  const objection = reports.objection();
  const statesDifficulty = saved.report.readings?.some(({ series }) => series === "btc.difficulty") ?? false;
  if (statesDifficulty && objection !== undefined) throw new UnavailableError(objection);
}
