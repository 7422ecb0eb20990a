import { Demand } from "./demand";
import { type DayReader, dayValue, withDerived } from "./derived";
import type {
  Approximation,
  ChangingMarket,
  MarketContent,
  MarketState,
  Onlooker,
  OptionChain,
  PoolShares,
  Quote,
} from "./market";
import type { HistoryField, Series, Topic } from "./series";

/** What is built into the add-in. */
export interface Embedded {
  /** Without derived ones. */
  readonly quotes: readonly Quote[];
  readonly day: (field: HistoryField, day: number) => number | undefined;
  /** Of lower quality, for days that `day` may not have. */
  readonly approximateDay?: (field: HistoryField, day: number) => Approximation | undefined;
}

/** Does nothing. */
const nobody: () => void = () => undefined;
const nothing: MarketContent = { quotes: [], history: {} };

/**
 * The one market of a workbook: cells and pane read it, the pane changes what it shows. A frozen one shows only what it
 * was given; otherwise built-in values are shown where nothing newer was fetched.
 */
export class MarketStore implements ChangingMarket {
  private current: MarketContent = nothing;
  private shown: ReadonlyMap<Series, Quote> = new Map();
  private currentState: MarketState = { kind: "starting" };
  private readonly listeners = new Set<() => void>();
  private readonly demandListeners = new Set<(topic: Topic) => void>();
  private readonly demand: Demand;
  /** Collects the topics that the computation under way wants. */
  private noted: Set<Topic> | undefined;
  /**
   * What is built in takes precedence over what was fetched, and what is frozen over both: history that cells have
   * shown does not change, whichever version of the add-in reads the workbook.
   */
  private readonly known: DayReader = (field, day) => {
    const builtIn = this.builtIn(field, day);
    const given = this.current.history[field]?.days[day];
    return this.currentState.kind === "frozen" ? (given ?? builtIn) : (builtIn ?? given);
  };

  constructor(
    private readonly embedded: Embedded,
    private readonly clock: () => number,
  ) {
    this.demand = new Demand(clock, (topic) => {
      for (const listener of [...this.demandListeners]) call(() => listener(topic));
    });
  }

  get state(): MarketState {
    return this.currentState;
  }

  /** What was last shown, without built-in values. */
  get content(): MarketContent {
    return this.current;
  }

  get quotes(): readonly Quote[] {
    return [...this.shown.values()];
  }

  get chain(): OptionChain | undefined {
    return this.current.chain;
  }

  get pools(): PoolShares | undefined {
    return this.current.pools;
  }

  get kept(): MarketContent["kept"] {
    return this.current.kept;
  }

  quote(series: Series): Quote | undefined {
    return this.shown.get(series);
  }

  day(field: HistoryField, day: number): number | undefined {
    if (this.currentState.kind === "unreadable") return undefined;
    const value = dayValue(this.known, this.shown.get("btc.height"), field, day);
    return value ?? this.current.kept?.[field]?.days?.days[day];
  }

  approximateDay(field: HistoryField, day: number): Approximation | undefined {
    if (this.currentState.kind === "unreadable" || this.day(field, day) !== undefined) return undefined;
    return this.embedded.approximateDay?.(field, day);
  }

  /** Whether a day's value is one that is built in. */
  isBuiltIn(field: HistoryField, day: number): boolean {
    const isFrozen =
      this.currentState.kind === "frozen" && this.current.history[field]?.days[day] !== undefined;
    return !isFrozen && this.builtIn(field, day) !== undefined;
  }

  /** In a frozen workbook only what was built in when it was frozen. */
  private builtIn(field: HistoryField, day: number): number | undefined {
    const { builtInUntil } = this.current;
    const isLater = builtInUntil !== undefined && !(day <= (builtInUntil[field] ?? -Infinity));
    return this.currentState.kind === "frozen" && isLater ? undefined : this.embedded.day(field, day);
  }

  /** Another market with the same built-in values, which shows what a freeze has. */
  frozenAs({
    frozenAt,
    content,
  }: {
    readonly frozenAt: number;
    readonly content: MarketContent;
  }): MarketStore {
    const frozen = new MarketStore(this.embedded, () => frozenAt);
    frozen.show({ kind: "frozen", frozenAt }, content);
    return frozen;
  }

  now(): number {
    return this.currentState.kind === "frozen" ? this.currentState.frozenAt : this.clock();
  }

  /** Shows what is given, and notifies all listeners. */
  show(state: MarketState, content: MarketContent = nothing): void {
    this.currentState = state;
    this.current = content;
    this.shown = this.quotesOf(state, content);
    this.notify();
  }

  /** Notifies all listeners that time has passed: ages have changed. */
  notify(): void {
    for (const listener of [...this.listeners]) call(() => listener());
  }

  /** Calls `listener` after every change; returns a function that ends that. */
  subscribe(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => void this.listeners.delete(listener);
  }

  /** Within `watch` it is wanted as long as `watch` says, otherwise for a moment; `lookAt` is for longer. */
  want(topic: Topic): void {
    if (this.noted === undefined) this.lookAt([topic])();
    else this.noted.add(topic);
  }

  /** Looks at topics until the function it returns is called. */
  lookAt(topics: Iterable<Topic>): () => void {
    return this.demand.lookAt(topics);
  }

  onlooker(): Onlooker {
    let lookAway = nobody;
    let unsubscribe = nobody;
    return {
      watch: (compute) => {
        const noted = new Set<Topic>();
        const result = this.noting(noted, compute);
        const former = lookAway;
        lookAway = noted.size === 0 ? nobody : this.lookAt(noted);
        former();
        return result;
      },
      follow: (listener) => {
        unsubscribe = this.subscribe(listener);
      },
      leave: () => {
        unsubscribe();
        lookAway();
      },
    };
  }

  private noting<T>(topics: Set<Topic>, compute: () => T): T {
    this.noted = topics;
    try {
      return compute();
    } finally {
      this.noted = undefined;
    }
  }

  /** The topics that are being looked at, or were a moment ago. */
  get wantedTopics(): ReadonlySet<Topic> {
    return this.demand.topics;
  }

  /** Calls `listener` when a topic begins to be looked at; returns a function that ends that. */
  onDemand(listener: (topic: Topic) => void): () => void {
    this.demandListeners.add(listener);
    return () => void this.demandListeners.delete(listener);
  }

  private quotesOf(state: MarketState, { quotes }: MarketContent): ReadonlyMap<Series, Quote> {
    switch (state.kind) {
      case "starting":
      case "unreadable":
        return new Map();
      case "embedded":
        return withDerived(this.embedded.quotes);
      case "frozen":
        return new Map(quotes.map((quote) => [quote.series, quote]));
      case "live":
        return withDerived([...this.embedded.quotes, ...quotes]);
    }
  }
}

/** A bug in one listener is logged, and does not affect the others. */
function call(listener: () => void): void {
  try {
    listener();
  } catch (error) {
    console.error(error);
  }
}
