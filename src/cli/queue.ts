import type { Command } from "commander";
import { elsewhere, queueState, retried, type Elsewhere, type QueueState } from "../batch/queue/state";
import { QueueDatabase } from "../batch/queue/database";
import { addressOf, redisAddressOf } from "../batch/queue/address";
import { PostgresJobs } from "../batch/queue/postgresJobs";
import { build } from "../functions/build";
import { QUEUE_HELP, REDIS_HELP, wholeNumber } from "./arguments";
import { EXIT, Failure, exitCodeHelp } from "./exit";
import { listed } from "./report";
import { ownServer, readyQueue, served, untilStopped } from "./service";
import { columns, print, wrapped } from "./text";
import { countOf } from "../workfile/wording";

interface Options {
  readonly queue?: string;
  readonly redis?: string;
  readonly serve?: string;
  readonly port?: number;
  readonly retry?: string;
  readonly json?: boolean;
}

export function addQueue(program: Command): void {
  program
    .command("queue")
    .summary("show a queue, try a failed job again, or run a server for trials")
    .description(
      "Show how many jobs wait in a queue, how many are under way, how fast they go, which failed and why, and which are stuck. With --serve run a PostgreSQL server of your own in a folder until it is stopped, for trials and small runs: it is real PostgreSQL, prepared, and listens to this machine only.",
    )
    .option("--queue <address>", QUEUE_HELP)
    .option("--redis <address>", REDIS_HELP)
    .option("--retry <job>", "try a failed job again, by its name or the beginning of it; all for every one")
    .option("--serve <folder>", "run a server in a folder, which is made at first")
    .option("--port <number>", "its port; without it a free one is found", wholeNumber(1, 65_535))
    .option("--json", "print the report as JSON")
    .addHelpText("after", exitCodeHelp(["done", "differs", "usage", "service", "bug", "cancelled"]))
    .action(queue);
}

async function queue({ queue: given, redis: givenRedis, serve, port, retry, json }: Options): Promise<void> {
  if (serve !== undefined) return runServer(serve, port);
  if (given === undefined)
    throw new Failure(EXIT.usage, "say which queue: --queue ADDRESS, or --serve FOLDER to run one");
  const address = await served(() => addressOf(given));
  const redis = await served(() => redisAddressOf(givenRedis));
  const { database, store } = await served(() => readyQueue(address, redis));
  try {
    if (retry !== undefined) {
      const count = await served(() => retried(store, build.version, retry));
      if (count === 0)
        throw new Failure(EXIT.usage, `no failed job is named ${retry}: hashcell queue lists them`);
      print(`${countOf(count, "job is", "jobs are")} in the queue again.`);
      return;
    }
    const state = await served(() => queueState(database, store, build.version));
    const inDatabase =
      redis === undefined
        ? undefined
        : await served(() => elsewhere(new PostgresJobs(database), build.version));
    if (state.failed.length + state.stuck.length + state.alarms.length > 0) process.exitCode = EXIT.differs;
    print(json ? JSON.stringify({ ...state, inDatabase }, null, 2) : report(state, inDatabase));
  } finally {
    await database.close();
  }
}

async function runServer(folder: string, port: number | undefined): Promise<void> {
  const { signal, stopped } = untilStopped("SIGINT", "SIGTERM", "SIGHUP");
  const server = await served(() => ownServer(folder, { port, isForAll: true, signal }));
  const database = new QueueDatabase(server.address);
  try {
    await served(() => database.migrate());
    await database.close();
    print(
      [
        `A PostgreSQL server runs in ${folder}, for this machine only. Stop it with Ctrl+C.`,
        "",
        `  hashcell worker --queue ${folder}`,
        `  hashcell batch portfolio.csv -o results.csv --queue ${folder}`,
        "",
        "use it. Its address for other programs is in the file address of that folder.",
      ].join("\n"),
    );
    await stopped;
  } finally {
    await server.stop();
  }
}

function report(state: QueueState, inDatabase: Elsewhere | undefined): string {
  const { version, counts, workers, otherVersions, lastMinute, lastHour, failed, stuck, alarms } = state;
  return [
    columns(
      [
        ["Jobs that wait", String(counts.waiting)],
        ["under way", String(counts.active)],
        ["to be tried again", String(counts.delayed)],
        ["failed", String(counts.failed)],
        ["with results", String(counts.results)],
        ["Workers", `${workers} of Hashcell ${version}`],
        [
          "Rate",
          `${countOf(lastMinute.jobs, "job", "jobs")} and ${countOf(lastMinute.sites, "site", "sites")} in the last minute, ${countOf(lastHour.jobs, "job", "jobs")} and ${countOf(lastHour.sites, "site", "sites")} in the last hour`,
        ],
      ],
      "",
    ),
    ...(counts.waiting > 0 && workers === 0
      ? [wrapped(`No worker of Hashcell ${version} is connected: hashcell worker --queue ... starts one.`)]
      : []),
    ...(inDatabase !== undefined && inDatabase.waiting + inDatabase.workers > 0
      ? [
          wrapped(
            `Without --redis ${countOf(inDatabase.workers, "worker takes", "workers take")} jobs from the database, where ${countOf(inDatabase.waiting, "job waits", "jobs wait")}: they never meet what goes through Redis.`,
          ),
        ]
      : []),
    ...otherVersions.map(({ version: other, waiting }) =>
      wrapped(
        `${countOf(waiting, "job waits", "jobs wait")} for workers of Hashcell ${other}: this version leaves them alone.`,
      ),
    ),
    ...listed(
      "Failed (hashcell queue --retry JOB tries one again)",
      failed.map(({ job, why, rows }) => [job.slice(0, 12), rows, why]),
    ),
    ...listed(
      "Stuck: under way, and not heard of",
      stuck.map(({ job, rows, seconds }) => [job.slice(0, 12), rows, `for ${seconds} s`]),
    ),
    ...listed(
      "Alarms: computed twice, with other results",
      alarms.map(({ job, at, worker }) => [job.slice(0, 12), at, `by ${worker}`]),
    ),
  ].join("\n\n");
}
