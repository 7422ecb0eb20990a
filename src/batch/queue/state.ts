import { QUEUE_SCHEMA, type Database } from "./database";
import { jobQueue, type JobQueue } from "./jobs";

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
  /** Under way longer than a worker that lives would let it be. */
  readonly stuck: readonly (NamedJob & { readonly seconds: number })[];
  readonly alarms: readonly { readonly job: string; readonly at: string; readonly worker: string }[];
}

/** More are counted. */
const MOST_LISTED = 100;
/** A job under way is stuck after so long, whatever it is. */
const STUCK_S = 600;

async function withQueue<T>(
  database: Database,
  version: string,
  use: (queue: JobQueue) => Promise<T>,
): Promise<T> {
  const queue = jobQueue(database.address, version);
  try {
    return await use(queue);
  } finally {
    await queue.close().catch(() => undefined);
  }
}

export const queueState = (database: Database, version: string): Promise<QueueState> =>
  withQueue(database, version, async (queue) => {
    const counts = await queue.getJobCounts("wait", "active", "delayed", "failed");
    const [results] = await database.rows<{ count: string }>("select count(*) as count from hashcell.result");
    const failed = await queue.getFailed(0, MOST_LISTED - 1);
    const active = await queue.getActive(0, 10_000);
    const now = Date.now();
    const rowsText = (first: number, rows: number) => `rows ${first} to ${first + rows - 1}`;
    return {
      version,
      counts: {
        waiting: counts["wait"] ?? 0,
        active: counts["active"] ?? 0,
        delayed: counts["delayed"] ?? 0,
        failed: counts["failed"] ?? 0,
        results: Number(results?.count ?? 0),
      },
      workers: await queue.getWorkersCount(),
      otherVersions: await others(database, version),
      lastMinute: await rate(database, "1 minute"),
      lastHour: await rate(database, "1 hour"),
      failed: failed.map(({ id = "", failedReason, data }) => ({
        job: id,
        rows: rowsText(data.first, data.rows),
        why: failedReason,
      })),
      stuck: active.flatMap(({ id = "", processedOn = now, data }) => {
        const seconds = Math.round((now - processedOn) / 1000);
        return seconds < STUCK_S ? [] : [{ job: id, rows: rowsText(data.first, data.rows), seconds }];
      }),
      alarms: (
        await database.rows<{ key: string; at: Date; worker: string }>(
          "select key, at, worker from hashcell.alarm order by id desc limit $1",
          [MOST_LISTED],
        )
      ).map(({ key, at, worker }) => ({ job: key, at: at.toISOString(), worker })),
    };
  });

async function rate(database: Database, time: string): Promise<Rate> {
  const [found] = await database.rows<{ jobs: string; sites: string | null }>(
    "select count(*) as jobs, sum(sites) as sites from hashcell.result where at > now() - $1::interval",
    [time],
  );
  return { jobs: Number(found?.jobs ?? 0), sites: Number(found?.sites ?? 0) };
}

async function others(database: Database, version: string) {
  const rows = await database.rows<{ version: string; waiting: string }>(
    `select substr(queue, 7) as version, count(*) as waiting from ${QUEUE_SCHEMA}.job
     where queue like 'batch-%' and queue <> $1 and state in ('waiting', 'delayed') group by queue`,
    [`batch-${version}`],
  );
  return rows.map((row) => ({ version: row.version, waiting: Number(row.waiting) }));
}

/** Puts failed jobs into the queue again, by the beginning of their names, or all; says how many. */
export const retried = (database: Database, version: string, name: string): Promise<number> =>
  withQueue(database, version, async (queue) => {
    let count = 0;
    for (;;) {
      const failed = (await queue.getFailed(0, MOST_LISTED - 1)).filter(
        ({ id = "" }) => name === "all" || id.startsWith(name.toLowerCase()),
      );
      for (const job of failed) await job.retry("failed");
      count += failed.length;
      if (failed.length === 0) return count;
    }
  });
