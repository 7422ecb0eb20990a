import * as v from "valibot";
import { UnavailableError } from "../../core/errors";
import { blackShares } from "../../core/options/black";
import type { Report, Route } from "../feed/route";
import type { OptionQuote } from "../market";
import { boundsObjection, mostWorth, optionBounds } from "../objection";
import { resultOf } from "./deribit";
import { maybeNumber, whole } from "./schema";
import { amount, boundsIn, obtainable, recent } from "./values";

const MS_PER_YEAR = 365 * 86_400_000;

/** Per cent per year. */
const volatilityBounds = boundsIn(optionBounds.volatility, 100);

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
  const volatility = amount(summary.mark_iv, `the volatility of ${name}`, volatilityBounds) / 100;
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

/** A price at which somebody would trade; nothing where nobody would. */
const offered = (side: "bid" | "ask", price: number | null | undefined) =>
  typeof price === "number" && boundsObjection(price, optionBounds[side]) === undefined
    ? { [side]: price }
    : {};

function chain(body: unknown, now: number): Report {
  const summaries = resultOf(v.array(summaryShape), body).flatMap((summary) => {
    const instrument = instrumentOf(summary.instrument_name);
    return instrument === undefined || instrument.expiry <= now ? [] : [{ summary, instrument }];
  });
  if (summaries.length === 0)
    throw new UnavailableError("the answer holds no option on bitcoin that is still open");
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

export const deribitChainRoutes: readonly Route[] = [
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
