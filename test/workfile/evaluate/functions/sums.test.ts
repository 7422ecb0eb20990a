import { singleResultOf } from "../formulas";
import { book, check } from "./table";
import { rows } from "./sums.rows";

check(rows);

test("ranges stay ranges in a formula of the old kind where Excel says so", () => {
  expect(singleResultOf("SUMPRODUCT(E1:E3*2)", book)).toBe(12);
  expect(singleResultOf("SUM(E1:E3*2)", book, { row: 2, column: 30 })).toBe(4);
});

test("a long column adds up from the top, as plain additions do", () => {
  const column = Array.from({ length: 1000 }, (_, index) => [index / 7]);
  let total = 0;
  for (const [value = 0] of column) total += value;
  expect(singleResultOf("SUM(A:A)", { cells: { Long: column } }, { row: 1, column: 5 })).toBe(total);
});
