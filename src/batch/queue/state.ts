import { QUEUE_SCHEMA, type QueueDatabase } from "./database";
import { jobQueue, queueName, rowsText, triedAgain, workersCount, type JobQueue } from "./jobs";

// How a queue stands.

interface Rate {
  readonly jobs: number;
  readonly sites: number;
}

interface NamedJob {
  readonly job: string;
  /** Of the input, for people. */
  readonly rows: string;
}

export interface QueueState {
  readonly version: string;
  readonly counts: {
    readonly waiting: number;
    readonly active: number;
    readonly delayed: number;
    readonly failed: number;
    readonly results: number;
  };
  readonly workers: number;
  /** Jobs of other versions, which workers of this one never see. */
  readonly otherVersions: readonly { readonly version: string; readonly waiting: number }[];
  readonly lastMinute: Rate;
  readonly lastHour: Rate;
  readonly failed: readonly (NamedJob & { readonly why: string })[];
  /** Under way, and their workers are not heard of, or compute for ever. */
  readonly stuck: readonly (NamedJob & { readonly seconds: number })[];
  readonly alarms: readonly { readonly job: string; readonly at: string; readonly worker: string }[];
}

/** More are counted. */
const MOST_LISTED = 100;
/** A job is stuck so long after its worker should have been heard of, or after its beginning. */
const [UNHEARD_MS, ENDLESS_MS] = [30_000, 600_000];

async function withQueue<T>(
  database: QueueDatabase,
  version: string,
  use: (queue: JobQueue) => Promise<T>,
): Promise<T> {
  const queue = await jobQueue(database, version);
  try {
    return await use(queue);
  } finally {
    await queue.close().catch(() => undefined);
  }
}

export const queueState = (database: QueueDatabase, version: string): Promise<QueueState> =>
  withQueue(database, version, async (queue) => {
    const counts = await queue.getJobCounts("wait", "active", "delayed", "failed");
    const [results] = await database.rows<{ count: string }>("select count(*) as count from hashcell.result");
    return {
      version,
      counts: {
        waiting: counts["wait"] ?? 0,
        active: counts["active"] ?? 0,
        delayed: counts["delayed"] ?? 0,
        failed: counts["failed"] ?? 0,
        results: Number(results?.count ?? 0),
      },
      workers: await workersCount(database, queue),
      otherVersions: await others(database, version),
      lastMinute: await rate(database, "1 minute"),
      lastHour: await rate(database, "1 hour"),
      failed: (
        await named<{ why: string | null }>(
          database,
          version,
          "failed_reason as why",
          "state = 'failed' order by finished_at_ms desc",
        )
      ).map(({ id, first, rows, why }) => ({ job: id, rows: rowsText(first, rows), why: why ?? "" })),
      stuck: (
        await named<{ seconds: number }>(
          database,
          version,
          `((${NOW_MS} - processed_at_ms) / 1000)::integer as seconds`,
          `state = 'active' and (locked_until_ms < ${NOW_MS} - ${UNHEARD_MS} or processed_at_ms < ${NOW_MS} - ${ENDLESS_MS}) order by processed_at_ms`,
        )
      ).map(({ id, first, rows, seconds }) => ({ job: id, rows: rowsText(first, rows), seconds })),
      alarms: (
        await database.rows<{ key: string; at: Date; worker: string }>(
          "select key, at, worker from hashcell.alarm order by id desc limit $1",
          [MOST_LISTED],
        )
      ).map(({ key, at, worker }) => ({ job: key, at: at.toISOString(), worker })),
    };
  });

/** By the clock of the database. */
const NOW_MS = "extract(epoch from clock_timestamp()) * 1000";

/** Jobs without what they carry, which may be much. */
const named = <R extends object>(database: QueueDatabase, version: string, what: string, which: string) =>
  database.rows<R & { id: string; first: number; rows: number }>(
    `select id, (data->>'first')::integer as first, (data->>'rows')::integer as rows, ${what}
     from ${QUEUE_SCHEMA}.job where queue = $1 and ${which} limit ${MOST_LISTED}`,
    [queueName(version)],
  );

async function rate(database: QueueDatabase, time: string): Promise<Rate> {
  const [found] = await database.rows<{ jobs: string; sites: string | null }>(
    "select count(*) as jobs, sum(sites) as sites from hashcell.result where at > now() - $1::interval",
    [time],
  );
  return { jobs: Number(found?.jobs ?? 0), sites: Number(found?.sites ?? 0) };
}

async function others(database: QueueDatabase, version: string) {
  const rows = await database.rows<{ version: string; waiting: string }>(
    `select substr(queue, 7) as version, count(*) as waiting from ${QUEUE_SCHEMA}.job
     where queue like 'batch-%' and queue <> $1 and state in ('waiting', 'delayed') group by queue`,
    [queueName(version)],
  );
  return rows.map((row) => ({ version: row.version, waiting: Number(row.waiting) }));
}

/** Puts failed jobs into the queue again, by the beginning of their names, or all; says how many. */
export const retried = (database: QueueDatabase, version: string, name: string): Promise<number> =>
  withQueue(database, version, async (queue) => {
    const failed = await database.rows<{ id: string }>(
      `select id from ${QUEUE_SCHEMA}.job where queue = $1 and state = 'failed' and starts_with(id, $2)`,
      [queue.name, name === "all" ? "" : name.toLowerCase()],
    );
    return triedAgain(
      database,
      queue,
      failed.map(({ id }) => id),
    );
  });
