import { existsSync } from "node:fs";
import { join } from "node:path";
import { Piscina } from "piscina";
import type { JobResult, ShardResult, Task } from "./job";
import type { PackedResult, PlannedJob } from "./queue/queuedWork";
import type { ThreadData } from "./thread";

// Threads that do jobs.

/** Those of one run. */
export const jobPool = (data: ThreadData, threads: number) =>
  pool<Task, JobResult | ShardResult>(threads, { argv: [JSON.stringify(data)] });

/** Those of a worker of a queue. */
export const queuedPool = (threads: number) => pool<PlannedJob, PackedResult>(threads, { name: "queued" });

const pool = <T, R>(threads: number, options: { readonly argv?: string[]; readonly name?: string }) =>
  new Piscina<T, R>({ filename: threadFile(), minThreads: threads, maxThreads: threads, ...options });

/** The script of a thread: beside the bundle, or in this folder. */
function threadFile(): string {
  const bundled = join(__dirname, "batchThread.js");
  return existsSync(bundled) ? bundled : join(__dirname, "thread.ts");
}
