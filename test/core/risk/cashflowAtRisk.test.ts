import type { Model } from "../../../src/core/cashflow/model";
import { monthsOf } from "../../../src/core/cashflow/months";
import { modelOf } from "../../../src/core/cashflow/resolve";
import { at } from "../../../src/core/numeric/at";
import { inverseNormal } from "../../../src/core/numeric/normal";
import { cashflowAtRisk } from "../../../src/core/risk/cashflowAtRisk";
import { golden1 } from "../cashflow/golden";

const model = modelOf(golden1, []);
const unhedged = { confidence: 0.95, paths: 500, hedgeRatio: 0, forward: undefined, seed: 1 };

// The same paths in Python: Philox in whole numbers, the inverse normal of its standard library, its own cash flows.
test.each([
  [
    "unhedged",
    unhedged,
    [
      [149.38430908951264, 52.55032908784733, 0],
      [125.33689127265667, 79.30400035513179, 0.004],
      [417.1135050001339, 22.113505000133898, 0],
    ],
  ],
  [
    "half sold forward",
    { ...unhedged, confidence: 0.9, hedgeRatio: 0.5, forward: [99000, 98000, 97000] },
    [
      [147.59669388336383, 23.48461053544125, 0],
      [119.91068966892041, 37.47924282686154, 0],
      [412.3569893638647, 17.863723700773676, 0],
    ],
  ],
] as const)("%s", (_, hedge, expected) => {
  const rows = cashflowAtRisk(model, hedge);
  for (const [index, values] of expected.entries()) {
    const { mean = NaN, atRisk = NaN, lossProbability = NaN } = rows[index] ?? {};
    for (const [place, value] of values.entries())
      expect([mean, atRisk, lossProbability][place]).toBeWithin(value, {
        absolute: 1e-9 * Math.max(1, value),
      });
  }
});

describe("laws", () => {
  const certain: Model = { ...model, difficultyVolatility: 0, shutdown: false };

  test("all coins sold forward and difficulty certain: nothing is at risk", () => {
    const { revenue, power } = monthsOf(certain);
    for (const { atRisk, mean, month } of cashflowAtRisk(certain, { ...unhedged, hedgeRatio: 1 })) {
      expect(Math.abs(atRisk)).toBeLessThan(1e-9);
      expect(mean).toBeWithin(at(revenue, month) - at(power, month) - 5 + (month === 3 ? 400 : 0), {
        absolute: 5e-9,
      });
    }
  });

  test("the last forward carries on, and a dearer one adds its difference", () => {
    const sold = (forward: number[]) => cashflowAtRisk(certain, { ...unhedged, hedgeRatio: 0.5, forward });
    expect(sold([90000])).toEqual(sold([90000, 90000, 90000]));
    expect((sold([91000])[2]?.mean ?? NaN) - (sold([90000])[2]?.mean ?? NaN)).toBeWithin(
      0.5 * at(monthsOf(certain).btc, 3) * 1000,
      {
        absolute: 5e-10,
      },
    );
  });

  test("tax makes no difference", () => {
    expect(cashflowAtRisk({ ...model, taxRate: 0.5 }, unhedged)).toEqual(
      cashflowAtRisk({ ...model, taxRate: 0 }, unhedged),
    );
  });

  test("month 1 in closed form: a lognormal quantile, within four standard errors", () => {
    const paths = 20_000;
    const [row] = cashflowAtRisk(certain, { ...unhedged, paths });
    const revenue = at(monthsOf(certain).revenue, 1);
    const deviation = 0.6 / Math.sqrt(24);
    const z = inverseNormal(0.05);
    const quantile = revenue * Math.exp(deviation * z - deviation ** 2 / 2);
    // Standard error of a quantile: root of p (1 - p) / n over the density there.
    const density = Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI) / (quantile * deviation);
    const error = Math.sqrt((0.05 * 0.95) / paths) / density + (revenue * deviation) / Math.sqrt(paths);
    expect(row?.atRisk).toBeWithin(revenue - quantile, { absolute: 4 * error });
  });
});

test("refuses more numbers than fit", () => {
  const long = { ...model, months: 240 };
  expect(() => cashflowAtRisk(long, { ...unhedged, paths: 100_000 })).toThrow(
    "paths must be at most 41666 for 240 months",
  );
});
