import type { FunctionResultObject } from "@odoo/o-spreadsheet";

export type GridResult = FunctionResultObject | FunctionResultObject[][];

export const loading: FunctionResultObject = { value: "#BUSY!", message: "Waiting for the add-in" };

/** What a function returned, as the spreadsheet takes it: Excel's rows become columns, and one cell is not a matrix. */
export function gridResult(result: unknown): GridResult {
  if (!isMatrix(result)) return gridCell(result);
  const height = result.length;
  const width = result[0]?.length ?? 0;
  if (width === 0 || result.some((row) => row.length !== width))
    return wrong("the result is not a rectangle");
  if (height === 1 && width === 1) return gridCell(result[0]?.[0]);
  const columns = new Array<FunctionResultObject[]>(width);
  for (let column = 0; column < width; column++) {
    const cells = new Array<FunctionResultObject>(height);
    for (let row = 0; row < height; row++) cells[row] = gridCell(result[row]?.[column]);
    columns[column] = cells;
  }
  return columns;
}

function isMatrix(result: unknown): result is readonly (readonly unknown[])[] {
  return Array.isArray(result) && result.every(Array.isArray);
}

function gridCell(value: unknown): FunctionResultObject {
  switch (typeof value) {
    case "number":
      // Excel shows 0 for what is not a number: the same here, so that such a bug is seen.
      return { value: Number.isFinite(value) ? value : 0 };
    case "string":
    case "boolean":
      return { value };
    case "object":
      if (value !== null) return gridError(value);
  }
  return { value: 0 };
}

/** The error of a cell, for an error value or for what a function threw. */
export function gridError(error: unknown): FunctionResultObject {
  const { code, message } = (typeof error === "object" && error !== null ? error : {}) as Partial<
    Record<string, unknown>
  >;
  // Excel keeps the text of its own error class only.
  if (typeof code !== "string" || !code.startsWith("#")) return wrong("");
  const text = typeof message === "string" && message !== code ? message : "";
  return { value: code, message: text || (meanings[code] ?? "") };
}

const wrong = (message: string): FunctionResultObject => ({ value: "#VALUE!", message });

/** What the bare codes mean, for the note that the grid shows beside a cell. */
const meanings: Readonly<Record<string, string>> = {
  "#DIV/0!": "Division by zero",
  "#NUM!": "The method found no number",
  "#N/A": "No value is available",
  "#REF!": "The reference is not valid",
  "#NAME?": "Unknown name",
};
