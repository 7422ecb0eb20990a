import { worker, type CsvFormat, type JobResult, type ShardResult, type Task, type TaskWorker } from "./job";
import type { Plan } from "./plan";
import { queuedWork } from "./queue/queuedWork";

// A thread that does jobs. What those of one run are to do is in its last argument, as text: the threads' own library is
// bundled apart.

export interface ThreadData {
  readonly plan: Plan;
  readonly csv: CsvFormat | undefined;
}

// A site without a payback is no fault: where an error came from takes longer to write down than the site to value.
Error.stackTraceLimit = 0;

let own: TaskWorker | undefined;

function ownWorker(): TaskWorker {
  const { plan, csv } = JSON.parse(process.argv.at(-1) ?? "") as ThreadData;
  return worker(plan, csv);
}

export default function work(task: Task): JobResult | ShardResult {
  own ??= ownWorker();
  return own(task);
}

/** Of a worker of a queue, whose jobs say themselves what they are to do. */
export const queued = queuedWork;
