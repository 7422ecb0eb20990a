/** @jest-environment jsdom */
import { excelWorkbook } from "../../src/workbook/excel";
import { HEAD } from "../../src/workbook/frozenText";
import type { LogRow } from "../../src/workbook/workbook";
import { actionTypes } from "../../src/workbench/host/protocol";
import {
  content,
  emptySheets,
  names,
  openInOffice,
  refused,
  shown,
  type,
  type OfficeHost,
} from "../workbench/officeHost";

const moment = Date.UTC(2026, 8, 30, 12, 34, 56);
const row: LogRow = {
  ...{ when: moment, event: "Frozen", addinVersion: "0.1.0", series: "btc.price", unit: "USD" },
  ...{ source: "=cmd()", asOf: moment - 60_000, oldValue: 60_000, newValue: 61_500 },
};
const text = '{"a":"😀 \\"<>&\\n ="}';
const LOG = "Hashcell log";

let office: OfficeHost;
beforeEach(() => {
  office = openInOffice(emptySheets("Model", "Inputs"));
});
const log = (cell: string) => shown(office.model, `${LOG}!${cell}`);
const sheetNames = () =>
  office.model.getters.getSheetIds().map((id) => office.model.getters.getSheetName(id));
const { readFrozen, writeFrozen, appendLog } = excelWorkbook;

test("a workbook is live, then holds a text still, then another, then is live again", async () => {
  expect(await readFrozen()).toBeUndefined();
  await writeFrozen(text, [row]);
  expect(await readFrozen()).toBe(text);
  await writeFrozen("x".repeat(70_000), [{ ...row, event: "Refreshed" }]);
  expect(await readFrozen()).toBe("x".repeat(70_000));
  await writeFrozen(undefined, [{ ...row, event: "Set live" }]);
  expect(await readFrozen()).toBeUndefined();
  expect([...office.settings.keys()].filter((key) => key.startsWith(HEAD))).toEqual([]);
  expect(["B2", "B3", "B4"].map((cell) => log(cell).value)).toEqual(["Frozen", "Refreshed", "Set live"]);
  expect(names(office.model)).toEqual({ HASHCELL_LOG: `'${LOG}'!A1:J1` });
});

test("the log is a sheet at the end that anybody can read, and the user stays where he is", async () => {
  await writeFrozen(text, [row, { ...row, series: "btc.fees", oldValue: 0, newValue: 1.5e-7 }]);
  expect(sheetNames()).toEqual(["Model", "Inputs", LOG]);
  expect(office.model.getters.getSheetName(office.model.getters.getActiveSheetId())).toBe("Model");
  const sheetId = office.model.getters.getSheetIdByName(LOG) ?? "";
  expect(office.model.getters.getPaneDivisions(sheetId).ySplit).toBe(1);
  const line = (number: number) => [..."ABCDEFGHIJ"].map((column) => log(`${column}${number}`).text);
  expect(line(1)).toEqual([
    ...["When (UTC)", "Event", "Add-in version", "Series", "Unit", "Source", "As of (UTC)"],
    ...["Old value", "New value", "Change"],
  ]);
  expect(log("A1").isBold && !log("A2").isBold).toBe(true);
  expect(line(2)).toEqual([
    ...["2026-09-30 12:34:56", "Frozen", "0.1.0", "btc.price", "USD", "=cmd()", "2026-09-30 12:33:56"],
    ...["60000", "61500", "+2.50%"],
  ]);
  expect([log("H3").value, log("I3").value, log("J3").text]).toEqual([0, 1.5e-7, ""]);
  expect(content(office.model, `${LOG}!F2`)).toBe("'=cmd()");
  expect(names(office.model).HASHCELL_FROZEN).toBe(`'${LOG}'!A2`);
});

test("what a row does not know is blank", async () => {
  const { when, event, addinVersion, series, unit, source } = row;
  await appendLog([{ when, event, addinVersion, series, unit, source }]);
  expect([..."GHIJ"].map((column) => log(`${column}2`).text)).toEqual(["", "", "", ""]);
  expect(await readFrozen()).toBeUndefined();
});

test("rows go below the last one, also on a sheet that the user renamed and wrote into", async () => {
  await appendLog([row]);
  const sheetId = office.model.getters.getSheetIdByName(LOG) ?? "";
  office.model.dispatch("RENAME_SHEET", { sheetId, oldName: LOG, newName: "Audit" });
  type(office.model, "Audit!L7", "checked");
  await appendLog([{ ...row, event: "Refreshed" }]);
  expect(sheetNames()).toEqual(["Model", "Inputs", "Audit"]);
  expect(shown(office.model, "Audit!B8").value).toBe("Refreshed");
});

test("a log whose name is gone is known by its header, and a stranger's sheet of that name is left alone", async () => {
  await appendLog([row]);
  office.model.dispatch("DELETE_NAMED_RANGE", { name: "HASHCELL_LOG" });
  await appendLog([row]);
  expect(sheetNames()).toEqual(["Model", "Inputs", LOG]);
  expect(log("B3").value).toBe("Frozen");
  type(office.model, `${LOG}!A1`, "My own");
  await appendLog([row]);
  expect(sheetNames()).toEqual(["Model", "Inputs", LOG, `${LOG} 2`]);
  expect(log("B4").value).toBeNull();
});

test("a deleted log is begun anew, and the workbook stays frozen", async () => {
  await writeFrozen(text, [row]);
  office.model.dispatch("DELETE_SHEET", {
    sheetId: office.model.getters.getSheetIdByName(LOG) ?? "",
    sheetName: LOG,
  });
  expect(await readFrozen()).toBe(text);
  await writeFrozen(text, [{ ...row, event: "Refreshed" }]);
  expect(log("B2").value).toBe("Refreshed");
});

test("a protected log refuses, and everything stays as it was", async () => {
  await writeFrozen(text, [row]);
  const before = new Map(office.settings);
  office.model.dispatch("LOCK_SHEET", { sheetId: office.model.getters.getSheetIdByName(LOG) ?? "" });
  await expect(writeFrozen(undefined, [row])).rejects.toThrow(/"Hashcell log" is protected.*unprotect it/);
  await expect(appendLog([row])).rejects.toThrow(/unprotect it/);
  expect(office.settings).toEqual(before);
  expect(log("B3").value).toBeNull();
  expect(await readFrozen()).toBe(text);
});

test("a full log refuses", async () => {
  await appendLog([row]);
  office.intercept = (request) => {
    const used = Object.values(request.ObjectPaths).find(({ Name }) => Name === "GetUsedRangeOrNullObject");
    const query = request.Actions.find(({ ActionType }) => ActionType === actionTypes.query);
    if (used === undefined || query === undefined) return undefined;
    const Results = request.Actions.map(({ Id, ActionType, ObjectPathId }) => ({
      ActionId: Id,
      Value:
        ActionType === actionTypes.query && ObjectPathId === used.Id
          ? { RowIndex: 0, RowCount: 1_048_575 }
          : ActionType === actionTypes.query
            ? { Name: LOG, Protected: false }
            : null,
    }));
    return { Results: Results.map((result) => (result.Value === null ? { ...result, Value: {} } : result)) };
  };
  await expect(writeFrozen(text, [row, row])).rejects.toThrow(/is full/);
  expect(office.settings.has(HEAD)).toBe(false);
});

test.each([
  ["a part", "Add"],
  ["the head", HEAD],
])("when Excel refuses %s, what was held still before stays, and so does the log", async (_what, where) => {
  await writeFrozen(text, [row]);
  let isRefused = false;
  office.intercept = (request) => {
    const path = Object.values(request.ObjectPaths).find(
      ({ Name, ArgumentInfo }) =>
        Name === "Add" &&
        (where === "Add" ? isPart(ArgumentInfo?.Arguments?.[0]) : ArgumentInfo?.Arguments?.[0] === where),
    );
    const index = request.Actions.findIndex(({ ObjectPathId }) => ObjectPathId === path?.Id);
    if (isRefused || path === undefined || index < 0) return undefined;
    isRefused = true;
    // What comes before the refused action is done.
    const done = office.host.answer({ ...request, Actions: request.Actions.slice(0, index) });
    return { ...done, Error: refused(request, "GeneralException", index).Error };
  };
  await expect(writeFrozen("new", [{ ...row, event: "Refreshed" }])).rejects.toThrow(/Excel could not do it/);
  expect(isRefused).toBe(true);
  expect(await readFrozen()).toBe(text);
  expect(log("B3").value).toBeNull();
  await writeFrozen("newer", [{ ...row, event: "Refreshed" }]);
  expect(await readFrozen()).toBe("newer");
  expect(log("B3").value).toBe("Refreshed");
});
const isPart = (key: unknown) => typeof key === "string" && key.startsWith(`${HEAD}.`);

test("damaged values are told and never taken for none", async () => {
  await writeFrozen(text, [row]);
  office.settings.set(`${HEAD}.a.0`, "~other");
  await expect(readFrozen()).rejects.toThrow(/damaged.*set it live/);
  await writeFrozen(undefined, [row]);
  expect(await readFrozen()).toBeUndefined();
});

test("a workbook that was frozen elsewhere, where Excel keeps settings apart, is not taken for live", async () => {
  await writeFrozen(text, [row]);
  office.settings.clear();
  await expect(readFrozen()).rejects.toThrow(/installed elsewhere/);
  await writeFrozen(undefined, [row]);
  expect(await readFrozen()).toBeUndefined();
});

test("freezing without rows for the log is possible", async () => {
  await writeFrozen(text, []);
  expect(await readFrozen()).toBe(text);
  await writeFrozen(undefined, []);
  expect(await readFrozen()).toBeUndefined();
  expect(log("A2").value).toBeNull();
});
