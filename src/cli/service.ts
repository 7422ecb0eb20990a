import { once } from "node:events";
import { QueueDatabase } from "../batch/queue/database";
import type { JobStore } from "../batch/queue/jobs";
import { PostgresJobs } from "../batch/queue/postgresJobs";
import { RedisJobs } from "../batch/queue/redisJobs";
import { ServiceError, faultText, isPassing } from "../postgres/database";
import { startEmbedded, type EmbeddedServer } from "../postgres/embedded";
import { EXIT, Failure } from "./exit";

/** What needs a server; a fault of it ends the command with a sentence. */
export async function served<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof ServiceError) throw new Failure(EXIT.service, error.message);
    if (isPassing(error))
      throw new Failure(EXIT.service, `the database does not answer: ${faultText(error)}`);
    throw error;
  }
}

/**
 * The server of a folder. While another command works there, it says so on standard error, and waits until the signal, which
 * is of Ctrl+C.
 */
export async function ownServer(
  folder: string,
  options: { readonly port?: number | undefined; readonly isForAll: boolean; readonly signal: AbortSignal },
): Promise<EmbeddedServer> {
  try {
    return await startEmbedded(folder, {
      ...options,
      waits: (owner) =>
        console.error(`hashcell: process ${owner} is at work on the database in ${folder}; waiting for it`),
    });
  } catch (error) {
    if (options.signal.aborted) throw new Failure(EXIT.cancelled, CANCELLED);
    throw error;
  }
}

export const CANCELLED = "cancelled; nothing was changed";

/** A database that is ready, and says on standard error when it goes away and comes back. */
async function readyDatabase(address: string): Promise<QueueDatabase> {
  const database = new QueueDatabase(address, (state, error) =>
    console.error(
      state === "away"
        ? `hashcell: the database does not answer (${faultText(error)}); waiting for it`
        : "hashcell: the database answers again",
    ),
  );
  try {
    await database.check();
  } catch (error) {
    await database.close();
    throw error;
  }
  return database;
}

export interface ReadyQueue {
  readonly database: QueueDatabase;
  /** What has the jobs. */
  readonly store: JobStore;
}

/** A queue that is ready, and says on standard error when a server of it goes away and comes back. */
export async function readyQueue(address: string, redis: string | undefined): Promise<ReadyQueue> {
  const database = await readyDatabase(address);
  try {
    return { database, store: redis === undefined ? new PostgresJobs(database) : await readyRedis(redis) };
  } catch (error) {
    await database.close();
    throw error;
  }
}

async function readyRedis(address: string): Promise<JobStore> {
  const store = new RedisJobs(address, (state, error) =>
    console.error(
      state === "away" ? `hashcell: ${faultText(error)}; waiting for it` : "hashcell: Redis answers again",
    ),
  );
  await store.check();
  return store;
}

/** What ends a server: a signal of the system, of which a second one ends the process at once, as nobody hears it. */
export function untilStopped(...signals: NodeJS.Signals[]) {
  const stopping = new AbortController();
  for (const signal of signals) process.once(signal, () => stopping.abort());
  return { signal: stopping.signal, stopped: once(stopping.signal, "abort") };
}
