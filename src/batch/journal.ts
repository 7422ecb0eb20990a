import { open, readFile, rename, rm, type FileHandle } from "node:fs/promises";
import * as v from "valibot";
import { dropLock, takeLock } from "../postgres/lockFile";
import { sha256, type JobResult } from "./job";

// What a run has done so far, so that a second start goes on behind it: the lines of results in one file, and in another
// what each job was made from. Both are written at places that follow from the jobs alone.

/** What two starts must have in common to be the same run. */
export interface RunHead {
  readonly version: string;
  /** SHA-256 of the input. */
  readonly input: string;
  /** SHA-256 of the plan. */
  readonly plan: string;
  /** Sites in a job. */
  readonly size: number;
}

/** A job that is done. */
export interface DoneJob extends Omit<JobResult, "text"> {
  readonly first: number;
  readonly rows: number;
}

const count = v.pipe(v.number(), v.integer(), v.minValue(0));
const hash = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/));

export const doneJobSchema = v.object({
  first: count,
  rows: count,
  sites: count,
  lines: count,
  failed: count,
  models: hash,
  results: hash,
});

/** Of a line in the file of jobs: with how many bytes the results of the job have. */
const writtenSchema = v.object({ ...doneJobSchema.entries, bytes: count });
const headSchema = v.object({ version: v.string(), input: v.string(), plan: v.string(), size: count });

/** Why the files of another start are of no use to this one, or not to be touched. */
export class OtherRunError extends Error {}

const words: Readonly<Record<keyof RunHead, string>> = {
  version: "by another version of Hashcell",
  input: "with another input, or the input was changed since",
  plan: "with other options",
  size: "with other options",
};

interface Paths {
  readonly results: string;
  readonly jobs: string;
  readonly lock: string;
}

export class Journal {
  readonly done: DoneJob[] = [];
  private resultsEnd = 0;
  private jobsEnd = 0;

  private constructor(
    private readonly results: FileHandle,
    private readonly jobs: FileHandle,
    private readonly paths: Paths,
  ) {}

  /**
   * Goes on where an earlier start stopped, or begins with a first line of results. Throws an OtherRunError where the earlier
   * start was of another run, unless that is to go, and where another start is at work.
   */
  static async open(output: string, head: RunHead, firstLine: string, isAnew: boolean): Promise<Journal> {
    const paths = { results: `${output}.part`, jobs: `${output}.jobs`, lock: `${output}.lock` };
    await lock(paths);
    let journal;
    try {
      const before = isAnew ? undefined : await jobsIn(paths.jobs);
      if (before !== undefined) refuseOther(before.head, head, paths.results);
      journal = new Journal(await opened(paths.results), await opened(paths.jobs), paths);
      // What is left of another run may not stand behind the head of this one, not even for a moment.
      if (before === undefined) await journal.jobs.truncate(0);
      await journal.begin(head, firstLine, before?.jobs ?? []);
      return journal;
    } catch (error) {
      if (journal === undefined) await dropLock(paths.lock);
      else await journal.close();
      throw error;
    }
  }

  /** Keeps the jobs of before whose results are all there. */
  private async begin(head: RunHead, firstLine: string, before: readonly WrittenJob[]): Promise<void> {
    await this.write("results", firstLine);
    await this.write("jobs", `${JSON.stringify(head)}\n`);
    for (const { bytes, ...job } of await whole(before, this.results, this.resultsEnd)) {
      this.resultsEnd += bytes;
      this.done.push(job);
      await this.write("jobs", lineOf(job, bytes));
    }
    await this.results.truncate(this.resultsEnd);
    await this.jobs.truncate(this.jobsEnd);
  }

  async add({ text, ...result }: JobResult, { first, rows }: Pick<DoneJob, "first" | "rows">): Promise<void> {
    const job = { first, rows, ...result };
    await this.write("results", text);
    await this.write("jobs", lineOf(job, Buffer.byteLength(text)));
    this.done.push(job);
  }

  private async write(file: "results" | "jobs", text: string): Promise<void> {
    const bytes = Buffer.from(text);
    const handle = this[file];
    let place = file === "results" ? this.resultsEnd : this.jobsEnd;
    for (let start = 0; start < bytes.length;) {
      const { bytesWritten } = await handle.write(bytes, start, bytes.length - start, place);
      start += bytesWritten;
      place += bytesWritten;
    }
    if (file === "results") this.resultsEnd = place;
    else this.jobsEnd = place;
  }

  /** Leaves the files to the next start. */
  async close(): Promise<void> {
    await Promise.all([this.results.close(), this.jobs.close()]);
    await dropLock(this.paths.lock);
  }

  /** Makes sure that the results are on the disk, and says where. */
  async finish(): Promise<string> {
    await this.results.sync();
    return this.paths.results;
  }

  /** Closes the files, gives the results their place and forgets how they came to be. */
  async moveTo(output: string): Promise<void> {
    await this.results.close();
    await rename(this.paths.results, output);
    await this.remove();
  }

  /** Closes the files and removes them. */
  async remove(): Promise<void> {
    await Promise.all([this.results.close(), this.jobs.close()]);
    await Promise.all([this.paths.results, this.paths.jobs].map((path) => rm(path, { force: true })));
    await dropLock(this.paths.lock);
  }
}

/** Throws an OtherRunError where another process is at work. */
async function lock(paths: Paths): Promise<void> {
  const pid = await takeLock(paths.lock, 0);
  if (pid === undefined) return;
  throw new OtherRunError(
    `${paths.results} is being written by another start of the command, process ${pid}: wait for it, or delete ${paths.lock} if that process is something else`,
  );
}

type WrittenJob = v.InferOutput<typeof writtenSchema>;

const lineOf = (job: DoneJob, bytes: number) => `${JSON.stringify({ ...job, bytes })}\n`;

/** For reading and writing, whether it is there or not. */
async function opened(path: string): Promise<FileHandle> {
  try {
    return await open(path, "r+");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
    return open(path, "w+");
  }
}

/** What the file of jobs says, up to a line that was not finished; undefined where there is none, or it says nothing. */
async function jobsIn(path: string): Promise<{ head: RunHead; jobs: WrittenJob[] } | undefined> {
  let text;
  try {
    text = await readFile(path, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
  const [first = "", ...lines] = text.split("\n").slice(0, -1);
  const head = parsed(headSchema, first);
  if (head === undefined) return undefined;
  const jobs: WrittenJob[] = [];
  let next = 1;
  for (const line of lines) {
    const job = parsed(writtenSchema, line);
    if (job?.first !== next) break;
    jobs.push(job);
    next += job.rows;
  }
  return { head, jobs };
}

function parsed<T>(schema: v.GenericSchema<unknown, T>, line: string): T | undefined {
  try {
    const read = v.safeParse(schema, JSON.parse(line));
    return read.success ? read.output : undefined;
  } catch {
    return undefined;
  }
}

function refuseOther(before: RunHead, now: RunHead, path: string): void {
  for (const key of Object.keys(words) as (keyof RunHead)[])
    if (before[key] !== now[key])
      throw new OtherRunError(
        `${path} was begun ${words[key]}: finish that run as it was begun, or begin anew with --force`,
      );
}

/** The jobs from the first on whose results are in the file as they were written. */
async function whole(
  jobs: readonly WrittenJob[],
  file: FileHandle,
  from: number,
): Promise<readonly WrittenJob[]> {
  const good: WrittenJob[] = [];
  let place = from;
  for (const job of jobs) {
    const bytes = Buffer.alloc(job.bytes);
    const { bytesRead } = await file.read(bytes, 0, job.bytes, place);
    if (bytesRead < job.bytes || sha256(bytes) !== job.results) break;
    good.push(job);
    place += job.bytes;
  }
  return good;
}
