import { once, type EventEmitter } from "node:events";
import { withBackend, type BackendFactory, type IQueueBackend, type QueueBaseOptions } from "bullmq";
import { sha256 } from "../job";
import type { Plan } from "../plan";

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

/** Before the version in the name of its queue. */
export const QUEUE_PREFIX = "batch-";

/** Workers of another version never see these jobs. */
export const queueName = (version: string) => QUEUE_PREFIX + version;

/** What holds the jobs until they are done: the database itself, or a Redis beside it. */
export interface JobStore {
  /** Connects BullMQ to it. */
  readonly backend: JobBackend;
  /** Asks something of it. Throws a ServiceError where it does not answer, or refuses. */
  asked<T>(work: () => Promise<T>): Promise<T>;
  /** Asks until it answers, or nobody waits any more. For what may be repeated. */
  patiently<T>(work: () => Promise<T>, signal?: AbortSignal): Promise<T>;
  /** Workers that wait for jobs or are at work. */
  workers(queue: JobQueue): Promise<number>;
  /** Jobs under way whose workers are not heard of, or that take for ever; those that were begun first. */
  stuck(queue: JobQueue, most: number): Promise<StuckJob[]>;
  /** Jobs that wait for workers of other versions. */
  waitingForOthers(queue: JobQueue): Promise<{ version: string; waiting: number }[]>;
}

export interface StuckJob {
  readonly id: string;
  readonly first: number;
  readonly rows: number;
  readonly seconds: number;
}

/** A job is stuck so long after its worker should have been heard of, or after its beginning. */
export const [UNHEARD_MS, ENDLESS_MS] = [30_000, 600_000];

/** Makes what BullMQ works on. */
export interface JobBackend {
  (
    name: string,
    options: Omit<QueueBaseOptions<unknown>, "connection">,
    more?: Parameters<BackendFactory>[2],
  ): IQueueBackend;
}

const { Queue, Worker: JobWorker } = withBackend<IQueueBackend, JobBackend>((name, options, more) =>
  options.connection(name, options, more),
);
export { JobWorker };

/** What connects, until it does: BullMQ remembers a first connection that failed, or waits for it in silence. */
export const connecting = <Q extends Connecting>(
  store: JobStore,
  make: () => Q,
  signal?: AbortSignal,
): Promise<Q> =>
  store.patiently(async () => {
    const made = make();
    const failed = once(made, "error").then(([error]) => {
      throw error;
    });
    try {
      await Promise.race([made.waitUntilReady(), failed]);
      return made;
    } catch (error) {
      await made.close().catch(() => undefined);
      throw error;
    }
  }, signal);

interface Connecting extends EventEmitter {
  waitUntilReady(): Promise<unknown>;
  close(): Promise<void>;
}

export const jobQueue = (store: JobStore, version: string, signal?: AbortSignal) =>
  connecting(
    store,
    () => {
      const queue = new Queue<QueuedJob>(queueName(version), { connection: store.backend });
      // What it does next fails, and says so.
      queue.on("error", () => undefined);
      return queue;
    },
    signal,
  );

export type JobQueue = Awaited<ReturnType<typeof jobQueue>>;

/** Puts failed jobs into the queue again, with all their tries; others stay as they are. Says how many. */
export async function triedAgain(queue: JobQueue, keys: readonly string[]): Promise<number> {
  if ((await queue.getFailedCount()) === 0) return 0;
  let count = 0;
  for (const key of keys) {
    if ((await queue.getJobState(key)) !== "failed") continue;
    const job = await queue.getJob(key);
    await job?.retry("failed", { resetAttemptsMade: true });
    count += 1;
  }
  return count;
}
