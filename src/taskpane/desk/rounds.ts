import type { Feed, RouteOutcome } from "../../data/feed/feed";
import { currencyFacts, seriesFacts, type Topic } from "../../data/series";
import type { Settings } from "../../data/settings";
import type { MarketStore } from "../../data/store";

const MINUTE_MS = 60_000;
/** How long a new wish waits for others, so that many cells make one round. */
const GATHERING_MS = 200;
/** Shortest time between two rounds that nobody asked for, but for new wishes. */
const SHORTEST_PAUSE_MS = MINUTE_MS;

export interface RoundsParts {
  readonly feed: Feed;
  readonly market: MarketStore;
  readonly clock: () => number;
  readonly settings: () => Settings;
  /** Follows the round under way; undefined when there is none. */
  readonly onProgress: (round: { readonly done: number; readonly total: number } | undefined) => void;
  /** Takes what a round has brought that nobody asked for: all that is wanted, or a part of it. */
  readonly onBrought: (outcomes: readonly RouteOutcome[], isPart: boolean) => void;
  readonly onBug: (error: unknown) => void;
}

/**
 * The rounds of questions to the sources, one at a time: those that the user asks for, and in a live workbook those by
 * themselves, each interval, soon after somebody looks at something new, and earlier for what no source has answered.
 */
export class Rounds {
  private timer: ReturnType<typeof setTimeout> | undefined;
  private current: AbortController | undefined;
  private isHeld = true;
  private isWished = false;
  /** What somebody has begun to look at since it was last asked for. */
  private readonly sought = new Set<Topic>();
  private lastAt = -Infinity;
  private lastWholeAt = -Infinity;
  private starved: ReadonlySet<Topic> = new Set();

  constructor(private readonly parts: RoundsParts) {}

  /** What is fetched: the network, prices, and whatever somebody looks at. */
  get topics(): ReadonlySet<Topic> {
    const { market, settings } = this.parts;
    return new Set<Topic>([
      ...["network" as const, "price" as const],
      seriesFacts[currencyFacts[settings().currency].price].topic,
      ...market.wantedTopics,
    ]);
  }

  /** Asks for everything wanted and for `others`, at once. Resolves to undefined when it was cancelled. */
  async refresh(others: readonly Topic[] = []): Promise<readonly RouteOutcome[] | undefined> {
    this.hold();
    return this.ask(new Set([...this.topics, ...others]), { isForced: true, isPart: false });
  }

  /** Goes on by itself, where the workbook and the settings want that. */
  resume(): void {
    this.isHeld = false;
    this.plan();
  }

  /** Ends the round under way, and does nothing by itself until `resume`. */
  hold(): void {
    this.isHeld = true;
    clearTimeout(this.timer);
    this.cancel();
  }

  /** Soon asks for what is not fresh. */
  wish(): void {
    this.isWished = true;
    this.plan();
  }

  /** Soon asks for a topic that somebody has begun to look at. */
  seek(topic: Topic): void {
    this.sought.add(topic);
    this.plan();
  }

  cancel(): void {
    this.current?.abort();
  }

  private get mayAsk(): boolean {
    const { market, settings } = this.parts;
    const { isOnline, refreshMinutes } = settings();
    const isLive = market.state.kind === "live" || market.state.kind === "embedded";
    return !this.isHeld && isLive && isOnline && refreshMinutes > 0;
  }

  private plan(): void {
    clearTimeout(this.timer);
    if (!this.mayAsk || this.current !== undefined) return;
    const now = this.parts.clock();
    const interval = this.parts.settings().refreshMinutes * MINUTE_MS;
    const soon = now + GATHERING_MS;
    // A clock that was set back does not stop the rounds.
    this.lastWholeAt = Math.min(this.lastWholeAt, now);
    const dueAt = this.isWished ? soon : Math.max(soon, this.lastWholeAt + interval);
    const partAt = this.sought.size > 0 ? soon : this.retryAt;
    const isPart = partAt < dueAt;
    this.timer = setTimeout(
      () => void this.askUnattended(isPart),
      Math.max(Math.min(dueAt, partAt) - now, 0),
    );
  }

  private get retryAt(): number {
    const { part } = this;
    if (part.size === 0) return Infinity;
    return Math.max(this.parts.feed.nextAttempt(part), this.lastAt + SHORTEST_PAUSE_MS);
  }

  /** What is asked for between the whole rounds; nothing that nobody looks at any more. */
  private get part(): ReadonlySet<Topic> {
    const { topics } = this;
    return new Set([...this.starved, ...this.sought].filter((topic) => topics.has(topic)));
  }

  private async askUnattended(isPart: boolean): Promise<void> {
    const topics = isPart ? this.part : this.topics;
    if (topics.size === 0) this.sought.clear();
    else {
      const outcomes = await this.ask(topics, { isForced: false, isPart });
      if (outcomes !== undefined && this.mayAsk) this.parts.onBrought(outcomes, isPart);
    }
    this.plan();
  }

  private async ask(
    topics: ReadonlySet<Topic>,
    { isForced, isPart }: { readonly isForced: boolean; readonly isPart: boolean },
  ): Promise<readonly RouteOutcome[] | undefined> {
    const { feed, onBug } = this.parts;
    this.cancel();
    const controller = new AbortController();
    this.current = controller;
    this.sought.clear();
    if (!isPart) this.isWished = false;
    const onProgress = (done: number, total: number) => {
      if (this.current === controller) this.parts.onProgress({ done, total });
    };
    try {
      const outcomes = await feed.round(topics, { isForced, signal: controller.signal, onProgress });
      if (controller.signal.aborted) return undefined;
      this.starved = starvedBy(outcomes, topics);
      return outcomes;
    } catch (error) {
      if (!controller.signal.aborted) onBug(error);
      return undefined;
    } finally {
      this.ended(controller, isPart);
    }
  }

  private ended(controller: AbortController, isPart: boolean): void {
    this.lastAt = this.parts.clock();
    if (!isPart) this.lastWholeAt = this.lastAt;
    if (this.current !== controller) return;
    this.current = undefined;
    this.parts.onProgress(undefined);
  }
}

/** Those of the topics of which no question was answered. */
function starvedBy(outcomes: readonly RouteOutcome[], topics: ReadonlySet<Topic>): ReadonlySet<Topic> {
  const starves = (topic: Topic) => {
    const asked = outcomes.filter(({ route }) => route.topics.includes(topic));
    return asked.length > 0 && asked.every(({ kind }) => kind === "failed");
  };
  return new Set([...topics].filter(starves));
}
