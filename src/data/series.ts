import { BLOCK_TIME_S } from "../core/calendar";
import { hashprice } from "../core/economics/hashprice";
import { networkHashrate } from "../core/network/hashrate";
import { EPOCH_BLOCKS } from "../core/network/retarget";
import { blockSubsidy, HALVING_INTERVAL } from "../core/network/subsidy";

/** The keys of a record, with the type that the compiler knows them by. */
export const keysOf = <K extends string>(record: Readonly<Record<K, unknown>>) => Object.keys(record) as K[];

/** Something for each of several names. */
export const byName = <K extends string, T>(names: readonly K[], of: (name: K) => T) =>
  recordOf(names.map((name): [K, T] => [name, of(name)]));

const recordOf = <K extends string, T>(entries: readonly (readonly [K, T])[]) =>
  Object.fromEntries(entries) as Record<K, T>;

/**
 * What is fetched together, as the list of sources words it: asking for one series of a topic brings the others without
 * a further request.
 */
export const topicWords = {
  network: "network",
  price: "price in dollars",
  price_eur: "price in euros",
  price_gbp: "price in pounds",
  volatility: "volatility",
  coins: "other coins",
  pools: "pools",
  chain: "options",
  "history.btc.price": "price history",
  "history.btc.difficulty": "difficulty history",
  "history.btc.hashrate": "hashrate history",
  "history.btc.dvol": "volatility history",
} as const;
export type SourceTopic = keyof typeof topicWords;
export const topics = keysOf(topicWords);
/** What sources state, the latest values of what a gateway keeps, and the days of one series that it keeps. */
export type Topic = SourceTopic | "kept" | `days.${string}`;

/** Headings under which the pane shows series. */
export const groups = [
  "Price and hashprice",
  "Difficulty",
  "Network",
  "Fees",
  "Volatility",
  "Coins",
] as const;

/** Lowest and highest plausible value, whoever states it: a source, a cache, a file, a workbook. */
export type Bounds = readonly [least: number, most: number];

/** How the pane shows a value: with a number of decimals, or in a special format. */
export type Look = number | "coin price" | "count" | "height" | "block" | "date" | "change" | "share";

interface Derivation<S extends string> {
  readonly from: readonly S[];
  readonly value: (of: (series: S) => number) => number;
  /** For the source text of the quote. */
  readonly formula: string;
}

/** Everything about a series; `S` and `F` are the names of series and of fields of history. */
interface SeriesRecord<S extends string, F extends string> {
  readonly label: string;
  /** Unit of the value; shares are fractions, dates are Excel's, in UTC. */
  readonly unit: string;
  /** What has to be fetched for it; for a derived series, the topic of its rarest input. */
  readonly topic: SourceTopic;
  /** Of a value at any time; of a derived series, as they follow from those of its inputs. */
  readonly bounds: Bounds;
  readonly group: (typeof groups)[number];
  /** The one that heads its group where that is not the first of the list. */
  readonly isHead?: boolean;
  /** Name of the value's cell in a workbook. Formulas refer to it: never rename. */
  readonly rangeName: string;
  /** Excel number format. */
  readonly numberFormat: string;
  readonly look: Look;
  /** Present where it is computed from other series and not stated by a provider. */
  readonly derived?: Derivation<S>;
  /** Where it has a value for each UTC day: the last of the day for a price, a difficulty or a height. */
  readonly history?: {
    /** What HISTORY calls it: workbooks store that too. */
    readonly field: F;
    /** Where a day's value is not quite what the series is. */
    readonly label?: string;
    /** The first day that has a value, "2010-07-12"; absent where that is not known. */
    readonly begins?: string;
    /** What has to be fetched for days that are not built in; empty where no source gives them. */
    readonly topics: readonly SourceTopic[];
  };
  /** The history that the pane draws beside it, and how that quantity differs. */
  readonly yearLine?: { readonly field: F; readonly but: string };
  /**
   * The greatest moves down and up, as ratios of one value to the one before: within a day, for its time, or with one
   * difficulty adjustment; of the built-in history from 2015 to 2026.
   */
  readonly moves?: { readonly down: number; readonly up: number; readonly per: "day" | "adjustment" };
}

/** A rule whose formula takes the values of other series by name. */
function derived<const F extends Readonly<Record<string, string>>>(
  from: F,
  formula: string,
  value: (given: Readonly<Record<keyof F & string, number>>) => number,
): Derivation<F[keyof F & string]> {
  const names: (keyof F & string)[] = keysOf(from);
  return {
    from: names.map((name) => from[name]),
    formula,
    value: (of) => value(byName(names, (name) => of(from[name]))),
  };
}

const nextMultiple = (height: number, every: number) => (Math.floor(height / every) + 1) * every;

const btcPrice = { bounds: [0.01, 1e8], group: "Price and hashprice", look: 2 } as const;
/** -38.97 % on 2020-03-12; +42.90 % in the two days to 2017-12-07, more for its time than the best day's +27.09 %. */
const priceMoves = { down: 0.6102, up: 1.2872, per: "day" } as const;

const hashpriceOf = <const P extends string>(price: P, words: string) =>
  ({
    bounds: [1e-24, 1e25],
    group: "Price and hashprice",
    look: 2,
    derived: derived(
      { btcPrice: price, difficulty: "btc.difficulty", subsidyBtc: "btc.subsidy", feesBtc: "btc.fees" },
      `MINING.HASHPRICE of ${words}, difficulty, subsidy and fees`,
      (given) => hashprice({ ...given, unit: "PH" }),
    ),
  }) as const;

const height = { unit: "block", topic: "network", bounds: [0, 3e7], numberFormat: "#,##0" } as const;
const feeRate = {
  unit: "sat/vB",
  topic: "network",
  bounds: [0.001, 100_000],
  group: "Fees",
  numberFormat: "0.0",
  look: 1,
} as const;

const coin = (label: string, rangeName: string) =>
  ({
    label,
    rangeName,
    unit: "USD",
    topic: "coins",
    bounds: [1e-9, 1e7],
    group: "Coins",
    numberFormat: "$#,##0.00####",
    look: "coin price",
  }) as const;

/**
 * Every quantity that the market may hold, in the order in which it is shown, a derived one after those that it follows
 * from. Workbooks store these names: never rename.
 */
const records = {
  "btc.price": {
    ...btcPrice,
    label: "Bitcoin price",
    unit: "USD",
    topic: "price",
    rangeName: "BTC_PRICE",
    numberFormat: "$#,##0.00",
    history: { field: "btc.price", begins: "2010-07-12", topics: ["history.btc.price"] },
    yearLine: { field: "btc.price", but: "" },
    moves: priceMoves,
  },
  "btc.price_eur": {
    ...btcPrice,
    label: "Bitcoin price in euros",
    unit: "EUR",
    topic: "price_eur",
    rangeName: "BTC_PRICE_EUR",
    numberFormat: "€#,##0.00",
    yearLine: { field: "btc.price", but: ", in dollars" },
    moves: priceMoves,
  },
  "btc.price_gbp": {
    ...btcPrice,
    label: "Bitcoin price in pounds",
    unit: "GBP",
    topic: "price_gbp",
    rangeName: "BTC_PRICE_GBP",
    numberFormat: "£#,##0.00",
    yearLine: { field: "btc.price", but: ", in dollars" },
    moves: priceMoves,
  },
  "btc.difficulty": {
    label: "Network difficulty",
    unit: "raw number",
    topic: "network",
    bounds: [1, 1e20],
    group: "Difficulty",
    rangeName: "BTC_DIFFICULTY",
    numberFormat: "#,##0",
    look: "count",
    history: { field: "btc.difficulty", begins: "2009-01-03", topics: ["history.btc.difficulty"] },
    yearLine: { field: "btc.difficulty", but: "" },
    // -27.94 % on 2021-07-03, +21.53 % on 2021-05-13.
    moves: { down: 0.72, up: 1.216, per: "adjustment" },
  },
  "btc.hashrate": {
    label: "Network hashrate",
    unit: "EH/s",
    topic: "network",
    // Of the difficulties 1 and 1e20.
    bounds: [7e-12, 1e9],
    group: "Network",
    rangeName: "NETWORK_HASHRATE_EH",
    numberFormat: "#,##0.00",
    look: 2,
    derived: derived(
      { difficulty: "btc.difficulty" },
      `difficulty × 2^32 ÷ ${BLOCK_TIME_S} seconds`,
      ({ difficulty }) => networkHashrate({ difficulty, blockTimeS: BLOCK_TIME_S, unit: "EH" }),
    ),
    history: {
      field: "btc.hashrate",
      label: "Network hashrate, estimated from the day's blocks",
      begins: "2010-07-12",
      topics: ["history.btc.hashrate"],
    },
    yearLine: { field: "btc.hashrate", but: ", from blocks found" },
  },
  "btc.hashrate_observed": {
    label: "Hashrate observed in blocks found",
    unit: "EH/s",
    topic: "network",
    // From what one machine of today does to a million times the network.
    bounds: [1e-4, 1e9],
    group: "Network",
    rangeName: "OBSERVED_HASHRATE_EH",
    numberFormat: "#,##0.00",
    look: 2,
    // -39.18 % on 2021-04-16, +58.43 % on 2022-12-25.
    moves: { down: 0.608, up: 1.585, per: "day" },
  },
  "btc.height": {
    ...height,
    label: "Block height",
    group: "Network",
    rangeName: "BTC_HEIGHT",
    look: "height",
    history: { field: "btc.height", begins: "2021-01-03", topics: [] },
  },
  "btc.subsidy": {
    label: "Block subsidy",
    unit: "BTC per block",
    topic: "network",
    bounds: [0, 50],
    group: "Network",
    rangeName: "BTC_SUBSIDY",
    numberFormat: "0.000######",
    look: 3,
    derived: derived({ height: "btc.height" }, "consensus rule for the block after the last one", (given) =>
      blockSubsidy(given.height + 1),
    ),
    // It follows from the height of the last block.
    history: { field: "btc.subsidy", begins: "2009-01-03", topics: ["network"] },
  },
  "btc.fees": {
    label: "Transaction fees",
    unit: "BTC per block",
    topic: "network",
    // A satoshi in a week's blocks; a hundred times the dearest day, 22 December 2017.
    bounds: [9e-12, 1_000],
    group: "Fees",
    rangeName: "BTC_FEES",
    numberFormat: "0.000000",
    look: 6,
  },
  "btc.feerate": { ...feeRate, label: "Fee rate for the next block", rangeName: "BTC_FEERATE" },
  "btc.feerate_hour": { ...feeRate, label: "Fee rate within the hour", rangeName: "BTC_FEERATE_HOUR" },
  "btc.hashprice": {
    ...hashpriceOf("btc.price", "price"),
    label: "Hashprice",
    unit: "USD per PH/s per day",
    topic: "price",
    rangeName: "HASHPRICE_USD_PH_DAY",
    numberFormat: "$#,##0.00",
    history: {
      field: "btc.hashprice_subsidy",
      label: "Hashprice without fees",
      begins: "2010-07-12",
      topics: ["history.btc.price", "history.btc.difficulty", "network"],
    },
    yearLine: { field: "btc.hashprice_subsidy", but: ", without fees" },
  },
  "btc.hashprice_eur": {
    ...hashpriceOf("btc.price_eur", "price in euros"),
    label: "Hashprice in euros",
    unit: "EUR per PH/s per day",
    topic: "price_eur",
    rangeName: "HASHPRICE_EUR_PH_DAY",
    numberFormat: "€#,##0.00",
    yearLine: { field: "btc.hashprice_subsidy", but: ", without fees, in dollars" },
  },
  "btc.hashprice_gbp": {
    ...hashpriceOf("btc.price_gbp", "price in pounds"),
    label: "Hashprice in pounds",
    unit: "GBP per PH/s per day",
    topic: "price_gbp",
    rangeName: "HASHPRICE_GBP_PH_DAY",
    numberFormat: "£#,##0.00",
    yearLine: { field: "btc.hashprice_subsidy", but: ", without fees, in dollars" },
  },
  "btc.next_retarget": {
    label: "Next difficulty adjustment",
    unit: "date",
    topic: "network",
    // 3 January 2009 and 1 January 2100.
    bounds: [39_816, 73_051],
    group: "Difficulty",
    rangeName: "NEXT_RETARGET_DATE",
    numberFormat: "yyyy-mm-dd hh:mm",
    look: "date",
  },
  "btc.next_retarget_height": {
    ...height,
    label: "Block of the next difficulty adjustment",
    group: "Difficulty",
    rangeName: "NEXT_RETARGET_HEIGHT",
    look: "block",
    derived: derived({ height: "btc.height" }, `the next multiple of ${EPOCH_BLOCKS} blocks`, (given) =>
      nextMultiple(given.height, EPOCH_BLOCKS),
    ),
  },
  "btc.next_retarget_change": {
    label: "Estimated difficulty change",
    unit: "share",
    topic: "network",
    // The protocol keeps it within a quarter and four times.
    bounds: [-0.75, 3],
    group: "Difficulty",
    rangeName: "NEXT_RETARGET_CHANGE",
    numberFormat: "0.00%",
    look: "change",
  },
  "btc.next_halving_height": {
    ...height,
    label: "Next halving",
    group: "Network",
    rangeName: "NEXT_HALVING_HEIGHT",
    look: "block",
    derived: derived({ height: "btc.height" }, `the next multiple of ${HALVING_INTERVAL} blocks`, (given) =>
      nextMultiple(given.height, HALVING_INTERVAL),
    ),
  },
  "btc.index": {
    ...btcPrice,
    label: "Deribit's bitcoin index",
    unit: "USD",
    topic: "volatility",
    group: "Volatility",
    rangeName: "BTC_INDEX",
    numberFormat: "$#,##0.00",
    moves: priceMoves,
  },
  "btc.dvol": {
    label: "Deribit's volatility index, DVOL",
    unit: "per year",
    topic: "volatility",
    bounds: [0.05, 5],
    group: "Volatility",
    isHead: true,
    rangeName: "BTC_DVOL",
    numberFormat: "0.00%",
    look: "share",
    history: { field: "btc.dvol", topics: ["history.btc.dvol"] },
  },
  "ltc.price": coin("Litecoin price", "LTC_PRICE"),
  "bch.price": coin("Bitcoin Cash price", "BCH_PRICE"),
  "doge.price": coin("Dogecoin price", "DOGE_PRICE"),
  "dash.price": coin("Dash price", "DASH_PRICE"),
  "zec.price": coin("Zcash price", "ZEC_PRICE"),
  "etc.price": coin("Ethereum Classic price", "ETC_PRICE"),
  "kas.price": coin("Kaspa price", "KAS_PRICE"),
  "xmr.price": coin("Monero price", "XMR_PRICE"),
} as const satisfies Readonly<Record<string, SeriesRecord<string, string>>>;

export type Series = keyof typeof records;
export const allSeries: readonly Series[] = keysOf(records);

const known: ReadonlySet<string> = new Set(allSeries);
export const isSeries = (name: string): name is Series => known.has(name);

const LONGEST_OWN_NAME = 80;

/** The name of a series of a team's own: "own.site7.power_price". Workbooks store these names too. */
export type OwnName = `own.${string}`;
export const isOwnName = (name: string): name is OwnName =>
  // An address that ends with .csv is that of a table.
  name.length <= LONGEST_OWN_NAME && /^own(?:\.[a-z0-9_]+)+$/.test(name) && !name.endsWith(".csv");

/** Quantities that have a value for each UTC day, as HISTORY calls them. */
export type HistoryField = Extract<(typeof records)[Series], { history: object }>["history"]["field"];

export type SeriesFacts = SeriesRecord<Series, HistoryField>;
export const seriesFacts: Readonly<Record<Series, SeriesFacts>> = records;

/** Everything about a field: the facts of its series, except where they differ. */
export interface HistoryFacts extends Pick<SeriesFacts, "label" | "unit" | "bounds"> {
  /** The series in whose format its values are shown. */
  readonly series: Series;
  readonly begins?: string;
  readonly topics: readonly SourceTopic[];
}

const histories = allSeries.flatMap((series) => {
  const { label, unit, bounds, history } = seriesFacts[series];
  return history === undefined ? [] : [{ label, unit, bounds, series, ...history }];
});
export const historyFields: readonly HistoryField[] = histories.map(({ field }) => field);
export const historyFacts: Readonly<Record<HistoryField, HistoryFacts>> = recordOf(
  histories.map((facts) => [facts.field, facts]),
);
export const isHistoryField = (name: string): name is HistoryField => Object.hasOwn(historyFacts, name);

interface CurrencyFacts {
  readonly label: string;
  /** Put together from several exchanges. */
  readonly price: Series;
  readonly hashprice?: Series;
}

/** Currencies that a user may choose, each with the series that are in it. */
const currencyRecords = {
  usd: { label: "US dollar (USD)", price: "btc.price", hashprice: "btc.hashprice" },
  eur: { label: "Euro (EUR)", price: "btc.price_eur", hashprice: "btc.hashprice_eur" },
  gbp: { label: "Pound sterling (GBP)", price: "btc.price_gbp", hashprice: "btc.hashprice_gbp" },
} as const satisfies Readonly<Record<string, CurrencyFacts>>;
export type Currency = keyof typeof currencyRecords;
export const currencyFacts: Readonly<Record<Currency, CurrencyFacts>> = currencyRecords;
export const currencies = keysOf(currencyFacts);
