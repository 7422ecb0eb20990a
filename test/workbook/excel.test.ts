/** @jest-environment jsdom */
import { Events } from "../../src/workbench/host/events";
import { excelWorkbook } from "../../src/workbook/excel";
import {
  content,
  emptySheets,
  openInOffice,
  refused,
  select,
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

test.each([
  ["InvalidSelection", /click a single cell/],
  ["InvalidOperationInCellEditMode", /press Enter or Esc/],
  ["AccessDenied", /unprotect/i],
  ["ItemNotFound", /select a cell/],
  ["RequestPayloadSizeLimitExceeded", /fewer rows/],
  ["Conflict", /try again/],
  ["constructor", /\(constructor: odd\): select another cell and try again/],
  ["Unheard", /\(Unheard: odd\): select another cell and try again/],
])("%s becomes a sentence that says what to do", async (code, sentence) => {
  office.intercept = (request) => refused(request, code);
  const table = { headers: ["a"], rows: [[1]], formats: [] };
  await expect(excelWorkbook.insertTable(table, { kind: "selection" })).rejects.toThrow(sentence);
  await expect(excelWorkbook.insertFormula("=1", { kind: "selection" })).rejects.toThrow(sentence);
  await expect(excelWorkbook.readFrozen()).rejects.toThrow(sentence);
});

test("the selection is told", async () => {
  expect(await excelWorkbook.selectedCell()).toEqual({ sheet: "Model", range: "B2" });
});

test("the selection is followed until that is ended", async () => {
  const [listener, other] = [jest.fn(), jest.fn()];
  const end = await excelWorkbook.onSelectionChanged(listener);
  await excelWorkbook.onSelectionChanged(other);
  const events = new Events(office.model, office.push);
  select(office.model, "C5");
  await called(other, 1);
  expect(listener).toHaveBeenCalledTimes(1);
  end();
  await excelWorkbook.selectedCell();
  select(office.model, "D6");
  await called(other, 2);
  expect(listener).toHaveBeenCalledTimes(1);
  events.stop();
});

test("that Excel refuses to end the following of the selection harms nothing", async () => {
  const end = await excelWorkbook.onSelectionChanged(jest.fn());
  const unhandled = jest.fn();
  process.on("unhandledRejection", unhandled);
  office.intercept = (request) => refused(request, "AccessDenied");
  end();
  // Excel answers in turn: when this is refused the other was.
  await expect(excelWorkbook.selectedCell()).rejects.toThrow(/unprotect/i);
  await new Promise((resolve) => setTimeout(resolve));
  process.off("unhandledRejection", unhandled);
  expect(unhandled).not.toHaveBeenCalled();
});

/** Waits until a listener was called so often. */
async function called(listener: jest.Mock, times: number): Promise<void> {
  while (listener.mock.calls.length < times) await new Promise((resolve) => setTimeout(resolve));
}

test("all cells are computed again when that is asked for", async () => {
  await excelWorkbook.recalculate();
  const request = office.requests.at(-1);
  const calls = request?.Actions.filter(({ Name }) => Name === "Calculate");
  expect(calls).toMatchObject([{ ArgumentInfo: { Arguments: ["Full"] } }]);
});
