import Decimal from "decimal.js";
import fc from "fast-check";
import { cashflowsOf } from "../../../src/core/cashflow/cashflows";
import { netPresentValue, payback } from "../../../src/core/cashflow/valuation";
import { levelPayment, loanSchedule } from "../../../src/core/cashflow/loan";
import type { Model } from "../../../src/core/cashflow/model";
import { modelOf } from "../../../src/core/cashflow/resolve";
import { blockSubsidy, meanSubsidy } from "../../../src/core/network/subsidy";
import { golden1, replaced } from "./golden";

const base = modelOf(golden1, []);
const npv = (model: Model) => netPresentValue(cashflowsOf(model), model.discountRate);
const relative = (actual: number, expected: number) => Math.abs(actual / expected - 1);

describe("laws of the cash flows", () => {
  const anyModel = fc
    .record({
      btcPrice: fc.double({ min: 1e3, max: 1e6, noNaN: true }),
      difficultyGrowth: fc.double({ min: -0.05, max: 0.2, noNaN: true }),
      otherRevenue: fc.double({ min: 0, max: 100, noNaN: true }),
      hodlShare: fc.double({ min: 0, max: 1, noNaN: true }),
      taxRate: fc.double({ min: 0, max: 0.6, noNaN: true }),
      loan: fc.double({ min: 0, max: 5000, noNaN: true }),
      loanRate: fc.double({ min: 0, max: 0.3, noNaN: true }),
      months: fc.integer({ min: 1, max: 60 }),
      depreciation: fc.constantFrom("sln", "ddb", "macrs3", "macrs5", "bonus", "none"),
      shutdown: fc.boolean(),
    })
    .map((changed): Model => ({ ...base, depreciationLife: 24, loanMonths: 12, ...changed }));

  test("every row foots, the running total adds up, and the loan is paid back", () => {
    fc.assert(
      fc.property(anyModel, (model) => {
        const flows = cashflowsOf(model);
        let total = 0;
        for (const row of flows) {
          const parts = [
            row.revenue,
            row.otherRevenue,
            -row.power,
            -row.otherOpex,
            -row.tax,
            -row.coinsKept,
            -row.interest,
            -row.principal,
            row.capital,
          ];
          const foots = parts.reduce((sum, part) => sum + part, 0);
          expect(foots).toBeWithin(row.net, { absolute: 1e-9 });
          total += row.net;
          expect(total).toBeWithin(row.cumulative, { absolute: 1e-7 });
        }
        const principal = flows.reduce((sum, { principal }) => sum + principal, 0);
        expect(principal).toBeWithin(model.loan, { absolute: 1e-8 });
        const depreciation = flows.reduce((sum, row) => sum + row.depreciation, 0);
        expect(depreciation).toBeLessThanOrEqual(model.capex * (1 + 1e-12));
      }),
      { numRuns: 200 },
    );
  });

  test("shutting down never costs money when nothing is taxed", () => {
    fc.assert(
      fc.property(anyModel, (model) => {
        const untaxed = { ...model, taxRate: 0, hodlShare: 0 };
        expect(npv({ ...untaxed, shutdown: true })).toBeGreaterThanOrEqual(
          npv({ ...untaxed, shutdown: false }) - 1e-9,
        );
      }),
      { numRuns: 200 },
    );
  });

  test("without growth the NPV is the annuity's closed form", () => {
    const flat = modelOf(golden1, [
      ...[[["btc price growth"]], [[0]], [["difficulty growth"]], [[0]], [["power price growth"]], [[0]]],
      ...[
        [["hashrate degradation"]],
        [[0]],
        [["subsidy"]],
        [[3.125]],
        [["tax rate"]],
        [[0]],
        [["months"]],
        [[120]],
      ],
    ]);
    const month = cashflowsOf(flat)[1]?.net ?? 0;
    const rate = new Decimal(1.12).pow(new Decimal(1).div(12)).minus(1);
    const annuity = new Decimal(1).minus(rate.plus(1).pow(-120)).div(rate);
    const expected = annuity
      .times(month)
      .minus(4000)
      .plus(new Decimal(400).div(new Decimal(1.12).pow(10)));
    expect(relative(npv(flat), expected.toNumber())).toBeLessThan(1e-13);
  });

  test("a halving month is its two parts", () => {
    const first = 1_046_383;
    const parts = 3617 * blockSubsidy(first) + 766 * blockSubsidy(1_050_000);
    expect(meanSubsidy(first, 4383)).toBe(parts / 4383);
    let each = 0;
    for (let block = 0; block < 4383; block++) each += blockSubsidy(first + block);
    expect(relative(meanSubsidy(first, 4383), each / 4383)).toBeLessThan(1e-15);
  });

  test("a year of monthly growth rates is what they compound to", () => {
    const rates = [0.02, -0.01, 0.05];
    const flows = cashflowsOf({ ...base, difficultyGrowth: rates });
    const expected = [1.5e14 * 1.02 ** 0.5, 1.5e14 * 1.02 * 0.99 ** 0.5, 1.5e14 * 1.02 * 0.99 * 1.05 ** 0.5];
    for (const [index, value] of expected.entries())
      expect(relative(flows[index + 1]?.difficulty ?? 0, value)).toBeLessThan(1e-14);
  });

  test("a deductible loan at the discount rate, untaxed, changes nothing", () => {
    const monthlyRate = 12 * (1.12 ** (1 / 12) - 1);
    const lent = { ...base, taxRate: 0, loan: 2500, loanRate: monthlyRate, loanMonths: 2 };
    expect(npv(lent)).toBeWithin(npv({ ...lent, loan: 0 }), { absolute: 5e-10 });
  });

  test("what is owed at the horizon is repaid then", () => {
    const schedule = loanSchedule({ amount: 1000, rate: 0.12, months: 24 }, 6);
    const owed =
      1000 * 1.01 ** 6 - (levelPayment({ amount: 1000, rate: 0.12, months: 24 }) * (1.01 ** 6 - 1)) / 0.01;
    const last = schedule[5];
    expect((last?.principal ?? 0) + (last?.interest ?? 0)).toBeWithin(
      owed + levelPayment({ amount: 1000, rate: 0.12, months: 24 }),
      { absolute: 5e-10 },
    );
  });

  // Microsoft's documentation of PMT: PMT(8%/12, 10, 10000) = -1037.03.
  test("the level payment is Excel's PMT", () => {
    expect(levelPayment({ amount: 10000, rate: 0.08, months: 10 })).toBeWithin(1037.03, { absolute: 0.005 });
  });
});

describe("payback", () => {
  test("interpolates within the month", () => {
    const flows = cashflowsOf(modelOf(replaced(golden1, { capex: 600, "tax rate": 0 }), []));
    // Independent 60-digit computation of the same model.
    expect(payback(flows)).toBeWithin(2.785445279226828, { absolute: 5e-13 });
  });

  test("is 0 without an outlay, and #N/A when it never comes", () => {
    expect(payback(cashflowsOf({ ...base, capex: 0 }))).toBe(0);
    expect(() => payback(cashflowsOf(base))).toThrow("does not pay back within 3 months");
  });
});
