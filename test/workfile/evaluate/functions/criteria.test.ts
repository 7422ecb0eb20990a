import fc from "fast-check";
import { callable } from "../../../../src/workfile/evaluate/invoke";
import { CONDITIONS } from "../../../../src/workfile/evaluate/functions/conditions";
import { Places, testOf } from "../../../../src/workfile/evaluate/functions/criteria";
import { DIVISION_BY_ZERO, ErrorValue, type Scalar } from "../../../../src/workfile/evaluate/scalar";
import { Area, Matrix, NotComputed } from "../../../../src/workfile/evaluate/values";
import { evaluationOf } from "../formulas";

const cell = fc.oneof(
  fc.integer({ min: -3, max: 12 }),
  fc.constantFrom<Scalar>(0.3, 0.1 + 0.2, 1 / 3, 1e15, 1e15 + 0.5, -0.7),
  fc.constantFrom<Scalar>(
    "apple",
    "Apple",
    "APPLE 1",
    "apple 1",
    "1",
    "01",
    "1.50",
    "",
    "äpfel",
    "ÄPFEL",
    "1/2",
  ),
  fc.constantFrom<Scalar>(null, true, false, DIVISION_BY_ZERO),
);
const criterion = fc.oneof(
  // Of this text it is not certain what it is.
  cell.filter((value) => value !== "1/2"),
  fc.constantFrom<Scalar>("=apple", "=1", "=0.3", ">1", "<>apple", "a*", "=äpfel"),
);

const met = (test: (value: Scalar) => boolean, value: Scalar): boolean | "uncertain" => {
  try {
    return test(value);
  } catch (error) {
    if (error instanceof NotComputed) return "uncertain";
    throw error;
  }
};

test("no cell that may meet an equality is out of its places", () => {
  fc.assert(
    fc.property(fc.array(cell, { maxLength: 40 }), criterion, (cells, wanted) => {
      const test = testOf(wanted, 0);
      if (test instanceof ErrorValue) throw new Error("a criterion");
      if (test.wanted === undefined) return;
      const found = new Places(cells).of(test.wanted);
      expect([...found].sort((a, b) => a - b)).toEqual(found);
      for (const [place, value] of cells.entries())
        if (met(test, value) !== false) expect(found).toContain(place);
    }),
  );
});

test("a range that is searched again gives the same", () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(cell, cell), { minLength: 70, maxLength: 90 }),
      criterion,
      criterion,
      (cells, first, second) => {
        const { around, book } = evaluationOf({});
        const [sheet] = book.sheets;
        if (sheet === undefined) throw new Error("no sheet");
        const areas = [0, 1].map((column) => new Area(sheet, 1, column + 1, cells.length, column + 1));
        const matrices = [0, 1].map(
          (c) =>
            new Matrix(
              cells.length,
              1,
              cells.map((row) => row[c] ?? null),
            ),
        );
        const fn = CONDITIONS.find(({ name }) => name === "COUNTIFS");
        if (fn === undefined) throw new Error("no function");
        const [a = null, b = null] = areas;
        const count = () => {
          try {
            return callable(fn).call([a, first, b, second], {
              ...around,
              matrix: (operand) =>
                matrices[areas.findIndex((area) => area === operand)] ?? around.matrix(operand),
            });
          } catch (error) {
            if (error instanceof NotComputed) return "uncertain";
            throw error;
          }
        };
        const before = count();
        expect(count()).toEqual(before);
        expect(count()).toEqual(before);
        let expected: number | "uncertain" = 0;
        const tests = [testOf(first, 0), testOf(second, 0)];
        for (const row of cells) {
          const results = tests.map((each, index) =>
            each instanceof ErrorValue ? false : met(each, row[index] ?? null),
          );
          if (results.every((result) => result === true) && expected !== "uncertain") expected++;
          else if (!results.includes(false)) expected = "uncertain";
        }
        if (before !== "uncertain" || expected === "uncertain") expect(before).toBe(expected);
      },
    ),
  );
});
