import type { Arg } from "@odoo/o-spreadsheet";

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

/** Whether a cell shows an error. The kinds of cells are an enum that the spreadsheet does not export. */
export const isError = ({ type }: { readonly type: string }) => type === "error";

/** Excel's number for each error, from its help on ERROR.TYPE; it gives #N/A for the others. */
export const errorNumbers: Readonly<Record<string, number>> = {
  "#NULL!": 1,
  "#DIV/0!": 2,
  "#VALUE!": 3,
  "#REF!": 4,
  "#NAME?": 5,
  "#NUM!": 6,
  "#N/A": 7,
  "#GETTING_DATA": 8,
};

/** Excel's ERROR.TYPE, which the spreadsheet lacks; call it once, before the first model. */
export function addErrorType(): void {
  o_spreadsheet.addFunction("ERROR.TYPE", {
    description: "Number of an error's type; #N/A where there is no error",
    category: "Info",
    isExported: true,
    args: [o_spreadsheet.helpers.arg("value (any)", "Cell that may hold an error")],
    compute: (given: Arg) => {
      const value = Array.isArray(given) ? given[0]?.[0]?.value : given?.value;
      const number = errorNumbers[excelErrorName(String(value))];
      return number ?? { value: "#N/A", message: "There is no error that Excel numbers" };
    },
  });
}
