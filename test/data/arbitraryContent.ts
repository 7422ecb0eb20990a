import fc from "fast-check";
import { difficultyFromBits } from "../../src/core/network/compactBits";
import { withDerived } from "../../src/data/derived";
import type { MarketContent, OptionQuote, Quote } from "../../src/data/market";
import { heightBounds, mostWorth } from "../../src/data/objection";
import {
  type Bounds,
  historyFacts,
  type HistoryField,
  historyFields,
  type Series,
  seriesFacts,
} from "../../src/data/series";
import { anyCharacter } from "../anyCharacter";
import { statedSeries } from "./wholeContent";

/** From 2010 to October 2099, milliseconds since 1970 UTC. */
export const moment = fc.integer({ min: Date.UTC(2010, 0), max: Date.UTC(2099, 9) });
export const text = fc.string({ maxLength: 60, unit: anyCharacter });
/** Known, whatever it says: others are shown with a warning. */
const source = text.map((where) => `${where} (embedded when frozen)`);

/** JSON gives -0 back as 0. */
const within = ([least, most]: Bounds) =>
  fc.double({ min: least, max: most, noNaN: true }).map((value) => value + 0);

/** What compact bits say, from 1 to about 1e19. */
const difficulty = fc
  .record({
    word: fc.integer({ min: 0x8000, max: 0x7fffff }),
    exponent: fc.integer({ min: 0x15, max: 0x1b }),
  })
  .map(({ word, exponent }) => difficultyFromBits(exponent * 2 ** 24 + word));

function valueOf(series: Series, asOf: number): fc.Arbitrary<number> {
  const [least, most] = heightBounds(asOf);
  const date = asOf / 86_400_000 + 25_569;
  switch (series) {
    case "btc.difficulty":
      return difficulty;
    case "btc.height":
      return fc.integer({ min: Math.ceil(least), max: Math.floor(most) });
    case "btc.next_retarget":
      return within([date, date + 59]);
    default:
      return within(seriesFacts[series].bounds);
  }
}

const statedQuote: fc.Arbitrary<Quote> = fc
  .record({
    series: fc.constantFrom(...statedSeries),
    asOf: moment,
  })
  .chain(({ series, asOf }) =>
    fc.record(
      {
        series: fc.constant(series),
        value: valueOf(series, asOf),
        asOf: fc.constant(asOf),
        fetchedAt: moment,
        source,
        quality: fc.constant("frozen" as const),
        warning: text,
      },
      { requiredKeys: ["series", "value", "asOf", "source", "quality"] },
    ),
  );

/** What sources state, and all that follows from it. */
const quotes = fc
  .uniqueArray(statedQuote, { selector: ({ series }) => series })
  .map((stated) =>
    [...withDerived(stated).values()].map((quote) => ({ ...quote, quality: "frozen" as const })),
  );

const days = (field: HistoryField) =>
  fc.record({
    days: fc.dictionary(
      fc.integer({ min: 14_247, max: 47_481 }).map(String),
      field === "btc.difficulty"
        ? difficulty
        : field === "btc.height"
          ? fc.nat(1e7)
          : within(historyFacts[field].bounds),
      { maxKeys: 20 },
    ),
    source,
    fetchedAt: moment,
  });

const option = fc
  .record(
    {
      instrument: text.map((name) => `BTC${name}`),
      expiry: moment,
      strike: within([1, 1e8]),
      type: fc.constantFrom("call" as const, "put" as const),
      forward: within([0.01, 1e8]),
      bid: within([1e-9, 1]),
      ask: within([1e-9, 1]),
      mark: within([0.001, 1]),
      volatility: within([0.01, 50]),
      delta: within([-1, 1]),
      openInterest: within([0, 21e6]),
    },
    {
      requiredKeys: [
        "instrument",
        "expiry",
        "strike",
        "type",
        "mark",
        "volatility",
        "forward",
        "delta",
        "openInterest",
      ],
    },
  )
  .map((given): OptionQuote => ({
    ...given,
    mark: Math.max(1e-9, given.mark * Math.min(1, mostWorth(given))),
  }))
  .filter((given) => given.mark <= mostWorth(given));

/** Any content that a workbook can freeze. */
export const frozenContent: fc.Arbitrary<MarketContent> = fc.record(
  {
    quotes,
    history: fc.record(Object.fromEntries(historyFields.map((field) => [field, days(field)])), {
      requiredKeys: [],
    }),
    chain: fc.record({
      options: fc.array(option, { maxLength: 5 }),
      asOf: moment,
      fetchedAt: moment,
      source,
    }),
    pools: fc.record({
      pools: fc.array(fc.record({ name: text.map((name) => `Pool ${name}`), blocks: fc.nat(10_000) }), {
        maxLength: 5,
      }),
      days: within([1, 366]),
      asOf: moment,
      source,
    }),
    builtInUntil: fc.record(
      Object.fromEntries(historyFields.map((field) => [field, fc.integer({ min: 14_247, max: 47_481 })])),
      {
        requiredKeys: [],
      },
    ),
  },
  { requiredKeys: ["quotes", "history"] },
);
