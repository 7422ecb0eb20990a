import { createHash } from "node:crypto";
import { siteReader, textsOf } from "./csv";
import type { Plan } from "./plan";
import { siteOf, siteText } from "./siteRow";
import { valuerOf, type Valued } from "./value";

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

/** The hash of the sites of a job. */
export const hashOfSites = (texts: readonly string[]) => sha256(texts.join("\n"));

/** A function that does the jobs of a run. Throws InputError where the plan is wrong. */
export function worker(plan: Plan, csv: CsvFormat | undefined): (job: Job) => JobResult {
  const value = valuerOf(plan);
  const read = csv && siteReader(csv.heads, csv.separator, plan.market);
  return (job) => {
    const sites =
      "sites" in job
        ? job.sites.map(siteOf)
        : (read?.(textsOf(Buffer.from(job.bytes), csv?.separator ?? ",", `row ${job.first}`), job.first) ??
          []);
    const texts = "sites" in job ? job.sites : sites.map(siteText);
    const valued = value(sites);
    return { ...valued, models: hashOfSites(texts), results: sha256(valued.text) };
  };
}

/** Valuations of a model of 36 months that a path of it takes as long as. */
const PATH = 1 / 64;

/** How many sites go into a job of so many valuations; it depends on nothing but the plan, so that a later run has the same jobs. */
export function sitesInJob({ paths, scenarios }: Plan, valuations: number): number {
  const models = scenarios === undefined ? 1 : Math.max(1, scenarios.length - 1);
  return Math.max(1, Math.round(valuations / (models * (1 + paths * PATH))));
}
