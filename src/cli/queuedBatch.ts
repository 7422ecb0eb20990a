import type { LocalRun } from "../batch/local";
import type { Plan } from "../batch/plan";
import { addressOf, redisAddressOf } from "../batch/queue/address";
import { FailedJobError, queuedSize, runQueued, type Disputed } from "../batch/queue/submit";
import { EXIT, Failure } from "./exit";
import { readyQueue, served } from "./service";

// What a batch through a queue needs and others need not wait for.

export interface BatchQueue {
  /** Sites in a job. */
  readonly sizeOf: (plan: Plan) => number;
  /** Has the workers do a run; gives the jobs in dispute. `noWorkers` hears once that there are none. */
  readonly run: (run: Omit<LocalRun, "threads">, noWorkers: () => void) => Promise<readonly Disputed[]>;
  readonly close: () => Promise<void>;
}

/** A queue that is ready. */
export async function batchQueue(queue: string, redis: string | undefined): Promise<BatchQueue> {
  const ready = await served(async () => readyQueue(await addressOf(queue), await redisAddressOf(redis)));
  return {
    sizeOf: queuedSize,
    run: async (run, noWorkers) => {
      try {
        return await served(() => runQueued({ ...run, ...ready, size: queuedSize(run.plan), noWorkers }));
      } catch (error) {
        if (!(error instanceof FailedJobError)) throw error;
        const after = "the same command tries it again, and goes on from there";
        throw new Failure(EXIT.partly, `${error.message}; ${after}`);
      }
    },
    close: () => ready.database.close(),
  };
}
