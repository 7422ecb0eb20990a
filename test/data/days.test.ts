import { dayOf } from "../../src/core/calendar";
import { hashprice } from "../../src/core/economics/hashprice";
import { embedded } from "../../src/data/embedded/embedded";
import type { MarketContent, Quote } from "../../src/data/market";
import type { HistoryField } from "../../src/data/series";
import { MarketStore } from "../../src/data/store";

const day = (text: string) => dayOf(Date.parse(text));
const APRIL = day("2026-04-01");
const NOVEMBER = day("2026-11-20");

const fetched = (values: Readonly<Record<number, number>>) => ({
  days: values,
  source: "Test",
  fetchedAt: 0,
});
const tip = (value: number, asOf: string): Quote => ({
  series: "btc.height",
  value,
  asOf: Date.parse(asOf),
  source: "Test",
  quality: "live",
});

function store(content: MarketContent): MarketStore {
  const market = new MarketStore(embedded, () => Date.UTC(2026, 10, 23));
  market.show({ kind: "live" }, content);
  return market;
}

const noQuotes: MarketContent = { quotes: [], history: {} };

test("what is built in stands before what was fetched, which stands where nothing is built in", () => {
  const known = day("2024-04-20");
  const market = store({ quotes: [], history: { "btc.price": fetched({ [known]: 1, [APRIL]: 70000 }) } });
  expect(market.day("btc.price", known)).toBe(embedded.day("btc.price", known));
  expect(market.day("btc.price", APRIL)).toBe(70000);
  expect(market.day("btc.price", APRIL + 1)).toBeUndefined();
});

test("hashprice of the subsidy follows where a price was fetched for a day of a built-in difficulty", () => {
  expect(store(noQuotes).day("btc.hashprice_subsidy", APRIL)).toBeUndefined();
  const market = store({ quotes: [], history: { "btc.price": fetched({ [APRIL]: 70000 }) } });
  // 10^15 x 86400 / (difficulty x 2^32) x 3.125 x 70000, difficulty 133793147307542.8 from 2026-03-20 on.
  const expected = ((1e15 * 86400) / (133793147307542.8 * 4294967296)) * 3.125 * 70000;
  expect((market.day("btc.hashprice_subsidy", APRIL) ?? NaN) / expected).toBeCloseTo(1, 12);
});

test("the subsidy goes on up to the day before the last block seen", () => {
  const seen = (height: number) => store({ quotes: [tip(height, "2026-11-23T08:00:00Z")], history: {} });
  expect(store(noQuotes).day("btc.subsidy", NOVEMBER)).toBeUndefined();
  expect(seen(977000).day("btc.subsidy", NOVEMBER)).toBe(3.125);
  expect(seen(977000).day("btc.subsidy", day("2026-11-22"))).toBe(3.125);
  expect(seen(977000).day("btc.subsidy", day("2026-11-23"))).toBeUndefined();
  // Once a halving has gone by, the days since the last known one are no longer told apart.
  expect(seen(1050000).day("btc.subsidy", NOVEMBER)).toBeUndefined();
  expect(seen(1050000).day("btc.subsidy", day("2026-10-04"))).toBe(3.125);
});

test("a day whose height was fetched has the subsidy of that height", () => {
  const later = day("2028-05-01");
  const history = {
    "btc.height": fetched({ [later]: 1050001 }),
    "btc.price": fetched({ [later]: 1e5 }),
    "btc.difficulty": fetched({ [later]: 2e14 }),
  };
  const market = store({ quotes: [], history });
  expect(market.day("btc.subsidy", later)).toBe(1.5625);
  expect(market.day("btc.hashprice_subsidy", later)).toBe(
    hashprice({ btcPrice: 1e5, difficulty: 2e14, subsidyBtc: 1.5625, feesBtc: 0, unit: "PH" }),
  );
});

test.each<HistoryField>(["btc.price", "btc.difficulty", "btc.hashrate", "btc.height", "btc.dvol"])(
  "%s follows from nothing",
  (field) => {
    const all = { [NOVEMBER]: 1e5 };
    const others = (["btc.price", "btc.difficulty", "btc.hashrate", "btc.height", "btc.dvol"] as const)
      .filter((other) => other !== field)
      .map((other) => [other, fetched(all)]);
    const market = store({ quotes: [tip(977000, "2026-11-23")], history: Object.fromEntries(others) });
    expect(market.day(field, NOVEMBER)).toBeUndefined();
  },
);

test("before the first block there is no subsidy", () => {
  expect(store(noQuotes).day("btc.subsidy", day("2009-01-02"))).toBeUndefined();
  expect(store(noQuotes).day("btc.subsidy", day("2009-01-03"))).toBe(50);
});
