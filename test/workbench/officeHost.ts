import { readFileSync } from "node:fs";
import * as spreadsheet from "@odoo/o-spreadsheet";
import type { Cell, Model, WorkbookData } from "@odoo/o-spreadsheet";
import { nativeBridge } from "../../src/workbench/bridge";
import { installBatchCommand } from "../../src/workbench/grid/batch";
import { useExcelErrorNames } from "../../src/workbench/grid/errors";
import { Host } from "../../src/workbench/host/host";
import type { EventEntry, HostRequest, HostResponse } from "../../src/workbench/host/protocol";
import { workbookData } from "../../src/workbench/workbookData";

/** The unmodified office.js, whose requests the workbench answers from a spreadsheet that nobody looks at. */
export interface OfficeHost {
  readonly model: Model;
  readonly host: Host;
  readonly settings: Map<string, unknown>;
  readonly customXml: Map<string, string>;
  /** Requests that office.js has sent. */
  readonly requests: HostRequest[];
  /** Stands between the library and the workbench, to refuse what Excel may refuse. */
  intercept: ((request: HostRequest) => HostResponse | undefined) | undefined;
  /** Files that were opened as other workbooks. */
  readonly opened: Uint8Array[];
  /** Tells the library of events, as the workbench does. */
  push(entries: readonly EventEntry[]): void;
}

let current: OfficeHost | undefined;
let tell: OfficeHost["push"] = () => undefined;

/** Loads the library once for each file of tests; the bridge hands its requests to the workbook opened last. */
function install(): void {
  if (Reflect.has(globalThis, "Excel")) return;
  // The spreadsheet tells of its speed, and the workbench of requests that it refuses.
  jest.spyOn(console, "debug").mockImplementation(() => undefined);
  jest.spyOn(console, "warn").mockImplementation(() => undefined);
  // The spreadsheet is written for browsers of today, which know this; Node 20 does not.
  if (!Reflect.has(Object, "groupBy")) Object.assign(Object, { groupBy });
  Object.assign(globalThis, { o_spreadsheet: spreadsheet });
  useExcelErrorNames();
  installBatchCommand();
  const file = () => Promise.reject(new Error("nobody asks for it"));
  const bridge = nativeBridge({ title: "", answer, file, connect: (push) => void (tell = push) });
  Object.assign(globalThis, { _richApiNativeBridge: bridge });
  const library = require.resolve("@microsoft/office-js/dist/excel-win32-16.01.js");
  // It is a script: its declarations are those of the window.
  (0, eval)(readFileSync(library, "utf8"));
}

function answer(request: HostRequest): HostResponse {
  if (current === undefined) throw new Error("no workbook is open");
  current.requests.push(request);
  return current.intercept?.(request) ?? current.host.answer(request);
}

function groupBy<K extends PropertyKey, T>(items: Iterable<T>, keyOf: (item: T, index: number) => K) {
  const groups: Partial<Record<K, T[]>> = {};
  let index = 0;
  for (const item of items) (groups[keyOf(item, index++)] ??= []).push(item);
  return groups;
}

/** A workbook of empty sheets. */
export const emptySheets = (...sheetNames: string[]) =>
  workbookData(sheetNames.map((name, index) => ({ id: `s${index + 1}`, name, cells: {} })));

/** Opens a workbook behind the global `Excel`. Needs jest's environment jsdom. */
export function openInOffice(
  data: Partial<WorkbookData> = {},
  settings = new Map<string, unknown>(),
  customXml = new Map<string, string>(),
): OfficeHost {
  install();
  const model = new spreadsheet.Model(data);
  const opened: Uint8Array[] = [];
  const host = new Host(model, settings, customXml, (file) => void opened.push(file));
  const push = (entries: readonly EventEntry[]) => tell(entries);
  current = { model, host, settings, customXml, requests: [], intercept: undefined, opened, push };
  return current;
}

/** What Excel answers where it refuses a request's action. */
export function refused(request: HostRequest, code: string, index = 0): HostResponse {
  const Results = request.Actions.slice(0, index).map(({ Id }) => ({ ActionId: Id, Value: null }));
  const Error = { Code: code, Message: "odd", HttpStatusCode: 400, ActionIndex: index, Location: "" };
  return { Results, Error };
}

/** The content of a cell: "Model!B2". */
export function content(model: Model, address: string): string {
  const [sheet = "", cell = ""] = address.split("!");
  const { col, row } = spreadsheet.helpers.toCartesian(cell);
  const sheetId = model.getters.getSheetIdByName(sheet) ?? "";
  return contentOf(model, model.getters.getCell({ sheetId, col, row }));
}

function contentOf({ getters }: Model, held: Cell | undefined): string {
  return held?.isFormula ? held.compiledFormula.toFormulaString(getters) : (held?.content ?? "");
}

/** What a cell shows as a value, its number format and whether it is bold. */
export function shown(model: Model, address: string) {
  const [sheet = "", cell = ""] = address.split("!");
  const { col, row } = spreadsheet.helpers.toCartesian(cell);
  const position = { sheetId: model.getters.getSheetIdByName(sheet) ?? "", col, row };
  const { value, formattedValue } = model.getters.getEvaluatedCell(position);
  return {
    value,
    text: formattedValue,
    format: model.getters.getCell(position)?.format,
    isBold: model.getters.getCell(position)?.style?.bold ?? false,
  };
}

/** Selects a cell of the sheet in front. */
export function select(model: Model, cell: string): void {
  const { col, row } = spreadsheet.helpers.toCartesian(cell);
  model.selection.selectCell(col, row);
}

/** Types into a cell: "Model!B2". */
export function type(model: Model, address: string, text: string): void {
  const [sheet = "", cell = ""] = address.split("!");
  const { col, row } = spreadsheet.helpers.toCartesian(cell);
  const sheetId = model.getters.getSheetIdByName(sheet) ?? "";
  model.dispatch("UPDATE_CELL", { sheetId, col, row, content: text });
}

/** The names of ranges, by name. */
export function names(model: Model): Record<string, string> {
  return Object.fromEntries(
    model.getters.getNamedRanges().map(({ name, range }) => [name, model.getters.getRangeString(range)]),
  );
}
