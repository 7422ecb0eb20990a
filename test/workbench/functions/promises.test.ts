/** @jest-environment jsdom */
import type { Model } from "@odoo/o-spreadsheet";
import type { FunctionsFile } from "../../../src/functions/generate/functionsJson";
import { Grid } from "../../../src/workbench/functions/grid";
import type { Implementation, Invocation, PaneRuntime } from "../../../src/workbench/functions/paneRuntime";
import { AddinFunctions } from "../../../src/workbench/functions/register";
import { emptySheets, openInOffice, shown, type } from "../officeHost";

/** A call that the add-in has not answered yet. */
interface Call {
  readonly given: number;
  readonly answer: (value: unknown) => void;
  isCancelled: boolean;
}

let calls: Call[] = [];

/** Answers each call when the test says so. */
const slow: Implementation = (given, invocation) => {
  const [[number = NaN] = []] = given as number[][];
  return new Promise((resolve) => {
    const call: Call = { given: number, answer: (value) => resolve([[value]]), isCancelled: false };
    (invocation as Invocation).onCanceled = () => {
      call.isCancelled = true;
    };
    calls.push(call);
  });
};

const file: FunctionsFile = {
  allowErrorForDataTypeAny: true,
  functions: [
    {
      id: "SLOW",
      name: "SLOW",
      description: "",
      helpUrl: "",
      options: { cancelable: true },
      parameters: [{ name: "given", description: "", type: "any", dimensionality: "matrix" }],
      result: { dimensionality: "matrix" },
    },
  ],
};
const pane = { implementation: () => slow, error: (code: string) => ({ code }) } as unknown as PaneRuntime;
const grid = new Grid();
const functions = new AddinFunctions(file, pane, grid);

let model: Model;
let isRegistered = false;

beforeEach(() => {
  functions.reset();
  calls = [];
  ({ model } = openInOffice(emptySheets("S")));
  grid.model = model;
  if (!isRegistered) functions.register();
  isRegistered = true;
});

const value = (cell: string) => shown(model, `S!${cell}`).value;
const given = () => calls.map((call) => call.given);
const cancelled = () => calls.filter(({ isCancelled }) => isCancelled).map((call) => call.given);

/** Answers a call with ten times its argument. */
async function answer(place: number): Promise<void> {
  const call = calls[place];
  call?.answer(10 * call.given);
  await new Promise((resolve) => setTimeout(resolve));
}

test("a cell shows that it is busy, and then the answer; equal calls are made once", async () => {
  type(model, "S!A1", "=MINING.SLOW(1)");
  type(model, "S!A2", "=MINING.SLOW(1)+1");
  expect([value("A1"), value("A2"), given()]).toEqual(["#BUSY!", "#BUSY!", [1]]);
  await answer(0);
  expect([value("A1"), value("A2"), given()]).toEqual([10, 11, [1]]);
});

test("a later recalculation calls again", async () => {
  type(model, "S!A1", "=MINING.SLOW(1)");
  await answer(0);
  grid.evaluateAll();
  expect(given()).toEqual([1, 1]);
});

test.each([
  ["one after the other", [0, 1]],
  ["the second first", [1, 0]],
])("a cell with two calls makes each of them once, answered %s", async (_order, order) => {
  type(model, "S!A1", "=MINING.SLOW(1)+MINING.SLOW(2)");
  for (const place of order) await answer(place);
  expect([value("A1"), given(), cancelled()]).toEqual([30, [1, 2], []]);
  grid.evaluateAll();
  expect(given()).toEqual([1, 2, 1, 2]);
});

test("a call whose argument is another is made when that is known", async () => {
  type(model, "S!A1", "=MINING.SLOW(MINING.SLOW(1))");
  await answer(0);
  await answer(calls.findIndex((call) => call.given === 10));
  expect(value("A1")).toBe(100);
  expect(given().filter((number) => number === 1)).toEqual([1]);
});

test("what a changed cell no longer asks for is cancelled, unless another cell asks for it", async () => {
  type(model, "S!B1", "1");
  type(model, "S!A1", "=MINING.SLOW(B1)");
  type(model, "S!A2", "=MINING.SLOW(1)");
  type(model, "S!B1", "2");
  expect([given(), cancelled()]).toEqual([[1, 2], []]);
  type(model, "S!B1", "3");
  expect([given(), cancelled()]).toEqual([[1, 2, 3], [2]]);
  await answer(0);
  await answer(1);
  await answer(2);
  expect([value("A1"), value("A2")]).toEqual([30, 10]);
});

test("a cell that is emptied or calls no longer cancels its call, and so does closing the workbook", () => {
  for (const [row, number] of [1, 2, 3].entries()) type(model, `S!A${row + 1}`, `=MINING.SLOW(${number})`);
  type(model, "S!A1", "");
  type(model, "S!A2", "=1+1");
  functions.sweep();
  expect(cancelled()).toEqual([1, 2]);
  functions.reset();
  expect(cancelled()).toEqual([1, 2, 3]);
});
