/** @jest-environment jsdom */
import { isPercentage, takePercentages, withPercent } from "../../../src/workbench/grid/percentEntry";
import { cellEditing } from "../cellEditing";
import { content, emptySheets, openInOffice, shown, type } from "../officeHost";

beforeAll(() => {
  openInOffice();
  takePercentages();
});

/** A workbook with a format in A1. */
function formatted(format: string, held = "") {
  const { model } = openInOffice(emptySheets("Model"));
  const target = [{ left: 0, right: 0, top: 0, bottom: 0 }];
  model.dispatch("SET_FORMATTING", { sheetId: "s1", target, format });
  if (held !== "") type(model, "Model!A1", held);
  return model;
}

// Excel's help, "Format numbers as percentages": 10 and 0.1 are both 10.00 %.
test.each([
  ["10", 0.1],
  ["0.1", 0.1],
  [".1", 0.1],
  ["0.4", 0.4],
  ["0", 0],
  ["1", 0.01],
  ["0.999", 0.999],
  ["150", 1.5],
  ["-0.4", -0.4],
  ["-40", -0.4],
  ["+40", 0.4],
  ["+0.4", 0.4],
  ["1,000", 10],
  ["1e2", 1],
  ["40%", 0.4],
  ["0.4%", 0.004],
  ["40 %", 0.4],
  ["=40", 40],
  ["=0.4", 0.4],
  ["=1+1", 2],
  ["half", "half"],
  ["'40", "40"],
])("%s typed into a cell of percentages is %j, and shown as typed before", (typed, value) => {
  const model = formatted("0.0%");
  const { enter } = cellEditing(model);
  expect(enter("A1", typed)).toBe(typed);
  expect(shown(model, "Model!A1").value).toBe(value);
});

test.each(["0.00", "", '0.0" %"', "$0.00", "0.0\\%"])("40 in a cell of the format %j is 40", (format) => {
  const model = formatted(format);
  expect(cellEditing(model).enter("A1", "40")).toBe("40");
  expect(shown(model, "Model!A1").value).toBe(40);
});

test("what programs write, and what is pasted, is the value that it says", () => {
  const model = formatted("0%");
  type(model, "Model!A1", "40");
  expect(shown(model, "Model!A1").value).toBe(40);
});

test.each([
  ["0.07", "7%"],
  ["0.56", "56%"],
  ["-0.29", "-29%"],
  ["0.1234567", "12.34567%"],
  ["0.000000012", "0.0000012%"],
  ["40", "4000%"],
])("%s is edited as %s, and stays so", (held, edited) => {
  const model = formatted("0.0%", held);
  const { open } = cellEditing(model);
  const before = content(model, "Model!A1");
  expect(open("A1")).toBe(edited);
  open("A2");
  expect(content(model, "Model!A1")).toBe(before);
});

test.each([
  ["0%", true],
  ['0.0%;"no"', true],
  ['0" %"', false],
  ["0\\%", false],
  [undefined, false],
])("the format %j is of percentages: %j", (format, isOne) => expect(isPercentage(format)).toBe(isOne));

test.each(["2026-01-02", "1/2", "$40", "", "-", "1,5,0 a", "40%%"])("%j is left as typed", (typed) =>
  expect(withPercent(typed)).toBe(typed),
);
