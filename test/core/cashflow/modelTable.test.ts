import { parseBlock } from "../../../src/core/cashflow/block";
import { cashflowsOf } from "../../../src/core/cashflow/cashflows";
import { modelTable } from "../../../src/core/cashflow/modelTable";
import { blockOf, resolve } from "../../../src/core/cashflow/resolve";
import type { Cell } from "../../../src/core/errors";
import { hashprice } from "../../../src/core/economics/hashprice";
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
