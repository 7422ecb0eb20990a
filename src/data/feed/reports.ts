import { MS_PER_DAY } from "../../core/calendar";
import { jumpOf, watchedSeries, withJumps } from "../jumps";
import type { Kept, MarketContent, Quote, Reading, Received } from "../market";
import type { Provider, Route } from "../providers/provider";
import type { Series } from "../series";
import {
  contentOf,
  quotesOf,
  reviewed,
  type DifficultyRecord,
  type DifficultyReview,
  type Known,
} from "./blend";
import type { ReportCache } from "./cache";

interface Parts {
  readonly routes: readonly Route[];
  readonly cache: ReportCache;
  readonly clock: () => number;
  /** Providers that the user has switched off: nothing from them is used. */
  readonly off: () => readonly Provider[];
  /** What was known before anything was fetched. */
  readonly builtIn: readonly Quote[];
}

/** Key under which the accepted difficulty is cached, as if it were the report of a route. */
export const DIFFICULTY_ENTRY = "accepted.difficulty";
/** Key under which the last good values are cached, in the same way. */
const GOOD_ENTRY = "accepted.values";
/** A day's greatest move is measured from a value of the day before, not of a minute ago. */
const GOOD_FOR_MS = MS_PER_DAY;

/** The last good report of each route, and what they say together. */
export class Reports {
  private readonly received = new Map<string, Received>();
  /** The last good value of each series that is watched for jumps. */
  private readonly good = new Map<Series, Reading>();
  private accepted: DifficultyRecord | undefined;

  constructor(private readonly parts: Parts) {
    for (const { series, value, asOf } of parts.builtIn) this.good.set(series, { series, value, asOf });
  }

  async load(): Promise<void> {
    const { cache, clock } = this.parts;
    for (const report of await cache.load().catch(() => [])) {
      if (report.route === GOOD_ENTRY) {
        // One from the future would excuse any jump.
        const latest = clock() + AHEAD_MS;
        for (const reading of report.report.readings ?? []) {
          const { series, asOf } = reading;
          if (asOf >= (this.good.get(series)?.asOf ?? -Infinity) && asOf <= latest)
            this.good.set(series, reading);
        }
      } else if (report.route === DIFFICULTY_ENTRY) this.accepted ??= recordOf(report);
      else if (isNewer(report, this.received.get(report.route), clock()))
        this.received.set(report.route, report);
    }
    this.accepted = this.review(clock()).accepted ?? this.accepted;
  }

  take(report: Received): void {
    const { clock } = this.parts;
    this.received.set(report.route, report);
    void this.keep(report);
    const { accepted } = this.review(clock());
    if (accepted !== undefined && !isEqual(accepted, this.accepted)) void this.keep(entryOf(accepted));
    this.accepted = accepted ?? this.accepted;
    this.learn((quote) => this.isDue(quote, clock()));
  }

  /** Makes the present values the baseline for jumps, however far they have moved. */
  believe(): void {
    this.learn(() => true);
  }

  of(route: string): Received | undefined {
    return this.received.get(route);
  }

  content(now: number): MarketContent {
    const content = contentOf(this.known(now), this.review(now), now);
    const kept = keptIn(this.received.values());
    const quotes = withJumps(content.quotes, (series) => this.good.get(series));
    return { ...content, quotes, ...(kept === undefined ? {} : { kept }) };
  }

  /** Why the difficulty that was stated last is not accepted; undefined when it is. `next` counts as received. */
  objection(next?: Received): string | undefined {
    return this.review(this.parts.clock(), next).objection;
  }

  private known(now: number, next?: Received): readonly Known[] {
    const off = this.parts.off();
    return this.parts.routes.flatMap((route) => {
      const last = next?.route === route.id ? next : this.received.get(route.id);
      const received = off.includes(route.provider) ? undefined : last;
      return received === undefined || isAhead(received, now) ? [] : [{ route, received }];
    });
  }

  private review(now: number, next?: Received): DifficultyReview {
    const { accepted } = this;
    return reviewed(
      this.known(now, next),
      accepted === undefined || isAhead(accepted, now) ? undefined : accepted,
    );
  }

  private isDue(quote: Quote, now: number): boolean {
    const last = this.good.get(quote.series);
    if (last === undefined || last.asOf > now + AHEAD_MS) return true;
    return quote.asOf - last.asOf >= GOOD_FOR_MS && jumpOf(quote, last) === undefined;
  }

  private learn(isWanted: (quote: Quote) => boolean): void {
    const now = this.parts.clock();
    const learnt = quotesOf(this.known(now), this.review(now), now).filter(
      (quote) => watchedSeries.includes(quote.series) && isWanted(quote),
    );
    if (learnt.length === 0) return;
    for (const { series, value, asOf } of learnt) this.good.set(series, { series, value, asOf });
    const report = { readings: [...this.good.values()] };
    void this.keep({ route: GOOD_ENTRY, report, fetchedAt: now, source: "Hashcell" });
  }

  private async keep(report: Received): Promise<void> {
    try {
      await this.parts.cache.keep(report);
    } catch {
      // What is not kept is asked for again: not a failure.
    }
  }
}

/** What a gateway keeps, of each series what its reports together say; undefined where none was asked. */
function keptIn(received: Iterable<Received>): MarketContent["kept"] {
  const found = new Map<string, Kept>();
  let isAsked = false;
  for (const { report } of received) {
    isAsked ||= report.kept !== undefined;
    for (const [name, kept] of Object.entries(report.kept ?? {}))
      found.set(name, { ...found.get(name), ...kept });
  }
  return isAsked ? Object.fromEntries(found) : undefined;
}

function entryOf({ value, height, asOf, fetchedAt, source }: DifficultyRecord): Received {
  const readings: Reading[] = [{ series: "btc.difficulty", value, asOf }];
  if (height !== undefined) readings.push({ series: "btc.height", value: height, asOf });
  return { route: DIFFICULTY_ENTRY, report: { readings }, fetchedAt, source };
}

function recordOf({ report, fetchedAt, source }: Received): DifficultyRecord | undefined {
  const readings = report.readings ?? [];
  const stated = readings.find(({ series }) => series === "btc.difficulty");
  const height = readings.find(({ series }) => series === "btc.height")?.value;
  return stated && { value: stated.value, asOf: stated.asOf, height, fetchedAt, source };
}

/** Clocks differ by a little; anything further ahead was recorded when the clock ran ahead. */
const AHEAD_MS = 5 * 60_000;

/** Whether it is from the future, as when the clock has been corrected since: its age says nothing. */
const isAhead = ({ fetchedAt }: Pick<Received, "fetchedAt">, now: number) => fetchedAt > now + AHEAD_MS;

/** Whether a report may take the place of the one before. */
export const isNewer = (report: Received, before: Received | undefined, now: number) =>
  before === undefined || isAhead(before, now) || report.fetchedAt >= before.fetchedAt;

const isEqual = (one: DifficultyRecord, other: DifficultyRecord | undefined) =>
  one.value === other?.value && one.height === other.height && one.fetchedAt === other.fetchedAt;
