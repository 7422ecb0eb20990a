import Decimal from "decimal.js";
import fc from "fast-check";
import { cashflowsOf, type Cashflows } from "../../../src/core/cashflow/cashflows";
import { netPresentValue, payback } from "../../../src/core/cashflow/valuation";
import { loanSchedule } from "../../../src/core/cashflow/loan";
import { inMonth, type Model, type Quantity } from "../../../src/core/cashflow/model";
import { minerOption } from "../../../src/core/cashflow/minerOption";
import { mineVsBuy } from "../../../src/core/cashflow/mineVsBuy";
import { monthsOf } from "../../../src/core/cashflow/months";
import { modelOf } from "../../../src/core/cashflow/resolve";
import { hashprice } from "../../../src/core/economics/hashprice";
import { blockSubsidy, meanSubsidy } from "../../../src/core/network/subsidy";
import { at } from "../../../src/core/numeric/at";
import { sum } from "../../../src/core/numeric/sum";
import { Exact } from "../../exact";
import { anyModel } from "./anyModel";
import { golden1, replaced } from "./golden";

const base = modelOf(golden1, []);
const npv = (model: Model) => netPresentValue(cashflowsOf(model), model.discountRate);
const relative = (actual: number, expected: number) => Math.abs(actual / expected - 1);

/** A series as given, or today's value grown at a rate over a time in the rate's periods. */
const grown = (quantity: Quantity, rate: number, periods: number, month: number) =>
  typeof quantity === "number" ? quantity * (1 + rate) ** periods : inMonth(quantity, month);

const terms = { loanType: "annuity", startMonth: 1 } as const;

/** That columns of two models are the same but for rounding. */
function expectSame(model: Model, other: Model, names: readonly (keyof Cashflows)[], scale = 1e4): void {
  const [flows, others] = [cashflowsOf(model), cashflowsOf(other)];
  for (const name of names) {
    const [column, expected] = [flows[name], others[name]];
    if (!(column instanceof Float64Array && expected instanceof Float64Array)) throw new Error(name);
    expectClose(column, expected, { absolute: 1e-12 * scale, source: name, inputs: model });
  }
}

/** Compares the month that differs most: an expectation a month would take its time. */
function expectClose(
  column: Float64Array,
  expected: ArrayLike<number>,
  { absolute, source, inputs }: { absolute: number; source: string; inputs: Model },
): void {
  expect(column).toHaveLength(expected.length);
  let worst = 0;
  for (const [month, value] of column.entries())
    if (!(Math.abs(value - Number(expected[month])) <= Math.abs(at(column, worst) - Number(expected[worst]))))
      worst = month;
  expect(column[worst]).toBeWithin(expected[worst], {
    absolute,
    source: `${source}, month ${worst}`,
    inputs,
  });
}

describe("laws of the cash flows", () => {
  test("every row foots, the running total adds up, and the loan is paid back", () => {
    fc.assert(
      fc.property(anyModel, (model) => {
        const flows = cashflowsOf(model);
        const { revenue, heat, otherRevenue, power, profitShare, otherOpex, tax, coinsKept } = flows;
        const { interest, principal, capital, net, cumulative } = flows;
        const added = [revenue, heat, otherRevenue, capital];
        const taken = [power, profitShare, otherOpex, tax, coinsKept, interest, principal];
        const footed = net.map((_, month) => {
          const plus = sum(added.map((part) => at(part, month)));
          return plus - sum(taken.map((part) => at(part, month)));
        });
        expectClose(net, footed, { absolute: 1e-9, source: "the row's parts", inputs: model });
        const totals = net.map((_, month) => sum(net.slice(0, month + 1)));
        expectClose(cumulative, totals, { absolute: 1e-9, source: "the running total", inputs: model });
        expect(sum(principal)).toBeWithin(at(flows.balance, model.startMonth - 1), { absolute: 1e-8 });
        expect(sum(flows.depreciation)).toBeLessThanOrEqual(flows.totalOutlay * (1 + 1e-12));
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

describe("laws of the contracts", () => {
  test("calendar months, and discounting by dates, by hand", () => {
    // 31 January 2026 (46053), 28 February, 31 March, 30 April: 28, 31 and 30 days.
    const model = modelOf(
      [
        ["btc price", 100000],
        ["hashprice", 50],
        ["hashrate", 1000],
        ["efficiency", 20],
        ["power price", 0.06],
        ["capex", 2000],
        ["months", 3],
        ["discount rate", 0.1],
        ["start date", 46053],
        ["discounting", "dated"],
      ],
      [],
    );
    const { net, months } = cashflowsOf(model);
    expect([...(months.dates ?? [])]).toEqual([46053, 46081, 46112, 46142]);
    let npv = new Exact(-2000);
    for (const [month, days, passed] of [
      [1, 28, 28],
      [2, 31, 59],
      [3, 30, 89],
    ] as const) {
      // 50 USD a day for 1 PH/s, less 20 kW at 0.06 USD.
      const cash = new Exact(50).minus(new Exact(20).times(24).times("0.06")).times(days);
      expect(net[month]).toBeWithin(cash, { relative: 1e-14 });
      npv = npv.plus(cash.div(new Exact("1.1").pow(new Exact(passed).div(365))));
    }
    expect(netPresentValue(cashflowsOf(model), 0.1)).toBeWithin(npv, { relative: 1e-14 });
  });

  // Microsoft's documentation of XNPV: 9 %, five dates from 1 January 2008 (39448) on: 2086.65.
  test("the present value by dates is Excel's XNPV", () => {
    const flows = cashflowsOf({ ...base, months: 4 });
    const net = Float64Array.of(-10000, 2750, 4250, 3250, 2750);
    const dates = [39448, 39508, 39751, 39859, 39904];
    const years = Float64Array.from(dates, (date) => (date - 39448) / 365);
    const months = { ...flows.months, years };
    expect(netPresentValue({ ...flows, net, months }, 0.09)).toBeWithin(2086.65, { absolute: 0.005 });
  });

  // Deducted in the month in which it is paid, a payment is an expense.
  test("with all of it deducted at once, staged payments are other opex", () => {
    fc.assert(
      fc.property(anyModel, (drawn) => {
        const model = { ...drawn, depreciation: "bonus", bonusShare: 0, startMonth: 1 } as const;
        if (cashflowsOf(model).months.inService > 1) return;
        const expenses = new Array<number>(model.months);
        for (let month = 1; month <= model.months; month++)
          expenses[month - 1] =
            grown(model.otherOpex, model.otherOpexGrowth, (month - 0.5) / 12, month) +
            inMonth(model.capexSchedule, month);
        const expensed = { ...model, capexSchedule: 0, otherOpex: expenses, otherOpexGrowth: 0 };
        expectSame(model, expensed, ["net", "cumulative", "tax", "taxableProfit", "lossForward"]);
      }),
      { numRuns: 300 },
    );
  });

  test("never deducted and untaxed, too, even before the machines run", () => {
    fc.assert(
      fc.property(anyModel, (drawn) => {
        const model = { ...drawn, depreciation: "none", bonusShare: 0, startMonth: 1, taxRate: 0 } as const;
        const expenses = new Array<number>(model.months);
        for (let month = 1; month <= model.months; month++)
          expenses[month - 1] =
            grown(model.otherOpex, model.otherOpexGrowth, (month - 0.5) / 12, month) +
            inMonth(model.capexSchedule, month);
        const expensed = { ...model, capexSchedule: 0, otherOpex: expenses, otherOpexGrowth: 0 };
        expectSame(model, expensed, ["net", "cumulative"]);
      }),
      { numRuns: 300 },
    );
  });

  test("a shape of several parts is the mean of the models of each part, where tax is in proportion", () => {
    const multipliers = fc.array(fc.integer({ min: -10, max: 60 }), { minLength: 2, maxLength: 7 });
    fc.assert(
      fc.property(anyModel, multipliers, fc.boolean(), (drawn, twentieths, isTaxed) => {
        const parts = twentieths.map((n) => n / 20);
        // A large other revenue leaves a profit in every month; a host takes no share of a loss.
        const model = {
          ...drawn,
          profitShare: drawn.shutdown ? drawn.profitShare : 0,
          startMonth: 1,
          otherRevenue: 1e5,
          taxRate: isTaxed ? drawn.taxRate : 0,
          capex: 0,
          capexSchedule: 0,
        };
        const flows = cashflowsOf({ ...model, powerPriceShape: { multipliers: parts } });
        const each = parts.map((part) => cashflowsOf({ ...model, powerPriceShape: part }));
        for (const name of [
          "share",
          "btc",
          "revenue",
          "heat",
          "power",
          "profitShare",
          "tax",
          "net",
        ] as const) {
          const means = flows[name].map(
            (_, month) => sum(each.map((one) => at(one[name], month))) / parts.length,
          );
          const absolute = name === "share" || name === "btc" ? 1e-14 : 1e-9;
          expectClose(flows[name], means, { absolute, source: name, inputs: model });
        }
      }),
      { numRuns: 200 },
    );
  });

  test("the order of the parts makes no difference, nor does each part twice", () => {
    fc.assert(
      fc.property(anyModel, (model) => {
        if (typeof model.powerPriceShape === "number") return;
        const { multipliers } = model.powerPriceShape;
        const twice = { multipliers: [...multipliers, ...[...multipliers].reverse()] };
        expectSame({ ...model, powerPriceShape: twice }, model, ["share", "power", "profitShare", "net"]);
      }),
      { numRuns: 200 },
    );
  });

  test("heat sold is a lower power price", () => {
    fc.assert(
      fc.property(anyModel, (drawn) => {
        const model = { ...drawn, powerPriceShape: 1 };
        const prices = new Array<number>(model.months);
        for (let month = 1; month <= model.months; month++)
          prices[month - 1] =
            grown(model.usdPerKwh, model.powerPriceGrowth, (month - 0.5) / 12, month) -
            inMonth(model.heatPrice, month);
        const cheaper = { ...model, heatPrice: 0, usdPerKwh: prices, powerPriceGrowth: 0 };
        expectSame(cheaper, model, ["share", "btc", "revenue", "profitShare", "tax", "net"]);
        expect(minerOption(cheaper).value).toBeWithin(minerOption(model).value, {
          relative: 1e-9,
          absolute: 1e-9,
        });
      }),
      { numRuns: 300 },
    );
  });

  test("a hashprice is the difficulty that implies it", () => {
    fc.assert(
      fc.property(anyModel, (drawn) => {
        const given = drawn.hashprice ?? 50;
        const model = { ...drawn, hashprice: given, difficulty: undefined, difficultyGrowth: 0, fees: 0 };
        const [subsidyBtc, feesBtc] = [3.125, 0.05];
        const { price } = monthsOf(model);
        const difficulties = new Array<number>(model.months);
        for (let month = 1; month <= model.months; month++) {
          const wanted = grown(given, model.hashpriceGrowth, month - 0.5, month);
          const reward = { btcPrice: at(price, month), subsidyBtc, feesBtc, unit: "PH" } as const;
          const difficulty = (1e15 * 86_400 * (subsidyBtc + feesBtc) * reward.btcPrice) / (2 ** 32 * wanted);
          expect(hashprice({ ...reward, difficulty })).toBeWithin(wanted, { relative: 1e-14 });
          difficulties[month - 1] = difficulty;
        }
        const implied = {
          ...model,
          hashprice: undefined,
          hashpriceGrowth: 0,
          difficulty: difficulties,
          subsidy: subsidyBtc,
          fees: feesBtc,
        };
        expectSame(model, implied, ["share", "btc", "revenue", "power", "tax", "net"], 1e5);
        const [one, other] = [minerOption(model), minerOption(implied)];
        for (const key of ["value", "delta", "vega"] as const)
          expect(one[key]).toBeWithin(other[key], { relative: 1e-9, absolute: 1e-9 });
        expect(mineVsBuy(model).bought).toBeWithin(mineVsBuy(implied).bought, { absolute: 1e-12 });
      }),
      { numRuns: 300 },
    );
  });

  test("a loss limit of 1 is the rule without one", () => {
    fc.assert(
      fc.property(anyModel, (drawn) => {
        const model = { ...drawn, lossLimit: 1 };
        const { taxableProfit, tax, lossForward } = cashflowsOf(model);
        const due = new Float64Array(model.months + 1);
        const losses = new Float64Array(model.months + 1);
        for (let month = 1; month <= model.months; month++) {
          const profit = at(taxableProfit, month);
          due[month] = inMonth(model.taxRate, month) * Math.max(0, profit - at(losses, month - 1));
          losses[month] = Math.max(0, at(losses, month - 1) - profit);
        }
        expectClose(tax, due, { absolute: 1e-10, source: "tax", inputs: model });
        expectClose(lossForward, losses, { absolute: 1e-10, source: "losses", inputs: model });
      }),
      { numRuns: 200 },
    );
  });

  test("a loss limit of 0.8, by hand", () => {
    // Losses of 100, profits of 50 and 100: of the first 40 are offset, which leaves 60 for the second.
    const idle = { ...base, hashrateTh: [0], capex: 0, resaleValue: 0, taxRate: 0.25, lossLimit: 0.8 };
    const flows = cashflowsOf({ ...idle, otherOpex: [100, 0, 0], otherRevenue: [0, 50, 100] });
    expect([...flows.taxableProfit]).toEqual([0, -100, 50, 100]);
    expect([...flows.lossForward]).toEqual([0, 100, 60, 0]);
    expect([...flows.tax]).toEqual([0, 0, 2.5, 10]);
  });

  test("a project that starts later is the same project, in the prices of later", () => {
    // Flat prices, no tax: the cash of month t is that of month t + 5, and the NPV is five months further away.
    const flat = {
      ...base,
      btcPriceGrowth: 0,
      difficultyGrowth: 0,
      powerPriceGrowth: 0,
      subsidy: 3.125,
      taxRate: 0,
    };
    const now = { ...flat, months: 12, capex: 0 };
    const later = { ...now, months: 17, startMonth: 6 };
    const factor = 1.12 ** (-5 / 12);
    expect(npv(later)).toBeWithin(npv(now) * factor, { relative: 1e-13 });
    const { net } = cashflowsOf(later);
    for (const [month, cash] of cashflowsOf(now).net.entries())
      expect(net[month + 5]).toBeWithin(cash, { absolute: 1e-12 });
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
