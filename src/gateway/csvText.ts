import { unparse } from "papaparse";

// CSV as Excel's From Web reads it.

/**
 * Without this mark Excel takes a text for one in the code page of its machine, and "€/MWh" comes out as "â‚¬/MWh".
 */
export const BYTE_ORDER_MARK = "\uFEFF";

type Field = string | number | undefined;

export const csvText = (headings: readonly string[], rows: readonly (readonly Field[])[]) =>
  BYTE_ORDER_MARK + csvRows([headings, ...rows]);

/** What a spreadsheet could take for a formula has a mark before it that makes it text. */
const FORMULA = /^[=+\-@\t\r]/;

export const csvRows = (rows: readonly (readonly Field[])[]) =>
  `${unparse(rows as Field[][], { newline: "\r\n", escapeFormulae: FORMULA })}\r\n`;
