import { worker, type Job, type JobResult } from "../job";
import type { Plan } from "../plan";
import { packedText, unpacked } from "./packing";

// A thread of a worker: it does jobs of any run.

/** A job with what its run asks for. */
export interface PlannedJob {
  readonly run: string;
  readonly plan: Plan;
  readonly first: number;
  readonly rows: number;
  readonly sites: string;
}

export interface PackedResult extends Omit<JobResult, "text"> {
  readonly body: Uint8Array;
}

/** Runs that are under way together are few. */
const MOST_KEPT = 8;
const known = new Map<string, (job: Job) => JobResult>();

export default function work({ run, plan, first, rows, sites }: PlannedJob): PackedResult {
  let value = known.get(run);
  if (value === undefined) {
    if (known.size >= MOST_KEPT) known.clear();
    known.set(run, (value = worker(plan, undefined)));
  }
  const { text, ...result } = value({ first, rows, sites: unpacked(sites) });
  return { ...result, body: packedText(text) };
}
