import type { Arg } from "@odoo/o-spreadsheet";
import { excelErrorName } from "./errorNames";

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
    description: "Number of the kind of an error; #N/A where there is none",
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
