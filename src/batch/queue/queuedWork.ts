import { worker, type TaskWorker } from "../job";
import type { QueuedJob } from "./jobs";
import type { Plan } from "../plan";
import { packedText, unpacked } from "./packing";

// What a thread of a worker does: jobs of any run.

/** A job with what its run asks for. */
export interface PlannedJob extends Omit<QueuedJob, "version"> {
  readonly plan: Plan;
}

/** What goes into the table of results. */
export interface PackedResult {
  readonly body: Uint8Array;
  readonly models: string;
  readonly results: string;
  readonly sites: number;
  readonly lines: number;
  readonly failed: number;
}

/** Runs that are under way together are few. */
const MOST_KEPT = 8;
const known = new Map<string, TaskWorker>();

export function queuedWork({ run, plan, first, rows, sites, part }: PlannedJob): PackedResult {
  let value = known.get(run);
  if (value === undefined) {
    if (known.size >= MOST_KEPT) known.clear();
    known.set(run, (value = worker(plan, undefined)));
  }
  const texts = unpacked(sites);
  if (part !== undefined) {
    const { bytes, ...hashes } = value({ first, rows, site: texts[0] ?? "", ...part, isLast: false });
    return { body: bytes, ...hashes, sites: 0, lines: 0, failed: 0 };
  }
  const { text, ...result } = value({ first, rows, sites: texts });
  return { ...result, body: packedText(text) };
}
