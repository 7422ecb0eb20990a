import type { Received, Route, RouteOutcome } from "./route";
import type { MarketContent, Quote } from "../market";
import type { Topic } from "../series";
import type { Settings } from "../settings";

/** Where reports outlive the page. Failing to keep or to find one is no failure of a round. */
export interface ReportCache {
  load(): Promise<readonly Received[]>;
  keep(received: Received): Promise<void>;
}

export interface RoundOptions {
  /** Whether routes whose last answer is still fresh are asked as well. A host's own waiting time always holds. */
  readonly isForced: boolean;
  readonly signal: AbortSignal;
  readonly onProgress: (done: number, total: number) => void;
}

/** What has been fetched from the sources, now and before. */
export interface Feed {
  /** Takes in what the cache has kept. */
  load(): Promise<void>;
  /** Asks what the topics need; one call in flight a route, whoever asks. Never rejects but when it is aborted. */
  round(topics: ReadonlySet<Topic>, options: RoundOptions): Promise<readonly RouteOutcome[]>;
  /** Everything known at a moment: fetched lately is live, else cached. Without what is built in, without derived quotes. */
  content(now: number): MarketContent;
  /** Takes what is known now for good: it jumps no more away from what was known before. */
  believe(): void;
  /**
   * Takes an answer that was saved elsewhere, at the moment `savedAt` in milliseconds since 1970 UTC. Throws an
   * `UnavailableError` that says what is wrong with it, also when there is a newer one or its difficulty is not taken.
   */
  accept(route: Route, text: string, savedAt: number): Promise<void>;
  /** The earliest moment at which one of the topics' routes can be asked with a prospect of something new. */
  nextAttempt(topics: ReadonlySet<Topic>): number;
}

export interface FeedParts {
  readonly routes: readonly Route[];
  readonly fetch: typeof fetch;
  readonly clock: () => number;
  /** Uniform on [0, 1): spreads the times at which failed sources are asked again. */
  readonly random: () => number;
  readonly cache: ReportCache;
  readonly settings: () => Settings;
  /** What was known before anything was fetched: the first values are held against it. */
  readonly builtIn?: readonly Quote[];
}
