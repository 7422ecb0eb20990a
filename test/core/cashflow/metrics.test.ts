import { metricOf, metricOrError, metrics } from "../../../src/core/cashflow/metrics";
import { modelOf } from "../../../src/core/cashflow/resolve";
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

  test("months in which the machines are off neither fail nor count before the first", () => {
    expect(life({ months: 3, uptime: [0, 0.97], usdPerKwh: [0.05, 0.05, 10] })).toBe(1);
    expect(life({ months: 4, uptime: [0.97, 0, 0.97], usdPerKwh: [0.05, 0.05, 0.05, 10] })).toBe(3);
    expect(() => life({ hashrateTh: [0] })).toThrow("the machines never run");
  });
});
