import { embedded } from "../../src/data/embedded/embedded";
import type { Settings } from "../../src/data/settings";
import { MarketStore } from "../../src/data/store";
import { MarketDesk } from "../../src/taskpane/desk/marketDesk";
import { createSettingsStore, type SettingsPage } from "../../src/taskpane/desk/settingsStore";
import { fakeFeed, routes } from "./fakeFeed";
import { fakeWorkbook } from "./fakeWorkbook";

/** A page whose storage holds `settings`, and that tells of changes in another tab by `change`. */
export function fakePage(settings: Partial<Settings> | undefined = undefined) {
  const kept = new Map<string, string>();
  if (settings !== undefined) kept.set("hashcell.settings", JSON.stringify(settings));
  const listeners = new Set<(event: StorageEvent) => void>();
  const page: SettingsPage = {
    localStorage: {
      getItem: (name) => kept.get(name) ?? null,
      setItem: (name, text) => void kept.set(name, text),
    },
    addEventListener: (_type, listener) => void listeners.add(listener),
    removeEventListener: (_type, listener) => void listeners.delete(listener),
  };
  const change = (key: string | null, newValue: string | null) =>
    listeners.forEach((listener) => listener({ key, newValue } as StorageEvent));
  return { page, kept, listeners, change };
}

/** A desk over fakes of everything outside it; time is jest's. */
export function openDesk(settings?: Partial<Settings>, fake = fakeWorkbook()) {
  const market = new MarketStore(embedded, Date.now);
  const { feed, state: fed, letGo } = fakeFeed(Date.now);
  const storage = fakePage(settings);
  const reload = jest.fn();
  const desk = new MarketDesk({
    ...{ market, embedded, feed, clock: Date.now, version: "0.2.0", reload },
    routes: Object.values(routes),
    settings: createSettingsStore(storage.page),
    tableRow: ({ series, value }) => [series, value],
    isCovered: ({ proxyUrl }) => proxyUrl === "",
  });
  const states = jest.fn();
  desk.subscribe(() => states(desk.state));
  return {
    desk,
    market,
    fed,
    feed,
    letGo,
    fake,
    storage,
    reload,
    states,
    start: () => desk.start(fake.workbook),
  };
}

export const price = (market: MarketStore) => market.quote("btc.price")?.value;
