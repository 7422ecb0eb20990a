import * as v from "valibot";
import { dayOf, FIRST_DAY, MS_PER_DAY, MS_PER_HOUR } from "../../core/calendar";
import { UnavailableError } from "../../core/errors";
import type { Days, Reading } from "../market";
import { boundsObjection } from "../objection";
import {
  currencyFacts,
  historyFacts,
  seriesFacts,
  type Bounds,
  type Currency,
  type HistoryField,
  type Series,
} from "../series";
import { providerFacts, type Provider, type Route } from "./provider";

// What the providers have in common: how the fields of an answer are read, and what can be right.

/** A number that may be left out or empty. */
export const maybeNumber = v.nullish(v.number());

/** A decimal number written as a text: "56.10", without exponents. */
export const decimalText = v.pipe(
  v.string(),
  v.regex(/^-?\d{1,15}(\.\d{1,20})?$/, "a decimal number"),
  v.transform(Number),
);

/** A whole number written as a text, exact as a double. */
export const wholeText = v.pipe(
  v.string(),
  v.regex(/^-?\d{1,16}$/, "a whole number"),
  v.transform(Number),
  v.safeInteger("a number that can be held exactly"),
);

/** A whole number, exact as a double. */
export const whole = v.pipe(v.number(), v.safeInteger("a whole number"));

/** The body in the form that `schema` describes; fields that it does not name are left out. */
export function shaped<S extends v.GenericSchema>(schema: S, body: unknown): v.InferOutput<S> {
  const result = v.safeParse(schema, body, { abortEarly: true });
  if (result.success) return result.output;
  if (body === undefined || body === null || body === "") throw new UnavailableError("the answer is empty");
  if (typeof body === "string") {
    throw new UnavailableError(
      /^\s*</.test(body)
        ? "the answer is a web page, not data"
        : `the answer is not data but the text "${plain(body, 60)}"`,
    );
  }
  throw new UnavailableError(`the answer has an unexpected form: ${problem(result.issues[0])}`);
}

function problem(issue: v.BaseIssue<unknown>): string {
  const field = plain(v.getDotPath(issue) ?? "", 60) || "it";
  if (issue.input === undefined) return `${field} is missing`;
  const got = `${field} is ${described(issue.input)}`;
  if (issue.kind !== "schema") return `${got}, which is not ${issue.message}`;
  return `${got}, not ${expectations.get(issue.expected ?? "") ?? "what it should be"}`;
}

/** What a schema expects, by valibot's name for it. */
const expectations: ReadonlyMap<string, string> = new Map([
  ["number", "a number"],
  ["string", "a text"],
  ["Array", "a list"],
  ["Object", "a group of fields"],
]);

function described(input: unknown): string {
  if (input === null) return "empty";
  if (Array.isArray(input)) return input.length === 0 ? "an empty list" : "a list";
  if (typeof input === "string") return `the text "${plain(input, 30)}"`;
  if (typeof input === "number" || typeof input === "boolean") return `${typeof input} ${String(input)}`;
  return "a group of fields";
}

/** Characters of a provider's own words that a message quotes. */
const LONGEST_QUOTE = 120;

/**
 * Text of a provider as a message or a label may show it: on one line, without tags and invisible characters, cut
 * where it is long.
 */
export function plain(text: string, longest = LONGEST_QUOTE): string {
  const line = text
    .slice(0, 10 * longest)
    .replace(/<[^<>]*>/g, " ")
    .replace(/[\s\p{C}\p{Z}<>]+/gu, " ")
    .trim();
  const characters = Array.from(line);
  return characters.length > longest ? `${characters.slice(0, longest).join("").trimEnd()}...` : line;
}

/** The error for what a provider says is wrong, in its own words. */
export function complaint(provider: Provider, words: string): UnavailableError {
  const quoted = plain(words);
  const { label } = providerFacts[provider];
  return new UnavailableError(quoted === "" ? `${label} reports an error` : `${label} says: ${quoted}`);
}

/**
 * A value that was stated and can be right. A missing value, the -1 that some providers put in its place, 0, negative
 * numbers and values out of bounds are errors. `what` names it in the message: "the price".
 */
export function amount(value: number | null | undefined, what: string, bounds: Bounds): number {
  if (value === undefined || value === null) throw new UnavailableError(`${what} is missing`);
  if (value === -1) throw new UnavailableError(`${what} is missing (-1)`);
  const objection = value > 0 ? boundsObjection(value, bounds) : `is ${value}`;
  if (objection !== undefined) throw new UnavailableError(`${what} ${objection}`);
  return value;
}

/** Bounds in another unit, of which there are `count` to one of the series'. */
export const boundsIn = ([least, most]: Bounds, count: number): Bounds => [least * count, most * count];

/** What an answer states of a series, in a unit of which there are `count` to one of the series'; as `amount`. */
export const readingOf = (
  series: Series,
  stated: number | null | undefined,
  what: string,
  asOf: number,
  count = 1,
): Reading => ({
  series,
  value: amount(stated, what, boundsIn(seriesFacts[series].bounds, count)) / count,
  asOf,
});

/** Whatever is available of several things; the first one's error where nothing is. */
export function obtainable<T>(attempts: readonly (() => T)[]): readonly T[] {
  const found: T[] = [];
  let first: UnavailableError | undefined;
  for (const attempt of attempts) {
    try {
      found.push(attempt());
    } catch (error) {
      if (!(error instanceof UnavailableError)) throw error;
      first ??= error;
    }
  }
  if (found.length === 0) throw first ?? new UnavailableError("the answer contains nothing");
  return found;
}

/**
 * The moment that a provider gives for a value that should be of now, in milliseconds since 1970 UTC: not later than
 * `now`, as clocks differ. A moment over a day away is an error.
 */
export function recent(moment: number, now: number, what: string): number {
  if (!(Math.abs(moment - now) <= MS_PER_DAY)) {
    throw new UnavailableError(`${what} is dated ${dateText(moment)}, not today`);
  }
  return Math.min(moment, now);
}

/** "2026-10-05", or the bare number where it is not a date of our time. */
export const dateText = (moment: number) => timeText(moment, 10);

/** The year 10000, milliseconds since 1970 UTC. */
const END_OF_DATES = 253_402_300_800_000;

/** The first characters of "2026-10-05 09:41:44". */
function timeText(moment: number, length: number): string {
  const isOurs = moment >= 0 && moment < END_OF_DATES;
  return isOurs ? new Date(moment).toISOString().slice(0, length).replace("T", " ") : `time ${moment}`;
}

/** A value of the UTC day that starts at `start`, milliseconds since 1970 UTC. */
interface DayRow {
  readonly start: number;
  readonly value: number | null | undefined;
}

/**
 * Values of a field by day, of days completed at `now`, stated in a unit of which there are `count` to one of the
 * field's. Rows without a value are left out; rows that do not start a day or have an impossible date are an error, and
 * so is an empty result.
 */
export function daysOf(
  field: HistoryField,
  rows: readonly DayRow[],
  what: string,
  now: number,
  count = 1,
): Days {
  const today = dayOf(now);
  const bounds = boundsIn(historyFacts[field].bounds, count);
  const days: Record<number, number> = {};
  for (const { start, value } of rows) {
    const day = dayOf(start);
    if (day * MS_PER_DAY !== start)
      throw new UnavailableError(`the values are not daily: one is dated ${timeText(start, 16)} UTC`);
    if (day < FIRST_DAY || day > today + 1) {
      throw new UnavailableError(`a value is dated ${dateText(start)}, which is impossible`);
    }
    const isMissing = value === undefined || value === null || value === -1 || value === 0;
    if (day < today && !isMissing) days[day] = amount(value, `${what} of ${dateText(start)}`, bounds) / count;
  }
  return notEmpty(days);
}

export function notEmpty(days: Days): Days {
  if (Object.keys(days).length > 0) return days;
  throw new UnavailableError("the answer has no completed day");
}

/** What an exchange states about its last trade. */
export interface Trade {
  readonly price: number;
  /** Milliseconds since 1970 UTC. */
  readonly asOf: number;
}

interface Ticker {
  readonly provider: Provider;
  readonly currencies: readonly Currency[];
  readonly path: (currency: Currency) => string;
  /** Throws an `UnavailableError` where the body does not say it. */
  readonly trade: (body: unknown, now: number, currency: Currency) => Trade;
}

/** The routes to the last trade price of bitcoin, one for each currency. */
export function tickerRoutes({ provider, currencies, path, trade }: Ticker): readonly Route[] {
  return currencies.map((currency) => {
    const series = currencyFacts[currency].price;
    const { label, topic } = seriesFacts[series];
    return {
      id: `${provider}.ticker.${currency}`,
      provider,
      topics: [topic],
      label: `${label} from ${providerFacts[provider].label}`,
      freshForMs: 30_000,
      path: () => path(currency),
      parse: (body, now) => {
        const { price, asOf } = trade(body, now, currency);
        return { readings: [readingOf(series, price, "the price", asOf)] };
      },
    };
  });
}

/** Prices of one span of time. */
export interface Candle {
  /** Milliseconds since 1970 UTC. */
  readonly start: number;
  readonly low: number;
  readonly high: number;
  readonly close: number;
}

interface Candles {
  readonly provider: Provider;
  readonly path: string;
  readonly candles: (body: unknown) => readonly Candle[];
}

/** The route to the closing prices of completed days, from daily candles. */
export const priceHistoryRoute = ({ provider, path, candles }: Candles): Route => ({
  id: `${provider}.history.price`,
  provider,
  topics: ["history.btc.price"],
  label: `Daily bitcoin prices from ${providerFacts[provider].label}`,
  freshForMs: MS_PER_HOUR,
  path: () => path,
  parse: (body, now) => {
    const all = candles(body);
    if (all.length === 0) throw new UnavailableError("the list of prices is empty");
    for (const { start, low, high, close } of all) {
      if (close > 0 && !(low <= close && close <= high)) {
        throw new UnavailableError(
          `the prices of ${dateText(start)} contradict each other: ${low}, ${close}, ${high}`,
        );
      }
    }
    const rows = all.map(({ start, close }) => ({ start, value: close }));
    return { history: { "btc.price": daysOf("btc.price", rows, "the price", now) } };
  },
});
