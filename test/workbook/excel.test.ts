import { excelWorkbook } from "../../src/workbook/excel";
import type { LabelledValue } from "../../src/workbook/workbook";
import { fakeExcel } from "./fakeExcel";

const row = (name: string, value: number): LabelledValue => ({
  ...{ label: name, value, unit: "USD", source: "a source", asOf: 0, name, numberFormat: "0.0" },
});
const rows = [row("BTC_PRICE", 85956.45), row("BTC_FEES", 0.014)];

let fake = fakeExcel();
beforeEach(() => {
  fake = fakeExcel();
  Object.assign(globalThis, { Excel: fake.excel });
});

test("a block goes to the selected cell, with formats, a bold header and names", async () => {
  const outcome = await excelWorkbook.insertBlock(rows, { kind: "selection" });
  expect(outcome).toEqual({
    status: "written",
    place: { sheet: "Model", range: "B2:F4" },
    names: ["BTC_PRICE", "BTC_FEES"],
    moved: [],
    kept: [],
  });
  expect(fake.cells.get("Model!B2")).toBe("Label");
  expect(fake.cells.get("Model!C4")).toBe(0.014);
  expect(fake.formats.get("Model!C3")).toBe("0.0");
  expect(fake.bold).toEqual(["Model!B2:F2"]);
  expect(Object.fromEntries(fake.names)).toEqual({ BTC_PRICE: "Model!C3", BTC_FEES: "Model!C4" });
});

test.each(["x", 0, '=""'])(
  "a cell that holds %p is not overwritten, but the place comes back",
  async (held) => {
    fake.cells.set("Model!F4", held);
    expect(await excelWorkbook.insertBlock(rows, { kind: "selection" })).toEqual({
      status: "occupied",
      place: { sheet: "Model", range: "B2:F4" },
    });
    expect([...fake.cells.keys()]).toEqual(["Model!F4"]);
    expect(fake.names.size).toBe(0);
  },
);

test("replacing writes to the place that was agreed, wherever the selection is by then", async () => {
  fake.cells.set("Model!B2", "x");
  fake.state.selected = "Model!H9";
  const place = { sheet: "Model", range: "B2:F4" };
  expect(await excelWorkbook.insertBlock(rows, { kind: "replace", place })).toMatchObject({ place });
  expect(fake.cells.get("Model!B2")).toBe("Label");
  expect(fake.cells.has("Model!H9")).toBe(false);
});

test("a new sheet takes the block at A1 and comes to the front", async () => {
  const outcome = await excelWorkbook.insertBlock(rows, { kind: "newSheet" });
  expect(outcome.place).toEqual({ sheet: "Sheet2", range: "A1:E3" });
  expect(fake.state.selected).toBe("Sheet2!A1");
});

test("names given before are moved and told", async () => {
  await excelWorkbook.insertBlock(rows, { kind: "selection" });
  fake.state.selected = "Model!B9";
  const outcome = await excelWorkbook.insertBlock(rows, { kind: "selection" });
  expect(outcome).toMatchObject({ moved: ["BTC_PRICE", "BTC_FEES"], kept: [] });
  expect(fake.names.get("BTC_PRICE")).toBe("Model!C10");
});

test("a name that the user gave to another cell stays", async () => {
  fake.names.set("BTC_PRICE", "Inputs!A1");
  const outcome = await excelWorkbook.insertBlock(rows, { kind: "selection" });
  expect(outcome).toMatchObject({ names: ["BTC_FEES"], moved: [], kept: ["BTC_PRICE"] });
  expect(fake.names.get("BTC_PRICE")).toBe("Inputs!A1");
});

test("a formula goes into one empty cell", async () => {
  const outcome = await excelWorkbook.insertFormula("=MINING.HASHCOST(15, 0.05)", { kind: "selection" });
  expect(outcome).toMatchObject({ status: "written", place: { sheet: "Model", range: "B2" } });
  expect(fake.cells.get("Model!B2")).toBe("=MINING.HASHCOST(15, 0.05)");
  expect(await excelWorkbook.insertFormula("=1", { kind: "selection" })).toMatchObject({
    status: "occupied",
  });
});

test.each([
  ["InvalidSelection", /click a single cell/],
  ["InvalidOperationInCellEditMode", /press Enter or Esc/],
  ["AccessDenied", /unprotect/],
  ["ItemNotFound", /select a cell/],
  ["Unheard", /\(Unheard: odd\): select another cell and try again/],
])("%s becomes a sentence that says what to do", async (code, sentence) => {
  fake.state.refusal = { code, message: "odd" };
  await expect(excelWorkbook.insertBlock(rows, { kind: "selection" })).rejects.toThrow(sentence);
  await expect(excelWorkbook.insertFormula("=1", { kind: "selection" })).rejects.toThrow(sentence);
});

test("the selection is told and followed until that is ended", async () => {
  expect(await excelWorkbook.selectedCell()).toEqual({ sheet: "Model", range: "B2" });
  const listener = jest.fn();
  const end = await excelWorkbook.onSelectionChanged(listener);
  fake.listeners.forEach((heard) => void heard());
  expect(listener).toHaveBeenCalledTimes(1);
  end();
  expect(fake.listeners.size).toBe(0);
});
