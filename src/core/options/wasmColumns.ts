import { at } from "../numeric/at";
import { BATCH, exponential, filledLogs, filledPowers } from "../numeric/elementary";
import { tailTable } from "../numeric/scaledTail";
import { wasmExports } from "../numeric/wasmModule";
import { once } from "../once";
import { built } from "./wasm/built";

/** In the order of `wasm/kernel.ts`. */
const NAMES = [
  "forward",
  "strike",
  "log",
  "logRest",
  "deviation",
  "deviationRest",
  "distance",
  "distanceRest",
  "half",
  "weight",
  "difference",
  "scale",
  "years",
  "volatility",
  "rate",
  "price",
] as const;

/** Columns of `BATCH` rows in the memory of the module, and what it does with the first rows of them. */
export interface WasmColumns extends Readonly<Record<(typeof NAMES)[number], Float64Array>> {
  /** Logs from forwards and strikes; false where a number is so large or small that they are of no use. */
  readonly lnRatios: (rows: number) => boolean;
  /** From logs and deviations the columns from distances to scales; true where differences of narrow tails are among them. */
  readonly standardise: (rows: number) => boolean;
  /** Deviations from years and volatilities. */
  readonly takeDeviations: (rows: number) => void;
  /** Prices of calls, at a sign of 1, or puts, at -1, from what is standardised. */
  readonly takePrices: (rows: number, sign: number) => void;
}

/** What `wasm/kernel.ts` exports. */
interface Exports {
  readonly memory: WebAssembly.Memory;
  readonly TABLES: WebAssembly.Global<"i32">;
  readonly COLUMNS: WebAssembly.Global<"i32">;
  readonly lnRatios: (rows: number) => number;
  readonly standardise: (rows: number) => number;
  readonly takeDeviations: (rows: number) => void;
  readonly takePrices: (rows: number, sign: number) => void;
}

/** Undefined where there is no WebAssembly with SIMD, or a page's policy does not allow it. */
export const wasmColumns = once((): WasmColumns | undefined => {
  const run = wasmExports(built, { exponential }) as unknown as Exports | undefined;
  if (run === undefined) return undefined;
  const { buffer } = run.memory;
  fillTables(new Float64Array(buffer, run.TABLES.value));
  const start: number = run.COLUMNS.value;
  const columnAt = (index: number) =>
    new Float64Array(buffer, start + index * BATCH * Float64Array.BYTES_PER_ELEMENT, BATCH);
  const columns = Object.fromEntries(NAMES.map((name, index) => [name, columnAt(index)]));
  return {
    ...(columns as Record<(typeof NAMES)[number], Float64Array>),
    lnRatios: (rows) => run.lnRatios(rows) !== 0,
    standardise: (rows) => run.standardise(rows) !== 0,
    takeDeviations: run.takeDeviations,
    takePrices: run.takePrices,
  };
});

/** The tables one behind the other, the numbers of each point side by side. */
function fillTables(room: Float64Array): void {
  let place = 0;
  const enter = (value: number) => {
    room[place++] = value;
  };
  const powers = filledPowers();
  for (let j = 0; j < powers.value.length; j++) {
    enter(at(powers.value, j));
    enter(at(powers.cut, j));
  }
  const { inverse, high, low } = filledLogs();
  for (let j = 0; j < inverse.length; j++) {
    enter(at(inverse, j));
    enter(at(high, j));
    enter(at(low, j));
    enter(0);
  }
  const { value, cut, series } = tailTable();
  const terms = series.length / value.length;
  for (let j = 0; j < value.length; j++) {
    enter(at(value, j));
    enter(at(cut, j));
    for (let n = 0; n < terms; n++) enter(at(series, j * terms + n));
  }
}
