/** @jest-environment jsdom */
import { Events } from "../../src/workbench/host/events";
import { excelWorkbook } from "../../src/workbook/excel";
import { emptySheets, openInOffice, refused, select, type, type OfficeHost } from "../workbench/officeHost";

let office: OfficeHost;
beforeEach(() => {
  office = openInOffice(emptySheets("Model"));
  select(office.model, "B2");
});

describe("what was written is watched", () => {
  const place = { sheet: "Model", range: "B2:C3" };
  let events: Events;
  beforeEach(() => {
    type(office.model, "Model!B2", "=1+1");
    events = new Events(office.model, (entries) => office.push(entries));
  });
  afterEach(() => events.stop());

  test("until it is undone, whatever changes elsewhere", async () => {
    type(office.model, "Model!E5", "1");
    const [gone, other] = [jest.fn(), jest.fn()];
    await excelWorkbook.watch(place, gone);
    await excelWorkbook.watch({ sheet: "Model", range: "E5" }, other);
    type(office.model, "Model!E5", "2");
    await called(other, 1);
    expect(gone).not.toHaveBeenCalled();
    for (let step = 0; step < 3; step++) office.model.dispatch("REQUEST_UNDO");
    await called(gone, 1);
  });

  test("until it is written over", async () => {
    const gone = jest.fn();
    await excelWorkbook.watch(place, gone);
    type(office.model, "Model!B2", "x");
    await called(gone, 1);
  });

  test("until its sheet is gone", async () => {
    office.model.dispatch("CREATE_SHEET", { sheetId: "s2", name: "Other", position: 1 });
    const gone = jest.fn();
    await excelWorkbook.watch(place, gone);
    office.model.dispatch("DELETE_SHEET", { sheetId: "s1", sheetName: "Model" });
    type(office.model, "Other!A1", "x");
    await called(gone, 1);
  });

  test("until that is ended", async () => {
    const [gone, other] = [jest.fn(), jest.fn()];
    const end = await excelWorkbook.watch(place, gone);
    await excelWorkbook.watch(place, other);
    end();
    await excelWorkbook.selectedCell();
    type(office.model, "Model!B2", "x");
    await called(other, 1);
    expect(gone).not.toHaveBeenCalled();
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
  await expect(excelWorkbook.keptFreeze()).rejects.toThrow(sentence);
});

test("the selected cell is read", async () => {
  expect(await excelWorkbook.selectedCell()).toEqual({ sheet: "Model", range: "B2" });
});

test("the selection is followed until that is ended", async () => {
  const [listener, other] = [jest.fn(), jest.fn()];
  const end = await excelWorkbook.onSelectionChanged(listener);
  await excelWorkbook.onSelectionChanged(other);
  const events = new Events(office.model, (entries) => office.push(entries));
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
