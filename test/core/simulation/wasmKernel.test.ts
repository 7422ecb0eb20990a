import { spawnSync } from "node:child_process";
import fc from "fast-check";
import type { Model } from "../../../src/core/cashflow/model";
import { typescriptKernel, type Kernel } from "../../../src/core/simulation/kernel";
import { simulatedNpvs } from "../../../src/core/simulation/simMiner";
import { wasmKernel } from "../../../src/core/simulation/wasmKernel";
import { exp } from "../../../src/core/numeric/elementary";
import { anyModel } from "../cashflow/anyModel";
import { drawnPaths } from "./drawnPath";

const wasm = wasmKernel() ?? typescriptKernel;

test("WebAssembly runs here", () => expect(wasm).not.toBe(typescriptKernel));

test("what is built is what the source compiles to", () => {
  const { status, stderr } = spawnSync(process.execPath, [".config/kernel.mjs", "--check"], {
    encoding: "utf8",
  });
  expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
});

/** Numbers by their bits. */
const bitsOf = (numbers: Float64Array) => [...new BigUint64Array(Float64Array.from(numbers).buffer)];

const seed = fc.integer({ min: 0, max: Number.MAX_SAFE_INTEGER });
const word = fc.integer({ min: 0, max: 2 ** 32 - 1 });

describe("the same bits from both kernels", () => {
  /** What an operation leaves of an array in each of the kernels. */
  const both = (before: readonly number[], run: (kernel: Kernel) => void) =>
    [typescriptKernel, wasm].map((kernel) => {
      const numbers = kernel.room(before.length);
      numbers.set(before);
      run(kernel);
      return bitsOf(numbers.slice(0, before.length));
    });

  test("uniform numbers and normal ones", () => {
    const law = (chosen: number, stream: number, row: number, place: number, isAcross: boolean) => {
      const [own, other] = both(new Array<number>(48).fill(0), (kernel) => {
        kernel.uniforms(0, 16, { seed: chosen, stream, row, place, isAcross });
        kernel.uniforms(32, 8, { seed: chosen, stream, row, place, isAcross });
        kernel.inverseNormals(0, 32);
      });
      expect(other).toEqual(own);
    };
    // A last row or place of 2^32 - 1 has none behind it.
    const start = fc.integer({ min: 0, max: 2 ** 32 - 17 });
    fc.assert(fc.property(seed, word, start, start, fc.boolean(), law));
  });

  test("normal numbers of the ends, and about the seams of the table", () => {
    const law = (exponent: number, part: number, step: number) => {
      const tail = Math.max(2 ** exponent * (1 + part / 32) + step * 2 ** (exponent - 52), 2 ** -53);
      const [own, other] = both(
        [tail, 1 - tail, 2 ** -53, 1 - 2 ** -53, 0.5 - 2 ** -53, 0.5 + 2 ** -53, 0.3, 0.7],
        (kernel) => kernel.inverseNormals(0, 8),
      );
      expect(other).toEqual(own);
    };
    const integer = (min: number, max: number) => fc.integer({ min, max });
    fc.assert(fc.property(integer(-53, -2), integer(0, 31), integer(-3, 3), law), { numRuns: 1000 });
  });

  test("exponentials, also where they underflow or overflow", () => {
    const law = (exponents: number[]) => {
      const zeros = new Array<number>(8).fill(0);
      const [own, other] = both([...exponents, ...zeros], (kernel) =>
        kernel.growths({ count: 8, to: 0, w: 0, z: 8, a: 1, b: 1, drift: 0 }),
      );
      expect(other).toEqual(own);
      expect(own?.slice(0, 8)).toEqual(bitsOf(Float64Array.from(exponents, exp)));
    };
    const exponent = fc.oneof(
      fc.double({ min: -50, max: 50, noNaN: true }),
      fc.double({ min: -800, max: 800, noNaN: true }),
      fc.constantFrom(
        -708,
        709,
        -708.0000000001,
        709.0000000001,
        -1e300,
        1e300,
        -Infinity,
        Infinity,
        0,
        -0,
        1e-300,
      ),
    );
    fc.assert(fc.property(fc.array(exponent, { minLength: 8, maxLength: 8 }), law), { numRuns: 1000 });
  });

  const months = fc.oneof(fc.integer({ min: 1, max: 30 }), fc.integer({ min: 31, max: 240 }));
  const longModel = fc
    .tuple(anyModel, months)
    .map(([model, months]): Model => ({ ...model, months, startMonth: Math.min(model.startMonth, months) }));
  const fewOrMany = fc.oneof(fc.integer({ min: 2, max: 20 }), fc.integer({ min: 21, max: 600 }));

  test("NPVs of sites, controls, paybacks and months run, whatever the models assume", () => {
    let [single, several] = [0, 0];
    const law = (models: Model[], paths: number, chosen: number) => {
      const [first] = models;
      const sites = models.map((model) => ({
        ...model,
        volatility: first?.volatility ?? NaN,
        difficultyVolatility: first?.difficultyVolatility ?? NaN,
        correlation: first?.correlation ?? NaN,
      }));
      const [own, other] = [typescriptKernel, wasm].map((kernel) => {
        const all = simulatedNpvs(kernel, sites, { first: 0, count: paths }, chosen);
        const { npvs, npvsBySite, controls, runs, ...counts } = all;
        return {
          npvs: bitsOf(npvs),
          npvsBySite: npvsBySite.map(bitsOf),
          controls: bitsOf(controls),
          runs: bitsOf(runs),
          ...counts,
        };
      });
      expect(other).toEqual(own);
      expect(own?.controls).toHaveLength(paths);
      if (models.length === 1) single++;
      else several++;
    };
    const sites = fc.oneof(
      fc.array(longModel, { minLength: 1, maxLength: 1 }),
      fc.array(longModel, { minLength: 2, maxLength: 4 }),
    );
    fc.assert(fc.property(sites, fewOrMany, seed, law), { numRuns: 150 });
    expect(Math.min(single, several)).toBeGreaterThan(30);
  });

  test("paths, at volatilities so high that prices underflow", () => {
    const law = (model: Model, path: number, chosen: number) => {
      const wild = { ...model, volatility: 10, difficultyVolatility: 10 };
      const ends = [...new Set([1, Math.ceil(model.months / 2), model.months])];
      const [own, other] = [typescriptKernel, wasm].map((kernel) => {
        const { price, coins, revenue, endPrice, cash } = drawnPaths(kernel, wild, chosen, ends)(path);
        return { price, coins, revenue, endPrice, ...cash(1) };
      });
      expect(other).toEqual(own);
    };
    fc.assert(fc.property(longModel, word, seed, law), { numRuns: 100 });
  });
});

test("columns survive the growth of the memory", () => {
  const numbers = wasm.room(1_000_000);
  numbers.fill(2);
  wasm.multiply(999_992, 0, 0, 8);
  expect([numbers[999_991], numbers[999_992], numbers[999_999]]).toEqual([2, 4, 4]);
  expect(wasm.room(8)).toHaveLength(8);
});
