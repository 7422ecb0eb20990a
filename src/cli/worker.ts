import { availableParallelism } from "node:os";
import { Option, type Command } from "commander";
import pino from "pino";
import { addressOf, redisAddressOf } from "../batch/queue/address";
import { jobQueue } from "../batch/queue/jobs";
import { startWorker, type WorkEvent } from "../batch/queue/work";
import { WorkMetrics } from "../batch/queue/metrics";
import { build } from "../functions/build";
import { QUEUE_HELP, REDIS_HELP, wholeNumber } from "./arguments";
import { EXIT, Failure, exitCodeHelp } from "./exit";
import { readyQueue, served, type ReadyQueue } from "./service";

interface Options {
  readonly queue: string;
  readonly redis?: string;
  readonly threads: number;
  readonly metricsPort?: number;
  readonly metricsHost: string;
}

export function addWorker(program: Command): void {
  program
    .command("worker")
    .summary("work on the jobs of a queue, on any number of machines")
    .description(
      "Take jobs of hashcell batch --queue from a queue, compute them on threads and write their results into the database, until it is stopped. It may be killed at any moment: another worker takes its jobs. Ctrl+C lets it finish those under way. What it does is said as a line of JSON each on standard output.",
    )
    .requiredOption("--queue <address>", QUEUE_HELP)
    .option("--redis <address>", REDIS_HELP)
    .addOption(
      new Option("--threads <number>", "threads that compute")
        .argParser(wholeNumber(1, 256))
        .default(availableParallelism(), "as many as the machine has"),
    )
    .option(
      "--metrics-port <number>",
      "serve /metrics for Prometheus, and /health, at this port",
      wholeNumber(1, 65_535),
    )
    .option("--metrics-host <address>", "the address of that port", "127.0.0.1")
    .addHelpText("after", exitCodeHelp(["done", "usage", "service", "bug"]))
    .action(worker);
}

async function worker({ queue, redis: given, threads, metricsPort, metricsHost }: Options): Promise<void> {
  const log = pino({ base: { version: build.version } });
  const address = await served(() => addressOf(queue));
  const redis = await served(() => redisAddressOf(given));
  const { database, store } = await served(() => readyQueue(address, redis));
  const metrics =
    metricsPort === undefined
      ? undefined
      : await serving({ database, store }, { port: metricsPort, host: metricsHost });
  const told = (event: WorkEvent) => {
    metrics?.count(event);
    logged(log, event);
  };
  const running = await served(() => startWorker({ address, redis, version: build.version, threads, told }));
  log.info({ threads }, "worker started");
  await new Promise<void>((stopped) => {
    const stop = () => stopped();
    // A second one ends the process at once: nobody hears it.
    process.once("SIGINT", stop).once("SIGTERM", stop);
  });
  log.info("worker stops once its jobs are done; a second Ctrl+C stops it at once");
  await running.close();
  await metrics?.stop();
  await database.close();
  log.info("worker stopped");
}

/** Metrics that are served; where the port cannot be had, the command ends. */
async function serving({ database, store }: ReadyQueue, { port, host }: { port: number; host: string }) {
  const queue = await jobQueue(store, build.version);
  const metrics = new WorkMetrics(database, store, queue, build.version);
  const close = async () => {
    await queue.close().catch(() => undefined);
  };
  try {
    const stopServing = await metrics.serve(port, host);
    return {
      count: (event: WorkEvent) => metrics.count(event),
      stop: async () => {
        await stopServing();
        await close();
      },
    };
  } catch (error) {
    await close();
    await database.close();
    throw new Failure(
      EXIT.service,
      `cannot serve metrics at ${host}:${port}: ${error instanceof Error ? error.message : ""}`,
    );
  }
}

const levels = {
  done: "info",
  known: "info",
  back: "info",
  refused: "error",
  failed: "warn",
  alarm: "error",
  away: "warn",
  fault: "warn",
} as const;

const messages = {
  done: "job done",
  known: "job was done before",
  refused: "job refused",
  failed: "job failed",
  alarm: "job gave other results than before",
  away: "does not answer",
  back: "answers again",
  fault: "fault of the queue",
} as const satisfies Record<WorkEvent["kind"], string>;

function logged(log: pino.Logger, { kind, ...facts }: WorkEvent): void {
  const what = "what" in facts ? `${facts.what} ` : "";
  log[levels[kind]]({ event: kind, ...facts }, what + messages[kind]);
}
