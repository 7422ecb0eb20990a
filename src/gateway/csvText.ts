// CSV as Excel's From Web reads it.

/**
 * Without this mark Excel takes a text for one in the code page of its machine, and "€/MWh" comes out as "â‚¬/MWh".
 */
export const BYTE_ORDER_MARK = "\uFEFF";

type Field = string | number | undefined;

export const csvText = (headings: readonly string[], rows: readonly (readonly Field[])[]) =>
  BYTE_ORDER_MARK + csvRows([headings, ...rows]);

export const csvRows = (rows: readonly (readonly Field[])[]) =>
  rows.map((row) => `${row.map(fieldText).join(",")}\r\n`).join("");

/** What a spreadsheet could take for a formula has a mark before it that makes it text. */
function fieldText(field: Field): string {
  if (field === undefined) return "";
  if (typeof field === "number") return String(field);
  const text = /^[=+\-@\t\r]/.test(field) ? `'${field}` : field;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
