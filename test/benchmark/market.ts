/**
 * 10,000 streams of MARKET on one change of the market, against a bare loop that hands a new value to 10,000 callbacks:
 * all alike, and each of another day; and 6,000 days of built-in history. Prints medians, the ratio and whether every
 * stream got the value.
 */
import { embedded } from "../../src/data/embedded/embedded";
import type { Quote } from "../../src/data/market";
import { MarketStore } from "../../src/data/store";
import { bindStream } from "../../src/functions/bind";
import { market as definition } from "../../src/functions/market/market";

Object.assign(globalThis, { CustomFunctions: { Error } });

const STREAMS = 10_000;
const DAYS = 6_000;
const RUNS = 31;

const price = (value: number): Quote => ({
  series: "btc.price",
  value,
  asOf: Date.now() + value,
  source: "Benchmark",
  quality: "live",
});

function median(work: (run: number) => unknown): number {
  const times = Array.from({ length: RUNS }, (_, run) => {
    const start = performance.now();
    work(run);
    return performance.now() - start;
  });
  return times.sort((a, b) => a - b)[Math.floor(RUNS / 2)] ?? NaN;
}

const first = performance.now();
embedded.day("btc.hashprice_subsidy", 18_000);
const build = performance.now() - first;

const received: unknown[] = new Array(STREAMS).fill(undefined);
const callbacks = received.map((_, at) => (value: unknown) => void (received[at] = value));

const bare = median((run) => {
  for (const setResult of callbacks) setResult([[run]]);
});

const store = new MarketStore(embedded, () => Date.now());
store.show({ kind: "live" }, { quotes: [price(1)], history: {} });
const stream = bindStream(definition, store);
for (const setResult of callbacks) stream([["btc.price"]], null, { setResult });
const ours = median((run) => store.show({ kind: "live" }, { quotes: [price(run + 2)], history: {} }));
const got = received.filter((value) => JSON.stringify(value) === `[[${RUNS + 1}]]`).length;
const idle = median(() => store.notify());

const different = new MarketStore(embedded, () => Date.now());
different.show({ kind: "live" });
const another = bindStream(definition, different);
for (const [at, setResult] of callbacks.entries())
  another([["btc.price"]], [[40_400 + at / 2]], { setResult });
const apart = median(() => different.notify());

let known = 0;
const days = median(() => {
  known = 0;
  for (let day = 20_494 - DAYS; day < 20_494; day++)
    if (embedded.day("btc.hashprice_subsidy", day) !== undefined) known += 1;
});

console.log(`bare loop over ${STREAMS} callbacks   ${bare.toFixed(2)} ms`);
console.log(
  `${STREAMS} MARKET streams, a change   ${ours.toFixed(2)} ms, ratio ${(ours / bare).toFixed(1)}; ${got} got the value`,
);
console.log(`${STREAMS} MARKET streams, none       ${idle.toFixed(2)} ms`);
console.log(`${STREAMS} different streams         ${apart.toFixed(2)} ms`);
console.log(`history made ready             ${build.toFixed(2)} ms`);
console.log(`${DAYS} days of history          ${days.toFixed(3)} ms, ${known} known`);
