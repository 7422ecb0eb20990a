/** @jest-environment jsdom */
import { asCounted } from "../../src/workbook/dates";
import { excelWorkbook } from "../../src/workbook/excel";
import { emptySheets, openInOffice, refused, select, shown, type OfficeHost } from "../workbench/officeHost";

// Excel: 1 January 2024 is 45,292 in a workbook that counts from 1900, and 43,830 in one that counts from 1904.
const NEW_YEAR = 45_292;
const NEW_YEAR_1904 = 43_830;

let office: OfficeHost;
beforeEach(() => {
  office = openInOffice(emptySheets("Model"));
  select(office.model, "B2");
});

/** Answers as Excel does in a workbook that counts from 1904: its DATE gives 1,462 days less. */
function countFrom1904(): void {
  office.intercept = (request) => {
    const date = Object.values(request.ObjectPaths).find(({ Name }) => Name === "Date");
    const query = request.Actions.find(
      ({ QueryInfo, ObjectPathId }) => QueryInfo && ObjectPathId === date?.Id,
    );
    const response = office.host.answer(request);
    const result = response.Results.find(({ ActionId }) => ActionId === query?.Id);
    if (result !== undefined) Object.assign(Object(result.Value), { Value: NEW_YEAR_1904 });
    return response;
  };
}

const table = {
  headers: ["Day", "Value", "Days left"],
  rows: [
    [NEW_YEAR, NEW_YEAR, 10],
    ["Tomorrow", 20, { formula: "=B3" }],
  ],
  formats: ["yyyy-mm-dd", "General", "0"],
  rowFormats: { 1: ["yyyy-mm-dd hh:mm", '0.00 "per day"'] },
};
const cells = (...names: string[]) => names.map((name) => shown(office.model, `Model!${name}`).value);

test("a workbook is asked how it counts", async () => {
  expect(await excelWorkbook.countsFrom1904()).toBe(false);
  countFrom1904();
  expect(await excelWorkbook.countsFrom1904()).toBe(true);
  office.intercept = (request) => refused(request, "InvalidOperationInCellEditMode");
  expect(await excelWorkbook.countsFrom1904()).toBe(false);
});

test("dates of a table, and nothing else of it, are as the workbook counts them", async () => {
  await excelWorkbook.insertTable(table, { kind: "selection" });
  expect(cells("B3", "C3", "D3", "C4")).toEqual([NEW_YEAR, NEW_YEAR, 10, 20]);
  countFrom1904();
  await excelWorkbook.insertTable(table, { kind: "replace", place: { sheet: "Model", range: "B2" } });
  expect(cells("B3", "C3", "D3", "C4")).toEqual([NEW_YEAR_1904, NEW_YEAR_1904, 10, 20]);
});

test("so are those of a table that is brought up to date, which is not written again for that", async () => {
  countFrom1904();
  const kept = { ...table, rows: [["BTC", NEW_YEAR, 10]], formats: ["General", "yyyy-mm-dd", "0"] };
  await excelWorkbook.insertTable(
    { headers: kept.headers, rows: kept.rows, formats: kept.formats, series: ["a"] },
    {
      kind: "selection",
    },
  );
  expect(await excelWorkbook.updateTables(() => ["BTC", NEW_YEAR, 10])).toEqual({ updated: [], left: [] });
  await excelWorkbook.updateTables(() => ["BTC", NEW_YEAR + 1, 11]);
  expect(cells("C3", "D3")).toEqual([NEW_YEAR_1904 + 1, 11]);
});

test("so are the moments of the log", async () => {
  countFrom1904();
  const when = Date.UTC(2024, 0, 1);
  await excelWorkbook.appendLog([
    {
      when,
      event: "Frozen",
      addinVersion: "1",
      series: "btc.price",
      unit: "USD",
      source: "Kraken",
      asOf: when,
      newValue: NEW_YEAR,
    },
  ]);
  expect(["A2", "G2", "I2"].map((cell) => shown(office.model, `Hashcell log!${cell}`).value)).toEqual([
    NEW_YEAR_1904,
    NEW_YEAR_1904,
    NEW_YEAR,
  ]);
});

test("a number that is no date stays as it is, whatever its format says in quotes", () => {
  expect(asCounted(10, '0.00 "per day"', 1_462)).toBe(10);
  expect(asCounted("2024", "yyyy", 1_462)).toBe("2024");
  expect(asCounted(45_292, "dd/mm/yy", 0)).toBe(45_292);
});
