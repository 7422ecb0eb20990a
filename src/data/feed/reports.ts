import type { Known } from "./candidates";
import { contentOf, quotesOf } from "./content";
import { DIFFICULTY_ENTRY, type DifficultyRecord, entryOf, recordOf, reviewed } from "./difficulty";
import type { ReportCache } from "./feed";
import type { Provider, Reading, Received, Route } from "./route";
import { jumpOf, watchedSeries, withJumps } from "../jumps";
import type { MarketContent, Quote } from "../market";
import type { Series } from "../series";

export interface ReportsParts {
  readonly routes: readonly Route[];
  readonly cache: ReportCache;
  readonly clock: () => number;
  /** Providers that the user has switched off: nothing of theirs is used. */
  readonly off: () => readonly Provider[];
  /** What was known before anything was fetched. */
  readonly builtIn: readonly Quote[];
}

/** The last good report of each route. */
export interface Reports {
  load(): Promise<void>;
  take(received: Received): void;
  of(route: Pick<Route, "id">): Received | undefined;
  content(now: number): MarketContent;
  /** Why the difficulty that was stated last is not taken; undefined when it is. */
  objection(): string | undefined;
  /** Takes what is known now for good, however far it has gone from what was known before. */
  believe(): void;
}

/** Under which the last good values are cached, as if they were the report of a route. */
const GOOD_ENTRY = "accepted.values";
/** What is to be held against a day's greatest move is held against a value of the day before, not of a minute ago. */
const GOOD_FOR_MS = 86_400_000;

export function createReports({ routes, cache, clock, off, builtIn }: ReportsParts): Reports {
  const received = new Map<string, Received>();
  const good = new Map<Series, Reading>();
  for (const { series, value, asOf } of builtIn) good.set(series, { series, value, asOf });
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

  const isDue = ({ series, value, asOf }: Quote, now: number) => {
    const last = good.get(series);
    if (last === undefined || last.asOf > now + AHEAD_MS) return true;
    return asOf - last.asOf >= GOOD_FOR_MS && jumpOf({ series, value, asOf }, last) === undefined;
  };
  const learn = (isWanted: (quote: Quote) => boolean) => {
    const now = clock();
    const learnt = quotesOf(known(now), review(now), now).filter(
      (quote) => watchedSeries.includes(quote.series) && isWanted(quote),
    );
    for (const { series, value, asOf } of learnt) good.set(series, { series, value, asOf });
    const report = { readings: [...good.values()] };
    if (learnt.length > 0) void keep({ route: GOOD_ENTRY, report, fetchedAt: now, source: "Hashcell" });
  };

  return {
    async load() {
      for (const report of await cache.load().catch(() => [])) {
        if (report.route === GOOD_ENTRY) {
          // One of a time to come would excuse any jump.
          const latest = clock() + AHEAD_MS;
          for (const reading of report.report.readings ?? [])
            if (reading.asOf >= (good.get(reading.series)?.asOf ?? -Infinity) && reading.asOf <= latest)
              good.set(reading.series, reading);
        } else if (report.route === DIFFICULTY_ENTRY) accepted ??= recordOf(report);
        else if (isNewer(report, received.get(report.route), clock())) received.set(report.route, report);
      }
      accepted = review(clock()).accepted ?? accepted;
    },
    take(report) {
      received.set(report.route, report);
      void keep(report);
      const { accepted: next } = review(clock());
      if (next !== undefined && !isEqual(next, accepted)) void keep(entryOf(next));
      accepted = next ?? accepted;
      learn((quote) => isDue(quote, clock()));
    },
    believe: () => learn(() => true),
    of: (route) => received.get(route.id),
    content: (now) => {
      const content = contentOf(known(now), review(now), now);
      return { ...content, quotes: withJumps(content.quotes, (series) => good.get(series)) };
    },
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
