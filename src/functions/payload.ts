import { InputError } from "../core/errors";
import { widthOf } from "./parameters";

/** An error in a cell of an answer. */
interface Fault {
  readonly code: string;
  readonly message?: string;
}

/**
 * Bytes of an answer. Excel takes up to 5 MB, as JSON; it retries a larger one for a minute and then drops it, and
 * the cell keeps showing #BUSY!.
 */
const MOST_BYTES = 4_000_000;

/** Errors of one answer that keep their text: a text on each of 30,000 cells would be more than Excel takes. */
const MOST_TEXTS = 1_000;

/** Bytes of an error without its text, and the comma, as Excel's library writes it: its code twice, with five names. */
const ERROR_BYTES = 145;

/** The longest number in JSON, -1.2345678901234567e-300, and the comma after it. */
const LONGEST_NUMBER = 25;

/** The answer as Excel can take it: texts on the first errors only, and refused when it is too large. */
export function fitting<E extends Fault>(
  cells: (number | string | boolean | E)[][],
  withoutText: (error: E) => E,
): (number | string | boolean | E)[][] {
  const width = widthOf(cells);
  if (cells.length === 1 && width === 1) return cells;
  let errors = 0;
  let numbers = 0;
  let bytes = 0;
  for (const row of cells) {
    for (const [column, cell] of row.entries()) {
      if (typeof cell === "number") numbers++;
      else if (typeof cell !== "object") bytes += jsonBytes(cell) + 1;
      else {
        errors++;
        if (errors > MOST_TEXTS) row[column] = withoutText(cell);
        bytes +=
          ERROR_BYTES + (errors > MOST_TEXTS || cell.message === undefined ? 0 : jsonBytes(cell.message));
      }
    }
  }
  bytes += 2 * cells.length;
  if (bytes + numbers * LONGEST_NUMBER <= MOST_BYTES) return cells;
  const all = bytes + numberBytes(cells);
  if (all > MOST_BYTES) throw tooLarge(cells.length, width, all);
  return cells;
}

function numberBytes(cells: readonly (readonly unknown[])[]): number {
  let bytes = 0;
  for (const row of cells) for (const cell of row) if (typeof cell === "number") bytes += `${cell},`.length;
  return bytes;
}

/** Bytes of a value in JSON; a text with its quotes. */
function jsonBytes(value: string | boolean): number {
  const text = JSON.stringify(value);
  let bytes = text.length;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code >= 0x80) bytes += code < 0x800 ? 1 : 2;
  }
  return bytes;
}

function tooLarge(rows: number, columns: number, bytes: number): InputError {
  const [all, line] = rows > 1 ? [rows, "rows"] : [columns, "columns"];
  const fit = Math.floor((all * MOST_BYTES) / bytes);
  const size = `${rows} x ${columns} cells takes ${(bytes / 1e6).toFixed(1)} MB`;
  const most = `${MOST_BYTES / 1e6} MB that one formula can return to Excel`;
  return new InputError("the result", `of ${size}, more than the ${most}: about ${fit} of its ${line} fit`);
}
