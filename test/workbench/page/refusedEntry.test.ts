/** @jest-environment jsdom */
import "../textCoding";
import { readFileSync } from "node:fs";
import type { DataValidationCriterion } from "@odoo/o-spreadsheet";
import { carryKeptParts } from "../../../src/workbench/files/keptPlugin";
import { openedFile } from "../../../src/workbench/files/openWorkbook";
import { readFile } from "../../../src/workbench/files/xlsx";
import { takePercentages } from "../../../src/workbench/grid/percentEntry";
import { explainInvalidCells, explainRefusals } from "../../../src/workbench/page/refusedEntry";
import { cellEditing } from "../cellEditing";
import { emptySheets, openInOffice, shown, type } from "../officeHost";

beforeAll(() => {
  openInOffice();
  carryKeptParts();
  takePercentages();
  explainRefusals();
});

const MACHINES = 12;

/** A workbook with a rule in A1 of the first sheet, and machines on the second. */
function ruled(criterion: DataValidationCriterion, format = "") {
  const { model } = openInOffice(emptySheets("Model", "My list"));
  for (let row = 1; row <= MACHINES; row++) type(model, `My list!B${row}`, `S${row}`);
  const zone = { left: 0, right: 0, top: 0, bottom: 0 };
  model.dispatch("SET_FORMATTING", { sheetId: "s1", target: [zone], format });
  model.dispatch("ADD_DATA_VALIDATION_RULE", {
    sheetId: "s1",
    ranges: [{ _sheetId: "s1", _zone: zone }],
    rule: { id: "r", criterion, isBlocking: true },
  });
  explainInvalidCells(model);
  return model;
}

const between = (...values: string[]): DataValidationCriterion => ({ type: "isBetween", values });
const list = (...values: string[]): DataValidationCriterion => ({
  type: "isValueInList",
  values,
  displayStyle: "arrow",
});
const inRange = (range: string): DataValidationCriterion => ({
  type: "isValueInRange",
  values: [range],
  displayStyle: "arrow",
});

test.each<[DataValidationCriterion, string, string, string]>([
  [between("-1", "1"), "", "5.5", "The value must be between -1 and 1."],
  [between("=-1", "=1"), "", "5.5", "The value must be between -1 and 1."],
  [between("=-1", "=COUNTA('My list'!B1:B9)"), "", "=5*2", "The value must be between -1 and 9."],
  [between("=-1", "=1"), "", "dear", "The value must be between -1 and 1."],
  [between("0", "0.07"), "0.0%", "8%", "The value must be between 0% and 7%."],
  [{ type: "isGreaterOrEqualTo", values: ["=0.01"] }, "0%", "0", "The value must be greater or equal to 1%."],
  [list("index", "fixed"), "", "none", "The value must be one of: index, fixed."],
  [inRange("'My list'!$B$1:$B$3"), "", "T", "The value must be one of: S1, S2, S3 (see 'My list'!B1:B3)."],
  [
    inRange("'My list'!$B$1:$B$12"),
    "",
    "T",
    "The value must be one of 12, such as S1, S2, S3 (see 'My list'!B1:B12).",
  ],
  [{ type: "isBoolean", values: [] }, "", "5", "The value must be TRUE or FALSE."],
  [{ type: "customFormula", values: ["=A1=3"] }, "", "5", ""],
  [
    { type: "dateIsBetween", values: ["=39814", "=73050"] },
    "0%",
    "1/2/1999",
    "The value must be a date between 1/1/2009 and 12/31/2099.",
  ],
])("%j, in the format %j, refuses %s once: %s", (criterion, format, typed, sentence) => {
  const model = ruled(criterion, format);
  const { enter, said } = cellEditing(model);
  const before = shown(model, "Model!A1").value;
  enter("A1", typed);
  expect(said).toEqual([`A1 does not take ${typed}. ${sentence}`.trimEnd()]);
  expect(shown(model, "Model!A1").value).toBe(before);
});

test("what fits is taken without a word", () => {
  const model = ruled(between("=0", "=1"));
  const { enter, said } = cellEditing(model);
  enter("A1", "0.5");
  expect([said, shown(model, "Model!A1").value]).toEqual([[], 0.5]);
});

test("a long entry is cut off", () => {
  const { enter, said } = cellEditing(ruled(list("a")));
  enter("A1", "b".repeat(50));
  expect(said).toEqual([`A1 does not take ${"b".repeat(40)}…. The value must be one of: a.`]);
});

test("what stands against a rule says the same under the pointer", () => {
  const model = ruled(inRange("'My list'!$B$1:$B$3"));
  const position = { sheetId: "s1", col: 0, row: 0 };
  expect(model.getters.getInvalidDataValidationMessage(position)).toBeUndefined();
  type(model, "Model!A1", "T");
  expect(model.getters.getInvalidDataValidationMessage(position)).toBe(
    "The value must be one of: S1, S2, S3 (see 'My list'!B1:B3).",
  );
});

describe("of a file", () => {
  const opened = () => {
    const file = readFile(new Uint8Array(readFileSync("test/fixtures/workbooks/kept.xlsx")));
    return openInOffice(openedFile(file).data).model;
  };

  test.each([
    // Its own message for this.
    [
      "B2",
      "150",
      expect.stringMatching(/^B2 does not take 150\. The value must be .* 100%\.\n\nType a share & retry$/),
    ],
    // It has only what it says when the cell is selected.
    ["B3", "99", expect.stringMatching(/^B3 does not take 99\. The value must be .* 8\.\n\nWhole months$/)],
  ])("%s says of %s what the file says", (cell, typed, text) => {
    const model = opened();
    const { enter, said } = cellEditing(model);
    enter(cell, typed);
    expect(said).toEqual([text]);
  });
});
