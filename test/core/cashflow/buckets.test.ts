import fc from "fast-check";
import { bucketsCovered, bucketsOf, meanMultiplier, multiplierOf } from "../../../src/core/cashflow/buckets";

/** Quarters, so that sums in any order are exact and equal ones happen. */
const quarters = (min: number, max: number) => fc.integer({ min, max }).map((n) => n / 4);

test("parts that cover their power, and what it costs, as each of them decides for itself", () => {
  const shape = fc.array(quarters(-8, 12), { minLength: 1, maxLength: 12 });
  fc.assert(
    fc.property(shape, quarters(-40, 40), quarters(0, 60), (multipliers, power, earned) => {
      const buckets = bucketsOf({ multipliers });
      const covering = multipliers.filter((multiplier) => earned >= power * multiplier);
      const running = bucketsCovered(buckets, power, earned);
      expect(running).toBe(covering.length);
      const cost = covering.reduce((total, multiplier) => total + power * multiplier, 0);
      expect(power * multiplierOf(buckets, power, running) + 0).toBe(cost + 0);
      const mean = multipliers.reduce((total, multiplier) => total + multiplier, 0) / multipliers.length;
      expect(meanMultiplier(buckets) + 0).toBe(mean + 0);
    }),
    { numRuns: 1000 },
  );
});

test("a number is a shape of one part", () => {
  const one = bucketsOf(1.25);
  expect([one.count, meanMultiplier(one), multiplierOf(one, 3, 1), multiplierOf(one, -3, 1)]).toEqual([
    1, 1.25, 1.25, 1.25,
  ]);
  expect([bucketsCovered(one, 4, 5), bucketsCovered(one, 4, 4.99), bucketsCovered(one, -4, 0)]).toEqual([
    1, 0, 1,
  ]);
});

test("at a negative price the part with the highest multiplier is the cheapest", () => {
  const buckets = bucketsOf({ multipliers: [-2, 0, 1, 3] });
  // Costs at -10 USD: 20, 0, -10, -30.
  expect([0, 19.99, 20].map((earned) => bucketsCovered(buckets, -10, earned))).toEqual([3, 3, 4]);
  expect([1, 2, 3, 4].map((n) => multiplierOf(buckets, -10, n))).toEqual([3, 4, 4, 2]);
});
