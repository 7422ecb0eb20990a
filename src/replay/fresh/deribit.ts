// Deribit, in its recorded shapes: https://docs.deribit.com.
import { asks, round, type Endpoint, type Moment } from "../endpoint";
import type { Json } from "../recorded";
import { recordedBody } from "../recorded";
import { MS_PER_DAY as DAY, MS_PER_HOUR as HOUR } from "../../core/calendar";
import { candleOf, MINUTE, priceAt, wave } from "./price";
import { optionSummaries } from "./optionChain";

/** Rows in an answer. The service gives 1,000; fewer make a history of a year come in pages. */
const PAGE = 250;

const spans: Readonly<Record<string, number>> = { "3600": HOUR, "1D": DAY };

const indexPrice = ({ now, priceFactor }: Moment) => round((priceAt(now) + 0.2) * priceFactor, 2);

/** The volatility index in percent a year, around 47. */
function dvolAt(time: number): number {
  const minutes = Math.floor(time / MINUTE);
  return 47 + 2.2 * wave(time, 53 * DAY) + 0.9 * wave(time, 11 * DAY, 1) + 0.12 * wave(minutes, 97);
}

/** What every answer is wrapped in. The times are microseconds. */
function envelope(result: Json, { now }: Moment): Json {
  const usOut = now * 1000;
  return { jsonrpc: "2.0", result, usIn: usOut - 214, usOut, usDiff: 214, testnet: false };
}

/**
 * [milliseconds, open, high, low, close], oldest first: the last page of what is asked, and as `continuation` where the
 * next one ends.
 */
function volatility(moment: Moment, query: URLSearchParams): Json {
  const span = spans[query.get("resolution") ?? ""] ?? DAY;
  const number = (name: string) => Number(query.get(name));
  const end = Math.floor(Math.min(number("end_timestamp"), moment.now) / span) * span;
  const start = Math.ceil(number("start_timestamp") / span) * span;
  const rows = Math.max(0, Math.min(PAGE, (end - start) / span + 1));
  const first = end - (rows - 1) * span;
  const data = Array.from({ length: rows }, (_, row) => {
    const { time, open, high, low, close } = candleOf(dvolAt, first + row * span, span, moment.now);
    return [time, ...[open, high, low, close].map((value) => round(value, 2))];
  });
  return envelope({ data, continuation: first > start && rows > 0 ? first - span : null }, moment);
}

function acceptsVolatility(query: URLSearchParams): boolean {
  const isTime = (name: string) => /^\d{1,16}$/.test(query.get(name) ?? "");
  return (
    query.get("currency") === "BTC" &&
    (query.get("resolution") ?? "") in spans &&
    isTime("start_timestamp") &&
    isTime("end_timestamp")
  );
}

/** A recorded part of a body, byte for byte, in the envelope that it was recorded without. */
function wrapped(before: string, file: string, after: string): Buffer {
  return Buffer.concat([Buffer.from(before), recordedBody(`deribit/${file}`), Buffer.from(after)]);
}

const path = (method: string) => `/api/v2/public/${method}`;

export const deribit: readonly Endpoint[] = [
  {
    provider: "deribit",
    path: path("get_index_price"),
    accepts: asks({ index_name: "btc_usd" }),
    // Of this call there is no recording; a ticker's result holds its field as well.
    recorded: () => wrapped('{"jsonrpc":"2.0","result":', "ticker.result.json", "}"),
    fresh: (moment) => {
      const index = indexPrice(moment);
      return envelope({ index_price: index, estimated_delivery_price: index }, moment);
    },
  },
  {
    provider: "deribit",
    path: path("get_volatility_index_data"),
    accepts: acceptsVolatility,
    recorded: () => recordedBody("deribit/get_volatility_index_data.60s.json"),
    fresh: volatility,
  },
  {
    provider: "deribit",
    path: path("get_book_summary_by_currency"),
    accepts: asks({ currency: "BTC", kind: "option" }),
    recorded: () => wrapped('{"jsonrpc":"2.0","result":[', "book_summary.result-item.json", "]}"),
    fresh: (moment) =>
      envelope(optionSummaries(moment, indexPrice(moment), dvolAt(moment.now) / 100), moment),
  },
];
