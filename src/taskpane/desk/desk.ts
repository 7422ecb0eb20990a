import type { Quote } from "../../data/market";
import type { Route } from "../../data/providers/provider";
import type { Series } from "../../data/series";
import type { Settings } from "../../data/settings";
import type { MarketStore } from "../../data/store";

/** A source that did not answer as it should in the last round. */
export interface Problem {
  /** What was asked: "Bitcoin price from Kraken". */
  readonly label: string;
  /** What went wrong and what to do, as a sentence. */
  readonly message: string;
}

/** How one quote of a frozen workbook would change. */
export interface Change {
  readonly series: Series;
  readonly before: Quote | undefined;
  readonly after: Quote | undefined;
}

/** What a refresh brings to a frozen workbook besides its quotes: days of a history, the option chain, the pools. */
export interface OtherChange {
  /** "btc.price by day", "option chain". */
  readonly name: string;
  /** "12 days added, 1 changed". */
  readonly text: string;
  readonly source: string;
  /** Milliseconds since 1970 UTC. */
  readonly asOf: number;
}

/** The outcome of the last action, as sentences. */
export interface Notice {
  readonly intent: "error" | "success";
  readonly text: string;
}

/** What the desk is doing and has found, for the pane to show; a new object after every change. */
export interface DeskState {
  readonly settings: Settings;
  /** The round under way. */
  readonly round: { readonly done: number; readonly total: number } | undefined;
  readonly problems: readonly Problem[];
  /** When a round last brought something, in milliseconds since 1970 UTC. */
  readonly refreshedAt: number | undefined;
  /** What a refresh of a frozen workbook has found: waits for `apply` or `discard`. */
  readonly staged: readonly Change[] | undefined;
  /** What would change besides the values, when something is staged. */
  readonly stagedOthers: readonly OtherChange[];
  /** What would be written, and the doubts about its values: waits for an answer. */
  readonly question: { readonly act: "freeze" | "apply"; readonly doubts: readonly string[] } | undefined;
  /** Whether the workbook is being written; a decision made in the meantime is not taken. */
  readonly isWriting: boolean;
  /** `dismiss` ends it. */
  readonly notice: Notice | undefined;
  /** Whether the settings name a source that this page may not ask until it is loaded again; `reload` does that. */
  readonly needsReload: boolean;
}

/** What the pane can do with the market of the open workbook. Nothing here rejects: the state shows what goes wrong. */
export interface Desk {
  readonly market: MarketStore;
  /** All that can be fetched, for imports and for the list of sources. */
  readonly routes: readonly Route[];
  /** The team's gateway, which alone is asked; undefined where the sources are. */
  readonly gateway: string | undefined;
  readonly state: DeskState;
  subscribe(listener: () => void): () => void;
  /** Asks the sources: a live workbook takes the answers, a frozen one stages them. The first time is the user's consent. */
  refresh(): Promise<void>;
  cancel(): void;
  /** Asks first, by the state, where values have jumped; `isSure` is the answer. */
  apply(isSure?: boolean): Promise<void>;
  discard(): void;
  /** Freezes what the market shows in the workbook. Asks first as `apply` does. */
  freeze(isSure?: boolean): Promise<void>;
  /** Dismisses the question. */
  decline(): void;
  /** Ends the freeze. */
  goLive(): Promise<void>;
  /** Reads the freeze again when it could not be read. */
  reopen(): Promise<void>;
  changeSettings(change: Partial<Settings>): void;
  /** Takes an answer that the user saved from a browser at `savedAt`, milliseconds since 1970 UTC. */
  importResponse(route: Route, text: string, savedAt: number): Promise<void>;
  /** Address of the route as a browser can open it. */
  addressOf(route: Route): string;
  dismiss(): void;
  /** Loads the pane's page again. */
  reload(): void;
}
