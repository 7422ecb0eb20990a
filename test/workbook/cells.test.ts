import fc from "fast-check";
import { areEmpty, cellInput, chunked, literal, NO_VALUE, tableInput } from "../../src/workbook/cells";
import type { Table } from "../../src/workbook/workbook";
import { anyCharacter } from "../anyCharacter";

test.each([
  "=1+1",
  "+1",
  "-1",
  "@SUM(A1)",
  " =1",
  "'x",
  "=cmd|' /C calc'!A0",
  "\t=1",
  "12",
  "1e5",
  "2026-01-01",
  "May 2026",
  "1/2",
  "50%",
  "$5",
  "0.1.0",
  "true",
  "FALSE",
  "#N/A",
  " ",
])("%j is written so that it stays text", (text) => expect(literal(text)).toBe(`'${text}`));
test.each(["mempool.space", "Bitcoin price", "Überschuss", "", -1])("%j is written as it is", (value) =>
  expect(literal(value)).toBe(value),
);

test("no text becomes a formula, a number or a truth value", () => {
  const beginsHarmlessly = /^(?:'|\p{L}[^\d]*$|$)/u;
  fc.assert(
    fc.property(fc.string({ unit: anyCharacter }), (text) => {
      const written = literal(text);
      expect(written).toMatch(beginsHarmlessly);
      expect([text, `'${text}`]).toContain(written);
      expect(["TRUE", "FALSE"]).not.toContain(written.toUpperCase());
    }),
  );
});

test.each([
  [5, 5],
  [NaN, NO_VALUE],
  [Infinity, NO_VALUE],
  ["=a", "'=a"],
  [true, true],
  [{ formula: "=A1*2" }, "=A1*2"],
])("%j is written as %j", (cell, input) => expect(cellInput(cell)).toBe(input));

test("rows of a table are as wide as its header", () => {
  const table = { headers: ["a", "=b"], rows: [[1], ["c", 2, 3]], formats: [] };
  expect(tableInput(table, { sheet: "Model", range: "A1:B3" })).toEqual([
    ["a", "'=b"],
    [1, ""],
    ["c", 2],
  ]);
});

test("a formula that refers to cells of its table finds them wherever that is", () => {
  const table: Table = {
    headers: ["a", "b"],
    rows: [
      [1, { refers: ({ cell, fixed }) => `=${cell(0, 0)}+${fixed(1, 0)}` }],
      [2, { refers: ({ cell }) => `=COUNTA(${cell(-1, 0)}:${cell(1, 0)})` }],
    ],
    formats: [],
  };
  const formulas = (range: string) =>
    tableInput(table, { sheet: "Model", range })
      .slice(1)
      .map(([, formula]) => formula);
  expect(formulas("A1:B3")).toEqual(["=A2+$A$3", "=COUNTA(A1:A3)"]);
  expect(formulas("Z9:AA11")).toEqual(["=Z10+$Z$11", "=COUNTA(Z9:Z11)"]);
});

test("chunks are within the limit, and together the rows in their order", () => {
  const rows = fc.array(fc.array(fc.oneof(fc.double(), fc.string({ maxLength: 50 }))), { minLength: 1 });
  fc.assert(
    fc.property(rows, fc.integer({ min: 1, max: 300 }), (given, most) => {
      const chunks = chunked(given, most);
      expect(chunks.flat()).toEqual(given);
      for (const chunk of chunks) {
        expect(chunk.length).toBeGreaterThan(0);
        if (chunk.length > 1) expect(JSON.stringify(chunk).length - 1).toBeLessThanOrEqual(most);
      }
    }),
  );
});

test("a formula that shows nothing is something", () => {
  expect(
    areEmpty([
      ["", ""],
      ["", null],
    ]),
  ).toBe(true);
  expect(
    areEmpty([
      ["", ""],
      ["", '=""'],
    ]),
  ).toBe(false);
  expect(areEmpty([[0]])).toBe(false);
});
