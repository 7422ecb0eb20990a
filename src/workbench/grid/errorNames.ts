/** Errors that Excel knows and the spreadsheet does not. */
const excelErrors = ["#VALUE!", "#REF!", "#BUSY!", "#CALC!", "#GETTING_DATA", "#CONNECT!", "#FIELD!"];

/** Shows errors in cells by Excel's names; call it once, before the first model. */
export function useExcelErrorNames(): void {
  const names = o_spreadsheet.CellErrorType as { GenericError: string };
  names.GenericError = "#VALUE!";
  for (const name of excelErrors) o_spreadsheet.registries.errorTypes.add(name);
}

const excelNames: Readonly<Record<string, string>> = {
  "#ERROR": "#VALUE!",
  "#REF": "#REF!",
  "#BAD_EXPR": "#NAME?",
};

/** Excel's name for an error in a cell. A reference cycle keeps the spreadsheet's own: Excel has none for it. */
export const excelErrorName = (value: string): string => excelNames[value] ?? value;
