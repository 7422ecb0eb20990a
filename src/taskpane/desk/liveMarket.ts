import type { Feed } from "../../data/feed/feed";
import type { MarketContent, Quote } from "../../data/market";
import type { MarketStore } from "../../data/store";

export interface LiveMarketParts {
  readonly market: MarketStore;
  readonly feed: Feed;
  readonly clock: () => number;
  readonly onBug: (error: unknown) => void;
}

/** How long the pane waits for the cache: another tab may hold the browser's database up for ever. */
const PATIENCE_MS = 3_000;

/** The market of a workbook that is not frozen: what was fetched, now or earlier, over what is built in. */
export class LiveMarket {
  private loading: Promise<void> | undefined;

  constructor(private readonly parts: LiveMarketParts) {}

  /** Takes in what the cache has kept, once. What takes longer than three seconds is shown when it comes. */
  load(): Promise<void> {
    this.loading ??= new Promise((resolve) => {
      const timer = setTimeout(resolve, PATIENCE_MS);
      const end = () => {
        clearTimeout(timer);
        resolve();
        this.follow();
      };
      void this.parts.feed.load().catch(this.parts.onBug).then(end);
    });
    return this.loading;
  }

  get fetched(): MarketContent {
    return this.parts.feed.content(this.parts.clock());
  }

  show(): void {
    const { market } = this.parts;
    const content = this.fetched;
    if (isEmpty(content)) market.show({ kind: "embedded" });
    else market.show({ kind: "live" }, content);
  }

  /** Shows what is known by now, unless the market shows something else. */
  follow(): void {
    if (!this.isShown) return;
    try {
      this.show();
    } catch (error) {
      this.parts.onBug(error);
    }
  }

  /** Lets ages, and what is live no longer, be seen. */
  passTime(): void {
    const { market } = this.parts;
    if (market.state.kind === "live" && !areSame(this.fetched.quotes, market.content.quotes)) this.follow();
    else if (this.isShown) market.tell();
  }

  private get isShown(): boolean {
    const { kind } = this.parts.market.state;
    return kind === "embedded" || kind === "live";
  }
}

const isEmpty = ({ quotes, history, chain, pools }: MarketContent) =>
  quotes.length + Object.keys(history).length === 0 && chain === undefined && pools === undefined;

/** Whether nothing about the quotes has changed: not their values, not how good they are. */
const areSame = (some: readonly Quote[], others: readonly Quote[]) =>
  some.length === others.length && JSON.stringify(some) === JSON.stringify(others);
