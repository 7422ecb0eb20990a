import fc from "fast-check";
import { resultOf } from "../formulas";
import { check, isClose } from "./table";
import { rows } from "./matrices.rows";

check(rows);

test("a matrix times its inverse is the unit", () => {
  const entry = fc.double({ min: -10, max: 10, noNaN: true });
  fc.assert(
    fc.property(fc.array(entry, { minLength: 9, maxLength: 9 }), (entries) => {
      const cells = [0, 3, 6].map((start) =>
        entries.slice(start, start + 3).map((value, index) => value + (index * 3 === start ? 40 : 0)),
      );
      const formula = "MMULT(A1:C3,MINVERSE(A1:C3))-MUNIT(3)";
      const rest = resultOf(formula, { cells: { Sheet1: cells } });
      const nothing = [0, 0, 0].map(() => [0, 0, 0]);
      expect(isClose(rest, nothing, 1e-13)).toBe(true);
    }),
  );
});
