import Decimal from "decimal.js";
import fc from "fast-check";
import { cashflowsOf } from "../../../src/core/cashflow/cashflows";
import { netPresentValue, payback } from "../../../src/core/cashflow/valuation";
import { loanSchedule } from "../../../src/core/cashflow/loan";
import type { Model } from "../../../src/core/cashflow/model";
import { monthsOf } from "../../../src/core/cashflow/months";
import { modelOf } from "../../../src/core/cashflow/resolve";
import { blockSubsidy, meanSubsidy } from "../../../src/core/network/subsidy";
import { at } from "../../../src/core/numeric/at";
import { sum } from "../../../src/core/numeric/sum";
import { golden1, replaced } from "./golden";

const base = modelOf(golden1, []);
const npv = (model: Model) => netPresentValue(cashflowsOf(model), model.discountRate);
const relative = (actual: number, expected: number) => Math.abs(actual / expected - 1);

const terms = { loanType: "annuity", startMonth: 1 } as const;

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
        const { revenue, heat, otherRevenue, power, profitShare, otherOpex, tax, coinsKept } = flows;
        const { interest, principal, capital, net, cumulative } = flows;
        const added = [revenue, heat, otherRevenue, capital];
        const taken = [power, profitShare, otherOpex, tax, coinsKept, interest, principal];
        let total = 0;
        for (const [month, cash] of net.entries()) {
          const foots = sum(added.map((part) => at(part, month))) - sum(taken.map((part) => at(part, month)));
          expect(foots).toBeWithin(cash, { absolute: 1e-9, inputs: model });
          total += cash;
          expect(total).toBeWithin(at(cumulative, month), { absolute: 1e-7 });
        }
        expect(sum(principal)).toBeWithin(model.loan, { absolute: 1e-8 });
        expect(sum(flows.depreciation)).toBeLessThanOrEqual(model.capex * (1 + 1e-12));
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
    const month = at(cashflowsOf(flat).net, 1);
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
    const { difficulty = new Float64Array() } = monthsOf({ ...base, difficultyGrowth: rates });
    const expected = [1.5e14 * 1.02 ** 0.5, 1.5e14 * 1.02 * 0.99 ** 0.5, 1.5e14 * 1.02 * 0.99 * 1.05 ** 0.5];
    for (const [index, value] of expected.entries())
      expect(difficulty[index + 1]).toBeWithin(value, { relative: 1e-14 });
  });

  test("a deductible loan at the discount rate, untaxed, changes nothing", () => {
    const monthlyRate = 12 * (1.12 ** (1 / 12) - 1);
    const lent = { ...base, taxRate: 0, loan: 2500, loanRate: monthlyRate, loanMonths: 2 };
    expect(npv(lent)).toBeWithin(npv({ ...lent, loan: 0 }), { absolute: 5e-10 });
  });

  test("what is owed at the horizon is repaid then", () => {
    const { interest, principal } = loanSchedule({
      ...terms,
      loan: 1000,
      loanRate: 0.12,
      loanMonths: 24,
      months: 6,
    });
    const payment = (1000 * 0.01) / (1 - 1.01 ** -24);
    const owed = 1000 * 1.01 ** 6 - (payment * (1.01 ** 6 - 1)) / 0.01;
    expect(at(principal, 6) + at(interest, 6)).toBeWithin(owed + payment, { absolute: 5e-10 });
  });

  // Microsoft's documentation of PMT: PMT(8%/12, 10, 10000) = -1037.03.
  test("the level payment is Excel's PMT", () => {
    const { service } = loanSchedule({ ...terms, loan: 10000, loanRate: 0.08, loanMonths: 10, months: 10 });
    expect(at(service, 1)).toBeWithin(1037.03, { absolute: 0.005 });
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
