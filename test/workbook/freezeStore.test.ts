/** @jest-environment jsdom */
import { excelWorkbook } from "../../src/workbook/excel";
import { partXml } from "../../src/workbook/freezePart";
import { ChangedElsewhere, type LogRow } from "../../src/workbook/workbook";
import { actionTypes, type Action, type ObjectPath } from "../../src/workbench/host/protocol";
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
  when: moment,
  event: "Frozen",
  addinVersion: "0.1.0",
  series: "btc.price",
  unit: "USD",
  source: "=cmd()",
  asOf: moment - 60_000,
  oldValue: 60_000,
  newValue: 61_500,
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
const { keptFreeze, freezeStamp, keepFreeze, appendLog } = excelWorkbook;
const keptTexts = async () => (await keptFreeze()).texts;

test("a workbook is live, then keeps a freeze, then another, then is live again", async () => {
  expect(await keptTexts()).toEqual([]);
  await keepFreeze(text, [row]);
  expect(await keptTexts()).toEqual([text]);
  await keepFreeze("x".repeat(70_000), [{ ...row, event: "Refreshed" }]);
  expect(await keptTexts()).toEqual(["x".repeat(70_000)]);
  await keepFreeze(undefined, [{ ...row, event: "Set live" }]);
  expect(await keptTexts()).toEqual([]);
  expect(office.customXml.size).toBe(0);
  expect(["B2", "B3", "B4"].map((cell) => log(cell).value)).toEqual(["Frozen", "Refreshed", "Set live"]);
  expect(names(office.model)).toEqual({ HASHCELL_LOG: `'${LOG}'!A1:J1` });
});

test("the log is a sheet at the end that anybody can read, and the active sheet stays active", async () => {
  await keepFreeze(text, [row, { ...row, series: "btc.fees", oldValue: 0, newValue: 1.5e-7 }]);
  expect(sheetNames()).toEqual(["Model", "Inputs", LOG]);
  expect(office.model.getters.getSheetName(office.model.getters.getActiveSheetId())).toBe("Model");
  const sheetId = office.model.getters.getSheetIdByName(LOG) ?? "";
  expect(office.model.getters.getPaneDivisions(sheetId).ySplit).toBe(1);
  const line = (number: number) => Array.from("ABCDEFGHIJ", (column) => log(`${column}${number}`).text);
  expect(line(1)).toEqual([
    "When (UTC)",
    "Event",
    "Add-in version",
    "Series",
    "Unit",
    "Source",
    "As of (UTC)",
    "Old value",
    "New value",
    "Change",
  ]);
  expect(log("A1").isBold && !log("A2").isBold).toBe(true);
  expect(line(2)).toEqual([
    "2026-09-30 12:34:56",
    "Frozen",
    "0.1.0",
    "btc.price",
    "USD",
    "=cmd()",
    "2026-09-30 12:33:56",
    "60000",
    "61500",
    "+2.50%",
  ]);
  expect([log("H3").value, log("I3").value, log("J3").text]).toEqual([0, 1.5e-7, ""]);
  expect(content(office.model, `${LOG}!F2`)).toBe("'=cmd()");
  expect(names(office.model).HASHCELL_FROZEN).toBe(`'${LOG}'!A2`);
});

test("what a row does not know is blank", async () => {
  const { when, event, addinVersion, series, unit, source } = row;
  await appendLog([{ when, event, addinVersion, series, unit, source }]);
  expect(Array.from("GHIJ", (column) => log(`${column}2`).text)).toEqual(["", "", "", ""]);
  expect(await keptTexts()).toEqual([]);
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

test("a deleted log is started again, and the workbook stays frozen", async () => {
  await keepFreeze(text, [row]);
  office.model.dispatch("DELETE_SHEET", {
    sheetId: office.model.getters.getSheetIdByName(LOG) ?? "",
    sheetName: LOG,
  });
  expect(await keptTexts()).toEqual([text]);
  await keepFreeze(text, [{ ...row, event: "Refreshed" }]);
  expect(log("B2").value).toBe("Refreshed");
});

test("a protected log refuses, and everything stays as it was", async () => {
  await keepFreeze(text, [row]);
  const before = new Map(office.customXml);
  office.model.dispatch("LOCK_SHEET", { sheetId: office.model.getters.getSheetIdByName(LOG) ?? "" });
  await expect(keepFreeze(undefined, [row])).rejects.toThrow(/"Hashcell log" is protected.*unprotect it/);
  await expect(appendLog([row])).rejects.toThrow(/unprotect it/);
  expect(office.customXml).toEqual(before);
  expect(log("B3").value).toBeNull();
  expect(await keptTexts()).toEqual([text]);
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
  await expect(keepFreeze(text, [row, row])).rejects.toThrow(/is full/);
  expect(office.customXml.size).toBe(0);
});

/** Lets Excel refuse the first request in which an action is of a kind, at that action; what comes before is done. */
function refuse(isRefused: (path: ObjectPath | undefined, action: Action) => boolean): () => boolean {
  let isDone = false;
  office.intercept = (request) => {
    const index = request.Actions.findIndex((action) =>
      isRefused(request.ObjectPaths[String(action.ObjectPathId)], action),
    );
    if (isDone || index < 0) return undefined;
    isDone = true;
    const done = office.host.answer({ ...request, Actions: request.Actions.slice(0, index) });
    return { ...done, Error: refused(request, "GeneralException", index).Error };
  };
  return () => isDone;
}
const adds = (what: RegExp) => (path: ObjectPath | undefined) =>
  path?.Name === "Add" && what.test(String(path.ArgumentInfo?.Arguments?.[0]));
const oldSettings = () =>
  new Map<string, unknown>([
    ["hashcell.frozen", '{"version":1,"set":"b","parts":1,"length":9,"checksum":176421198}'],
    ["hashcell.frozen.b.0", '~{"a":1.5}'],
    ["hashcell.names", "[]"],
  ]);

describe.each([
  ["the part", adds(/^<frozen/)],
  ["the name", adds(/^HASHCELL_FROZEN$/)],
])("when Excel refuses %s", (_what, isRefused) => {
  test.each([
    ["nothing", undefined],
    ["a text", text],
  ])("the freeze from before, %s, stays, and so does the log", async (_kept, before) => {
    if (before !== undefined) await keepFreeze(before, [row]);
    const wasRefused = refuse(isRefused);
    const rows = before === undefined ? 0 : 1;
    await expect(keepFreeze("new", [{ ...row, event: "Refreshed" }])).rejects.toThrow(
      /Excel could not do this/,
    );
    expect(wasRefused()).toBe(true);
    expect(office.customXml.size).toBe(rows);
    if (before !== undefined) {
      expect(await keptTexts()).toEqual([before]);
      expect(log("B3").value).toBeNull();
    }
    await keepFreeze("newer", [{ ...row, event: "Refreshed" }]);
    expect(await keptTexts()).toEqual(["newer"]);
    expect(log(`B${rows + 2}`).value).toBe("Refreshed");
  });
});

test("when Excel refuses to remove the old freeze, it stays", async () => {
  await keepFreeze(text, [row]);
  const wasRefused = refuse((path, { Name }) => Name === "Delete" && path?.ObjectPathType === 5);
  await expect(keepFreeze("new", [row])).rejects.toThrow(/Excel could not do this/);
  expect(wasRefused()).toBe(true);
  expect(await keptTexts()).toEqual([text]);
});

test("what an earlier version froze is read, and gives way to the next", async () => {
  office = openInOffice(emptySheets("Model"), oldSettings());
  expect(await keptTexts()).toEqual(['{"a":1.5}']);
  await keepFreeze(text, [row]);
  expect([...office.settings.keys()]).toEqual(["hashcell.names"]);
  expect(await keptTexts()).toEqual([text]);
  office = openInOffice(emptySheets("Model"), oldSettings());
  await keepFreeze(undefined, [row]);
  expect([...office.settings.keys()]).toEqual(["hashcell.names"]);
  expect(await keptTexts()).toEqual([]);
});

test("values that another installation of the add-in froze are read as its own", async () => {
  await keepFreeze(text, [row]);
  office = openInOffice(emptySheets("Model"), new Map(), office.customXml);
  expect(await keptTexts()).toEqual([text]);
});

test("parts of other programs stay as they are", async () => {
  office.customXml.set("{1}", '<a xmlns="urn:other"/>');
  office.customXml.set("{2}", "<b/>");
  await keepFreeze(text, [row]);
  expect(await keptTexts()).toEqual([text]);
  await keepFreeze(undefined, [row]);
  expect([...office.customXml.keys()]).toEqual(["{1}", "{2}"]);
});

test("several freezes are all read, equal ones once, and the next one ends that", async () => {
  await keepFreeze(text, [row]);
  const [part = ""] = office.customXml.values();
  office.customXml.set("{copy}", part);
  expect(await keptTexts()).toEqual([text]);
  office.customXml.set("{other}", partXml("other"));
  expect(await keptTexts()).toEqual([text, "other"]);
  await keepFreeze("third", [row]);
  expect(await keptTexts()).toEqual(["third"]);
});

test("damaged values are reported and never taken for none", async () => {
  await keepFreeze(text, [row]);
  for (const [id, xml] of office.customXml) office.customXml.set(id, xml.replace("&lt;", "x"));
  await expect(keptFreeze()).rejects.toThrow(/damaged.*set it live/);
  office.customXml.set("{whole}", partXml("other"));
  await expect(keptFreeze()).rejects.toThrow(/damaged.*set it live/);
  await keepFreeze(undefined, [row]);
  expect(await keptTexts()).toEqual([]);
});

test("a workbook whose values another program has dropped is not taken for live", async () => {
  await keepFreeze(text, [row]);
  office.customXml.clear();
  await expect(keptFreeze()).rejects.toThrow(/no longer in it/);
  await keepFreeze(undefined, [row]);
  expect(await keptTexts()).toEqual([]);
});

test("the stamp is another after each write, as the writer was given it, and the same until then", async () => {
  const stamps = [await freezeStamp()];
  for (const next of [text, text, undefined, text]) {
    stamps.push(await keepFreeze(next, [row]));
    expect(await freezeStamp()).toBe(stamps.at(-1));
    expect((await keptFreeze()).stamp).toBe(stamps.at(-1));
  }
  expect(new Set(stamps).size).toBe(4);
  // Live at first and live again.
  expect(stamps[3]).toBe(stamps[0]);
});

test("where the stamp is not the one expected nothing is written", async () => {
  const live = await freezeStamp();
  await keepFreeze(text, [row], live);
  await expect(keepFreeze("mine", [row], live)).rejects.toThrow(ChangedElsewhere);
  await expect(keepFreeze(undefined, [row], live)).rejects.toThrow(ChangedElsewhere);
  expect(await keptTexts()).toEqual([text]);
  expect(log("B3").value).toBeNull();
});

test("freezing without rows for the log is possible", async () => {
  await keepFreeze(text, []);
  expect(await keptTexts()).toEqual([text]);
  await keepFreeze(undefined, []);
  expect(await keptTexts()).toEqual([]);
  expect(log("A2").value).toBeNull();
});
