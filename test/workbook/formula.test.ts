/** @jest-environment jsdom */
import type { HostResponse } from "../../src/workbench/host/protocol";
import { excelWorkbook } from "../../src/workbook/excel";
import {
  content,
  emptySheets,
  openInOffice,
  refused,
  select,
  shown,
  type,
  type OfficeHost,
} from "../workbench/officeHost";

let office: OfficeHost;
beforeEach(() => {
  office = openInOffice(emptySheets("Model"));
  select(office.model, "B2");
});

test("a formula goes into one empty cell", async () => {
  const outcome = await excelWorkbook.insertFormula("=SUM(1,2)", { kind: "selection" });
  expect(outcome).toMatchObject({ status: "written", place: { sheet: "Model", range: "B2" } });
  expect(content(office.model, "Model!B2")).toBe("=SUM(1,2)");
  expect(await excelWorkbook.insertFormula("=1", { kind: "selection" })).toMatchObject({
    status: "occupied",
  });
});

test("a cell whose formula shows nothing is not overwritten", async () => {
  type(office.model, "Model!B2", '=""');
  expect(await excelWorkbook.insertFormula("=1", { kind: "selection" })).toMatchObject({
    status: "occupied",
  });
});

describe("a formula whose result fills several cells", () => {
  const insert = (kind: "selection" | "newSheet") => excelWorkbook.insertFormula("=SEQUENCE(5)", { kind });

  test("is written where they are free", async () => {
    type(office.model, "Model!B7", "x");
    expect(await insert("selection")).toMatchObject({ status: "written", place: { range: "B2" } });
    expect(shown(office.model, "Model!B6").value).toBe(5);
  });

  test("is not left where one of them holds something", async () => {
    type(office.model, "Model!B6", "x");
    expect(await insert("selection")).toEqual({
      status: "blocked",
      place: { sheet: "Model", range: "B2" },
    });
    expect(content(office.model, "Model!B2")).toBe("");
    expect(await insert("newSheet")).toMatchObject({ status: "written", place: { range: "A1" } });
  });

  test("leaves what it was to replace, where there is no room", async () => {
    type(office.model, "Model!B2", "=1+1");
    type(office.model, "Model!B6", "x");
    const target = { kind: "replace", place: { sheet: "Model", range: "B2" } } as const;
    expect(await excelWorkbook.insertFormula("=SEQUENCE(5)", target)).toMatchObject({ status: "blocked" });
    expect(content(office.model, "Model!B2")).toBe("=1+1");
  });

  test("is waited for while the add-in computes it", async () => {
    type(office.model, "Model!B6", "x");
    const shows = ["#BUSY!", "#GETTING_DATA", "#SPILL!", "#BUSY!"];
    office.intercept = (request) => {
      const answer = JSON.stringify(office.host.answer(request));
      return JSON.parse(answer.replace("#SPILL!", () => shows.shift() ?? "#SPILL!")) as HostResponse;
    };
    expect(await insert("selection")).toMatchObject({ status: "blocked" });
    expect(shows).toEqual([]);
  });
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
    "yyyy-mm-dd",
    "0.0%",
    "yyyy-mm-dd",
    "0.0%",
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

test("columns that are in use elsewhere keep their width", async () => {
  const sheetId = office.model.getters.getActiveSheetId();
  office.model.dispatch("RESIZE_COLUMNS_ROWS", { sheetId, elements: [1, 2], size: 5, dimension: "COL" });
  type(office.model, "Model!B9", "mine");
  type(office.model, "Model!F2", "132716002350731.3");
  type(office.model, "Model!G2", "132716002350731.3");
  type(office.model, "Model!B2", "=TRANSPOSE(TRANSPOSE(F2:G2))");
  await excelWorkbook.formatResult(place, () => [["#,##0", "#,##0"]]);
  expect(office.model.getters.getColSize(sheetId, 1)).toBe(5);
  expect(office.model.getters.getColSize(sheetId, 2)).toBeGreaterThan(5);
});

test("what Excel refuses is refused in words", async () => {
  office.intercept = (request) => refused(request, "AccessDenied");
  await expect(excelWorkbook.formatResult(place, () => [["0%"]])).rejects.toThrow(/unprotect/i);
});
