import fc from "fast-check";
import { NumericError } from "../../../src/core/errors";
import {
  poissonAtLeast,
  poissonAtMost,
  poissonProbability,
  poissonQuantile,
} from "../../../src/core/numeric/poisson";
import { poisson } from "../../../src/core/options/jumps";
import { exact, Exact } from "../../exact";
import { relativeError } from "./exactNormal";

// By hand: e^-2 = 0.1353352832366127 times 1, 2, 2, 4/3 and their sums.
test.each([
  [0, 0.1353352832366127, 0.1353352832366127],
  [1, 0.2706705664732254, 0.4060058497098381],
  [2, 0.2706705664732254, 0.6766764161830635],
  [3, 0.1804470443154836, 0.8571234604985471],
])("%d events where 2 are expected", (count, exactly, atMost) => {
  expect(poissonProbability(2, count)).toBeWithin(exactly, { absolute: 2e-16 });
  expect(poissonAtMost(2, count)).toBeWithin(atMost, { absolute: 3e-16 });
  expect(poissonAtLeast(2, count + 1)).toBeWithin(1 - atMost, { absolute: 3e-16 });
});

describe("laws", () => {
  const mean = fc.double({ min: -12, max: 14, noNaN: true }).map((power) => Math.exp(power));
  const place = fc.double({ min: -8, max: 8, noNaN: true });
  const countNear = (mean: number, z: number) => Math.max(0, Math.round(mean + z * Math.sqrt(mean)));

  test("at most and more make everything", () => {
    const law = (mean: number, z: number) => {
      const count = countNear(mean, z);
      expect(poissonAtMost(mean, count) + poissonAtLeast(mean, count + 1)).toBeWithin(1, { absolute: 5e-16 });
    };
    fc.assert(fc.property(mean, place, law), { numRuns: 500 });
  });

  test("the quantile is the smallest number that reaches the share", () => {
    const law = (mean: number, share: number) => {
      const count = poissonQuantile(mean, share);
      expect(Number.isInteger(count) && count >= 0).toBe(true);
      expect(poissonAtMost(mean, count)).toBeGreaterThanOrEqual(share);
      if (count > 0) expect(poissonAtMost(mean, count - 1)).toBeLessThan(share);
    };
    fc.assert(fc.property(mean, fc.double({ min: 1e-9, max: 1 - 1e-9, noNaN: true }), law));
  });
});

describe("edges", () => {
  test("nothing expected", () => {
    expect([poissonProbability(0, 0), poissonProbability(0, 3)]).toEqual([1, 0]);
    expect([poissonAtMost(0, 0), poissonAtLeast(0, 0), poissonAtLeast(0, 1)]).toEqual([1, 1, 0]);
    expect(poissonQuantile(0, 0.95)).toBe(0);
  });

  test("a probability of 1e-12 is not rounded away", () => {
    expect(poissonAtLeast(1e-12, 1) / 1e-12).toBeWithin(1, { absolute: 5e-12 });
    expect(poissonAtLeast(1e-12, 2) / 0.5e-24).toBeWithin(1, { absolute: 5e-12 });
  });

  test("more events than can be counted", () => {
    expect(() => poissonQuantile(1e17, 0.5)).toThrow(NumericError);
    expect(() => poissonQuantile(Infinity, 0.5)).toThrow(NumericError);
    expect(() => poissonQuantile(NaN, 0.5)).toThrow(NumericError);
    expect(poissonQuantile(4e15, 0.95)).toBeGreaterThan(4e15);
  });
});

describe("agreement with an independent method", () => {
  test("the sum of the definition, in decimals", () => {
    for (const mean of [0.07, 1.3, 9, 240.7]) {
      let term = exact(mean).neg().exp();
      let sum = new Exact(0);
      for (let count = 0; count < 400; count++) {
        sum = sum.plus(term);
        if (term.gt("1e-280"))
          expect(relativeError(poissonProbability(mean, count), term)).toBeLessThan(1e-14);
        expect(relativeError(poissonAtMost(mean, count), sum)).toBeLessThan(1e-14);
        term = term.times(exact(mean)).div(count + 1);
      }
    }
  });

  test("the probabilities that option prices step outwards from the most probable number", () => {
    for (const mean of [0.3, 7, 2500]) {
      const { fewest, probabilities } = poisson(mean);
      const errors = probabilities.flatMap((probability, index) => {
        const own = poissonProbability(mean, fewest + index);
        return own > 1e-60 ? [Math.abs(probability / own - 1)] : [];
      });
      expect(errors.length).toBeGreaterThan(20);
      expect(Math.max(...errors)).toBeLessThan(1e-12);
    }
  });
});
