import { readBook } from "../../src/workfile/evaluate/book";
import { labelOf, labelOfRange } from "../../src/workfile/explain/labels";
import { Area } from "../../src/workfile/evaluate/values";
import { Labels } from "../../src/workfile/labels";
import { nodeCompression } from "../../src/workfile/nodeCompression";
import { openWorkbook } from "../../src/workfile/workbook";
import { smallBook, type SmallCell } from "./smallBook";

function sheetOf(rows: SmallCell[][]) {
  const [sheet] = readBook(openWorkbook(smallBook({ sheets: { S: rows } }), nodeCompression)).sheets;
  if (sheet === undefined) throw new Error("the workbook has a sheet");
  return sheet;
}

/** The label of the cell that holds 7. */
function labelIn(rows: SmallCell[][]) {
  const sheet = sheetOf(rows);
  const row = rows.findIndex((cells) => cells.includes(7));
  return new Labels().of({ sheet, row: row + 1, column: (rows[row]?.indexOf(7) ?? 0) + 1 });
}

const computed = (text: string): SmallCell => ({ f: `"${text}"`, v: text });

test.each<[what: string, rows: SmallCell[][], label: Partial<ReturnType<typeof labelIn>>]>([
  ["a text to the left", [["Fee", 7]], { name: "Fee", isFar: false, heading: "", unit: "" }],
  ["one beyond two blank cells", [["Fee", null, null, 7]], { name: "Fee" }],
  ["none beyond three", [["Fee", null, null, null, 7]], { name: "" }],
  ["the nearest of two", [["Costs", "Fee", 7]], { name: "Fee", isFar: false }],
  ["none that is a note", [["x".repeat(91), 7]], { name: "" }],
  ["one that a formula gives", [[computed("Fee"), 7]], { name: "Fee" }],
  ["the first of a row of a table", [["Fee", 1, 7]], { name: "Fee", isFar: true }],
  ["a heading", [["Fee"], [1], [7]], { heading: "Fee" }],
  ["a heading over a blank row", [["Fee"], [null], [7]], { heading: "Fee" }],
  ["none over two", [["Fee"], [null], [null], [7]], { heading: "" }],
  ["no title over the first column of a table", [["Profit ($)"], [null, "S21"], [7, 3]], { heading: "" }],
  ["the lower of two headings", [["Site A"], ["Fee"], [7]], { heading: "Fee" }],
  ["the heading above its unit", [["Revenue"], ["kUSD"], [7]], { heading: "Revenue" }],
  ["a period below a title", [["Path"], ["Month"], [7]], { heading: "Month" }],
  ["a unit in brackets", [["Efficiency (J/TH, at the wall)", 7]], { unit: "J/TH" }],
  ["no note in brackets", [["Efficiency (new)", 7]], { unit: "" }],
  ["no unit of another value's name", [["Power (USD/kWh)", 1, "Horizon", 7]], { name: "Horizon", unit: "" }],
  ["a unit that is all there is", [["J/TH", 7]], { unit: "J/TH" }],
  ["no unit that may be a name", [["BTC", 7]], { unit: "" }],
  ["no unit of a total", [["Year", 1, 7]], { unit: "" }],
  ["a unit to the right", [["Price", 7, "USD/kWh"]], { name: "Price", unit: "USD/kWh" }],
  ["a unit to the left", [["Price", "USD/kWh", 7]], { name: "Price", unit: "USD/kWh" }],
  ["a name that is a unit as well", [["Days", "days", 7]], { name: "Days", unit: "days" }],
  ["no unit of another value", [["Price", 7, 5, "USD/kWh"]], { unit: "" }],
  [
    "a column of units, whatever it says",
    [
      ["Name", "Unit", "Base", "High"],
      ["Fee", "of coins", 1, 7],
    ],
    { name: "Fee", isFar: true, heading: "High", unit: "of coins" },
  ],
  [
    "the nearer of two columns of units",
    [
      ["Name", "Value", "Unit", "Name", "Value", "Unit"],
      ["Fee", 1, "share", "Power", 7, "MW"],
    ],
    { name: "Power", unit: "MW" },
  ],
  [
    "a heading's unit before that of the row, in a table",
    [
      ["Site", "Fee (%)", "Price (ct/kWh)"],
      ["Site (TH/s)", 1, 7],
    ],
    { unit: "ct/kWh" },
  ],
  [
    "a name's unit before that of the heading, beside it",
    [
      ["Input", "Value (USD)"],
      ["Fee (BTC)", 7],
    ],
    { unit: "BTC" },
  ],
])("%s", (_, rows, label) => expect(labelIn(rows)).toMatchObject(label));

test("what a cell is called joins name and heading in a table only, and leaves out what says nothing", () => {
  const sheet = sheetOf([
    ["Name", "Value", "High (USD)"],
    ["Fee", 1, 7],
    [null, 2],
    ["x".repeat(61), 3],
  ]);
  expect(labelOf(sheet, 2, 2)).toEqual({ text: "Fee" });
  expect(labelOf(sheet, 2, 3)).toEqual({ text: "Fee, High (USD)", unit: "USD" });
  expect(labelOf(sheet, 3, 2)).toBeUndefined();
  expect(labelOf(sheet, 4, 2)?.text).toBe(`${"x".repeat(60)}...`);
});

test("it is read again once the sheet has changed", () => {
  const sheet = sheetOf([["Fee", 1]]);
  expect(labelOf(sheet, 1, 2)?.text).toBe("Fee");
  sheet.set(1, 1, "Fee of the pool");
  expect(labelOf(sheet, 1, 2)?.text).toBe("Fee of the pool");
});

test("a column is called what stands above it or at its top; a table has no name", () => {
  const sheet = sheetOf([
    ["Day", "Power (MW)"],
    ["Total", 1],
    ["Mean", 7],
  ]);
  const column = (top: number, left: number, right = left) =>
    labelOfRange(new Area(sheet, top, left, 3, right));
  expect(column(2, 2)).toEqual({ text: "Power (MW)", unit: "MW" });
  expect(column(1, 2)).toEqual({ text: "Power (MW)", unit: "MW" });
  expect(column(1, 1, 2)).toBeUndefined();
  expect(labelOfRange(new Area(sheet, 2, 2, 2, 3))?.text).toBe("Total");
});
