import { at } from "../numeric/at";
import { exp, filledPowers } from "../numeric/elementary";
import { inverseNormalTable } from "../numeric/inverseNormalTable";
import { seedWords } from "../numeric/random";
import { wasmExports } from "../numeric/wasmModule";
import type { Kernel } from "./kernel";
import { built } from "./wasm/built";

type Run = (...given: number[]) => void;

/** What `wasm/kernel.ts` exports. */
interface Exports extends Readonly<Record<Exclude<keyof Kernel, "room">, Run>> {
  readonly memory: WebAssembly.Memory;
  readonly EXPONENTIALS: WebAssembly.Global<"i32">;
  readonly INVERSE_NORMALS: WebAssembly.Global<"i32">;
  readonly ROOM: WebAssembly.Global<"i32">;
}

const PAGE_BYTES = 65_536;
const NUMBER_BYTES = 8;

/**
 * The kernel in WebAssembly, two paths at a time; undefined where there is no WebAssembly with SIMD, or a page's policy does
 * not allow it.
 */
export function wasmKernel(): Kernel | undefined {
  const run = wasmExports(built, { exp }) as unknown as Exports | undefined;
  if (run === undefined) return undefined;
  const room: number = run.ROOM.value;
  fillTables(run);
  return {
    room: (count) => {
      const bytes = room + NUMBER_BYTES * count;
      const missing = Math.ceil((bytes - run.memory.buffer.byteLength) / PAGE_BYTES);
      if (missing > 0) run.memory.grow(missing);
      return new Float64Array(run.memory.buffer, room, count);
    },
    uniforms: (to, count, { seed, stream, row, place, isAcross }) => {
      const [lowerSeed, upperSeed] = seedWords(seed);
      const [placeStep, rowStep] = isAcross ? [0, 1] : [1, 0];
      run.uniforms(to, count, place, row, placeStep, rowStep, stream, lowerSeed, upperSeed);
    },
    inverseNormals: run.inverseNormals,
    walk: ({ w, z, normals, count, root, correlation, own }) =>
      run.walk(w, z, normals, count, root, correlation, own),
    growths: ({ to, w, z, count, a, b, drift }) => run.growths(to, w, z, count, a, b, drift),
    multiply: run.multiply,
    addScaled: run.addScaled,
    runWhole: ({ margin, share, growth, count, revenue, heat, power, least }) =>
      run.runWhole(margin, share, growth, count, revenue, heat, power, least),
    runParts: (month) => {
      const { margin, share, growth, count, revenue, heat, power, parts } = month;
      const { multipliers, sums, runsAlways } = month;
      run.runParts(
        margin,
        share,
        growth,
        count,
        revenue,
        heat,
        power,
        parts,
        multipliers,
        sums,
        Number(runsAlways),
      );
    },
    keep: ({ kept, keptCost, keptCoins, growth, coins, share, count, revenue, value }) =>
      run.keep(kept, keptCost, keptCoins, growth, coins, share, count, revenue, value),
    settle: (month) => {
      const { net, margin, gains, losses, count, profitShare, fixedProfit, fixedCash } = month;
      const { taxRate, lossLimit } = month;
      run.settle(net, margin, gains, losses, count, profitShare, fixedProfit, fixedCash, taxRate, lossLimit);
    },
    track: run.track,
  };
}

function fillTables({ memory, EXPONENTIALS, INVERSE_NORMALS }: Exports): void {
  const powers = filledPowers();
  const pairs = powers.value.length;
  const exponentials = new Float64Array(memory.buffer, EXPONENTIALS.value, 2 * pairs);
  for (let j = 0; j < pairs; j++) exponentials.set([at(powers.value, j), at(powers.cut, j)], 2 * j);
  const table = inverseNormalTable();
  new Float64Array(memory.buffer, INVERSE_NORMALS.value, table.length).set(table);
}
