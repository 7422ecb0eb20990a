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
import { typescriptKernel } from "../../../src/core/simulation/kernel";
import { simulatedMiner, simulatedNpvs } from "../../../src/core/simulation/simMiner";
import { anyModel } from "../cashflow/anyModel";
import { golden1, golden2, replaced } from "../cashflow/golden";

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
      11.242055178405254, 4.17957638931381, 59.10813614741961, -67.94916110063578, -34.86157822786716,
      0.7543367812506858, 50.22051839767448, 121.15575106195094, 0.49, 77.97544592022832, 0.55, 2.02,
    ],
  ],
  [
    "a loan, and a seed beyond 32 bits",
    loan,
    101,
    2 ** 33 + 5,
    [
      43.91996066968322, 14.335408564759765, 144.06907305378678, -95.51790728198688, -44.32724160741779,
      0.47312428401244233, 51.52880062284282, 352.3192598218219, 0.49504950495049505, 102.66855653485939,
      0.6138613861386139, 3.8118811881188117,
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
  ])("%s: mean within four standard errors, standard deviation within 5 %", (_, correlation) => {
    const model = { ...plain, correlation };
    const { mean, deviation } = closedForm(model);
    const simulated = simulatedMiner(model, 20_000, 1);
    expect(simulated.mean).toBeWithin(mean, { absolute: 4 * simulated.standardError });
    expect(simulated.standardDeviation).toBeWithin(deviation, { relative: 0.05 });
  });

  test("uncorrelated, the mean is the model's NPV; also with coins kept", () => {
    for (const model of [plain, { ...plain, hodlShare: 0.5 }]) {
      const { mean, standardError } = simulatedMiner(model, 20_000, 4);
      expect(mean).toBeWithin(npv(model), { absolute: 4 * standardError });
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
    expect(simulatedMiner(plain, 100, 9).mean).not.toBe(simulatedMiner(plain, 100, 8).mean);
  });

  test("without tax NPVs move with the controls: margins, less what the host takes, and coins kept", () => {
    const law = (drawn: Model, takes: boolean) => {
      const model = {
        ...drawn,
        taxRate: 0,
        ...(takes ? { hodlShare: 0, shutdown: true } : { profitShare: 0 }),
      };
      const { npvs, controls = new Float64Array() } = simulatedNpvs(typescriptKernel, [model], 7, 1);
      const fixed = npvs.map((npv, path) => npv - (1 - model.profitShare) * at(controls, path));
      const size = 1000 + npvs.reduce((most, npv) => Math.max(most, Math.abs(npv)), Math.abs(at(fixed, 0)));
      for (const value of fixed)
        expect(value).toBeWithin(at(fixed, 0), { absolute: 1e-11 * size, inputs: model });
    };
    fc.assert(fc.property(anyModel, fc.boolean(), law), { numRuns: 200 });
  });

  test("nothing laid out is paid back from the start", () => {
    expect(simulatedMiner({ ...plain, capex: 0, usdPerKwh: 5 }, 10, 1).paybackProbability).toBe(1);
  });
});
