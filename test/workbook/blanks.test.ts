/** @jest-environment jsdom */
import { excelWorkbook } from "../../src/workbook/excel";
import { emptySheets, openInOffice, refused, type, type OfficeHost } from "../workbench/officeHost";

let office: OfficeHost;
beforeEach(() => {
  office = openInOffice(emptySheets("Model"));
});

function fill(...cells: readonly string[]): void {
  for (const cell of cells) type(office.model, `Model!${cell}`, "5");
}

function selectTo(column: number, row: number): void {
  office.model.selection.selectCell(0, 1);
  office.model.selection.setAnchorCorner(column, row);
}

test.each([
  ["none", ["A2", "A3", "A4", "A5", "A6"], { cells: 5, blanks: 0, holes: 0 }],
  ["at the end", ["A2", "A3"], { cells: 5, blanks: 3, holes: 0 }],
  ["at the beginning", ["A5", "A6"], { cells: 5, blanks: 3, holes: 0 }],
  ["between values", ["A2", "A5"], { cells: 5, blanks: 3, holes: 2 }],
  ["everywhere", [], { cells: 5, blanks: 5, holes: 0 }],
])("blanks %s are counted", async (_where, cells, counts) => {
  fill(...cells);
  selectTo(0, 5);
  expect(await excelWorkbook.selectedBlanks()).toEqual({
    place: { sheet: "Model", range: "A2:A6" },
    ...counts,
  });
});

test("a formula that shows nothing is not blank", async () => {
  type(office.model, "Model!A2", '=""');
  selectTo(0, 2);
  expect(await excelWorkbook.selectedBlanks()).toMatchObject({ cells: 2, blanks: 1 });
});

test("nothing is counted in one cell", async () => {
  selectTo(0, 1);
  expect(await excelWorkbook.selectedBlanks()).toBeUndefined();
});

test("what Excel refuses is refused in words", async () => {
  office.intercept = (request) => refused(request, "InvalidSelection");
  await expect(excelWorkbook.selectedBlanks()).rejects.toThrow(/click a single cell/);
});
