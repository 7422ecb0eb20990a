import type { RouteOutcome } from "../../data/feed/feed";
import { jumpsIn } from "../../data/jumps";
import type { MarketState, Quote } from "../../data/market";
import type { Route } from "../../data/providers/provider";
import type { Settings } from "../../data/settings";
import type { MarketStore } from "../../data/store";
import { ChangedElsewhere, type Workbook } from "../../workbook/workbook";
import type { Desk, DeskState } from "./desk";
import { failure, noticeOf, success, together, type DeskNotice } from "./deskNotices";
import type { DeskParts } from "./deskParts";
import { beginning, nothingStaged, WatchedState } from "./deskState";
import { FrozenBook, type Found } from "./frozenBook";
import { LiveMarket } from "./liveMarket";
import { Answers } from "./problems";
import { Rounds } from "./rounds";
import { routeAddress } from "./routeAddress";
import { changedSettings } from "./settingsStore";
import { Tasks } from "./tasks";

const MINUTE_MS = 60_000;

/**
 * How often the workbook is looked at for what another author or another pane has done. Excel tells of no change of a
 * custom XML part; the settings' event belongs to one installation, and that of the sheets comes with every cell that
 * is typed into. One small question serves in every Excel, and is asked at once when the pane gets the focus, and
 * before each write.
 */
const LOOK_MS = 20_000;

const foundTexts: Readonly<Record<Exclude<Found, "same">, string>> = {
  frozen: "The workbook was frozen or refreshed elsewhere: what it holds now is shown.",
  live: "The workbook was set live elsewhere: its formulas follow the market again.",
  unreadable: "What the workbook holds was changed elsewhere and cannot be read.",
};
const TWOFOLD =
  "The workbook holds more than one set of frozen values, as when two people freeze it at once: the latest is shown. Refresh it and apply, or set it live, to do away with the others.";

const FROM_1904 =
  "This workbook counts its dates from 1904, and MINING functions take dates as counted from 1900: a cell that shows 1 January 2024 is read as 31 December 2019, and dates that they give show four years too late. Turn that off (File > Options > Advanced > Use 1904 date system; on a Mac Excel > Preferences > Calculation) and check the dates that are there, or add 1462 to each date that you hand over.";

/** Drives the market of the open workbook: reads what it holds still, asks the sources, freezes and refreshes. */
export class MarketDesk implements Desk {
  readonly market: MarketStore;
  readonly routes: readonly Route[];
  private readonly watched: WatchedState;
  private readonly answers = new Answers();
  private readonly live: LiveMarket;
  private readonly rounds: Rounds;
  private readonly endings: (() => void)[] = [];
  private book: FrozenBook | undefined;
  private refreshing: Promise<void> | undefined;
  private readonly tasks: Tasks;

  constructor(private readonly parts: DeskParts) {
    const { market, routes, settings, feed, clock, isCovered } = parts;
    this.market = market;
    this.routes = routes;
    this.watched = new WatchedState(beginning(settings.current, !isCovered(settings.current)));
    const onBug = (error: unknown) => this.tell(noticeOf(error));
    this.tasks = new Tasks(onBug, (isWriting) => this.watched.change({ isWriting }));
    this.live = new LiveMarket({ market, feed, clock, onBug });
    this.rounds = new Rounds({
      ...{ feed, market, clock, onBug, settings: () => settings.current },
      onProgress: (round) => this.watched.change({ round }),
      onBrought: (outcomes, isPart) => {
        this.note(outcomes, isPart);
        this.live.follow();
      },
    });
  }

  get state(): DeskState {
    return this.watched.current;
  }

  subscribe(listener: () => void): () => void {
    return this.watched.subscribe(listener);
  }

  /** Reads the workbook, where there is one, before it shows anything; then does what the settings want. */
  async start(workbook: Workbook | undefined): Promise<void> {
    if (workbook !== undefined) this.book = new FrozenBook({ ...this.parts, workbook });
    const tick = setInterval(() => this.live.passTime(), MINUTE_MS);
    const eye = setInterval(() => void this.look(), LOOK_MS);
    this.endings.push(
      () => clearInterval(tick),
      () => clearInterval(eye),
      () => this.rounds.hold(),
      () => this.book?.stop(),
      this.market.onDemand((topic) => this.rounds.seek(topic)),
      this.parts.settings.subscribe(() => this.takeSettings()),
    );
    await this.tasks.run(() => this.open());
    if (workbook !== undefined && (await workbook.countsFrom1904().catch(() => false)))
      this.tell(failure(FROM_1904));
  }

  reopen(): Promise<void> {
    return this.tasks.run(async () => {
      if (!this.is("unreadable")) return;
      this.market.show({ kind: "starting" });
      await this.open();
    });
  }

  /** Looks whether the workbook holds something else by now, and shows that. */
  look(): Promise<void> {
    return this.tasks.run(async () => {
      if (this.isRunning && !this.is("starting")) await this.isAsRead("");
    });
  }

  /**
   * Whether the workbook holds what was read of it; if not, what it holds is shown, and told after `consequence`. Where
   * Excel does not tell, as while a cell is edited, the next look will.
   */
  private async isAsRead(consequence: string): Promise<boolean> {
    const found = (await this.book?.look().catch(() => "same" as const)) ?? "same";
    if (found === "same") return true;
    this.rounds.cancel();
    this.watched.change({ ...nothingStaged, question: undefined });
    if (found === "live") {
      await this.live.load();
      this.live.show();
      this.rounds.resume();
    }
    const text = consequence + foundTexts[found];
    this.tell(found === "unreadable" || consequence !== "" ? failure(text) : success(text));
    this.tellIfTwofold();
    return false;
  }

  private tellIfTwofold(): void {
    if (this.book?.isTwofold === true) this.tell(failure(TWOFOLD));
  }

  /** Does what writes into the workbook; where that was changed elsewhere meanwhile, shows what it holds instead. */
  private write(task: () => Promise<void>): Promise<void> {
    return this.tasks.write(async () => {
      try {
        await task();
      } catch (error) {
        if (!(error instanceof ChangedElsewhere)) throw error;
        if (await this.isAsRead("Nothing was written. ")) throw error;
      }
    });
  }

  /** Shows what the workbook holds still, or else what was fetched before. */
  private async open(): Promise<void> {
    await this.book?.open();
    this.tellIfTwofold();
    if (!this.is("starting") || !this.isRunning) return;
    await this.live.load();
    if (!this.isRunning) return;
    this.live.show();
    this.rounds.resume();
  }

  /** Ends everything that goes on by itself. */
  stop(): void {
    for (const end of this.endings.splice(0)) end();
  }

  refresh(): Promise<void> {
    this.refreshing ??= this.refreshOnce().finally(() => {
      this.refreshing = undefined;
      if (this.isRunning) this.rounds.resume();
    });
    return this.refreshing;
  }

  readonly cancel = () => this.rounds.cancel();

  apply(isSure = false): Promise<void> {
    return this.write(async () => {
      this.decline();
      if (this.book === undefined || this.state.staged === undefined) return;
      const changing = this.state.staged.flatMap(({ after }) => after ?? []);
      if (!isSure && this.asks("apply", changing)) return;
      if (isSure) this.parts.feed.believe();
      await this.book.applyStaged();
      this.watched.change(nothingStaged);
      await this.updateTables(success("The new values are in the workbook: save it to keep them."));
    });
  }

  discard(): void {
    if (this.state.isWriting) return;
    this.book?.discard();
    this.decline();
    this.watched.change(nothingStaged);
  }

  freeze(isSure = false): Promise<void> {
    return this.write(async () => {
      this.decline();
      if (!this.is("embedded", "live")) return;
      if (this.book === undefined)
        return this.tell(failure("Open Hashcell beside a workbook in Excel to freeze its values."));
      if (!isSure && this.asks("freeze", this.market.quotes)) return;
      if (isSure) this.parts.feed.believe();
      await this.book.freeze();
      this.rounds.cancel();
      await this.updateTables(success("The values are frozen in the workbook: save it to keep them."));
    });
  }

  readonly decline = () => {
    if (this.state.question !== undefined) this.watched.change({ question: undefined });
  };

  /** Whether values have jumped, which the user is then asked about. */
  private asks(act: "freeze" | "apply", quotes: readonly Quote[]): boolean {
    const doubts = jumpsIn(quotes);
    if (doubts.length > 0) this.watched.change({ question: { act, doubts } });
    return doubts.length > 0;
  }

  goLive(): Promise<void> {
    return this.write(async () => {
      if (this.book === undefined || !this.is("frozen", "unreadable")) return;
      await this.live.load();
      await this.book.release();
      this.watched.change({ ...nothingStaged, notice: undefined });
      this.live.show();
      this.rounds.resume();
      await this.updateTables();
    });
  }

  changeSettings(change: Partial<Settings>): void {
    const next = changedSettings(this.parts.settings.current, change);
    if (typeof next === "string") this.tell(failure(next));
    else this.parts.settings.save(next);
  }

  importResponse(route: Route, text: string, savedAt: number): Promise<void> {
    return this.tasks.run(async () => {
      if (!this.isReadable()) return;
      await this.live.load();
      await this.parts.feed.accept(route, text, savedAt);
      this.answers.forget(route.id);
      this.watched.change({ problems: this.answers.problems });
      await this.receive(success(`${route.label}: the saved response was read.`));
    });
  }

  readonly addressOf = (route: Route) => routeAddress(route, this.parts.settings.current, this.parts.clock());

  readonly dismiss = () => this.watched.change({ notice: undefined });

  readonly reload = () => this.parts.reload();

  private async refreshOnce(): Promise<void> {
    const { settings } = this.parts;
    await this.tasks.done;
    if (!this.isReadable()) return;
    this.dismiss();
    if (!settings.current.isOnline) settings.save({ ...settings.current, isOnline: true });
    await this.live.load();
    const outcomes = await this.rounds.refresh(await this.book?.tableTopics());
    if (outcomes === undefined) return;
    this.note(outcomes, false);
    if (outcomes.length === 0)
      this.tell(failure("All sources are switched off: switch one on in the settings."));
    if (outcomes.some(({ kind }) => kind !== "failed")) await this.tasks.run(() => this.receive());
  }

  private get isRunning(): boolean {
    return this.endings.length > 0;
  }

  private isReadable(): boolean {
    if (this.is("unreadable")) {
      this.tell(failure("The frozen values of this workbook cannot be read: set it live to use others."));
    }
    return !this.is("starting", "unreadable");
  }

  private is(...kinds: MarketState["kind"][]): boolean {
    return kinds.includes(this.market.state.kind);
  }

  private note(outcomes: readonly RouteOutcome[], isPart: boolean): void {
    this.answers.add(outcomes, isPart);
    const isNew = outcomes.some(({ kind }) => kind === "fetched");
    const refreshedAt = isNew ? this.parts.clock() : this.state.refreshedAt;
    this.watched.change({ problems: this.answers.problems, refreshedAt });
  }

  /** Does with what the user has had fetched what the workbook wants: shows it, or keeps it for a decision. */
  private async receive(notice?: DeskNotice): Promise<void> {
    if (!(await this.isAsRead("Nothing was written. "))) return;
    if (!this.is("frozen")) {
      this.live.follow();
      return this.updateTables(notice);
    }
    if (this.book !== undefined) this.watched.change(this.book.stage(this.live.fetched));
    if (notice !== undefined) this.tell(notice);
  }

  private takeSettings(): void {
    const { settings, isCovered } = this.parts;
    this.watched.change({ settings: settings.current, needsReload: !isCovered(settings.current) });
    if (!settings.current.isOnline) this.rounds.cancel();
    this.live.follow();
    this.rounds.wish();
  }

  private async updateTables(notice?: DeskNotice): Promise<void> {
    if (notice !== undefined) this.tell(notice);
    const found = await this.book?.updateTables();
    if (found !== undefined) this.tell(notice === undefined ? found : together(notice, found));
  }

  private tell(notice: DeskNotice): void {
    this.watched.change({ notice });
  }
}
