import { open, readFile, rename, rm, type FileHandle } from "node:fs/promises";
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

/** Why the files of an earlier start are of no use to this one. */
export class OtherRunError extends Error {}

const words: Readonly<Record<keyof RunHead, string>> = {
  version: "by another version of Hashcell",
  input: "with another input, or the input was changed since",
  plan: "with other options",
  size: "with other options",
};

export class Journal {
  readonly done: DoneJob[] = [];
  private resultsEnd = 0;
  private jobsEnd = 0;

  private constructor(
    private readonly results: FileHandle,
    private readonly jobs: FileHandle,
    private readonly paths: { readonly results: string; readonly jobs: string },
  ) {}

  /**
   * Goes on where an earlier start stopped, or begins with a first line of results. Throws an OtherRunError where the earlier
   * start was of another run, unless that is to go.
   */
  static async open(output: string, head: RunHead, firstLine: string, isAnew: boolean): Promise<Journal> {
    const paths = { results: `${output}.part`, jobs: `${output}.jobs` };
    const before = isAnew ? undefined : await jobsIn(paths.jobs);
    if (before !== undefined) refuseOther(before.head, head, paths.results);
    const [results, jobs] = await Promise.all([opened(paths.results), opened(paths.jobs)]);
    const journal = new Journal(results, jobs, paths);
    await journal.begin(head, firstLine, before?.jobs ?? []);
    return journal;
  }

  /** Keeps the jobs of before whose results are all there. */
  private async begin(head: RunHead, firstLine: string, before: readonly DoneJob[]): Promise<void> {
    await this.write("results", firstLine);
    await this.write("jobs", `${JSON.stringify(head)}\n`);
    for (const { bytes, ...job } of await withLengths(before, this.results, this.resultsEnd)) {
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

  async close(): Promise<void> {
    await Promise.all([this.results.close(), this.jobs.close()]);
  }

  /** Makes sure that the results are on the disk, and closes the files; says where the results are. */
  async finish(): Promise<string> {
    await this.results.sync();
    await this.close();
    return this.paths.results;
  }

  /** Gives the results their place and forgets how they came to be. */
  async moveTo(output: string): Promise<void> {
    await rename(this.paths.results, output);
    await rm(this.paths.jobs, { force: true });
  }

  /** Where the results went elsewhere. */
  async remove(): Promise<void> {
    await Promise.all(Object.values(this.paths).map((path) => rm(path, { force: true })));
  }
}

interface Written extends DoneJob {
  /** Of its lines of results. */
  readonly bytes: number;
}

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
async function jobsIn(path: string): Promise<{ head: RunHead; jobs: DoneJob[] } | undefined> {
  let text;
  try {
    text = await readFile(path, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
  const [head, ...lines] = text.split("\n").slice(0, -1).map(parsed);
  if (head === undefined) return undefined;
  const end = lines.indexOf(undefined);
  return { head: head as RunHead, jobs: (end < 0 ? lines : lines.slice(0, end)) as DoneJob[] };
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
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
async function withLengths(
  jobs: readonly DoneJob[],
  file: FileHandle,
  from: number,
): Promise<readonly Written[]> {
  const good: Written[] = [];
  let place = from;
  for (const job of jobs as readonly Written[]) {
    const bytes = Buffer.alloc(job.bytes);
    const { bytesRead } = await file.read(bytes, 0, job.bytes, place);
    if (bytesRead < job.bytes || sha256(bytes) !== job.results) break;
    good.push(job);
    place += job.bytes;
  }
  return good;
}
