import * as v from "valibot";
import { UnavailableError } from "../../core/errors";
import { least } from "../../core/numeric/extremes";
import type { Access } from "../address";
import { daysRoute, gatewayDocument, KEPT_ROUTE, reportsIn, type GatewayDocument } from "../gatewayDocument";
import type { Kept, Received } from "../market";
import { topics as sourceTopics, type Topic } from "../series";
import { originOf } from "../sourceText";
import type { Asked, Feed, FeedParts, RouteOutcome } from "./feed";
import { isNewer, Reports } from "./reports";
import { ask, asFailure, discreet, Failure } from "./request";
import { Hosts } from "./schedule";

/** How long what the gateway said is as good as a new answer: it asks its sources about as often. */
const FRESH_MS = 60_000;
/** Clocks that differ by more make every age wrong. */
const MOST_APART_MS = 5 * 60_000;

interface GatewayParts extends FeedParts {
  /** Without a slash at the end. */
  readonly address: string;
}

/**
 * The feed of a pane whose team has a gateway: it asks that and nobody else. What it is told are the answers of the sources,
 * which are put together here as if the pane had asked them, and what the gateway keeps itself.
 */
export function createGatewayFeed(parts: GatewayParts): Feed {
  const { address, routes, clock, settings, cache, builtIn = [] } = parts;
  const { host } = new URL(address);
  const reports = new Reports({ routes, cache, clock, off: () => [], builtIn });
  const hosts = new Hosts(parts);
  /** When each topic was last answered. */
  const answeredAt = new Map<Topic, number>();
  /** What became of each route when the gateway last answered about it. */
  const lastOf = new Map<string, RouteOutcome>();

  const access = (): Access => ({
    base: address,
    host,
    source: `The gateway ${host}`,
    isProxied: false,
    isGateway: true,
    ...(settings().gatewayToken === "" ? {} : { token: settings().gatewayToken }),
  });

  const isDue = (topic: Topic) => Math.abs(clock() - (answeredAt.get(topic) ?? -Infinity)) >= FRESH_MS;

  /** What somebody asks about, each thing in a question of its own. */
  function questionsFor(
    wanted: readonly Topic[],
  ): { readonly path: string; readonly topics: readonly Topic[] }[] {
    const others = wanted.filter((topic) => daysIn(topic) === undefined);
    const named = sourceTopics.filter((topic) => others.includes(topic)).join(",");
    return [
      ...(others.length === 0 ? [] : [{ path: `/api/reports?topics=${named}`, topics: others }]),
      ...wanted.flatMap((topic) => {
        const name = daysIn(topic);
        return name === undefined ? [] : [{ path: `/api/days/${name}`, topics: [topic] }];
      }),
    ];
  }

  async function answer(path: string, isForced: boolean, signal: AbortSignal): Promise<GatewayDocument> {
    const given = access();
    const { body } = await hosts.ask(host, { isForced, signal }, () => ask(given, path, parts, signal));
    const read = v.safeParse(gatewayDocument, body);
    if (!read.success)
      throw new Failure(
        `${given.source} is of another version than this pane: reload the pane, and if that does not help, update the gateway`,
        "route",
      );
    const apart = Math.abs(read.output.at - clock());
    if (apart > MOST_APART_MS)
      throw new Failure(
        `The clocks of this computer and of the gateway ${host} differ by ${Math.round(apart / 60_000)} minutes: correct the one that is wrong`,
        "route",
      );
    return read.output;
  }

  /** Takes what is newer; gives what became of each route. */
  function taken(document: GatewayDocument, topics: readonly Topic[]): RouteOutcome[] {
    const problems = new Map(document.problems.map(({ route, message }) => [route, message]));
    const fresh = new Set<string>();
    for (const report of reportsIn(document)) {
      const before = reports.of(report.route);
      if (before?.fetchedAt === report.fetchedAt) continue;
      if (!isNewer(report, before, clock())) continue;
      fresh.add(report.route);
      reports.take(throughGateway(report, host));
    }
    return [...routes, ...keptRoutes(topics)]
      .filter((route) => route.topics.some((topic) => topics.includes(topic)))
      .map((route): RouteOutcome => {
        const message = problems.get(route.id);
        if (message !== undefined) return { route, kind: "failed", message };
        return { route, kind: fresh.has(route.id) ? "fetched" : "fresh" };
      });
  }

  /** What still holds of topics that are too fresh to be asked about: a source that failed has not answered since. */
  function standing(topics: ReadonlySet<Topic>, asked: readonly Topic[]): RouteOutcome[] {
    return [...lastOf.values()]
      .filter(({ route }) => {
        const wanted = route.topics.filter((topic) => topics.has(topic));
        return wanted.length > 0 && wanted.every((topic) => !asked.includes(topic));
      })
      .map((outcome) => (outcome.kind === "failed" ? outcome : { ...outcome, kind: "fresh" }));
  }

  return {
    load: () => reports.load(),
    content: (now) => reports.content(now),
    believe: () => reports.believe(),
    async round(topics, { isForced, signal, onProgress }) {
      signal.throwIfAborted();
      if (!settings().isOnline) return [];
      const due = [...topics].filter((topic) => isForced || isDue(topic));
      const questions = questionsFor(due);
      let done = 0;
      onProgress(done, questions.length);
      const outcomes = await Promise.all(
        questions.map(async ({ path, topics: asked }) => {
          // The one that is sent: the settings may change meanwhile.
          const { gatewayToken: token } = settings();
          try {
            const found = taken(await answer(path, isForced, signal), asked);
            for (const topic of asked) answeredAt.set(topic, clock());
            for (const outcome of found) lastOf.set(outcome.route.id, outcome);
            return found;
          } catch (error) {
            if (signal.aborted) throw signal.reason;
            const failure = asFailure(error, `the answer from the gateway ${host}`);
            const { message } = discreet(failure, [token]);
            return [{ route: gatewayRoute(asked), kind: "failed", message } as const];
          } finally {
            done += 1;
            if (!signal.aborted) onProgress(done, questions.length);
          }
        }),
      );
      signal.throwIfAborted();
      return [...outcomes.flat(), ...standing(topics, due)];
    },
    accept: () =>
      Promise.reject(
        new UnavailableError(`This pane takes its market from ${host} only: a saved response is not needed`),
      ),
    nextAttempt: (topics) =>
      Math.max(
        least([...topics].map((topic) => (answeredAt.get(topic) ?? -Infinity) + FRESH_MS)),
        hosts.notBefore(host),
      ),
  };
}

/** The series whose days a topic is. */
const daysIn = (topic: Topic) => (topic.startsWith("days.") ? topic.slice("days.".length) : undefined);

/** What is asked of the gateway itself. */
const gatewayRoute = (topics: readonly Topic[]) => keptRoute("gateway", "Gateway", topics);

const keptRoutes = (topics: readonly Topic[]): Asked[] =>
  topics.flatMap((topic) => {
    if (topic === "kept") return [keptRoute(KEPT_ROUTE, "Series of the gateway", [topic])];
    const name = daysIn(topic);
    return name === undefined ? [] : [keptRoute(daysRoute(name), `Days of ${name}`, [topic])];
  });

const keptRoute = (id: string, label: string, topics: readonly Topic[]): Asked => ({
  id,
  provider: "gateway",
  label,
  topics,
});

/** The report with sources that say by which way it came. */
function throughGateway(received: Received, host: string): Received {
  const through = (source: string) => `${originOf(source)} through ${host}`;
  const { report } = received;
  const kept = Object.entries(report.kept ?? {}).map(([name, series]): [string, Kept] => {
    const { quote, days } = series;
    return [
      name,
      {
        ...series,
        ...(quote === undefined ? {} : { quote: { ...quote, source: through(quote.source) } }),
        ...(days === undefined ? {} : { days: { ...days, source: through(days.source) } }),
      },
    ];
  });
  return {
    ...received,
    source: through(received.source),
    report: report.kept === undefined ? report : { ...report, kept: Object.fromEntries(kept) },
  };
}
