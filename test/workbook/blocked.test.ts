/** @jest-environment jsdom */
import type { HostRequest, HostResponse } from "../../src/workbench/host/protocol";
import { workbookData } from "../../src/workbench/workbookData";
import { excelWorkbook } from "../../src/workbook/excel";
import { emptySheets, openInOffice, refused, type, type OfficeHost } from "../workbench/officeHost";

let office: OfficeHost;
beforeEach(() => {
  office = openInOffice(emptySheets("Model", "My costs", "Hidden"));
  office.model.dispatch("HIDE_SHEET", { sheetId: "s3" });
});

/** Sequences stand for the add-in's functions: of each it is known that it takes two columns and three rows. */
const callOf = (formula: string) =>
  formula.includes("SEQUENCE(") ? { function: "SEQUENCE", rows: 3, columns: 2 } : undefined;
const look = () => excelWorkbook.blockedCells(callOf);

/** A sequence of five rows and two columns at B2, with something in the way at each of the cells. */
function block(sheet: string, ...others: readonly string[]): void {
  for (const other of others) type(office.model, `${sheet}!${other}`, "x");
  type(office.model, `${sheet}!B2`, "=SEQUENCE(5,2)");
}

test("a workbook without errors costs two requests that load no cell", async () => {
  type(office.model, "Model!B2", "=SEQUENCE(5,2)");
  office.requests.length = 0;
  expect(await look()).toEqual({ cells: [], count: 0, isCut: false, isWaiting: false });
  expect(office.requests).toHaveLength(2);
  expect(JSON.stringify(office.requests)).not.toMatch(/values|formulas"/);
});

test("blocked formulas are found on all sheets, with what is surely in their way", async () => {
  block("Model", "C2", "B4", "C6");
  block("My costs", "B6");
  block("Hidden", "C4");
  expect((await look()).cells).toEqual([
    {
      place: { sheet: "Model", range: "B2" },
      isHidden: false,
      function: "SEQUENCE",
      // C6 is in the way as well, but lies outside of what is known to be needed.
      inTheWay: ["C2", "B4"],
    },
    { place: { sheet: "My costs", range: "B2" }, isHidden: false, function: "SEQUENCE", inTheWay: [] },
    { place: { sheet: "Hidden", range: "B2" }, isHidden: true, function: "SEQUENCE", inTheWay: ["C4"] },
  ]);
});

test("a sheet that only macros can unhide is hidden too", async () => {
  block("Model", "B4");
  office.intercept = (request) => {
    const answer = JSON.stringify(office.host.answer(request));
    return JSON.parse(answer.replaceAll('"Visible"', '"VeryHidden"')) as HostResponse;
  };
  expect((await look()).cells[0]?.isHidden).toBe(true);
});

test("a formula that shows nothing, and the result of another one, are in the way", async () => {
  type(office.model, "Model!C1", "=SEQUENCE(2,1)");
  type(office.model, "Model!B3", '=""');
  type(office.model, "Model!B2", "=SEQUENCE(5,2)");
  expect((await look()).cells[0]?.inTheWay).toEqual(["C2", "B3"]);
});

test("once there is room, nothing is found", async () => {
  block("Model", "B4");
  expect((await look()).count).toBe(1);
  type(office.model, "Model!B4", "");
  expect((await look()).count).toBe(0);
});

test("other errors and other formulas are passed over, a mixture is found", async () => {
  type(office.model, "Model!A9", "=1/0");
  type(office.model, "Model!D9", "=SUM(SEQUENCE(5,2),1/0)");
  block("Model", "B4");
  type(office.model, "Model!F1", "=TRANSPOSE(A20:A22)");
  type(office.model, "Model!G1", "x");
  type(office.model, "Model!F11", "=SEQUENCE(5,2)*2");
  type(office.model, "Model!F13", "x");
  const { cells } = await look();
  expect(cells.map(({ place }) => place.range)).toEqual(["B2", "F11"]);
});

test("nothing is written, and no step of undo is added", async () => {
  block("Model", "B4");
  await look();
  office.model.dispatch("REQUEST_UNDO");
  expect((await look()).count).toBe(0);
});

describe("where Excel refuses to list the errors of a sheet, as on a protected one", () => {
  const lists = (request: HostRequest) => JSON.stringify(request).includes("GetSpecialCellsOrNullObject");

  test("the other sheets are looked at, and of that one the cells in use", async () => {
    block("Model", "B4");
    block("My costs", "C3");
    office.intercept = (request) =>
      lists(request) && JSON.stringify(request).includes('"s2"')
        ? refused(request, "AccessDenied")
        : undefined;
    expect((await look()).cells.map(({ place }) => place.sheet)).toEqual(["Model", "My costs"]);
  });

  test("a sheet without cells is left out", async () => {
    block("Model", "B4");
    office.intercept = (request) =>
      lists(request) || JSON.stringify(request).includes("GetUsedRange")
        ? refused(request, "UnsupportedSheet")
        : undefined;
    expect(await look()).toMatchObject({ count: 0, isCut: false });
  });
});

test("a cell that is still being computed is not blocked yet, and is said to be waited for", async () => {
  block("Model", "B4");
  office.intercept = (request) =>
    JSON.parse(JSON.stringify(office.host.answer(request)).replace("#SPILL!", "#BUSY!")) as HostResponse;
  expect(await look()).toEqual({ cells: [], count: 0, isCut: false, isWaiting: true });
});

test("of ten thousand cells with errors more are not looked at, which is said", async () => {
  const cells: Record<string, string> = {};
  for (let row = 1; row <= 10_001; row++) cells[`F${row}`] = "=1/0";
  office = openInOffice(
    workbookData([
      { id: "s1", name: "Model", cells, rows: 10_001 },
      { id: "s2", name: "My costs", cells: {} },
    ]),
  );
  block("My costs", "B4");
  const found = await look();
  expect(found.isCut).toBe(true);
  expect(found.cells.map(({ place }) => place.sheet)).toEqual(["My costs"]);
});

test("no more than fifty are described, all are counted", async () => {
  for (let row = 1; row <= 55; row++) {
    type(office.model, `Model!C${row}`, "x");
    type(office.model, `Model!B${row}`, "=SEQUENCE(1,2)");
  }
  const { cells, count } = await look();
  expect([cells.length, count]).toEqual([50, 55]);
});

test("a place is brought to the front and selected", async () => {
  await excelWorkbook.select({ sheet: "My costs", range: "C7" });
  expect(await excelWorkbook.selectedCell()).toEqual({ sheet: "My costs", range: "C7" });
});
