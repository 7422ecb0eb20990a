import { UnavailableError } from "../../core/errors";
import { asFrozen, freezeText, readFreeze, refreshed, type Freeze } from "../../data/freeze";
import { withJumps } from "../../data/jumps";
import type { FetchedDays, Kept, MarketContent, Quote } from "../../data/market";
import { allSeries, historyFields, isSeries, seriesFacts, type Topic } from "../../data/series";
import type { Embedded, MarketStore } from "../../data/store";
import {
  addressOf,
  ChangedElsewhere,
  WorkbookError,
  type KeptFreeze,
  type LogRow,
  type TableCell,
  type Workbook,
} from "../../workbook/workbook";
import { counted, listText } from "../format";
import type { Change, DeskState, Notice, OtherChange } from "./desk";

/** Pauses before the workbook is asked again for its freeze; a workbook that is just opening may refuse. */
const RETRIES_MS = [500, 2_000, 5_000];

export interface BookParts {
  readonly market: MarketStore;
  readonly embedded: Embedded;
  readonly clock: () => number;
  /** Version of the add-in, for the log. */
  readonly version: string;
  /** A quote as a row of the tables that refreshes keep up to date; its first number is the value. */
  readonly tableRow: (quote: Quote) => readonly TableCell[];
}

/** What a look at the workbook found: what was known of it, or something else, which the market shows by then. */
export type Found = "same" | "frozen" | "live" | "unreadable";

/** The open workbook as the desk uses it: its freeze, its log and its tables. */
export class FrozenBook {
  private staged: Freeze | undefined;
  /** What was last read of the workbook, or written into it; its texts in alphabetical order. */
  private known: KeptFreeze | undefined;
  private endPause: (() => void) | undefined;
  private isStopped = false;
  /** Rows that the log did not take: they go with the next ones. */
  private unlogged: LogRow[] = [];

  constructor(
    private readonly workbook: Workbook,
    private readonly parts: BookParts,
  ) {}

  /** Shows the workbook's freeze, or that it cannot be read. Shows nothing for a live one. */
  async open(): Promise<void> {
    await this.take(RETRIES_MS);
  }

  /** Stops `open` from waiting. */
  stop(): void {
    this.isStopped = true;
    this.endPause?.();
  }

  /** Whether there are several freezes: two people have frozen the workbook at once, or files were merged. */
  get hasSeveralFreezes(): boolean {
    return this.known !== undefined && this.known.texts.length > 1;
  }

  /**
   * Looks whether the workbook still keeps what was read or written last, and shows what it keeps if not; what is
   * staged is then dropped. Rejects where Excel refuses to say.
   */
  async look(): Promise<Found> {
    const { known } = this;
    if (known !== undefined && (await this.workbook.freezeStamp()) === known.stamp) return "same";
    return this.take(known === undefined ? [] : RETRIES_MS);
  }

  /** Writes what the market shows into the workbook, then shows that. */
  freeze(): Promise<void> {
    const { market, embedded, clock, version } = this.parts;
    const content = asFrozen(market.quotes, market.content, embedded.day);
    const rows = changeRows(this.event("Frozen"), { quotes: [], history: {} }, content);
    return this.write({ frozenAt: clock(), version, content }, rows);
  }

  /**
   * Keeps for `applyStaged` what the workbook would keep with what was fetched, with warnings where it jumps away from
   * the frozen values; gives what would change.
   */
  stage(fetched: MarketContent): Pick<DeskState, "staged" | "stagedOthers"> {
    const { market, embedded, clock, version } = this.parts;
    const fresh = refreshed(market.content, fetched, embedded);
    const content = { ...fresh, quotes: withJumps(fresh.quotes, (series) => market.quote(series)) };
    this.staged = { frozenAt: clock(), version, content };
    return {
      staged: changesBetween(market.content.quotes, content.quotes),
      stagedOthers: otherChanges(market.content, content),
    };
  }

  async applyStaged(): Promise<void> {
    if (this.staged === undefined) return;
    const event = this.event("Refreshed");
    const rows = changeRows(event, this.parts.market.content, this.staged.content);
    await this.write(this.staged, rows.length === 0 ? [plainRow(event)] : rows);
  }

  discard(): void {
    this.staged = undefined;
  }

  /** Sets the workbook live; what the market shows then is left to the caller. */
  release(): Promise<void> {
    return this.write(undefined, [plainRow(this.event("Set live"))]);
  }

  /** What the workbook's tables show. None where Excel refuses to say: it will refuse to update them too, with the reason. */
  async tableTopics(): Promise<readonly Topic[]> {
    try {
      const series = await this.workbook.tableSeries();
      return series.filter(isSeries).map((name) => seriesFacts[name].topic);
    } catch {
      return [];
    }
  }

  /** Brings the workbook's tables up to date and logs what changed in them. Gives what to report, if anything. */
  async updateTables(): Promise<Notice | undefined> {
    const { market, tableRow } = this.parts;
    const quoteOf = (series: string) => (isSeries(series) ? market.quote(series) : undefined);
    const { updated, left } = await this.workbook.updateTables(
      (series) => {
        const quote = quoteOf(series);
        return quote === undefined ? undefined : tableRow(quote);
      },
      (series, before) => {
        const quote = quoteOf(series);
        if (quote === undefined) return;
        const old = before[tableRow(quote).findIndex((cell) => typeof cell === "number")];
        if (old === quote.value) return;
        const oldValue = typeof old === "number" ? old : undefined;
        this.unlogged.push(quoteLogRow(this.event("Table updated"), quote, oldValue));
      },
    );
    if (this.unlogged.length > 0) await this.workbook.appendLog(this.unlogged);
    this.unlogged = [];
    const sentences = left.map(({ name, reason }) => `Not updated: ${name}. ${reason}`);
    if (updated.length > 0) sentences.unshift(`Updated: ${listText(updated.map(addressOf))}.`);
    if (sentences.length === 0) return undefined;
    return { intent: left.length === 0 ? "success" : "error", text: sentences.join(" ") };
  }

  /** Shows what the workbook keeps, if it is something new. Shows nothing for a live workbook. */
  private async take(retries: readonly number[]): Promise<Found> {
    try {
      const read = await this.read(retries);
      if (read === undefined || this.isStopped) return "same";
      const isSame = areSame(read, this.known);
      const newest = newestOf(read.texts);
      this.known = read;
      if (isSame) return "same";
      this.staged = undefined;
      if (newest === undefined) return "live";
      this.show(newest);
      return "frozen";
    } catch (error) {
      this.known = undefined;
      const reason = reasonOf(error);
      const { market } = this.parts;
      if (market.state.kind === "unreadable" && market.state.reason === reason) return "same";
      this.staged = undefined;
      market.show({ kind: "unreadable", reason });
      return "unreadable";
    }
  }

  /** Resolves to undefined when it was stopped. */
  private async read(retries: readonly number[]): Promise<KeptFreeze | undefined> {
    for (const pause of retries) {
      try {
        return await this.readOnce();
      } catch {
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, pause);
          this.endPause = () => {
            clearTimeout(timer);
            resolve();
          };
        });
        if (this.isStopped) return undefined;
      }
    }
    return this.readOnce();
  }

  private async readOnce(): Promise<KeptFreeze> {
    const { stamp, texts } = await this.workbook.keptFreeze();
    return { stamp, texts: [...texts].sort() };
  }

  /** Writes, unless the workbook keeps something else by now: then it rejects with `ChangedElsewhere`. */
  private async write(freeze: Freeze | undefined, log: readonly LogRow[]): Promise<void> {
    const text = freeze === undefined ? undefined : freezeText(freeze);
    const write = () => this.workbook.keepFreeze(text, log, this.known?.stamp);
    let stamp: string;
    try {
      stamp = await write();
    } catch (error) {
      if (!(error instanceof ChangedElsewhere)) throw error;
      // The stamp changes with the log's rows as well.
      const found = await this.readOnce();
      if (!areSame(found, this.known)) throw error;
      this.known = found;
      stamp = await write();
    }
    this.known = { stamp, texts: text === undefined ? [] : [text] };
    this.staged = undefined;
    if (text !== undefined) this.show(readFreeze(text));
  }

  /** A workbook may come from anyone: values that are possible, but not beside the built-in ones, carry a warning. */
  private show({ frozenAt, content }: Freeze): void {
    const { market, embedded } = this.parts;
    const builtIn = new Map(embedded.quotes.map((quote) => [quote.series, quote]));
    const quotes = withJumps(content.quotes, (series) => builtIn.get(series), frozenAt);
    market.show({ kind: "frozen", frozenAt }, { ...content, quotes });
  }

  private event(event: string): LogEvent {
    return { when: this.parts.clock(), event, addinVersion: this.parts.version };
  }
}

const areSame = (read: KeptFreeze, known: KeptFreeze | undefined) =>
  JSON.stringify(read.texts) === JSON.stringify(known?.texts);

/** The latest freeze. Throws an `UnavailableError` where one of the texts cannot be read. */
function newestOf(texts: readonly string[]): Freeze | undefined {
  let newest: Freeze | undefined;
  for (const text of texts) {
    const freeze = readFreeze(text);
    if (newest === undefined || freeze.frozenAt > newest.frozenAt) newest = freeze;
  }
  return newest;
}

function reasonOf(error: unknown): string {
  if (error instanceof WorkbookError || error instanceof UnavailableError) return error.message;
  console.error(error);
  return "Hashcell could not read whether this workbook is frozen: close it and open it again";
}

const bySeries = (quotes: readonly Quote[]) => new Map(quotes.map((quote) => [quote.series, quote]));

/** The series whose values differ, appear or vanish, in the order in which series are shown. */
export function changesBetween(before: readonly Quote[], after: readonly Quote[]): Change[] {
  const [old, fresh] = [bySeries(before), bySeries(after)];
  return allSeries
    .map((series) => ({ series, before: old.get(series), after: fresh.get(series) }))
    .filter((change) => change.before?.value !== change.after?.value);
}

/** What differs besides the quotes: days of histories, series of a gateway, the option chain, the pools. */
function otherChanges(before: MarketContent, after: MarketContent): OtherChange[] {
  const changes = Object.entries(after.kept ?? {}).flatMap(([name, series]) =>
    keptChanges(name, before.kept?.[name], series),
  );
  for (const field of historyFields) {
    const fetched = after.history[field];
    if (fetched === undefined) continue;
    const { days, source, fetchedAt } = fetched;
    const text = daysText(before.history[field]?.days ?? {}, days);
    if (text !== "") changes.push({ name: `${field} by day`, text, source, asOf: fetchedAt });
  }
  const { chain, pools } = after;
  if (chain !== undefined && chain.asOf !== before.chain?.asOf) {
    const { source, asOf } = chain;
    changes.push({ name: "option chain", text: counted(chain.options.length, "option"), source, asOf });
  }
  if (pools !== undefined && pools.asOf !== before.pools?.asOf) {
    const { source, asOf } = pools;
    changes.push({ name: "pools of the last week", text: counted(pools.pools.length, "pool"), source, asOf });
  }
  return changes;
}

/** How a series that a gateway keeps would change. */
function keptChanges(name: string, before: Kept | undefined, { quote, days }: Kept): OtherChange[] {
  const changes: OtherChange[] = [];
  if (quote !== undefined && quote.value !== before?.quote?.value) {
    const was = before?.quote === undefined ? "" : `, was ${before.quote.value}`;
    const { value, source, asOf } = quote;
    changes.push({ name, text: `${value}${was}`, source, asOf });
  }
  const text = days === undefined ? "" : daysText(before?.days?.days ?? {}, days.days);
  if (days !== undefined && text !== "")
    changes.push({ name: `${name} by day`, text, source: days.source, asOf: days.fetchedAt });
  return changes;
}

function daysText(before: FetchedDays["days"], after: FetchedDays["days"]): string {
  const days = Object.keys(after).map(Number);
  const added = days.filter((day) => before[day] === undefined).length;
  const changed = days.filter((day) => before[day] !== undefined && before[day] !== after[day]).length;
  const parts = [];
  if (added > 0) parts.push(`${counted(added, "day")} added`);
  if (changed > 0) parts.push(`${counted(changed, "day")} changed`);
  return parts.join(", ");
}

/** What all rows of one event have in common. */
type LogEvent = Pick<LogRow, "when" | "event" | "addinVersion">;

/** A row about one series: its new value, and the old one where there was one. */
function quoteLogRow(event: LogEvent, { series, value, source, asOf }: Quote, oldValue?: number): LogRow {
  const row = { ...event, series, unit: seriesFacts[series].unit, source, asOf, newValue: value };
  return oldValue === undefined ? row : { ...row, oldValue };
}

/** A row for each series with another value, moment or source, and for what has no single value: histories, options. */
function changeRows(event: LogEvent, before: MarketContent, after: MarketContent): LogRow[] {
  const old = bySeries(before.quotes);
  const rows: LogRow[] = [];
  for (const quote of after.quotes) {
    const known = old.get(quote.series);
    if (known?.value !== quote.value || known.asOf !== quote.asOf || known.source !== quote.source)
      rows.push(quoteLogRow(event, quote, known?.value));
  }
  for (const { name, text, source, asOf } of otherChanges(before, after))
    rows.push({ ...event, series: `${name}: ${text}`, unit: "", source, asOf });
  return rows;
}

/** A row about the workbook as a whole. */
const plainRow = (event: LogEvent): LogRow => ({ ...event, series: "", unit: "", source: "" });
