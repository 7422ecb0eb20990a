import { setTimeout as later } from "node:timers/promises";
import { createPostgresBackend } from "bullmq";
import { CONNECTION_TIMEOUT_MS, quietly } from "../../postgres/database";
import { QUEUE_SCHEMA, type QueueDatabase } from "./database";
import {
  ENDLESS_MS,
  QUEUE_PREFIX,
  UNHEARD_MS,
  type JobBackend,
  type JobQueue,
  type JobStore,
  type StuckJob,
} from "./jobs";

// Jobs in the database, beside the results.

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

/** By the clock of the database. */
const NOW_MS = "extract(epoch from clock_timestamp()) * 1000";

export class PostgresJobs implements JobStore {
  constructor(private readonly database: QueueDatabase) {}

  readonly backend: JobBackend = (name, options, more) => {
    const connection = {
      connectionString: this.database.address,
      schema: QUEUE_SCHEMA,
      keepAlive: true,
      connectionTimeoutMillis: CONNECTION_TIMEOUT_MS,
      // Beside the one that listens.
      max: 2,
    };
    const backend = createPostgresBackend(name, { ...options, connection }, more);
    quietly(backend.connection.pool);
    const take = backend.moveToActive.bind(backend);
    const wait = backend.waitForJob.bind(backend);
    backend.moveToActive = (token, worker) => unhurried(() => take(token, worker));
    backend.waitForJob = (seconds) => unhurried(() => wait(seconds));
    return backend;
  };

  asked<T>(work: () => Promise<T>): Promise<T> {
    return work();
  }

  patiently<T>(work: () => Promise<T>, signal?: AbortSignal): Promise<T> {
    return this.database.patiently(work, signal);
  }

  /**
   * Those that wait for jobs are connected by name, those at work hold jobs. After a restart of the server a busy worker has no
   * name until it waits.
   */
  async workers(queue: JobQueue): Promise<number> {
    const [busy] = await this.database.rows<{ count: number }>(
      `select count(distinct processed_by)::integer as count from ${QUEUE_SCHEMA}.job
       where queue = $1 and state = 'active' and locked_until_ms > ${NOW_MS}`,
      [queue.name],
    );
    return Math.max(await queue.getWorkersCount(), busy?.count ?? 0);
  }

  /** Without what the jobs carry, which may be much. */
  stuck(queue: JobQueue, most: number): Promise<StuckJob[]> {
    return this.database.rows<StuckJob>(
      `select id, (data->>'first')::integer as first, (data->>'rows')::integer as rows,
         ((${NOW_MS} - processed_at_ms) / 1000)::integer as seconds
       from ${QUEUE_SCHEMA}.job
       where queue = $1 and state = 'active'
         and (locked_until_ms < ${NOW_MS} - ${UNHEARD_MS} or processed_at_ms < ${NOW_MS} - ${ENDLESS_MS})
       order by processed_at_ms limit $2`,
      [queue.name, most],
    );
  }

  waitingForOthers(queue: JobQueue): Promise<{ version: string; waiting: number }[]> {
    return this.database.rows<{ version: string; waiting: number }>(
      `select substr(queue, ${QUEUE_PREFIX.length + 1}) as version, count(*)::integer as waiting
       from ${QUEUE_SCHEMA}.job
       where queue like '${QUEUE_PREFIX}%' and queue <> $1 and state in ('waiting', 'delayed') group by queue`,
      [queue.name],
    );
  }
}
