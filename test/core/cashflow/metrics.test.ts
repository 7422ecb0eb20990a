import fc from "fast-check";
import { cashflowsOf } from "../../../src/core/cashflow/cashflows";
import { hashpriceCurve } from "../../../src/core/cashflow/hashpriceCurve";
import { impairment } from "../../../src/core/cashflow/impairment";
import { machineRank } from "../../../src/core/cashflow/machineRank";
import { metricOf, metricOrError, metrics, metricsOf, type Metric } from "../../../src/core/cashflow/metrics";
import { mineVsBuy } from "../../../src/core/cashflow/mineVsBuy";
import { minerOption } from "../../../src/core/cashflow/minerOption";
import type { Model } from "../../../src/core/cashflow/model";
import { modelOf } from "../../../src/core/cashflow/resolve";
import { NoAnswerError } from "../../../src/core/errors";
import { at } from "../../../src/core/numeric/at";
import { sum } from "../../../src/core/numeric/sum";
import { simulatedMiner } from "../../../src/core/simulation/simMiner";
import { anyModel } from "./anyModel";
import { golden1, golden2, replaced } from "./golden";

const loan: (string | number | boolean)[][] = [
  ...replaced(golden1, { capex: 600, months: 6, "tax rate": 0.25 }),
  ["loan", 300],
  ["loan rate", 0.12],
  ["loan months", 4],
];

// A separate program in Python with 60 digits, by docs/formulas.md, Lifecycle; "" where there is no answer.
const table = [
  // metric          golden 1              golden 2              with a loan
  ["npv", -3327.286380236785, 8.3043330057798812, 41.312532556507522],
  ["irr", -0.99973092007532203, 0.25366800457940412, 0.45479162401333811],
  ["payback", "", 3.9237113161321235, 5.8514849003935867],
  ["economic_life", "", 2, ""],
  ["profit", 151.15609732288192, 132.1762019795916, 151.15609732288192],
  ["btc", 0.0068014465852899238, 0.0044172810417822662, 0.010870706455982581],
  ["cost_per_btc", 59643.361181802849, 54485.222782211056, 74439.07394448921],
  ["ratio", 0.24162577838385903, 1.1225112165009666, 1.0573362276370615],
  ["dscr", "", "", 0.12960790146928559],
] as const;

const blocks = [golden1, golden2, loan];

test.each(table)("%s", (metric, ...expected) => {
  for (const [index, value] of expected.entries()) {
    const answer = metricOrError(modelOf(blocks[index] ?? [], []), metric);
    if (value === "") expect(answer).toBeInstanceOf(Error);
    else expect(answer).toBeWithin(value, { relative: 1e-10 });
  }
});

test("every metric is in the table", () => expect(table.map(([metric]) => metric)).toEqual(metrics));

describe("no answer says why", () => {
  const model = modelOf(golden1, []);
  test.each([
    ["payback", {}, "does not pay back within 3 months"],
    ["economic_life", {}, "still runs in month 3"],
    ["cost_per_btc", { subsidy: 0, fees: 0 }, "mines nothing"],
    ["dscr", {}, "there is no loan to cover"],
    ["ratio", { capex: 0, otherOpex: 0, usdPerKwh: 0 }, "there is no outlay that could have bought coins"],
  ] as const)("%s", (metric, change, message) => {
    expect(() => metricOf({ ...model, ...change }, metric)).toThrow(message);
  });
});

/** 300 USD for a machine that is never switched on, 5 USD a month, 400 USD for it in month 3. */
describe.each([
  ["a hashrate of 0", { hashrateTh: [0] }],
  ["an uptime of 0", { uptime: [0] }],
])("nothing ever runs, by %s", (name, change) => {
  const model: Model = { ...modelOf(golden1, []), capex: 300, ...change };

  test("each metric says what is true", () => {
    // Never in service, the machine is not depreciated: sold 100 above its cost, taxed after losses of 15.
    const last = 395 - 0.21 * (400 - 300 - 15);
    const expected: Record<Metric, number | string> = {
      npv: -300 - 5 / 1.12 ** (1 / 12) - 5 / 1.12 ** (2 / 12) + last / 1.12 ** (3 / 12),
      irr: monthlyRoot(last) ** -12 - 1,
      payback: 2 + 310 / last,
      economic_life: "the machines never run",
      profit: -5,
      btc: 0,
      cost_per_btc: "mines nothing",
      // The resale value at the final price, and what 300 and three times 5 USD buy.
      ratio:
        400 /
        (100000 * 1.2 ** 0.25) /
        (0.003 + [0.5, 1.5, 2.5].reduce((a, m) => a + 5 / (1e5 * 1.2 ** (m / 12)), 0)),
      dscr: "there is no loan to cover",
    };
    for (const metric of metrics) {
      const [answer, wanted] = [metricOrError(model, metric), expected[metric]];
      if (typeof wanted === "string") expect(answer).toMatchObject({ message: wanted });
      else expect(answer).toBeWithin(wanted, { relative: 1e-13, absolute: 1e-13, source: metric });
    }
  });

  test("each of them without an outlay, too", () => {
    const free = { ...model, capex: 0, resaleValue: 0, otherOpex: 0 };
    const said = metrics.map((metric) => {
      const answer = metricOrError(free, metric);
      return typeof answer === "number" ? answer : answer.message;
    });
    expect(said).toEqual([
      0,
      "no rate of return: the net cash never changes sign",
      0,
      "the machines never run",
      0,
      0,
      "mines nothing",
      "there is no outlay that could have bought coins",
      "there is no loan to cover",
    ]);
  });

  test("a loan is paid all the same", () => {
    // 100 in 2 payments of 50 beside 5 USD a month: the worst month covers -5/50 of its service.
    const lent = { ...model, loan: 100, loanRate: 0, loanMonths: 2 };
    expect(metricOf(lent, "dscr")).toBeWithin(-0.1, { relative: 1e-14 });
  });

  test("options, coins to buy, the curve, a ranking and simulations", () => {
    expect(minerOption(model)).toMatchObject({
      intrinsic: 0,
      value: 0,
      timeValue: 0,
      delta: 0,
      vega: 0,
      valuePerTh: { message: "the machines never run" },
    });
    expect(mineVsBuy({ ...model, resaleValue: 100 })).toMatchObject({
      breakEvenPrice: { message: "no coins are mined" },
    });
    expect(hashpriceCurve(model, "PH")).toEqual(hashpriceCurve(modelOf(golden1, []), "PH"));
    const machine = { name: "own", hashrateTh: 234, jPerTh: 15, price: 300, resale: 400 };
    if (name === "a hashrate of 0")
      expect(() => machineRank([machine], model, undefined)).toThrow(
        "site_kw must be given: the machines of the model never run",
      );
    const [ranked] = machineRank([machine], { ...model, otherOpex: 50 }, 36.855);
    if (name === "an uptime of 0") {
      expect(ranked?.npv).toBeWithin(metricOf(model, "npv"), { absolute: 1e-12 });
      expect(ranked?.breakEvenPower).toMatchObject({ message: "the machine does not run in month 1" });
    }
    const simulated = simulatedMiner(model, 10, 1);
    expect(simulated.mean).toBeWithin(metricOf(model, "npv"), { absolute: 1e-12 });
    expect([
      simulated.meanMonthsRun,
      simulated.paybackProbability,
      simulated.standardDeviation < 1e-12,
    ]).toEqual([0, 1, true]);
    expect(impairment(model, { carrying: 500, saleValue: 0, standard: "usgaap" }).undiscounted).toBe(385);
  });
});

/** The discount factor of a month at which the cash of month 3 and -5 in months 1 and 2 are worth 300: Newton's method. */
function monthlyRoot(last: number): number {
  let v = 1;
  for (let step = 0; step < 50; step++)
    v -= (last * v ** 3 - 5 * v ** 2 - 5 * v - 300) / (3 * last * v ** 2 - 10 * v - 5);
  return v;
}

describe("of any model", () => {
  const firstOf = (column: Float64Array, is: (value: number) => boolean) => {
    const found = column.findIndex((value, month) => month > 0 && is(value));
    return found < 0 ? undefined : found;
  };

  test("profit, coins and their cost are sums of the cash flows; the life ends when nothing would be run", () => {
    fc.assert(
      fc.property(anyModel, (model) => {
        const flows = cashflowsOf(model);
        const { revenue, heat, otherRevenue, power, profitShare, otherOpex, btc, months } = flows;
        const plus = [revenue, heat, otherRevenue];
        const minus = [power, profitShare, otherOpex];
        const month = model.startMonth;
        const profit = sum(plus.map((part) => at(part, month))) - sum(minus.map((part) => at(part, month)));
        expect(metricOf(model, "profit")).toBeWithin(profit, { absolute: 1e-9, inputs: model });
        expect(metricOf(model, "btc")).toBe(sum(btc));
        const cost = metricOrError(model, "cost_per_btc");
        const costs = sum(minus.map(sum)) - sum(heat) - sum(otherRevenue);
        if (sum(btc) === 0) expect(cost).toMatchObject({ message: "mines nothing" });
        else expect(cost).toBeWithin(costs / sum(btc), { relative: 1e-9, absolute: 1e-6, inputs: model });

        // A month that is on is not run at all only with shutdown, and only when no part of it covers its power.
        const { share } = cashflowsOf({ ...model, shutdown: true });
        const first = firstOf(Float64Array.from(months.isOn), (on) => on === 1);
        const failing = firstOf(
          share.map((run, t) => (months.isOn[t] === 1 ? run : 1)),
          (run) => run === 0,
        );
        const life = metricOrError(model, "economic_life");
        if (first === undefined) expect(life).toMatchObject({ message: "the machines never run" });
        else if (failing === undefined) expect(life).toBeInstanceOf(NoAnswerError);
        else expect(life).toBe(failing - first);
      }),
      { numRuns: 300 },
    );
  });

  test("payback is where the running total, interpolated, comes to 0, and with stages stays there", () => {
    fc.assert(
      fc.property(anyModel, (model) => {
        const { cumulative, outlays, totalOutlay } = cashflowsOf(model);
        const answer = metricOrError(model, "payback");
        const isStaged = outlays.some((paid, month) => month > 0 && paid > 0);
        if (totalOutlay === 0) {
          expect(answer).toBe(0);
          return;
        }
        if (typeof answer !== "number") {
          expect(answer.message).toBe(
            `does not pay back within ${model.months} month${model.months === 1 ? "" : "s"}`,
          );
          if (isStaged) expect(at(cumulative, model.months)).toBeLessThan(0);
          else expect(Math.max(...cumulative)).toBeLessThan(0);
          return;
        }
        const before = Math.floor(answer);
        const within = answer - before;
        if (answer > 0 && within > 0) {
          const total = at(cumulative, before) * (1 - within) + at(cumulative, before + 1) * within;
          expect(total).toBeWithin(0, { absolute: 1e-8, inputs: model });
        }
        // Before it the total was negative; after it, with stages, it is not any more.
        for (const [month, total] of cumulative.entries()) {
          if (!isStaged && month < answer) expect(total).toBeLessThan(0);
          if (isStaged && month > answer) expect(total).toBeGreaterThanOrEqual(-1e-9);
        }
      }),
      { numRuns: 300 },
    );
  });
});

test("metrics asked for together are those asked for one by one, in any order", () => {
  const law = (drawn: Model, wanted: Metric[], factor: number) => {
    const model = { ...drawn, capex: drawn.capex * factor };
    const together = metricsOf(model, wanted);
    for (const metric of wanted) expect(together[metric]).toEqual(metricOrError(model, metric));
  };
  const wanted = fc.array(fc.constantFrom(...metrics), { minLength: 1, maxLength: 12 });
  // At the end of numbers cash flows overflow, and coins do not.
  const factor = fc.constantFrom(1, 1, 1, Number.MAX_VALUE);
  fc.assert(fc.property(anyModel, wanted, factor, law), { numRuns: 300 });
});

describe("payback in stages, by hand", () => {
  // 100 at once, 60 a month; 150 more is paid at the end of month 3.
  const site = {
    ...modelOf(golden1, []),
    hashrateTh: [0],
    capex: 100,
    resaleValue: 0,
    taxRate: 0,
    otherOpex: 0,
    otherRevenue: 60,
  };
  const staged = (months: number): Model => ({ ...site, months, capexSchedule: [0, 0, 150, 0] });

  test("the first stage alone is back in 100/60 months, both in 250/60", () => {
    expect(metricOf({ ...site, months: 6 }, "payback")).toBeWithin(100 / 60, { relative: 1e-15 });
    expect(metricOf(staged(6), "payback")).toBeWithin(250 / 60, { relative: 1e-15 });
    expect(() => metricOf(staged(4), "payback")).toThrow("does not pay back within 4 months");
  });

  test("a second stage that the first pays for was never owed", () => {
    // At the end of month 3 the total is -100 + 180 - 70: it was below 0 for the last time in month 1.
    const small = { ...site, months: 6, capexSchedule: [0, 0, 70, 0] };
    expect(metricOf(small, "payback")).toBeWithin(1 + 40 / 60, { relative: 1e-15 });
    const lent = { ...small, loan: 200, loanMonths: 6, loanRate: 0 };
    expect(metricOf(lent, "payback")).toBe(0);
  });
});

test("profit is that of the start month", () => {
  const model = {
    ...modelOf(golden1, []),
    startMonth: 3,
    otherOpexGrowth: 0.1,
    hashprice: [1, 1, 50],
    difficulty: undefined,
  };
  // 234 TH/s before half a month of its loss, 30.4375 days at 97 %, 2 % to the pool.
  const hashrate = 234 * 0.95 ** (1 / 24);
  const revenue = 50 * (hashrate / 1000) * 30.4375 * 0.97 * 0.98;
  const power = ((hashrate * 15) / 1000) * 730.5 * 0.97 * 1.05 * 0.05 * 1.03 ** (2.5 / 12);
  expect(metricOf(model, "profit")).toBeWithin(revenue - power - 5 * 1.1 ** (2.5 / 12), { relative: 1e-13 });
});

describe("economic life", () => {
  const model = modelOf(golden1, []);
  const life = (change: object) => metricOf({ ...model, ...change }, "economic_life");

  test("shutdown, other opex and the horizon beyond it make no difference", () => {
    // Independent computation: month 51 is the first that fails.
    for (const change of [{}, { shutdown: false }, { otherOpex: 1e6 }, { months: 51 }])
      expect(life({ months: 120, ...change })).toBe(50);
    expect(() => life({ months: 50 })).toThrow("still runs in month 50");
  });

  test("0 when month 1 fails, and a month that just covers its power runs", () => {
    expect(life({ usdPerKwh: 10 })).toBe(0);
    expect(life({ months: 2, usdPerKwh: [0, 10] })).toBe(1);
    expect(() => life({ subsidy: 0, fees: 0, usdPerKwh: 0 })).toThrow("still runs");
  });

  test("a part of the month that covers its power is enough, and heat counts", () => {
    const shape = { multipliers: [1, 1, 0] };
    expect(() => life({ usdPerKwh: 10, powerPriceShape: shape })).toThrow("still runs in month 3");
    expect(life({ usdPerKwh: 10, powerPriceShape: { multipliers: [1, 1.5] } })).toBe(0);
    expect(() => life({ usdPerKwh: 10, heatPrice: 11 })).toThrow("still runs in month 3");
    expect(life({ usdPerKwh: 10, heatPrice: [11, 0] })).toBe(1);
  });

  test("months in which the machines are off neither fail nor count before the first", () => {
    expect(life({ months: 3, uptime: [0, 0.97], usdPerKwh: [0.05, 0.05, 10] })).toBe(1);
    expect(life({ months: 4, uptime: [0.97, 0, 0.97], usdPerKwh: [0.05, 0.05, 0.05, 10] })).toBe(3);
    expect(() => life({ hashrateTh: [0] })).toThrow("the machines never run");
    expect(() => life({ months: 6, uptime: [0.97, 0] })).toThrow("never fails while it is on, to month 6");
    expect(life({ months: 6, startMonth: 3, usdPerKwh: [0.05, 0.05, 0.05, 0.05, 10] })).toBe(2);
  });
});
