import type { Provider } from "./feed/route";

export const currencies = ["usd", "eur", "gbp"] as const;
export type Currency = (typeof currencies)[number];

/** Minutes between two rounds; 0 is never by itself. */
export const refreshIntervals = [0, 1, 5, 10, 30, 60] as const;

/** What the user of this machine has chosen. Kept on the machine, never in a workbook. */
export interface Settings {
  /** Whether the user has let the pane ask the sources at all. Nothing is fetched before. */
  readonly isOnline: boolean;
  readonly off: readonly Provider[];
  /** Base of a mempool instance of one's own: "https://mempool.example"; empty for mempool.space. */
  readonly mempoolUrl: string;
  /** Requests go to `<proxyUrl>/<host>/<path>` when it is not empty. */
  readonly proxyUrl: string;
  readonly refreshMinutes: (typeof refreshIntervals)[number];
  readonly currency: Currency;
  /** Keys by provider; sent to that provider alone. */
  readonly keys: Readonly<Partial<Record<Provider, string>>>;
}

export const defaultSettings: Settings = {
  isOnline: false,
  off: [],
  mempoolUrl: "",
  proxyUrl: "",
  refreshMinutes: 10,
  currency: "usd",
  keys: {},
};
