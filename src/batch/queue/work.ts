import { hostname } from "node:os";
import { UnrecoverableError, type Job } from "bullmq";
import { sha256 } from "../job";
import type { Plan } from "../plan";
import { queuedPool } from "../pool";
import { isPassing, type Watcher } from "../../postgres/database";
import { QueueDatabase } from "./database";
import { JobWorker, connecting, jobKey, queueName, type QueuedJob } from "./jobs";
import { PostgresJobs } from "./postgresJobs";
import { RedisJobs } from "./redisJobs";
import type { PackedResult } from "./queuedWork";

// A worker: it takes jobs from the queue, has threads compute them and writes the results down, each once.

/** A lock is renewed every half of this; a job whose worker is gone goes to another after it. */
const LOCK_MS = 12_000;
/** How often workers look for such jobs. */
const STALLED_MS = 5_000;
/** So often a job may be lost with its worker; beyond that it is what kills them. */
const MOST_LOST = 20;

/** What happens, for logs and counters. */
export type WorkEvent =
  | {
      readonly kind: "done";
      readonly job: string;
      readonly run: string;
      readonly sites: number;
      readonly seconds: number;
    }
  | { readonly kind: "known"; readonly job: string; readonly run: string }
  | {
      readonly kind: "refused" | "failed" | "alarm";
      readonly job: string;
      readonly run: string;
      readonly why: string;
    }
  | {
      readonly kind: "away" | "back";
      readonly what: "database" | "Redis";
      readonly why: string;
    }
  | { readonly kind: "fault"; readonly why: string };

export interface WorkOptions {
  readonly address: string;
  /** The Redis that has the jobs, where the database does not. */
  readonly redis: string | undefined;
  readonly version: string;
  readonly threads: number;
  readonly told: (event: WorkEvent) => void;
}

export interface RunningWorker {
  /** Takes no more jobs, and ends once those under way are done. */
  readonly close: () => Promise<void>;
}

export async function startWorker(options: WorkOptions): Promise<RunningWorker> {
  const { address, redis, version, threads, told } = options;
  const name = `${hostname()}-${process.pid}`;
  const watcher =
    (what: "database" | "Redis"): Watcher =>
    (state, error) =>
      told({ kind: state, what, why: error instanceof Error ? error.message : "" });
  const database = new QueueDatabase(address, watcher("database"));
  const store = redis === undefined ? new PostgresJobs(database) : new RedisJobs(redis, watcher("Redis"));
  const pool = queuedPool(threads);
  const plans = new Map<string, Promise<Plan>>();
  const planOf = (run: string): Promise<Plan> => {
    let plan = plans.get(run);
    if (plan === undefined) {
      plan = database.patiently(() => planIn(database, run));
      plan.catch(() => plans.delete(run));
      plans.set(run, plan);
    }
    return plan;
  };
  const work = async ({ id: key = "", data }: Job<QueuedJob>): Promise<void> => {
    const { version: wanted, ...asked } = data;
    const { run } = asked;
    const facts = { job: key, run };
    if (wanted !== version) {
      const why = `the job is of Hashcell ${wanted}, and this worker is ${version}: use the same version on all machines`;
      told({ kind: "refused", ...facts, why });
      throw new UnrecoverableError(why);
    }
    const begun = process.hrtime.bigint();
    const [before] = await database.patiently(() =>
      database.rows("select 1 from hashcell.result where key = $1", [key]),
    );
    if (before !== undefined) {
      told({ kind: "known", ...facts });
      return;
    }
    const result = await pool.run({ ...asked, plan: await planOf(run) });
    if (jobKey(run, result.models) !== key) {
      const why = "the sites of the job are not those that it is named after";
      told({ kind: "alarm", ...facts, why });
      throw new UnrecoverableError(why);
    }
    const seconds = Number(process.hrtime.bigint() - begun) / 1e9;
    const kept = await database.patiently(() =>
      written(database, { key, run, result, worker: name, seconds }),
    );
    if (kept !== undefined && kept !== result.results) {
      const why = `other results were computed for it before: ${kept} then, ${result.results} by ${name}`;
      await database.patiently(() =>
        database.rows("insert into hashcell.alarm (key, kept, other, worker) values ($1, $2, $3, $4)", [
          key,
          kept,
          result.results,
          name,
        ]),
      );
      told({ kind: "alarm", ...facts, why });
      throw new UnrecoverableError(why);
    }
    told(
      kept === undefined
        ? { kind: "done", ...facts, sites: result.sites, seconds }
        : { kind: "known", ...facts },
    );
  };
  const fault = faults(told);
  const heard = (error: Error) => {
    // That Redis is away has been said.
    if (redis === undefined || !isPassing(error)) fault(error);
  };
  const worker = await connecting(store, () => {
    const made = new JobWorker<QueuedJob>(queueName(version), work, {
      connection: store.backend,
      name,
      concurrency: threads,
      lockDuration: LOCK_MS,
      stalledInterval: STALLED_MS,
      maxStalledCount: MOST_LOST,
      runRetryDelay: 2000,
      autorun: false,
    });
    made.on("error", heard);
    return made;
  });
  worker.on("failed", (job, error) => {
    if (error instanceof UnrecoverableError) return;
    told({ kind: "failed", job: job?.id ?? "", run: job?.data.run ?? "", why: error.message });
  });
  worker.run().catch(fault);
  return {
    close: async () => {
      await worker.close();
      await Promise.all([pool.destroy(), database.close()]);
    },
  };
}

/** A fault that comes again and again is said once a minute. */
const SAID_AGAIN_MS = 60_000;

function faults(told: (event: WorkEvent) => void): (error: Error) => void {
  const saidAt = new Map<string, number>();
  return ({ message }) => {
    const now = Date.now();
    for (const [why, at] of saidAt) if (now - at >= SAID_AGAIN_MS) saidAt.delete(why);
    if (saidAt.has(message)) return;
    saidAt.set(message, now);
    told({ kind: "fault", why: message });
  };
}

async function planIn(database: QueueDatabase, run: string): Promise<Plan> {
  const [found] = await database.rows<{ plan: string }>("select plan from hashcell.run where id = $1", [run]);
  if (found === undefined) throw new UnrecoverableError("the run of the job is not in the database");
  if (sha256(found.plan) !== run)
    throw new UnrecoverableError("the run of the job was changed in the database after it was begun");
  return JSON.parse(found.plan) as Plan;
}

interface Finished {
  readonly key: string;
  readonly run: string;
  readonly result: PackedResult;
  readonly worker: string;
  readonly seconds: number;
}

/** Writes results down unless there are some for the key: then the hash of those. */
async function written(database: QueueDatabase, { key, run, result, worker, seconds }: Finished) {
  const { body, results, models, sites, lines, failed } = result;
  const [added] = await database.rows(
    `insert into hashcell.result (key, run, body, sha256, models, sites, lines, failed, worker, seconds)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) on conflict (key) do nothing returning key`,
    [key, run, Buffer.from(body), results, models, sites, lines, failed, worker, seconds],
  );
  if (added !== undefined) return undefined;
  const [found] = await database.rows<{ sha256: string }>(
    "select sha256 from hashcell.result where key = $1",
    [key],
  );
  return found?.sha256;
}
