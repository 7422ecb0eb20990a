import fc from "fast-check";
import { UnavailableError } from "../../src/core/errors";
import { type Freeze, frozenText, readFrozen } from "../../src/data/freeze";
import type { OptionQuote, Quote } from "../../src/data/market";
import { allSeries, type Series } from "../../src/data/series";
import { alterations, altered } from "./alterations";
import { frozenContent, moment, text } from "./arbitraryContent";
import { wholeContent, wholeDays } from "./wholeContent";

const price: Quote = {
  ...{ series: "btc.price", value: 85_956.45, asOf: 1_791_193_260_000, fetchedAt: 1_791_193_270_000 },
  ...{ source: "Median of Coinbase, Kraken and Bitstamp (live when frozen)", quality: "frozen" },
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
      const read = readFrozen(frozenText({ frozenAt, version, content }));
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
  expect(readFrozen(written)).toEqual(freeze);
});

const changed = (change: (file: { [key: string]: unknown; content: Record<string, unknown> }) => unknown) => {
  const file = JSON.parse(frozenText(freeze));
  return JSON.stringify(change(file) ?? file);
};
const origin = { source: "Deribit", fetchedAt: 1_791_193_280_000 };
const withQuote = (change: object) =>
  changed((file) => void (file.content.quotes = [{ ...price, ...change }]));

test("what only a later version knows is left out", () => {
  const written = changed((file) => {
    file.mood = "fine";
    file.content.quotes = [
      { ...price, colour: "red" },
      { ...price, series: "btc.mempool_depth" },
    ];
    file.content.history = { ...freeze.content.history, "btc.realized_cap": "to be told" };
  });
  expect(readFrozen(written)).toEqual(freeze);
});

test.each([
  ["nothing", "", "their text is incomplete or damaged"],
  ["half a text", frozenText(freeze).slice(0, -20), "their text is incomplete or damaged"],
  ["a web page", "<html>", "their text is incomplete or damaged"],
  ["another text", '"hello"', "they are not Hashcell's"],
  ["null", "null", "they are not Hashcell's"],
  ["a list", "[]", "they are not Hashcell's"],
  ["no format", changed((file) => void delete file.format), "they are not Hashcell's"],
  ["a later format", changed((file) => void (file.format = 2)), "another version of Hashcell froze them"],
  ["no moment", changed((file) => void delete file.frozenAt), "frozenAt is missing or wrong"],
  [
    "a moment beyond all dates",
    changed((file) => void (file.frozenAt = 9e15)),
    "frozenAt is missing or wrong",
  ],
  [
    "no content",
    changed((file) => void delete (file as { content?: unknown }).content),
    "content is missing",
  ],
  ["no quotes", changed((file) => void delete file.content.quotes), "content.quotes is missing or wrong"],
  ["a text for a value", withQuote({ value: "=1+1" }), "btc.price is missing or wrong"],
  ["no value", withQuote({ value: null }), "btc.price is missing or wrong"],
  ["a price of nothing", withQuote({ value: 0 }), "btc.price is 0, less than can be right"],
  ...[
    ...["btc.price_eur", "btc.difficulty", "btc.hashrate", "btc.hashrate_observed", "btc.height"],
    ...["btc.hashprice", "btc.hashprice_gbp", "btc.index", "xmr.price"],
  ].map((series): [string, string, string] => [
    `${series} below 0`,
    withQuote({ series, value: -1 }),
    `${series} is -1, less than can be right`,
  ]),
  [
    "a day's hashrate of nothing",
    changed((file) => void (file.content.history = { "btc.hashrate": { days: { 20730: 0 }, ...origin } })),
    "btc.hashrate of 2026-10-04 is 0, less than can be right",
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
  const read = () => readFrozen(written);
  expect(read).toThrow(UnavailableError);
  expect(read).toThrow(`The frozen values of this workbook cannot be read: ${reason}`);
});

test("a number beyond the largest is refused, as JSON reads it as infinite", () => {
  expect(() => readFrozen(frozenText(freeze).replace("85956.45", "1e999"))).toThrow(
    "btc.price is Infinity, more than can be right",
  );
});

test("whatever stands in a workbook is read or refused with a sentence", () => {
  const fragment = fc.oneof(fc.json(), fc.string());
  const damaged = fc
    .tuple(frozenContent, fc.nat(), fc.nat({ max: 20 }), fc.string())
    .map(([content, at, length, put]) => {
      const whole = frozenText({ ...freeze, content });
      const start = at % whole.length;
      return whole.slice(0, start) + put + whole.slice(start + length);
    });
  fc.assert(
    fc.property(fc.oneof(fragment, damaged), (written) => {
      try {
        const { content } = readFrozen(written);
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
  const written = frozenText(freeze).replace('"days":{', '"days":{"__proto__":{"polluted":1},');
  expect(readFrozen(written)).toEqual(freeze);
  expect(({} as { polluted?: number }).polluted).toBeUndefined();
});

test("texts are cut, and nothing is written that could not be read", () => {
  const long = readFrozen(withQuote({ source: "a".repeat(10_000) }));
  expect(long.content.quotes[0]?.source).toHaveLength(500);
  const broken = { ...freeze, content: { ...freeze.content, quotes: [{ ...price, value: NaN }] } };
  expect(() => frozenText(broken)).toThrow(UnavailableError);
});

describe("a text that was altered", () => {
  const whole: unknown = JSON.parse(frozenText({ ...freeze, content: wholeContent }));

  test("in no place is read", () =>
    expect(readFrozen(JSON.stringify(whole))).toEqual({ ...freeze, content: wholeContent }));

  test("in any one place is refused", () => {
    const all = alterations(whole);
    expect(all.length).toBeGreaterThan(1_000);
    const taken = all.filter(({ value }) => !isRefused(JSON.stringify(value)));
    expect(taken.map(({ path, put }) => [path.join("."), put])).toEqual([]);
  });

  const isRefused = (written: string) => {
    try {
      readFrozen(written);
      return false;
    } catch (error) {
      return error instanceof UnavailableError;
    }
  };
  const at = (series: Series, key: keyof Quote) => [
    ...["content", "quotes", String(wholeContent.quotes.findIndex((quote) => quote.series === series)), key],
  ];
  const read = (...changes: readonly (readonly [string[], unknown])[]) =>
    readFrozen(JSON.stringify(changes.reduce((file, [path, put]) => altered(file, path, put), whole)));

  test("says all that is wrong, by name", () =>
    expect(() =>
      read(
        [at("btc.difficulty", "value"), 145],
        [at("btc.fees", "value"), -1e9],
        [at("btc.dvol", "value"), -3],
      ),
    ).toThrow(
      "The frozen values of this workbook cannot be read: btc.difficulty is 145: no block can have this difficulty, " +
        "as compact bits cannot say it; btc.fees is -1000000000, less than can be right; " +
        "btc.dvol is -3, less than can be right",
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
    const doubt = "Its source is none that this version of Hashcell knows";
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
    ...{ instrument: "BTC-25DEC26-100000-P", expiry: 1_798_185_600_000, strike: 100_000, type: "put" },
    ...{ bid: 0.0125, ask: 0.0135, mark: 0.01312345, volatility: 0.6123, forward: 91_234.5678 },
    ...{ delta: -0.4567890123456789, openInterest: 1234.5 },
  }));
  const fetched = (value: number) => ({
    days: Object.fromEntries(Array.from({ length: 1_500 }, (_, day) => [20_000 + day, value])),
    ...origin,
  });
  const written = frozenText({
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
