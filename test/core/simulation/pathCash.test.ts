import fc from "fast-check";
import { cashflowsOf } from "../../../src/core/cashflow/cashflows";
import type { Model } from "../../../src/core/cashflow/model";
import { monthsOf } from "../../../src/core/cashflow/months";
import { modelOf } from "../../../src/core/cashflow/resolve";
import { at } from "../../../src/core/numeric/at";
import { marketPaths } from "../../../src/core/simulation/marketPath";
import { pathCash } from "../../../src/core/simulation/pathCash";
import { golden1 } from "../cashflow/golden";

const base = modelOf(golden1, []);
const anyModel = fc
  .record({
    otherRevenue: fc.double({ min: 0, max: 100, noNaN: true }),
    hodlShare: fc.double({ min: 0, max: 1, noNaN: true }),
    taxRate: fc.double({ min: 0, max: 0.6, noNaN: true }),
    loan: fc.double({ min: 0, max: 5000, noNaN: true }),
    loanRate: fc.double({ min: 0, max: 0.3, noNaN: true }),
    months: fc.integer({ min: 1, max: 60 }),
    depreciation: fc.constantFrom(
      "sln" as const,
      "ddb" as const,
      "macrs3" as const,
      "bonus" as const,
      "none" as const,
    ),
    shutdown: fc.boolean(),
    difficultyGrowth: fc.double({ min: -0.05, max: 0.2, noNaN: true }),
    volatility: fc.double({ min: 0, max: 1.5, noNaN: true }),
    correlation: fc.double({ min: -1, max: 1, noNaN: true }),
  })
  .map((change): Model => ({ ...base, depreciationLife: 24, loanMonths: 12, ...change }));

describe("a path's cash", () => {
  // The cash flows themselves, which the golden cases check, on a model whose series are the simulated ones.
  test("is the cash flow of the model with the path's prices and difficulties", () => {
    const law = (model: Model, path: number) => {
      const market = marketPaths(model, 3)(path);
      const flat = monthsOf(model);
      const price = [...market.price].map((factor, index) => factor * at(flat.price, index + 1));
      const difficulty = [...market.coins].map(
        (factor, index) => (flat.difficulty?.[index + 1] ?? NaN) / factor,
      );
      // A final price of its own has no place in a series: the price of the last month stands in for it here.
      const last = 100000 * 1.2 ** (model.months / 12);
      market.endPrice[model.months - 1] = (price[model.months - 1] ?? 0) / last;
      const { net, share } = pathCash(model)(market);
      const flows = cashflowsOf({ ...model, btcPrice: price, difficulty });
      expect([...share]).toEqual([...flows.share]);
      for (let month = 1; month <= model.months; month++) {
        const expected = at(flows.net, month);
        expect(net[month]).toBeWithin(expected, { absolute: 1e-9 * (1000 + Math.abs(expected)) });
      }
    };
    fc.assert(fc.property(anyModel, fc.integer({ min: 0, max: 1000 }), law), { numRuns: 200 });
  });
});

describe("the market's paths", () => {
  const model = { ...base, months: 12, correlation: 0.4 };

  test("do not depend on the order in which they are drawn, nor on later months", () => {
    const paths = marketPaths(model, 1);
    const third = [...paths(3).price];
    paths(0);
    expect([...paths(3).price]).toEqual(third);
    expect([...marketPaths({ ...model, months: 5 }, 1)(3).price]).toEqual(third.slice(0, 5));
  });

  test("the end of an earlier month is drawn without changing anything else", () => {
    const paths = marketPaths(model, 1, [4, 12, 4, 9]);
    const alone = marketPaths(model, 1);
    for (const path of [0, 3, 1]) {
      const { price, coins, endPrice } = paths(path);
      const plain = alone(path);
      expect([price, coins]).toEqual([plain.price, plain.coins]);
      expect(endPrice[11]).toBe(plain.endPrice[11]);
      expect([...endPrice].filter((factor) => factor > 0)).toHaveLength(3);
      const [fourth, ninth] = [endPrice[3], endPrice[8]];
      expect(marketPaths({ ...model, months: 240 }, 1, [9])(path).endPrice[8]).toBe(ninth);
      expect(marketPaths({ ...model, months: 5 }, 1, [4])(path).endPrice[3]).toBe(fourth);
    }
  });

  test("the end of an earlier month is on the path: its moves before and after are independent", () => {
    const count = 20_000;
    const paths = marketPaths(model, 5, [4]);
    const [a, half] = [0.6, 1 / 24];
    const moves = Array.from({ length: count }, (_, path) => {
      const { price, endPrice } = paths(path);
      // Standard normal if the price is a geometric Brownian motion with a mean of 1.
      const move = (to = 0, from = 0) => (Math.log(to / from) + (a * a * half) / 2) / (a * Math.sqrt(half));
      return { before: move(endPrice[3], price[3]), after: move(price[4], endPrice[3]) };
    });
    const mean = (of: (move: (typeof moves)[number]) => number) =>
      moves.reduce((sum, move) => sum + of(move), 0) / count;
    const near = (value: number, expected: number, deviation: number) =>
      expect(value).toBeWithin(expected, { absolute: (4 * deviation) / Math.sqrt(count) });
    near(
      mean(({ before }) => before),
      0,
      1,
    );
    near(
      mean(({ after }) => after),
      0,
      1,
    );
    near(
      mean(({ before }) => before ** 2),
      1,
      Math.SQRT2,
    );
    near(
      mean(({ after }) => after ** 2),
      1,
      Math.SQRT2,
    );
    near(
      mean(({ before, after }) => before * after),
      0,
      1,
    );
  });

  test("have the means, variances and correlation of the model, within four standard errors", () => {
    const count = 20_000;
    const paths = marketPaths(model, 2);
    const logs = Array.from({ length: count }, (_, path) => {
      const { price, coins, endPrice } = paths(path);
      return {
        price: Math.log(price[11] ?? 0),
        coins: Math.log(coins[11] ?? 0),
        end: Math.log(endPrice[11] ?? 0),
      };
    });
    const years = 11.5 / 12;
    const mean = (of: (log: (typeof logs)[number]) => number) =>
      logs.reduce((sum, log) => sum + of(log), 0) / count;
    const [a, b] = [0.6, 0.25];
    const near = (value: number, expected: number, deviation: number) =>
      expect(value).toBeWithin(expected, { absolute: (4 * deviation) / Math.sqrt(count) });
    near(
      mean(({ price }) => price),
      (-a * a * years) / 2,
      a * Math.sqrt(years),
    );
    near(
      mean(({ coins }) => coins),
      (-b * b * years) / 2,
      b * Math.sqrt(years),
    );
    near(
      mean(({ end }) => end),
      (-a * a) / 2,
      a,
    );
    const [mp, mc] = [(-a * a * years) / 2, (-b * b * years) / 2];
    near(
      mean(({ price }) => (price - mp) ** 2),
      a * a * years,
      a * a * years * Math.SQRT2,
    );
    near(
      mean(({ price, coins }) => (price - mp) * (coins - mc)),
      -0.4 * a * b * years,
      a * b * years * 1.1,
    );
    near(
      mean(({ price, end }) => (end - price + (a * a * (1 - years)) / 2) ** 2),
      (a * a) / 24,
      ((a * a) / 24) * Math.SQRT2,
    );
  });
});
