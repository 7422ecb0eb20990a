import { difficultyFromBits } from "../../src/core/network/compactBits";
import { withDerived } from "../../src/data/derived";
import type { MarketContent, OptionQuote, Quote } from "../../src/data/market";
import { allSeries, seriesFacts, type HistoryField, type Series } from "../../src/data/series";

export const AT = Date.UTC(2026, 9, 5, 9);
const origin = { source: "mempool.space", fetchedAt: AT };

/** Values of about October 2026; other coins and prices are 100. */
const values: Partial<Record<Series, number>> = {
  "btc.price": 85_956.45,
  "btc.difficulty": difficultyFromBits(0x17021ef0),
  "btc.hashrate_observed": 950,
  "btc.height": 969_991,
  "btc.fees": 0.014,
  "btc.feerate": 3,
  "btc.feerate_hour": 2,
  "btc.next_retarget": 46_312.5,
  "btc.next_retarget_change": -0.019,
  "btc.index": 85_900,
  "btc.dvol": 0.45,
};
/** What does not follow from others. */
export const statedSeries = allSeries.filter((series) => seriesFacts[series].derived === undefined);

const stated = statedSeries.map((series): Quote => ({
  ...origin,
  series,
  value: values[series] ?? 100,
  asOf: AT,
  quality: "live",
  warning: "In doubt",
}));

export const wholeReadings = stated.map(({ series, value, asOf }) => ({ series, value, asOf }));

/** A value of 4 October 2026 for each field. */
export const wholeDays: Readonly<Record<HistoryField, Readonly<Record<number, number>>>> = {
  "btc.price": { 20_730: 85_000 },
  "btc.difficulty": { 20_730: difficultyFromBits(0x17021ef0) },
  "btc.hashrate": { 20_730: 950 },
  "btc.height": { 20_730: 969_900 },
  "btc.subsidy": { 20_730: 3.125 },
  "btc.hashprice_subsidy": { 20_730: 40 },
  "btc.dvol": { 20_730: 0.45 },
};

export const wholeOption: OptionQuote = {
  instrument: "BTC-25DEC26-90000-P",
  expiry: Date.UTC(2026, 11, 25, 8),
  strike: 90_000,
  type: "put",
  bid: 0.09,
  ask: 0.11,
  mark: 0.1,
  volatility: 0.42,
  forward: 87_000,
  delta: -0.55,
  openInterest: 12.5,
};

export const wholePools = { pools: [{ name: "=Pool", blocks: 12 }], days: 7, asOf: AT };

/** All that a workbook can freeze. */
export const wholeContent: MarketContent = {
  quotes: [...withDerived(stated).values()].map((quote) => ({ ...quote, quality: "frozen" })),
  history: Object.fromEntries(Object.entries(wholeDays).map(([field, days]) => [field, { days, ...origin }])),
  chain: { options: [wholeOption], asOf: AT, ...origin },
  pools: { ...wholePools, source: origin.source },
  builtInUntil: { "btc.price": 20_495 },
};
