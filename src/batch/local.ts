import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { stat } from "node:fs/promises";
import { join } from "node:path";
import { Piscina } from "piscina";
import { recordsOf, type Survey } from "./csv";
import { sitesInJob, type CsvFormat, type Job, type JobResult } from "./job";
import type { Journal } from "./journal";
import type { Plan } from "./plan";
import type { ThreadData } from "./thread";

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
export class ChangedInputError extends Error {}

/** The jobs of a source behind its first `skipped` rows. Throws a ChangedInputError where the file changes meanwhile. */
export async function* jobsOf(source: Source, size: number, skipped: number): AsyncGenerator<Job> {
  if (source.kind === "table") {
    for (let first = skipped; first < source.sites.length; first += size) {
      const sites = source.sites.slice(first, first + size);
      yield { first: first + 1, rows: sites.length, sites };
    }
    return;
  }
  const { path, survey } = source;
  const before = await stat(path);
  const seen = createHash("sha256");
  for await (const { bytes, first, count } of recordsOf(path, size, seen)) {
    const now = await stat(path);
    if (now.mtimeMs !== before.mtimeMs || now.size !== survey.bytes) throw new ChangedInputError();
    if (first + count - 1 > skipped) yield { first, rows: count, bytes };
  }
  if (seen.digest("hex") !== survey.sha256) throw new ChangedInputError();
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
    const pending: { job: Job; result: Promise<JobResult> }[] = [];
    const writeNext = async () => {
      const next = pending.shift();
      if (next === undefined) return;
      const result = await next.result;
      await journal.add(result, next.job);
      told(result);
    };
    const skipped = journal.done.at(-1);
    const rows = skipped === undefined ? 0 : skipped.first + skipped.rows - 1;
    for await (const job of jobsOf(source, localSize(plan), rows)) {
      if (signal.aborted) return;
      const result = pool.run(job);
      // It is heard of in its turn.
      result.catch(() => undefined);
      pending.push({ job, result });
      if (pending.length >= AHEAD * threads) await writeNext();
    }
    while (pending.length > 0 && !signal.aborted) await writeNext();
  } finally {
    await pool.destroy();
  }
}

export const formatOf = (source: Source): CsvFormat | undefined =>
  source.kind === "csv" ? { heads: source.survey.heads, separator: source.survey.separator } : undefined;

/** Threads that do the jobs of a run. */
export const jobPool = (data: ThreadData, threads: number) =>
  new Piscina<Job, JobResult>({
    filename: threadFile(),
    argv: [JSON.stringify(data)],
    minThreads: threads,
    maxThreads: threads,
  });

/** The script of a thread: beside the bundle, or this folder's. */
function threadFile(): string {
  const bundled = join(__dirname, "batchThread.js");
  return existsSync(bundled) ? bundled : join(__dirname, "thread.ts");
}
