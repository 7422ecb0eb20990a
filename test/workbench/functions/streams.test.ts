/** @jest-environment jsdom */
import type { Model, WorkbookData } from "@odoo/o-spreadsheet";
import { Grid } from "../../../src/workbench/functions/grid";
import type { FunctionsFile } from "../../../src/functions/generate/functionsJson";
import type { Implementation, Invocation, PaneRuntime } from "../../../src/workbench/functions/paneRuntime";
import { AddinFunctions } from "../../../src/workbench/functions/register";
import { workbookData } from "../../../src/workbench/workbookData";
import { emptySheets, openInOffice, shown, type } from "../officeHost";

/** Who waits for the values of a field. */
const listeners = new Map<string, Set<Invocation>>();
let calls = 0;
let cancelled = 0;
let onCall: (field: string, invocation: Invocation) => void = () => undefined;

const market: Implementation = (field, invocation) => {
  const [[name = ""] = []] = field as string[][];
  const call = invocation as Invocation;
  calls += 1;
  const heard = listeners.get(name) ?? new Set();
  listeners.set(name, heard.add(call));
  call.onCanceled = () => {
    cancelled += 1;
    heard.delete(call);
  };
  onCall(name, call);
};

/** As the pane would: to all that listen to the field, at once. */
const send = (field: string, value: unknown) =>
  listeners.get(field)?.forEach((invocation) => invocation.setResult?.(value));
const shownLater = () => new Promise((resolve) => setTimeout(resolve, 10));

const file: FunctionsFile = {
  allowErrorForDataTypeAny: true,
  functions: [
    {
      id: "MARKET",
      name: "MARKET",
      description: "",
      helpUrl: "",
      options: { stream: true },
      parameters: [{ name: "field", description: "", type: "any", dimensionality: "matrix" }],
      result: { dimensionality: "matrix" },
    },
  ],
};
const pane = { implementation: () => market, error: (code: string) => ({ code }) } as unknown as PaneRuntime;
const grid = new Grid();
const functions = new AddinFunctions(file, pane, grid);

let model: Model;
let evaluations: number[];
let isRegistered = false;

beforeEach(() => {
  functions.reset();
  listeners.clear();
  onCall = (_field, invocation) => invocation.setResult?.(1);
  calls = 0;
  cancelled = 0;
  open(emptySheets("S"));
  if (!isRegistered) functions.register();
  isRegistered = true;
});

function open(data: Partial<WorkbookData>): void {
  ({ model } = openInOffice(data));
  grid.model = model;
  evaluations = [];
  model.on("command-dispatched", evaluations, (command: object) => {
    const { type: name, cellIds } = command as { type: string; cellIds?: number[] };
    if (name === "EVALUATE_CELLS") evaluations.push(cellIds?.length ?? NaN);
  });
}

const value = (cell: string) => shown(model, `S!${cell}`).value;

/** A workbook of cells that call, ten in a row. */
function fill(count: number, fieldOf: (index: number) => string): void {
  const address = (index: number) => `${String.fromCharCode(65 + (index % 10))}${Math.floor(index / 10) + 1}`;
  const cells = Object.fromEntries(
    Array.from({ length: count }, (_, index) => [address(index), `=MINING.MARKET("${fieldOf(index)}")`]),
  );
  open(workbookData([{ id: "s1", name: "S", rows: count / 10, cells }]));
}

test("equal calls share a stream, whose values reach all its cells", async () => {
  type(model, "S!A1", '=MINING.MARKET("a")');
  type(model, "S!B1", '=MINING.MARKET("a")*2');
  type(model, "S!C1", "=B1+1");
  expect([calls, value("A1"), value("C1")]).toEqual([1, 1, 3]);
  send("a", 5);
  await shownLater();
  expect([calls, value("A1"), value("B1"), value("C1")]).toEqual([1, 5, 10, 11]);
});

test("10,000 cells of five fields make five calls, and a change of the market one pass", async () => {
  const fields = ["a", "b", "c", "d", "e"];
  fill(10_000, (index) => fields[index % 5] ?? "");
  await shownLater();
  expect(calls).toBe(5);
  // What came while the cells were computed is in them: they are not computed again.
  expect(evaluations).toEqual([]);
  fields.forEach((field, index) => send(field, 100 + index));
  await shownLater();
  expect(evaluations).toEqual([10_000]);
  expect(["A1", "E1", "F500", "J1000"].map(value)).toEqual([100, 104, 100, 104]);
  send("b", 7);
  send("b", 8);
  await shownLater();
  expect(evaluations).toEqual([10_000, 2_000]);
  expect(["A1", "B1", "G1000"].map(value)).toEqual([100, 8, 8]);
  expect([calls, cancelled]).toEqual([5, 0]);
});

test("a value that comes later than the call is shown, and until then that it waits", async () => {
  onCall = () => undefined;
  type(model, "S!A1", '=MINING.MARKET("a")');
  expect(value("A1")).toBe("#BUSY!");
  send("a", [["now"]]);
  await shownLater();
  expect(value("A1")).toBe("now");
});

test("a table spills, grows and shrinks, and leaves nothing behind", async () => {
  const table = (rows: number, columns: number) =>
    Array.from({ length: rows }, (_, row) =>
      Array.from({ length: columns }, (_x, column) => row * 10 + column),
    );
  onCall = (_field, invocation) => invocation.setResult?.(table(2, 2));
  type(model, "S!A1", '=MINING.MARKET("a")');
  type(model, "S!F1", "=SUM(A1:C5)");
  expect(["A1", "B2", "A3", "F1"].map(value)).toEqual([0, 11, null, 22]);
  send("a", table(4, 3));
  await shownLater();
  expect(["B2", "C4", "A5", "F1"].map(value)).toEqual([11, 32, null, 192]);
  send("a", table(1, 2));
  await shownLater();
  expect(["A1", "B1", "A2", "C4", "F1"].map(value)).toEqual([0, 1, null, null, 1]);
  send("a", [["one"]]);
  await shownLater();
  expect(["A1", "B1"].map(value)).toEqual(["one", null]);
});

test("a spill that meets something says so, and spills when it is gone", () => {
  onCall = (_field, invocation) => invocation.setResult?.([[1], [2]]);
  type(model, "S!A2", "in the way");
  type(model, "S!A1", '=MINING.MARKET("a")');
  expect(value("A1")).toBe("#SPILL!");
  type(model, "S!A2", "");
  expect(["A1", "A2"].map(value)).toEqual([1, 2]);
});

test("an error is shown with its words, in one cell or in a table, and goes with the next value", async () => {
  type(model, "S!A1", '=MINING.MARKET("a")');
  send("a", { code: "#N/A", message: "no price is known" });
  await shownLater();
  const { message } = model.getters.getEvaluatedCell({ sheetId: "s1", col: 0, row: 0 });
  expect([value("A1"), message]).toEqual(["#N/A", "no price is known"]);
  send("a", [[1, { code: "#NUM!" }]]);
  await shownLater();
  expect(["A1", "B1"].map(value)).toEqual([1, "#NUM!"]);
  send("a", 2);
  await shownLater();
  expect(["A1", "B1"].map(value)).toEqual([2, null]);
});

test("a function that throws shows an error and no stream", () => {
  onCall = () => {
    throw new Error("a mistake of ours");
  };
  type(model, "S!A1", '=MINING.MARKET("a")');
  expect(value("A1")).toBe("#VALUE!");
});

test("a stream ends when its last cell is gone, and what it sends then is not shown", async () => {
  type(model, "S!A1", '=MINING.MARKET("a")');
  type(model, "S!A2", '=MINING.MARKET("a")');
  type(model, "S!A1", "5");
  functions.sweep();
  expect(cancelled).toBe(0);
  const [invocation] = listeners.get("a") ?? [];
  type(model, "S!A2", '=MINING.MARKET("b")');
  send("a", 3);
  await shownLater();
  expect(cancelled).toBe(1);
  invocation?.setResult?.(99);
  await shownLater();
  expect(["A1", "A2"].map(value)).toEqual([5, 1]);
});

test("a stream ends when its last cell calls another function", () => {
  type(model, "S!A1", '=mining.market ("a")');
  functions.sweep();
  expect(cancelled).toBe(0);
  type(model, "S!A1", "=1+1");
  functions.sweep();
  expect(cancelled).toBe(1);
});

test("closing a workbook ends all", () => {
  type(model, "S!A1", '=MINING.MARKET("a")');
  type(model, "S!A2", '=MINING.MARKET("b")');
  functions.reset();
  expect(cancelled).toBe(2);
});
