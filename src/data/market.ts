import * as v from "valibot";
import { END_OF_DAYS, FIRST_DAY, isoDay, MS_PER_DAY } from "../core/calendar";
import {
  boundsObjection,
  dayObjection,
  FIRST_BLOCK_TIME,
  mostWorth,
  optionBounds,
  valueObjection,
} from "./objection";
import {
  allSeries,
  byName,
  historyFields,
  isHistoryField,
  isOwnName,
  isSeries,
  type Bounds,
  type HistoryField,
  type Series,
  type Topic,
} from "./series";

// The shapes of market data. What a parser, the browser's database and a workbook give is checked against them: plain
// data that a source sent, another version wrote, or somebody altered. The same bounds hold for all of them, and sizes
// are checked before what they are the sizes of.

const LONGEST_TEXT = 500;
const MOST_QUOTES = 1_000;
const MOST_DAYS = 20_000;
const MOST_OPTIONS = 20_000;
const MOST_POOLS = 1_000;
const MOST_KEPT = 1_000;

/** Milliseconds since 1970 UTC, from the first block on. */
export const moment = v.pipe(
  v.number(),
  v.minValue(FIRST_BLOCK_TIME - MS_PER_DAY),
  v.maxValue(END_OF_DAYS * MS_PER_DAY),
);

/** Cut where it is longer than any text we write. */
export const text = v.pipe(
  v.string(),
  v.transform((given) => given.slice(0, LONGEST_TEXT)),
);

/** A text that is not empty. */
export const words = v.pipe(text, v.nonEmpty());

/** A list of no more than `most`: a longer one is refused before its items are looked at. */
export const listOf = <S extends v.GenericSchema>(item: S, most: number) =>
  v.pipe(v.array(v.unknown()), v.maxLength(most), v.array(item), v.readonly());

/** Refuses a value with an objection, in the words of that objection. */
const unless = <T>(objection: (given: T) => string | undefined) =>
  v.check<T, (issue: v.CheckIssue<T>) => string>(
    (given) => objection(given) === undefined,
    ({ input }) => objection(input) ?? "",
  );

const within = (bounds: Bounds) =>
  v.pipe(
    v.number(),
    unless((value) => boundsObjection(value, bounds)),
  );

/**
 * How good a value is: fetched just now, cached from an earlier fetch, built into the add-in, frozen by the user, or
 * computed here from other quotes.
 */
const quality = v.picklist(["live", "cached", "embedded", "frozen", "derived"]);
export type Quality = v.InferOutput<typeof quality>;

const quoteFields = v.object({
  series: v.picklist(allSeries),
  value: v.number(),
  /**
   * The moment that the value describes, in milliseconds since 1970 UTC; for a derived value, that of its oldest input.
   */
  asOf: moment,
  /** When it was fetched, in milliseconds since 1970 UTC; absent where nothing was fetched. */
  fetchedAt: v.optional(moment),
  /** Where it comes from, or the formula of a derived value. */
  source: words,
  quality,
  /** What casts doubt on it, as a sentence without a full stop: "The three prices differ by 1.4 %". */
  warning: v.optional(text),
});

/** One value of a series. */
export type Quote = Readonly<v.InferOutput<typeof quoteFields>>;

/** A value that a provider stated. */
const reading = v.pipe(
  v.pick(quoteFields, ["series", "value", "asOf"]),
  v.forward(
    unless(({ series, value, asOf }) => valueObjection(series, value, asOf)),
    ["value"],
  ),
  v.readonly(),
);
export type Reading = v.InferOutput<typeof reading>;

/** A quote as a workbook keeps it: another version may know other series. */
const frozenQuote = v.pipe(
  v.object({ ...quoteFields.entries, series: text, quality: v.optional(v.literal("frozen")) }),
  v.forward(
    unless(({ series, value, asOf }) => (isSeries(series) ? valueObjection(series, value, asOf) : undefined)),
    ["value"],
  ),
);

/** Series known only to a later version are left out. */
const frozenQuotes = v.pipe(
  listOf(frozenQuote, MOST_QUOTES),
  v.transform((read): readonly Quote[] =>
    read.flatMap((given) =>
      isSeries(given.series) ? [{ ...given, series: given.series, quality: "frozen" }] : [],
    ),
  ),
);

const dayKey = v.pipe(
  v.string(),
  v.regex(/^\d{5}$/),
  v.check((key) => Number(key) >= FIRST_DAY && Number(key) < END_OF_DAYS),
);

/** Values by day, counted from 1970-01-01 UTC: only days that are over. */
export type Days = Readonly<Record<number, number>>;

const daysOf = (field: HistoryField): v.GenericSchema<unknown, Days> =>
  v.pipe(
    v.record(v.string(), v.unknown()),
    v.maxEntries(MOST_DAYS),
    v.record(
      dayKey,
      v.pipe(
        v.number(),
        unless((value) => dayObjection(field, value)),
      ),
    ),
  );

const fetchedDays = (field: HistoryField) =>
  v.pipe(v.object({ days: daysOf(field), source: words, fetchedAt: moment }), v.readonly());
export type FetchedDays = v.InferOutput<ReturnType<typeof fetchedDays>>;

const option = v.pipe(
  v.object({
    /** As the exchange names it: "BTC-25DEC26-90000-P". */
    instrument: words,
    /** Milliseconds since 1970 UTC. */
    expiry: moment,
    /** USD. */
    strike: within(optionBounds.strike),
    type: v.picklist(["call", "put"]),
    /** Prices in BTC; absent where nobody quotes. */
    bid: v.optional(within(optionBounds.bid)),
    ask: v.optional(within(optionBounds.ask)),
    mark: within(optionBounds.mark),
    /** Implied volatility of the mark price per year; 0.6 is 60 %. */
    volatility: within(optionBounds.volatility),
    /** Forward of the expiry, USD. */
    forward: within(optionBounds.forward),
    /** Delta of Black's formula at the mark's volatility, in BTC of the forward. */
    delta: within(optionBounds.delta),
    /** Contracts of one BTC. */
    openInterest: within(optionBounds.openInterest),
  }),
  v.forward(
    unless((given) => boundsObjection(given.mark, [0, mostWorth(given)])),
    ["mark"],
  ),
  v.readonly(),
);
export type OptionQuote = v.InferOutput<typeof option>;

/** A chain without its origin. */
const chainFields = {
  /** By expiry, strike, then type: calls first. */
  options: listOf(option, MOST_OPTIONS),
  asOf: moment,
};
const chain = v.pipe(v.object({ ...chainFields, fetchedAt: moment, source: words }), v.readonly());
export type OptionChain = v.InferOutput<typeof chain>;

const pool = v.pipe(
  v.object({ name: words, blocks: v.pipe(within([0, 10_000]), v.integer()) }),
  v.readonly(),
);

/** Shares of pools without their origin. */
const poolFields = {
  /** By blocks found, most first. */
  pools: listOf(pool, MOST_POOLS),
  /** Length of the time in which the blocks were found, days. */
  days: within([1, 366]),
  asOf: moment,
};
const pools = v.pipe(v.object({ ...poolFields, source: words }), v.readonly());
export type PoolShares = v.InferOutput<typeof pools>;

/** "#,##0.00" in Excel's notation. */
export const numberFormat = v.pipe(v.string(), v.regex(/^[-#0,.%?$€£¥ A-Za-z/:;"()+_]{1,60}$/));

/** A series that a gateway keeps: one of a team's own, or the days of one that no source gives by day. */
const kept = v.pipe(
  v.object({
    label: words,
    unit: words,
    numberFormat,
    /** Its latest value; absent where it has none yet, or is shown anyhow. */
    quote: v.optional(v.object({ value: v.number(), asOf: moment, fetchedAt: moment, source: words })),
    /** The last value of each day. */
    days: v.optional(
      v.object({
        days: v.pipe(
          v.record(v.string(), v.unknown()),
          v.maxEntries(MOST_DAYS),
          v.record(dayKey, v.number()),
          v.readonly(),
        ),
        source: words,
        fetchedAt: moment,
      }),
    ),
  }),
  v.readonly(),
);
export type Kept = v.InferOutput<typeof kept>;

const keptSeries = v.pipe(
  v.record(v.string(), v.unknown()),
  v.maxEntries(MOST_KEPT),
  v.record(
    v.pipe(
      v.string(),
      v.check((name) => isOwnName(name) || isSeries(name) || isHistoryField(name)),
    ),
    kept,
  ),
  v.readonly(),
);

/** What one answer of a provider says, in our units. */
export const reportSchema = v.object({
  readings: v.optional(listOf(reading, MOST_QUOTES)),
  history: v.optional(v.strictObject(byName(historyFields, (field) => v.optional(daysOf(field))))),
  chain: v.optional(v.object(chainFields)),
  pools: v.optional(v.object(poolFields)),
  /** By name; only a gateway states this. */
  kept: v.optional(keptSeries),
});
export type Report = Readonly<v.InferOutput<typeof reportSchema>>;

/** A report with its origin, as the cache keeps it: written by another version of the add-in, or damaged. */
export const receivedSchema = v.object({
  route: words,
  report: reportSchema,
  /** Milliseconds since 1970 UTC. */
  fetchedAt: moment,
  /** "Kraken", "Kraken through proxy.example", "Kraken, saved response". */
  source: words,
});
export type Received = Readonly<v.InferOutput<typeof receivedSchema>>;

/** Everything that has been fetched, or was frozen: plain data, as JSON can carry it. */
export const contentSchema = v.object({
  quotes: frozenQuotes,
  history: v.pipe(v.object(byName(historyFields, (field) => v.optional(fetchedDays(field)))), v.readonly()),
  chain: v.optional(chain),
  pools: v.optional(pools),
  kept: v.optional(keptSeries),
  /**
   * In a frozen content, the last day of each field that the add-in which froze it had built in, counted from
   * 1970-01-01 UTC: days built into a later version do not belong to the workbook. Absent in the oldest ones.
   */
  builtInUntil: v.optional(
    v.pipe(
      v.object(
        v.entriesFromList(
          historyFields,
          v.optional(v.pipe(v.number(), v.safeInteger(), v.minValue(FIRST_DAY), v.maxValue(END_OF_DAYS))),
        ),
      ),
      v.readonly(),
    ),
  ),
});
export type MarketContent = Readonly<v.InferOutput<typeof contentSchema>>;

/** The most faults that a message names. */
const MOST_FAULTS = 5;
const LONGEST_NAME = 60;

/**
 * What is wrong, each thing by its name, as one sentence without a full stop: "btc.fees is -1, too low to be right".
 */
export function faultsText(issues: readonly v.BaseIssue<unknown>[]): string {
  return faultList(issues.map((issue) => `${nameOf(issue)} ${wrongOf(issue)}`));
}

/** The first few of several faults. */
export function faultList(faults: readonly string[]): string {
  const distinct = [...new Set(faults)];
  const more = distinct.length - MOST_FAULTS;
  return [...distinct.slice(0, MOST_FAULTS), ...(more > 0 ? [`and ${more} more`] : [])].join("; ");
}

/** Our messages say what the value is; the schema's own are not for users. */
const wrongOf = ({ type, message }: v.BaseIssue<unknown>) =>
  type === "check" && message.startsWith("is ") ? message : "is missing or wrong";

/** "btc.price", "btc.price of 2026-10-05", "option BTC-25DEC26-90000-P: mark", or where in the data it is. */
function nameOf(issue: v.BaseIssue<unknown>): string {
  const path = issue.path ?? [];
  const keys = path.map(({ key }) => String(key).slice(0, LONGEST_NAME));
  const last = keys.at(-1) ?? "their text";
  const [field, ...inside] = keys.slice(keys.indexOf("history") + 1);
  const isDay = (inside[0] === "days" ? 2 : 1) === inside.length && !isOwnField(last);
  if (field !== undefined && keys.includes("history") && isDay)
    return `${field} of ${/^\d{5}$/.test(last) ? isoDay(Number(last)) : `day ${last}`}`;
  for (const { value } of path) {
    const [series, instrument, name] = ["series", "instrument", "name"].map((key) => textAt(value, key));
    if (series !== undefined) return last === "value" ? series : `${series}: ${last}`;
    if (instrument !== undefined) return `option ${instrument}: ${last}`;
    if (name !== undefined) return `pool ${name}: ${last}`;
  }
  return keys.length === 0 ? last : keys.join(".");
}

/** Of a history, beside its days. */
const isOwnField = (key: string) => ["days", "source", "fetchedAt"].includes(key);

function textAt(value: unknown, key: string): string | undefined {
  const found: unknown = typeof value === "object" && value !== null ? Reflect.get(value, key) : undefined;
  return typeof found === "string" && found !== "" ? found.slice(0, LONGEST_NAME) : undefined;
}

/**
 * What the market shows: nothing yet, as the workbook has not been read; what is built in; what was fetched; what the
 * workbook has kept since `frozenAt`; or nothing, as the frozen values cannot be read.
 */
export type MarketState =
  | { readonly kind: "starting" }
  | { readonly kind: "embedded" }
  | { readonly kind: "live" }
  | { readonly kind: "frozen"; readonly frozenAt: number }
  | { readonly kind: "unreadable"; readonly reason: string };

/** A built-in value of lower quality, and what is to be known of it. */
export interface Approximation {
  readonly value: number;
  readonly note: "derived" | "opening of the next day";
}

/** The market as functions see it: calling it fetches nothing. */
export interface MarketReader {
  readonly state: MarketState;
  readonly quotes: readonly Quote[];
  quote(series: Series): Quote | undefined;
  /** A day's value: built in, fetched or frozen; undefined for a day without one. */
  day(field: HistoryField, day: number): number | undefined;
  /** Names and values of what a gateway keeps; undefined where none has been asked. */
  readonly kept: MarketContent["kept"];
  /** What is known instead of a day that has no value; to be shown with its note only. */
  approximateDay(field: HistoryField, day: number): Approximation | undefined;
  readonly chain: OptionChain | undefined;
  /** Notes that the computation under way wants the topic, so that the next round fetches it. */
  want(topic: Topic): void;
  /** The clock; in a frozen workbook the moment of the freeze. */
  now(): number;
}

/** Someone who computes from the market repeatedly. */
export interface Onlooker {
  /** The result of `compute`. The topics it wants are looked at until the next time. */
  readonly watch: <T>(compute: () => T) => T;
  /** Calls `listener` after every change. */
  readonly follow: (listener: () => void) => void;
  /** Ends both. */
  readonly leave: () => void;
}

/** A market that notifies of its changes, and fetches what its onlookers want. */
export interface ChangingMarket extends MarketReader {
  onlooker(): Onlooker;
}
