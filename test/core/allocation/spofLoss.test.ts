import fc from "fast-check";
import { spofLoss, type SinglePoints } from "../../../src/core/allocation/spofLoss";

const plain: SinglePoints = {
  weights: [50, 30, 20],
  outageProbability: [0.1, 0.05, 0.2],
  outageDays: 3,
  revenuePerDay: 20000,
};

// By hand: 60,000 USD at stake; 1 - 0.9 x 0.95 x 0.8.
test("three sites", () => {
  const { points, expectedLoss, worstLoss, anyOutage } = spofLoss(plain);
  const tolerance = { absolute: 5e-11 };
  expect(points.length).toBe(3);
  for (const [index, [exposure, loss]] of (
    [
      [30000, 3000],
      [18000, 900],
      [12000, 2400],
    ] as const
  ).entries()) {
    expect(points[index]?.exposure).toBeWithin(exposure, tolerance);
    expect(points[index]?.expectedLoss).toBeWithin(loss, tolerance);
  }
  expect(expectedLoss).toBeWithin(6300, tolerance);
  expect(worstLoss).toBeWithin(30000, tolerance);
  expect(anyOutage).toBeWithin(0.316, { absolute: 5e-16 });
});

const points = fc
  .array(fc.tuple(fc.integer({ min: 1, max: 99 }), fc.double({ min: 0, max: 1, noNaN: true })), {
    minLength: 1,
    maxLength: 10,
  })
  .map((rows): SinglePoints => ({
    ...plain,
    weights: rows.map(([weight]) => weight),
    outageProbability: rows.map(([, probability]) => probability),
  }));

describe("agreement with the sum over every combination of outages", () => {
  test("expected loss and chance of any", () => {
    const law = (given: SinglePoints) => {
      const total = given.weights.reduce((sum, weight) => sum + weight, 0);
      let [expected, any] = [0, 0];
      for (let out = 0; out < 2 ** given.weights.length; out++) {
        let [probability, loss] = [1, 0];
        given.weights.forEach((weight, index) => {
          const p = given.outageProbability[index] ?? NaN;
          const isOut = (out >> index) % 2 === 1;
          probability *= isOut ? p : 1 - p;
          if (isOut) loss += (weight / total) * 60000;
        });
        expected += probability * loss;
        if (out > 0) any += probability;
      }
      const got = spofLoss(given);
      expect(got.expectedLoss).toBeWithin(expected, { absolute: 5e-8 });
      expect(got.anyOutage).toBeWithin(any, { absolute: 5e-13 });
    };
    fc.assert(fc.property(points, law), { numRuns: 60 });
  });
});

describe("edges", () => {
  test("one probability counts for all", () => {
    expect(spofLoss({ ...plain, outageProbability: [0.1] })).toEqual(
      spofLoss({ ...plain, outageProbability: [0.1, 0.1, 0.1] }),
    );
  });

  test("tiny probabilities keep their digits, certain and impossible outages are exact", () => {
    const any = (probability: number) => spofLoss({ ...plain, outageProbability: [probability] }).anyOutage;
    expect(any(1e-18) / 3e-18).toBeWithin(1, { absolute: 5e-15 });
    expect([any(0), any(1)]).toEqual([0, 1]);
  });

  test("unequal lengths name both", () => {
    expect(() => spofLoss({ ...plain, outageProbability: [0.1, 0.2] })).toThrow(
      "outage_probability must be one value, or as many as weights (3), got 2",
    );
  });
});
