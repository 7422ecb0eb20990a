import { embedded } from "../../src/data/embedded/embedded";
import type { Route } from "../../src/data/providers/provider";
import { defaultSettings, type Settings } from "../../src/data/settings";
import { MarketStore } from "../../src/data/store";
import type { Desk, DeskState } from "../../src/taskpane/desk/desk";

/** Some of the questions that the add-in can ask. */
export const someRoutes: readonly Route[] = [
  {
    id: "mempool.adjustment",
    provider: "mempool",
    topics: ["network"],
    freshForMs: 60_000,
    label: "Next difficulty adjustment from mempool.space",
    parse: () => ({}),
    path: () => "/api/v1/difficulty-adjustment",
  },
  {
    id: "kraken.ticker.usd",
    provider: "kraken",
    topics: ["price"],
    freshForMs: 60_000,
    label: "Bitcoin price from Kraken",
    parse: () => ({}),
    path: () => "/0/public/Ticker?pair=XBTUSD",
  },
  {
    id: "coingecko.coins",
    provider: "coingecko",
    topics: ["coins"],
    freshForMs: 60_000,
    label: "Prices of other coins from CoinGecko",
    parse: () => ({}),
    path: () => "/api/v3/simple/price",
  },
];

const beginning: DeskState = {
  settings: defaultSettings,
  round: undefined,
  problems: [],
  refreshedAt: undefined,
  staged: undefined,
  stagedOthers: [],
  question: undefined,
  isWriting: false,
  notice: undefined,
  needsReload: false,
};

/** A desk that does nothing but remember what it was asked, over a real market without built-in history. `set` changes its state. */
export function fakeDesk(now: () => number, routes: readonly Route[] = someRoutes, gateway?: string) {
  const market = new MarketStore({ quotes: embedded.quotes, day: () => undefined }, now);
  market.show({ kind: "embedded" });
  const listeners = new Set<() => void>();
  let state = beginning;
  const set = (change: Partial<DeskState>): void => {
    state = { ...state, ...change };
    listeners.forEach((listener) => listener());
  };
  const desk = {
    market,
    routes,
    gateway,
    get state(): DeskState {
      return state;
    },
    subscribe: (listener: () => void) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    refresh: jest.fn(() => Promise.resolve()),
    cancel: jest.fn(),
    apply: jest.fn<Promise<void>, Parameters<Desk["apply"]>>(() => Promise.resolve()),
    decline: jest.fn(() => set({ question: undefined })),
    discard: jest.fn(),
    freeze: jest.fn<Promise<void>, Parameters<Desk["freeze"]>>(() => Promise.resolve()),
    goLive: jest.fn(() => Promise.resolve()),
    reopen: jest.fn(() => Promise.resolve()),
    changeSettings: jest.fn((change: Partial<Settings>) =>
      set({ settings: { ...state.settings, ...change } }),
    ),
    importResponse: jest.fn<Promise<void>, Parameters<Desk["importResponse"]>>(() => Promise.resolve()),
    addressOf: (route: Route) => `https://${route.provider}.example${route.path(now())}`,
    dismiss: jest.fn(() => set({ notice: undefined })),
    reload: jest.fn(),
  } satisfies Desk;
  return { desk, market, set, listeners };
}
