import fc from "fast-check";
import { dayOf } from "../../src/core/calendar";
import json from "../../src/data/embedded/daily-history.json";
import { embedded } from "../../src/data/embedded/embedded";
import { frozenText, readFrozen } from "../../src/data/freeze";
import { held, refreshed } from "../../src/data/frozenContent";
import type { MarketContent, Quality, Quote } from "../../src/data/market";
import { historyFields, type Series } from "../../src/data/series";
import { type Embedded, MarketStore } from "../../src/data/store";
import { frozenContent } from "./arbitraryContent";

const quote = (series: Series, value: number, asOf: number, quality: Quality = "live"): Quote => ({
  ...{ series, value, asOf, fetchedAt: asOf, source: "Kraken", quality },
});
const AT = Date.UTC(2026, 9, 5);
const nothing: MarketContent = { quotes: [], history: {} };
const bare: Embedded = { quotes: [], day: () => undefined };

test.each<[Quality, string]>([
  ["live", "Kraken (live when frozen)"],
  ["cached", "Kraken (cached when frozen)"],
  ["embedded", "Kraken (embedded when frozen)"],
  ["derived", "Kraken"],
  ["frozen", "Kraken"],
])("a %s quote is frozen with its origin", (quality, source) => {
  const { quotes } = held([quote("btc.price", 1, 2, quality)], nothing, bare.day);
  expect(quotes).toEqual([{ ...quote("btc.price", 1, 2, "frozen"), source }]);
});

test("a frozen market shows what it showed before, and so it does after its way through the workbook", () => {
  const market = new MarketStore(embedded, () => 1);
  market.show({ kind: "live" }, { quotes: [quote("btc.price", 90_000, Date.now())], history: {} });
  const before = market.quotes;
  const content = held(before, market.content, embedded.day);
  const text = frozenText({ frozenAt: AT, version: "1", content });
  market.show({ kind: "frozen", frozenAt: AT }, readFrozen(text).content);
  expect(market.quotes.map(({ series, value, asOf }) => [series, value, asOf])).toEqual(
    before.map(({ series, value, asOf }) => [series, value, asOf]),
  );
  expect(market.quotes.every(({ quality }) => quality === "frozen")).toBe(true);
  expect(market.quote("btc.hashprice")?.source).toMatch(/^Derived: .*price live/);
  expect(market.quote("btc.difficulty")?.source).toMatch(/\(embedded when frozen\)$/);
});

test("days that are built in are not frozen, nor are values that are no numbers", () => {
  const history = { "btc.price": { days: { 1: 10, 2: 20, 3: NaN }, source: "Kraken", fetchedAt: 4 } };
  const day = (_field: string, at: number) => (at === 1 ? 9 : undefined);
  expect(held([quote("btc.price", NaN, 2)], { quotes: [], history }, day)).toEqual({
    quotes: [],
    history: { "btc.price": { days: { 2: 20 }, source: "Kraken", fetchedAt: 4 } },
    builtInUntil: Object.fromEntries(historyFields.map((field) => [field, 1])),
  });
});

test("a frozen workbook reads the same under a later version that has more days built in", () => {
  const day = (count: number) => 20_000 + count;
  const upTo = (last: number): Embedded => ({
    quotes: [],
    day: (field, at) => (field === "btc.price" && at <= day(last) ? 100 + at - day(0) : undefined),
  });
  const first = new MarketStore(upTo(10), () => 1);
  const history = { "btc.price": { days: { [day(11)]: 7 }, source: "Kraken", fetchedAt: AT } };
  first.show({ kind: "live" }, { quotes: [], history });
  const text = frozenText({
    ...{ frozenAt: AT, version: "1", content: held(first.quotes, first.content, upTo(10).day) },
  });
  const shown = (store: MarketStore) => [9, 10, 11, 12].map((at) => store.day("btc.price", day(at)));
  expect(shown(first)).toEqual([109, 110, 7, undefined]);
  for (const later of [upTo(10), upTo(20)]) {
    const store = new MarketStore(later, () => 1);
    store.show({ kind: "frozen", frozenAt: AT }, readFrozen(text).content);
    expect(shown(store)).toEqual([109, 110, 7, undefined]);
    expect([10, 11, 12].map((at) => store.isBuiltIn("btc.price", day(at)))).toEqual([true, false, false]);
  }
  // A field of which the version that froze had no day at all stays without any.
  const dvol = new MarketStore({ quotes: [], day: () => 0.5 }, () => 1);
  dvol.show({ kind: "frozen", frozenAt: AT }, readFrozen(text).content);
  expect(dvol.day("btc.dvol", day(9))).toBeUndefined();
  dvol.show({ kind: "live" }, readFrozen(text).content);
  expect(dvol.day("btc.dvol", day(9))).toBe(0.5);
});

test("a text of before, which does not say how far the built-in days went, reads as it did", () => {
  const store = new MarketStore({ quotes: [], day: (_field, day) => 100 + day }, () => 1);
  store.show({ kind: "frozen", frozenAt: 5 }, nothing);
  expect(store.day("btc.price", 12)).toBe(112);
  expect(store.isBuiltIn("btc.price", 12)).toBe(true);
});

test("the built-in history says where it ends", () => {
  const { builtInUntil } = held([], nothing, embedded.day);
  const ends = dayOf(Date.parse(json.price.first)) + json.price.values.length - 1;
  expect(builtInUntil?.["btc.price"]).toBe(ends);
  expect(builtInUntil).not.toHaveProperty("btc.dvol");
});

test("a refresh takes the newest of each series, and derives from them", () => {
  const old = {
    quotes: [
      quote("btc.difficulty", 100, 50, "frozen"),
      quote("btc.hashrate", 1, 50, "frozen"),
      quote("btc.dvol", 0.5, 50, "frozen"),
      quote("btc.height", 900_000, 70, "frozen"),
    ],
    history: {},
  };
  const fetched = {
    ...nothing,
    quotes: [quote("btc.difficulty", 200, 60), quote("btc.height", 899_990, 65)],
  };
  const { quotes } = refreshed(old, fetched, bare);
  const found = new Map(quotes.map((found) => [found.series, found]));
  expect(found.get("btc.difficulty")).toMatchObject({ value: 200, source: "Kraken (live when frozen)" });
  expect(found.get("btc.hashrate")?.value).toBeCloseTo((200 * 2 ** 32) / 600 / 1e18, 20);
  expect(found.get("btc.dvol")).toBe(old.quotes[2]);
  expect(found.get("btc.height")).toBe(old.quotes[3]);
});

test("a refresh that brings nothing newer leaves every quote as it is", () => {
  const market = new MarketStore(embedded, () => 1);
  market.show({ kind: "embedded" });
  const content = held(market.quotes, nothing, embedded.day);
  expect(refreshed(content, nothing, embedded)).toEqual(content);
});

test("a refresh keeps all days, those of the later fetch first, and names each source once", () => {
  const days = (fetchedAt: number, source: string, values: Record<number, number>): MarketContent => ({
    quotes: [],
    history: { "btc.price": { days: values, source, fetchedAt } },
  });
  const old = days(1, "Kraken", { 1: 10, 2: 20 });
  const once = refreshed(old, days(2, "Coinbase", { 2: 21, 3: 30 }), bare);
  expect(once.history["btc.price"]).toEqual({
    ...{ days: { 1: 10, 2: 21, 3: 30 }, source: "Kraken; Coinbase", fetchedAt: 2 },
  });
  const twice = refreshed(once, days(3, "Coinbase", { 4: 40 }), bare);
  expect(twice.history["btc.price"]?.source).toBe("Kraken; Coinbase");
  expect(refreshed(once, days(4, "Kraken", { 1: 1, 2: 2, 3: 3 }), bare).history["btc.price"]).toEqual({
    ...{ days: { 1: 1, 2: 2, 3: 3 }, source: "Kraken", fetchedAt: 4 },
  });
  // What a cache kept from before the freeze does not win.
  expect(refreshed(once, days(0, "Old", { 1: 99, 5: 50 }), bare).history["btc.price"]?.days).toEqual({
    ...{ 1: 10, 2: 21, 3: 30, 5: 50 },
  });
});

test("a refresh takes the newer chain and the newer pools", () => {
  const chain = (asOf: number) => ({ options: [], asOf, fetchedAt: asOf, source: `of ${asOf}` });
  const pools = (asOf: number) => ({ pools: [], days: 7, asOf, source: `of ${asOf}` });
  const content = (asOf: number) => ({
    ...nothing,
    chain: chain(asOf),
    pools: pools(asOf),
    builtInUntil: {},
  });
  expect(refreshed(content(1), content(2), bare)).toEqual(content(2));
  expect(refreshed(content(2), content(1), bare)).toEqual(content(2));
  expect(refreshed(content(1), nothing, bare)).toEqual(content(1));
  expect(refreshed(nothing, content(1), bare)).toEqual(content(1));
});

test("nothing that a workbook holds is lost by a refresh", () => {
  fc.assert(
    fc.property(frozenContent, frozenContent, (old, fetched) => {
      const after = refreshed(old, fetched, bare);
      const series = after.quotes.map((kept) => kept.series);
      // A derived value that is no number is no value.
      const numbers = old.quotes.filter(({ series: name }) => !/hash|subsidy|_height/.test(name));
      expect(series).toEqual(expect.arrayContaining(numbers.map((kept) => kept.series)));
      for (const [field, kept] of Object.entries(old.history)) {
        const days = Object.keys((after.history as Record<string, typeof kept>)[field]?.days ?? {});
        expect(days).toEqual(expect.arrayContaining(Object.keys(kept.days)));
      }
    }),
  );
});
