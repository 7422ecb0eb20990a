import { UnavailableError } from "../../core/errors";
import { asFrozen, freezeText, readFreeze, refreshed, type Freeze } from "../../data/freeze";
import { withJumps } from "../../data/jumps";
import type { MarketContent } from "../../data/market";
import { isSeries, seriesFacts, type Topic } from "../../data/series";
import {
  addressOf,
  ChangedElsewhere,
  WorkbookError,
  type FreezeTexts,
  type LogRow,
  type Workbook,
} from "../../workbook/workbook";
import { changesBetween, otherChanges } from "./changes";
import type { Change, OtherChange } from "./desk";
import { failure, success, type DeskNotice } from "./deskNotices";
import type { DeskParts } from "./deskParts";
import { listText } from "../format";
import { logRow, otherRow, plainRow, refreshRows, type Event } from "./logRows";

/** Pauses before the workbook is asked again for what it holds; a workbook that is just opening may refuse. */
const RETRIES_MS = [500, 2_000, 5_000];

type Parts = Pick<DeskParts, "market" | "embedded" | "clock" | "version" | "tableRow"> & {
  readonly workbook: Workbook;
};

/** What a look at the workbook found: what was known of it, or something else, which the market shows by then. */
export type Found = "same" | "frozen" | "live" | "unreadable";

/** What was last read of the workbook, or written into it. */
interface Held {
  readonly stamp: string;
  /** In the order of the alphabet. */
  readonly texts: readonly string[];
}

/** The open workbook as the desk uses it: what it holds still, its log, and its tables. */
export class FrozenBook {
  private staged: Freeze | undefined;
  private held: Held | undefined;
  private endPause: (() => void) | undefined;
  private isStopped = false;
  /** Rows that the log did not take: they go with the next ones. */
  private unlogged: LogRow[] = [];

  constructor(private readonly parts: Parts) {}

  /** Shows what the workbook holds still, or that it cannot be read. Shows nothing for a live one. */
  async open(): Promise<void> {
    await this.take(() => this.read());
  }

  /** Several are there when two people have frozen the workbook at once, or files were merged. */
  get isTwofold(): boolean {
    return (this.held?.texts.length ?? 0) > 1;
  }

  /**
   * Looks whether the workbook still holds what was read or written last, and shows what it holds if not; what is
   * staged is then dropped. Rejects where Excel refuses to tell whether it does.
   */
  async look(): Promise<Found> {
    const { held } = this;
    if (held !== undefined && (await this.parts.workbook.freezeStamp()) === held.stamp) return "same";
    return this.take(() => (held === undefined ? this.parts.workbook.readFreeze() : this.read()));
  }

  /** Shows what is read, if it is something new. Shows nothing for a live workbook. */
  private async take(read: () => Promise<FreezeTexts | undefined>): Promise<Found> {
    try {
      const found = await read();
      if (found === undefined || this.isStopped) return "same";
      const held = { stamp: found.stamp, texts: [...found.texts].sort() };
      const isSame =
        this.held !== undefined && JSON.stringify(this.held.texts) === JSON.stringify(held.texts);
      const newest = newestOf(held.texts);
      this.held = held;
      if (isSame) return "same";
      this.staged = undefined;
      if (newest === undefined) return "live";
      this.show(newest);
      return "frozen";
    } catch (error) {
      this.held = undefined;
      const reason = reasonOf(error);
      const { market } = this.parts;
      if (market.state.kind === "unreadable" && market.state.reason === reason) return "same";
      this.staged = undefined;
      market.show({ kind: "unreadable", reason });
      return "unreadable";
    }
  }

  /** Ends the waiting of `open`. */
  stop(): void {
    this.isStopped = true;
    this.endPause?.();
  }

  /** Writes what the market shows into the workbook, then shows that. */
  freeze(): Promise<void> {
    const { market, embedded, clock, version } = this.parts;
    const content = asFrozen(market.quotes, market.content, embedded.day);
    const event = this.event("Frozen");
    const others = otherChanges({ quotes: [], history: {} }, content);
    const rows = [
      ...content.quotes.map((quote) => logRow(event, quote)),
      ...others.map((other) => otherRow(event, other)),
    ];
    return this.write({ frozenAt: clock(), version, content }, rows);
  }

  /** Keeps for `applyStaged` what the workbook would hold with what was fetched; gives what would change. */
  stage(fetched: MarketContent): { staged: Change[]; stagedOthers: OtherChange[] } {
    const { market, embedded, clock, version } = this.parts;
    const content = this.withJumps(refreshed(market.content, fetched, embedded));
    this.staged = { frozenAt: clock(), version, content };
    return {
      staged: changesBetween(market.content.quotes, content.quotes),
      stagedOthers: otherChanges(market.content, content),
    };
  }

  /** Warns of values that jump away from the frozen ones. */
  private withJumps(content: MarketContent): MarketContent {
    const { market } = this.parts;
    return { ...content, quotes: withJumps(content.quotes, (series) => market.quote(series)) };
  }

  async applyStaged(): Promise<void> {
    if (this.staged === undefined) return;
    const { content } = this.staged;
    const before = this.parts.market.content;
    const event = this.event("Refreshed");
    const rows = [
      ...refreshRows(event, before.quotes, content.quotes),
      ...otherChanges(before, content).map((other) => otherRow(event, other)),
    ];
    await this.write(this.staged, rows.length === 0 ? [plainRow(event)] : rows);
    this.staged = undefined;
  }

  discard(): void {
    this.staged = undefined;
  }

  /** Sets the workbook live; what the market shows then is left to the caller. */
  async release(): Promise<void> {
    await this.put(undefined, [plainRow(this.event("Set live"))]);
    this.staged = undefined;
  }

  /** What the workbook's tables show. None where Excel refuses to tell: it will refuse to update them as well, and say why. */
  async tableTopics(): Promise<readonly Topic[]> {
    try {
      const series = await this.parts.workbook.tableSeries();
      return series.filter(isSeries).map((name) => seriesFacts[name].topic);
    } catch {
      return [];
    }
  }

  /** Brings the workbook's tables up to date and logs what changed in them. Gives what is to be told, if anything. */
  async updateTables(): Promise<DeskNotice | undefined> {
    const { workbook, market, tableRow } = this.parts;
    const rows = this.unlogged;
    const quoteOf = (series: string) => (isSeries(series) ? market.quote(series) : undefined);
    const { updated, left } = await workbook.updateTables(
      (series) => {
        const quote = quoteOf(series);
        return quote === undefined ? undefined : tableRow(quote);
      },
      (series, held) => {
        const quote = quoteOf(series);
        if (quote === undefined) return;
        const old = held[tableRow(quote).findIndex((cell) => typeof cell === "number")];
        if (old === quote.value) return;
        rows.push(logRow(this.event("Table updated"), quote, typeof old === "number" ? old : undefined));
      },
    );
    if (rows.length > 0) await workbook.appendLog(rows);
    this.unlogged = [];
    const done = updated.length === 0 ? [] : [`Updated: ${listText(updated.map(addressOf))}.`];
    const not = left.map(({ name, reason }) => `Left as it is: ${name}. ${reason}`);
    if (done.length + not.length === 0) return undefined;
    return (not.length === 0 ? success : failure)([...done, ...not].join(" "));
  }

  private async write(freeze: Freeze, rows: readonly LogRow[]): Promise<void> {
    const text = freezeText(freeze);
    await this.put(text, rows);
    this.show(readFreeze(text));
  }

  /** A workbook may come from anyone: what can be, but not beside the values that are built in, carries a warning. */
  private show({ frozenAt, content }: Freeze): void {
    const { market, embedded } = this.parts;
    const builtIn = new Map(embedded.quotes.map((quote) => [quote.series, quote]));
    const quotes = withJumps(content.quotes, (series) => builtIn.get(series), frozenAt);
    market.show({ kind: "frozen", frozenAt }, { ...content, quotes });
  }

  /** Writes, unless the workbook holds something else by now: then it rejects with `ChangedElsewhere`. */
  private async put(text: string | undefined, log: readonly LogRow[]): Promise<void> {
    const write = () => this.parts.workbook.writeFreeze(text, log, this.held?.stamp);
    let stamp: string;
    try {
      stamp = await write();
    } catch (error) {
      // The stamp changes with the log's rows as well.
      if (!(error instanceof ChangedElsewhere) || !(await this.isSame())) throw error;
      stamp = await write();
    }
    this.held = { stamp, texts: text === undefined ? [] : [text] };
  }

  /** Whether the workbook holds what it held, under another stamp. */
  private async isSame(): Promise<boolean> {
    const { texts, stamp } = await this.parts.workbook.readFreeze();
    const isSame = JSON.stringify([...texts].sort()) === JSON.stringify(this.held?.texts);
    if (isSame) this.held = { stamp, texts: [...texts].sort() };
    return isSame;
  }

  private async read(): Promise<FreezeTexts | undefined> {
    for (const pause of RETRIES_MS) {
      try {
        return await this.parts.workbook.readFreeze();
      } catch {
        await this.wait(pause);
        if (this.isStopped) return undefined;
      }
    }
    return this.parts.workbook.readFreeze();
  }

  private wait(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      this.endPause = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  private event(event: string): Event {
    return { when: this.parts.clock(), event, addinVersion: this.parts.version };
  }
}

/** The freeze of the latest moment. Throws an `UnavailableError` where one of the texts cannot be read. */
const newestOf = (texts: readonly string[]): Freeze | undefined =>
  texts
    .map(readFreeze)
    .reduce<Freeze | undefined>(
      (newest, freeze) => (newest !== undefined && newest.frozenAt >= freeze.frozenAt ? newest : freeze),
      undefined,
    );

function reasonOf(error: unknown): string {
  if (error instanceof WorkbookError || error instanceof UnavailableError) return error.message;
  console.error(error);
  return "Whether this workbook holds frozen values could not be read: close it and open it again";
}
