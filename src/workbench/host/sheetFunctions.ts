import { excelDate } from "../../core/calendar";
import type { Book } from "./book";
import { hostObject, type ObjectType } from "./objects";

interface ResultState {
  readonly value: unknown;
}

const resultType: ObjectType<ResultState> = {
  name: "FunctionResult",
  properties: { value: ({ value }) => value, error: () => null },
};

/** Excel's own functions, as far as a pane asks for them. The spreadsheet counts dates from 1900. */
export const sheetFunctionsType: ObjectType<Book> = {
  name: "Functions",
  children: {
    Date: (_book, [year, month, day]) => {
      const value = excelDate(Date.UTC(Number(year), Number(month) - 1, Number(day)));
      return hostObject(resultType, { value });
    },
  },
};
