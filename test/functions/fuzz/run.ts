import { parentPort, Worker, isMainThread, workerData } from "node:worker_threads";
import fc from "fast-check";
import { fuzzed, type Fuzzed } from "./calls";

/**
 * Random calls over the whole catalogue: `npm run fuzz -- --calls 300000 --seed 1 [--first 0] [--only NAME]`.
 *
 * First the examples with their ranges grown to 130,000 rows. Prints the slowest calls and every fault, and fails on one.
 * Each call follows from the seed and its number only: `--first N --calls 1` makes it again. A call that takes more than
 * a minute is printed and ends the run.
 */

interface Options {
  readonly calls: number;
  readonly seed: number;
  readonly first: number;
  readonly only: string;
}

interface Outcome {
  readonly faults: string[];
  readonly slowest: { readonly ms: number; readonly call: string }[];
}

/** They simulate, or try a model hundreds of times: one call in twenty of what falls to the others. */
const slow = [
  "SIM_MINER",
  "SIM_PORTFOLIO",
  "CASHFLOW_AT_RISK",
  "HAZARD_LOSS",
  "STRESS_TEST",
  "SENSITIVITY",
  "SIM_PATHS",
];
const SHARE_OF_SLOW = 20;
const MOST_FAULTS = 40;
const SHOWN_SLOW = 15;
const LONGEST_CALL_S = 60;
const LARGE = "130,000 rows";

const many = fuzzed.filter(({ name }) => !slow.includes(name));
const few = fuzzed.filter(({ name }) => slow.includes(name));

/** The function of a call: all others in turn, then one of the slow ones. */
function functionOf(call: number, only: string) {
  const named = fuzzed.find(({ name }) => name === only);
  if (named !== undefined) return named;
  const lap = many.length * SHARE_OF_SLOW + few.length;
  const place = call % lap;
  return place < many.length * SHARE_OF_SLOW
    ? many[place % many.length]
    : few[place - many.length * SHARE_OF_SLOW];
}

function run({ calls, seed, first, only }: Options, progress: Int32Array): Outcome {
  const faults: string[] = [];
  const slowest: Outcome["slowest"] = [];
  const tryOut = ({ name, fault }: Fuzzed, given: readonly unknown[], label: string) => {
    const start = performance.now();
    const found = fault(given);
    const ms = performance.now() - start;
    const text = () => `${label}: ${name}(${label === LARGE ? "..." : fc.stringify(given)})`;
    if (found !== undefined) faults.push(`${found}\n  ${text()}`);
    if (slowest.length < SHOWN_SLOW || ms > (slowest.at(-1)?.ms ?? 0)) {
      slowest.push({ ms, call: text().slice(0, 200) });
      slowest.sort((a, b) => b.ms - a.ms);
      slowest.splice(SHOWN_SLOW);
    }
  };
  if (first === 0) {
    for (const target of fuzzed.filter(({ name }) => only === "" || name === only)) {
      for (const given of target.large()) {
        Atomics.sub(progress, 0, 1);
        tryOut(target, given, LARGE);
      }
    }
  }
  for (let call = first; call < first + calls && faults.length < MOST_FAULTS; call++) {
    const target = functionOf(call, only);
    if (target === undefined) continue;
    const [given = []] = fc.sample(target.calls, { seed: (seed * 1_000_003 + call) | 0, numRuns: 1 });
    Atomics.store(progress, 0, call);
    tryOut(target, given, `call ${call}`);
  }
  return { faults, slowest };
}

function optionsOf(words: readonly string[]): Options {
  const valueOf = (name: string) => words[words.indexOf(`--${name}`) + 1] ?? "";
  const numberOf = (name: string, fallback: number) =>
    words.includes(`--${name}`) ? Number(valueOf(name)) : fallback;
  return {
    calls: numberOf("calls", 10_000),
    seed: numberOf("seed", 1),
    first: numberOf("first", 0),
    only: words.includes("--only") ? valueOf("only") : "",
  };
}

function watch(options: Options): void {
  const progress = new Int32Array(new SharedArrayBuffer(4));
  const worker = new Worker(__filename, { workerData: { options, progress } });
  let [last, seconds] = [-1, 0];
  const timer = setInterval(() => {
    const call = Atomics.load(progress, 0);
    seconds = call === last ? seconds + 1 : 0;
    last = call;
    if (seconds < LONGEST_CALL_S) return;
    console.log(
      `call ${call} has not come back for ${LONGEST_CALL_S} s: ${functionOf(call, options.only)?.name}`,
    );
    process.exit(1);
  }, 1000);
  worker.on("message", ({ faults, slowest }: Outcome) => {
    clearInterval(timer);
    for (const { ms, call } of slowest) console.log(`${ms.toFixed(0).padStart(6)} ms  ${call}`);
    for (const fault of faults) console.log(`\n${fault}`);
    console.log(`\n${options.calls} calls with seed ${options.seed}: ${faults.length} faults`);
    process.exitCode = faults.length === 0 ? 0 : 1;
  });
}

if (isMainThread) watch(optionsOf(process.argv));
else {
  const { options, progress } = workerData as { options: Options; progress: Int32Array };
  parentPort?.postMessage(run(options, progress));
}
