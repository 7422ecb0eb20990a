import { UnavailableError } from "../../core/errors";
import { accessOf, urlOf } from "../../data/address";
import type { Feed, RouteOutcome } from "../../data/feed/feed";
import { jumpsIn } from "../../data/jumps";
import type { MarketContent, MarketState, Quote } from "../../data/market";
import { providerFacts, type Route } from "../../data/providers/provider";
import type { Settings } from "../../data/settings";
import type { MarketStore } from "../../data/store";
import { ChangedElsewhere, WorkbookError, type Workbook } from "../../workbook/workbook";
import { PANE_DEFECT, sentence } from "../format";
import type { Desk, DeskState, Notice } from "./desk";
import { FrozenBook, type BookParts, type Found } from "./frozenBook";
import { Rounds } from "./rounds";
import { changedSettings, type SettingsStore } from "./settingsStore";

const MINUTE_MS = 60_000;

/**
 * How often the workbook is looked at for what another author or another pane has done. Excel reports no change of a
 * custom XML part; the settings' event belongs to one installation, and that of the sheets comes with every cell that
 * is typed into. One small question works in every Excel, and is asked at once when the pane gets the focus, and
 * before each write.
 */
const LOOK_MS = 20_000;

/** How long the pane waits for the cache: another tab may block the browser's database indefinitely. */
const PATIENCE_MS = 3_000;

const foundTexts: Readonly<Record<Exclude<Found, "same">, string>> = {
  frozen: "The workbook was frozen or refreshed elsewhere: its new values are shown.",
  live: "The workbook was set live elsewhere: its formulas follow the market again.",
  unreadable: "The workbook's frozen values were changed elsewhere and cannot be read.",
};
const SEVERAL_FREEZES =
  "The workbook has more than one set of frozen values, as when two people freeze it at once: the latest is shown. Refresh it and apply, or set it live, to remove the others.";

const FROM_1904 =
  "This workbook uses the 1904 date system, but MINING functions count dates from 1900: a cell that shows 1 January 2024 is read as 31 December 2019, and dates that they return appear four years too late. Turn that off (File > Options > Advanced > Use 1904 date system; on a Mac Excel > Preferences > Calculation) and check the existing dates, or add 1462 to each date that you pass.";

const nothingStaged = { staged: undefined, stagedOthers: [] };

/** What a desk works with. */
interface DeskParts extends BookParts {
  readonly feed: Feed;
  readonly routes: readonly Route[];
  readonly gateway?: string | undefined;
  readonly settings: SettingsStore;
  /** Whether this page may ask what the settings name; see `narrowPolicy`. */
  readonly isCovered: (settings: Settings) => boolean;
  readonly reload: () => void;
}

/** Drives the market of the open workbook: reads its freeze, asks the sources, freezes and refreshes. */
export class MarketDesk implements Desk {
  readonly market: MarketStore;
  readonly routes: readonly Route[];
  readonly gateway: string | undefined;
  state: DeskState;
  private readonly listeners = new Set<() => void>();
  private readonly rounds: Rounds;
  private readonly endings: (() => void)[] = [];
  private book: FrozenBook | undefined;
  private loading: Promise<void> | undefined;
  private refreshing: Promise<void> | undefined;
  /** Work on the workbook, one piece after the other: resolves when all of it so far is done. */
  private queue: Promise<void> = Promise.resolve();

  constructor(private readonly parts: DeskParts) {
    const { market, routes, gateway, settings, feed, clock, isCovered } = parts;
    this.market = market;
    this.routes = routes;
    this.gateway = gateway;
    this.state = {
      settings: settings.current,
      round: undefined,
      problems: [],
      refreshedAt: undefined,
      ...nothingStaged,
      question: undefined,
      isWriting: false,
      notice: undefined,
      needsReload: !isCovered(settings.current),
    };
    this.rounds = new Rounds({
      feed,
      market,
      clock,
      settings: () => settings.current,
      onProgress: (round) => this.change({ round }),
      onBrought: (outcomes) => {
        this.note(outcomes);
        this.follow();
      },
      onBug: (error) => this.fail(error),
    });
  }

  subscribe(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => void this.listeners.delete(listener);
  }

  /** Reads the workbook, where there is one, before it shows anything; then does what the settings ask for. */
  async start(workbook: Workbook | undefined): Promise<void> {
    if (workbook !== undefined) this.book = new FrozenBook(workbook, this.parts);
    const ticking = setInterval(() => this.passTime(), MINUTE_MS);
    const looking = setInterval(() => void this.look(), LOOK_MS);
    this.endings.push(
      () => clearInterval(ticking),
      () => clearInterval(looking),
      () => this.rounds.hold(),
      () => this.book?.stop(),
      this.market.onDemand((topic) => this.rounds.seek(topic)),
      this.parts.settings.subscribe(() => this.takeSettings()),
    );
    await this.run(() => this.open());
    if (workbook !== undefined && (await workbook.countsFrom1904().catch(() => false)))
      this.tell("error", FROM_1904);
  }

  /** Stops everything that runs by itself. */
  stop(): void {
    for (const end of this.endings.splice(0)) end();
  }

  reopen(): Promise<void> {
    return this.run(async () => {
      if (!this.is("unreadable")) return;
      this.market.show({ kind: "starting" });
      await this.open();
    });
  }

  /** Looks whether the workbook's freeze has changed, and shows that. */
  look(): Promise<void> {
    return this.run(async () => {
      if (this.isRunning() && !this.is("starting")) await this.catchUp("");
    });
  }

  refresh(): Promise<void> {
    this.refreshing ??= this.refreshOnce().finally(() => {
      this.refreshing = undefined;
      if (this.isRunning()) this.rounds.resume();
    });
    return this.refreshing;
  }

  cancel(): void {
    this.rounds.cancel();
  }

  apply(isSure = false): Promise<void> {
    return this.write(async () => {
      this.decline();
      if (this.book === undefined || this.state.staged === undefined) return;
      const changing = this.state.staged.flatMap(({ after }) => after ?? []);
      if (!isSure && this.needsAnswer("apply", changing)) return;
      if (isSure) this.parts.feed.believe();
      await this.book.applyStaged();
      this.change(nothingStaged);
      await this.updateTables("The new values are in the workbook: save it to keep them.");
    });
  }

  discard(): void {
    if (this.state.isWriting) return;
    this.book?.discard();
    this.decline();
    this.change(nothingStaged);
  }

  freeze(isSure = false): Promise<void> {
    return this.write(async () => {
      this.decline();
      if (!this.is("embedded", "live")) return;
      if (this.book === undefined) {
        this.tell("error", "Open Hashcell with a workbook in Excel to freeze its values.");
        return;
      }
      if (!isSure && this.needsAnswer("freeze", this.market.quotes)) return;
      if (isSure) this.parts.feed.believe();
      await this.book.freeze();
      this.rounds.cancel();
      await this.updateTables("The values are frozen in the workbook: save it to keep them.");
    });
  }

  decline(): void {
    if (this.state.question !== undefined) this.change({ question: undefined });
  }

  goLive(): Promise<void> {
    return this.write(async () => {
      if (this.book === undefined || !this.is("frozen", "unreadable")) return;
      await this.load();
      await this.book.release();
      this.change({ ...nothingStaged, notice: undefined });
      this.showLive();
      this.rounds.resume();
      await this.updateTables();
    });
  }

  changeSettings(change: Partial<Settings>): void {
    const next = changedSettings(this.parts.settings.current, change);
    if (typeof next === "string") this.tell("error", next);
    else this.parts.settings.save(next);
  }

  importResponse(route: Route, text: string, savedAt: number): Promise<void> {
    return this.run(async () => {
      if (!this.requireMarket()) return;
      await this.load();
      await this.parts.feed.accept(route, text, savedAt);
      this.rounds.forget(route.id);
      this.change({ problems: this.rounds.problems });
      await this.receive(`${route.label}: the saved response was read.`);
    });
  }

  /** Without a key, and wherever Excel's requests go. */
  addressOf(route: Route): string {
    const { settings, clock } = this.parts;
    const path = route.path(clock());
    try {
      return urlOf(accessOf(route.provider, { ...settings.current, proxyUrl: "", keys: {} }), path);
    } catch {
      return `${providerFacts[route.provider].base}${path}`;
    }
  }

  dismiss(): void {
    this.change({ notice: undefined });
  }

  reload(): void {
    this.parts.reload();
  }

  private change(part: Partial<DeskState>): void {
    this.state = { ...this.state, ...part };
    for (const listener of [...this.listeners]) listener();
  }

  private tell(intent: Notice["intent"], text: string): void {
    this.change({ notice: { intent, text } });
  }

  /** Shows what an error means to the user. One that is not thrown on purpose goes to the console as well. */
  private fail(error: unknown): void {
    if (error instanceof WorkbookError || error instanceof UnavailableError)
      this.tell("error", sentence(error.message));
    else {
      console.error(error);
      this.tell("error", PANE_DEFECT);
    }
  }

  /** Does work on the workbook after what is under way; nothing rejects. */
  private run(task: () => Promise<void>): Promise<void> {
    this.queue = this.queue.then(task).catch((error: unknown) => this.fail(error));
    return this.queue;
  }

  /** Does what writes into the workbook; where that was changed elsewhere in the meantime, shows its values instead. */
  private write(task: () => Promise<void>): Promise<void> {
    return this.run(async () => {
      this.change({ isWriting: true });
      try {
        await task();
      } catch (error) {
        if (!(error instanceof ChangedElsewhere)) throw error;
        if (!(await this.catchUp("Nothing was written. "))) throw error;
      } finally {
        this.change({ isWriting: false });
      }
    });
  }

  /** Shows the workbook's freeze, or else what was fetched before. */
  private async open(): Promise<void> {
    await this.book?.open();
    this.warnOfSeveralFreezes();
    if (!this.is("starting") || !this.isRunning()) return;
    await this.load();
    if (!this.isRunning()) return;
    this.showLive();
    this.rounds.resume();
  }

  /**
   * Shows what the workbook keeps where that has changed, reports it after `consequence`, and resolves to whether it
   * has. Where Excel does not answer, as while a cell is edited, the next look will.
   */
  private async catchUp(consequence: string): Promise<boolean> {
    const found = (await this.book?.look().catch(() => "same" as const)) ?? "same";
    if (found === "same") return false;
    this.rounds.cancel();
    this.change({ ...nothingStaged, question: undefined });
    if (found === "live") {
      await this.load();
      this.showLive();
      this.rounds.resume();
    }
    const isError = found === "unreadable" || consequence !== "";
    this.tell(isError ? "error" : "success", consequence + foundTexts[found]);
    this.warnOfSeveralFreezes();
    return true;
  }

  private warnOfSeveralFreezes(): void {
    if (this.book?.hasSeveralFreezes === true) this.tell("error", SEVERAL_FREEZES);
  }

  /** Whether values have jumped: then asks the user about them. */
  private needsAnswer(act: "freeze" | "apply", quotes: readonly Quote[]): boolean {
    const doubts = jumpsIn(quotes);
    if (doubts.length > 0) this.change({ question: { act, doubts } });
    return doubts.length > 0;
  }

  private async refreshOnce(): Promise<void> {
    const { settings } = this.parts;
    await this.queue;
    if (!this.requireMarket()) return;
    this.dismiss();
    if (!settings.current.isOnline) settings.save({ ...settings.current, isOnline: true });
    await this.load();
    const outcomes = await this.rounds.refresh(await this.book?.tableTopics());
    if (outcomes === undefined) return;
    this.note(outcomes);
    if (outcomes.length === 0)
      this.tell("error", "All sources are switched off: switch one on in the settings.");
    if (outcomes.some(({ kind }) => kind !== "failed")) await this.run(() => this.receive());
  }

  private note(outcomes: readonly RouteOutcome[]): void {
    const isNew = outcomes.some(({ kind }) => kind === "fetched");
    const refreshedAt = isNew ? this.parts.clock() : this.state.refreshedAt;
    this.change({ problems: this.rounds.problems, refreshedAt });
  }

  /** Shows fetched values, or stages them in a frozen workbook. */
  private async receive(success?: string): Promise<void> {
    if (await this.catchUp("Nothing was written. ")) return;
    if (!this.is("frozen")) {
      this.follow();
      return this.updateTables(success);
    }
    if (this.book !== undefined) this.change(this.book.stage(this.fetched));
    if (success !== undefined) this.tell("success", success);
  }

  /** Brings the workbook's tables up to date, and reports that after `success`. */
  private async updateTables(success?: string): Promise<void> {
    if (success !== undefined) this.tell("success", success);
    const tables = await this.book?.updateTables();
    if (tables === undefined) return;
    this.tell(tables.intent, success === undefined ? tables.text : `${success} ${tables.text}`);
  }

  private takeSettings(): void {
    const { settings, isCovered } = this.parts;
    this.change({ settings: settings.current, needsReload: !isCovered(settings.current) });
    if (!settings.current.isOnline) this.rounds.cancel();
    this.follow();
    this.rounds.wish();
  }

  private isRunning(): boolean {
    return this.endings.length > 0;
  }

  /** Whether the workbook's market is known; says so where its freeze cannot be read. */
  private requireMarket(): boolean {
    if (this.is("unreadable"))
      this.tell("error", "The frozen values of this workbook cannot be read: set it live to use others.");
    return !this.is("starting", "unreadable");
  }

  private is(...kinds: MarketState["kind"][]): boolean {
    return kinds.includes(this.market.state.kind);
  }

  // The market of a workbook that is not frozen: what was fetched, now or earlier, over what is built in.

  /** Takes in what the cache has kept, once. What takes longer than three seconds is shown when it comes. */
  private load(): Promise<void> {
    this.loading ??= new Promise((resolve) => {
      const timer = setTimeout(resolve, PATIENCE_MS);
      void this.parts.feed
        .load()
        .catch((error: unknown) => this.fail(error))
        .then(() => {
          clearTimeout(timer);
          resolve();
          this.follow();
        });
    });
    return this.loading;
  }

  private get fetched(): MarketContent {
    return this.parts.feed.content(this.parts.clock());
  }

  private showLive(): void {
    const content = this.fetched;
    const { quotes, history, chain, pools, kept } = content;
    const isEmpty =
      quotes.length + Object.keys(history).length === 0 &&
      [chain, pools, kept].every((part) => part === undefined);
    if (isEmpty) this.market.show({ kind: "embedded" });
    else this.market.show({ kind: "live" }, content);
  }

  /** Shows what is known by now, unless the market shows something else. */
  private follow(): void {
    if (!this.is("embedded", "live")) return;
    try {
      this.showLive();
    } catch (error) {
      this.fail(error);
    }
  }

  /** Updates ages, expired live marks, and options that have expired. */
  private passTime(): void {
    const { market } = this;
    const changing = ({ quotes, chain, kept }: MarketContent) =>
      JSON.stringify([quotes, chain?.options.length, kept]);
    if (this.is("live") && changing(this.fetched) !== changing(market.content)) this.follow();
    else if (this.is("embedded", "live")) market.notify();
  }
}
