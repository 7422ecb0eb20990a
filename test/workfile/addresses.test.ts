import { addressFrom, areaFrom, areaText, fullAddress, sheetPrefix } from "../../src/workfile/addresses";
import { readBook } from "../../src/workfile/evaluate/book";
import { Area } from "../../src/workfile/evaluate/values";
import { nodeCompression } from "../../src/workfile/nodeCompression";
import { openWorkbook } from "../../src/workfile/workbook";
import { smallBook } from "./smallBook";

const [one, two] = readBook(
  openWorkbook(smallBook({ sheets: { Plan: [[1]], "Bob's": [[1]] } }), nodeCompression),
).sheets;
if (one === undefined || two === undefined) throw new Error("the workbook has two sheets");

// Excel quotes names with other characters than letters, digits, _ and ., and those that read as a cell, R1C1 included.
test.each([
  ["Plan", "Plan!"],
  ["Flüsse_2.a", "Flüsse_2.a!"],
  ["Site 1", "'Site 1'!"],
  ["Bob's", "'Bob''s'!"],
  ["2027", "'2027'!"],
  ["A1", "'A1'!"],
  ["R1C1", "'R1C1'!"],
  ["RC", "'RC'!"],
  ["r", "'r'!"],
])("sheet %s in a formula", (name, prefix) => expect(sheetPrefix(name)).toBe(prefix));

test("a cell is said with its sheet where the reader is on another", () => {
  const cell = { sheet: two, row: 3, column: 28 };
  expect(fullAddress(cell)).toBe("'Bob''s'!AB3");
  expect(addressFrom(cell, { sheet: two, row: 1, column: 1 })).toBe("AB3");
  expect(addressFrom(cell, { sheet: one, row: 1, column: 1 })).toBe("'Bob''s'!AB3");
});

test.each([
  [1, 1, 1, 1, "A1"],
  [2, 2, 3, 4, "B2:D3"],
  [1, 2, 1_048_576, 3, "B:C"],
  [4, 1, 5, 16_384, "4:5"],
])("rows and columns %d, %d to %d, %d", (top, left, bottom, right, text) => {
  const area = new Area(one, top, left, bottom, right);
  expect(areaText(area)).toBe(text);
  expect(areaFrom(area, { sheet: one, row: 1, column: 1 })).toBe(text);
  expect(areaFrom(area, { sheet: two, row: 1, column: 1 })).toBe(`Plan!${text}`);
});
