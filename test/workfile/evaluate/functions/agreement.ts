import { computedByLibreOffice, testInLibreOffice } from "../../../native/libreOffice";
import type { Row } from "./table";

/**
 * That LibreOffice gives the same as the rows say, where it is installed. Left out are rows whose results are several values,
 * errors or none, and those in `otherwise`: where LibreOffice differs from Excel.
 */
export function checkInLibreOffice(rows: readonly Row[], otherwise: readonly string[]): void {
  test("what LibreOffice does otherwise is in the table", () => {
    const all = new Set(rows.map(([formula]) => formula));
    expect(otherwise.filter((formula) => !all.has(formula))).toEqual([]);
  });
  const formulas = rows.filter(
    ([formula, result]) =>
      (typeof result !== "object" || result === null) &&
      !(typeof result === "string" && /^#[A-Z]/.test(result)) &&
      !otherwise.includes(formula),
  );
  testInLibreOffice("LibreOffice gives the same", () => {
    // A product has no format of a date.
    const lines = computedByLibreOffice(
      formulas.map(([formula, result]) => [typeof result === "number" ? `=(${formula})*1` : `=${formula}`]),
    );
    const found = formulas.map(([formula], index) => [formula, outcome(lines[index]?.[0])]);
    expect(found).toEqual(formulas.map(([formula, result]) => [formula, outcome(result)]));
  });
}

const outcome = (value: unknown) =>
  typeof value === "number" ? Number(value.toPrecision(10)) : (value ?? "");
