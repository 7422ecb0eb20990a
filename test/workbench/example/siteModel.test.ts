/** @jest-environment jsdom */
import type { Model } from "@odoo/o-spreadsheet";
import { cashflowsOf, type Cashflows } from "../../../src/core/cashflow/cashflows";
import { modelOf } from "../../../src/core/cashflow/resolve";
import { MS_PER_DAY } from "../../../src/core/calendar";
import { MODEL_BLOCK } from "../../../src/workbench/example/modelBlock";
import { content, shown } from "../officeHost";
import { cellAt, evaluated, openExample } from "./exampleBook";

/** Excel counts days from here, with a 29 February 1900. */
const EPOCH = Date.UTC(1899, 11, 30);

let book: Model;
/** The same model, computed from the block's cells by the core. */
let flows: Cashflows;
beforeAll(() => {
  book = openExample();
  flows = cashflowsOf(modelOf(blockCells(), []));
});

function blockCells() {
  const [, first = "", last = ""] = /!(.*):(.*)$/.exec(MODEL_BLOCK.replaceAll("$", "")) ?? [];
  const [top, bottom] = [first, last].map((cell) => cellAt(book, `Site model!${cell}`));
  if (top === undefined || bottom === undefined) throw new Error("no block");
  return Array.from({ length: bottom.row - top.row + 1 }, (_, row) =>
    Array.from(
      { length: bottom.col - top.col + 1 },
      (_, col) => evaluated(book, { ...top, row: top.row + row, col: top.col + col }).value,
    ),
  );
}

const site = (cell: string) => shown(book, `Site model!${cell}`).value;
const cash = (cell: string) => shown(book, `Cash flows!${cell}`).value;
const edit = (address: string, text: string) =>
  book.dispatch("UPDATE_CELL", { ...cellAt(book, address), content: text });

/** The day on which month `month` ends, counted from 1 January 2027 by the calendar. */
const endOf = (month: number) => new Date(Date.UTC(2027, month, 1));
const serial = (date: Date) => (date.getTime() - EPOCH) / MS_PER_DAY;
const days = (month: number) => serial(endOf(month)) - serial(endOf(0));

const presentValue = (rate: number) =>
  flows.net.reduce((sum, cash, month) => sum + cash / (1 + rate) ** (days(month) / 365), 0);

/** By halving: the value falls while the rate rises. */
function rateOfReturn(): number {
  let [low, high] = [-0.9, 10];
  for (let step = 0; step < 200; step++) {
    const middle = (low + high) / 2;
    if (presentValue(middle) > 0) low = middle;
    else high = middle;
  }
  return low;
}

test("the months on the left are those of the core, on calendar dates", () => {
  for (const [month, net] of flows.net.entries()) {
    expect(cash(`B${5 + month}`)).toBe(month);
    expect(cash(`C${5 + month}`)).toBe(serial(endOf(month)));
    expect(cash(`D${5 + month}`)).toBe(net);
    expect(cash(`E${5 + month}`)).toBe(flows.cumulative[month]);
  }
  expect(flows.net).toHaveLength(49);
  expect(cash("B54")).toBe("");
});

test("NPV and IRR are those of a dated sum, by the add-in and by the spreadsheet's own functions", () => {
  for (const cell of ["C4", "C5"]) expect(Number(site(cell))).toBeCloseTo(presentValue(0.12), 4);
  for (const cell of ["D4", "D5"]) expect(Number(site(cell))).toBeCloseTo(rateOfReturn(), 8);
});

test("machines come in three batches after a deposit, and are paid in stages", () => {
  const price = 1000 * 270 * 12;
  // The loan of 500,000 is drawn with the deposit.
  const paid = [0.2 * price - 500_000, 0.3 * price, 0.3 * price, 0.2 * price];
  expect([0, 1, 2, 3].map((month) => cash(`D${5 + month}`))).toEqual(paid.map((cash) => -cash));
  const fleet = [4, 5].map((month) => flows.months.hashrateTh[month]);
  expect(fleet).toEqual([700 * 270, 1000 * 270]);
});

test("the years are sums of the months that end in them", () => {
  expect(["I4", "J4", "K4", "L4", "M4"].map(cash)).toEqual([2027, 2028, 2029, 2030, ""]);
  const yearOf = (month: number) => endOf(Math.max(month - 1, 0)).getUTCFullYear();
  for (const [index, letter] of ["I", "J", "K", "L"].entries()) {
    const sumOf = (column: Float64Array) =>
      column.reduce((sum, value, month) => sum + (yearOf(month) === 2027 + index ? value : 0), 0);
    const lines: Readonly<Record<number, number>> = {
      5: sumOf(flows.btc),
      6: sumOf(flows.revenue),
      7: -sumOf(flows.power),
      8: -sumOf(flows.otherOpex),
      9: -sumOf(flows.tax),
      14: -sumOf(flows.interest),
      15: -sumOf(flows.principal),
      16: sumOf(flows.net),
    };
    for (const [row, sum] of Object.entries(lines))
      expect(Number(cash(`${letter}${row}`))).toBeCloseTo(sum, 5);
  }
  // Three months of interest are added before the first of 36 payments.
  expect(Number(cash("H15"))).toBeCloseTo(-500_000 * (1 + 0.09 / 12) ** 3, 5);
});

describe("the checks", () => {
  const verdict = () => site("F4");
  const results = () => Array.from({ length: 10 }, (_, index) => cash(`L${23 + index}`));

  test("all pass", () => {
    expect(verdict()).toBe("All 10 checks pass");
    expect(results()).toEqual(new Array(10).fill("OK"));
  });

  test.each([
    ["a batch that never comes", "Site model!H8", "0", [4]],
    ["a payment left out", "Site model!G9", "0", [3]],
    ["power in cents", "Site model!C37", "4.2", [9]],
    ["a month typed over", "Cash flows!D10", "0", [1]],
  ])("%s fails its own", (_, address, text, failing) => {
    const before = content(book, address);
    edit(address, text);
    const found = results().flatMap((result, index) => (result === "OK" ? [] : [index]));
    edit(address, before);
    expect(found).toEqual(failing);
    expect(verdict()).toBe("All 10 checks pass");
  });

  test.each([
    ["half-way through a year", "Site model!C22", "2027-07-15"],
    ["over ten years", "Site model!C24", "120"],
    ["discounted by months", "Site model!C26", "periodic"],
    ["undiscounted", "Site model!C25", "0"],
    ["from the first month on", "Site model!C23", "1"],
  ])("pass for a plan %s", (_, address, text) => {
    const before = content(book, address);
    edit(address, text);
    const found = verdict();
    edit(address, before);
    expect(found).toBe("All 10 checks pass");
  });
});
