/** @jest-environment jsdom */
import type { Command, FunctionResultObject } from "@odoo/o-spreadsheet";
import { Grid } from "../../../src/workbench/functions/grid";
import { Growth } from "../../../src/workbench/functions/growth";
import { gridResult } from "../../../src/workbench/functions/results";
import { content, emptySheets, openInOffice, type as typeInto } from "../officeHost";

let growth: Growth;

beforeAll(() => {
  openInOffice();
  const argument = (name: string) => ({ name, description: "", type: ["NUMBER" as const] });
  o_spreadsheet.addFunction("FILLED", {
    description: "As many cells as it is told, each of which is 7",
    args: [argument("rows"), argument("columns")],
    compute(rows, columns) {
      const count = (given: unknown) => Number((given as FunctionResultObject).value);
      const row = Array.from({ length: count(columns) }, () => 7);
      const result = gridResult(Array.from({ length: count(rows) }, () => row));
      growth.note(this.__originCellPosition, result);
      return result;
    },
  });
});

/** A workbook whose sheet has 26 columns and 100 rows. */
function open() {
  const { model } = openInOffice(emptySheets("Model"));
  const grid = new Grid();
  growth = new Growth(grid);
  grid.model = model;
  const edits: string[] = [];
  model.on("command-dispatched", growth, (given: object) => {
    const command = given as Command;
    growth.follow(command);
    if (o_spreadsheet.isCoreCommand(command) && !growth.isGrowing) edits.push(command.type);
  });
  const value = (col: number, row: number) =>
    model.getters.getEvaluatedCell({ sheetId: "s1", col, row }).value;
  const size = () => model.getters.getSheetSize("s1");
  return {
    model,
    value,
    size,
    type: (text: string) => typeInto(model, "Model!B2", text),
    edits,
    grid,
    growth,
  };
}

beforeEach(() => void jest.useFakeTimers({ doNotFake: ["queueMicrotask"] }));
afterEach(() => void jest.useRealTimers());

/** All that follows an edit. */
const settled = () => jest.runAllTimersAsync();

test("a sheet grows for a result that is longer and wider than it, which is no edit of the user", async () => {
  const { type, value, size, edits } = open();
  type("=FILLED(366, 30)");
  expect(value(1, 1)).toBe("#SPILL!");
  await settled();
  // From B2: one row and one column stand before it.
  expect(size()).toEqual({ numberOfRows: 367, numberOfCols: 31 });
  expect([value(1, 1), value(30, 366)]).toEqual([7, 7]);
  expect(edits).toContain("UPDATE_CELL");
  expect(edits).not.toContain("ADD_COLUMNS_ROWS");
});

test("to undo takes the growth and what needed it back in one step, and to redo brings both again", async () => {
  const { model, type, value, size } = open();
  type("=FILLED(366, 30)");
  await settled();
  model.dispatch("REQUEST_UNDO");
  await settled();
  expect(content(model, "Model!B2")).toBe("");
  expect(size()).toEqual({ numberOfRows: 100, numberOfCols: 26 });
  model.dispatch("REQUEST_REDO");
  await settled();
  expect([value(1, 1), value(30, 366)]).toEqual([7, 7]);
});

test("a growth of one workbook says nothing of another's, whose sheet has the same id", async () => {
  const first = open();
  first.type("=FILLED(366, 1)");
  await settled();
  const { model, type } = open();
  growth = first.growth;
  first.grid.model = model;
  type("typed");
  const base = model.getters.getSheetSize("s1").numberOfRows - 1;
  const rows = { sheetId: "s1", sheetName: "Model", dimension: "ROW" as const, base };
  model.dispatch("ADD_COLUMNS_ROWS", { ...rows, quantity: 1, position: "after" });
  model.on("command-dispatched", {}, (command: object) => first.growth.follow(command as Command));
  model.dispatch("REQUEST_UNDO");
  await settled();
  expect(content(model, "Model!B2")).toBe("typed");
});

test.each([
  ["fits", "=FILLED(99, 25)"],
  ["is summed up", "=SUM(FILLED(366, 30))"],
  ["is larger than any sheet of Excel", "=FILLED(1, 16384)"],
])("no sheet grows for a result that %s", async (_, formula) => {
  const { type, size } = open();
  type(formula);
  await settled();
  expect(size()).toEqual({ numberOfRows: 100, numberOfCols: 26 });
});
