import type { Feed } from "../../data/feed/feed";
import type { Quote } from "../../data/market";
import type { Route } from "../../data/providers/provider";
import type { Settings } from "../../data/settings";
import type { Embedded, MarketStore } from "../../data/store";
import type { TableCell } from "../../workbook/workbook";
import type { SettingsStore } from "./settingsStore";

/** What a desk works with. */
export interface DeskParts {
  readonly market: MarketStore;
  readonly embedded: Embedded;
  readonly feed: Feed;
  readonly routes: readonly Route[];
  readonly settings: SettingsStore;
  readonly clock: () => number;
  /** Version of the add-in, for the log. */
  readonly version: string;
  /** A quote as a row of the tables that refreshes keep up to date; its first number is the value. */
  readonly tableRow: (quote: Quote) => readonly TableCell[];
  /** Whether this page may ask what the settings name; see `narrowPolicy`. */
  readonly isCovered: (settings: Settings) => boolean;
  readonly reload: () => void;
}
