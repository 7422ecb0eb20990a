import { createPostgresBackend, withBackend, type PostgresConnectionOptions } from "bullmq";
import { sha256 } from "../job";
import type { Plan } from "../plan";
import { QUEUE_SCHEMA } from "./database";

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
});

/** BullMQ on PostgreSQL. */
export const onPostgres = withBackend(createPostgresBackend);

export function jobQueue(address: string, version: string) {
  const queue = new onPostgres.Queue<QueuedJob>(queueName(version), { connection: queueConnection(address) });
  // What it does next fails, and says so.
  queue.on("error", () => undefined);
  return queue;
}

export type JobQueue = ReturnType<typeof jobQueue>;
