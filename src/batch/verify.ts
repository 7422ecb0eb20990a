import { textsOf } from "./csv";
import type { RunCapsule } from "./capsule";
import type { DoneJob } from "./journal";
import { Folder, hashOfSites, isShard, type Job, type JobResult, type ShardResult, type Task } from "./job";
import { formatOf, siteTexts, tasksOf, type Source } from "./local";
import { headingsOf } from "./plan";
import { jobPool } from "./pool";
import { siteOf } from "./siteRow";

// A run computed again and compared with its results.

/** A cell of the results that is not what is computed. */
export interface RunDifference {
  readonly site: string;
  readonly scenario: string | undefined;
  /** The heading of the column; undefined where the whole line is another. */
  readonly column: string | undefined;
  readonly found: string;
  readonly computed: string;
}

export interface RunVerification {
  /** Sites that were computed again. */
  readonly sites: number;
  readonly cells: number;
  readonly differences: readonly RunDifference[];
  /** Jobs whose sites are not those of the run: the first rows of the input that were changed. */
  readonly changedRows: readonly { readonly first: number; readonly last: number }[];
  /** Jobs that gave other lines than the run says it wrote. */
  readonly otherLines: number;
}

/** More differences are counted. */
const MOST_KEPT = 10_000;

export interface VerifyOptions {
  readonly capsule: RunCapsule;
  readonly source: Source;
  /** The rows of the results, that of the headings first. */
  readonly rows: AsyncIterable<string[]>;
  readonly threads: number;
  /** The sites to compute again, in small letters; undefined for all of them. */
  readonly only: ReadonlySet<string> | undefined;
  readonly told: (result: JobResult) => void;
}

/** Computes a run again. Throws a FileError where its input cannot be read. */
export async function verifyRun(options: VerifyOptions): Promise<RunVerification> {
  const { capsule, source, threads, only, told } = options;
  const { plan, size } = capsule;
  const comparison = new Comparison(headingsOf(plan), options.rows, only);
  await comparison.begin();
  const known: ReadonlyMap<number, DoneJob> = new Map(capsule.jobs.map((job) => [job.first, job]));
  const changedRows: { first: number; last: number }[] = [];
  let [otherLines, sites] = [0, 0];
  const pool = jobPool({ plan, csv: formatOf(source) }, threads);
  const folder = new Folder(plan);
  const pending: { chosen: Chosen; result: Promise<JobResult | ShardResult> }[] = [];
  const compareNext = async () => {
    const next = pending.shift();
    if (next === undefined) return;
    const { task, models } = next.chosen;
    const result = folder.take(task, await next.result);
    if (result === undefined) return;
    const before = known.get(task.first);
    if (before === undefined || before.models !== (models ?? result.models))
      changedRows.push({ first: task.first, last: task.first + task.rows - 1 });
    else if (only === undefined && before.results !== result.results) otherLines += 1;
    sites += result.sites;
    await comparison.take(result.text);
    told(result);
  };
  const textsIn = siteTexts(source, plan);
  try {
    for await (const task of tasksOf(source, plan, size, 0)) {
      const chosen = only === undefined ? { task } : chosenOf(task, textsIn, only);
      if (chosen === undefined) continue;
      const result = pool.run(chosen.task);
      result.catch(() => undefined);
      pending.push({ chosen, result });
      if (pending.length >= 4 * threads) await compareNext();
    }
    while (pending.length > 0) await compareNext();
  } finally {
    await pool.destroy();
  }
  await comparison.end();
  return { sites, cells: comparison.cells, differences: comparison.differences, changedRows, otherLines };
}

/** What is to be computed again of a task, with the hash of all its sites where that is a part. */
interface Chosen {
  readonly task: Task;
  readonly models?: string;
}

/** Undefined where none of its sites is wanted. */
function chosenOf(
  task: Task,
  textsIn: (job: Job) => readonly string[],
  only: ReadonlySet<string>,
): Chosen | undefined {
  const isWanted = (text: string) => only.has(siteOf(text).name.toLowerCase());
  if (isShard(task)) return isWanted(task.site) ? { task } : undefined;
  const texts = textsIn(task);
  const sites = texts.filter(isWanted);
  const { first, rows } = task;
  return sites.length === 0 ? undefined : { task: { first, rows, sites }, models: hashOfSites(texts) };
}

/** Goes through the results beside what is computed again. */
class Comparison {
  readonly differences: RunDifference[] = [];
  cells = 0;
  private readonly rows: AsyncIterator<string[]>;
  private readonly hasScenarios: boolean;
  private isLost = false;

  constructor(
    private readonly headings: readonly string[],
    rows: AsyncIterable<string[]>,
    private readonly only: ReadonlySet<string> | undefined,
  ) {
    this.rows = rows[Symbol.asyncIterator]();
    this.hasScenarios = headings[1] === "Scenario";
  }

  async begin(): Promise<void> {
    const { value } = (await this.rows.next()) as { value?: string[] };
    this.compare(value ?? [], this.headings, "the headings");
  }

  async take(text: string): Promise<void> {
    if (text === "" || this.isLost) return;
    for (const computed of textsOf(Buffer.from(text), ",", 1)) {
      const found = await this.next();
      if (found === undefined) {
        this.lose(computed, "no line");
        return;
      }
      // Behind a line of another site nothing is where it should be.
      if (this.keyOf(found) !== this.keyOf(computed)) {
        this.lose(computed, `the line of ${this.keyOf(found)}`);
        return;
      }
      this.compare(found, computed, computed[0] ?? "");
    }
  }

  async end(): Promise<void> {
    if (this.isLost) return;
    const more = await this.next();
    if (more !== undefined)
      this.keep({ ...this.place(more), column: undefined, found: "a line", computed: "none" });
    await this.rows.return?.();
  }

  private async next(): Promise<string[] | undefined> {
    for (;;) {
      const next = await this.rows.next();
      if (next.done === true) return undefined;
      if (this.only?.has((next.value[0] ?? "").toLowerCase()) !== false) return next.value;
    }
  }

  private readonly keyOf = (row: readonly string[]) =>
    this.hasScenarios ? `${row[0] ?? ""}, ${row[1] ?? ""}` : (row[0] ?? "");

  private readonly place = (row: readonly string[]) => ({
    site: row[0] ?? "",
    scenario: this.hasScenarios ? row[1] : undefined,
  });

  private lose(computed: readonly string[], found: string): void {
    this.isLost = true;
    this.keep({ ...this.place(computed), column: undefined, found, computed: "its own line" });
  }

  private compare(found: readonly string[], computed: readonly string[], site: string): void {
    for (const [index, value] of computed.entries()) {
      this.cells += 1;
      const other = found[index] ?? "";
      if (isSame(other, value)) continue;
      this.keep({
        ...this.place(computed),
        site,
        column: this.headings[index],
        found: other,
        computed: value,
      });
    }
  }

  private keep(difference: RunDifference): void {
    if (this.differences.length < MOST_KEPT) this.differences.push(difference);
  }
}

/** A number may be written in another way, as by a program that saved the file anew. */
const isSame = (found: string, computed: string) =>
  found === computed || (found.trim() !== "" && computed.trim() !== "" && Number(found) === Number(computed));
