/** @jest-environment jsdom */
import {
  checkAsMeant,
  easeFormulaEntry,
  withCommas,
  withOnePercent,
} from "../../../src/workbench/grid/formulaEntry";
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

test.each([
  ["80%%", "80%"],
  ["80 %%", "80 %"],
  ["-5.5%%", "-5.5%"],
  ["80%", "80%"],
  ["80%%%", "80%%%"],
  ["about 80%%", "about 80%%"],
])("%j in a cell is %j", (typed, read) => {
  expect(withOnePercent(typed)).toBe(read);
  const { model } = openInOffice(emptySheets("Model"));
  type(model, "Model!A1", typed);
  expect(content(model, "Model!A1")).toBe(content(openTyped(read), "Model!A1"));
});

/** A workbook into which `text` was typed. */
function openTyped(text: string) {
  const { model } = openInOffice(emptySheets("Model"));
  type(model, "Model!A1", text);
  return model;
}

test.each([
  ["55%%", true],
  ["55 %%", true],
  ["155%%", false],
  ["55%%%", false],
  ["half", false],
  [0.55, true],
  [1.55, false],
])("a rule for shares from 0 to 1 takes %j: %j", (typed, isValid) => {
  const { model } = openInOffice(emptySheets("Model"));
  checkAsMeant(model);
  model.dispatch("ADD_DATA_VALIDATION_RULE", {
    sheetId: "s1",
    ranges: [{ _sheetId: "s1", _zone: { left: 0, right: 0, top: 0, bottom: 0 } }],
    rule: { id: "r", criterion: { type: "isBetween", values: ["0", "1"] }, isBlocking: true },
  });
  const position = { sheetId: "s1", col: 0, row: 0 };
  expect(model.getters.getValidationResultForCellValue(typed, position).isValid).toBe(isValid);
});
