import { evaluationOf, type TestBook } from "../formulas";
import { check, UNCERTAIN } from "./table";
import { rows } from "./subtotals.rows";

check(rows);

const nested: TestBook = {
  cells: { Sheet1: [[1], [2], ["=SUBTOTAL(9,A1:A2)"], [4], ["=SUM(A1:A2)"], ["=10*SUBTOTAL(9,A1)"]] },
};

check(
  [
    ["SUBTOTAL(9,A1:A4)", 7],
    ["SUBTOTAL(9,A1:A5)", 10],
    ["SUBTOTAL(3,A1:A4)", 3],
    ["AGGREGATE(9,0,A1:A4)", 7],
    ["AGGREGATE(9,4,A1:A4)", 10],
    ["SUM(A1:A4)", 10],
    ["SUBTOTAL(9,A1:A6)", UNCERTAIN],
    ["SUBTOTAL(3,A:A)", UNCERTAIN],
  ],
  nested,
);

test("hidden rows are left out where a function leaves them out, and make others uncertain", () => {
  const result = (formula: string) => {
    const evaluation = evaluationOf({ cells: { Sheet1: [[1], [2], [4]] } });
    const [sheet] = evaluation.book.sheets;
    if (sheet === undefined) throw new Error("no sheet");
    sheet.hiddenRows = new Set([2]);
    return evaluation.valueOf(formula, { sheet, row: 9, column: 9 });
  };
  expect(result("SUBTOTAL(109,A1:A3)")).toBe(5);
  expect(result("AGGREGATE(9,5,A1:A3)")).toBe(5);
  expect(result("SUM(A1:A3)")).toBe(7);
  expect(() => result("SUBTOTAL(9,A1:A3)")).toThrow("filter");
  expect(() => result("AGGREGATE(9,4,A1:A3)")).toThrow("filter");
  expect(result("SUBTOTAL(9,A3:A3)")).toBe(4);
});
