import fc from "fast-check";
import type { Model } from "../../src/core/cashflow/model";
import { CellError, type Cell } from "../../src/core/errors";
import { catalogue } from "../../src/functions/catalogue";
import { nativeName } from "../../src/native/compose";
import { nativeCall, namesNeeded, nativeNames } from "../../src/native/forms";
import { lifecycleNames } from "../../src/native/lifecycle";
import { anyModel, rowsOf } from "../core/cashflow/anyModel";
import { golden1, golden2, golden3, golden4, golden5 } from "../core/cashflow/golden";
import { call } from "../functions/host";
import { answerOf, compared, comparison, drawn, expectAgreement, type Trial } from "./agreement";
import { evaluated, type Given, type Input } from "./engine";

type Block = readonly (readonly Input[])[];

/** Cells of a sheet: every row as long as the longest. */
function block(rows: readonly (readonly Cell[])[]): Block {
  const width = Math.max(...rows.map((row) => row.length));
  return rows.map((row) => Array.from({ length: width }, (_, index) => inputOf(row[index] ?? null)));
}

function inputOf(cell: Cell): Input {
  if (cell instanceof CellError) throw new Error("an error is no input");
  return cell;
}

const anyBlock = anyModel.map((model) => block(rowsOf(model)));

/** Values at the ends of what is legal and sensible, one of them in each model. */
const extremes: readonly Partial<Model>[] = [
  { months: 1, startMonth: 1 },
  {
    months: 240,
    difficultyGrowth: 0.02,
    hashprice: undefined,
    difficulty: 1e14,
    startHeight: 1,
    subsidy: undefined,
  },
  { months: 240, depreciation: "macrs15", bonusShare: 0, depreciationLife: 240 },
  { months: 240, depreciation: "ddb", depreciationLife: 240, capexSchedule: 5 },
  { months: 240, loan: 1000, loanRate: 10, loanMonths: 240, loanType: "annuity" },
  { loan: 1000, loanRate: 0.001, loanMonths: 240, loanType: "annuity" },
  { months: 12, loan: 1e9, loanRate: 0.5, loanMonths: 1, startMonth: 12 },
  { hashrateTh: 1e9, hashrateDegradation: 0.99, jPerTh: 9999 },
  // Smaller amounts IronCalc takes for 0 when it compares them.
  { hashrateTh: 0.1, uptime: 0.1, capex: 0.01 },
  { btcPrice: 1e9, btcPriceGrowth: 10 },
  { btcPrice: 0.01, btcPriceGrowth: -0.99 },
  { usdPerKwh: -5, powerPriceGrowth: 10 },
  { usdPerKwh: 0, heatPrice: 0, shutdown: true },
  { taxRate: 0.999, lossLimit: 0.001, hodlShare: 1 },
  { poolFee: 0.999, profitShare: 1, pue: 10 },
  { discountRate: -0.9 },
  { discountRate: 10 },
  { depreciation: "ddb", depreciationLife: 1, resaleValue: 1e9 },
  { depreciation: "ddb", depreciationLife: 2, bonusShare: 1 },
  { depreciation: "sln", bonusShare: 1, resaleValue: 0, capex: 5000 },
  {
    hashprice: undefined,
    difficulty: 1e18,
    subsidy: undefined,
    startHeight: 13_440_000,
    difficultyGrowth: 0,
  },
  { hashprice: undefined, difficulty: 1, subsidy: undefined, startHeight: 209_999, difficultyGrowth: 0 },
  { startDate: 61, months: 30, discounting: "dated" },
  { startDate: 2_900_000, months: 30, discounting: "dated" },
  { startDate: 46_053, months: 13, discounting: "dated" },
];

/** A model with an extreme in it, and what a change leaves no room for taken back. */
const extremeBlock = fc.tuple(anyModel, fc.constantFrom(...extremes)).map(([drawnModel, extreme]) => {
  const model = { ...drawnModel, ...extreme };
  const last = model.months;
  model.startMonth = Math.min(model.startMonth, last);
  if (model.hashprice === undefined && model.difficulty === undefined) model.difficulty = 1.5e14;
  if (model.hashprice === undefined && model.subsidy === undefined) model.startHeight ??= 1_042_000;
  if (model.hashprice === undefined) model.hashpriceGrowth = 0;
  if (typeof model.hashrateTh === "object") model.hashrateDegradation = 0;
  if (typeof model.usdPerKwh === "object") model.powerPriceGrowth = 0;
  if (typeof model.btcPrice === "object") model.btcPriceGrowth = 0;
  if (typeof model.difficulty === "object") model.difficultyGrowth = 0;
  if (model.startDate === undefined) model.discounting = "periodic";
  if (model.depreciation === "bonus" || model.depreciation === "none") model.bonusShare = 0;
  return block(rowsOf(model));
});

const base: Cell[][] = [
  ["btc price", 100000],
  ["difficulty", 1.5e14],
  ["start height", 1042000],
  ["hashrate", 234],
  ["efficiency", 15],
  ["power price", 0.05],
  ["months", 3],
];

const nameOf = (row: readonly Cell[]) => String(row[0]).replace(/ ?[([].*/, "");

/** The base with rows in place of its own of that name, or after them. */
const having = (...rows: Cell[][]): Block =>
  block([...base.filter((own) => !rows.some((row) => nameOf(row) === nameOf(own))), ...rows]);
const lacking = (name: string): Block => block(base.filter(([other]) => other !== name));

/** Each assumption out of its domain, or of its kind. */
const outOfDomain: readonly (readonly [name: string, ...values: Cell[]])[] = [
  ["btc price", 0, -1, "1e5", true],
  ["btc price growth", -1, 11],
  ["difficulty", 0, 1e19],
  ["difficulty growth", -1],
  ["start height", 0, 1.5],
  ["subsidy", 0, -1],
  ["fees", -1],
  ["hashrate", 0, "234 TH/s"],
  ["hashrate degradation", 1, -0.1],
  ["efficiency", 0],
  ["power price", "0.05", "five cents"],
  ["power price growth", -1],
  ["pue", 0.5, 11],
  ["uptime", 0, 1.1],
  ["pool fee", 1, -0.1],
  ["other opex", -1],
  ["other revenue", -1],
  ["capex", -1, true],
  ["resale value", -1],
  ["months", 0, 241, 2.5],
  ["discount rate", -1, 12],
  ["tax rate", 1],
  ["depreciation", "slm", "sln ddb", 5],
  ["depreciation life", 0],
  ["shutdown", "maybe", 2],
  ["hodl share", 1.1],
  ["volatility", -1, 11],
  ["difficulty volatility", -1],
  ["price-difficulty correlation", 2],
  ["risk-free rate", 3],
  ["loan", -1],
  ["loan rate", -0.1, 11],
  ["loan months", 0],
  ["hashprice", 0, 50],
  ["hashprice growth", 0.1],
  ["start date", 60, 46053.5],
  ["start month", 0, 4],
  ["discounting", "daily", "dated"],
  ["capex schedule", -1],
  ["other opex growth", -1],
  ["heat price", -1],
  ["profit share", 1.1],
  ["power price shape", 0, "x"],
  ["loan type", "x"],
  ["bonus share", 2],
  ["loss limit", 0, 2],
];

/** Rows that are refused for another reason. */
const bad: readonly Block[] = [
  ...base.map(([name]) => lacking(String(name))).slice(0, 6),
  ...outOfDomain.flatMap(([name, ...values]) => values.map((value) => having([name, value]))),
  // names
  having(["capx", 5]),
  having(["x", 5]),
  having([5, 5]),
  having([true, 5]),
  having(["Loans", null]),
  having(["power pric", null]),
  having(["Machines", 3]),
  having(["capex", 1], ["Capex", 2]),
  block(base.map(([name]) => [name ?? null])),
  block([["x", "y"], ["assumption", 3], ...base]),
  // series
  having(["months", "monthly", "note", 3]),
  having(["capex", "monthly", "note", 1]),
  having(["fees", "monthly"]),
  having(["fees", "monthly", "note", "no number"]),
  having(["fees", "monthly", "note", 1, "2"]),
  having(["fees", "monthly", "note", 1, "", 5]),
  having(["fees", "monthly", "", 1]),
  having(["fees", "monthly", "note", 0, 0, "USD", 5]),
  having(["fees", "monthly", "note", 0, true, 0]),
  having(["power price", "monthly", "note", 0.05, 0, 0]),
  having(["btc price", "monthly", "note", 1e5, 0, 1e5, "end"]),
  having(["pue", "monthly", "note", 1, 0.5]),
  having(["power price shape", "shape", "note"]),
  having(["power price shape", "shape", "note", 1, 0]),
  having(["power price shape", "shape", "note", 0, "x"]),
  having(["power price shape", "monthly", "note", 1]),
  having(["btc price", "monthly", "note", 1e5], ["btc price growth", 0.1]),
  having(["difficulty", "monthly", "note", 1.5e14], ["difficulty growth", "monthly", "note", 0, 0.1]),
  // units
  having(["hashrate (USD)", 5]),
  having(["power price (kWh)", 1]),
  having(["other opex (USD)", 1]),
  having(["price-difficulty correlation (share)", 0.2]),
  having(["capex (terahash)", 5]),
  having(["capex (USD; kUSD)", 5]),
  having(["capex (USD)", 1], ["loan (GBP)", 1]),
  // together
  having(["difficulty", "default"], ["start height", "default"], ["hashprice", 50], ["fees", 0.1]),
  having(["bonus share", 0.5], ["depreciation", "none"]),
];

/** Rows that look odd and are legal. */
const odd: readonly Block[] = [
  having(
    ["difficulty", 0],
    ["start height", null],
    ["subsidy", 0],
    ["hashprice", 50],
    ["hashprice growth", -0.01],
  ),
  having(["difficulty", "monthly", "note", 1.5e14, "end"], ["difficulty growth", "monthly", "note", 0, 0]),
  having(["hashrate", "monthly", "note", 0, 100, 0, "on"]),
  having(["uptime", "monthly", 1, 0.5, 0]),
  having(["fees", "monthly", "note", 1, "x", "2"]),
  having(["fees", "monthly", "note", null, 1, "", 0]),
  having(["power price", "monthly", "note", 0.05, 0, 0, "end"]),
  having(["power price shape", "shape", "note", 1, 0, "end"]),
  having(["capex schedule", "monthly", "note", 1, 2]),
  having(["capex schedule", "monthly", "note", 1, 2, "on"]),
  having(["Machines", null], ["Costs", 0], ["Other", ""]),
  block([["Assumption", "Value"], ...base, ["", 5], [0, 5], [null, 5]]),
  having(["capex", " Default "], ["shutdown", "NO"], ["months", ""], ["discount rate", null]),
  having(["hashrate (PH/s)", 0.234], ["efficiency [W/TH]", 15], ["power price (ct/kWh, at the meter)", 5]),
  having(["power price (USD per MWh)", 50], ["difficulty (T)", 150], ["months (years)", 1]),
  having(["other opex (kUSD p.a.)", 1.2], ["capex (US$ million)", 0.004], ["fees (sat)", 1e6]),
  having(["other revenue (USD/day)", 2], ["loan (USDm)", 0.001], ["resale value (note, 5 years)", 9]),
  having(["btc price (EUR)", 1e5], ["capex (€ 000s)", 4], ["power price (EUR/kWh)", 0.05]),
  having(["start date (d/m/y)", 46053], ["Risk-free rate (p.a.)", 0.03], ["UPTIME (%)", 0.9]),
];

const standards = fc.constantFrom("ifrs", "usgaap");
const tries: readonly Trial[] = [
  { name: "MINER_CASHFLOWS", calls: drawn(anyBlock, 200).map((given) => [given]) },
  { name: "MINER_CASHFLOWS", calls: drawn(extremeBlock, 50).map((given) => [given]) },
  { name: "MODEL", calls: bad.map((given) => [given]) },
  // The check is the add-in's alone.
  { name: "MODEL", calls: [...odd, ...drawn(extremeBlock, 24)].map((given) => [given]), isLastLeftOut: true },
  { name: "MINER_NPV", calls: odd.map((given) => [given]) },
  ...[
    "MINER_NPV",
    "MINER_IRR",
    "PAYBACK",
    "ECONOMIC_LIFE",
    "MINE_VS_BUY",
    "MINER_OPTION",
    "HASHPRICE_CURVE",
  ].map((name) => ({ name, calls: drawn(fc.oneof(anyBlock, extremeBlock), 24).map((given) => [given]) })),
  {
    name: "IMPAIRMENT",
    calls: drawn(fc.tuple(anyBlock, fc.constantFrom(0, 500, 2000), fc.constantFrom(0, 300), standards), 24),
  },
  { name: "MODEL_TEMPLATE", calls: [[], [false]] },
];

/** The place of the bad models among them. */
const BAD = tries.findIndex(({ calls }) => calls.length === bad.length);

/** Of a present value the cash that it is made of is the measure. */
function largestCash(given: readonly Given[]): number {
  const table = call("MINER_CASHFLOWS", given[0]);
  return Math.max(...table.slice(1).map((line) => Math.abs(Number(line[16]))));
}

/** Greeks of options far from the money are next to nothing beside their value. */
const largestOf = (_: readonly Given[], answer: readonly (readonly unknown[])[]) =>
  Math.max(...answer.map((line) => Math.abs(Number(line[1]))).filter(Number.isFinite));

describe("the model", () => {
  const results = compared(
    tries.map((trial) =>
      trial.name === "MINER_NPV" && trial.calls.length === 24
        ? { ...trial, scale: largestCash }
        : trial.name === "MINER_OPTION"
          ? { ...trial, scale: largestOf }
          : trial,
    ),
  );

  test.each(tries.map(({ name, calls }, index) => [name, calls.length, index] as const))(
    "%s agrees with its native form in %i calls",
    (name, _, index) => {
      const result = results[index];
      if (result === undefined) throw new Error("nothing was compared");
      expectAgreement(result);
      // Bad models give errors alone.
      if (index !== BAD) expect(result.numbers).toBeGreaterThan(name === "MODEL_TEMPLATE" ? 50 : 0);
    },
  );

  test("bad input is an error in both", () => {
    expect(results[BAD]?.errors).toBe(bad.length);
  });
});

// docs/formulas.md, Worked cases.
const worked = [
  [golden1, -3327.28638023679],
  [golden2, 8.3043330057798],
  [golden3, -275.513998212758],
  [golden4, 442.976243790095],
  [golden5, 446.426155610618],
] as const;

test("the worked cases have their present values", () => {
  const name = nativeName("MINER_NPV");
  const names = new Map(
    namesNeeded([name], nativeNames()).map((other) => [other, nativeNames().get(other) ?? ""]),
  );
  const calls = worked.map(([rows]) => ({ name, given: [block(rows)] }));
  const [answers = []] = evaluated([{ names, calls }]);
  for (const [index, [, npv]] of worked.entries())
    expect(Math.abs(Number(answers[index]?.[0]?.[0]) - npv) / Math.abs(npv)).toBeLessThan(1e-12);
});

test("no helper has the name of a function's form", () => {
  const taken = new Set(catalogue.map(({ name }) => nativeName(name)));
  expect(Object.keys(lifecycleNames).filter((name) => taken.has(name))).toEqual([]);
});

const five = having(["months", 5], ["capex", 100], ["btc price growth", 0.1]);
const byHashprice = having(
  ["difficulty", "default"],
  ["start height", "default"],
  ["hashprice", 50],
  ["hashprice growth", 0.01],
);
const bySeries = having(["btc price", "monthly", "note", 1e5, 1.1e5, "end"]);

type Override = Input | Input[][];
const overrides: readonly (readonly [model: Block, ...pairs: Override[]])[] = [
  [five, "power price", 0.06],
  [five, "power price", 0.06, "fees", 0.2],
  [five, "fees", 0.1, "fees", 0.2],
  [five, "btc price", [[1e5, 1.1e5]]],
  [five, "btc price", [["price"], [1e5], [1.1e5]]],
  [five, "hashprice", 50],
  [five, "hashprice", 50, "difficulty", 1e14],
  [byHashprice, "difficulty", 1e14, "start height", 1042000],
  [byHashprice, "difficulty", 1e14],
  [byHashprice, "hashprice", [[40, 50, "end"]]],
  [five, "power price shape", [[0.5, 1.5]]],
  [
    five,
    [
      ["power price", 0.04],
      ["fees", 0.1],
    ],
  ],
  [
    five,
    [
      ["power price", 0.04],
      ["fees", 0.1],
    ],
    "capex",
    500,
  ],
  [
    five,
    "capex",
    500,
    [
      ["power price", 0.04],
      ["fees", ""],
    ],
  ],
  [five, "capx", 1],
  [five, "capex", "x"],
  [five, "capex", ""],
  [five, "fees (sat)", 1e6],
  [five, "capex (kUSD)", 0.3],
  [five, "capex (EUR)", 3, "other opex (USD/month)", 4],
  [five, "months", "default"],
  [five, "capex schedule", [[10, 20, 30]]],
  [five, "capex schedule", [[10], [20], ["on"]]],
  [five, "depreciation", "none"],
  [five, "shutdown", false],
  [five, "capex", "monthly"],
  [five, "months", [[1, 2]]],
  [five, "start date", 46053, "discounting", "dated"],
  [five, "Machines", 0],
  [
    block([["Site", null], ...base]),
    [
      ["Machines", ""],
      ["fees", 0.1],
    ],
  ],
  [five, "btc price growth", 0.2, "btc price", [[1e5, 1.1e5]]],
  [bySeries, "btc price growth", 0.1],
  [bySeries, "btc price", 1e5, "btc price growth", 0.1],
  [
    five,
    "fees",
    [
      [0.1, 0.2],
      [0.3, 0.4],
    ],
  ],
  [five, "fees", [["a"], ["b"]]],
  [five, 5, 5],
];

const typed = (value: Override): string =>
  Array.isArray(value)
    ? `{${value.map((row) => row.map(typed).join(",")).join(";")}}`
    : typeof value === "string"
      ? `"${value}"`
      : String(value).toUpperCase();

test("overrides change the model as they change the function's", () => {
  const calls = overrides.map(([model, ...pairs], index) => ({
    name: `TEST_OVERRIDES_${index}_`,
    text: `LAMBDA(model,${nativeCall("MODEL", ["model", ...pairs.map(typed)])})`,
    given: [model],
  }));
  const called = calls.flatMap(({ text }) => text.match(/MINING_\w+/g) ?? []);
  const names = new Map(
    namesNeeded(called, nativeNames()).map((name) => [name, nativeNames().get(name) ?? ""]),
  );
  for (const { name, text } of calls) names.set(name, text);
  const [answers = []] = evaluated([{ names, calls }]);
  const trial = { name: "MODEL", calls: overrides, isLastLeftOut: true };
  const result = comparison(
    trial,
    overrides.map((given) => answerOf("MODEL", given)),
    answers,
  );
  expectAgreement(result);
  expect(result.errors).toBeGreaterThan(10);
});
