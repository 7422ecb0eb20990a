import { setTimeout as later } from "node:timers/promises";
import { createPostgresBackend, withBackend, type PostgresConnectionOptions } from "bullmq";
import { sha256 } from "../job";
import type { Plan } from "../plan";
import { CONNECTION_TIMEOUT_MS, quietly } from "../../postgres/database";
import { QUEUE_SCHEMA, type QueueDatabase } from "./database";

// What goes through the queue.

/** A job as the queue holds it. */
export interface QueuedJob {
  readonly version: string;
  /** Of the run. */
  readonly run: string;
  /** For people: the place of its first site in the input, and how many there are. */
  readonly first: number;
  readonly rows: number;
  /** The sites as texts, a line each, packed. */
  readonly sites: string;
  /** Of the paths of one model of the only site; without it the sites are valued. */
  readonly part?: { readonly model: number; readonly from: number; readonly count: number };
}

/** The place of a job, for people. */
export const rowsText = (first: number, rows: number) =>
  rows === 1 ? `row ${first}` : `rows ${first} to ${first + rows - 1}`;

/** A run is what it computes, whatever the sites. */
export const runId = (plan: Plan) => sha256(JSON.stringify(plan));

/** The same for the same version, market, scenarios, seed, paths and models, and for nothing else. */
export const jobKey = (run: string, models: string) => sha256(`${run} ${models}`);

/** Workers of another version never see these jobs. */
export const queueName = (version: string) => `batch-${version}`;

export const queueConnection = (address: string): PostgresConnectionOptions => ({
  connectionString: address,
  schema: QUEUE_SCHEMA,
  keepAlive: true,
  connectionTimeoutMillis: CONNECTION_TIMEOUT_MS,
  // Beside the one that listens.
  max: 2,
});

/** BullMQ asks again at once where a server refuses it. */
const REFUSED_WAIT_MS = 1000;

async function unhurried<T>(ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    await later(REFUSED_WAIT_MS);
    throw error;
  }
}

/** BullMQ on PostgreSQL. */
export const onPostgres = withBackend<ReturnType<typeof createPostgresBackend>, PostgresConnectionOptions>(
  (name, options, more) => {
    const backend = createPostgresBackend(name, options, more);
    quietly(backend.connection.pool);
    const take = backend.moveToActive.bind(backend);
    const wait = backend.waitForJob.bind(backend);
    backend.moveToActive = (token, worker) => unhurried(() => take(token, worker));
    backend.waitForJob = (seconds) => unhurried(() => wait(seconds));
    return backend;
  },
);

/** What connects, until it does: BullMQ remembers a first connection that failed. */
export const connecting = <Q extends Connecting>(
  database: QueueDatabase,
  make: () => Q,
  signal?: AbortSignal,
): Promise<Q> =>
  database.patiently(async () => {
    const made = make();
    try {
      await made.waitUntilReady();
      return made;
    } catch (error) {
      await made.close().catch(() => undefined);
      throw error;
    }
  }, signal);

interface Connecting {
  waitUntilReady(): Promise<void>;
  close(): Promise<void>;
}

export const jobQueue = (database: QueueDatabase, version: string, signal?: AbortSignal) =>
  connecting(
    database,
    () => {
      const connection = queueConnection(database.address);
      const queue = new onPostgres.Queue<QueuedJob>(queueName(version), { connection });
      // What it does next fails, and says so.
      queue.on("error", () => undefined);
      return queue;
    },
    signal,
  );

export type JobQueue = Awaited<ReturnType<typeof jobQueue>>;

/**
 * How many workers there are: those that wait for jobs are connected by name, those at work hold jobs. After a restart of the
 * server a busy worker has no name until it waits.
 */
export async function workersCount(database: QueueDatabase, queue: JobQueue): Promise<number> {
  const [busy] = await database.rows<{ count: number }>(
    `select count(distinct processed_by)::integer as count from ${QUEUE_SCHEMA}.job
     where queue = $1 and state = 'active' and locked_until_ms > extract(epoch from clock_timestamp()) * 1000`,
    [queue.name],
  );
  return Math.max(await queue.getWorkersCount(), busy?.count ?? 0);
}

/** Puts failed jobs into the queue again, with all their tries; others stay as they are. Says how many. */
export async function triedAgain(
  database: QueueDatabase,
  queue: JobQueue,
  keys: readonly string[],
): Promise<number> {
  const failed = await database.rows<{ id: string }>(
    `select id from ${QUEUE_SCHEMA}.job where queue = $1 and id = any($2) and state = 'failed'`,
    [queue.name, keys],
  );
  for (const { id } of failed) {
    const job = await queue.getJob(id);
    await job?.retry("failed", { resetAttemptsMade: true });
  }
  return failed.length;
}
