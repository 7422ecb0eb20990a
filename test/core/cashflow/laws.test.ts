import Decimal from "decimal.js";
import fc from "fast-check";
import { cashflowsOf } from "../../../src/core/cashflow/cashflows";
import { internalRateOfReturn, netPresentValue, payback } from "../../../src/core/cashflow/valuation";
import { loanSchedule } from "../../../src/core/cashflow/loan";
import type { Model } from "../../../src/core/cashflow/model";
import { monthsOf } from "../../../src/core/cashflow/months";
import { modelOf } from "../../../src/core/cashflow/resolve";
import { blockSubsidy, meanSubsidy } from "../../../src/core/network/subsidy";
import { at } from "../../../src/core/numeric/at";
import { sum } from "../../../src/core/numeric/sum";
import { golden1, golden2, replaced } from "./golden";

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

describe("rate of return", () => {
  test("makes the net present value zero", () => {
    const flows = cashflowsOf(modelOf(golden2, []));
    const rate = internalRateOfReturn([...flows.net]);
    expect(Math.abs(netPresentValue(flows, rate))).toBeLessThan(1e-11);
  });

  // Microsoft's documentation of IRR: -70000, 12000, 15000, 18000, 21000, 26000 return 8.7 % a period.
  test("per period it is Excel's IRR", () => {
    const rate = internalRateOfReturn([-70000, 12000, 15000, 18000, 21000, 26000]);
    expect((1 + rate) ** (1 / 12) - 1).toBeWithin(0.0866, { absolute: 5e-5 });
  });

  test("is found over 240 months, however high or low", () => {
    for (const yearly of [-0.9, -0.2, 0, 0.08, 3, 1e6]) {
      const factor = (1 + yearly) ** (-1 / 12);
      const worth = Array.from({ length: 240 }, (_, index) => factor ** (index + 1)).reduce(
        (sum, value) => sum + value,
        0,
      );
      const rate = internalRateOfReturn([-worth, ...new Array<number>(240).fill(1)]);
      expect(Math.abs(rate - yearly) / (1 + yearly)).toBeLessThan(1e-11);
    }
  });

  test("several rates are listed, none is said so", () => {
    // (x - 1/1.01)(x - 1/1.03) in the monthly discount factor: 12.68 % and 42.58 % a year.
    const [a, b] = [1 / 1.01, 1 / 1.03];
    expect(() => internalRateOfReturn([a * b, -(a + b), 1])).toThrow(
      "several rates of return: 12.6825 %, 42.5761 %",
    );
    expect(() => internalRateOfReturn([1, 2, 3])).toThrow("the net cash never changes sign");
    expect(() => internalRateOfReturn([1, -1, 1])).toThrow("no rate of return between");
  });

  // 100 (v / 1.1 - 1)^2 and to the third, in the discount factor v: 10 % a month.
  test.each([
    ["double", [-100, 220, -121]],
    ["triple", [-100, 330, -363, 133.1]],
    ["double, after and before months without cash", [0, 0, -100, 220, -121, 0]],
  ])("a %s root is one", (_, flows) => {
    expect(relative(internalRateOfReturn(flows), 1.1 ** 12 - 1)).toBeLessThan(1e-14);
  });

  test("a double root that the flows' rounding has parted, or taken off the axis, is the same one", () => {
    for (const rounding of [1e-13, -1e-13]) {
      const rate = internalRateOfReturn([-100 * (1 + rounding), 220, -121]);
      expect(relative(rate, 1.1 ** 12 - 1)).toBeLessThan(1e-12);
    }
    expect(() => internalRateOfReturn([-100 * (1 + 1e-10), 220, -121])).toThrow("no rate of return between");
    expect(() => internalRateOfReturn([-100 * (1 - 1e-10), 220, -121])).toThrow(
      "several rates of return: 213.8",
    );
  });

  test("a touching root beside a crossing one makes two", () => {
    // (1.1 v - 1)^2 (1.02 v - 1).
    const flows = [-1, 3.22, -3.454, 1.2342];
    expect(() => internalRateOfReturn(flows)).toThrow("several rates of return: 26.8242 %, 213.843 %");
  });

  test("rates between -99.99 % and 1,000,000,000 % a year count, and no others", () => {
    for (const yearly of [-0.9998, 9.9e6]) {
      const growth = (1 + yearly) ** (1 / 12);
      expect(relative(internalRateOfReturn([-1, growth]) + 1, 1 + yearly)).toBeLessThan(1e-12);
      // The second root is at 1 + R = 1e-8, or 1e14.
      const far = yearly < 0 ? 1e-8 ** (1 / 12) : 1e14 ** (1 / 12);
      const both = internalRateOfReturn([-1, growth + far, -growth * far]);
      expect(relative(both + 1, 1 + yearly)).toBeLessThan(1e-10);
    }
  });

  test("no cash at all, and flows from one end of a double's range to the other", () => {
    expect(() => internalRateOfReturn([0, 0, 0])).toThrow("the net cash never changes sign");
    expect(() => internalRateOfReturn([0, -5e-324, 1e308])).toThrow("the outlay is too small to have one");
    expect(() => internalRateOfReturn([0, -1e308, 5e-324, 0])).toThrow("nearly all of the outlay is lost");
  });

  test("a total loss and an outlay next to nothing have no rate", () => {
    expect(() => internalRateOfReturn([-1e12, 1, 1])).toThrow("nearly all of the outlay is lost");
    expect(() => internalRateOfReturn([-1e-9, 100])).toThrow("the outlay is too small to have one");
  });

  test("among several a rate of 0 is 0", () => {
    // (v - 1)(v - 2).
    expect(() => internalRateOfReturn([2, -3, 1])).toThrow(
      `several rates of return: ${((2 ** -12 - 1) * 100).toPrecision(6)} %, 0 %`,
    );
  });

  test("rates up to 1000 % a year are distinguished", () => {
    const [a, b] = [1.2, 8].map((rate) => (1 + rate) ** (-1 / 12));
    expect(() => internalRateOfReturn([(a ?? 0) * (b ?? 0), -((a ?? 0) + (b ?? 0)), 1])).toThrow(
      "120 %, 800 %",
    );
  });

  test("one rate in range among changes of sign that cancel", () => {
    // The roots of golden case 2's flows other than the one at 25.4 % a year are complex or out of range.
    const net = [...cashflowsOf(modelOf(golden2, [])).net];
    expect(net.map(Math.sign)).toEqual([-1, 1, -1, 1, 1]);
    expect(internalRateOfReturn(net)).toBeWithin(0.2536680046, { absolute: 5e-11 });
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
