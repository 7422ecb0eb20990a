import type { Model } from "../../../src/core/cashflow/model";
import { monthsOf } from "../../../src/core/cashflow/months";
import { modelOf } from "../../../src/core/cashflow/resolve";
import { at } from "../../../src/core/numeric/at";
import { inverseNormal } from "../../../src/core/numeric/normal";
import { cashflowAtRisk } from "../../../src/core/risk/cashflowAtRisk";
import { golden1 } from "../cashflow/golden";

const model = modelOf(golden1, []);
const unhedged = {
  confidence: 0.95,
  paths: 500,
  hedgeRatio: 0,
  forward: undefined,
  seed: 1,
  putStrike: undefined,
  callStrike: undefined,
  premium: undefined,
};

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
  [
    "puts at their fair premium",
    { ...unhedged, hedgeRatio: 1, putStrike: [90000] },
    [
      [149.82513755676965, 38.86249799578643, 0],
      [125.14727304306794, 55.363760864192486, 0],
      [416.89523067798604, 28.906442095537386, 0],
    ],
  ],
  [
    "collars, of which month 2 has the call only",
    { ...unhedged, hedgeRatio: 0.8, putStrike: [90000, 0, 85000], callStrike: [120000, 110000] },
    [
      [149.8605855811124, 39.0945007947558, 0],
      [125.92565656739374, 68.34326499204982, 0],
      [417.16490926139124, 16.166597454590203, 0],
    ],
  ],
  [
    "collars at premiums that were agreed",
    {
      ...unhedged,
      confidence: 0.9,
      hedgeRatio: 0.8,
      putStrike: [90000, 0, 85000],
      callStrike: [120000, 110000],
      premium: [-500, 250],
    },
    [
      [152.49566062912487, 34.309912494204156, 0],
      [113.86384716877575, 57.32302695229346, 0.004],
      [410.88750354797514, 16.16659745459026, 0],
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

describe("options", () => {
  test("at a volatility of 0 they pay what the model's price makes of them, in each month", () => {
    const still: Model = { ...model, volatility: 0, difficultyVolatility: 0 };
    const plain = cashflowAtRisk(still, unhedged);
    const { price, btc } = monthsOf(still);
    // The price rises from 100,763 over 102,305 to 103,871.
    const hedge = {
      ...unhedged,
      hedgeRatio: 0.5,
      putStrike: [110000, 0, 90000],
      callStrike: [120000, 102000],
    };
    const paid = [700, -300, 0];
    const payoffs = [110000 - at(price, 1), 102000 - at(price, 2), 102000 - at(price, 3)];
    const agreed = cashflowAtRisk(still, { ...hedge, premium: paid });
    const fair = cashflowAtRisk(still, hedge);
    for (const [index, { mean = NaN, atRisk }] of agreed.entries()) {
      const coins = 0.5 * at(btc, index + 1);
      const payoff = Number(payoffs[index]) - Number(paid[index]);
      expect(mean).toBeWithin(Number(plain[index]?.mean) + coins * payoff, { absolute: 1e-9 });
      expect(atRisk).toBeWithin(0, { absolute: 1e-9 });
      // Fair is then what they pay.
      expect(fair[index]?.mean).toBeWithin(plain[index]?.mean, { absolute: 1e-9 });
    }
  });

  test("put and call at one strike are a forward sale at the strike less the premium", () => {
    const options = { ...unhedged, hedgeRatio: 0.7, putStrike: [95000, 101000], callStrike: [95000, 101000] };
    const rows = cashflowAtRisk(model, { ...options, premium: [1500, -250, 0] });
    const forward = cashflowAtRisk(model, { ...unhedged, hedgeRatio: 0.7, forward: [93500, 101250, 101000] });
    for (const [index, row] of rows.entries()) {
      expect(row.mean).toBeWithin(forward[index]?.mean, { absolute: 1e-9 });
      expect(row.atRisk).toBeWithin(forward[index]?.atRisk, { absolute: 1e-9 });
      expect(row.lossProbability).toBe(forward[index]?.lossProbability);
    }
    // At their fair premium, the strike less the model's price, it is one at the model's price.
    const fair = cashflowAtRisk(model, options);
    const atModel = cashflowAtRisk(model, { ...unhedged, hedgeRatio: 0.7 });
    for (const [index, row] of fair.entries())
      expect(row.mean).toBeWithin(atModel[index]?.mean, { absolute: 1e-9 });
  });

  test("at a fair premium they do not change the mean, within four standard errors", () => {
    const paths = 4000;
    const known: Model = { ...model, correlation: 0, difficultyVolatility: 0, months: 12 };
    const given = { ...unhedged, paths, hedgeRatio: 1 };
    const { price, btc } = monthsOf(known);
    for (const legs of [
      { putStrike: [90000] },
      { callStrike: [120000] },
      { putStrike: [80000], callStrike: [130000] },
    ]) {
      const rows = cashflowAtRisk(known, { ...given, hedgeRatio: 0, ...legs });
      const hedged = cashflowAtRisk(known, { ...given, ...legs });
      for (const [index, row] of hedged.entries()) {
        const month = index + 1;
        // No more than the deviation of a forward, which is that of the price.
        const deviation = at(price, month) * Math.sqrt(Math.expm1(0.36 * ((month - 0.5) / 12)));
        const error = (at(btc, month) * deviation) / Math.sqrt(paths);
        expect(row.mean).toBeWithin(rows[index]?.mean, { absolute: 4 * error });
        expect(row.mean).not.toBe(rows[index]?.mean);
      }
    }
  });

  test("the forward and the options are one or the other, and a premium is for options", () => {
    const at90 = [90000];
    expect(() => cashflowAtRisk(model, { ...unhedged, forward: at90, putStrike: at90 })).toThrow(
      "put_strike must be left out when a forward is given, or the forward left out",
    );
    expect(() => cashflowAtRisk(model, { ...unhedged, forward: at90, callStrike: at90 })).toThrow(
      "call_strike",
    );
    expect(() => cashflowAtRisk(model, { ...unhedged, premium: [0] })).toThrow(
      "premium needs a put_strike or a call_strike",
    );
    expect(() => cashflowAtRisk(model, { ...unhedged, premium: [0], forward: at90 })).toThrow(
      "premium needs",
    );
  });
});

test("refuses more numbers than fit", () => {
  const long = { ...model, months: 240 };
  expect(() => cashflowAtRisk(long, { ...unhedged, paths: 100_000 })).toThrow(
    "paths must be at most 41666 for 240 months",
  );
});
