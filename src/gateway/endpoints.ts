import { Readable } from "node:stream";
import type { FastifyRequest } from "fastify";
import * as v from "valibot";
import { isoDay } from "../core/calendar";
import { daysRoute, GATEWAY_FORMAT } from "../data/gatewayDocument";
import { allSeries, historyFields, isOwnName, topics, type Topic } from "../data/series";
import type { AccessControl, Client, Need } from "./access";
import { BYTE_ORDER_MARK, csvRows, csvText } from "./csvText";
import { marketFacts, type MarketHistory, type OwnFacts, type Point, type Span } from "./history";
import type { Bodies } from "./incoming";
import { iso, type MarketPages } from "./marketPages";
import { etagOf, type Page } from "./page";
import { Problem } from "./problem";
import { bodyIn, parametersIn } from "./request";
import {
  addedAnswer,
  healthAnswer,
  marketAnswer,
  MOST_POINTS,
  nothing,
  ownAnswer,
  ownBody,
  paneAnswer,
  pointQuery,
  pointsAnswer,
  pointsBody,
  readyAnswer,
  seriesAnswer,
  spanQuery,
  topicQuery,
} from "./schemas";
import { note } from "./tokens";

// Every address of the gateway but the add-in's files: what it takes, what it answers, and who may ask.

/** What the addresses work with. */
export interface Gateway {
  readonly pages: MarketPages;
  readonly history: MarketHistory;
  readonly access: AccessControl;
  readonly bodies: Bodies;
  readonly clock: () => number;
  readonly version: string;
  /** How the gateway is: for /ready. */
  readonly state: () => Promise<v.InferOutput<typeof readyAnswer>>;
  readonly metrics: () => Promise<{ readonly type: string; readonly text: string }>;
  readonly openapi: () => string;
}

/** What is sent: a body that was prepared, or one that is sent as it is. */
export type Answer =
  | { readonly page: Page }
  | {
      readonly status?: number;
      readonly type: string;
      readonly body: string | Readable;
      readonly etag?: string;
      readonly fileName?: string;
    };

interface Asked<Q, B> {
  readonly series: string;
  readonly query: Q;
  readonly body: B;
  readonly client: Client;
  readonly request: FastifyRequest;
}

interface Body {
  readonly type: "application/json" | "text/csv";
  readonly schema?: v.GenericSchema;
  readonly description: string;
  readonly example: unknown;
}

interface Described {
  readonly method: "GET" | "PUT" | "POST";
  /** "/api/history/:series". */
  readonly path: string;
  /** Names the address in the OpenAPI document and in programs that are made of it. */
  readonly id: string;
  readonly summary: string;
  readonly description?: string;
  readonly need: Need["kind"];
  readonly query: v.GenericSchema & { readonly entries: Readonly<Record<string, v.GenericSchema>> };
  readonly bodies?: readonly Body[];
  readonly type: string;
  /** Of the answer; absent where it is text. */
  readonly schema?: v.GenericSchema;
  readonly example: unknown;
  /** Answers of the same kind with another status than 200. */
  readonly otherAnswers?: Readonly<
    Record<number, { readonly description: string; readonly example: unknown }>
  >;
  /** False where an answer of a GET has no ETag. */
  readonly hasEtag?: false;
}

export interface Endpoint extends Described {
  readonly answer: (gateway: Gateway, asked: Asked<unknown, unknown>) => Promise<Answer>;
}

/** An address, of which the query and the body have passed their schemas. */
function endpoint<Q extends Described["query"]>(
  described: Described & { readonly query: Q },
  answer: (gateway: Gateway, asked: Asked<v.InferOutput<Q>, unknown>) => Promise<Answer>,
): Endpoint {
  return {
    ...described,
    answer: (gateway, asked) => {
      const query = parametersIn(described.query, asked.query);
      refuseBackwards(query as Partial<Span>);
      return answer(gateway, { ...asked, query });
    },
  };
}

function refuseBackwards({ from = -Infinity, to = Infinity }: Partial<Span>): void {
  if (from > to) throw new Problem(400, "The parameter to must not be before from.");
}

const JSON_TYPE = "application/json; charset=utf-8";
const CSV_TYPE = "text/csv; charset=utf-8";

const jsonAnswer = (content: unknown, status = 200): Answer => {
  const body = JSON.stringify(content);
  return { status, type: JSON_TYPE, body, ...(status === 200 ? { etag: etagOf([body]) } : {}) };
};

/** What is known of a series by its name. Throws a Problem for one that there is not. */
async function factsOf(history: MarketHistory, name: string): Promise<OwnFacts> {
  const known = marketFacts(name);
  if (known !== undefined) return known;
  const own = isOwnName(name) ? (await history.own()).find((facts) => facts.name === name) : undefined;
  if (own !== undefined) return own;
  throw new Problem(
    404,
    isOwnName(name)
      ? `There is no series ${name}: declare it first, by PUT /api/series/${name} or hashcell series declare.`
      : `There is no series ${name}: /api/series lists those that there are.`,
  );
}

const pointOut = ({ asOf, fetchedAt, value, source, quality }: Point) => ({
  asOf: iso(asOf),
  fetchedAt: iso(fetchedAt),
  value,
  source,
  quality,
});

/** All points of a span as CSV, page by page: a year of minutes is half a million of them. */
async function* pointLines(history: MarketHistory, { name, unit }: OwnFacts, span: Span) {
  yield BYTE_ORDER_MARK + csvRows([["as of", `value (${unit})`, "fetched at", "source", "quality"]]);
  let cursor: string | undefined;
  do {
    const { points, next } = await history.points(name, {
      ...span,
      limit: MOST_POINTS,
      ...(cursor === undefined ? {} : { cursor }),
    });
    cursor = next;
    if (points.length > 0)
      yield csvRows(
        points.map(({ asOf, value, fetchedAt, source, quality }) => [
          iso(asOf),
          value,
          iso(fetchedAt),
          source,
          quality,
        ]),
      );
  } while (cursor !== undefined);
}

/** Facts of the market's own series and fields, each name once. */
const builtIn = [...new Set<string>([...allSeries, ...historyFields])].flatMap(
  (name) => marketFacts(name) ?? [],
);

const example = {
  value: {
    series: "btc.price",
    label: "Bitcoin price",
    unit: "USD",
    value: 86411.5,
    asOf: "2026-01-31T12:00:00.000Z",
    fetchedAt: "2026-01-31T12:00:04.120Z",
    source: "Median of Coinbase, Kraken and Bitstamp",
    quality: "live",
  },
  point: {
    asOf: "2026-01-31T12:00:00.000Z",
    fetchedAt: "2026-01-31T12:00:04.120Z",
    value: 0.0512,
    source: "meter of site 7",
    quality: "live",
  },
};

/** A document for panes with one report. */
const paneExample = (route: string, report: object, source: string) => ({
  format: GATEWAY_FORMAT,
  version: "1.7.0",
  at: 1769860810000,
  problems: [],
  reports: [{ route, report, fetchedAt: 1769860804120, source }],
});

const spanWords =
  "Values are as known now, or as known at the end of a day or at a moment that the parameter known names; revisions that came later are left out then.";

export const endpoints: readonly Endpoint[] = [
  endpoint(
    {
      method: "GET",
      path: "/api/market",
      id: "getMarket",
      summary: "The market as it is now",
      description: "Every value, with its unit, moment, source and quality: the market's and the team's own.",
      need: "read",
      query: nothing,
      type: JSON_TYPE,
      schema: marketAnswer,
      example: { version: "1.7.0", at: "2026-01-31T12:00:10.000Z", values: [example.value], problems: [] },
    },
    async ({ pages }) => ({ page: await pages.json }),
  ),
  endpoint(
    {
      method: "GET",
      path: "/api/market.csv",
      id: "getMarketCsv",
      summary: "The market as it is now, as a table",
      description: "For Excel's Data > From Web.",
      need: "read",
      query: nothing,
      type: CSV_TYPE,
      example: `series,label,value,unit,as of,fetched at,source,quality,warning\r\nbtc.price,Bitcoin price,86411.5,USD,2026-01-31T12:00:00.000Z,2026-01-31T12:00:04.120Z,"Median of Coinbase, Kraken and Bitstamp",live,\r\n`,
    },
    async ({ pages }) => ({ page: await pages.csv }),
  ),
  endpoint(
    {
      method: "GET",
      path: "/api/reports",
      id: "getReports",
      summary: "What the sources said last, for panes",
      description:
        "The last good report of each question that serves one of the topics, and the team's own series as the report gateway.kept. Moments are milliseconds since 1970 UTC.",
      need: "read",
      query: topicQuery,
      type: JSON_TYPE,
      schema: paneAnswer,
      example: paneExample(
        "kraken.ticker.usd",
        { readings: [{ series: "btc.price", value: 86411.5, asOf: 1769860800000 }] },
        "Kraken",
      ),
    },
    async ({ pages }, { query }) => ({
      page: await pages.reports(query.topics ?? new Set<Topic>(topics)),
    }),
  ),
  endpoint(
    {
      method: "GET",
      path: "/api/days/:series",
      id: "getDays",
      summary: "The days of a series, for panes",
      description: `The last value of each UTC day that is over, as the report gateway.days.NAME; days are counted from 1970-01-01. ${spanWords}`,
      need: "read series",
      query: spanQuery,
      type: JSON_TYPE,
      schema: paneAnswer,
      example: paneExample(
        "gateway.days.own.site7.power_price",
        {
          kept: {
            "own.site7.power_price": {
              label: "Power price of site 7",
              unit: "USD/kWh",
              numberFormat: "0.0000",
              days: { days: { "20483": 0.0512 }, source: "meter of site 7", fetchedAt: 1769860804120 },
            },
          },
        },
        "meter of site 7",
      ),
    },
    async ({ history, clock, version }, { series, query }) => {
      const { label, unit, numberFormat } = await factsOf(history, series);
      const days = await history.days(series, query);
      const at = clock();
      const kept = { [series]: { label, unit, numberFormat, ...(days === undefined ? {} : { days }) } };
      const reports = [
        {
          route: daysRoute(series),
          report: { kept },
          fetchedAt: days?.fetchedAt ?? at,
          source: days?.source ?? "Hashcell gateway",
        },
      ];
      const body = JSON.stringify({ format: GATEWAY_FORMAT, version, at, problems: [], reports });
      return { type: JSON_TYPE, body, etag: etagOf([JSON.stringify(kept)]) };
    },
  ),
  endpoint(
    {
      method: "GET",
      path: "/api/days/:series.csv",
      id: "getDaysCsv",
      summary: "The days of a series, as a table",
      description: `For Excel's Data > From Web: the last value of each UTC day that is over. ${spanWords}`,
      need: "read series",
      query: spanQuery,
      type: CSV_TYPE,
      example: "day,value (USD/kWh)\r\n2026-01-30,0.0512\r\n",
    },
    async ({ history }, { series, query }) => {
      const { unit } = await factsOf(history, series);
      const found = await history.days(series, query);
      const rows = Object.entries(found?.days ?? {}).map(([day, value]) => [isoDay(Number(day)), value]);
      const body = csvText(["day", `value (${unit})`], rows);
      return { type: CSV_TYPE, body, etag: etagOf([body]), fileName: `${series}.days.csv` };
    },
  ),
  endpoint(
    {
      method: "GET",
      path: "/api/series",
      id: "getSeries",
      summary: "Every series, and how far its history goes",
      need: "read",
      query: nothing,
      type: JSON_TYPE,
      schema: seriesAnswer,
      example: {
        series: [
          {
            name: "own.site7.power_price",
            label: "Power price of site 7",
            unit: "USD/kWh",
            numberFormat: "0.0000",
            isOwn: true,
            rows: 8760,
            first: "2025-01-01T00:00:00.000Z",
            last: "2025-12-31T23:00:00.000Z",
          },
        ],
      },
    },
    async ({ history }) => {
      const [own, extents] = await Promise.all([history.own(), history.extents()]);
      const byName = new Map(extents.map((extent) => [extent.series, extent]));
      const listed = (isOwn: boolean) => (facts: OwnFacts) => {
        const extent = byName.get(facts.name);
        return {
          name: facts.name,
          label: facts.label,
          unit: facts.unit,
          numberFormat: facts.numberFormat,
          isOwn,
          rows: extent?.rows ?? 0,
          ...(extent === undefined ? {} : { first: iso(extent.first), last: iso(extent.last) }),
        };
      };
      return jsonAnswer({ series: [...builtIn.map(listed(false)), ...own.map(listed(true))] });
    },
  ),
  endpoint(
    {
      method: "PUT",
      path: "/api/series/:series",
      id: "declareSeries",
      summary: "Declare a series of the team's own",
      description:
        "Its name begins with own. and has small letters, digits, underscores and dots. Its unit cannot be changed once it has values; its label and format can. Without numberFormat the format is General.",
      need: "write series",
      query: nothing,
      bodies: [
        {
          type: "application/json",
          schema: ownBody,
          description: "What the series is",
          example: { label: "Power price of site 7", unit: "USD/kWh", numberFormat: "0.0000" },
        },
      ],
      type: JSON_TYPE,
      schema: ownAnswer,
      example: { name: "own.site7.power_price", result: "same" },
      otherAnswers: {
        201: { description: "It is new", example: { name: "own.site7.power_price", result: "added" } },
      },
    },
    async ({ history, pages }, { series, body, client }) => {
      const facts = bodyIn(ownBody, body);
      const result = await history.declare({ name: series, ...facts });
      await note(history, {
        token: client.token?.id,
        what: "series declared",
        about: `${series}: ${result}`,
      });
      await pages.refresh();
      return jsonAnswer({ name: series, result }, result === "added" ? 201 : 200);
    },
  ),
  endpoint(
    {
      method: "GET",
      path: "/api/history/:series",
      id: "getHistory",
      summary: "The values of a series over time",
      description: `In the order of time, each moment once. ${spanWords}`,
      need: "read series",
      query: pointQuery,
      type: JSON_TYPE,
      schema: pointsAnswer,
      example: {
        series: "own.site7.power_price",
        label: "Power price of site 7",
        unit: "USD/kWh",
        points: [example.point],
        next: "1769860800000",
      },
    },
    async ({ history }, { series, query }) => {
      const { label, unit } = await factsOf(history, series);
      const { points, next } = await history.points(series, query);
      return jsonAnswer({
        series,
        label,
        unit,
        points: points.map(pointOut),
        ...(next === undefined ? {} : { next }),
      });
    },
  ),
  endpoint(
    {
      method: "GET",
      path: "/api/history/:series.csv",
      id: "getHistoryCsv",
      summary: "The values of a series over time, as a table",
      description: `For Excel's Data > From Web: all values of the span. ${spanWords}`,
      need: "read series",
      query: spanQuery,
      type: CSV_TYPE,
      example:
        "as of,value (USD/kWh),fetched at,source,quality\r\n2026-01-31T12:00:00.000Z,0.0512,2026-01-31T12:00:04.120Z,meter of site 7,live\r\n",
      hasEtag: false,
    },
    async ({ history }, { series, query }) => {
      const facts = await factsOf(history, series);
      const lines = pointLines(history, facts, query);
      return { type: CSV_TYPE, body: Readable.from(lines), fileName: `${series}.csv` };
    },
  ),
  endpoint(
    {
      method: "POST",
      path: "/api/history/:series",
      id: "addHistory",
      summary: "Add values to a series of the team's own",
      description:
        "All or nothing. A row that is there already adds nothing; another value for the same moment is a revision, and the one before stays known as of its time. Of a source that has not said it before, the same value is a row of its own. Dates are ISO 8601, UTC where they do not say otherwise; decimals have a point. JSON may have 10 MB, CSV 100 MB. CSV is UTF-8 with a heading, its rows ascend or descend in time, and their source is the name of the token.",
      need: "write series",
      query: nothing,
      bodies: [
        {
          type: "application/json",
          schema: pointsBody,
          description: "Points",
          example: { source: "meter of site 7", points: [{ asOf: "2026-01-31T12:00Z", value: 0.0512 }] },
        },
        {
          type: "text/csv",
          description: "A line a value behind a heading, which may name the unit",
          example: "as of,value (USD/kWh)\n2026-01-31T12:00Z,0.0512\n",
        },
      ],
      type: JSON_TYPE,
      schema: addedAnswer,
      example: { added: 24, known: 0 },
    },
    async ({ history, pages, bodies, clock }, { series, body, client }) => {
      const facts = await factsOf(history, series);
      const added = await history.add(series, await bodies.pointsOf(facts, body, client, clock()));
      await note(history, {
        token: client.token?.id,
        what: "import",
        about: `${series}: ${added.added} rows added, ${added.known} known`,
      });
      await pages.refresh();
      return jsonAnswer(added);
    },
  ),
  endpoint(
    {
      method: "GET",
      path: "/health",
      id: "getHealth",
      summary: "Whether the process runs",
      need: "nothing",
      query: nothing,
      type: JSON_TYPE,
      schema: healthAnswer,
      example: { status: "ok", version: "1.7.0" },
    },
    ({ version }) => Promise.resolve(jsonAnswer({ status: "ok", version })),
  ),
  endpoint(
    {
      method: "GET",
      path: "/ready",
      id: "getReady",
      summary: "Whether it can serve everything",
      description:
        "Answers 503 where the database does not answer, or the sources were not asked for a while.",
      need: "nothing",
      query: nothing,
      type: JSON_TYPE,
      schema: readyAnswer,
      example: { isReady: true, database: "answers", roundAgeS: 12, failing: 0, waitingRows: 0 },
      otherAnswers: {
        503: {
          description: "It is not ready",
          example: { isReady: false, database: "away", roundAgeS: 12, failing: 0, waitingRows: 25 },
        },
      },
      hasEtag: false,
    },
    async ({ state }) => {
      const found = await state();
      return { ...jsonAnswer(found, found.isReady ? 200 : 503) };
    },
  ),
  endpoint(
    {
      method: "GET",
      path: "/metrics",
      id: "getMetrics",
      summary: "Metrics for Prometheus",
      need: "read",
      query: nothing,
      type: "text/plain; charset=utf-8",
      example: 'hashcell_gateway_rounds_total{version="1.7.0"} 3\n',
      hasEtag: false,
    },
    async ({ metrics }) => {
      const { type, text } = await metrics();
      return { type, body: text };
    },
  ),
  endpoint(
    {
      method: "GET",
      path: "/openapi.json",
      id: "getOpenapi",
      summary: "This document",
      need: "nothing",
      query: nothing,
      type: JSON_TYPE,
      schema: v.looseObject({ openapi: v.string() }),
      example: { openapi: "3.1.0" },
    },
    ({ openapi }) => {
      const body = openapi();
      return Promise.resolve({ type: JSON_TYPE, body, etag: etagOf([body]) });
    },
  ),
];
