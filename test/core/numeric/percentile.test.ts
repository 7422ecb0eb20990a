import fc from "fast-check";
import { lowestMean, percentile } from "../../../src/core/numeric/percentile";

// By hand from Excel's rule, and Microsoft's documentation of PERCENTILE.INC: {1, 3, 2, 4}, 0.3 is 1.9.
const table = [
  [[1, 2, 3, 4], 0.3, 1.9],
  [[1, 2, 3, 4], 0, 1],
  [[1, 2, 3, 4], 1, 4],
  [[7], 0.42, 7],
  [[-10, 20], 0.05, -8.5],
  [[0, 0, 1], 0.5, 0],
] as const;

test.each(table)("of %j at %d", (values, share, expected) => {
  expect(percentile(Float64Array.from(values), share)).toBeWithin(expected, { absolute: 5e-15 });
});

// By hand: the marginal value counts with its fraction.
const tails = [
  [[1, 2, 3, 4], 0.25, 1],
  [[1, 2, 3, 4], 0.5, 1.5],
  [[1, 2, 3, 4], 0.3, (1 + 0.2 * 2) / 1.2],
  [[1, 2, 3, 4], 1, 2.5],
  [[-5, 9], 0.05, -5],
  // 0.05 x 60 is 3.0000000000000004 in doubles less 1e-15: three whole values.
  [Array.from({ length: 60 }, (_, index) => index), 0.05, 1],
] as const;

test.each(tails)("lowest mean of %j at %d", (values, share, expected) => {
  expect(lowestMean(Float64Array.from(values), share)).toBeWithin(expected, { absolute: 5e-15 });
});

describe("laws", () => {
  const sample = fc
    .array(fc.double({ min: -1e6, max: 1e6, noNaN: true }), { minLength: 1, maxLength: 40 })
    .map((values) => Float64Array.from(values).sort());
  const share = fc.double({ min: 0.001, max: 1, noNaN: true });

  test("between neighbours the percentile is a straight line, and it never falls", () => {
    const law = (values: Float64Array, a: number, b: number) => {
      const [low, high] = [Math.min(a, b), Math.max(a, b)];
      expect(percentile(values, low)).toBeLessThanOrEqual(percentile(values, high) + 1e-9);
      const at = Math.round(a * (values.length - 1));
      if (values.length > 1)
        expect(percentile(values, at / (values.length - 1))).toBeWithin(values[at], { absolute: 5e-7 });
    };
    fc.assert(fc.property(sample, share, share, law));
  });

  test("the lowest mean is the average of the step-wise quantile below the share", () => {
    const law = (values: Float64Array, s: number) => {
      const steps = 20_000;
      let total = 0;
      for (let step = 0; step < steps; step++) {
        total +=
          values[Math.min(Math.floor(((step + 0.5) / steps) * s * values.length), values.length - 1)] ?? NaN;
      }
      const [least, greatest] = [values[0] ?? 0, values[values.length - 1] ?? 0];
      // Beside the width of the steps, what 20,000 additions lose, and a share of the smallest doubles.
      const rounding = steps * Number.EPSILON * Math.max(Math.abs(least), Math.abs(greatest)) + 1e-300;
      expect(lowestMean(values, s)).toBeWithin(total / steps, {
        absolute: (greatest - least) * 0.003 + rounding,
      });
    };
    fc.assert(fc.property(sample, share, law), { numRuns: 30 });
  });
});
