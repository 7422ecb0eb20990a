import fc from "fast-check";
import { parseBlock } from "../../../src/core/cashflow/block";
import { cashflowsOf } from "../../../src/core/cashflow/cashflows";
import { modelTable } from "../../../src/core/cashflow/modelTable";
import { blockOf, resolve } from "../../../src/core/cashflow/resolve";
import type { Cell } from "../../../src/core/errors";
import { hashprice } from "../../../src/core/economics/hashprice";
import { anyModel, rowsOf } from "./anyModel";
import { golden1 } from "./golden";

const table = (cells: readonly (readonly Cell[])[], ...overrides: Cell[][][]) =>
  modelTable(blockOf(cells, overrides));
const rowOf = (rows: readonly (readonly Cell[])[], name: string) =>
  rows.find(([first]) => first === name) ?? [];
const check = (name: string, ...overrides: Cell[][][]) => rowOf(table(golden1, ...overrides), name).at(-1);

const withSeries = [
  [["power price"]],
  [[0.05, 0.06]],
  [["power price growth"]],
  [[0]],
  [["uptime"]],
  [[0, 0.9, 0]],
] as Cell[][][];

describe("the model as understood", () => {
  const rows = table(golden1, ...withSeries);

  test("is itself a legal block that means the same and gives the same table again", () => {
    const block = blockOf(golden1, withSeries);
    const again = parseBlock(rows, "given");
    expect(cashflowsOf(resolve(again.settings))).toEqual(cashflowsOf(resolve(block.settings)));
    const withoutSource = (lines: readonly (readonly Cell[])[]) =>
      lines.map(([a, b, c, , ...rest]) => [a, b, c, ...rest]);
    expect(withoutSource(modelTable(again))).toEqual(withoutSource(rows));
  });

  test("carries series on when the horizon grows", () => {
    const longer = resolve(blockOf(rows, [[["months"]], [[5]]]).settings);
    expect(longer).toMatchObject({ usdPerKwh: [0.05, 0.06, 0.06], uptime: [0, 0.9, 0], months: 5 });
  });

  test("says where each value comes from, the check last", () => {
    expect(rows[0]).toEqual(["Assumption", "Value", "Unit", "Source", "", "", "", "Check"]);
    expect(rowOf(rows, "capex")).toEqual(["capex", 4000, "USD", "given", "", "", "", ""]);
    expect(rowOf(rows, "power price").slice(1)).toEqual([
      "monthly",
      "USD/kWh",
      "override",
      0.05,
      0.06,
      0.06,
      "",
    ]);
    expect(rowOf(rows, "loan").slice(1)).toEqual([0, "USD", "default", "", "", "", ""]);
    expect(new Set(rows.map(({ length }) => length))).toEqual(new Set([8]));
  });

  test("lists the rows that it took for headings", () => {
    const cells: Cell[][] = [
      ["Market", ""],
      ...golden1.map((row) => [...row]),
      ["WACC", 0],
      ["Finance", null],
    ];
    expect(
      table(cells, [
        ["Bad year", ""],
        ["pue", 1.2],
      ]).slice(-4),
    ).toEqual(["Market", "WACC", "Finance", "Bad year"].map((name) => [name, "", "", "heading", ""]));
    const twice = modelTable(parseBlock(table(cells), "given"));
    expect(twice.slice(-3)).toEqual(table(cells).slice(-3));
  });
});

describe("any model as a sheet", () => {
  const withoutSource = (lines: readonly (readonly Cell[])[]) =>
    lines.map(([name, value, unit, , ...right]) => [name, value, unit, ...right]);

  test("is read as it is, and its table is a legal model that gives the same table again", () => {
    fc.assert(
      fc.property(anyModel, (model) => {
        const block = blockOf(rowsOf(model), []);
        const rows = modelTable(block);
        const again = parseBlock(rows, "given");
        expect(withoutSource(modelTable(again))).toEqual(withoutSource(rows));
        for (const read of [resolve(block.settings), resolve(again.settings)]) {
          const [flows, expected] = [cashflowsOf(read), cashflowsOf(model)];
          expect(flows.net).toEqual(expected.net);
          expect(flows.months).toEqual(expected.months);
        }
        expect(new Set(rows.map(({ length }) => length)).size).toBe(1);
        expect(rows.flat()).not.toContain(null);
      }),
      { numRuns: 100 },
    );
  });

  test("with a series, a shape, payments, a hashprice and dates, in the forms that it writes", () => {
    const cells: Cell[][] = [
      ["btc price", 1e5],
      ["hashprice", "monthly", "USD", 50, 48, "on"],
      ["hashrate", 1000],
      ["efficiency", 17],
      ["power price", 0.05],
      ["power price shape", "shape", "ratio", 0.5, -0.1, 2, 0, "end"],
      ["capex schedule", "monthly", "USD", null, 500, "paid"],
      ["start date", 46053],
      ["discounting", "dated"],
      ["loan type", "bullet"],
      ["months", 3],
    ];
    const rows = table(cells);
    expect(rowOf(rows, "hashprice")).toEqual([
      "hashprice",
      "monthly",
      "USD per PH/s per day",
      "given",
      50,
      48,
      48,
      "",
      "",
    ]);
    expect(rowOf(rows, "power price shape").slice(1, 8)).toEqual([
      "shape",
      "ratio",
      "given",
      0.5,
      -0.1,
      2,
      0,
    ]);
    expect(rowOf(rows, "capex schedule").slice(1, 8)).toEqual([
      "monthly",
      "USD per month",
      "given",
      0,
      500,
      0,
      "",
    ]);
    expect(rowOf(rows, "start date").slice(1, 4)).toEqual([46053, "Excel date", "given"]);
    expect(rowOf(rows, "discounting").slice(1, 4)).toEqual(["dated", "method", "given"]);
    expect(rowOf(rows, "difficulty").slice(1, 4)).toEqual(["", "", "default"]);
    const again = parseBlock(rows, "given");
    expect(cashflowsOf(resolve(again.settings))).toEqual(cashflowsOf(resolve(blockOf(cells, []).settings)));
    // With a longer horizon the hashprice carries on, the payments do not.
    const longer = resolve(blockOf(rows, [[["months"]], [[5]]]).settings);
    expect(longer.hashprice).toEqual([50, 48, 48]);
    expect([...cashflowsOf(longer).outlays]).toEqual([0, 0, 500, 0, 0, 0]);
  });
});

describe("what looks odd", () => {
  test.each<[string, Cell, string]>([
    ["power price", 45, "45 USD per kWh: cents, or a price per MWh?"],
    ["power price", -3, "-3 USD per kWh: cents, or a price per MWh?"],
    ["efficiency", 3500, "3500 J/TH: is it the power in W?"],
    ["efficiency", 0.0175, "0.0175 J/TH: is it the power in W?"],
    ["capex", 4e6, "17100 USD per TH/s: is hashrate in TH/s?"],
    ["hashrate", 0.234, "17100 USD per TH/s: is hashrate in TH/s?"],
    ["discount rate", 8, "8 is 800 % a year"],
    ["loan rate", 1.5, "1.5 is 150 % a year"],
    ["btc price growth", 2, "2 is 200 % a year"],
    ["power price growth", 3, "3 is 300 % a year"],
    ["difficulty growth", 0.6, "0.6 is 60 % a month"],
    ["volatility", 6, "6 is 600 %"],
    ["difficulty volatility", 5.5, "5.5 is 550 %"],
  ])("%s %s", (name, value, remark) => {
    const row = name === "hashrate" ? "capex" : name;
    const growthFree: Cell[][][] = [[["power price growth"]], [[0]]];
    const overrides = name === "power price" ? growthFree : [];
    expect(check(row, [[name]], [[value]], ...overrides)).toBe(remark);
  });

  test("a difficulty by the hashprice that it implies in month 1", () => {
    const price = 100000 * 1.2 ** (0.5 / 12);
    const implied = hashprice({
      btcPrice: price,
      difficulty: 145 * 1.01 ** 0.5,
      subsidyBtc: 3.125,
      feesBtc: 0.03,
      unit: "PH",
    });
    expect(check("difficulty", [["difficulty"]], [[145]])).toBe(
      `implies a hashprice of ${Number(implied.toPrecision(3))} USD per PH per day`,
    );
    expect(check("difficulty")).toBe("");
  });

  test.each<[string, Cell, string]>([
    ["start date", 2027, "2027 is 1905-07-19, before bitcoin: is it a year?"],
    ["start date", 1900, "1900 is 1905-03-14, before bitcoin: is it a year?"],
    ["start date", 61, "61 is 1900-03-01, before bitcoin: is it a year?"],
    ["start date", 39815, "39815 is 2009-01-02, before bitcoin: is it a year?"],
    ["start date", 39816, ""],
    ["start date", 46053, ""],
    ["start date", 2_900_000, ""],
    ["other opex growth", 3, "3 is 300 % a year"],
    ["other opex growth", 1, ""],
    ["heat price", 0.5, ""],
  ])("%s %p: %p", (name, value, remark) => expect(check(name, [[name]], [[value]])).toBe(remark));

  test("a hashprice far from any", () => {
    const remarkOf = (value: number, growth = 0) => {
      const rows = table(golden1, [["hashprice"]], [[value]], [["hashprice growth"]], [[growth]]);
      return [rowOf(rows, "hashprice").at(-1), rowOf(rows, "hashprice growth").at(-1)];
    };
    expect(remarkOf(50)).toEqual(["", ""]);
    expect(remarkOf(0.05)).toEqual(["implies a hashprice of 0.05 USD per PH per day", ""]);
    expect(remarkOf(50_000)).toEqual(["implies a hashprice of 50000 USD per PH per day", ""]);
    expect(remarkOf(50, 0.6)).toEqual(["", "0.6 is 60 % a month"]);
  });

  test("a schedule longer than the horizon, and its price per TH/s where there is no capex", () => {
    const schedule = (...cells: Cell[]) => [[["capex schedule"]], [cells]] as Cell[][][];
    expect(check("capex schedule", ...schedule(0, 10, 0, 70, 0, 7))).toBe("77 USD fall after month 3");
    expect(check("capex schedule", ...schedule(10, 20, 30))).toBe("");
    expect(check("capex schedule", ...schedule(10, 20, 30, 0))).toBe("");
    const noCapex = [[["capex"]], [[0]]] as Cell[][][];
    // 234 TH/s before a loss of 5 % a year, half a month of it in month 1.
    const first = 234 * 0.95 ** (1 / 24);
    const remark = `${Number((1e6 / first).toPrecision(3))} USD per TH/s: is hashrate in TH/s?`;
    expect(check("capex schedule", ...noCapex, ...schedule(0, 1e6, 0))).toBe(remark);
    expect(check("capex", ...noCapex, ...schedule(0, 1e6, 0))).toBe("");
    expect(check("capex schedule", ...noCapex, ...schedule(0, 1e6, 0, 5))).toBe(
      `${remark}; 5 USD fall after month 3`,
    );
    expect(check("capex", ...schedule(0, 1e6, 0))).toMatch(/USD per TH\/s/);
    expect(check("capex schedule", ...noCapex)).toBe("");
  });

  test("months of 0 at the end of the new series", () => {
    const remark = "0 in month 3: a blank cell counts as 0; write a word after the last value to carry it on";
    for (const name of ["heat price", "pool fee", "tax rate", "hodl share"])
      expect(check(name, [[name]], [[0.01, 0.01, 0]])).toBe(remark);
    expect(check("capex schedule", [["capex schedule"]], [[500, 500, 0]])).toBe("");
  });

  test("months of 0 at the end of a series may be blank cells", () => {
    const remark = "a blank cell counts as 0; write a word after the last value to carry it on";
    expect(check("uptime", [["uptime"]], [[0, 0.9, 0]])).toBe(`0 in month 3: ${remark}`);
    expect(check("fees", [["fees"]], [[0.1, 0]])).toBe(`0 in months 2 to 3: ${remark}`);
    const block: Cell[][] = [
      ...golden1.filter(([name]) => !String(name).startsWith("power price")).map((row) => [...row]),
      ["power price", "monthly", 0, 0.05, 0, "end"],
    ];
    expect(rowOf(table(block), "power price").at(-1)).toBe(
      `0 in month 1: ${remark}; 0 in month 3: ${remark}`,
    );
  });

  test("only zeros, zeros inside and a growth of 0 at the end are meant", () => {
    expect(check("other revenue", [["other revenue"]], [[0, 0]])).toBe("");
    expect(check("fees", [["fees"]], [[0.1, 0, 0.1]])).toBe("");
    expect(check("difficulty growth", [["difficulty growth"]], [[0.1, 0]])).toBe("");
  });

  test("is not an error, whatever the model", () => {
    expect(check("difficulty", [["difficulty"]], [[1e-300]], [["btc price"]], [[1e10]])).toMatch(
      /^implies a hashprice of/,
    );
  });
});
