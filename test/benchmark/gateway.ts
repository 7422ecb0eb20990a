/**
 * What the history of a gateway costs, beside the least that PostgreSQL takes for the same rows in the same run: an import
 * beside a bare COPY into a table with a primary key, and a year of a series beside a bare select of as many rows by
 * primary key. Run on request:
 *
 * node -r ./.config/typescript.cjs test/benchmark/gateway.ts [ROWS] [ROUNDS]
 */
import { createReadStream } from "node:fs";
import { rm, stat, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import pg from "pg";
import { from as copyFrom } from "pg-copy-streams";
import { least } from "../../src/core/numeric/extremes";
import { MarketHistory, type Point } from "../../src/gateway/history";
import { pointsOfCsv } from "../../src/gateway/seriesCsv";
import { TestServer } from "../batch/queue/server";
import { median, table } from "./report";

const [rows = 10_000_000, rounds = 5] = process.argv.slice(2).map(Number);

const SERIES = 20;
const HOUR = 3_600_000;
const FIRST = Date.UTC(2010, 0, 1);
/** Of a value an hour. */
const YEAR = 8760;
const IMPORTED = 500_000;

const origin = { fetchedAt: Date.UTC(2026, 0, 1), source: "benchmark", quality: "cached" } as const;
const valueAt = (index: number) => 50_000 + 10_000 * Math.sin(index);

function* points(count: number, step = HOUR): Generator<Point> {
  for (let index = 0; index < count; index++)
    yield { asOf: FIRST + index * step, value: valueAt(index), ...origin };
}

/** Seconds of the clock. */
async function timed(work: () => Promise<unknown>): Promise<number> {
  const begun = performance.now();
  await work();
  return (performance.now() - begun) / 1000;
}

/** The columns of our rows, as a team would make them in SQL. */
const BARE = `as_of bigint primary key, fetched_at bigint not null, recorded_at bigint not null,
  value double precision not null, source integer not null, series smallint not null, quality smallint not null`;

function* copied(): Generator<string> {
  let text = "";
  for (const { asOf, fetchedAt, value } of points(IMPORTED)) {
    text += `${asOf}\t${fetchedAt}\t${fetchedAt}\t${value}\t1\t1\t2\n`;
    if (text.length < 65_536) continue;
    yield text;
    text = "";
  }
  yield text;
}

async function imports(history: MarketHistory, client: pg.Client, folder: string): Promise<void> {
  const file = join(folder, "points.csv");
  const lines = Array.from(
    points(IMPORTED),
    ({ asOf, value }) => `${new Date(asOf).toISOString()},${value}\n`,
  );
  await writeFile(file, ["as of,value (USD)\n", ...lines]);
  const found = { bare: [] as number[], added: [] as number[], file: [] as number[], again: [] as number[] };
  let memory = 0;
  for (let round = 0; round < rounds; round++) {
    const names = ["points", "file"].map((kind) => `own.${kind}${round}`);
    for (const name of names) await history.declare({ name, label: name, unit: "USD", numberFormat: "0" });
    const [byPoints = "", byFile = ""] = names;
    await client.query(`create table bare${round} (${BARE})`);
    found.bare.push(
      await timed(() =>
        pipeline(Readable.from(copied()), client.query(copyFrom(`copy bare${round} from stdin`))),
      ),
    );
    found.added.push(await timed(() => history.add(byPoints, points(IMPORTED))));
    const read = () =>
      history.add(byFile, pointsOfCsv(createReadStream(file), { name: byFile, unit: "USD" }, origin));
    found.file.push(await timed(read));
    found.again.push(await timed(read));
    memory = Math.max(memory, process.memoryUsage().rss);
  }
  const bare = median(found.bare);
  const line = (what: string, seconds: number[]) => {
    const taken = median(seconds);
    return [what, Math.round(IMPORTED / taken).toLocaleString("en-US"), (taken / bare).toFixed(1)];
  };
  console.log(
    `${IMPORTED.toLocaleString("en-US")} rows, ${((await stat(file)).size / 1e6).toFixed(0)} MB as CSV; median of ${rounds}; at most ${(memory / 1e6).toFixed(0)} MB of memory here`,
  );
  console.log(
    table(
      ["Import", "Rows a second", "Times a bare COPY"],
      [
        line("bare COPY", found.bare),
        line("points", found.added),
        line("CSV file", found.file),
        line("CSV file again, all known", found.again),
      ],
      1,
    ),
  );
}

async function years(history: MarketHistory, client: pg.Client): Promise<void> {
  const each = Math.ceil(rows / SERIES);
  for (let series = 0; series < SERIES; series++) {
    const name = `own.series${series}`;
    await history.declare({ name, label: name, unit: "USD", numberFormat: "0" });
    // Each as many hours as there are; a year of them is what is asked for.
    await history.add(name, points(each));
  }
  await client.query("vacuum analyze hashcell_market.observation");
  await client.query(`create table bare (${BARE})`);
  await client.query(
    `insert into bare select as_of, fetched_at, recorded_at, value, source, series, quality
     from hashcell_market.observation where series = (select min(series) from hashcell_market.observation)`,
  );
  await client.query("vacuum analyze bare");
  const span = { from: Date.UTC(2020, 0, 1), to: Date.UTC(2020, 0, 1) + YEAR * HOUR - 1 };
  const known = Date.now();
  const asked = {
    "bare select by primary key": () =>
      client.query("select as_of, fetched_at, value from bare where as_of between $1 and $2 order by as_of", [
        span.from,
        span.to,
      ]),
    points: () => history.points("own.series7", { ...span, limit: YEAR }),
    "points as known": () => history.points("own.series7", { ...span, limit: YEAR, known }),
    "last values of days": () => history.days("own.series7", span),
    "latest of all series": () =>
      history.latest(Array.from({ length: SERIES }, (_, index) => `own.series${index}`)),
    "how far all series go": () => history.extents(),
  };
  const found = Object.fromEntries(Object.keys(asked).map((what) => [what, [] as number[]]));
  for (let round = 0; round < 5 * rounds; round++)
    for (const [what, ask] of Object.entries(asked)) found[what]?.push(1000 * (await timed(ask)));
  const [kept] = await history.rows<{ size: string; rows: string }>(
    `select pg_total_relation_size('hashcell_market.observation') as size, count(*) as rows
     from hashcell_market.observation`,
  );
  const count = Number(kept?.rows);
  console.log(
    `${count.toLocaleString("en-US")} rows, ${Math.round(Number(kept?.size) / count)} bytes each with their index; a year of a value an hour, ${YEAR} rows; median of ${5 * rounds}`,
  );
  console.log(
    table(
      ["Question", "Milliseconds", "Least"],
      Object.entries(found).map(([what, taken]) => [what, median(taken).toFixed(1), least(taken).toFixed(1)]),
      1,
    ),
  );
}

async function run(): Promise<void> {
  const server = await TestServer.start();
  const folder = dirname(server.folder);
  const history = new MarketHistory(server.address);
  const client = new pg.Client({ connectionString: server.address });
  try {
    await client.connect();
    await history.migrate();
    await imports(history, client, folder);
    await years(history, client);
  } finally {
    await client.end();
    await history.close();
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

void run();
