import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { spawnSync } from "node:child_process";
import { worksOf, builtFunctions, type WorkName } from "./calls";

// What can only be measured in a process of its own: peak memory, and loading.

const MB = 2 ** 20;

function outputOf(args: readonly string[]): string {
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: "utf8" });
  if (status !== 0) throw new Error(stderr);
  return stdout;
}

/**
 * By how many MB a process grows, at its peak, over what it has when the arguments of a call are there. Young garbage, which a
 * process lets grow where memory is plenty, is kept small.
 */
export function peakMegabytes(file: string, work: WorkName, size: number): number {
  const program = ["-r", "./.config/typescript.cjs", "--expose-gc", "--max-semi-space-size=1", __filename];
  return Number(outputOf([...program, file, work, String(size)]));
}

const LOADING = `
const source = require("node:fs").readFileSync(process.argv[1], "utf8");
globalThis.CustomFunctions = { associate() {}, Error };
const start = process.cpuUsage();
require("node:vm").runInThisContext(source);
const { user, system } = process.cpuUsage(start);
process.stdout.write(String((user + system) / 1e6));`;

/** Seconds of processor time that a fresh process takes to compile and run a built script. */
export const loadingSeconds = (file: string) => Number(outputOf(["-e", LOADING, file]));

async function printPeak(file: string, work: WorkName, size: number): Promise<void> {
  const call = worksOf(builtFunctions(file))[work](size);
  giveBack();
  forgetPeak();
  const before = process.memoryUsage().rss;
  await call(1);
  const grown = peakBytes() - before;
  process.stdout.write(String(Math.max(0, grown) / MB));
}

/** The most memory since the peak was forgotten. What the system counts for a process begins with what its parent had. */
function peakBytes(): number {
  const peak = existsSync(STATUS) ? /^VmHWM:\s*(\d+) kB/m.exec(readFileSync(STATUS, "utf8"))?.[1] : undefined;
  // Both count in units of 1,024 bytes.
  return Number(peak ?? process.resourceUsage().maxRSS) * 1024;
}

const STATUS = "/proc/self/status";

/** Gives back memory that is held but empty, in which a call would not show. Once leaves some. */
function giveBack(): void {
  for (let time = 0; time < 3; time++)
    globalThis.gc?.({ type: "major", execution: "sync", flavor: "last-resort" });
}

/** The peak that Linux counts begins again; elsewhere it is that of the whole process. */
export function forgetPeak(): void {
  if (existsSync("/proc/self/clear_refs")) writeFileSync("/proc/self/clear_refs", "5");
}

const [, program, file, work, size] = process.argv;
if (program === __filename) void printPeak(file ?? "", work as WorkName, Number(size));
