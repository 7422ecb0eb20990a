import { shifted } from "../formula/shifted";
import { typed } from "../formula/stored";
import { FormulaError } from "../formula/tokens";
import type { FormulaCell } from "./evaluate/grid";

/** A cell's formula as it is typed, with "=". */
export function typedFormula(cell: FormulaCell): string {
  try {
    return `=${ownFormula(cell)}`;
  } catch (error) {
    if (error instanceof FormulaError) return `=${cell.formula.text}`;
    throw error;
  }
}

/** The same without "=". Throws a `FormulaError` where it cannot be read. */
export function ownFormula({ row, column, formula }: FormulaCell): string {
  const { text } = formula;
  const isOwn = row === formula.row && column === formula.column;
  return typed(isOwn ? text : shifted(text, row - formula.row, column - formula.column));
}
