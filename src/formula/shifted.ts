import { withEdits } from "./formula";
import { columnLetters, columnNumber, LAST_COLUMN, LAST_ROW, tokens } from "./tokens";

const PARTS = /(\$?)([A-Za-z]*)(\$?)(\d*)/;

/**
 * A formula as it reads so many rows further down and columns further right: cells that share a formula hold it once, for
 * the first of them. Beyond the edge of the sheet, Excel counts on from the other side.
 */
export function shifted(text: string, rows: number, columns: number): string {
  const edits = tokens(text).flatMap((token) => {
    if (token.type !== "reference") return [];
    const start = token.end - token.text.length;
    return [{ start, end: token.end, text: shiftedReference(token.text, rows, columns) }];
  });
  return withEdits(text, edits);
}

/** A cell, whole columns or whole rows. */
function shiftedReference(reference: string, rows: number, columns: number): string {
  return reference
    .split(/(\.?:\.?)/)
    .map((part) => shiftedPart(part, rows, columns))
    .join("");
}

function shiftedPart(part: string, rows: number, columns: number): string {
  const [, first = "", letters = "", second = "", digits = ""] = PARTS.exec(part) ?? [];
  if (letters === "" && digits === "") return part;
  // Where there is no column, the first dollar sign is the row's: $2:5.
  const [columnMark, rowMark] = letters === "" ? ["", first] : [first, second];
  const column =
    letters === "" || columnMark !== ""
      ? letters
      : columnLetters(wrapped(columnNumber(letters) + columns, LAST_COLUMN));
  const row = digits === "" || rowMark !== "" ? digits : String(wrapped(Number(digits) + rows, LAST_ROW));
  return columnMark + column + rowMark + row;
}

const wrapped = (number: number, last: number) => ((((number - 1) % last) + last) % last) + 1;
