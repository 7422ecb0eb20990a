import type { MarketContent } from "../market";
import type { Provider, Received, Route } from "./route";
import type { Known } from "./candidates";
import { contentOf } from "./content";
import { DIFFICULTY_ENTRY, entryOf, recordOf, reviewed, type DifficultyRecord } from "./difficulty";
import type { ReportCache } from "./feed";

export interface ReportsParts {
  readonly routes: readonly Route[];
  readonly cache: ReportCache;
  readonly clock: () => number;
  /** Providers that the user has switched off: nothing of theirs is used. */
  readonly off: () => readonly Provider[];
}

/** The last good report of each route. */
export interface Reports {
  load(): Promise<void>;
  take(received: Received): void;
  of(route: Pick<Route, "id">): Received | undefined;
  content(now: number): MarketContent;
  /** Why the difficulty that was stated last is not taken; undefined when it is. */
  objection(): string | undefined;
}

export function createReports({ routes, cache, clock, off }: ReportsParts): Reports {
  const received = new Map<string, Received>();
  let accepted: DifficultyRecord | undefined;

  const known = (now: number): readonly Known[] => {
    const switchedOff = off();
    return routes.flatMap((route) => {
      const report = switchedOff.includes(route.provider) ? undefined : received.get(route.id);
      return report === undefined || isAhead(report, now) ? [] : [{ route, received: report }];
    });
  };
  const review = (now: number) =>
    reviewed(known(now), accepted === undefined || isAhead(accepted, now) ? undefined : accepted);
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
        else if (isNewer(report, received.get(report.route), clock())) received.set(report.route, report);
      }
      accepted = review(clock()).accepted ?? accepted;
    },
    take(report) {
      received.set(report.route, report);
      void keep(report);
      const { accepted: next } = review(clock());
      if (next === undefined) return;
      if (!isEqual(next, accepted)) void keep(entryOf(next));
      accepted = next;
    },
    of: (route) => received.get(route.id),
    content: (now) => contentOf(known(now), review(now), now),
    objection: () => review(clock()).objection,
  };
}

/** Clocks differ by a little; what is further ahead was noted under a clock that ran ahead. */
const AHEAD_MS = 5 * 60_000;

/** Whether it is of a time to come, as of a clock that has been set right since: its age says nothing. */
const isAhead = ({ fetchedAt }: Pick<Received, "fetchedAt">, now: number) => fetchedAt > now + AHEAD_MS;

/** Whether a report may stand in the place of the one before. */
export const isNewer = (report: Received, before: Received | undefined, now: number) =>
  before === undefined || isAhead(before, now) || report.fetchedAt >= before.fetchedAt;

const isEqual = (one: DifficultyRecord, other: DifficultyRecord | undefined) =>
  one.value === other?.value && one.height === other.height && one.fetchedAt === other.fetchedAt;
