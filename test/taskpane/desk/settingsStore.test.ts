import { defaultSettings } from "../../../src/data/settings";
import {
  changedSettings,
  createSettingsStore,
  type SettingsPage,
} from "../../../src/taskpane/desk/settingsStore";
import { fakePage } from "../openDesk";

test("settings are kept under the partition that the host gives", () => {
  const { page, kept } = fakePage({ currency: "eur" });
  createSettingsStore(page, "site1.").save({ ...defaultSettings, currency: "gbp" });
  expect(createSettingsStore(page, "site1.").current.currency).toBe("gbp");
  expect(createSettingsStore(page).current.currency).toBe("eur");
  expect([...kept.keys()]).toEqual(["hashcell.settings", "site1.hashcell.settings"]);
});

test("another tab is followed for as long as somebody listens, and for its own name alone", () => {
  const { page, listeners, change } = fakePage();
  const store = createSettingsStore(page, "site1.");
  const ends = [jest.fn(), jest.fn()].map((listener) => ({ listener, end: store.subscribe(listener) }));
  change("hashcell.settings", '{"currency":"gbp"}');
  expect(store.current.currency).toBe("usd");
  change("site1.hashcell.settings", '{"currency":"gbp"}');
  expect(store.current.currency).toBe("gbp");
  ends[0]?.end();
  ends[0]?.end();
  expect(listeners.size).toBe(1);
  change("site1.hashcell.settings", "broken");
  expect(ends.map(({ listener }) => listener.mock.calls.length)).toEqual([1, 2]);
  expect(store.current).toEqual(defaultSettings);
  ends[1]?.end();
  expect(listeners.size).toBe(0);
});

test("a browser that lets a page keep nothing is no failure", () => {
  const page: SettingsPage = {
    get localStorage(): never {
      throw new DOMException("The operation is insecure.", "SecurityError");
    },
    addEventListener: () => undefined,
    removeEventListener: () => undefined,
  };
  const store = createSettingsStore(page);
  const heard = jest.fn();
  store.subscribe(heard);
  store.save({ ...defaultSettings, currency: "eur" });
  expect([store.current.currency, heard.mock.calls.length]).toEqual(["eur", 1]);
});

test("a change is cleaned, or refused with its problem", () => {
  expect(changedSettings(defaultSettings, { proxyUrl: " https://proxy.example/ " })).toEqual({
    ...defaultSettings,
    proxyUrl: "https://proxy.example",
  });
  expect(changedSettings(defaultSettings, { keys: { coingecko: "two words" } })).toMatch(
    /^The key for CoinGecko/,
  );
});
