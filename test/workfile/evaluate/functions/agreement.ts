import { computedByLibreOffice, hasLibreOffice } from "../../../native/libreOffice";
import { resultOf, type Given, type Result, type TestBook } from "../formulas";

/** A formula and its result; a number is compared to 14 digits. */
export type Row = readonly [formula: string, result: Result];

/** One test for each row. */
export function testRows(rows: readonly Row[], book: TestBook = {}): void {
  test.each(rows)("%s is %j", (formula, result) => {
    const found = resultOf(formula, book);
    if (typeof result === "object" && result !== null && "not" in result)
      expect(found).toEqual({ not: expect.stringContaining(result.not) as unknown });
    else expect(rounded(found)).toEqual(rounded(result));
  });
}

const rounded = (result: Result): Result =>
  Array.isArray(result) ? result.map((line) => line.map(cut)) : cut(result);

const cut = <T>(value: T) => (typeof value === "number" ? Number(value.toPrecision(14)) : value);

/**
 * That LibreOffice gives the same as the rows say, where it is installed. Left out are rows whose results are several values,
 * errors or none, and those in `otherwise`: where LibreOffice differs from Excel.
 */
export function testInLibreOffice(
  rows: readonly Row[],
  {
    otherwise = [],
    cells = [],
  }: { otherwise?: readonly string[]; cells?: readonly (readonly Given[])[] } = {},
): void {
  const formulas = rows.filter(
    ([formula, result]) =>
      (typeof result !== "object" || result === null) &&
      !(typeof result === "string" && /^#[A-Z]/.test(result)) &&
      !otherwise.includes(formula),
  );
  (hasLibreOffice() ? test : test.skip)("LibreOffice gives the same", () => {
    const first = cells.length;
    // A product has no format of a date.
    const sheet = [
      ...cells,
      ...formulas.map(([formula, result]) => [
        typeof result === "number" ? `=(${formula})*1` : `=${formula}`,
      ]),
    ];
    const lines = computedByLibreOffice(sheet);
    const found = formulas.map(([formula], index) => [formula, outcome(lines[first + index]?.[0])]);
    const expected = formulas.map(([formula, result]) => [formula, outcome(result)]);
    expect(found).toEqual(expected);
  });
}

const outcome = (value: unknown) =>
  typeof value === "number" ? Number(value.toPrecision(10)) : (value ?? "");
