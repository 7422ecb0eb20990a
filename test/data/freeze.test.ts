import fc from "fast-check";
import json from "../../src/data/embedded/daily-history.json";
import { dayOf } from "../../src/core/calendar";
import { UnavailableError } from "../../src/core/errors";
import { embedded } from "../../src/data/embedded/embedded";
import { type Freeze, freezeText, asFrozen, readFreeze, refreshed } from "../../src/data/freeze";
import type { MarketContent, OptionQuote, Quality, Quote } from "../../src/data/market";
import { allSeries, historyFields, type Series } from "../../src/data/series";
import { type Embedded, MarketStore } from "../../src/data/store";
import { alterations, altered } from "./alterations";
import { frozenContent, moment, text } from "./arbitraryContent";
import { wholeContent, wholeDays } from "./wholeContent";

describe("the text of a freeze", () => {
  const price: Quote = {
    series: "btc.price",
    value: 85_956.45,
    asOf: 1_791_193_260_000,
    fetchedAt: 1_791_193_270_000,
    source: "Median of Coinbase, Kraken and Bitstamp (live when frozen)",
    quality: "frozen",
  };
  const freeze: Freeze = {
    frozenAt: 1_791_193_300_000,
    version: "0.2.0",
    content: {
      quotes: [price],
      history: { "btc.dvol": { days: { 20_730: 0.4512 }, source: "Deribit", fetchedAt: 1_791_193_280_000 } },
    },
  };

  test("what was frozen is read back bit for bit", () => {
    fc.assert(
      fc.property(moment, text, frozenContent, (frozenAt, version, content) => {
        const read = readFreeze(freezeText({ frozenAt, version, content }));
        expect(read).toEqual({ frozenAt, version, content });
      }),
      { numRuns: 300 },
    );
  });

  test("a text of the first format is read for ever", () => {
    const written =
      '{"format":1,"frozenAt":1791193300000,"version":"0.2.0","content":{"quotes":[{"series":"btc.price",' +
      '"value":85956.45,"asOf":1791193260000,"fetchedAt":1791193270000,"source":"Median of Coinbase, Kraken and ' +
      'Bitstamp (live when frozen)"}],"history":{"btc.dvol":{"days":{"20730":0.4512},"source":"Deribit",' +
      '"fetchedAt":1791193280000}}}}';
    expect(readFreeze(written)).toEqual(freeze);
  });

  const changed = (
    change: (file: { [key: string]: unknown; content: Record<string, unknown> }) => unknown,
  ) => {
    const file = JSON.parse(freezeText(freeze)) as Parameters<typeof change>[0];
    return JSON.stringify(change(file) ?? file);
  };
  const origin = { source: "Deribit", fetchedAt: 1_791_193_280_000 };
  const withQuote = (change: object) =>
    changed((file) => void (file.content.quotes = [{ ...price, ...change }]));

  const without = (field: string) => changed((file) => ({ ...file, [field]: undefined }));

  test("what only a later version knows is left out", () => {
    const written = changed((file) => {
      file.mood = "fine";
      file.content.quotes = [
        { ...price, colour: "red" },
        { ...price, series: "btc.mempool_depth" },
      ];
      file.content.history = { ...freeze.content.history, "btc.realized_cap": "to come" };
    });
    expect(readFreeze(written)).toEqual(freeze);
  });

  test.each([
    ["nothing", "", "their text is incomplete or damaged"],
    ["half a text", freezeText(freeze).slice(0, -20), "their text is incomplete or damaged"],
    ["a web page", "<html>", "their text is incomplete or damaged"],
    ["another text", '"hello"', "they are not Hashcell's"],
    ["null", "null", "they are not Hashcell's"],
    ["a list", "[]", "they are not Hashcell's"],
    ["no format", without("format"), "they are not Hashcell's"],
    ["a later format", changed((file) => void (file.format = 2)), "another version of Hashcell froze them"],
    ["no moment", without("frozenAt"), "frozenAt is missing or wrong"],
    [
      "a moment beyond all dates",
      changed((file) => void (file.frozenAt = 9e15)),
      "frozenAt is missing or wrong",
    ],
    ["no content", without("content"), "content is missing"],
    [
      "no quotes",
      changed((file) => {
        delete file.content.quotes;
      }),
      "content.quotes is missing or wrong",
    ],
    ["a text for a value", withQuote({ value: "=1+1" }), "btc.price is missing or wrong"],
    ["no value", withQuote({ value: null }), "btc.price is missing or wrong"],
    ["a price of nothing", withQuote({ value: 0 }), "btc.price is 0, too low to be right"],
    ...[
      "btc.price_eur",
      "btc.difficulty",
      "btc.hashrate",
      "btc.hashrate_observed",
      "btc.height",
      "btc.hashprice",
      "btc.hashprice_gbp",
      "btc.index",
      "xmr.price",
    ].map((series): [string, string, string] => [
      `${series} below 0`,
      withQuote({ series, value: -1 }),
      `${series} is -1, too low to be right`,
    ]),
    [
      "a day's hashrate of nothing",
      changed((file) => void (file.content.history = { "btc.hashrate": { days: { 20730: 0 }, ...origin } })),
      "btc.hashrate of 2026-10-04 is 0, too low to be right",
    ],
    ["no source", withQuote({ source: undefined }), "btc.price: source is missing or wrong"],
    [
      "a day that is none",
      changed(
        (file) =>
          void (file.content.history = {
            "btc.dvol": { days: { tomorrow: 1 }, ...origin },
          }),
      ),
      "btc.dvol of day tomorrow is missing or wrong",
    ],
    [
      "a day without a number",
      changed(
        (file) =>
          void (file.content.history = {
            "btc.dvol": { days: { 20730: null }, ...origin },
          }),
      ),
      "btc.dvol of 2026-10-04 is missing or wrong",
    ],
    [
      "an option that is neither",
      changed(
        (file) =>
          void (file.content.chain = {
            options: [{ type: "both" }],
            asOf: 0,
            fetchedAt: 0,
            source: "",
          }),
      ),
      "content.chain.options.0",
    ],
    [
      "too many quotes",
      changed((file) => void (file.content.quotes = Array.from({ length: 1001 }, () => price))),
      "content.quotes is missing or wrong",
    ],
    ["more than any freeze", " ".repeat(1_000_001), "they are larger than any"],
  ])("%s is refused", (_what, written, reason) => {
    const read = () => readFreeze(written);
    expect(read).toThrow(UnavailableError);
    expect(read).toThrow(`The frozen values of this workbook cannot be read: ${reason}`);
  });

  test("a number beyond the largest is refused, as JSON reads it as infinite", () => {
    expect(() => readFreeze(freezeText(freeze).replace("85956.45", "1e999"))).toThrow(
      "btc.price is Infinity, too high to be right",
    );
  });

  test("whatever a workbook contains is read or refused with a sentence", () => {
    const fragment = fc.oneof(fc.json(), fc.string());
    const damaged = fc
      .tuple(frozenContent, fc.nat(), fc.nat({ max: 20 }), fc.string())
      .map(([content, at, length, put]) => {
        const whole = freezeText({ ...freeze, content });
        const start = at % whole.length;
        return whole.slice(0, start) + put + whole.slice(start + length);
      });
    fc.assert(
      fc.property(fc.oneof(fragment, damaged), (written) => {
        try {
          const { content } = readFreeze(written);
          expect(
            content.quotes.every(({ series, value }) => allSeries.includes(series) && Number.isFinite(value)),
          ).toBe(true);
        } catch (error) {
          expect(error).toBeInstanceOf(UnavailableError);
        }
      }),
      { numRuns: 500 },
    );
  });

  test("a name that objects inherit by does no harm", () => {
    const written = freezeText(freeze).replace('"days":{', '"days":{"__proto__":{"polluted":1},');
    expect(readFreeze(written)).toEqual(freeze);
    expect(({} as { polluted?: number }).polluted).toBeUndefined();
  });

  test("texts are cut, and nothing is written that could not be read", () => {
    const long = readFreeze(withQuote({ source: "a".repeat(10_000) }));
    expect(long.content.quotes[0]?.source).toHaveLength(500);
    const broken = { ...freeze, content: { ...freeze.content, quotes: [{ ...price, value: NaN }] } };
    expect(() => freezeText(broken)).toThrow(UnavailableError);
  });

  describe("a text that was altered", () => {
    const whole: unknown = JSON.parse(freezeText({ ...freeze, content: wholeContent }));

    test("in no place is read", () =>
      expect(readFreeze(JSON.stringify(whole))).toEqual({ ...freeze, content: wholeContent }));

    test("in any one place is refused", () => {
      const all = alterations(whole);
      expect(all.length).toBeGreaterThan(1_000);
      const taken = all.filter(({ value }) => !isRefused(JSON.stringify(value)));
      expect(taken.map(({ path, put }) => [path.join("."), put])).toEqual([]);
    });

    const isRefused = (written: string) => {
      try {
        readFreeze(written);
        return false;
      } catch (error) {
        return error instanceof UnavailableError;
      }
    };
    const at = (series: Series, key: keyof Quote) => [
      ...[
        "content",
        "quotes",
        String(wholeContent.quotes.findIndex((quote) => quote.series === series)),
        key,
      ],
    ];
    const read = (...changes: readonly (readonly [string[], unknown])[]) =>
      readFreeze(JSON.stringify(changes.reduce((file, [path, put]) => altered(file, path, put), whole)));

    test("says all that is wrong, by name", () =>
      expect(() =>
        read(
          [at("btc.difficulty", "value"), 145],
          [at("btc.fees", "value"), -1e9],
          [at("btc.dvol", "value"), -3],
        ),
      ).toThrow(
        "The frozen values of this workbook cannot be read: btc.difficulty is 145: no block can have this difficulty, " +
          "as compact bits cannot express it; btc.fees is -1000000000, too low to be right; " +
          "btc.dvol is -3, too low to be right",
      ));

    test.each(["btc.hashprice", "btc.hashrate", "btc.subsidy", "btc.next_halving_height"] as const)(
      "so that %s is not what follows from the others says what does",
      (series) => {
        const value = wholeContent.quotes.find((quote) => quote.series === series)?.value ?? NaN;
        expect(() => read([at(series, "value"), value * 1.01])).toThrow(
          `${series} is ${value * 1.01}, but ${value} follows`,
        );
      },
    );

    test("so that a price is twice as high no longer fits the hashprice", () =>
      expect(() => read([at("btc.price", "value"), 2 * 85_956.45])).toThrow(/btc\.hashprice is .* follows/));

    test("so that what a value follows from is missing is refused", () =>
      expect(() => read([at("btc.fees", "series"), "btc.weather"])).toThrow(
        "but what it follows from is missing",
      ));

    test("so that a series is there twice is refused", () =>
      expect(() => read([at("ltc.price", "series"), "bch.price"])).toThrow("bch.price is there twice"));

    test("so that a source is nobody's is read with a warning", () => {
      const { quotes } = read([at("btc.dvol", "source"), "The Moon"]).content;
      const doubt = "This version of Hashcell does not know its source";
      expect(quotes.flatMap(({ series, warning }) => (warning?.includes(doubt) ? [series] : []))).toEqual([
        "btc.dvol",
      ]);
    });
  });

  test("a whole market fits into what Excel keeps in a workbook", () => {
    const quotes = wholeContent.quotes.map((quote) => ({
      ...quote,
      warning: "The three prices differ by 1.4 %",
    }));
    const options = Array.from({ length: 1_200 }, (): OptionQuote => ({
      instrument: "BTC-25DEC26-100000-P",
      expiry: 1_798_185_600_000,
      strike: 100_000,
      type: "put",
      bid: 0.0125,
      ask: 0.0135,
      mark: 0.01312345,
      volatility: 0.6123,
      forward: 91_234.5678,
      delta: -0.4567890123456789,
      openInterest: 1234.5,
    }));
    const fetched = (value: number) => ({
      days: Object.fromEntries(Array.from({ length: 1_500 }, (_, day) => [20_000 + day, value])),
      ...origin,
    });
    const written = freezeText({
      ...freeze,
      content: {
        quotes,
        history: {
          "btc.price": fetched(91_234.5678901),
          "btc.difficulty": fetched(wholeDays["btc.difficulty"][20_730] ?? NaN),
          "btc.hashrate": fetched(950.1234567890123),
          "btc.dvol": fetched(0.4567890123456789),
        },
        chain: { options, asOf: 1_791_193_280_000, fetchedAt: 1_791_193_280_000, source: "Deribit" },
      },
    });
    expect(written.length).toBeLessThan(900_000);
  });
});

describe("the content of a freeze", () => {
  const quote = (series: Series, value: number, asOf: number, quality: Quality = "live"): Quote => ({
    series,
    value,
    asOf,
    fetchedAt: asOf,
    source: "Kraken",
    quality,
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
    const { quotes } = asFrozen([quote("btc.price", 1, 2, quality)], nothing, bare.day);
    expect(quotes).toEqual([{ ...quote("btc.price", 1, 2, "frozen"), source }]);
  });

  test("a frozen market shows what it showed before, and so it does after its way through the workbook", () => {
    const market = new MarketStore(embedded, () => 1);
    market.show({ kind: "live" }, { quotes: [quote("btc.price", 90_000, Date.now())], history: {} });
    const before = market.quotes;
    const content = asFrozen(before, market.content, embedded.day);
    const text = freezeText({ frozenAt: AT, version: "1", content });
    market.show({ kind: "frozen", frozenAt: AT }, readFreeze(text).content);
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
    expect(asFrozen([quote("btc.price", NaN, 2)], { quotes: [], history }, day)).toEqual({
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
    const text = freezeText({
      frozenAt: AT,
      version: "1",
      content: asFrozen(first.quotes, first.content, upTo(10).day),
    });
    const shown = (store: MarketStore) => [9, 10, 11, 12].map((at) => store.day("btc.price", day(at)));
    expect(shown(first)).toEqual([109, 110, 7, undefined]);
    for (const later of [upTo(10), upTo(20)]) {
      const store = new MarketStore(later, () => 1);
      store.show({ kind: "frozen", frozenAt: AT }, readFreeze(text).content);
      expect(shown(store)).toEqual([109, 110, 7, undefined]);
      expect([10, 11, 12].map((at) => store.isBuiltIn("btc.price", day(at)))).toEqual([true, false, false]);
    }
    // A field of which the version that froze had no day at all stays without any.
    const dvol = new MarketStore({ quotes: [], day: () => 0.5 }, () => 1);
    dvol.show({ kind: "frozen", frozenAt: AT }, readFreeze(text).content);
    expect(dvol.day("btc.dvol", day(9))).toBeUndefined();
    dvol.show({ kind: "live" }, readFreeze(text).content);
    expect(dvol.day("btc.dvol", day(9))).toBe(0.5);
  });

  test("a text of before, which does not say how far the built-in days went, reads as it did", () => {
    const store = new MarketStore({ quotes: [], day: (_field, day) => 100 + day }, () => 1);
    store.show({ kind: "frozen", frozenAt: 5 }, nothing);
    expect(store.day("btc.price", 12)).toBe(112);
    expect(store.isBuiltIn("btc.price", 12)).toBe(true);
  });

  test("the built-in history says where it ends", () => {
    const { builtInUntil } = asFrozen([], nothing, embedded.day);
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
    const content = asFrozen(market.quotes, nothing, embedded.day);
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
      days: { 1: 10, 2: 21, 3: 30 },
      source: "Kraken; Coinbase",
      fetchedAt: 2,
    });
    const twice = refreshed(once, days(3, "Coinbase", { 4: 40 }), bare);
    expect(twice.history["btc.price"]?.source).toBe("Kraken; Coinbase");
    expect(refreshed(once, days(4, "Kraken", { 1: 1, 2: 2, 3: 3 }), bare).history["btc.price"]).toEqual({
      days: { 1: 1, 2: 2, 3: 3 },
      source: "Kraken",
      fetchedAt: 4,
    });
    // What a cache kept from before the freeze does not win.
    expect(refreshed(once, days(0, "Old", { 1: 99, 5: 50 }), bare).history["btc.price"]?.days).toEqual({
      1: 10,
      2: 21,
      3: 30,
      5: 50,
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
});
