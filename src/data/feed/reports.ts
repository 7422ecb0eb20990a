import type { MarketContent } from "../market";
import type { Provider, Received, Route } from "./route";
import type { Known } from "./candidates";
import { contentOf } from "./content";
import { DIFFICULTY_ENTRY, entryOf, recordOf, reviewed, type DifficultyRecord } from "./difficulty";
import type { ReportCache } from "./feed";

export interface ReportsParts {
  readonly routes: readonly Route[];
  readonly cache: ReportCache;
  /** Providers that the user has switched off: nothing of theirs is used. */
  readonly off: () => readonly Provider[];
}

/** The last good report of each route. */
export interface Reports {
  load(): Promise<void>;
  take(received: Received): void;
  of(route: Route): Received | undefined;
  content(now: number): MarketContent;
  /** Why the difficulty that was stated last is not taken; undefined when it is. */
  objection(): string | undefined;
}

export function createReports({ routes, cache, off }: ReportsParts): Reports {
  const received = new Map<string, Received>();
  let accepted: DifficultyRecord | undefined;

  const known = (): readonly Known[] => {
    const switchedOff = off();
    return routes.flatMap((route) => {
      const report = switchedOff.includes(route.provider) ? undefined : received.get(route.id);
      return report === undefined ? [] : [{ route, received: report }];
    });
  };
  const review = () => reviewed(known(), accepted);
  const keep = async (report: Received) => {
    try {
      await cache.keep(report);
    } catch {
      // What is not kept is asked for again: no failure.
    }
  };

  return {
    async load() {
      for (const report of await cache.load().catch(() => [])) {
        if (report.route === DIFFICULTY_ENTRY) accepted ??= recordOf(report);
        else if (isNewer(report, received.get(report.route))) received.set(report.route, report);
      }
      accepted = review().accepted ?? accepted;
    },
    take(report) {
      received.set(report.route, report);
      void keep(report);
      const { accepted: next } = review();
      if (next === undefined) return;
      if (!isEqual(next, accepted)) void keep(entryOf(next));
      accepted = next;
    },
    of: (route) => received.get(route.id),
    content: (now) => contentOf(known(), review(), now),
    objection: () => review().objection,
  };
}

const isNewer = (report: Received, before: Received | undefined) =>
  before === undefined || report.fetchedAt >= before.fetchedAt;

const isEqual = (one: DifficultyRecord, other: DifficultyRecord | undefined) =>
  one.value === other?.value && one.height === other.height && one.fetchedAt === other.fetchedAt;
