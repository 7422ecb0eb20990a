import type { JobsOptions } from "bullmq";
import {
  Folder,
  hashOfShard,
  hashOfSites,
  isShard,
  sha256,
  sitesInJob,
  type Job,
  type JobResult,
  type ShardResult,
  type Task,
} from "../job";
import type { Journal } from "../journal";
import { siteTexts, tasksOf, type Source } from "../local";
import type { Plan } from "../plan";
import { ServiceError, isPassing } from "../../postgres/database";
import type { QueueDatabase } from "./database";
import {
  jobKey,
  jobQueue,
  rowsText,
  runId,
  triedAgain,
  type JobQueue,
  type JobStore,
  type QueuedJob,
} from "./jobs";
import { packed, unpackedText } from "./packing";

// A run over many machines: its jobs go into the queue, and their results come out of the database in their order.

/** Valuations in a job: about a second's work. */
const VALUATIONS = 20_000;

export const queuedSize = (plan: Plan) => sitesInJob(plan, VALUATIONS);

/** Jobs whose results have not been collected; enough for thousands of threads. */
const MOST_AHEAD = 4096;
/** Jobs that go into the queue together. */
const TOGETHER = 32;
/** Results that are fetched together. */
const FETCHED = 16;
/** How long to wait where nothing is there to collect. */
const POLL_MS = 150;
/** How often to look after the job that is waited for. */
const LOOK_MS = 3000;

/** Seven days, in seconds. */
const WEEK = 604_800;

const jobOptions: Omit<JobsOptions, "jobId"> = {
  attempts: 3,
  backoff: { type: "exponential", delay: 1000 },
  removeOnComplete: true,
  removeOnFail: { age: WEEK },
};

/** A job failed on all tries; the run can go on once that is mended. */
export class FailedJobError extends Error {}

export interface QueuedRun {
  readonly source: Source;
  readonly plan: Plan;
  /** Sites in a job. */
  readonly size: number;
  readonly journal: Journal;
  readonly database: QueueDatabase;
  /** What has the jobs. */
  readonly store: JobStore;
  readonly signal: AbortSignal;
  readonly told: (result: JobResult) => void;
  /** Hears once that nobody works on the jobs. */
  readonly noWorkers: () => void;
}

/** A job whose results are waited for. */
interface Pending {
  readonly key: string;
  readonly task: Task;
}

interface NewJob extends Pending {
  readonly key: string;
  readonly data: QueuedJob;
}

/** A job that gave other results when it was computed again: the first ones stay. */
export interface Disputed {
  readonly job: string;
  /** Of the input, for people. */
  readonly rows: string;
  /** Whose results are in the output; not known where they are no longer in the database. */
  readonly worker: string | undefined;
  /** Who got others. */
  readonly others: readonly string[];
}

/** Puts the jobs that are not done into the queue, and writes their results in their order. Gives those in dispute. */
export async function runQueued(run: QueuedRun): Promise<readonly Disputed[]> {
  const parts: Disputed[] = [];
  try {
    await submitted(run, parts);
    if (run.signal.aborted) return parts;
    const { database, plan, signal, journal } = run;
    const done = journal.done.map(({ models, results, ...rows }) => ({
      key: jobKey(runId(plan), models),
      results,
      ...rows,
    }));
    return [...parts, ...(await database.patiently(() => disputedOf(database, done), signal))];
  } catch (error) {
    // It is the user who waits no longer, whatever the server says.
    if (!(run.signal.aborted && isPassing(error))) throw error;
    return parts;
  }
}

/** A job with the hash of the results that it has in the output. */
interface Claimed {
  readonly key: string;
  readonly results: string;
  readonly first: number;
  readonly rows: number;
}

/** Those of some jobs of which somebody got other results than are in the output. */
async function disputedOf(database: QueueDatabase, claimed: readonly Claimed[]): Promise<Disputed[]> {
  const found = await database.rows<{ key: string; worker: string | null; others: string[] }>(
    `select key, result.worker, array_agg(distinct alarm.worker) as others
     from hashcell.alarm join unnest($1::text[], $2::text[]) as claimed (key, results) using (key)
     left join hashcell.result using (key)
     where alarm.kept = claimed.results group by key, result.worker`,
    [claimed.map(({ key }) => key), claimed.map(({ results }) => results)],
  );
  const byKey = new Map(found.map((row) => [row.key, row]));
  return claimed.flatMap(({ key, first, rows }) => {
    const row = byKey.get(key);
    if (row === undefined) return [];
    return [{ job: key, rows: rowsText(first, rows), worker: row.worker ?? undefined, others: row.others }];
  });
}

/** `disputed` gets what is in dispute of parts of simulations. */
async function submitted(run: QueuedRun, disputed: Disputed[]): Promise<void> {
  const { plan, size, database, store, journal, source, signal } = run;
  const id = runId(plan);
  await database.patiently(
    () =>
      database.rows(
        "insert into hashcell.run (id, version, plan) values ($1, $2, $3) on conflict (id) do nothing",
        [id, plan.version, JSON.stringify(plan)],
      ),
    signal,
  );
  const queue = await jobQueue(store, plan.version, signal);
  const last = journal.done.at(-1);
  const tasks = tasksOf(source, plan, size, last === undefined ? 0 : last.first + last.rows - 1);
  const textsIn = siteTexts(source, plan);
  const pending: Pending[] = [];
  const collector = new Collector(run, id, queue, pending, disputed);
  try {
    let isMore = true;
    while (isMore || pending.length > 0) {
      if (signal.aborted) return;
      const added: NewJob[] = [];
      while (isMore && added.length < TOGETHER && pending.length + added.length < MOST_AHEAD) {
        const next = await tasks.next();
        if (next.done === true) isMore = false;
        else added.push(await newJob(next.value, textsIn, id, plan.version));
      }
      if (added.length > 0) await submit(run, queue, added);
      for (const { key, task } of added) pending.push({ key, task });
      await collector.collect(isMore && pending.length < MOST_AHEAD);
    }
  } finally {
    await tasks.return(undefined);
    await queue.close().catch(() => undefined);
  }
}

async function newJob(
  task: Task,
  textsIn: (job: Job) => readonly string[],
  run: string,
  version: string,
): Promise<NewJob> {
  const { first, rows } = task;
  const base = { version, run, first, rows };
  if (isShard(task)) {
    const { site, model, from, count } = task;
    const data = { ...base, sites: await packed([site]), part: { model, from, count } };
    return { task, key: jobKey(run, hashOfShard(task)), data };
  }
  const texts = textsIn(task);
  const data = { ...base, sites: await packed(texts) };
  // The sites are in the queue then.
  return { task: { first, rows, sites: [] }, key: jobKey(run, hashOfSites(texts)), data };
}

/** Those of some jobs that have results. */
async function knownOf(database: QueueDatabase, keys: readonly string[]): Promise<ReadonlySet<string>> {
  const rows = await database.rows<{ key: string }>("select key from hashcell.result where key = any($1)", [
    keys,
  ]);
  return new Set(rows.map(({ key }) => key));
}

/** Adds the jobs that have no results yet, and tries those again that failed. */
async function submit(
  { database, store, signal }: QueuedRun,
  queue: JobQueue,
  jobs: readonly NewJob[],
): Promise<void> {
  const keys = jobs.map(({ key }) => key);
  const known = await database.patiently(() => knownOf(database, keys), signal);
  const missing = jobs.filter(({ key }) => !known.has(key));
  if (missing.length === 0) return;
  await store.patiently(async () => {
    await queue.addBulk(
      missing.map(({ key, data }) => ({ name: "value", data, opts: { ...jobOptions, jobId: key } })),
    );
    await triedAgain(
      queue,
      missing.map(({ key }) => key),
    );
  }, signal);
}

class Collector {
  private lookedAt = Date.now();
  private hasTold = false;
  private readonly folder: Folder;
  /** The parts that are not put together yet. */
  private parts: Claimed[] = [];

  constructor(
    private readonly run: QueuedRun,
    private readonly id: string,
    private readonly queue: JobQueue,
    private readonly pending: Pending[],
    private readonly disputed: Disputed[],
  ) {
    this.folder = new Folder(run.plan);
  }

  /** Collects the results that are due. Where there are none it waits a little, unless there is more to submit. */
  async collect(isMore: boolean): Promise<void> {
    const { database, store, signal } = this.run;
    const heads = this.pending.slice(0, isMore ? TOGETHER : FETCHED * 8).map(({ key }) => key);
    const there = await database.patiently(() => knownOf(database, heads), signal);
    const missing = heads.findIndex((key) => !there.has(key));
    const due = heads.slice(0, missing < 0 ? heads.length : missing);
    for (let from = 0; from < due.length; from += FETCHED) {
      if (signal.aborted) return;
      await this.take(due.slice(from, from + FETCHED));
    }
    if (due.length > 0) {
      this.lookedAt = Date.now();
      return;
    }
    if (isMore) return;
    if (Date.now() - this.lookedAt > LOOK_MS) {
      this.lookedAt = Date.now();
      await store.patiently(() => this.lookAfter(), signal);
    }
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }

  private async take(keys: readonly string[]): Promise<void> {
    const { database, journal, signal, told } = this.run;
    const rows = await database.patiently(
      () =>
        database.rows<StoredResult>(
          "select key, body, sha256, models, sites, lines, failed from hashcell.result where key = any($1)",
          [keys],
        ),
      signal,
    );
    const byKey = new Map(rows.map((row) => [row.key, row]));
    for (const key of keys) {
      const row = byKey.get(key);
      const next = this.pending[0];
      if (row === undefined || next?.key !== key) return;
      const { first, rows: count } = next.task;
      const result = this.folder.take(next.task, this.resultOf(row, next.task));
      if (isShard(next.task)) this.parts.push({ key, results: row.sha256, first, rows: count });
      this.pending.shift();
      if (result === undefined) continue;
      await journal.add(result, next.task);
      told(result);
      await this.forgetParts();
    }
  }

  /** Parts of a simulation are large, and of no use once they are put together, but for those in dispute. */
  private async forgetParts(): Promise<void> {
    if (this.parts.length === 0) return;
    const { database, signal } = this.run;
    const disputed = await database.patiently(() => disputedOf(database, this.parts), signal);
    for (const part of disputed) this.disputed.push(part);
    const kept = new Set(disputed.map(({ job }) => job));
    const keys = this.parts.map(({ key }) => key).filter((key) => !kept.has(key));
    await database.patiently(
      () => database.rows("delete from hashcell.result where key = any($1)", [keys]),
      signal,
    );
    this.parts = [];
  }

  /** Throws a ServiceError where the results are not as a worker wrote them. */
  private resultOf(row: StoredResult, task: Task): JobResult | ShardResult {
    const { key, body, sha256: results, models, sites, lines, failed } = row;
    const found = isShard(task) ? body : textIn(body);
    if (found === undefined || sha256(found) !== results || jobKey(this.id, models) !== key)
      throw new ServiceError(
        `the results of ${rowsText(task.first, task.rows)} in the database are not those that a worker wrote: delete from hashcell.result where key = '${key}' has them computed again`,
      );
    return typeof found === "string"
      ? { text: found, results, models, sites, lines, failed }
      : { bytes: found, results, models };
  }

  /** What has become of the job that is waited for. */
  private async lookAfter(): Promise<void> {
    const { database, store, signal, noWorkers } = this.run;
    const [head] = this.pending;
    if (head === undefined) return;
    const { key, task } = head;
    const job = await this.queue.getJob(key);
    // It may just have been done.
    if ((await database.patiently(() => knownOf(database, [key]), signal)).has(key)) return;
    const name = `the job of ${rowsText(task.first, task.rows)} (${key})`;
    // A queue may be emptied, or be of a backup that is older than the run.
    if (job === undefined) throw new FailedJobError(`${name} is gone from the queue, without results`);
    if (await job.isFailed()) throw new FailedJobError(`${name} failed: ${job.failedReason}`);
    if (!this.hasTold && (await store.workers(this.queue)) === 0) {
      this.hasTold = true;
      noWorkers();
    }
  }
}

interface StoredResult {
  readonly key: string;
  readonly body: Buffer;
  readonly sha256: string;
  readonly models: string;
  readonly sites: number;
  readonly lines: number;
  readonly failed: number;
}

function textIn(body: Uint8Array): string | undefined {
  try {
    return unpackedText(body);
  } catch {
    // It was not packed here.
    return undefined;
  }
}
