/**
 * 100,000 rows of HASHPRICE in one lifted call, against a bare loop over the same arrays in the same run.
 * Prints the ratio of the medians and the largest relative difference of the results.
 */
import { embedded } from "../../src/data/embedded/embedded";
import { MarketStore } from "../../src/data/store";
import { bind } from "../../src/functions/bind";
import { hashprice } from "../../src/functions/economics/hashprice";

Object.assign(globalThis, { CustomFunctions: { Error } });

const ROWS = 100_000;
const RUNS = 31;

const column = (value: (row: number) => number): [number][] =>
  Array.from({ length: ROWS }, (_, row) => [value(row)]);
const prices = column((row) => 50_000 + row);
const difficulties = column((row) => 1e14 + 1e9 * row);
const subsidies = column(() => 3.125);
const fees = column((row) => row / ROWS);

const lifted = bind(hashprice, new MarketStore(embedded, () => 0));

function bareLoop(): number[][] {
  const result: number[][] = new Array<number[]>(ROWS);
  const at = (cells: [number][], row: number) => cells[row]?.[0] ?? NaN;
  for (let row = 0; row < ROWS; row++) {
    const hashes = (1e15 * 86_400) / (at(difficulties, row) * 2 ** 32);
    result[row] = [hashes * (at(subsidies, row) + at(fees, row)) * at(prices, row)];
  }
  return result;
}

function median(work: () => unknown): number {
  const times = Array.from({ length: RUNS }, () => {
    const start = performance.now();
    work();
    return performance.now() - start;
  });
  return times.sort((a, b) => a - b)[Math.floor(RUNS / 2)] ?? NaN;
}

const call = () => lifted(prices, difficulties, subsidies, fees, null);
const expected = bareLoop();
const error = Math.max(
  ...call()
    .map(([value], row) => Math.abs(Number(value) / (expected[row]?.[0] ?? NaN) - 1))
    .slice(0, 50_000),
);
const bare = median(bareLoop);
const ours = median(call);
console.log(`bare loop  ${bare.toFixed(2)} ms, ${((ROWS / bare) * 1000).toExponential(2)} rows a second`);
console.log(`HASHPRICE  ${ours.toFixed(2)} ms, ${((ROWS / ours) * 1000).toExponential(2)} rows a second`);
console.log(`ratio      ${(ours / bare).toFixed(1)}, largest relative difference ${error.toExponential(1)}`);
