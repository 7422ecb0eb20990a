import { createHash } from "node:crypto";
import { stat } from "node:fs/promises";
import { recordsOf, rowsOf, siteReader, type Survey } from "./csv";
import {
  Folder,
  sitesInJob,
  type CsvFormat,
  type Job,
  type JobResult,
  type ShardResult,
  type Task,
} from "./job";
import type { Journal } from "./journal";
import type { Plan } from "./plan";
import { jobPool } from "./pool";
import { isLong, rangesOf } from "./shards";
import { siteOf, siteText } from "./siteRow";
import { modelsOf } from "./value";

/** Where the sites come from. */
export type Source =
  | { readonly kind: "csv"; readonly path: string; readonly survey: Survey }
  | {
      readonly kind: "table";
      readonly path: string;
      readonly sites: readonly string[];
      readonly sha256: string;
    };

export const sitesIn = (source: Source) =>
  source.kind === "csv" ? source.survey.sites : source.sites.length;

/** The input is not what it was when the run began. */
export class ChangedInputError extends Error {
  /** Where that was seen too late, jobs that are done may have other sites. */
  constructor(readonly isLate: boolean) {
    super("the input was changed");
  }
}

/** The jobs of a source behind its first `skipped` rows. Throws a ChangedInputError where the file changes meanwhile. */
async function* jobsOf(source: Source, size: number, skipped: number): AsyncGenerator<Job> {
  if (source.kind === "table") {
    for (let first = skipped; first < source.sites.length; first += size) {
      const sites = source.sites.slice(first, first + size);
      yield { first: first + 1, rows: sites.length, sites };
    }
    return;
  }
  const { path, survey } = source;
  const seen = createHash("sha256");
  for await (const { bytes, first, count } of recordsOf(path, size, seen)) {
    const now = await stat(path).catch(() => undefined);
    if (now?.mtimeMs !== survey.changedMs || now.size !== survey.bytes) throw new ChangedInputError(false);
    if (first + count - 1 > skipped) yield { first, rows: count, bytes };
  }
  if (seen.digest("hex") !== survey.sha256) throw new ChangedInputError(true);
}

/** The sites of a job as texts. */
export function siteTexts(source: Source, plan: Plan): (job: Job) => readonly string[] {
  const format = formatOf(source);
  const read = format && siteReader(format.heads, format.separator, plan.market);
  return (job) => {
    if ("sites" in job) return job.sites;
    if (format === undefined || read === undefined) return [];
    return Array.from(read(rowsOf(Buffer.from(job.bytes), format.separator, job.first), job.first), siteText);
  };
}

/** The tasks of a run: its jobs or, where each site is simulated at length, the parts of that. */
export async function* tasksOf(
  source: Source,
  plan: Plan,
  size: number,
  skipped: number,
): AsyncGenerator<Task> {
  const jobs = jobsOf(source, size, skipped);
  if (!isLong(plan)) {
    yield* jobs;
    return;
  }
  const textsIn = siteTexts(source, plan);
  const modelsIn = modelsOf(plan);
  for await (const job of jobs) {
    const { first, rows } = job;
    const sites = textsIn(job);
    const [site = "", ...others] = sites;
    if (others.length > 0) throw new Error("a job of long simulations has more than one site");
    const models = site === "" ? [] : modelsIn(siteOf(site));
    const places = [...models.keys()].filter((index) => models[index] !== undefined);
    if (places.length === 0) yield { first, rows, sites };
    for (const model of places)
      for (const { from, count } of rangesOf(plan.paths)) {
        const isLast = model === places.at(-1) && from + count === plan.paths;
        yield { first, rows, site, model, from, count, isLast };
      }
  }
}

/** Valuations in a job of this machine: long enough to be worth the way, short enough to divide the work evenly. */
const VALUATIONS = 1000;

/** Jobs that are under way or wait for their turn, for each thread. */
const AHEAD = 4;

export const localSize = (plan: Plan) => sitesInJob(plan, VALUATIONS);

export interface LocalRun {
  readonly source: Source;
  readonly plan: Plan;
  readonly journal: Journal;
  readonly threads: number;
  readonly signal: AbortSignal;
  /** Hears of each job that is done. */
  readonly told: (result: JobResult) => void;
}

/** Does the jobs that are not done on threads of this machine, and writes their results in their order. */
export async function runHere({ source, plan, journal, threads, signal, told }: LocalRun): Promise<void> {
  const pool = jobPool({ plan, csv: formatOf(source) }, threads);
  try {
    const folder = new Folder(plan);
    const pending: { task: Task; result: Promise<JobResult | ShardResult> }[] = [];
    const writeNext = async () => {
      const next = pending.shift();
      if (next === undefined) return;
      const result = folder.take(next.task, await next.result);
      if (result === undefined) return;
      await journal.add(result, next.task);
      told(result);
    };
    const skipped = journal.done.at(-1);
    const rows = skipped === undefined ? 0 : skipped.first + skipped.rows - 1;
    for await (const task of tasksOf(source, plan, localSize(plan), rows)) {
      if (signal.aborted) return;
      const result = pool.run(task);
      // It is heard of in its turn.
      result.catch(() => undefined);
      pending.push({ task, result });
      if (pending.length >= AHEAD * threads) await writeNext();
    }
    while (pending.length > 0 && !signal.aborted) await writeNext();
  } finally {
    await pool.destroy();
  }
}

export const formatOf = (source: Source): CsvFormat | undefined =>
  source.kind === "csv" ? { heads: source.survey.heads, separator: source.survey.separator } : undefined;
