import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { Worker } from "node:worker_threads";
import { once } from "node:events";
import { duration } from "./report";
import { interleaved, timed, type Row } from "./rows";

// The command `hashcell batch`, from a text file to a text file, with two threads.

const SITES = 100_000;
const MB_IN_KB = 1024;
const COMMAND = resolve("src/cli/hashcell.mjs");
/** Prints the peak of memory at the end of a process. */
const PEAK = `data:text/javascript,process.on("exit",()=>console.error(process.resourceUsage().maxRSS))`;

/** Sites of 36 months that differ in all that a site has of its own. */
function sitesCsv(count: number): string {
  const lines = [
    "site,btc price,difficulty,start height,hashrate (TH/s),efficiency,power price,capex,months,other opex,pool fee,tax rate,uptime,difficulty growth",
  ];
  for (let site = 1; site <= count; site++) {
    const share = (factor: number) => (site * factor) % 1;
    const hashrate = Math.round(1000 + 1e5 * share(0.618034));
    lines.push(
      [
        `Site ${site}`,
        Math.round(90_000 + 30_000 * share(0.414214)),
        "1.1e14",
        900_000,
        hashrate,
        (15 + 10 * share(0.732051)).toFixed(1),
        (0.03 + 0.03 * share(0.236068)).toFixed(4),
        Math.round(hashrate * (8 + 12 * share(0.162278))),
        36,
        Math.round(3000 * share(0.316625)),
        0.02,
        (0.3 * share(0.605551)).toFixed(3),
        (0.9 + 0.1 * share(0.872983)).toFixed(3),
        0.005,
      ].join(","),
    );
  }
  return `${lines.join("\n")}\n`;
}

async function thread(path: string, half: 0 | 1): Promise<Worker> {
  const worker = new Worker(join(__dirname, "batchThread.ts"), {
    workerData: { path, half },
    execArgv: ["-r", resolve(".config/typescript.cjs")],
  });
  await once(worker, "message");
  return worker;
}

export async function batchOfSites(): Promise<Row[]> {
  const folder = mkdtempSync(join(tmpdir(), "hashcell-batch-"));
  const [input, output] = [join(folder, "sites.csv"), join(folder, "results.csv")];
  writeFileSync(input, sitesCsv(SITES));
  try {
    let found: unknown[] = [];
    // As fresh as those of the command: each compiles the same functions once.
    const bare = async () => {
      const workers = await Promise.all([thread(input, 0), thread(input, 1)]);
      const seconds = await timed(async () => {
        const answers = workers.map((worker) => once(worker, "message"));
        for (const worker of workers) worker.postMessage("begin");
        found = (await Promise.all(answers)).flat(2);
      });
      await Promise.all(workers.map((worker) => worker.terminate()));
      return seconds;
    };
    let megabytes = 0;
    const command = () => {
      const { status, stderr } = spawnSync(
        process.execPath,
        ["--import", PEAK, COMMAND, "batch", input, "-o", output, "--force", "--threads", "2"],
        { encoding: "utf8" },
      );
      if (status !== 0) throw new Error(stderr);
      megabytes = Math.max(megabytes, Number(stderr.trim().split("\n").at(-1)) / MB_IN_KB);
    };
    const [ours = NaN, theirs = NaN] = await interleaved(3, [() => timed(command), bare]);
    refuseOther(output, found);
    return [
      {
        work: `hashcell batch, ${SITES.toLocaleString("en")} sites: NPV, IRR and payback over 36 months`,
        rival: "bare loop of the core's calls on two threads",
        ours: duration(ours),
        theirs: duration(theirs),
        ratio: ours / theirs,
        target: "1.3",
        megabytes,
      },
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Throws where the command has other results than the bare loop. */
function refuseOther(output: string, found: readonly unknown[]): void {
  const [, ...lines] = readFileSync(output, "utf8").trimEnd().split("\n");
  for (const [index, line] of lines.entries()) {
    const expected = found.slice(3 * index, 3 * index + 3).join(",");
    if (line.split(",").slice(1, 4).join(",") !== expected)
      throw new Error(`the batch has ${line}, and the bare loop ${expected}`);
  }
  if (3 * lines.length !== found.length) throw new Error("the batch has not as many lines as the bare loop");
}
