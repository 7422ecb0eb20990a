import type { QueueDatabase } from "./database";
import { jobQueue, rowsText, triedAgain, type JobQueue, type JobStore } from "./jobs";

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

export interface Elsewhere {
  readonly waiting: number;
  readonly workers: number;
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

async function withQueue<T>(
  store: JobStore,
  version: string,
  use: (queue: JobQueue) => Promise<T>,
): Promise<T> {
  const queue = await jobQueue(store, version);
  try {
    return await store.asked(() => use(queue));
  } finally {
    await queue.close().catch(() => undefined);
  }
}

export async function queueState(
  database: QueueDatabase,
  store: JobStore,
  version: string,
): Promise<QueueState> {
  const { counts, workers, otherVersions, failed, stuck } = await withQueue(
    store,
    version,
    async (queue) => ({
      counts: await queue.getJobCounts("wait", "active", "delayed", "failed"),
      workers: await store.workers(queue),
      otherVersions: await store.waitingForOthers(queue),
      failed: await queue.getFailed(0, MOST_LISTED - 1),
      stuck: await store.stuck(queue, MOST_LISTED),
    }),
  );
  const [results] = await database.rows<{ count: string }>("select count(*) as count from hashcell.result");
  const alarms = await database.rows<{ key: string; at: Date; worker: string }>(
    "select key, at, worker from hashcell.alarm order by id desc limit $1",
    [MOST_LISTED],
  );
  return {
    version,
    counts: {
      waiting: counts["wait"] ?? 0,
      active: counts["active"] ?? 0,
      delayed: counts["delayed"] ?? 0,
      failed: counts["failed"] ?? 0,
      results: Number(results?.count ?? 0),
    },
    workers,
    otherVersions,
    lastMinute: await rate(database, "1 minute"),
    lastHour: await rate(database, "1 hour"),
    failed: failed.map(({ id = "", data, failedReason }) => ({
      job: id,
      rows: rowsText(data.first, data.rows),
      why: failedReason,
    })),
    stuck: stuck.map(({ id, first, rows, seconds }) => ({ job: id, rows: rowsText(first, rows), seconds })),
    alarms: alarms.map(({ key, at, worker }) => ({ job: key, at: at.toISOString(), worker })),
  };
}

async function rate(database: QueueDatabase, time: string): Promise<Rate> {
  const [found] = await database.rows<{ jobs: string; sites: string | null }>(
    "select count(*) as jobs, sum(sites) as sites from hashcell.result where at > now() - $1::interval",
    [time],
  );
  return { jobs: Number(found?.jobs ?? 0), sites: Number(found?.sites ?? 0) };
}

/** What another place holds: with jobs in Redis, what goes through the database all the same. */
export const elsewhere = (store: JobStore, version: string): Promise<Elsewhere> =>
  withQueue(store, version, async (queue) => {
    const { wait = 0, delayed = 0 } = await queue.getJobCounts("wait", "delayed");
    return { waiting: wait + delayed, workers: await store.workers(queue) };
  });

/** Puts failed jobs into the queue again, by the beginning of their names, or all; says how many. */
export const retried = (store: JobStore, version: string, name: string): Promise<number> =>
  withQueue(store, version, async (queue) => {
    const failed = await queue.getRanges(["failed"], 0, -1);
    const start = name === "all" ? "" : name.toLowerCase();
    return triedAgain(
      queue,
      failed.filter((id) => id.startsWith(start)),
    );
  });
