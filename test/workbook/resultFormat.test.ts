/** @jest-environment jsdom */
import { excelWorkbook } from "../../src/workbook/excel";
import { emptySheets, openInOffice, refused, shown, type, type OfficeHost } from "../workbench/officeHost";

let office: OfficeHost;
beforeEach(() => {
  office = openInOffice(emptySheets("Model"));
});

const place = { sheet: "Model", range: "B2" };
const format = (cell: string) => shown(office.model, `Model!${cell}`).format;

test("all cells of a spilled result get their formats", async () => {
  type(office.model, "Model!B2", "=TRANSPOSE(TRANSPOSE(D2:E3))");
  for (const [cell, value] of Object.entries({ D2: "45292", E2: "0.5", D3: "45323", E3: "0.25" }))
    type(office.model, `Model!${cell}`, value);
  const seen = jest.fn((values: readonly (readonly unknown[])[]) => values.map(() => ["yyyy-mm-dd", "0.0%"]));
  await excelWorkbook.formatResult(place, seen);
  expect(seen).toHaveBeenCalledWith([
    [45292, 0.5],
    [45323, 0.25],
  ]);
  expect([format("B2"), format("C2"), format("B3"), format("C3")]).toEqual([
    ...["yyyy-mm-dd", "0.0%", "yyyy-mm-dd", "0.0%"],
  ]);
  expect(shown(office.model, "Model!B3").text).toBe("2024-02-01");
});

test("a single result gets its format", async () => {
  type(office.model, "Model!B2", "=1/8");
  await excelWorkbook.formatResult(place, () => [["0.00%"]]);
  expect(shown(office.model, "Model!B2").text).toBe("12.50%");
});

test("columns become wider for the result, within bounds, and never narrower", async () => {
  const sheetId = office.model.getters.getActiveSheetId();
  const widths = () => [1, 2, 3].map((column) => office.model.getters.getColSize(sheetId, column));
  // Here a letter takes one pixel.
  office.model.dispatch("RESIZE_COLUMNS_ROWS", { sheetId, elements: [1, 2, 3], size: 20, dimension: "COL" });
  type(office.model, "Model!B2", "=TRANSPOSE(TRANSPOSE(F2:H2))");
  type(office.model, "Model!F2", "1");
  type(office.model, "Model!G2", "132716002350731.3");
  type(office.model, "Model!H2", "a long text ".repeat(20));
  await excelWorkbook.formatResult(place, () => [["0", "#,##0", "General"]]);
  const [narrow, difficulty = 0, text] = widths();
  expect(narrow).toBe(20);
  expect(difficulty).toBeGreaterThan(20);
  // 180 points.
  expect(text).toBe(240);
});

test("what Excel refuses is refused in words", async () => {
  office.intercept = (request) => refused(request, "AccessDenied");
  await expect(excelWorkbook.formatResult(place, () => [["0%"]])).rejects.toThrow(/unprotect/i);
});
