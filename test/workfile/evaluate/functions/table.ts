import { resultOf, type Given, type Result, type TestBook } from "../formulas";

/**
 * A formula and what it gives. Numbers are the same to 14 digits, or to the tolerance relative to them or, where the
 * documentation rounds, absolute: not of numbers as small as the tolerance, which 0 would meet too.
 */
export type Row = readonly [formula: string, expected: Result, tolerance?: number];

/** One sheet for all tables. Errors and empty texts are formulas, so that other programs can compute it too. */
export const sheet: readonly (readonly Given[])[] = [
  //  A      B     C            D    E   F    G   H
  [5, 1, "apples", 32, 1, 10, 2, 6],
  ["7", "=NA()", "oranges", 54, 2, 7, 3, 5],
  [true, "=1/0", "peaches", 75, 3, 9, 9, 11],
  [null, 4, "Apples", 86, 4, 27, 1, 7],
  ["text", "=1/0", "a*b", 10, 5, 2, 8, 5],
  [-2, 1, "a?b", 20, 6, null, 7, 4],
  [3.5, 2, "axb", 30, 7, null, 5, 4],
  [0, 3, '=""', 40, 8, null, null, null],
  [null, 3, null, 50, 9, null, null, null],
  [false, 5, "01", 60, 10, null, null, null],
  ["", 6, 1, 70, "x", null, null, null],
  [1.25, 7, "1", 80, null, null, null, null],
];

export const book: TestBook = { cells: { Sheet1: sheet } };

const USUAL = 1e-14;

export function isClose(actual: unknown, expected: unknown, tolerance = USUAL): boolean {
  if (Array.isArray(actual) && Array.isArray(expected))
    return (
      actual.length === expected.length &&
      actual.every((value, index) => isClose(value, expected[index], tolerance))
    );
  if (typeof actual === "number" && typeof expected === "number")
    return (
      actual === expected ||
      Math.abs(actual - expected) <= tolerance * Math.abs(expected) ||
      (tolerance > USUAL &&
        (expected === 0 || Math.abs(expected) > tolerance) &&
        Math.abs(actual - expected) <= tolerance)
    );
  if (typeof actual === "object" && typeof expected === "object" && actual !== null && expected !== null)
    return isWhy(actual) && isWhy(expected) && actual.not.includes(expected.not) && !MISSING.test(actual.not);
  return actual === expected;
}

const isWhy = (result: object): result is { not: string } => "not" in result;

/** What is said of a function that there is none of: the reason of no row. */
const MISSING = /^[A-Z][A-Z0-9.]* is not computed here$/;

/** Each row is a test. */
export function check(rows: readonly Row[], of: TestBook = book): void {
  test.each(rows.map(([formula, expected, tolerance]) => ({ formula, expected, tolerance })))(
    "$formula",
    ({ formula, expected, tolerance }) => {
      const actual = resultOf(formula, of);
      if (!isClose(actual, expected, tolerance)) expect(actual).toEqual(expected);
    },
  );
}

/** Where it is not certain what Excel gives, whatever the reason that is said. */
export const UNCERTAIN = { not: "" } as const;
