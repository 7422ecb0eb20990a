import fc from "fast-check";
import { shifted } from "../../src/formula/shifted";
import "../seed";
import { formulas } from "./trees";

// As Excel shows the cells of a shared formula; for the edges of the sheet, XFD is the last column and 1048576 the last row.
test.each([
  ["A1", 2, 1, "B3"],
  ["$A1+A$1+$A$1", 2, 1, "$A3+B$1+$A$1"],
  ["Z1+AZ1+ZZ1", 0, 1, "AA1+BA1+AAA1"],
  ["AA1+BA1+AAA1", 0, -1, "Z1+AZ1+ZZ1"],
  ["a1+$b$2", 1, 1, "B2+$b$2"],
  ["A:A+$B:C+1:2+$3:4", 2, 1, "B:B+$B:D+3:4+$3:6"],
  ["A1:B$2", 1, 1, "B2:C$2"],
  ["A1:.A9+A.:.B+1:.3", 1, 1, "B2:.B10+B.:.C+2:.4"],
  [
    "Sheet2!E5:F6+'a b'!$A1+'[1]My B2'!C3+Sheet1:Sheet3!A1",
    2,
    1,
    "Sheet2!F7:G8+'a b'!$A3+'[1]My B2'!D5+Sheet1:Sheet3!B3",
  ],
  ["LOG10(A1)+A1B+LET(x,1,x)", 1, 1, "LOG10(B2)+A1B+LET(x,1,x)"],
  ['"A1"&A1', 1, 0, '"A1"&A2'],
  ["Table1[[#This Row],[A1]]+[@B2]+A1", 1, 0, "Table1[[#This Row],[A1]]+[@B2]+A2"],
  ["#REF!A1+#REF!", 1, 0, "#REF!A2+#REF!"],
  ["A1 + B1 C1", 1, 0, "A2 + B2 C2"],
  ["1E5+E5", 1, 0, "1E5+E6"],
  // From the edge on to the other side.
  ["A1", -1, -1, "XFD1048576"],
  ["XFD1048576", 1, 1, "A1"],
  ["A1:A3", -2, 0, "A1048575:A1"],
  ["XFC:XFD", 0, 1, "XFD:A"],
  ["A1", 1048576, 16384, "A1"],
])("%s, %i down and %i to the right, is %s", (text, rows, columns, expected) =>
  expect(shifted(text, rows, columns)).toBe(expected),
);

test("a text that is no formula is an error", () => {
  expect(() => shifted('"open', 1, 1)).toThrow("text without a closing quotation mark");
});

test("there and back is the formula itself, but for capitals", () =>
  fc.assert(
    fc.property(
      formulas,
      fc.integer({ min: -3_000_000, max: 3_000_000 }),
      fc.integer({ min: -50_000, max: 50_000 }),
      (text, rows, columns) =>
        expect(shifted(shifted(text, rows, columns), -rows, -columns)).toBe(shifted(text, 0, 0)),
    ),
  ));

test("two steps are one", () =>
  fc.assert(
    fc.property(formulas, fc.nat(100), fc.nat(100), (text, rows, columns) =>
      expect(shifted(shifted(text, rows, 0), 0, columns)).toBe(shifted(text, rows, columns)),
    ),
  ));
