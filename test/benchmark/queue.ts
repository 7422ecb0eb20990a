/**
 * What a queue costs, and what a second worker brings: the same run in process on one thread, through a queue with one worker
 * of one thread, and with two, by turns. Run on request, on Linux:
 *
 * node -r ./.config/typescript.cjs test/benchmark/queue.ts [JOBS] [ROUNDS]
 */
import { readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { Running, startedWorker, TestServer } from "../batch/queue/server";
import { table } from "./report";

const [jobs = 12, rounds = 3] = process.argv.slice(2).map(Number);

/** So many of them are a job of about a second. */
const [PATHS, SITES] = [1000, 1204];

/** Seconds that a process and the threads in it have computed; clock ticks of Linux are hundredths. */
function computedS(pid: number | string): number {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1]?.split(" ") ?? [];
    return (Number(fields[11]) + Number(fields[12])) / 100;
  } catch {
    // It has ended.
    return 0;
  }
}

/** Of the server's processes, those that have ended included. */
function serverS(folder: string): number {
  const [main = ""] = readFileSync(join(folder, "data/postmaster.pid"), "utf8").split("\n");
  const ended = readFileSync(`/proc/${main}/stat`, "utf8").split(") ")[1]?.split(" ") ?? [];
  const children = readdirSync("/proc").filter((pid) => {
    try {
      return readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1]?.split(" ")[1] === main;
    } catch {
      return false;
    }
  });
  const lost = (Number(ended[13]) + Number(ended[14])) / 100;
  return children.reduce((sum, pid) => sum + computedS(pid), computedS(main) + lost);
}

interface Measured {
  readonly wall: number;
  readonly worker: number;
  readonly submitter: number;
  readonly server: number;
}

async function measured(server: TestServer, seed: number, workers: number): Promise<Measured> {
  const folder = dirname(server.folder);
  const output = join(folder, `${seed}-${workers}.csv`);
  const queue = workers === 0 ? ["--threads", "1"] : ["--queue", server.address];
  const working = [];
  for (let count = 0; count < workers; count++) working.push(await startedWorker(server.address));
  const before = [...working.map((each) => computedS(each.process.pid ?? 0)), serverS(server.folder)];
  const begun = performance.now();
  const words = ["--paths", String(PATHS), "--seed", String(seed), "--quiet", "-o", output];
  const submitter = Running.start(["batch", join(folder, "sites.csv"), ...words, ...queue]);
  let own = 0;
  const watch = setInterval(() => (own = Math.max(own, computedS(submitter.process.pid ?? 0))), 20);
  const { code } = await submitter.ended;
  clearInterval(watch);
  const wall = (performance.now() - begun) / 1000;
  if (code !== 0) throw new Error(submitter.faults.join("\n"));
  const after = [...working.map((each) => computedS(each.process.pid ?? 0)), serverS(server.folder)];
  for (const each of working) await each.stop();
  const spent = after.map((seconds, index) => seconds - (before[index] ?? 0));
  const database = spent.pop() ?? 0;
  return { wall, worker: spent.reduce((sum, one) => sum + one, 0), submitter: own, server: database };
}

async function run(): Promise<void> {
  const server = await TestServer.start();
  const lines: (Measured & { place: string })[] = [];
  try {
    const head = "site,btc price,difficulty,hashrate,efficiency,power price,capex,months,subsidy";
    const rows = Array.from(
      { length: jobs * SITES },
      (_, index) => `Site ${index + 1},60000,1e14,${200 + (index % 97)},17.5,0.05,${3000 + index},36,3.125`,
    );
    writeFileSync(join(dirname(server.folder), "sites.csv"), [head, ...rows].join("\n"));
    for (let round = 1; round <= rounds; round++)
      for (const workers of [0, 1, 2]) {
        const place = ["in process, 1 thread", "queue, 1 worker", "queue, 2 workers"][workers] ?? "";
        lines.push({ place, ...(await measured(server, 10 * round + workers, workers)) });
      }
  } finally {
    await server.stop();
    rmSync(dirname(server.folder), { recursive: true, force: true });
  }
  const seconds = (value: number) => value.toFixed(2);
  console.log(
    `${jobs} jobs of ${SITES} sites and ${PATHS} paths; seconds of the clock, and computed by each`,
  );
  console.log(
    table(
      ["Run", "Clock", "Workers", "Submitter", "Server", "All computed"],
      lines.map(({ place, wall, worker, submitter, server: own }) => [
        place,
        ...[wall, worker, submitter, own, worker + submitter + own].map(seconds),
      ]),
      1,
    ),
  );
}

void run();
