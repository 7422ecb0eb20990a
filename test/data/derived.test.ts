import fc from "fast-check";
import { dayOf } from "../../src/core/calendar";
import { hashprice } from "../../src/core/economics/hashprice";
import { withDerived } from "../../src/data/derived";
import { embedded } from "../../src/data/embedded/embedded";
import type { FetchedDays, MarketContent, Quote } from "../../src/data/market";
import { allSeries, type HistoryField, type Series } from "../../src/data/series";
import { MarketStore } from "../../src/data/store";

describe("quotes", () => {
  const NOON = Date.UTC(2026, 9, 5, 12);
  const quote = (series: Series, value: number, change: Partial<Quote> = {}): Quote => ({
    series,
    value,
    asOf: NOON,
    fetchedAt: NOON,
    source: "Somebody",
    quality: "live",
    ...change,
  });

  const difficulty = 132716002350731.3;
  const base = [
    quote("btc.price", 86_000),
    quote("btc.price_eur", 74_000),
    quote("btc.price_gbp", 64_000),
    quote("btc.difficulty", difficulty),
    quote("btc.height", 969_991),
    quote("btc.fees", 0.014),
  ];
  const market = withDerived(base);
  const valueOf = (series: Series) => market.get(series)?.value ?? NaN;

  // By hand: a block takes difficulty × 2^32 hashes on average, and there are 144 a day of ten minutes each.
  test("derived values agree with their arithmetic", () => {
    const hashes = difficulty * 4_294_967_296;
    expect(valueOf("btc.hashrate")).toBeCloseTo(hashes / 600 / 1e18, 9);
    expect(valueOf("btc.subsidy")).toBe(3.125);
    for (const [series, price] of [
      ["btc.hashprice", 86_000],
      ["btc.hashprice_eur", 74_000],
      ["btc.hashprice_gbp", 64_000],
    ] as const) {
      const shareOfNetwork = 1e15 / (hashes / 600);
      expect(valueOf(series)).toBeCloseTo(shareOfNetwork * 144 * 3.139 * price, 9);
    }
    // 481 × 2,016 and 5 × 210,000.
    expect(valueOf("btc.next_retarget_height")).toBe(971_712);
    expect(valueOf("btc.next_halving_height")).toBe(1_050_000);
  });

  test.each([
    [1_049_998, 3.125, 1_050_000],
    [1_049_999, 1.5625, 1_050_000],
    [1_050_000, 1.5625, 1_260_000],
  ])("after block %d the next one earns %d, and the next halving is at %d", (height, subsidy, halving) => {
    const found = withDerived([quote("btc.height", height)]);
    expect(found.get("btc.subsidy")?.value).toBe(subsidy);
    expect(found.get("btc.next_halving_height")?.value).toBe(halving);
  });

  test.each([
    [969_695, 969_696],
    [969_696, 971_712],
    [0, 2_016],
  ])("after block %d the next adjustment is at %d", (height, next) => {
    expect(withDerived([quote("btc.height", height)]).get("btc.next_retarget_height")?.value).toBe(next);
  });

  test("the newest of each series wins, the later in the list of two of the same moment, in the market's order", () => {
    const found = withDerived([
      quote("btc.fees", 1, { asOf: NOON - 1 }),
      quote("btc.price", 1, { asOf: NOON, source: "embedded" }),
      quote("btc.fees", 2),
      quote("btc.price", 2, { asOf: NOON, source: "fetched" }),
      quote("btc.fees", 3, { asOf: NOON - 2 }),
    ]);
    expect(found.get("btc.fees")?.value).toBe(2);
    expect(found.get("btc.price")?.value).toBe(2);
    expect([...found.keys()]).toEqual(["btc.price", "btc.fees"]);

    fc.assert(
      fc.property(fc.array(fc.tuple(fc.constantFrom(...allSeries), fc.nat(50))), (stated) => {
        const quotes = stated.map(([series, asOf], at) => quote(series, at + 1, { asOf }));
        const shown = withDerived(quotes);
        const order = [...shown.keys()].map((series) => allSeries.indexOf(series));
        expect(order).toEqual([...order].sort((one, other) => one - other));
        for (const { series, asOf } of quotes) {
          const found = shown.get(series);
          expect(found).toBeDefined();
          if (found?.quality !== "derived") expect(found?.asOf).toBeGreaterThanOrEqual(asOf);
        }
      }),
    );
  });

  test("a derived value is as old as its oldest ingredient, names their qualities, and passes their warnings on", () => {
    const found = withDerived([
      quote("btc.price", 86_000, { warning: "The prices differ", asOf: NOON - 5, fetchedAt: NOON - 3 }),
      quote("btc.difficulty", difficulty, { quality: "cached", asOf: NOON - 9, fetchedAt: NOON - 7 }),
      quote("btc.height", 969_991, { warning: "The prices differ" }),
      { series: "btc.fees", value: 0.014, asOf: NOON - 99, source: "built in", quality: "embedded" },
    ]).get("btc.hashprice");
    expect(found).toMatchObject({
      quality: "derived",
      asOf: NOON - 99,
      fetchedAt: NOON - 7,
      warning: "The prices differ",
    });
    expect(found?.source).toMatch(/^Derived: MINING\.HASHPRICE of price, difficulty, subsidy and fees \(/);
    expect(found?.source).toMatch(
      /bitcoin price live, network difficulty cached, .*transaction fees embedded/,
    );
    expect(market.get("btc.hashrate")?.source).toBe("Derived: difficulty × 2^32 ÷ 600 seconds (live)");
    expect(
      withDerived([{ ...quote("btc.height", 1), fetchedAt: undefined }]).get("btc.subsidy"),
    ).not.toHaveProperty("fetchedAt");
  });

  test("without an input there is no derived value, and never one that is not a number", () => {
    for (const missing of base) {
      const found = withDerived(base.filter((other) => other !== missing));
      for (const { value } of found.values()) expect(Number.isFinite(value)).toBe(true);
      const names = missing.series.startsWith("btc.price_")
        ? `btc.hashprice${missing.series.slice(9)}`
        : undefined;
      if (names !== undefined) expect([...found.keys()]).not.toContain(names);
    }
    expect(withDerived(base.filter(({ series }) => series !== "btc.difficulty")).has("btc.hashprice")).toBe(
      false,
    );
    expect(withDerived([]).size).toBe(0);
  });
});

describe("days", () => {
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

  test("what is built in goes before what was fetched, which is shown where nothing is built in", () => {
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
    // Once a halving has gone by, the days since the last known one can no longer be distinguished.
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
        .map((other): [string, FetchedDays] => [other, fetched(all)]);
      const market = store({ quotes: [tip(977000, "2026-11-23")], history: Object.fromEntries(others) });
      expect(market.day(field, NOVEMBER)).toBeUndefined();
    },
  );

  test("before the first block there is no subsidy", () => {
    expect(store(noQuotes).day("btc.subsidy", day("2009-01-02"))).toBeUndefined();
    expect(store(noQuotes).day("btc.subsidy", day("2009-01-03"))).toBe(50);
  });
});
