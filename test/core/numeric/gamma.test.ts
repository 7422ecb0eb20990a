import type Decimal from "decimal.js";
import fc from "fast-check";
import {
  deviance,
  gammaQuantile,
  gammaTails,
  gammaTerm,
  stirlingError,
} from "../../../src/core/numeric/gamma";
import { exactGammaTails, exactGammaTerm, exactStirlingError } from "./exactGamma";
import { exact, Exact } from "../../exact";
import { relativeError } from "./exactNormal";

// Abramowitz and Stegun (1964), Handbook of Mathematical Functions, table 26.7 (upper tail of chi-square), and by
// hand: Q(1, x) = e^-x, Q(2, x) = (1 + x) e^-x.
const table = [
  // a    x    upper    tolerance
  [1, 0.5, 0.60653065971263342, 1e-15],
  [2, 0.5, 0.90979598956895014, 1e-15],
  [2, 3, 0.19914827347145577, 1e-15],
  [5, 5, 0.44049328506521257, 1e-15],
] as const;

test.each(table)("upper tail of %d at %d", (a, x, upper, tolerance) => {
  expect(gammaTails(a, x).upper).toBeWithin(upper, { absolute: tolerance });
});

// Percentage points of chi-square, as printed in every table: 2 a degrees of freedom.
test.each([
  [1, "upper", 0.05, 5.991],
  [5, "upper", 0.05, 18.307],
  [5, "lower", 0.05, 3.94],
  [5, "upper", 0.01, 23.209],
  [15, "upper", 0.025, 46.979],
  [15, "lower", 0.025, 16.791],
  [50, "upper", 0.05, 124.342],
] as const)("chi-square quantile of twice %d degrees of freedom, %s %d", (a, tail, probability, point) => {
  expect(2 * gammaQuantile(a, tail, probability)).toBeWithin(point, { absolute: 5.1e-4 });
});

const shape = fc.oneof(
  fc.double({ min: 1, max: 300, noNaN: true }),
  fc.double({ min: 0, max: 30, noNaN: true }).map((power) => Math.exp(power)),
);
const deviations = fc.double({ min: -30, max: 30, noNaN: true });
const near = (a: number, z: number) => Math.max(a + z * Math.sqrt(a), a / 1000);

describe("laws", () => {
  test("the tails sum to one and lie between 0 and 1", () => {
    const law = (a: number, z: number) => {
      const { lower, upper } = gammaTails(a, near(a, z));
      expect(lower + upper).toBeWithin(1, { absolute: 5e-16 });
      expect(Math.min(lower, upper)).toBeGreaterThanOrEqual(0);
    };
    fc.assert(fc.property(shape, deviations, law), { numRuns: 1000 });
  });

  test("Q(a + 1, x) - Q(a, x) is the term: DLMF 8.8.6", () => {
    const law = (a: number, z: number) => {
      const x = near(a, z);
      const [smaller, larger] = [gammaTails(a, x), gammaTails(a + 1, x)];
      const term = gammaTerm(a, x);
      const [from, to] = x < a ? [larger.lower, smaller.lower] : [smaller.upper, larger.upper];
      expect(Math.abs(to - from - term)).toBeLessThanOrEqual(1e-13 * Math.max(to, term) + 1e-300);
    };
    fc.assert(fc.property(shape, deviations, law), { numRuns: 1000 });
  });

  test("the lower tail rises with x, also across the seams of the methods", () => {
    const seam = fc.constantFrom(0.6, 1, 1.4);
    const law = (a: number, ratio: number, step: number) => {
      const [before, after] = [gammaTails(a, a * ratio * (1 - step)), gammaTails(a, a * ratio * (1 + step))];
      expect(after.lower).toBeGreaterThanOrEqual(before.lower * (1 - 1e-14) - 1e-300);
      expect(after.upper).toBeLessThanOrEqual(before.upper * (1 + 1e-14) + 1e-300);
    };
    const step = fc.double({ min: 1e-12, max: 1e-3, noNaN: true });
    fc.assert(fc.property(fc.double({ min: 90, max: 2e4, noNaN: true }), seam, step, law), {
      numRuns: 1000,
    });
  });

  test("a quantile has its probability", () => {
    const law = (a: number, power: number, tail: "lower" | "upper") => {
      const probability = Math.exp(power);
      const x = gammaQuantile(a, tail, probability);
      // What half a unit in the last place of x may change of it: x times the density, a times the term over it.
      const slope = (a * gammaTerm(a, x)) / probability;
      expect(gammaTails(a, x)[tail]).toBeWithin(probability, { relative: 2e-14 + 1e-15 * slope });
    };
    const power = fc.double({ min: -600, max: -1e-4, noNaN: true });
    fc.assert(fc.property(shape, power, fc.constantFrom("lower", "upper"), law), { numRuns: 500 });
  });
});

describe("edges", () => {
  test("nothing below 0, everything far out", () => {
    expect(gammaTails(3, 0)).toEqual({ lower: 0, upper: 1 });
    expect(gammaTails(1, 1e308)).toEqual({ lower: 1, upper: 0 });
    expect(gammaTails(1e15, 1e-300)).toEqual({ lower: 0, upper: 1 });
    expect([gammaTerm(3, 0), gammaTerm(3, 1e308)]).toEqual([0, 0]);
  });

  test("shapes of a million million: half at the median, about a - 1/3", () => {
    expect(gammaTails(1e12, 1e12 - 1 / 3).lower).toBeWithin(0.5, { absolute: 5e-11 });
    expect(gammaQuantile(1e12, "lower", 0.5)).toBeWithin(1e12 - 1 / 3, { absolute: 5e-4 });
  });

  test("a probability of 1e-280 has its quantile", () => {
    expect(gammaQuantile(1, "lower", 1e-280) / 1e-280).toBeWithin(1, { absolute: 5e-14 });
    expect(gammaQuantile(1, "upper", 1e-280)).toBeWithin(280 * Math.LN10, { absolute: 5e-11 });
  });
});

describe("agreement with 50 digits", () => {
  const shapes = [1, 1.5, 2, 3.5, 16, 42, 99.5, 100.5, 130, 2500];
  const ratios = [1e-80, 1e-6, 0.01, 0.3, 0.599, 0.601, 0.9, 0.999, 1, 1.001, 1.1, 1.399, 1.401, 2, 10, 90];
  const points = shapes.flatMap((a) => [
    ...ratios.map((ratio) => [a, a * ratio] as const),
    ...[-33, -12, -4, -1.5, -0.2, 0.1, 0.7, 3, 8, 20, 35].map((z) => [a, near(a, z)] as const),
  ]);
  // A million blocks and more, from one tail to the other.
  const million = [-36, -5, -0.01, 0.7, 9, 36].map((z) => [1e6, near(1e6, z)] as const);
  const all = [...points, ...million];

  test("both tails and the term, to 2e-14 down to 1e-300", () => {
    const errors = all.flatMap(([a, x]) => {
      const expected = exactGammaTails(exact(a), exact(x));
      const got = gammaTails(a, x);
      const pairs: [number, Decimal][] = [
        [got.lower, expected.lower],
        [got.upper, expected.upper],
        [gammaTerm(a, x), exactGammaTerm(exact(a), exact(x))],
      ];
      return pairs.filter(([, value]) => value.gt("1e-300")).map(([value, of]) => relativeError(value, of));
    });
    expect(errors.length).toBeGreaterThan(500);
    expect(Math.max(...errors)).toBeLessThan(2e-14);
  });

  test("quantiles, to 3e-15", () => {
    for (const a of [1, 2, 10.5, 80, 101, 5000, 1e6]) {
      for (const tail of ["lower", "upper"] as const) {
        for (const probability of [1e-200, 1e-8, 0.005, 0.025, 0.4]) {
          const x = gammaQuantile(a, tail, probability);
          const miss = exactGammaTails(exact(a), exact(x))[tail].minus(exact(probability));
          const slope = exactGammaTerm(exact(a), exact(x)).times(a);
          expect([a, tail, probability, miss.div(slope).abs().lt(3e-15)]).toEqual([
            a,
            tail,
            probability,
            true,
          ]);
        }
      }
    }
  });

  test("Stirling's rest, to 3e-17", () => {
    for (const a of [1, 1.25, 2, 3, 8, 15.5, 15.999, 16, 17, 100, 1e4, 1e6]) {
      const miss = exact(stirlingError(a))
        .minus(exactStirlingError(exact(a)))
        .abs();
      expect([a, miss.lt(3e-17)]).toEqual([a, true]);
    }
  });

  test("the exponent and what rounding cuts off it", () => {
    for (const [a, x] of all.filter(([, x]) => x > 1e-100)) {
      const { high, low } = deviance(a, x);
      const [exactA, exactX] = [exact(a), exact(x)];
      const expected = exactX.minus(exactA).minus(exactA.times(exactX.div(exactA).ln()));
      if (expected.gt(745)) continue;
      const miss = exact(high).plus(exact(low)).minus(expected).abs();
      expect([a, x, miss.lt(Exact.max(expected.times(1e-15), 2e-14))]).toEqual([a, x, true]);
    }
  });
});
