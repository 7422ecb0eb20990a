import * as v from "valibot";
import { MS_PER_HOUR } from "../../core/calendar";
import { UnavailableError } from "../../core/errors";
import type { Report, Route } from "../feed/route";
import { complaint, maybeNumber, shaped, whole } from "./schema";
import { amount, boundsIn, daysOf, recent } from "./values";
import { seriesFacts } from "../series";

const MS_PER_DAY = 24 * MS_PER_HOUR;

/** Of DVOL, per cent per year. */
const dvolBounds = boundsIn(seriesFacts["btc.dvol"].bounds, 100);

const refusalShape = v.object({ error: v.object({ code: v.number(), message: v.string() }) });

/** What stands under `result`; an error may come with status 200. */
export function resultOf<S extends v.GenericSchema>(schema: S, body: unknown): v.InferOutput<S> {
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
  return {
    readings: [
      {
        series: "btc.index",
        value: amount(index_price, "the index", seriesFacts["btc.index"].bounds),
        asOf: now,
      },
    ],
  };
}

const newest = (data: readonly Row[]) =>
  data.reduce<Row | undefined>(
    (latest, row) => (latest !== undefined && latest[0] > row[0] ? latest : row),
    undefined,
  );

/** The last close of hourly rows: of the end of its hour, or of now in the running one. */
function dvol(body: unknown, now: number): Report {
  const { data } = resultOf(volatilityShape, body);
  const last = newest(data);
  if (last === undefined) throw new UnavailableError("the list of volatilities is empty");
  const value = amount(last[4], "the volatility", dvolBounds) / 100;
  const start = recent(last[0], now, "the volatility");
  return { readings: [{ series: "btc.dvol", value, asOf: Math.min(start + MS_PER_HOUR, now) }] };
}

function dvolHistory(body: unknown, now: number): Report {
  const { data } = resultOf(volatilityShape, body);
  if (data.length === 0) throw new UnavailableError("the list of volatilities is empty");
  const rows = data.map(([start, , , , close]) => ({ start, value: close }));
  const days = daysOf(rows, "the volatility", now, dvolBounds);
  const shares = Object.entries(days).map(([day, percent]) => [day, percent / 100]);
  return { history: { "btc.dvol": Object.fromEntries(shares) } };
}

const volatilityPath = (start: number, end: number, resolution: string) =>
  `/api/v2/public/get_volatility_index_data?currency=BTC&start_timestamp=${start}&end_timestamp=${end}&resolution=${resolution}`;

const yearBefore = (now: number) => now - 366 * MS_PER_DAY;

/** The next older page, which ends where this one says; none where that would lead nowhere. */
function olderPage(body: unknown, now: number): string | undefined {
  const page = v.safeParse(v.object({ result: volatilityShape }), body);
  if (!page.success) return undefined;
  const { data, continuation } = page.output.result;
  const end = newest(data)?.[0] ?? -Infinity;
  if (typeof continuation !== "number" || continuation >= end || continuation <= yearBefore(now))
    return undefined;
  return volatilityPath(yearBefore(now), continuation, "1D");
}

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
];
