import * as v from "valibot";
import { MS_PER_DAY, MS_PER_HOUR } from "../../core/calendar";
import { UnavailableError } from "../../core/errors";
import { blackShares } from "../../core/options/black";
import type { OptionQuote, Report } from "../market";
import { boundsObjection, mostWorth, optionBounds } from "../objection";
import type { Route } from "./provider";
import {
  amount,
  boundsIn,
  complaint,
  daysOf,
  maybeNumber,
  obtainable,
  readingOf,
  recent,
  shaped,
  whole,
} from "./readings";

const MS_PER_YEAR = 365 * MS_PER_DAY;
/** Volatilities are stated in per cent per year. */
const PER_CENT = 100;

const refusalShape = v.object({ error: v.object({ code: v.number(), message: v.string() }) });

/** What is under `result`; an error may come with status 200. */
function resultOf<S extends v.GenericSchema>(schema: S, body: unknown): v.InferOutput<S> {
  if (v.is(refusalShape, body)) throw complaint("deribit", `${body.error.message} (${body.error.code})`);
  return shaped(v.object({ result: schema }), body).result;
}

const indexShape = v.object({ index_price: maybeNumber });

/** Milliseconds since 1970, open, high, low, close in per cent per year; the oldest first. */
const rowShape = v.tuple([whole, v.number(), v.number(), v.number(), v.number()]);
type Row = v.InferOutput<typeof rowShape>;
const volatilityShape = v.object({ data: v.array(rowShape), continuation: v.nullish(whole) });

function index(body: unknown, now: number): Report {
  const { index_price } = resultOf(indexShape, body);
  return { readings: [readingOf("btc.index", index_price, "the index", now)] };
}

const newest = (data: readonly Row[]) =>
  data.reduce<Row | undefined>(
    (latest, row) => (latest !== undefined && latest[0] > row[0] ? latest : row),
    undefined,
  );

/** The last close of hourly rows: as of the end of its hour, or of now in the current one. */
function dvol(body: unknown, now: number): Report {
  const { data } = resultOf(volatilityShape, body);
  const last = newest(data);
  if (last === undefined) throw new UnavailableError("the list of volatilities is empty");
  const [start, , , , close] = last;
  const { series, value } = readingOf("btc.dvol", close, "the volatility", now, PER_CENT);
  const end = recent(start, now, "the volatility") + MS_PER_HOUR;
  return { readings: [{ series, value, asOf: Math.min(end, now) }] };
}

function dvolHistory(body: unknown, now: number): Report {
  const { data } = resultOf(volatilityShape, body);
  if (data.length === 0) throw new UnavailableError("the list of volatilities is empty");
  const rows = data.map(([start, , , , close]) => ({ start, value: close }));
  return { history: { "btc.dvol": daysOf("btc.dvol", rows, "the volatility", now, PER_CENT) } };
}

const volatilityPath = (start: number, end: number, resolution: string) =>
  `/api/v2/public/get_volatility_index_data?currency=BTC&start_timestamp=${start}&end_timestamp=${end}&resolution=${resolution}`;

const yearBefore = (now: number) => now - 366 * MS_PER_DAY;

/** The next older page, which ends where this one says; undefined where there is none. */
function olderPage(body: unknown, now: number): string | undefined {
  const page = v.safeParse(v.object({ result: volatilityShape }), body);
  if (!page.success) return undefined;
  const { data, continuation } = page.output.result;
  const end = newest(data)?.[0] ?? -Infinity;
  if (typeof continuation !== "number" || continuation >= end || continuation <= yearBefore(now))
    return undefined;
  return volatilityPath(yearBefore(now), continuation, "1D");
}

/**
 * Prices are in BTC, `null` where there is none; `mark_iv` is in per cent, `underlying_price` in USD is the forward
 * that it was computed with, `open_interest` is in BTC.
 *
 * Source: Deribit API v2.1.1, public/get_book_summary_by_currency.
 */
const summaryShape = v.object({
  instrument_name: v.string(),
  creation_timestamp: whole,
  bid_price: maybeNumber,
  ask_price: maybeNumber,
  mark_price: maybeNumber,
  mark_iv: maybeNumber,
  underlying_price: maybeNumber,
  open_interest: maybeNumber,
});
type Summary = v.InferOutput<typeof summaryShape>;

interface Instrument {
  /** Milliseconds since 1970 UTC. */
  readonly expiry: number;
  /** USD. */
  readonly strike: number;
  readonly type: OptionQuote["type"];
}

const months = ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"];

/**
 * What the name of an option settled in bitcoin says: "BTC-3MAY19-5000-P" expires on 2019-05-03 at 08:00 UTC.
 * Undefined for all other instruments.
 */
export function instrumentOf(name: string): Instrument | undefined {
  const [, date = "", month = "", year, strike, side] =
    /^BTC-([1-9]\d?)([A-Z]{3})(\d\d)-([1-9]\d{0,7})-([CP])$/.exec(name) ?? [];
  const expiry = Date.UTC(2000 + Number(year), months.indexOf(month), Number(date), 8);
  if (!months.includes(month) || new Date(expiry).getUTCDate() !== Number(date)) return undefined;
  return { expiry, strike: Number(strike), type: side === "C" ? "call" : "put" };
}

function optionQuote(summary: Summary, { expiry, strike, type }: Instrument, now: number): OptionQuote {
  const name = summary.instrument_name;
  const forward = amount(summary.underlying_price, `the forward of ${name}`, optionBounds.forward);
  const volatilities = boundsIn(optionBounds.volatility, PER_CENT);
  const volatility = amount(summary.mark_iv, `the volatility of ${name}`, volatilities) / PER_CENT;
  const [least] = optionBounds.mark;
  const mark = amount(summary.mark_price, `the price of ${name}`, [
    least,
    mostWorth({ type, strike, forward }),
  ]);
  const { open_interest: openInterest } = summary;
  if (
    typeof openInterest !== "number" ||
    boundsObjection(openInterest, optionBounds.openInterest) !== undefined
  ) {
    throw new UnavailableError(`the open interest of ${name} is missing`);
  }
  const deviation = volatility * Math.sqrt((expiry - now) / MS_PER_YEAR);
  return {
    instrument: name,
    expiry,
    strike,
    type,
    ...offered("bid", summary.bid_price),
    ...offered("ask", summary.ask_price),
    mark,
    volatility,
    forward,
    delta: blackShares({ type, forward, strike, deviation }).forwardShare,
    openInterest,
  };
}

/** A price at which somebody would trade; undefined where nobody would. */
const offered = (side: "bid" | "ask", price: number | null | undefined) =>
  typeof price === "number" && boundsObjection(price, optionBounds[side]) === undefined
    ? { [side]: price }
    : {};

function chain(body: unknown, now: number): Report {
  const summaries = resultOf(v.array(summaryShape), body).flatMap((summary) => {
    const instrument = instrumentOf(summary.instrument_name);
    return instrument === undefined || instrument.expiry <= now ? [] : [{ summary, instrument }];
  });
  if (summaries.length === 0) throw new UnavailableError("the answer has no open option on bitcoin");
  const written = summaries.reduce(
    (oldest, { summary }) => Math.min(oldest, summary.creation_timestamp),
    Infinity,
  );
  const asOf = recent(written, now, "the list of options");
  const options = obtainable(
    summaries.map(
      ({ summary, instrument }) =>
        () =>
          optionQuote(summary, instrument, asOf),
    ),
  );
  return { chain: { options: [...options].sort(inOrder), asOf } };
}

const inOrder = (a: OptionQuote, b: OptionQuote) =>
  a.expiry - b.expiry || a.strike - b.strike || Number(a.type === "put") - Number(b.type === "put");

export const deribitRoutes: readonly Route[] = [
  {
    id: "deribit.index",
    provider: "deribit",
    topics: ["volatility"],
    label: "Bitcoin index from Deribit",
    freshForMs: 60_000,
    path: () => "/api/v2/public/get_index_price?index_name=btc_usd",
    parse: index,
  },
  {
    id: "deribit.dvol",
    provider: "deribit",
    topics: ["volatility"],
    label: "Volatility index DVOL from Deribit",
    freshForMs: 60_000,
    path: (now) => volatilityPath(now - MS_PER_DAY, now, "3600"),
    parse: dvol,
  },
  {
    id: "deribit.history.dvol",
    provider: "deribit",
    topics: ["history.btc.dvol"],
    label: "Daily volatility index DVOL from Deribit",
    freshForMs: MS_PER_HOUR,
    path: (now) => volatilityPath(yearBefore(now), now, "1D"),
    parse: dvolHistory,
    nextPath: olderPage,
  },
  {
    id: "deribit.chain",
    provider: "deribit",
    topics: ["chain"],
    label: "Options on bitcoin from Deribit",
    freshForMs: 60_000,
    path: () => "/api/v2/public/get_book_summary_by_currency?currency=BTC&kind=option",
    parse: chain,
  },
];
