import "fake-indexeddb/auto";
import { createStore, get, set, setMany } from "idb-keyval";
import { memoryCache, reportCache } from "../../../src/data/feed/cache";
import type { Received } from "../../../src/data/market";
import { alterations } from "../alterations";
import { AT, wholeDays, wholeOption, wholePools, wholeReadings } from "../wholeContent";
import { NOON } from "./smallRoutes";

const price: Received = {
  route: "kraken.ticker.usd",
  report: { readings: [{ series: "btc.price", value: 86_012.1, asOf: NOON }] },
  fetchedAt: NOON,
  source: "Kraken",
};
const whole: Received = {
  route: "everything",
  report: {
    readings: [{ series: "btc.height", value: 969991, asOf: NOON }],
    history: { "btc.price": { 20730: 85_000.5, 20731: 86_000 }, "btc.dvol": { 20731: 0.41 } },
    chain: {
      asOf: NOON,
      options: [
        {
          instrument: "BTC-25DEC26-90000-P",
          expiry: NOON + 7e9,
          strike: 90_000,
          type: "put",
          bid: 0.09,
          mark: 0.1,
          volatility: 0.42,
          forward: 87_000,
          delta: -0.55,
          openInterest: 12.5,
        },
      ],
    },
    pools: { pools: [{ name: "=Pool", blocks: 12 }], days: 7, asOf: NOON },
  },
  fetchedAt: NOON,
  source: "Somebody",
};

let name = "";
let counter = 0;
beforeEach(() => (name = `test-${(counter += 1)}`));
const rawStore = () => createStore(name, "reports");
const byRoute = (reports: readonly Received[]) => new Map(reports.map((report) => [report.route, report]));

test("what is kept outlives the page, one report a route, the last one", async () => {
  const cache = reportCache(name);
  await cache.keep({ ...price, fetchedAt: NOON - 1 });
  await cache.keep(price);
  await cache.keep(whole);
  const reopened = await reportCache(name).load();
  expect(reopened).toHaveLength(2);
  expect(byRoute(reopened)).toEqual(
    new Map([
      [price.route, price],
      [whole.route, whole],
    ]),
  );
  await expect(reportCache(`${name}-other`).load()).resolves.toEqual([]);
});

const damaged: [string, unknown][] = [
  ["nothing", null],
  ["a text", "report"],
  ["no report", { ...price, report: undefined }],
  ["a time that is none", { ...price, fetchedAt: NaN }],
  ["a source that is no text", { ...price, source: 7 }],
  ["another route's", { ...price, route: "coinbase.ticker.usd" }],
  [
    "a value that is none",
    { ...price, report: { readings: [{ series: "btc.price", value: NaN, asOf: 1 }] } },
  ],
  ["a text as value", { ...price, report: { readings: [{ series: "btc.price", value: "86012", asOf: 1 }] } }],
  ["an unknown series", { ...price, report: { readings: [{ series: "btc.prize", value: 1, asOf: 1 }] } }],
  ["an unknown field", { ...price, report: { history: { "btc.weather": { 1: 1 } } } }],
  ["a day that is none", { ...price, report: { history: { "btc.price": { monday: 1 } } } }],
  ["an endless value", { ...price, report: { history: { "btc.price": { 1: Infinity } } } }],
  ["an option without strike", { ...price, report: { chain: { asOf: 1, options: [{ instrument: "x" }] } } }],
  ["pools that are no list", { ...price, report: { pools: { pools: {}, days: 7, asOf: 1 } } }],
];

test.each(damaged)("an entry with %s is left out and deleted, and the others stay", async (_, entry) => {
  const cache = reportCache(name);
  await cache.keep(whole);
  await set(price.route, entry, rawStore());
  await expect(cache.load()).resolves.toEqual([whole]);
  await expect(get(price.route, rawStore())).resolves.toBeUndefined();
  await expect(cache.load()).resolves.toEqual([whole]);
});

test("a report altered in any one place is left out", async () => {
  const report = {
    readings: wholeReadings,
    history: wholeDays,
    pools: wholePools,
    chain: { options: [wholeOption], asOf: AT },
  };
  const all = alterations({ ...price, report });
  expect(all.length).toBeGreaterThan(500);
  await setMany(
    all.map(({ path, put, value }, index) => {
      const key = `${index} ${path.join(".")} ${JSON.stringify(put)}`;
      return [key, path.includes("route") ? value : { ...Object(value), route: key }];
    }),
    rawStore(),
  );
  await set("whole", { ...price, route: "whole", report }, rawStore());
  const loaded = await reportCache(name).load();
  expect(loaded.map(({ route }) => route)).toEqual(["whole"]);
});

test("where the browser refuses to open a database, reports last as long as the page", async () => {
  const open = jest.spyOn(indexedDB, "open").mockImplementation(() => {
    throw new DOMException("A private window", "InvalidStateError");
  });
  try {
    const cache = reportCache(name);
    await expect(cache.load()).resolves.toEqual([]);
    await expect(cache.keep(price)).resolves.toBeUndefined();
    await expect(cache.load()).resolves.toEqual([price]);
  } finally {
    open.mockRestore();
  }
});

test("where there is no space, keeping does not fail, and what was kept stays", async () => {
  const cache = reportCache(name);
  await cache.keep(whole);
  const put = jest.spyOn(IDBObjectStore.prototype, "put").mockImplementation(() => {
    throw new DOMException("The quota has been exceeded", "QuotaExceededError");
  });
  try {
    await expect(cache.keep(price)).resolves.toBeUndefined();
  } finally {
    put.mockRestore();
  }
  expect(byRoute(await cache.load())).toEqual(byRoute([whole, price]));
});

test("without any database reports last as long as the page", async () => {
  const before = globalThis.indexedDB;
  Reflect.deleteProperty(globalThis, "indexedDB");
  try {
    const cache = reportCache(name);
    await cache.keep(price);
    await expect(cache.load()).resolves.toEqual([price]);
  } finally {
    globalThis.indexedDB = before;
  }
});

test("memory keeps one report a route", async () => {
  const cache = memoryCache();
  await cache.keep({ ...price, fetchedAt: NOON - 1 });
  await cache.keep(price);
  await expect(cache.load()).resolves.toEqual([price]);
});

test("a database that does not answer is waited for", async () => {
  // A request to which nothing ever comes back, as while another tab upgrades the database.
  const open = jest.spyOn(indexedDB, "open").mockReturnValue(new EventTarget() as IDBOpenDBRequest);
  jest.useFakeTimers();
  try {
    const given = jest.fn();
    void reportCache(name).load().then(given);
    await jest.advanceTimersByTimeAsync(60 * 60_000);
    expect(given).not.toHaveBeenCalled();
  } finally {
    jest.useRealTimers();
    open.mockRestore();
  }
});
