import { shifted } from "../formula/shifted";
import { typed } from "../formula/stored";
import { FormulaError } from "../formula/tokens";
import type { FormulaCell } from "./evaluate/grid";

/** A cell's formula as it is typed, with "=". */
export function typedFormula({ row, column, formula }: FormulaCell): string {
  const { text } = formula;
  try {
    const own =
      row === formula.row && column === formula.column
        ? text
        : shifted(text, row - formula.row, column - formula.column);
    return `=${typed(own)}`;
  } catch (error) {
    if (error instanceof FormulaError) return `=${text}`;
    throw error;
  }
}
