/** @jest-environment jsdom */
import type { SheetFormulas } from "../../src/workbook/workbook";
import { WorkbookError } from "../../src/workbook/workbook";
import type { HostRequest } from "../../src/workbench/host/protocol";
import { workbookData } from "../../src/workbench/workbookData";
import { excelWorkbook } from "../../src/workbook/excel";
import {
  content,
  emptySheets,
  openInOffice,
  refused,
  shown,
  type,
  type OfficeHost,
} from "../workbench/officeHost";

let office: OfficeHost;
beforeEach(() => {
  office = openInOffice(emptySheets("Model", "My costs", "Hidden"));
});

/** ABS and SEQUENCE stand for functions of the add-in, and SUM for the spelling that a file has of ABS. */
const entryOf = (formula: string) =>
  /\b(ABS|SUM|SEQUENCE)\(/.test(formula) ? formula.replaceAll("SUM(", "ABS(") : undefined;

function course() {
  const ending = new AbortController();
  const progress: [number, number][] = [];
  const onProgress = (done: number, total: number) => void progress.push([done, total]);
  return { ending, progress, signal: ending.signal, onProgress };
}
const find = () => excelWorkbook.addinFormulas(entryOf, course());
const enter = (sheets: readonly SheetFormulas[]) => excelWorkbook.enterAgain(sheets, course());
/** What was asked since the workbook was opened; that objects are not needed any more is said whenever office.js likes. */
const asked = () =>
  office.requests.filter(
    ({ Actions }) =>
      Actions.some(({ Name }) => Name !== "" && Name !== "_RemoveReference") ||
      Actions.some(({ QueryInfo }) => QueryInfo !== undefined),
  );
const isWrite = ({ Actions }: HostRequest) => Actions.some(({ Name }) => Name === "Formulas");
const writes = () => office.requests.filter(isWrite).length;

test("formulas that call the add-in are found on all sheets, with what they show", async () => {
  office.model.dispatch("HIDE_SHEET", { sheetId: "s3" });
  type(office.model, "Model!B2", "=ABS(-2)");
  type(office.model, "Model!B3", "=SUM(3,4)");
  type(office.model, "Model!D9", "=1+1");
  type(office.model, "Model!D10", "ABS(1)");
  type(office.model, "Hidden!A1", "=ABS(NOTHING(1))");
  expect(await find()).toEqual([
    {
      sheet: "Model",
      isProtected: false,
      formulas: [
        { row: 1, column: 1, entry: "=ABS(-2)", isUnread: false, value: 2 },
        { row: 2, column: 1, entry: "=ABS(3,4)", isUnread: true, value: 7 },
      ],
    },
    {
      sheet: "Hidden",
      isProtected: false,
      formulas: [{ row: 0, column: 0, entry: "=ABS(NOTHING(1))", isUnread: false, value: "#NAME?" }],
    },
  ]);
});

test("a workbook without formulas costs a request a sheet that loads no cell", async () => {
  type(office.model, "Model!A1", "7");
  office.requests.length = 0;
  expect(await find()).toEqual([]);
  expect(asked()).toHaveLength(5);
  expect(JSON.stringify(asked())).not.toMatch(/"values|formulas"/);
});

test("cells that only hold the result of another one are not formulas", async () => {
  type(office.model, "Model!B2", "=SEQUENCE(3)");
  type(office.model, "Model!D2", "=SEQUENCE(3)");
  type(office.model, "Model!E2", "=SEQUENCE(3)");
  // As Excel may give it: the formula of the first cell for all that it fills.
  const { model } = office;
  office.intercept = (request) => {
    const answer = JSON.stringify(office.host.answer(request));
    return JSON.parse(
      answer.replaceAll(/"Formulas":(\[\[.*?\]\])/g, (text, cells: string) =>
        cells.includes("SEQUENCE")
          ? text
          : `"Formulas":${cells.replaceAll(/\[(1|2|3)\]/g, '["=SEQUENCE(3)"]')}`,
      ),
    ) as ReturnType<typeof office.host.answer>;
  };
  for (let row = 0; row < 3; row++) expect(shown(model, `Model!B${row + 2}`).value).toBe(row + 1);
  const [sheet] = await find();
  expect(sheet?.formulas.map(({ row, column }) => [row, column])).toEqual([
    [1, 1],
    [1, 3],
    [1, 4],
  ]);
});

test("the formulas of a column are read as one area", async () => {
  const cells: Record<string, string> = {};
  for (let row = 1; row <= 10_000; row++) cells[`A${row}`] = `=ABS(${row})`;
  office = openInOffice(workbookData([{ id: "s1", name: "Model", cells, rows: 10_001 }]));
  const { progress, ...rest } = course();
  const [sheet] = await excelWorkbook.addinFormulas(entryOf, rest);
  expect(sheet?.formulas).toHaveLength(10_000);
  expect(asked()).toHaveLength(5);
  expect(progress).toEqual([
    [0, 1],
    [1, 1],
  ]);
});

test("a sheet with very many areas is read as a whole", async () => {
  const cells: Record<string, string> = {};
  for (let row = 1; row <= 2400; row += 2) cells[`A${row}`] = `=ABS(${row})`;
  office = openInOffice(workbookData([{ id: "s1", name: "Model", cells, rows: 2401 }]));
  const [sheet] = await find();
  expect(sheet?.formulas).toHaveLength(1200);
  expect(asked()).toHaveLength(5);
});

test("an answer that is too large for Excel on the web is asked for in parts", async () => {
  for (let row = 1; row <= 9; row++) type(office.model, `Model!A${row}`, `=ABS(${row})`);
  let refusals = 0;
  office.intercept = (request) => {
    const rows = JSON.stringify(request).match(/"GetRangeByIndexes".*?"Arguments":\[\d+,\d+,(\d+)/)?.[1];
    if (rows === undefined || Number(rows) < 3) return undefined;
    refusals += 1;
    return refused(request, "ResponsePayloadSizeLimitExceeded");
  };
  const [sheet] = await find();
  expect(sheet?.formulas.map(({ entry }) => entry)).toEqual(
    [1, 2, 3, 4, 5, 6, 7, 8, 9].map((n) => `=ABS(${n})`),
  );
  expect(refusals).toBeGreaterThan(1);
});

test("once it is cancelled nothing more is read", async () => {
  for (const sheet of ["Model", "My costs"]) type(office.model, `${sheet}!A1`, "=ABS(1)");
  const { ending, ...rest } = course();
  const found = await excelWorkbook.addinFormulas(entryOf, {
    ...rest,
    onProgress: (done) => (done === 1 ? ending.abort() : undefined),
  });
  expect(found.map(({ sheet }) => sheet)).toEqual(["Model"]);
});

describe("entering again", () => {
  test("writes the formulas, in the add-in's own spelling, and nothing else", async () => {
    type(office.model, "Model!A1", "Label");
    type(office.model, "Model!B2", "=SUM(-2)");
    type(office.model, "Model!C2", "5");
    type(office.model, "Model!D2", "=SUM(-4)");
    type(office.model, "Model!B3", "=ABS(B2)");
    office.model.dispatch("SET_FORMATTING", {
      sheetId: "s1",
      target: [{ left: 1, right: 1, top: 1, bottom: 1 }],
      format: "0.00",
      style: { bold: true },
    });
    expect(await enter(await find())).toEqual({ count: 3, refused: [], isCancelled: false });
    const after = ["A1", "B2", "C2", "D2", "B3"].map((cell) => content(office.model, `Model!${cell}`));
    expect(after).toEqual(["Label", "=ABS(-2)", "5", "=ABS(-4)", "=ABS(B2)"]);
    expect(shown(office.model, "Model!B2")).toEqual({ value: 2, text: "2.00", format: "0.00", isBold: true });
    expect(writes()).toBe(1);
  });

  test("keeps what a formula spills", async () => {
    type(office.model, "Model!B2", "=SEQUENCE(3,2)");
    type(office.model, "Model!B6", "=SEQUENCE(2)");
    await enter(await find());
    const cells = ["B2", "C2", "B4", "C4", "B6", "B7"].map(
      (cell) => shown(office.model, `Model!${cell}`).value,
    );
    expect(cells).toEqual([1, 2, 5, 6, 1, 2]);
    expect(content(office.model, "Model!C2")).toBe("");
  });

  test("passes protected sheets over, which are named", async () => {
    type(office.model, "Model!A1", "=SUM(1)");
    type(office.model, "My costs!A1", "=SUM(1)");
    office.model.dispatch("LOCK_SHEET", { sheetId: "s2" });
    const found = await find();
    expect(found.map(({ sheet, isProtected }) => [sheet, isProtected])).toEqual([
      ["Model", false],
      ["My costs", true],
    ]);
    expect(await enter(found)).toEqual({ count: 1, refused: [], isCancelled: false });
    expect(content(office.model, "My costs!A1")).toBe("=SUM(1)");
  });

  test("goes on where Excel refuses a cell, and names it", async () => {
    for (let row = 1; row <= 9; row++) type(office.model, `Model!C${row}`, `=SUM(${row})`);
    office.intercept = (request) =>
      isWrite(request) && JSON.stringify(request).includes("=ABS(7)")
        ? refused(request, "GeneralException")
        : undefined;
    expect(await enter(await find())).toEqual({
      count: 8,
      refused: [{ sheet: "Model", range: "C7" }],
      isCancelled: false,
    });
    expect([6, 7, 8].map((row) => content(office.model, `Model!C${row}`))).toEqual([
      "=ABS(6)",
      "=SUM(7)",
      "=ABS(8)",
    ]);
  });

  test("ends where Excel takes nothing, and says why", async () => {
    type(office.model, "Model!A1", "=SUM(1)");
    const found = await find();
    office.intercept = (request) =>
      isWrite(request) ? refused(request, "InvalidOperationInCellEditMode") : undefined;
    await expect(enter(found)).rejects.toThrow(/^A cell is being edited/);
    await expect(enter(found)).rejects.toThrow(WorkbookError);
  });

  test("ends after two hundred refusals: then the cells are not the reason", async () => {
    const cells: Record<string, string> = {};
    for (let row = 1; row <= 400; row++) cells[`A${row}`] = `=SUM(${row})`;
    office = openInOffice(workbookData([{ id: "s1", name: "Model", cells, rows: 401 }]));
    const found = await find();
    office.intercept = (request) => (isWrite(request) ? refused(request, "AccessDenied") : undefined);
    await expect(enter(found)).rejects.toThrow(/^Excel does not allow changes/);
    expect(writes()).toBeLessThan(600);
  });

  test("ten thousand go in five requests, with progress between them; cancelling leaves the others", async () => {
    const cells: Record<string, string> = {};
    for (let row = 1; row <= 2500; row++)
      for (const column of ["A", "B", "D", "E"]) cells[`${column}${row}`] = `=SUM(${row})`;
    const open = () =>
      (office = openInOffice(workbookData([{ id: "s1", name: "Model", cells, rows: 2501 }])));
    open();
    const { progress, ...rest } = course();
    expect(
      await excelWorkbook.enterAgain(await find(), {
        ...rest,
        onProgress: (...at) => void progress.push(at),
      }),
    ).toEqual({
      count: 10_000,
      refused: [],
      isCancelled: false,
    });
    expect(writes()).toBe(5);
    expect(progress).toEqual([0, 2000, 4000, 6000, 8000, 10_000].map((done) => [done, 10_000]));
    expect(content(office.model, "Model!E2500")).toBe("=ABS(2500)");

    open();
    const { ending, ...other } = course();
    const found = await find();
    const entered = await excelWorkbook.enterAgain(found, {
      ...other,
      onProgress: (done) => (done === 4000 ? ending.abort() : undefined),
    });
    expect(entered).toEqual({ count: 4000, refused: [], isCancelled: true });
    expect(writes()).toBe(2);
  });

  test("long formulas go in more requests than short ones", async () => {
    const long = `=SUM(LEN("${"x".repeat(8000)}"))`;
    for (const column of ["A", "C", "E"])
      for (let row = 1; row <= 50; row++) type(office.model, `Model!${column}${row * 2}`, long);
    const found = await find();
    office.requests.length = 0;
    await enter(found);
    expect(writes()).toBe(2);
  });

  test("the user undoes it batch by batch", async () => {
    type(office.model, "Model!A1", "=SUM(1)");
    await enter(await find());
    office.model.dispatch("REQUEST_UNDO");
    expect(content(office.model, "Model!A1")).toBe("=SUM(1)");
  });
});

test("a workbook that computes only when asked to is known", async () => {
  expect(await excelWorkbook.isManual()).toBe(false);
  office.intercept = (request) => {
    const answer = JSON.stringify(office.host.answer(request)).replace('"Automatic"', '"Manual"');
    return JSON.parse(answer) as ReturnType<typeof office.host.answer>;
  };
  expect(await excelWorkbook.isManual()).toBe(true);
});
