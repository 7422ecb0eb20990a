/** @jest-environment jsdom */
import { easeFormulaEntry, withCommas } from "../../../src/workbench/grid/formulaEntry";
import { content, emptySheets, openInOffice, shown, type } from "../officeHost";

beforeAll(() => {
  openInOffice();
  easeFormulaEntry();
});

test.each([
  ["=SUM(1;2)", "=SUM(1,2)"],
  ["=IF(A1>0; SUM(A1:A3; 1.5);0)", "=IF(A1>0, SUM(A1:A3, 1.5),0)"],
  ['=CONCATENATE("a;b";"c,d")', '=CONCATENATE("a;b","c,d")'],
  ["=SUM('a;b'!A1;2)", "=SUM('a;b'!A1,2)"],
  ["=SUM({1;2};3)", "=SUM({1;2},3)"],
  // Nobody knows whether 1,5 is one number here.
  ["=SUM(1,5;2)", "=SUM(1,5;2)"],
  ["=SUM({1,5;2,5})", "=SUM({1,5;2,5})"],
  ["=SUM(1,2)", "=SUM(1,2)"],
])("%s is read as %s", (typed, read) => expect(withCommas(typed)).toBe(read));

test("a formula with semicolons computes, and is kept as English has it", () => {
  const { model } = openInOffice(emptySheets("Model"));
  type(model, "Model!A1", "=SUM(1.5;2)");
  expect(content(model, "Model!A1")).toBe("=SUM(1.5,2)");
  expect(shown(model, "Model!A1").value).toBe(3.5);
  type(model, "Model!A2", "a;b");
  expect(content(model, "Model!A2")).toBe("a;b");
});

test("one with decimal commas too says what to type", () => {
  const { model } = openInOffice(emptySheets("Model"));
  type(model, "Model!A1", "=SUM(1,5;2)");
  const { message } = model.getters.getEvaluatedCell({ sheetId: "s1", col: 0, row: 0 });
  expect(message).toBe("Put commas between the arguments and points before decimals, as in =SUM(1.5, A2)");
});
