import fc from "fast-check";
import { NoAnswerError } from "../../../src/core/errors";
import { hedgeRatio } from "../../../src/core/hedging/hedgeRatio";

const five = { exposureChanges: [1, 2, -1, 0, 3], hedgeChanges: [2, 3, -2, 1, 6] };
const size = { exposure: undefined, contractSize: undefined };

// Exact fractions: means 1 and 2, sums of squares 10 and 34, of products 18.
test("five changes by hand", () => {
  const got = hedgeRatio({ ...five, exposure: 1000, contractSize: 25 });
  expect(got.ratio).toBeWithin(9 / 17, { absolute: 5e-16 });
  expect(got.rSquared).toBeWithin(324 / 340, { absolute: 5e-15 });
  expect(got.contracts).toBeWithin(360 / 17, { absolute: 5e-13 });
  expect(got.unhedgedDeviation).toBeWithin(Math.sqrt(2.5), { absolute: 5e-15 });
  expect(got.hedgedDeviation).toBeWithin(Math.sqrt(2 / 17), { absolute: 5e-15 });
});

const change = fc.integer({ min: -100_000, max: 100_000 }).map((thousandths) => thousandths / 1000);
const pairs = fc.array(fc.tuple(change, change), { minLength: 3, maxLength: 40 });

describe("laws", () => {
  test("no other ratio leaves less variance: brute force over a grid around it", () => {
    const law = (changes: [number, number][]) => {
      const given = {
        exposureChanges: changes.map(([x]) => x),
        hedgeChanges: changes.map(([, y]) => y),
        ...size,
      };
      const distinct = new Set(given.hedgeChanges).size;
      fc.pre(distinct > 1);
      const { ratio, hedgedDeviation } = hedgeRatio(given);
      const deviationAt = (h: number) => {
        const rest = changes.map(([x, y]) => x - h * y);
        const mean = rest.reduce((sum, value) => sum + value, 0) / rest.length;
        return Math.sqrt(rest.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (rest.length - 1));
      };
      expect(hedgedDeviation).toBeWithin(deviationAt(ratio), { absolute: 5e-10 });
      for (let step = -20; step <= 20; step++) {
        expect(deviationAt(ratio + step / 10)).toBeGreaterThanOrEqual(hedgedDeviation - 1e-9);
      }
    };
    fc.assert(fc.property(pairs, law));
  });

  test("R squared is what the hedge takes off the variance, and the square of the correlation", () => {
    const law = (changes: [number, number][]) => {
      const [x, y] = [changes.map(([first]) => first), changes.map(([, second]) => second)];
      const forward = hedgeRatio({ exposureChanges: [...x, 1, -7], hedgeChanges: [...y, 5, -3], ...size });
      const back = hedgeRatio({ exposureChanges: [...y, 5, -3], hedgeChanges: [...x, 1, -7], ...size });
      expect(Number(forward.rSquared)).toBeWithin(forward.ratio * back.ratio, { absolute: 5e-10 });
      const kept = (forward.hedgedDeviation / forward.unhedgedDeviation) ** 2;
      expect(Number(forward.rSquared)).toBeWithin(1 - kept, { absolute: 5e-10 });
    };
    fc.assert(fc.property(pairs, law));
  });

  test("an exposure that is a multiple of the hedge, far from zero, is hedged away", () => {
    const hedgeChanges = [1e9 + 1, 1e9 + 2, 1e9 + 4];
    const { ratio, rSquared, hedgedDeviation } = hedgeRatio({
      exposureChanges: [3, 6, 12],
      hedgeChanges,
      ...size,
    });
    expect(ratio).toBeWithin(3, { absolute: 5e-15 });
    expect(rSquared).toBeWithin(1, { absolute: 5e-15 });
    expect(hedgedDeviation).toBeLessThan(1e-14);
  });
});

describe("edges", () => {
  test("contracts need both sizes", () => {
    expect(hedgeRatio({ ...five, exposure: 1000, contractSize: undefined }).contracts).toBeUndefined();
    expect(hedgeRatio({ ...five, exposure: undefined, contractSize: 5 }).contracts).toBeUndefined();
  });

  test("a hedge that never moves, an exposure that never moves", () => {
    expect(() => hedgeRatio({ ...five, hedgeChanges: [0.1, 0.1, 0.1, 0.1, 0.1], ...size })).toThrow(
      NoAnswerError,
    );
    const still = hedgeRatio({ ...five, exposureChanges: [0.1, 0.1, 0.1, 0.1, 0.1], ...size });
    expect(still).toMatchObject({ ratio: 0, unhedgedDeviation: 0, hedgedDeviation: 0 });
    expect(still.rSquared).toBeInstanceOf(NoAnswerError);
  });

  test("unequal lengths name both", () => {
    expect(() => hedgeRatio({ ...five, hedgeChanges: [1, 2], ...size })).toThrow(
      "hedge_changes must have as many values as exposure_changes (5), got 2",
    );
    expect(() => hedgeRatio({ exposureChanges: [1], hedgeChanges: [1], ...size })).toThrow(
      "exposure_changes must be at least two, got 1",
    );
  });
});
