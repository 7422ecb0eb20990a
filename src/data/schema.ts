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
import { allSeries, type Bounds, type HistoryField } from "./series";

/**
 * What a parser, the browser's database and a workbook may give: plain data that a source sent, another version wrote,
 * or somebody altered. The same bounds hold for all of them, and sizes are checked before what they are the sizes of.
 */

const LONGEST_TEXT = 500;
const MOST_READINGS = 1_000;
const MOST_DAYS = 20_000;
const MOST_OPTIONS = 20_000;
const MOST_POOLS = 1_000;
/** Of those that a message names. */
const MOST_FAULTS = 5;
const LONGEST_NAME = 60;

/** Milliseconds since 1970 UTC, from the first block on. */
export const moment = v.pipe(
  v.number(),
  v.minValue(FIRST_BLOCK_TIME - MS_PER_DAY),
  v.maxValue(END_OF_DAYS * MS_PER_DAY),
);

/** Cut where it is longer than any that is written. */
export const text = v.pipe(
  v.string(),
  v.transform((given) => given.slice(0, LONGEST_TEXT)),
);

/** One that says something. */
export const words = v.pipe(text, v.nonEmpty());

/** A list of no more than `most`: a longer one is refused before its items are looked at. */
export const listOf = <S extends v.GenericSchema>(item: S, most: number) =>
  v.pipe(v.array(v.unknown()), v.maxLength(most), v.array(item));

/** Refuses what there is an objection to, in its words. */
export const unless = <T>(objection: (given: T) => string | undefined) =>
  v.check<T, (issue: v.CheckIssue<T>) => string>(
    (given) => objection(given) === undefined,
    ({ input }) => objection(input) ?? "",
  );

const within = (bounds: Bounds) =>
  v.pipe(
    v.number(),
    unless((value) => boundsObjection(value, bounds)),
  );

const reading = v.pipe(
  v.object({ series: v.picklist(allSeries), value: v.number(), asOf: moment }),
  v.forward(
    unless(({ series, value, asOf }) => valueObjection(series, value, asOf)),
    ["value"],
  ),
);
export const readings = listOf(reading, MOST_READINGS);

const dayKey = v.pipe(
  v.string(),
  v.regex(/^\d{5}$/),
  v.check((key) => Number(key) >= FIRST_DAY && Number(key) < END_OF_DAYS),
);

/** Values of a field by day, counted from 1970-01-01 UTC. */
export const daysOf = (field: HistoryField) =>
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

/** An `OptionQuote`. */
const option = v.pipe(
  v.object({
    instrument: words,
    expiry: moment,
    strike: within(optionBounds.strike),
    type: v.picklist(["call", "put"]),
    bid: v.optional(within(optionBounds.bid)),
    ask: v.optional(within(optionBounds.ask)),
    mark: within(optionBounds.mark),
    volatility: within(optionBounds.volatility),
    forward: within(optionBounds.forward),
    delta: within(optionBounds.delta),
    openInterest: within(optionBounds.openInterest),
  }),
  v.forward(
    unless((given) => boundsObjection(given.mark, [0, mostWorth(given)])),
    ["mark"],
  ),
);

/** What an `OptionChain` holds beside its origin. */
export const chainFields = { options: listOf(option, MOST_OPTIONS), asOf: moment };

/** What `PoolShares` hold beside their origin. */
export const poolFields = {
  pools: listOf(v.object({ name: words, blocks: v.pipe(within([0, 10_000]), v.integer()) }), MOST_POOLS),
  days: within([1, 366]),
  asOf: moment,
};

/** What is wrong, each thing by its name, as one sentence without its stop: "btc.fees is -1, less than can be right". */
export function faultsText(issues: readonly v.BaseIssue<unknown>[]): string {
  return faultList(issues.map((issue) => `${nameOf(issue)} ${wrongOf(issue)}`));
}

/** The first few of several faults. */
export function faultList(faults: readonly string[]): string {
  const distinct = [...new Set(faults)];
  const more = distinct.length - MOST_FAULTS;
  return [...distinct.slice(0, MOST_FAULTS), ...(more > 0 ? [`and ${more} more`] : [])].join("; ");
}

/** Ours say what the value is; the schema's own words are not for users. */
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
