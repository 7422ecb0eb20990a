import fc from "fast-check";
import { cashflowsOf } from "../../../src/core/cashflow/cashflows";
import type { Model } from "../../../src/core/cashflow/model";
import { finalPrice, monthsOf } from "../../../src/core/cashflow/months";
import { modelOf } from "../../../src/core/cashflow/resolve";
import { at } from "../../../src/core/numeric/at";
import { sum } from "../../../src/core/numeric/sum";
import { marketPaths } from "../../../src/core/simulation/marketPath";
import { pathCash } from "../../../src/core/simulation/pathCash";
import { anyModel } from "../cashflow/anyModel";
import { golden1 } from "../cashflow/golden";

const base = modelOf(golden1, []);
describe("a path's cash", () => {
  // The cash flows themselves, which the golden cases check, on a model whose series are the simulated ones.
  test("is the cash flow of the model with the path's prices and difficulties", () => {
    const law = (model: Model, path: number) => {
      const market = marketPaths(model, 3)(path);
      const flat = monthsOf(model);
      const prices = market.price.map((factor, index) => factor * at(flat.price, index + 1));
      // A final price of its own has no place in a series: the price of the last month stands in for it here.
      market.finalPrice = at(prices, model.months - 1) / finalPrice(model);
      const { net, monthsRun } = pathCash(model)(market);
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
        onPath.hashprice = [
          ...market.coins.map((factor, index) => at(hashprice, index + 1) * factor * at(market.price, index)),
        ];
      const flows = cashflowsOf(onPath);
      expect(monthsRun).toBeWithin(sum(flows.share), { absolute: 1e-12 });
      for (let month = 1; month <= model.months; month++) {
        const expected = at(flows.net, month);
        expect(net[month]).toBeWithin(expected, {
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
    const paths = marketPaths(model, 1);
    const third = [...paths(3).price];
    paths(0);
    expect([...paths(3).price]).toEqual(third);
    expect([...marketPaths({ ...model, months: 5 }, 1)(3).price]).toEqual(third.slice(0, 5));
  });

  test("have the means, variances and correlation of the model, within four standard errors", () => {
    const count = 20_000;
    const paths = marketPaths(model, 2);
    const logs = Array.from({ length: count }, (_, path) => {
      const { price, coins, finalPrice } = paths(path);
      return { price: Math.log(price[11] ?? 0), coins: Math.log(coins[11] ?? 0), end: Math.log(finalPrice) };
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
