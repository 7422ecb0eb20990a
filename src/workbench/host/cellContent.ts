import type { Cell, CellPosition, Getters } from "@odoo/o-spreadsheet";
import { excelErrorName, isError } from "../grid/errors";
import { textArgument } from "./requestError";

/** The cell's value as Excel reports it: "" when it is empty. A reference cycle shows 0 in Excel. */
export function excelValue(getters: Getters, position: CellPosition): string | number | boolean {
  const cell = getters.getEvaluatedCell(position);
  const { value } = cell;
  if (value === null) return "";
  if (!isError(cell)) return value;
  return value === "#CYCLE" ? 0 : excelErrorName(String(value));
}

/** The cell's formula in Excel's words, or its value when it holds none. */
export function excelFormula(getters: Getters, position: CellPosition): string | number | boolean {
  return formulaText(getters, getters.getCell(position)) ?? excelValue(getters, position);
}

function formulaText(getters: Getters, cell: Cell | undefined): string | undefined {
  if (cell?.isFormula !== true) return undefined;
  return cell.compiledFormula.toFormulaString(getters).replace(/#REF(?!!)/g, "#REF!");
}

/** What to type into a cell to give it this value; undefined leaves the cell as it is. */
export function cellContent(value: unknown): string | undefined {
  if (value === null || value === undefined) return undefined;
  if (typeof value === "boolean") return value ? "TRUE" : "FALSE";
  if (typeof value === "number") return String(value);
  return textArgument(value, "value").replace(/^(=.*)#REF!/s, "$1#REF");
}
