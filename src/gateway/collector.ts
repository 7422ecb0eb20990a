import { setMaxListeners } from "node:events";
import { MS_PER_DAY } from "../core/calendar";
import { withDerived } from "../data/derived";
import { embedded } from "../data/embedded/embedded";
import type { ReportCache } from "../data/feed/cache";
import { createFeed, type Feed } from "../data/feed/feed";
import { limited } from "../data/feed/limited";
import type { MarketContent, Received } from "../data/market";
import type { Route } from "../data/providers/provider";
import { historyFields, topics, type HistoryField, type Topic } from "../data/series";
import type { Settings } from "../data/settings";
import { isPassing, ServiceError } from "../postgres/database";
import type { MarketHistory, Point } from "./history";

// Asks the sources for everybody, in rounds and never for a request, and writes down what they say.

/** A round that takes longer is given up: the next one asks again. */
const LONGEST_ROUND_MS = 5 * 60_000;
/** Reports are large, and needed only after a restart: each is kept no more often. */
const KEEP_REPORTS_MS = 5 * 60_000;
/** Values that wait while the database is away: some days of them. Beyond it the oldest go. */
export const MOST_WAITING = 200_000;

/** A route that did not answer when it was last asked. */
export interface Problem {
  readonly route: string;
  readonly message: string;
}

export type CollectorEvent =
  | { readonly kind: "round"; readonly seconds: number; readonly outcomes: Readonly<Record<Outcome, number>> }
  | { readonly kind: "written"; readonly rows: number }
  | { readonly kind: "dropped"; readonly rows: number }
  | { readonly kind: "unwritten"; readonly error: unknown }
  | { readonly kind: "fault"; readonly error: unknown };

export const outcomes = ["fetched", "fresh", "failed"] as const;
type Outcome = (typeof outcomes)[number];

export interface CollectorParts {
  readonly routes: readonly Route[];
  readonly fetch: typeof fetch;
  readonly clock: () => number;
  readonly random: () => number;
  readonly settings: () => Settings;
  readonly history: Pick<MarketHistory, "add" | "days" | "reports">;
  readonly told: (event: CollectorEvent) => void;
}

const allTopics: ReadonlySet<Topic> = new Set(topics);

export class Collector {
  private readonly feed: Feed;
  private readonly known: ReadonlySet<string>;
  /** The last good report of each route. */
  private readonly received = new Map<string, Received>();
  private failed: readonly Problem[] = [];
  /** What is yet to be written, by series, oldest first. */
  private readonly waiting = new Map<string, Point[]>();
  private readonly unkept = new Map<string, Received>();
  private keptAt = -Infinity;
  private writing: Promise<void> | undefined;
  /** What was last noted of each series, and of each day. */
  private readonly notedQuotes = new Map<string, string>();
  private readonly notedDays = new Map<HistoryField, Map<string, number>>();
  private roundEndedAt: number | undefined;

  constructor(private readonly parts: CollectorParts) {
    const { routes, fetch, clock, random, settings } = parts;
    this.known = new Set(routes.map(({ id }) => id));
    const cache: ReportCache = {
      load: () => this.keptReports(),
      keep: (report) => {
        this.take(report);
        return Promise.resolve();
      },
    };
    this.feed = createFeed({ routes, fetch, clock, random, settings, cache, builtIn: embedded.quotes });
  }

  /** Takes up what an earlier run has kept. */
  async load(): Promise<void> {
    await this.feed.load();
    for (const field of historyFields) {
      const found = await this.parts.history.days(field, {}).catch(() => undefined);
      this.notedDays.set(field, new Map(Object.entries(found?.days ?? {})));
    }
    this.note();
  }

  /** Asks what is not fresh, once, and begins to write down what is new. End a round before the next. */
  async round(signal: AbortSignal): Promise<void> {
    const began = performance.now();
    const limit = limited(signal, LONGEST_ROUND_MS);
    // Every question under way listens to it.
    setMaxListeners(0, limit.signal);
    try {
      const found = await this.feed.round(allTopics, {
        isForced: false,
        signal: limit.signal,
        onProgress: () => undefined,
      });
      this.roundEndedAt = performance.now();
      this.failed = found.flatMap((outcome) =>
        outcome.kind === "failed" ? [{ route: outcome.route.id, message: outcome.message }] : [],
      );
      const count = (kind: Outcome) => found.filter((outcome) => outcome.kind === kind).length;
      this.parts.told({
        kind: "round",
        seconds: (this.roundEndedAt - began) / 1000,
        outcomes: { fetched: count("fetched"), fresh: count("fresh"), failed: count("failed") },
      });
    } catch (error) {
      // Not what stops the gateway, nor a fault.
      if (signal.aborted || error !== limit.signal.reason) throw error;
      throw new Error(`a round of questions was given up after ${LONGEST_ROUND_MS / 60_000} minutes`);
    } finally {
      limit.end();
      // What came before a round was given up counts too.
      this.note();
      void this.write();
    }
  }

  get content(): MarketContent {
    return this.feed.content(this.parts.clock());
  }

  /** The routes that serve a topic. */
  routesFor(wanted: ReadonlySet<Topic>): string[] {
    return this.parts.routes
      .filter(({ topics: served }) => served.some((topic) => wanted.has(topic)))
      .map(({ id }) => id);
  }

  /** Their last good reports. */
  reportsFor(wanted: ReadonlySet<Topic>): Received[] {
    return this.routesFor(wanted).flatMap((route) => this.received.get(route) ?? []);
  }

  get problems(): readonly Problem[] {
    return this.failed;
  }

  /** Seconds since the last round ended; undefined before the first. */
  get roundAge(): number | undefined {
    return this.roundEndedAt === undefined ? undefined : (performance.now() - this.roundEndedAt) / 1000;
  }

  /** Rows that wait for the database. */
  get waitingRows(): number {
    return [...this.waiting.values()].reduce((sum, { length }) => sum + length, 0);
  }

  /** Writes what is left, the reports too. */
  async close(): Promise<void> {
    await this.writing;
    this.keptAt = -Infinity;
    await this.write();
  }

  private async keptReports(): Promise<readonly Received[]> {
    const kept = await this.parts.history.reports.load();
    for (const report of kept) if (this.known.has(report.route)) this.received.set(report.route, report);
    return kept;
  }

  private take(report: Received): void {
    if (this.known.has(report.route)) this.received.set(report.route, report);
    this.unkept.set(report.route, report);
  }

  /** Puts what has changed since the last time where it waits for the database. */
  private note(): void {
    const now = this.parts.clock();
    const { quotes, history } = this.content;
    // Without what is built in: derived values follow from fetched ones only.
    for (const { series, value, asOf, fetchedAt = now, source, quality } of withDerived(quotes).values()) {
      const noted = `${value} ${asOf}`;
      if (this.notedQuotes.get(series) === noted) continue;
      this.notedQuotes.set(series, noted);
      this.put(series, { asOf, fetchedAt, value, source, quality });
    }
    for (const field of historyFields) {
      const given = history[field];
      if (given === undefined) continue;
      const noted = this.notedDays.get(field) ?? new Map<string, number>();
      this.notedDays.set(field, noted);
      const { source, fetchedAt } = given;
      for (const [day, value] of Object.entries(given.days)) {
        if (noted.get(day) === value) continue;
        noted.set(day, value);
        // What a day's value describes is the end of the day.
        const asOf = (Number(day) + 1) * MS_PER_DAY - 1;
        this.put(field, { asOf, fetchedAt, value, source, quality: "live" });
      }
    }
    this.dropOldest();
  }

  private put(series: string, point: Point): void {
    const points = this.waiting.get(series);
    // The history counts in whole milliseconds.
    const whole = { ...point, asOf: Math.round(point.asOf), fetchedAt: Math.round(point.fetchedAt) };
    if (points === undefined) this.waiting.set(series, [whole]);
    else points.push(whole);
  }

  private dropOldest(): void {
    const rows = this.waitingRows - MOST_WAITING;
    if (rows <= 0) return;
    for (let left = rows; left > 0;) {
      const longest = [...this.waiting.values()].reduce((one, other) =>
        other.length > one.length ? other : one,
      );
      left -= longest.splice(0, Math.min(left, Math.ceil(longest.length / 10))).length;
    }
    this.parts.told({ kind: "dropped", rows });
  }

  private write(): Promise<void> {
    this.writing ??= this.written()
      .catch((error: unknown) => this.parts.told({ kind: "fault", error }))
      .finally(() => (this.writing = undefined));
    return this.writing;
  }

  /** Writes what waits; what the database does not take goes on waiting where it is away. */
  private async written(): Promise<void> {
    const { history, told } = this.parts;
    let rows = 0;
    for (const [series, points] of [...this.waiting]) {
      this.waiting.delete(series);
      try {
        rows += (await history.add(series, points)).added;
      } catch (error) {
        if (!isPassing(error) && !(error instanceof ServiceError)) {
          told({ kind: "fault", error });
          continue;
        }
        this.waiting.set(series, [...points, ...(this.waiting.get(series) ?? [])]);
        told({ kind: "unwritten", error });
        return;
      }
    }
    if (rows > 0) told({ kind: "written", rows });
    await this.keepReports();
  }

  private async keepReports(): Promise<void> {
    if (performance.now() - this.keptAt < KEEP_REPORTS_MS) return;
    this.keptAt = performance.now();
    for (const [route, report] of [...this.unkept]) {
      this.unkept.delete(route);
      try {
        await this.parts.history.reports.keep(report);
      } catch {
        // It is in memory, and kept with the next one.
        if (!this.unkept.has(route)) this.unkept.set(route, report);
      }
    }
  }
}
