import fc from "fast-check";
import { bucketsCovered, bucketsOf, multiplierOf } from "../../../src/core/cashflow/buckets";
import { cashflowsOf } from "../../../src/core/cashflow/cashflows";
import { minerOption } from "../../../src/core/cashflow/minerOption";
import { inMonth, valuesOf, type Model } from "../../../src/core/cashflow/model";
import { finalPrice, monthsOf, type Months } from "../../../src/core/cashflow/months";
import { modelOf } from "../../../src/core/cashflow/resolve";
import { at } from "../../../src/core/numeric/at";
import { normalDensity } from "../../../src/core/numeric/normal";
import { integral } from "../../../src/core/numeric/quadrature";
import { sum, sumProduct } from "../../../src/core/numeric/sum";
import { meanMiningValue, meanTaxBounds } from "../../../src/core/simulation/miningValue";
import { fixedParts } from "../../../src/core/simulation/pathCash";
import { anyModel } from "../cashflow/anyModel";
import { golden1, golden2, golden4, golden5 } from "../cashflow/golden";

const [case1, case2, case4, case5] = [golden1, golden2, golden4, golden5].map((block) => modelOf(block, []));

// Months and options in 50 digits (Python, mpmath), from the formulas of docs/formulas.md.
test.each([
  ["case 1", case1, {}, 303.6050919923513845138],
  ["case 2: coins kept", case2, {}, 187.0927401795783033042],
  ["case 4: seven parts, heat, profit share", case4, {}, 3772.562652475598997139],
  ["case 5: a hashprice", case5, {}, 6098.979537181975458965],
  ["case 4 without shutdown", case4, { shutdown: false }, 1211.856856503364959],
  [
    "case 2 opposed, out of the money",
    case2,
    { correlation: -1, usdPerKwh: 0.2, months: 12 },
    0.01805908260654813574,
  ],
])("%s", (_, model, change, expected) => {
  expect(meanMiningValue({ ...(model as Model), ...change })).toBeWithin(expected, { relative: 1e-13 });
});

const discountsOf = (model: Model, { years }: Months) =>
  years.map((time) => (1 + model.discountRate) ** -time);

/**
 * The mean over a standard normal number of what a month brings at a log revenue so many deviations from its own mean. The
 * price at the end and the coins, given the log revenue, are lognormal.
 */
function integrated(
  model: Model,
  months: Months,
  month: number,
  value: (margin: number, revenue: number, keptValue: number) => number,
): number {
  const { volatility: a, difficultyVolatility: b, correlation, shutdown, profitShare } = model;
  const years = (month - 0.5) / 12;
  const variance = Math.max(0, a * a + b * b - 2 * correlation * a * b) * years;
  const deviation = Math.sqrt(variance);
  // The log of price at the end x coins, its variance, and its covariance with the log revenue of the month.
  const endVariance = (a * a * months.last) / 12 + (b * b - 2 * correlation * a * b) * years;
  const covariance = (a * a - correlation * a * b) * years - (correlation * a * b - b * b) * years;
  const buckets = bucketsOf(model.powerPriceShape);
  const power = at(months.power, month);
  const heat = at(months.heat, month);
  const level = -((a * a + b * b) * years) / 2;
  const held = inMonth(model.hodlShare, month);
  const of = (z: number) => {
    const earned = at(months.revenue, month) * Math.exp(level + deviation * z);
    const running = shutdown ? bucketsCovered(buckets, power, earned + heat) : buckets.count;
    const run = running / buckets.count;
    const cost = (power * multiplierOf(buckets, power, running)) / buckets.count;
    const before = (earned + heat) * run - cost;
    const slope = deviation === 0 ? 0 : covariance / deviation;
    const rest = endVariance - slope * slope;
    const end = Math.exp(slope * z + rest / 2 - (a * a * months.last) / 24 - (b * b * years) / 2);
    const keptValue = held * at(months.btc, month) * run * end * finalPrice(model);
    return value(before - profitShare * Math.max(0, before), held * earned * run, keptValue);
  };
  if (deviation === 0) return of(0);
  const mean = (buckets.lowest[buckets.count] ?? NaN) / buckets.count;
  const bends = [...buckets.multipliers, mean]
    .map((multiplier) => (power * multiplier - heat) / at(months.revenue, month))
    .map((growth) => (Math.log(growth) - level) / deviation)
    .filter((z) => Math.abs(z) < 15);
  const ends = [-15, ...bends, 0, deviation, 15].sort((one, other) => one - other);
  return integral((z) => normalDensity(z) * of(z), ends);
}

/** Models of a few months, some on the edge of what is legal. */
const fewMonths = fc
  .tuple(
    anyModel,
    fc.integer({ min: 1, max: 6 }),
    fc.constantFrom<Partial<Model>>(
      {},
      { correlation: 1 },
      { correlation: -1 },
      { correlation: 1, volatility: 0.4, difficultyVolatility: 0.4 },
      { difficultyVolatility: 0 },
      { volatility: 0 },
      { volatility: 0, difficultyVolatility: 0 },
      { heatPrice: [0.1, 0] },
    ),
  )
  .map(([model, months, edge]) => ({
    ...model,
    ...edge,
    months,
    startMonth: Math.min(model.startMonth, months),
  }));

describe("agreement", () => {
  test("with the integral of what the cash flows make of a month", () => {
    const law = (model: Model) => {
      const months = monthsOf(model);
      const discounts = discountsOf(model, months);
      const last = at(discounts, months.last);
      let [expected, size] = [0, 0];
      for (let month = 1; month <= months.last; month++) {
        if (months.isOn[month] !== 1) continue;
        const discount = at(discounts, month);
        expected += integrated(
          model,
          months,
          month,
          (margin, revenue, kept) => discount * (margin - revenue) + last * kept,
        );
        size += at(months.revenue, month) + Math.abs(at(months.power, month)) + at(months.heat, month);
      }
      expect(meanMiningValue(model)).toBeWithin(expected, { absolute: 1e-11 * size, inputs: model });
    };
    fc.assert(fc.property(fewMonths, law), { numRuns: 150 });
  });

  test("with MINER_OPTION at the volatility of price x coins, where that is the model's", () => {
    const law = (drawn: Model) => {
      const model: Model = {
        ...drawn,
        shutdown: true,
        hodlShare: 0,
        startDate: undefined,
        discounting: "periodic",
        riskFreeRate: Math.log1p(drawn.discountRate),
      };
      const { volatility: a, difficultyVolatility: b, correlation } = model;
      const prices = monthsOf(model).price.slice(1);
      const expected = minerOption({
        ...model,
        volatility: Math.sqrt(a * a + b * b - 2 * correlation * a * b),
        // The mean of price x coins; a hashprice that is given does not follow the price by itself.
        btcPrice: [
          ...prices.map((price, index) => price * Math.exp((-correlation * a * b * (index + 0.5)) / 12)),
        ],
        btcPriceGrowth: 0,
        hashprice: undefined,
        ...(model.hashprice === undefined
          ? {}
          : { difficulty: 1e14, subsidy: subsidiesFor(model, 1e14), fees: 0, startHeight: undefined }),
      }).value;
      // An option is paid in the middle of its month.
      const value = meanMiningValue(model) * Math.exp(model.riskFreeRate / 24);
      const size = sum(monthsOf(model).revenue) + sum(monthsOf(model).power.map(Math.abs)) + 1;
      expect(value).toBeWithin(expected, { absolute: 1e-12 * size, inputs: model });
    };
    fc.assert(fc.property(anyModel, law), { numRuns: 150 });
  });

  test("without volatility, with the cash flows", () => {
    const law = (drawn: Model) => {
      const model = { ...drawn, volatility: 0, difficultyVolatility: 0 };
      const flows = cashflowsOf(model);
      const discounts = discountsOf(model, flows.months);
      const present = flows.net.map((net, month) => {
        if (month === 0) return 0;
        const certain =
          at(flows.otherRevenue, month) -
          at(flows.otherOpex, month) -
          at(flows.interest, month) -
          at(flows.principal, month) -
          at(flows.outlays, month) +
          (month === model.months ? model.resaleValue : 0);
        return at(discounts, month) * (net + at(flows.tax, month) - certain);
      });
      const size = sum(flows.revenue) + sum(flows.outlays) + 1000;
      expect(meanMiningValue(model)).toBeWithin(sum(present), { absolute: 1e-12 * size, inputs: model });
    };
    fc.assert(fc.property(anyModel, law), { numRuns: 150 });
  });
});

/** Subsidies by month at which the revenue at a difficulty is that of the hashprice. */
function subsidiesFor(model: Model, difficulty: number): number[] {
  const hashprices = monthsOf(model).hashprice ?? new Float64Array();
  const prices = monthsOf(model).price;
  const hashesPerDay = 1e15 * 86_400;
  return valuesOf(0, model.months).map(
    (_, index) => (at(hashprices, index + 1) * difficulty * 2 ** 32) / (hashesPerDay * at(prices, index + 1)),
  );
}

describe("the bounds on the mean tax", () => {
  const oneMonth: Model = { ...(case1 as Model), months: 1, hodlShare: 0, taxRate: 0.3, capex: 0 };

  test.each([
    ["a profit besides", {}, 40],
    ["a loss besides", {}, -60],
    ["a loss besides, and a host", { profitShare: 0.25 }, -60],
    ["a host that takes all", { profitShare: 1 }, -60],
    ["a loss besides, without shutdown", { shutdown: false, profitShare: 0.25 }, -60],
  ])("are at most the mean tax of a month that is run as a whole, with %s", (_, change, fixed) => {
    const model = { ...oneMonth, ...change };
    const months = monthsOf(model);
    const tax = integrated(model, months, 1, (margin) => 0.3 * Math.max(0, margin + fixed));
    expect(meanTaxBounds(model, Float64Array.of(0, fixed)).most).toBeWithin(
      tax * at(discountsOf(model, months), 1),
      {
        // The profit bends where the integral's intervals do not end.
        absolute: 1e-6,
      },
    );
  });

  test("hold the tax of the cash flows without volatility, which they are where there are no losses", () => {
    let [above, exact] = [0, 0];
    const law = (drawn: Model) => {
      const model = { ...drawn, volatility: 0, difficultyVolatility: 0 };
      const flows = cashflowsOf(model);
      const tax = sumProduct(flows.tax, discountsOf(model, flows.months));
      const { least, most } = meanTaxBounds(model, fixedParts(model, flows).profit);
      const rounding = 1e-12 * (1000 + most);
      expect(tax).toBeGreaterThanOrEqual(least - rounding);
      expect(tax).toBeLessThanOrEqual(most + rounding);
      if (least > 0) above++;
      if (least > 0 && least === most) exact++;
    };
    fc.assert(fc.property(anyModel, law), { numRuns: 500 });
    expect(above).toBeGreaterThan(50);
    expect(exact).toBeGreaterThan(0);
  });

  // Worked by hand: profits 100, -50 and 80 besides machines that are off, at a discount rate of 0.
  test.each([
    ["one tax rate", 0.2, 26, 36],
    ["tax rates that rise: the loss may be offset at the lowest", [0.1, 0.1, 0.3], 13, 34],
    ["tax rates that fall: the first month is taxed in full", [0.3, 0.3, 0.1], 30, 38],
  ])("are known of profits that are, with %s", (_, taxRate, least, most) => {
    const model: Model = { ...oneMonth, months: 3, hashrateTh: 0, discountRate: 0, taxRate };
    const bounds = meanTaxBounds(model, Float64Array.of(0, 100, -50, 80));
    expect(bounds.least).toBeWithin(least, { relative: 1e-14 });
    expect(bounds.most).toBeWithin(most, { relative: 1e-14 });
  });

  test("are nothing without tax", () => {
    expect(meanTaxBounds({ ...oneMonth, taxRate: 0 }, Float64Array.of(0, 50))).toEqual({ least: 0, most: 0 });
  });
});
