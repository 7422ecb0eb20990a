import fc from "fast-check";
import { cashflowsOf } from "../../../src/core/cashflow/cashflows";
import { metricOrError } from "../../../src/core/cashflow/metrics";
import type { Model } from "../../../src/core/cashflow/model";
import { monthsOf } from "../../../src/core/cashflow/months";
import { modelOf } from "../../../src/core/cashflow/resolve";
import { netPresentValue } from "../../../src/core/cashflow/valuation";
import { at } from "../../../src/core/numeric/at";
import { sum } from "../../../src/core/numeric/sum";
import { inverseNormal, normalDistribution } from "../../../src/core/numeric/normal";
import { fastestKernel } from "../../../src/core/simulation/fastestKernel";
import { typescriptKernel } from "../../../src/core/simulation/kernel";
import { meanMiningValue, meanTaxBounds } from "../../../src/core/simulation/miningValue";
import { fixedParts } from "../../../src/core/simulation/pathCash";
import {
  distributionOf,
  joined,
  simulatedMiner,
  simulatedNpvs,
  simulatedSites,
} from "../../../src/core/simulation/simMiner";
import { anyModel } from "../cashflow/anyModel";
import { golden1, golden2, golden4, replaced } from "../cashflow/golden";

const loan: (string | number | boolean)[][] = [
  ...replaced(golden1, { capex: 600, months: 6, "tax rate": 0.25 }),
  ["loan", 300],
  ["loan rate", 0.12],
  ["loan months", 4],
];

// The same paths in Python: Philox in whole numbers, the inverse normal of its standard library, its own cash flows.
const table = [
  [
    "golden 2",
    golden2,
    200,
    7,
    [
      7.9220900879120244235, 0.52990372535749138976, 59.10813614741961, -67.94916110063578,
      -34.86157822786716, 0.7543367812506858, 50.22051839767448, 121.15575106195094, 0.49, 77.97544592022832,
      0.55, 2.02,
    ],
  ],
  [
    "a loan, and a seed beyond 32 bits",
    loan,
    101,
    2 ** 33 + 5,
    [
      66.236457257754845313, 1.0745768567939310853, 144.06907305378678, -95.51790728198688,
      -44.32724160741779, 0.47312428401244233, 51.52880062284282, 352.3192598218219, 0.49504950495049505,
      102.66855653485939, 0.6138613861386139, 3.8118811881188117,
    ],
  ],
] as const;

test.each(table)("%s", (_, block, paths, seed, expected) => {
  const values = Object.values(simulatedMiner(modelOf(block, []), paths, seed));
  expect(values).toHaveLength(expected.length);
  for (const [index, value] of expected.entries())
    expect(values[index]).toBeWithin(value, { absolute: 1e-9 * Math.max(1, Math.abs(value)) });
});

const plain: Model = {
  ...modelOf(golden1, []),
  months: 24,
  taxRate: 0,
  shutdown: false,
  correlation: 0,
  capex: 3000,
};
const npv = (model: Model) => netPresentValue(cashflowsOf(model), model.discountRate);

/**
 * Mean and standard deviation of the NPV in closed form, without shutdown, tax and coins kept: each month's revenue is
 * lognormal, with covariances exp(v min(s, t)) - 1 of the relative revenues for v = a^2 + b^2 - 2 rho a b.
 */
function closedForm(model: Model): { mean: number; deviation: number } {
  const { volatility: a, difficultyVolatility: b, correlation } = model;
  const months = [...monthsOf(model).revenue.slice(1)].map((revenue, index) => {
    const month = index + 1;
    const years = (month - 0.5) / 12;
    const mean = revenue * Math.exp(-correlation * a * b * years);
    return { years, present: mean / (1 + model.discountRate) ** (month / 12), lost: mean - revenue, month };
  });
  const variance = a * a + b * b - 2 * correlation * a * b;
  let total = 0;
  for (const one of months)
    for (const other of months)
      total += one.present * other.present * Math.expm1(variance * Math.min(one.years, other.years));
  const lost = months.reduce(
    (sum, { lost, month }) => sum + lost / (1 + model.discountRate) ** (month / 12),
    0,
  );
  return { mean: npv(model) + lost, deviation: Math.sqrt(total) };
}

describe("agreement with the closed form", () => {
  test.each([
    ["uncorrelated", 0],
    ["correlated", 0.5],
    ["opposed", -0.5],
  ])("%s: the mean, which is exact without tax, standard deviation within 5 %", (_, correlation) => {
    const model = { ...plain, correlation };
    const { mean, deviation } = closedForm(model);
    const simulated = simulatedMiner(model, 20_000, 1);
    expect(simulated.mean).toBeWithin(mean, { relative: 1e-13 });
    expect(simulated.standardError).toBe(0);
    expect(simulated.standardDeviation).toBeWithin(deviation, { relative: 0.05 });
  });

  test("uncorrelated, the mean is the model's NPV; also with coins kept", () => {
    for (const model of [plain, { ...plain, hodlShare: 0.5 }]) {
      const { mean, standardError } = simulatedMiner(model, 100, 4);
      expect(mean).toBeWithin(npv(model), { relative: 1e-13 });
      expect(standardError).toBe(0);
    }
  });

  test("of one month every quantile is lognormal", () => {
    const model = { ...plain, months: 1, correlation: 0.3 };
    const firstRevenue = at(monthsOf(model).revenue, 1);
    const deviation = Math.sqrt((0.6 ** 2 + 0.25 ** 2 - 0.3 * 2 * 0.6 * 0.25) / 24);
    const drift = -(0.6 ** 2 + 0.25 ** 2) / 48;
    const fixed = npv({ ...model, subsidy: 0, fees: 0 });
    const revenue = firstRevenue / 1.12 ** (1 / 12);
    const count = 40_000;
    const { percentile5, median, percentile95, lossProbability } = simulatedMiner(
      { ...model, capex: 550 },
      count,
      6,
    );
    for (const [value, share] of [
      [percentile5, 0.05],
      [median, 0.5],
      [percentile95, 0.95],
    ] as const) {
      const log = Math.log((value - fixed - 3000 + 550) / revenue);
      const reached = normalDistribution((log - drift) / deviation);
      expect(reached).toBeWithin(share, { absolute: 4 * Math.sqrt((share * (1 - share)) / count) });
    }
    const loss = normalDistribution((Math.log((550 - fixed - 3000) / revenue) - drift) / deviation);
    expect(loss).toBeGreaterThan(0.2);
    expect(loss).toBeLessThan(0.8);
    expect(lossProbability).toBeWithin(loss, { absolute: 4 * Math.sqrt((loss * (1 - loss)) / count) });
    expect(inverseNormal(0.5)).toBe(0);
  });
});

describe("laws", () => {
  test("without volatility every path is the model", () => {
    const model = { ...modelOf(golden2, []), volatility: 0, difficultyVolatility: 0 };
    const { mean, standardDeviation, median, cvar95, meanMonthsRun, paybackProbability } = simulatedMiner(
      model,
      50,
      1,
    );
    for (const value of [mean, median, -cvar95])
      expect(value).toBeWithin(8.3043330057798, { absolute: 5e-10 });
    expect(standardDeviation).toBeLessThan(1e-9);
    expect([meanMonthsRun, paybackProbability]).toEqual([2, 1]);
  });

  test("without volatility every path is the cash flow of the model, whatever it assumes", () => {
    let [paid, never] = [0, 0];
    const law = (drawn: Model) => {
      const model = { ...drawn, volatility: 0, difficultyVolatility: 0 };
      const flows = cashflowsOf(model);
      const value = netPresentValue(flows, model.discountRate);
      const simulated = simulatedMiner(model, 3, 1);
      const close = { absolute: 1e-9 * (1000 + Math.abs(value)), inputs: model };
      expect(simulated.mean).toBeWithin(value, close);
      expect(simulated.percentile5).toBeWithin(value, close);
      expect(-simulated.cvar95).toBeWithin(value, close);
      expect(simulated.meanMonthsRun).toBeWithin(sum(flows.share), { absolute: 1e-12, inputs: model });
      expect(simulated.lossProbability).toBe(value < 0 ? 1 : 0);
      const isPaidBack = typeof metricOrError(model, "payback") === "number";
      expect(simulated.paybackProbability).toBe(isPaidBack ? 1 : 0);
      if (isPaidBack) paid++;
      else never++;
    };
    fc.assert(fc.property(anyModel, law), { numRuns: 300 });
    expect(Math.min(paid, never)).toBeGreaterThan(50);
  });

  test("a month in which the machines are off is not run on any path", () => {
    const free = { ...plain, months: 4, usdPerKwh: 0, uptime: [0, 1, 0, 1] };
    for (const shutdown of [true, false])
      expect(simulatedMiner({ ...free, shutdown }, 50, 1).meanMonthsRun).toBe(2);
  });

  test("the option to shut down is worth something on average", () => {
    const poor = { ...plain, usdPerKwh: 0.1 };
    expect(simulatedMiner({ ...poor, shutdown: true }, 2000, 1).mean).toBeGreaterThan(
      simulatedMiner(poor, 2000, 1).mean,
    );
  });

  test("the seed decides the paths", () => {
    expect(simulatedMiner(plain, 100, 8)).toEqual(simulatedMiner(plain, 100, 8));
    expect(simulatedMiner(plain, 100, 9).median).not.toBe(simulatedMiner(plain, 100, 8).median);
  });

  test("nothing laid out is paid back from the start", () => {
    expect(simulatedMiner({ ...plain, capex: 0, usdPerKwh: 5 }, 10, 1).paybackProbability).toBe(1);
  });
});

const npvsOf = (model: Model, paths: number, seed: number) =>
  simulatedNpvs(typescriptKernel, [model], { first: 0, count: paths }, seed);

test("paths computed in ranges are those computed together, bit for bit", () => {
  const law = (model: Model, counts: number[]) => {
    let first = 0;
    const parts = counts.map((count) => {
      const part = simulatedNpvs(fastestKernel(), [model], { first, count }, 3);
      first += count;
      return part;
    });
    const together = simulatedNpvs(fastestKernel(), [model], { first: 0, count: first }, 3);
    expect(joined(parts)).toEqual(together);
    expect(distributionOf(joined(parts), [model])).toEqual(simulatedMiner(model, first, 3));
  };
  const counts = fc.array(fc.integer({ min: 1, max: 300 }), { minLength: 2, maxLength: 5 });
  fc.assert(fc.property(anyModel, counts, law), { numRuns: 100 });
});

describe("what mining brings before tax", () => {
  test("is the NPV without tax, but for what is the same on all paths", () => {
    const law = (drawn: Model) => {
      const model = { ...drawn, taxRate: 0 };
      const { npvs, controls } = npvsOf(model, 7, 1);
      const fixed = npvs.map((npv, path) => npv - at(controls, path));
      const size = 1000 + npvs.reduce((most, npv) => Math.max(most, Math.abs(npv)), Math.abs(at(fixed, 0)));
      for (const value of fixed)
        expect(value).toBeWithin(at(fixed, 0), { absolute: 1e-11 * size, inputs: model });
    };
    fc.assert(fc.property(anyModel, law), { numRuns: 200 });
  });

  test("has its closed-form mean on average, and tax costs at most what it can", () => {
    const [count, paths] = [150, 400];
    const distances: number[] = [];
    const law = (drawn: Model) => {
      // Means of few paths are not normal where a few of them make the mean.
      const model = { ...drawn, volatility: drawn.volatility / 3, difficultyVolatility: 0.1 };
      const { controls } = npvsOf(model, paths, 1 + distances.length);
      const mean = sum(controls) / paths;
      const spread = Math.sqrt(sum(controls.map((control) => (control - mean) ** 2)) / (paths - 1));
      if (spread > 1e-9) distances.push((mean - meanMiningValue(model)) / (spread / Math.sqrt(paths)));
      const without = npvsOf({ ...model, taxRate: 0 }, paths, distances.length).npvs;
      const taxes = npvsOf(model, paths, distances.length).npvs.map((npv, path) => at(without, path) - npv);
      const tax = sum(taxes) / paths;
      const error = Math.sqrt(sum(taxes.map((one) => (one - tax) ** 2))) / paths;
      const { most } = meanTaxBounds(model, fixedParts(model, cashflowsOf(model)).profit);
      expect(tax).toBeLessThanOrEqual(most + 4 * error + 1e-9);
    };
    fc.assert(fc.property(anyModel, law), { numRuns: count });
    const squares = sum(distances.map((distance) => distance * distance)) / distances.length;
    expect(squares).toBeWithin(1, { absolute: 4 * Math.sqrt(2 / distances.length) });
  });
});

describe("the mean with a control variate", () => {
  const taxed = modelOf(
    [
      ...replaced(golden1, { capex: 2000, months: 24 }),
      ["depreciation life", 24],
      ["loss limit", 0.8],
      ["hodl share", 0.3],
    ],
    [],
  );
  const hosted: Model = { ...modelOf(golden4, []), loan: 0 };

  // 2 x 10^7 paths of another generator, with cash flows and a control variate of their own (Python, NumPy).
  test.each([
    ["coins kept", modelOf(golden2, []), 7.95188],
    ["a loan", modelOf(loan, []), 68.33372],
    ["parts, heat, a profit share", hosted, 453.164],
    ["a loss limit and coins kept over 24 months", taxed, -860.976],
  ])(
    "with %s, 95 %% of the intervals of 1,000 seeds hold the mean, and the error is a tenth",
    (_, model, mean) => {
      const runs = Array.from({ length: 1000 }, (_, seed) => simulatedMiner(model, 500, seed));
      const holding = runs.filter((run) => Math.abs(run.mean - mean) <= 1.96 * run.standardError);
      expect(holding.length).toBeWithin(950, { absolute: 15 });
      const error = Math.sqrt(sum(runs.map((run) => (run.mean - mean) ** 2)) / runs.length);
      const spread = Math.sqrt(sum(runs.map((run) => run.standardDeviation ** 2)) / runs.length / 500);
      expect(error / spread).toBeLessThan(0.14);
    },
  );

  const plainMean = (model: Model, paths: number) => {
    const { npvs } = npvsOf(model, paths, 1);
    const mean = sum(npvs) / paths;
    const squares = sum(npvs.map((npv) => (npv - mean) ** 2));
    return { mean, standardError: Math.sqrt(squares / (paths - 1) / paths) };
  };

  test.each<[string, Partial<Model>, number]>([
    ["two paths", {}, 2],
    ["few paths", { capex: 500, volatility: 0.1, difficultyVolatility: 0.05 }, 9],
    ["tax on few paths", { capex: 5000, depreciationLife: 3 }, 200],
    [
      "a mean that overflows",
      { volatility: 10, difficultyVolatility: 10, correlation: -1, months: 240 },
      100,
    ],
    [
      "that, without tax",
      { volatility: 10, difficultyVolatility: 10, correlation: -1, months: 240, taxRate: 0 },
      100,
    ],
  ])("with %s is the plain one", (_, change, paths) => {
    const model = { ...taxed, ...change };
    const expected = plainMean(model, paths);
    const { mean, standardError } = simulatedMiner(model, paths, 1);
    expect(mean).toBeWithin(expected.mean, { relative: 1e-14 });
    expect(standardError).toBeWithin(expected.standardError, { relative: 1e-12 });
  });

  test("where tax is next to impossible is the mean before tax", () => {
    // The closed form above, and what is certain: 50 digits (Python, mpmath).
    const { mean, standardError } = simulatedMiner(modelOf(golden1, []), 100, 1);
    expect(mean).toBeWithin(-3322.288514481129926893, { relative: 1e-13 });
    // The bound on tax in the same digits.
    expect(standardError).toBeWithin(1.68431722054e-15 / 2, { relative: 1e-10 });
  });

  test("where tax is unlikely holds the mean between the bounds on tax", () => {
    const model = { ...taxed, capex: 12_000 };
    const { mean, standardError } = simulatedMiner(model, 100, 1);
    const many = simulatedMiner(model, 50_000, 2);
    expect(standardError).toBeLessThan(plainMean(model, 100).standardError);
    expect(standardError).toBeGreaterThan(1);
    expect(Math.abs(mean - many.mean)).toBeLessThan(standardError + 4 * many.standardError);
  });
});

describe("the mean where no month can make a loss", () => {
  const sure: Model = {
    ...modelOf(golden1, []),
    taxRate: 0.25,
    months: 36,
    usdPerKwh: 0.07,
    depreciation: "none",
    otherOpex: 0,
    startHeight: undefined,
    subsidy: 3.125,
  };
  const rates: Partial<Model> = { taxRate: [0.1, 0.3, 0.25] };
  const unstopped: Partial<Model> = { shutdown: false, otherRevenue: 500 };

  // Each month's profit integrated over its lognormal revenue, in 40 digits (Python, mpmath).
  test.each([
    ["one tax rate", {}, -1024.688954639134918723],
    ["tax rates by month", rates, -1014.382739488679555867],
    ["other revenue above the power, without shutdown", unstopped, 9863.866697730776563974],
  ])("is exact with %s, and that of the paths is about it", (_, change, expected) => {
    const model = { ...sure, ...change };
    for (const seed of [1, 2, 3, 4, 5]) {
      const { mean, standardError } = simulatedMiner(model, 1000, seed);
      expect(mean).toBeWithin(expected, { absolute: 1e-13 * 10_000 });
      expect(standardError).toBe(0);
      const { npvs } = npvsOf(model, 20_000, seed);
      const average = sum(npvs) / npvs.length;
      const error = Math.sqrt(sum(npvs.map((one) => (one - average) ** 2))) / npvs.length;
      expect(average).toBeWithin(expected, { absolute: 4 * error });
    }
  });

  test("is the model's NPV without correlation and shutdown", () => {
    for (const change of [{ usdPerKwh: 0 }, { ...rates, heatPrice: 0.08 }, { ...rates, ...unstopped }]) {
      const model: Model = { ...sure, shutdown: false, correlation: 0, profitShare: 0, ...change };
      const { mean, standardError } = simulatedMiner(model, 100, 1);
      expect(mean).toBeWithin(npv(model), { absolute: 1e-13 * 10_000 });
      expect(standardError).toBe(0);
    }
  });

  test("is that before tax less its tax rate of all but capex and resale", () => {
    const model: Model = { ...sure, profitShare: 0.2, powerPriceShape: { multipliers: [0.5, 1, 1.5] } };
    const untaxed = simulatedMiner({ ...model, taxRate: 0 }, 100, 1).mean;
    const capital = model.resaleValue / 1.12 ** 3 - model.capex;
    const { mean, standardError } = simulatedMiner(model, 100, 1);
    expect(mean).toBeWithin(0.75 * untaxed + 0.25 * capital, { absolute: 1e-13 * 10_000 });
    expect(standardError).toBe(0);
  });

  test("of several sites is the sum of theirs", () => {
    const sites = [sure, { ...sure, ...rates, months: 24 }, { ...sure, ...unstopped }];
    const { mean, standardError } = simulatedSites(sites, 100, 1).together;
    const means = sites.map((site) => simulatedMiner(site, 100, 1).mean);
    expect(mean).toBeWithin(sum(means), { absolute: 1e-13 * 10_000 });
    expect(standardError).toBe(0);
  });

  test.each<[string, Partial<Model>]>([
    ["opex, so that losses move it", { otherOpex: 20 }],
    ["opex and tax rates by month", { ...rates, otherOpex: 20 }],
    ["coins kept", { hodlShare: 0.3, correlation: -0.5 }],
    ["no shutdown", { shutdown: false }],
  ])("else tax lies between its bounds on average, with %s", (_, change) => {
    const model = { ...sure, ...change };
    const { least, most } = meanTaxBounds(model, fixedParts(model, cashflowsOf(model)).profit);
    expect(least).toBeGreaterThan(0.1 * most);
    for (const seed of [1, 2, 3]) {
      const without = npvsOf({ ...model, taxRate: 0 }, 20_000, seed).npvs;
      const taxes = npvsOf(model, 20_000, seed).npvs.map((one, path) => at(without, path) - one);
      const tax = sum(taxes) / taxes.length;
      const error = Math.sqrt(sum(taxes.map((one) => (one - tax) ** 2))) / taxes.length;
      expect(tax).toBeGreaterThan(least - 4 * error);
      expect(tax).toBeLessThan(most + 4 * error);
    }
  });

  test("has an error as soon as a month can make one, and coins kept can", () => {
    for (const change of [{ otherOpex: 1 }, { shutdown: false }, { hodlShare: 0.1 }])
      expect(simulatedMiner({ ...sure, ...change }, 1000, 1).standardError).toBeGreaterThan(0.001);
  });
});
