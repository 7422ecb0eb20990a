import type { Feed, RouteOutcome } from "../../data/feed/feed";
import { providerFacts, providers, type Provider } from "../../data/providers/provider";
import { currencyFacts, seriesFacts, type Topic } from "../../data/series";
import type { Settings } from "../../data/settings";
import type { MarketStore } from "../../data/store";
import { sentence } from "../format";
import type { DeskState, Problem } from "./desk";

const MINUTE_MS = 60_000;
/** How long a new request waits for others, so that many cells make one round. */
const GATHERING_MS = 200;
/** Shortest time between two automatic rounds, except for new requests. */
const SHORTEST_PAUSE_MS = MINUTE_MS;

interface RoundsParts {
  readonly feed: Feed;
  readonly market: MarketStore;
  readonly clock: () => number;
  readonly settings: () => Settings;
  /** Follows the round under way; undefined when there is none. */
  readonly onProgress: (round: DeskState["round"]) => void;
  /** Called after an automatic round. */
  readonly onBrought: (outcomes: readonly RouteOutcome[]) => void;
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
  /** Topics whose routes all failed. */
  private starved: ReadonlySet<Topic> = new Set();
  /** The outcome of each route when it was last asked. */
  private readonly outcomes = new Map<string, RouteOutcome>();

  constructor(private readonly parts: RoundsParts) {}

  /** Asks for everything wanted and for `others`, at once. Resolves to undefined when it was cancelled. */
  async refresh(others: readonly Topic[] = []): Promise<readonly RouteOutcome[] | undefined> {
    this.hold();
    const outcomes = await this.ask(new Set([...this.topics, ...others]), { isForced: true, isPart: false });
    if (outcomes !== undefined) this.note(outcomes, false);
    return outcomes;
  }

  /** Starts automatic rounds again, where the workbook and the settings allow them. */
  resume(): void {
    this.isHeld = false;
    this.plan();
  }

  /** Ends the round under way, and starts none by itself until `resume`. */
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

  /** The routes that failed, by provider; a provider whose routes all failed for one reason is named once. */
  get problems(): Problem[] {
    const problems: Problem[] = [];
    for (const provider of [...providers, "gateway" as const]) {
      const asked = [...this.outcomes.values()].filter(({ route }) => route.provider === provider);
      const failed = asked.filter((outcome) => outcome.kind === "failed");
      const messages = new Set(failed.map(({ message }) => sentence(message)));
      const [only] = messages;
      if (only !== undefined && messages.size === 1 && failed.length > 1 && failed.length === asked.length)
        problems.push({ label: labelOf(provider), message: only });
      else
        for (const { route, message } of failed)
          problems.push({ label: route.label, message: sentence(message) });
    }
    return problems;
  }

  /** Forgets the outcome of a route, as when the user has brought its answer. */
  forget(routeId: string): void {
    this.outcomes.delete(routeId);
  }

  private note(outcomes: readonly RouteOutcome[], isPart: boolean): void {
    if (!isPart) this.outcomes.clear();
    for (const outcome of outcomes) this.outcomes.set(outcome.route.id, outcome);
  }

  /** What is fetched: the network, prices, and whatever somebody looks at. */
  private get topics(): ReadonlySet<Topic> {
    const { market, settings } = this.parts;
    const { topic } = seriesFacts[currencyFacts[settings().currency].price];
    return new Set<Topic>(["network", "price", topic, ...market.wantedTopics]);
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
    const { clock, feed, settings } = this.parts;
    const now = clock();
    const soon = now + GATHERING_MS;
    // A clock that was set back does not stop the rounds.
    this.lastWholeAt = Math.min(this.lastWholeAt, now);
    const dueAt = this.isWished
      ? soon
      : Math.max(soon, this.lastWholeAt + settings().refreshMinutes * MINUTE_MS);
    const { part } = this;
    const retryAt =
      part.size === 0 ? Infinity : Math.max(feed.nextAttempt(part), this.lastAt + SHORTEST_PAUSE_MS);
    const partAt = this.sought.size > 0 ? soon : retryAt;
    const isPart = partAt < dueAt;
    this.timer = setTimeout(
      () => void this.askUnattended(isPart),
      Math.max(Math.min(dueAt, partAt) - now, 0),
    );
  }

  /** What is asked for between the whole rounds; only what somebody still looks at. */
  private get part(): ReadonlySet<Topic> {
    const { topics } = this;
    return new Set([...this.starved, ...this.sought].filter((topic) => topics.has(topic)));
  }

  private async askUnattended(isPart: boolean): Promise<void> {
    const topics = isPart ? this.part : this.topics;
    if (topics.size === 0) this.sought.clear();
    else {
      const outcomes = await this.ask(topics, { isForced: false, isPart });
      if (outcomes !== undefined && this.mayAsk) {
        this.note(outcomes, isPart);
        this.parts.onBrought(outcomes);
      }
    }
    this.plan();
  }

  private async ask(
    topics: ReadonlySet<Topic>,
    { isForced, isPart }: { readonly isForced: boolean; readonly isPart: boolean },
  ): Promise<readonly RouteOutcome[] | undefined> {
    const { clock, feed, onBug, onProgress } = this.parts;
    this.cancel();
    const controller = new AbortController();
    const { signal } = controller;
    this.current = controller;
    this.sought.clear();
    if (!isPart) this.isWished = false;
    try {
      const outcomes = await feed.round(topics, {
        isForced,
        signal,
        onProgress: (done, total) => {
          if (this.current === controller) onProgress({ done, total });
        },
      });
      if (signal.aborted) return undefined;
      this.starved = starvedBy(outcomes, topics);
      return outcomes;
    } catch (error) {
      if (!signal.aborted) onBug(error);
      return undefined;
    } finally {
      this.lastAt = clock();
      if (!isPart) this.lastWholeAt = this.lastAt;
      if (this.current === controller) {
        this.current = undefined;
        onProgress(undefined);
      }
    }
  }
}

const labelOf = (provider: Provider | "gateway") =>
  provider === "gateway" ? "Gateway" : providerFacts[provider].label;

/** The topics whose routes all failed. */
function starvedBy(outcomes: readonly RouteOutcome[], topics: ReadonlySet<Topic>): ReadonlySet<Topic> {
  const starves = (topic: Topic) => {
    const asked = outcomes.filter(({ route }) => route.topics.includes(topic));
    return asked.length > 0 && asked.every(({ kind }) => kind === "failed");
  };
  return new Set([...topics].filter(starves));
}
