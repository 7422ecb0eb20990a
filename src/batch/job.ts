import { createHash } from "node:crypto";
import type { Model } from "../core/cashflow/model";
import { NumericError } from "../core/errors";
import { rowsOf, siteReader } from "./csv";
import type { Plan } from "./plan";
import { siteOf, siteText, type SiteRow } from "./siteRow";
import { isLong, putTogether, simulatedPart } from "./shards";
import { modelsOf, valuerOf, type Simulated, type Valued } from "./value";

// A part of a run: some sites that are valued together, wherever that happens.

/** Rows of a text file as they are in it, or sites as texts. */
export type Job =
  | { readonly first: number; readonly rows: number; readonly bytes: Uint8Array }
  | { readonly first: number; readonly rows: number; readonly sites: readonly string[] };

export interface JobResult extends Valued {
  /** SHA-256 of the sites as texts. */
  readonly models: string;
  /** SHA-256 of the lines of results. */
  readonly results: string;
}

/** How the rows of a text file are read. */
export interface CsvFormat {
  readonly heads: readonly string[];
  readonly separator: string;
}

export const sha256 = (text: string | Uint8Array) => createHash("sha256").update(text).digest("hex");

/** Letters that go into a hash together: one after another takes longer, and all at once takes memory. */
const TOGETHER = 1 << 14;

/** The hash of the sites of a job as texts, a line each. */
class SitesHash {
  private readonly hash = createHash("sha256");
  private text = "";
  private isFirst = true;

  add(text: string): void {
    this.text += this.isFirst ? text : `\n${text}`;
    this.isFirst = false;
    if (this.text.length < TOGETHER) return;
    this.hash.update(this.text);
    this.text = "";
  }

  hex(): string {
    return this.hash.update(this.text).digest("hex");
  }
}

/** The hash of the sites of a job. */
export function hashOfSites(texts: readonly string[]): string {
  const hash = new SitesHash();
  for (const text of texts) hash.add(text);
  return hash.hex();
}

/** A part of the paths of one model of a site, where they are more than a job simulates. */
export interface Shard {
  readonly first: number;
  readonly rows: number;
  readonly site: string;
  /** The place of the model among the scenarios. */
  readonly model: number;
  readonly from: number;
  readonly count: number;
  /** Whether it is the last of the site. */
  readonly isLast: boolean;
}

export type Task = Job | Shard;

export interface ShardResult {
  readonly bytes: Uint8Array;
  /** SHA-256 of what was asked for, and of the bytes. */
  readonly models: string;
  readonly results: string;
}

export const isShard = (task: Task): task is Shard => "site" in task;

/** The hash of a part of a simulation. */
export const hashOfShard = ({ site, model, from, count }: Omit<Shard, "first" | "rows" | "isLast">) =>
  sha256(JSON.stringify([site, model, from, count]));

/** Does a task of a run. */
export interface TaskWorker {
  (task: Job): JobResult;
  (task: Shard): ShardResult;
  (task: Task): JobResult | ShardResult;
}

/** A function that does the tasks of a run. Throws InputError where the plan is wrong. */
export function worker(plan: Plan, csv: CsvFormat | undefined): TaskWorker {
  const value = valuerOf(plan);
  const read = csv && siteReader(csv.heads, csv.separator, plan.market);
  const modelsIn = modelsOf(plan);
  const sitesIn = function* (job: Job): Generator<readonly [SiteRow, string], void> {
    if ("sites" in job) for (const text of job.sites) yield [siteOf(text), text];
    else if (csv !== undefined && read !== undefined)
      for (const site of read(rowsOf(Buffer.from(job.bytes), csv.separator, job.first), job.first))
        yield [site, siteText(site)];
  };
  const resultsOf = (job: Job): JobResult => {
    const models = new SitesHash();
    // One after another: what many sites take at once would be moved by each collection of garbage.
    const sites = function* () {
      for (const [site, text] of sitesIn(job)) {
        models.add(text);
        yield site;
      }
    };
    const valued = value(sites());
    return resultOf(valued, models.hex());
  };
  const simulated = (shard: Shard): ShardResult => {
    const model = modelsIn(siteOf(shard.site))[shard.model];
    if (model === undefined) throw new Error("a part of a simulation is of no model");
    const bytes = simulatedPart(plan, model, shard);
    return { bytes, models: hashOfShard(shard), results: sha256(bytes) };
  };
  return ((task: Task) => (isShard(task) ? simulated(task) : resultsOf(task))) as TaskWorker;
}

const resultOf = (valued: Valued, models: string): JobResult => ({
  ...valued,
  models,
  results: sha256(valued.text),
});

/** Puts results of tasks, which come in their order, together to those of jobs. */
export class Folder {
  private readonly modelsIn: (row: SiteRow) => (Model | undefined)[];
  private parts: Uint8Array[] = [];
  private readonly cells = new Map<number, () => Simulated>();

  constructor(private readonly plan: Plan) {
    this.modelsIn = modelsOf(plan);
  }

  /** The result of the job that ends with the task; undefined where there is more to come. */
  take(task: Task, result: JobResult | ShardResult): JobResult | undefined {
    if ("text" in result) return result;
    if (!isShard(task)) return undefined;
    this.parts.push(result.bytes);
    if (task.from + task.count < this.plan.paths) return undefined;
    const site = siteOf(task.site);
    this.cells.set(task.model, this.together(this.modelsIn(site)[task.model]));
    if (!task.isLast) return undefined;
    const known = new Map(this.cells);
    this.cells.clear();
    const value = valuerOf(this.plan, (_, index) => known.get(index)?.() ?? { cells: [] });
    return resultOf(value([site]), hashOfSites([task.site]));
  }

  /** The paths are put together now, as they take room; what is wrong with them is said in the line of the model. */
  private together(model: Model | undefined): () => Simulated {
    const parts = this.parts;
    this.parts = [];
    if (model === undefined) return () => ({ cells: [] });
    try {
      const simulated = putTogether(this.plan, model, parts);
      return () => simulated;
    } catch (error) {
      if (!(error instanceof NumericError)) throw error;
      return () => {
        throw error;
      };
    }
  }
}

/** Valuations of a model of 36 months that a path of it takes as long as. */
const PATH = 1 / 64;

/** How many sites go into a job of so many valuations; it depends on nothing but the plan, so that a later run has the same jobs. */
export function sitesInJob(plan: Plan, valuations: number): number {
  if (isLong(plan)) return 1;
  const { paths, scenarios } = plan;
  const models = scenarios === undefined ? 1 : Math.max(1, scenarios.length - 1);
  return Math.max(1, Math.round(valuations / (models * (1 + paths * PATH))));
}
