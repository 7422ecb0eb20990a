import { embedded } from "../../src/data/embedded/embedded";
import { freezeText, asFrozen } from "../../src/data/freeze";
import type { Settings } from "../../src/data/settings";
import { MarketStore } from "../../src/data/store";
import type { DeskState } from "../../src/taskpane/desk/desk";
import { MarketDesk } from "../../src/taskpane/desk/marketDesk";
import { createSettingsStore, type SettingsPage } from "../../src/taskpane/desk/settingsStore";
import { fakeFeed, quoteOf, routes } from "./fakeFeed";
import { fakeWorkbook } from "./fakeWorkbook";

/** A page whose storage keeps `settings`, and that reports changes in another tab by `change`. */
export function fakePage(settings?: Partial<Settings>) {
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
  const { feed, state: fed, load, believe, letGo } = fakeFeed(Date.now);
  const storage = fakePage(settings);
  const reload = jest.fn();
  const desk = new MarketDesk({
    market,
    embedded,
    feed,
    clock: Date.now,
    version: "0.2.0",
    reload,
    routes: Object.values(routes),
    settings: createSettingsStore(storage.page),
    tableRow: ({ series, value }) => [series, value],
    isCovered: ({ proxyUrl }) => proxyUrl === "",
  });
  const states = jest.fn<undefined, [DeskState]>();
  desk.subscribe(() => states(desk.state));
  return {
    desk,
    market,
    fed,
    load,
    believe,
    letGo,
    fake,
    storage,
    reload,
    states,
    start: () => desk.start(fake.workbook),
  };
}

/** Time is jest's in every test of the file, from 23 November 2026; the desks among `opened` are stopped after it. */
export function stillTime() {
  const opened: { stop: () => void }[] = [];
  beforeEach(() => jest.useFakeTimers({ now: Date.UTC(2026, 10, 23, 12) }));
  afterEach(() => {
    opened.splice(0).forEach((desk) => desk.stop());
    expect(jest.getTimerCount()).toBe(0);
    jest.useRealTimers();
  });
  return { opened, pass: (ms: number) => jest.advanceTimersByTimeAsync(ms) };
}

/** What a workbook keeps that was frozen with this price, of the moment `asOf`, over what is built in. */
export function frozenPrice(value: number, frozenAt: number, asOf = frozenAt): string {
  const market = new MarketStore(embedded, () => frozenAt);
  market.show({ kind: "live" }, { quotes: [quoteOf("btc.price", value, asOf)], history: {} });
  const content = asFrozen(market.quotes, market.content, embedded.day);
  return freezeText({ frozenAt, version: "0.1.0", content });
}

export const price = (market: MarketStore) => market.quote("btc.price")?.value;
