/**
 * The slowest legal calls of every function: `npm run benchmark -- --slowest [--only NAME] [--all]`.
 *
 * Each call runs in another process, which is ended when it takes too long. Prints, for each function, its slowest call,
 * and every call above the limits; with --all, every call.
 */
import { fork, type ChildProcess } from "node:child_process";
import { Worker } from "node:worker_threads";
import { bind } from "../../src/functions/bind";
import { catalogue } from "../../src/functions/catalogue";
import { ExcelError, market } from "../functions/host";
import { extremeCalls, type ExtremeCall } from "./extremeCalls";
import { forgetPeak } from "./processes";

/** What a call may take: processor time, so that other work on the machine does not count. */
const MOST_SECONDS = 2;
const MOST_MB = 500;
/** A call that takes more processor time is ended. */
const ENDED_AFTER_SECONDS = 8;
/** A process that has used more memory is replaced, as its peak would cover that of the next call. */
const KEPT_BELOW_MB = 300;
const MB = 2 ** 20;

interface Measured {
  readonly seconds: number;
  /** Growth of the process at its peak. */
  readonly mb: number;
  /** What came back: the size of the answer, or the error. */
  readonly answer: string;
}

/** Runs the calls that the parent asks for by number. */
function runCalls(calls: readonly ExtremeCall[]): void {
  const beganAt = watched();
  process.on("message", (index: number) => {
    const call = calls[index];
    if (call !== undefined) process.send?.(measured(call, beganAt));
  });
  process.send?.("ready");
}

/**
 * Starts a thread that ends this process when a call takes too much processor time: the thread of the call cannot. The
 * array holds the processor time at which the call began, 0 between calls.
 */
function watched(): Float64Array {
  const beganAt = new Float64Array(new SharedArrayBuffer(8));
  const watch = `const { workerData } = require("node:worker_threads");
    setInterval(() => {
      const { user, system } = process.cpuUsage();
      const isLate = user + system - workerData[0] > ${ENDED_AFTER_SECONDS * 1e6};
      if (workerData[0] > 0 && isLate) process.kill(process.pid, "SIGKILL");
    }, 50);`;
  new Worker(watch, { eval: true, workerData: beganAt }).unref();
  return beganAt;
}

function measured({ name, given }: ExtremeCall, beganAt: Float64Array): Measured {
  const definition = catalogue.find((known) => known.name === name);
  if (definition === undefined) throw new Error(`no function ${name}`);
  const run = bind(definition, market);
  const args = given();
  globalThis.gc?.();
  forgetPeak();
  const before = process.memoryUsage().rss;
  const start = process.cpuUsage();
  beganAt[0] = start.user + start.system;
  const answer = answerOf(() => run(...args));
  beganAt[0] = 0;
  const { user, system } = process.cpuUsage(start);
  const peak = process.resourceUsage().maxRSS * 1024;
  return { seconds: (user + system) / 1e6, mb: Math.max(0, peak - before) / MB, answer };
}

function answerOf(run: () => readonly (readonly unknown[])[]): string {
  try {
    const answer = run();
    const [[first] = []] = answer;
    const text = first instanceof ExcelError ? `${first.code} ${first.message}` : String(first);
    return answer.length * (answer[0]?.length ?? 0) === 1
      ? text
      : `${answer.length} x ${answer[0]?.length ?? 0}: ${text}`;
  } catch (error) {
    if (error instanceof ExcelError) return `${error.code} ${error.message}`;
    throw error;
  }
}

/** A process that runs calls, and starts again after one that had to be ended. */
class Runner {
  private child: ChildProcess | undefined;

  constructor(private readonly only: string) {}

  async measure(index: number): Promise<Measured> {
    const child = this.child ?? (await this.start());
    this.child = child;
    try {
      return await new Promise<Measured>((resolve, reject) => {
        child.once("message", resolve as (message: unknown) => void);
        child.once("exit", (code, signal) => reject(new Error(signal ?? `code ${code}`)));
        child.send(index);
      });
    } catch (error) {
      this.child = undefined;
      return { seconds: Infinity, mb: NaN, answer: `ended: ${String(error)}` };
    } finally {
      child.removeAllListeners();
    }
  }

  private async start(): Promise<ChildProcess> {
    const child = fork(__filename, ["--child", "--only", this.only], {
      execArgv: ["-r", "./.config/typescript.cjs", "--expose-gc"],
      stdio: ["ignore", "ignore", "ignore", "ipc"],
    });
    await new Promise((resolve) => child.once("message", resolve));
    child.removeAllListeners();
    return child;
  }

  stop(): void {
    this.child?.kill();
    this.child = undefined;
  }
}

const isAbove = ({ seconds, mb }: Measured) => seconds > MOST_SECONDS || mb > MOST_MB;

function line(name: string, words: string, { seconds, mb, answer }: Measured): string {
  const time = seconds === Infinity ? `> ${ENDED_AFTER_SECONDS}` : seconds.toFixed(2);
  const memory = Number.isNaN(mb) ? "" : mb.toFixed(0);
  const verdict = isAbove({ seconds, mb, answer }) ? "too slow" : "";
  return [
    name.padEnd(20),
    time.padStart(6),
    memory.padStart(5),
    verdict.padEnd(8),
    `${words} -> ${answer.slice(0, 90)}`,
  ].join("  ");
}

async function search(only: string, isAll: boolean): Promise<void> {
  const calls = extremeCalls(only);
  const runner = new Runner(only);
  console.log(`${calls.length} calls; limits ${MOST_SECONDS} s of processor time and ${MOST_MB} MB`);
  console.log(["function".padEnd(20), "   s  ", "  MB", "verdict ", "call -> answer"].join("  "));
  let slowest: { words: string; measured: Measured } | undefined;
  let above = 0;
  for (const [index, { name, words }] of calls.entries()) {
    const measured = await runner.measure(index);
    if (measured.mb > KEPT_BELOW_MB) runner.stop();
    if (isAbove(measured)) above++;
    if (isAll || isAbove(measured)) console.log(line(name, words, measured));
    if (slowest === undefined || measured.seconds > slowest.measured.seconds) slowest = { words, measured };
    if (calls[index + 1]?.name === name) continue;
    if (!isAll && !isAbove(slowest.measured)) console.log(line(name, slowest.words, slowest.measured));
    slowest = undefined;
  }
  runner.stop();
  console.log(`${above} calls are above the limits`);
}

const isAsked = (flag: string) => process.argv.includes(flag);
const only = isAsked("--only") ? (process.argv[process.argv.indexOf("--only") + 1] ?? "") : "";
if (isAsked("--child")) runCalls(extremeCalls(only));
else void search(only, isAsked("--all"));
