import fc from "fast-check";
import { cashflowsOf } from "../../../src/core/cashflow/cashflows";
import type { Model } from "../../../src/core/cashflow/model";
import { finalPrice, monthsOf } from "../../../src/core/cashflow/months";
import { modelOf } from "../../../src/core/cashflow/resolve";
import { at } from "../../../src/core/numeric/at";
import { typescriptKernel } from "../../../src/core/simulation/kernel";
import { anyModel } from "../cashflow/anyModel";
import { golden1 } from "../cashflow/golden";
import { drawnPaths } from "./drawnPath";

const base = modelOf(golden1, []);
describe("a path's cash", () => {
  // The cash flows themselves, which the golden cases check, on a model whose series are the simulated ones.
  test("is the cash flow of the model with the path's prices and difficulties", () => {
    const law = (model: Model, path: number) => {
      const market = drawnPaths(typescriptKernel, model, 3)(path);
      const flat = monthsOf(model);
      const prices = market.price.map((factor, index) => factor * at(flat.price, index + 1));
      // A final price of its own has no place in a series: the price of the last month stands in for it here.
      const { net, share } = market.cash((prices[model.months - 1] ?? NaN) / finalPrice(model));
      const onPath = {
        ...model,
        btcPrice: [...prices],
        btcPriceGrowth: 0,
        difficultyGrowth: 0,
        hashpriceGrowth: 0,
      };
      const { difficulty, hashprice } = flat;
      if (difficulty !== undefined)
        onPath.difficulty = [...market.coins.map((factor, index) => at(difficulty, index + 1) / factor)];
      if (hashprice !== undefined)
        onPath.hashprice = [...market.revenue.map((factor, index) => at(hashprice, index + 1) * factor)];
      const flows = cashflowsOf(onPath);
      for (let month = 1; month <= model.months; month++) {
        expect(share[month - 1]).toBeWithin(at(flows.share, month), { absolute: 1e-12 });
        const expected = at(flows.net, month);
        expect(net[month - 1]).toBeWithin(expected, {
          absolute: 1e-9 * (1000 + Math.abs(expected)),
          inputs: model,
        });
      }
    };
    fc.assert(fc.property(anyModel, fc.integer({ min: 0, max: 1000 }), law), { numRuns: 200 });
  });
});

describe("the market's paths", () => {
  const model = { ...base, months: 12, correlation: 0.4 };

  test("do not depend on the order in which they are drawn, nor on later months", () => {
    const paths = drawnPaths(typescriptKernel, model, 1);
    const third = [...paths(3).price];
    paths(0);
    expect([...paths(3).price]).toEqual(third);
    expect([...drawnPaths(typescriptKernel, { ...model, months: 5 }, 1)(3).price]).toEqual(third.slice(0, 5));
  });

  test("the end of an earlier month is drawn without changing anything else", () => {
    const paths = drawnPaths(typescriptKernel, model, 1, [4, 12, 4, 9]);
    const alone = drawnPaths(typescriptKernel, model, 1);
    for (const path of [0, 3, 1]) {
      const { price, coins, revenue, endPrice } = paths(path);
      const plain = alone(path);
      expect([price, coins, revenue]).toEqual([plain.price, plain.coins, plain.revenue]);
      expect(endPrice[11]).toBe(plain.endPrice[11]);
      expect(endPrice.filter((factor) => factor !== undefined)).toHaveLength(3);
      const [fourth, ninth] = [endPrice[3], endPrice[8]];
      expect(drawnPaths(typescriptKernel, { ...model, months: 240 }, 1, [9])(path).endPrice[8]).toBe(ninth);
      expect(drawnPaths(typescriptKernel, { ...model, months: 5 }, 1, [4])(path).endPrice[3]).toBe(fourth);
    }
  });

  test("the end of an earlier month is on the path: its moves before and after are independent", () => {
    const count = 20_000;
    const paths = drawnPaths(typescriptKernel, model, 5, [4]);
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
    const paths = drawnPaths(typescriptKernel, model, 2);
    const logs = Array.from({ length: count }, (_, path) => {
      const { price, coins, revenue, endPrice } = paths(path);
      expect(revenue[11]).toBe((price[11] ?? NaN) * (coins[11] ?? NaN));
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
