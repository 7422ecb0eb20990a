import { setTimeout as later } from "node:timers/promises";
import type { PoolClient } from "pg";
import * as v from "valibot";
import { dayOf, END_OF_DAYS, FIRST_DAY, isoDay, MS_PER_DAY } from "../core/calendar";
import { InputError } from "../core/errors";
import type { ReportCache } from "../data/feed/cache";
import { numberFormat, receivedSchema, type Quality, type Received } from "../data/market";
import { historyFacts, isHistoryField, isOwnName, isSeries, seriesFacts } from "../data/series";
import { Database, isPassing, ServiceError, type Watcher } from "../postgres/database";
import { migrated, refusal, versionOf, type Migrated } from "../postgres/schema";
import { tables } from "./tables";

// What a gateway keeps: every value that it has seen, as it arrived. Nothing is changed or deleted; a correction is another
// row, and "as known on" a day leaves out what came later.

/** A value of a series at a moment; moments are milliseconds since 1970 UTC. */
export interface Point {
  readonly asOf: number;
  readonly fetchedAt: number;
  readonly value: number;
  readonly source: string;
  readonly quality: Quality;
}

/** One by one, or several together, of a file of any size. */
export type GivenPoints = AsyncIterable<Point | readonly Point[]> | Iterable<Point | readonly Point[]>;

/** A series, one of a team's own as it was declared. */
export interface OwnFacts {
  readonly name: string;
  readonly label: string;
  readonly unit: string;
  readonly numberFormat: string;
}

/** What a series of the market, or a daily quantity of HISTORY, is; undefined for other names. */
export function marketFacts(name: string): OwnFacts | undefined {
  if (isSeries(name)) {
    const { label, unit, numberFormat: format } = seriesFacts[name];
    return { name, label, unit, numberFormat: format };
  }
  if (!isHistoryField(name)) return undefined;
  const { label, unit, series } = historyFacts[name];
  return { name, label, unit, numberFormat: seriesFacts[series].numberFormat };
}

/** From a moment to another, both included; `known` leaves out what was recorded later. */
export interface Span {
  readonly from?: number;
  readonly to?: number;
  readonly known?: number;
}

export interface PointQuery extends Span {
  readonly limit: number;
  /** What the answer before called `next`. */
  readonly cursor?: string;
}

export interface Added {
  readonly added: number;
  /** Rows that were there before. */
  readonly known: number;
}

export interface KeptDays {
  /** The last value of each UTC day that is over, by the days since 1970. */
  readonly days: Readonly<Record<number, number>>;
  readonly source: string;
  readonly fetchedAt: number;
}

export interface Extent {
  readonly series: string;
  readonly rows: number;
  readonly first: number;
  readonly last: number;
}

/** As the rows have them: never renumber. */
const qualities: Readonly<Record<Quality, number>> = {
  live: 1,
  cached: 2,
  embedded: 3,
  frozen: 4,
  derived: 5,
};
const qualityOf = new Map(Object.entries(qualities).map(([name, number]) => [number, name as Quality]));

export const FIRST_MOMENT = FIRST_DAY * MS_PER_DAY;
export const LAST_MOMENT = END_OF_DAYS * MS_PER_DAY - 1;
const LONGEST_LINE = 500;
const LINE_RULE = `must be a line of 1 to ${LONGEST_LINE} characters`;
const isLine = (text: string) => text.trim() !== "" && text.length <= LONGEST_LINE && !/\p{Cc}/u.test(text);

/** What is asked about longer ago is not being added any more. */
const LONGEST_IMPORT_MS = 3_600_000;
/** How long whoever asks about just now waits for what is being added, and between two looks. */
const [LONGEST_WAIT_MS, WAIT_MS] = [10_000, 50];

/** Rows that go to the server together. */
const MOST_TOGETHER = 5000;

const isKeepable = (name: string) => isOwnName(name) || isSeries(name) || isHistoryField(name);

interface PointRow {
  readonly as_of: string;
  readonly fetched_at: string;
  readonly value: number;
  readonly source: string;
  readonly quality: number;
}

/** Columns of points, in the order of time. */
interface PointColumns {
  readonly as_of: readonly number[];
  readonly fetched_at: readonly number[];
  readonly values: readonly number[];
  readonly sources: readonly number[];
  readonly qualities: readonly number[];
}

const NO_POINTS: PointColumns = { as_of: [], fetched_at: [], values: [], sources: [], qualities: [] };

const pointOf = (row: PointRow): Point => ({
  asOf: Number(row.as_of),
  fetchedAt: Number(row.fetched_at),
  value: row.value,
  source: row.source,
  quality: qualityOf.get(row.quality) ?? "cached",
});

/** What is asked cannot be said yet. */
export class BusyError extends ServiceError {}

export class MarketHistory extends Database {
  private readonly sources = new Map<string, number>();
  private readonly sourceNames = new Map<number, string>();
  /** Long imports, and those that wait for them, hold connections: readers have others. */
  private readonly imports: Database;

  constructor(
    address: string,
    /** In milliseconds since 1970 UTC. */
    readonly now: () => number = Date.now,
    watcher?: Watcher,
  ) {
    super(address, watcher);
    this.imports = new Database(address);
  }

  override async close(): Promise<void> {
    await Promise.all([super.close(), this.imports.close()]);
  }

  /** Makes the tables, or brings them up to date; says from which version to which. Throws a ServiceError. */
  migrate(): Promise<Migrated> {
    return this.connected((client) => migrated(client, tables));
  }

  /** Throws a ServiceError where the server cannot be reached, or its tables are not those of this version. */
  check(): Promise<void> {
    return this.connected(async (client) => {
      const version = await versionOf(client, tables).catch((error: unknown) => {
        throw refusal(error, tables.name);
      });
      if (version < tables.migrations.length)
        throw new ServiceError(
          "the database is not prepared for a gateway of this version of Hashcell: hashcell migrate does it, once",
        );
    });
  }

  /**
   * Adds what is new, all or nothing. A row adds something where it has another value than its moment has now, or where its
   * source has not said this before. Throws an InputError for what the user can fix, and a ServiceError where the server
   * goes away.
   */
  async add(series: string, points: GivenPoints): Promise<Added> {
    const id = await this.idOf(series);
    const batches = batchesOf(series, points);
    const first = await batches.next();
    if (first.done === true) return { added: 0, known: 0 };
    try {
      return await this.imports.connected((client) => this.addBatches(client, id, first.value, batches));
    } catch (error) {
      if (!isPassing(error)) throw error;
      throw new ServiceError(
        "the database went away before everything was added: do it again once it is back; rows that are there already are not added twice",
      );
    } finally {
      await batches.return();
    }
  }

  private async addBatches(
    client: PoolClient,
    id: number,
    first: Batch,
    others: AsyncIterable<Batch>,
  ): Promise<Added> {
    const sources = new Map<string, number>();
    await this.findSources(client, first, sources);
    await client.query("begin");
    // Of two that add to a series at once, the second has to see what the first added.
    await client.query("select pg_advisory_xact_lock(hashtext('hashcell_market'), $1)", [id]);
    // Behind the lock, and one for all: what was known at any time has all of it, or nothing.
    const recordedAt = this.now();
    let [added, known] = [0, 0];
    const addBatch = (batch: Batch) => {
      const adding = (async () => {
        await this.findSources(client, batch, sources);
        const { rowCount } = await client.query(ADD, [id, recordedAt, ...columnsOf(batch, sources)]);
        added += rowCount ?? 0;
        known += batch.points.length + batch.doubled - (rowCount ?? 0);
      })();
      // Where reading on fails meanwhile, nobody waits for it any more.
      adding.catch(() => undefined);
      return adding;
    };
    let sent = addBatch(first);
    for await (const batch of others) {
      await sent;
      // The next is read while the server has this one.
      sent = addBatch(batch);
    }
    await sent;
    await client.query("update hashcell_market.series set observations = observations + $2 where id = $1", [
      id,
      added,
    ]);
    await client.query("commit");
    for (const [name, number] of sources) this.sources.set(name, number);
    return { added, known };
  }

  /** The numbers of the sources of points, which get one where they are new. */
  private async findSources(client: PoolClient, { points }: Batch, into: Map<string, number>) {
    for (const { source } of points) {
      if (into.has(source)) continue;
      const known = this.sources.get(source);
      into.set(source, known ?? (await numbered(client, "source", source)));
    }
  }

  private async idOf(series: string): Promise<number> {
    if (!isKeepable(series))
      throw new InputError(
        "series",
        "must be one of the market, as btc.price, or one of your own, as own.site7.power_price",
        series,
      );
    const [row] = await this.rows<{ id: number }>("select id from hashcell_market.series where name = $1", [
      series,
    ]);
    if (row !== undefined) return row.id;
    if (isOwnName(series))
      throw new InputError(series, "is not declared: say its label and its unit first, once");
    return this.connected((client) => numbered(client, "series", series));
  }

  /** Points in the order of time, each moment once, as it is known. */
  async points(series: string, query: PointQuery): Promise<{ points: Point[]; next?: string }> {
    const { from = FIRST_MOMENT, to = LAST_MOMENT, limit, cursor } = query;
    const after = cursor === undefined ? from : momentOf(cursor) + 1;
    await this.settled(series, query.known);
    const [columns] = await this.rows<PointColumns & Record<string, unknown>>(POINTS, [
      series,
      Math.max(from, after),
      to,
      query.known ?? null,
      limit + 1,
    ]);
    const { as_of, fetched_at, values, sources, qualities: numbers } = columns ?? NO_POINTS;
    const names = await this.namesOf(sources);
    const points = as_of.slice(0, limit).map((asOf, index): Point => ({
      asOf,
      fetchedAt: fetched_at[index] ?? NaN,
      value: values[index] ?? NaN,
      source: names.get(sources[index] ?? 0) ?? "",
      quality: qualityOf.get(numbers[index] ?? 0) ?? "cached",
    }));
    const last = points.at(-1);
    return as_of.length > limit && last !== undefined ? { points, next: String(last.asOf) } : { points };
  }

  /**
   * Waits for what is being added to a series, where it may be of the time that is asked for: another answer to the same
   * question would come later.
   */
  private async settled(series: string, known: number | undefined): Promise<void> {
    if (known === undefined || known < this.now() - LONGEST_IMPORT_MS) return;
    for (let waited = 0; waited < LONGEST_WAIT_MS; waited += WAIT_MS) {
      // Asked again and again, so that it holds no connection meanwhile, of which there are few.
      const [lock] = await this.rows<{ free: boolean }>(
        "select pg_try_advisory_xact_lock_shared(hashtext('hashcell_market'), id) as free from hashcell_market.series where name = $1",
        [series],
      );
      if (lock?.free !== false) return;
      await later(WAIT_MS);
    }
    throw new BusyError(`values are being added to ${series}: ask again in a moment`);
  }

  /** The names of sources by their numbers. */
  private async namesOf(numbers: readonly number[]): Promise<ReadonlyMap<number, string>> {
    const unknown = [...new Set(numbers)].filter((number) => !this.sourceNames.has(number));
    if (unknown.length > 0) {
      const found = await this.rows<{ id: number; name: string }>(
        "select id, name from hashcell_market.source where id = any($1)",
        [unknown],
      );
      for (const { id, name } of found) this.sourceNames.set(id, name);
    }
    return this.sourceNames;
  }

  /** The days of a series that are over; undefined where there is none. */
  async days(
    series: string,
    { from = FIRST_MOMENT, to = LAST_MOMENT, known }: Span,
  ): Promise<KeptDays | undefined> {
    const over = dayOf(Math.min(this.now(), known ?? Infinity)) * MS_PER_DAY - 1;
    // Whole days: the last value before a noon is not that of the day.
    const last = dayOf(to + 1) * MS_PER_DAY - 1;
    await this.settled(series, known);
    const rows = await this.rows<PointRow & { day: number; id: string }>(DAYS, [
      series,
      dayOf(from) * MS_PER_DAY,
      Math.min(last, over),
      known ?? null,
    ]);
    const newest = rows.reduce<(typeof rows)[number] | undefined>(
      (best, row) => (best === undefined || Number(row.id) > Number(best.id) ? row : best),
      undefined,
    );
    if (newest === undefined) return undefined;
    const others = new Set(rows.map(({ source }) => source)).size - 1;
    return {
      days: Object.fromEntries(rows.map(({ day, value }) => [day, value])),
      source: others === 0 ? newest.source : `${newest.source} and ${others} more`,
      fetchedAt: Number(newest.fetched_at),
    };
  }

  /** The latest value of each series that has one; moments that are yet to come have none. */
  async latest(names: readonly string[]): Promise<ReadonlyMap<string, Point>> {
    const rows = await this.rows<PointRow & { name: string }>(LATEST, [names, this.now()]);
    return new Map(rows.map((row) => [row.name, pointOf(row)]));
  }

  /** The team's own series, by name. */
  async own(): Promise<OwnFacts[]> {
    return this.rows<OwnFacts & Record<string, unknown>>(
      `select name, label, unit, number_format as "numberFormat" from hashcell_market.series
       where label is not null order by name`,
    );
  }

  /**
   * Declares a series of a team's own, or changes its label and format; its unit only before it has values. Throws an
   * InputError.
   */
  async declare(facts: OwnFacts): Promise<"added" | "same" | "changed"> {
    const { name } = facts;
    checkFacts(facts);
    return this.connected(async (client) => {
      const values = [name, facts.label, facts.unit, facts.numberFormat];
      // One that is not inserted would use up a number all the same, and there are 32,767.
      const { rowCount: isThere } = await client.query("select from hashcell_market.series where name = $1", [
        name,
      ]);
      const added =
        isThere === 1
          ? undefined
          : await client.query(
              `insert into hashcell_market.series (name, label, unit, number_format) values ($1, $2, $3, $4)
         on conflict (name) do nothing`,
              values,
            );
      if (added?.rowCount === 1) return "added";
      const { rows } = await client.query<OwnFacts & { changed: boolean }>(
        `update hashcell_market.series set label = $2, unit = $3, number_format = $4
         where name = $1 and (observations = 0 or unit = $3) and (label, unit, number_format) <> ($2, $3, $4)
         returning name`,
        values,
      );
      if (rows.length > 0) return "changed";
      const [known] = (await this.own()).filter((own) => own.name === name);
      if (known !== undefined && known.unit !== facts.unit)
        throw new InputError(
          `unit of ${name}`,
          `must stay ${known.unit}, since there are values in it: declare another series`,
          facts.unit,
        );
      return "same";
    });
  }

  /** How far each series that has rows goes. */
  async extents(): Promise<Extent[]> {
    const rows = await this.rows<{ series: string; rows: string; first: string; last: string }>(EXTENTS);
    return rows.map(({ series, rows: count, first, last }) => ({
      series,
      rows: Number(count),
      first: Number(first),
      last: Number(last),
    }));
  }

  /** The last good reports of the sources, so that a gateway that starts without them has these. */
  readonly reports: ReportCache = {
    load: async () => {
      const rows = await this.rows<{ route: string; body: unknown }>(
        "select route, body from hashcell_market.report order by route",
      );
      return rows.flatMap(({ route, body }): Received[] => {
        const read = v.safeParse(receivedSchema, body);
        return read.success && read.output.route === route ? [read.output] : [];
      });
    },
    keep: async (received) => {
      await this.rows(
        `insert into hashcell_market.report (route, body) values ($1, $2)
         on conflict (route) do update set body = excluded.body`,
        [received.route, JSON.stringify(received)],
      );
    },
  };
}

/** The number of a name, which gets one where it is new. */
async function numbered(client: PoolClient, table: "series" | "source", name: string): Promise<number> {
  const found = async () => {
    const { rows } = await client.query<{ id: number }>(
      `select id from hashcell_market.${table} where name = $1`,
      [name],
    );
    return rows[0]?.id;
  };
  const known = await found();
  if (known !== undefined) return known;
  await client.query(`insert into hashcell_market.${table} (name) values ($1) on conflict do nothing`, [
    name,
  ]);
  const id = await found();
  if (id === undefined) throw new ServiceError(`the database does not keep the ${table} ${name}`);
  return id;
}

/** Points of different moments. */
interface Batch {
  readonly points: readonly Point[];
  /** So many more say what one of them says. */
  readonly doubled: number;
}

/** Points together; one for a moment that is there already, with another value, begins the next batch. */
async function* batchesOf(series: string, points: GivenPoints): AsyncGenerator<Batch, void, undefined> {
  let batch = new Map<number, Point>();
  let doubled = 0;
  for await (const given of points)
    for (const point of "asOf" in given ? [given] : given) {
      checkPoint(series, point);
      const same = batch.get(point.asOf);
      if (same?.value === point.value && same.source === point.source) {
        doubled += 1;
        continue;
      }
      if (same !== undefined || batch.size === MOST_TOGETHER) {
        yield { points: [...batch.values()], doubled };
        batch = new Map();
        doubled = 0;
      }
      batch.set(point.asOf, point);
    }
  if (batch.size > 0) yield { points: [...batch.values()], doubled };
}

/** What ADD takes: an array for each column, as PostgreSQL writes it. */
function columnsOf({ points }: Batch, sources: ReadonlyMap<string, number>): string[] {
  const columns = [
    points.map(({ asOf }) => asOf),
    points.map(({ fetchedAt }) => fetchedAt),
    points.map(({ value }) => (Object.is(value, -0) ? "-0" : value)),
    points.map(({ source }) => sources.get(source)),
    points.map(({ quality }) => qualities[quality]),
  ];
  return columns.map((column) => `{${column.join(",")}}`);
}

function checkPoint(series: string, { asOf, value, fetchedAt, source }: Point): void {
  for (const [name, moment] of [
    ["as of", asOf],
    ["fetched at", fetchedAt],
  ] as const)
    if (!Number.isInteger(moment) || moment < FIRST_MOMENT || moment > LAST_MOMENT)
      throw new InputError(
        `${name} of ${series}`,
        `must be a moment from ${isoDay(FIRST_DAY)} to ${isoDay(END_OF_DAYS - 1)}, in whole milliseconds since 1970`,
        moment,
      );
  if (!Number.isFinite(value))
    throw new InputError(`${series} at ${new Date(asOf).toISOString()}`, "must be a number", value);
  if (!isLine(source)) throw new InputError(`source of ${series}`, LINE_RULE, source);
}

function checkFacts({ name, label, unit, numberFormat: format }: OwnFacts): void {
  if (!isOwnName(name))
    throw new InputError(
      "name",
      "of a series must be of small letters, digits and _ behind own and a point, as own.site7.power_price",
      name,
    );
  for (const [what, given] of [
    ["label", label],
    ["unit", unit],
  ] as const)
    if (!isLine(given)) throw new InputError(`${what} of ${name}`, LINE_RULE, given);
  if (!v.is(numberFormat, format))
    throw new InputError(`format of ${name}`, "must be a number format of Excel, as #,##0.00", format);
}

function momentOf(cursor: string): number {
  if (!/^\d{1,15}$/.test(cursor))
    throw new InputError("cursor", "must be what the answer before calls next", cursor);
  return Number(cursor);
}

const ADD = `
  insert into hashcell_market.observation (series, as_of, fetched_at, recorded_at, value, source, quality)
  select $1, given.as_of, given.fetched_at, $2, given.value, given.source, given.quality
  from unnest($3::bigint[], $4::bigint[], $5::double precision[], $6::integer[], $7::smallint[])
    with ordinality as given (as_of, fetched_at, value, source, quality, place)
  left join lateral (
    select value, source from hashcell_market.observation
    where series = $1 and as_of = given.as_of
    order by id desc limit 1
  ) latest on true
  left join lateral (
    select true as is_known from hashcell_market.observation
    where series = $1 and as_of = given.as_of and source = given.source and value = given.value
      and latest.value = given.value
    limit 1
  ) said on true
  where said.is_known is null
  order by given.place`;

const COLUMNS =
  "as_of, fetched_at, value, (select name from hashcell_market.source where id = source) as source, quality";

/** A list for each column: a driver takes twice as long to read as many rows. */
const POINTS = `
  select coalesce(json_agg(as_of), '[]') as as_of, coalesce(json_agg(fetched_at), '[]') as fetched_at,
    coalesce(json_agg(value), '[]') as values, coalesce(json_agg(source), '[]') as sources,
    coalesce(json_agg(quality), '[]') as qualities
  from (
    select distinct on (as_of) as_of, fetched_at, value, source, quality
    from hashcell_market.observation
    where series = (select id from hashcell_market.series where name = $1) and as_of between $2 and $3
      and ($4::bigint is null or recorded_at <= $4)
    order by as_of, id desc limit $5
  ) latest`;

const DAYS = `
  with series as (select id from hashcell_market.series where name = $1),
  ends as (
    select min(as_of) / ${MS_PER_DAY} as first, max(as_of) / ${MS_PER_DAY} as last
    from hashcell_market.observation
    where series = (select id from series) and as_of between $2 and $3
  )
  select day::integer, id, ${COLUMNS}
  from ends cross join generate_series(first, last) as day
  cross join lateral (
    select id, as_of, fetched_at, value, source, quality
    from hashcell_market.observation
    where series = (select id from series)
      and as_of between greatest($2, day * ${MS_PER_DAY}) and least($3, day * ${MS_PER_DAY} + ${MS_PER_DAY - 1})
      and ($4::bigint is null or recorded_at <= $4)
    order by as_of desc, id desc limit 1
  ) latest
  order by day`;

const LATEST = `
  select series.name, ${COLUMNS}
  from hashcell_market.series
  cross join lateral (
    select as_of, fetched_at, value, source, quality
    from hashcell_market.observation
    where series = series.id and as_of <= $2
    order by as_of desc, id desc limit 1
  ) latest
  where series.name = any($1)`;

const EXTENTS = `
  select name as series, observations as rows,
    (select min(as_of) from hashcell_market.observation where series = series.id) as first,
    (select max(as_of) from hashcell_market.observation where series = series.id) as last
  from hashcell_market.series
  where observations > 0
  order by name`;
