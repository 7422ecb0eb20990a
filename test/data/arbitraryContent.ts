import fc from "fast-check";
import {
  allSeries,
  historyFields,
  type HistoryField,
  type MarketContent,
  type OptionQuote,
  type Quote,
  type Series,
} from "../../src/data/market";
import { anyCharacter } from "../anyCharacter";

/** Any number that a cell can hold; JSON gives -0 back as 0. */
export const finite = fc.double({ noDefaultInfinity: true, noNaN: true }).map((value) => value + 0);
export const moment = fc.integer({ min: -8.64e15, max: 8.64e15 });
export const text = fc.string({ maxLength: 60, unit: anyCharacter });

/** Any number above 0. */
const aboveZero = fc.double({ min: Number.MIN_VALUE, noDefaultInfinity: true, noNaN: true });
/** What a market never lacks is above 0; of others any number will do. */
const valueOf = (name: string) => (/price|index|difficulty|hashrate|height/.test(name) ? aboveZero : finite);

const quoteOf = (series: Series): fc.Arbitrary<Quote> =>
  fc.record(
    {
      series: fc.constant(series),
      value: valueOf(series),
      asOf: moment,
      fetchedAt: moment,
      source: text,
      quality: fc.constant("frozen" as const),
      warning: text,
    },
    { requiredKeys: ["series", "value", "asOf", "source", "quality"] },
  );

export const frozenQuote: fc.Arbitrary<Quote> = fc.constantFrom(...allSeries).chain(quoteOf);

const days = (field: HistoryField) =>
  fc.record({
    days: fc.dictionary(fc.integer({ min: 0, max: 30_000 }).map(String), valueOf(field), { maxKeys: 20 }),
    source: text,
    fetchedAt: moment,
  });

const option: fc.Arbitrary<OptionQuote> = fc.record(
  {
    ...{ instrument: text, expiry: moment, strike: finite, type: fc.constantFrom("call", "put") },
    ...{ bid: finite, ask: finite, mark: finite, volatility: finite },
    ...{ forward: finite, delta: finite, openInterest: finite },
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
) as fc.Arbitrary<OptionQuote>;

/** Any content that a workbook can hold still. */
export const frozenContent: fc.Arbitrary<MarketContent> = fc.record(
  {
    quotes: fc.uniqueArray(frozenQuote, { selector: ({ series }) => series }),
    history: fc.record(Object.fromEntries(historyFields.map((field) => [field, days(field)])), {
      requiredKeys: [],
    }),
    chain: fc.record({
      ...{ options: fc.array(option, { maxLength: 5 }), asOf: moment, fetchedAt: moment, source: text },
    }),
    pools: fc.record({
      pools: fc.array(fc.record({ name: text, blocks: finite }), { maxLength: 5 }),
      ...{ days: finite, asOf: moment, source: text },
    }),
    builtInUntil: fc.record(Object.fromEntries(historyFields.map((field) => [field, fc.nat()])), {
      requiredKeys: [],
    }),
  },
  { requiredKeys: ["quotes", "history"] },
);
