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

/** Bytes that are weighed before an answer is refused for what its other rows will take at least. */
const ENOUGH_BYTES = MOST_BYTES / 8;

/** Errors of one answer that keep their text: a text on each of 30,000 cells would be more than Excel takes. */
const MOST_TEXTS = 1_000;

/** Bytes of an error without its text, and the comma, as Excel's library writes it: its code twice, with five names. */
const ERROR_BYTES = 145;

/** The longest number in JSON, -1.2345678901234567e-300, and the comma after it. */
const LONGEST_NUMBER = 25;

/** Bytes of a row without its cells, and the least of a cell: a digit and a comma. */
const ROW_BYTES = 2;
const LEAST_BYTES = 2;

/** The answer as Excel can take it: texts on the first errors only, and refused when it is too large. */
export function fitting<E extends Fault>(cells: Cells<E>, withoutText: (error: E) => E): Cells<E> {
  if (cells.length === 1 && widthOf(cells) === 1) return cells;
  const bytes = weigher(cells, withoutText)(cells.length, MOST_BYTES);
  if (bytes > MOST_BYTES) throw tooLarge(cells.length, widthOf(cells), bytes);
  return cells;
}

type Cells<E> = (number | string | boolean | E)[][];

/**
 * Weighs an answer while its rows are filled, and takes the texts from all but its first errors: gives the bytes up to
 * a row, or a little more where even those are no more than `most`. Rows of numbers only need not be looked at.
 */
function weigher<E extends Fault>(cells: Cells<E>, withoutText: (error: E) => E) {
  let errors = 0;
  let bytes = 0;
  /** Numbers that have been counted as if they were the longest, and from which row on. */
  let numbers = 0;
  let [weighed, exact] = [0, 0];
  const weigh = (row: (number | string | boolean | E)[]) => {
    for (let column = 0; column < row.length; column++) {
      const cell = row[column];
      if (typeof cell === "number") numbers++;
      else if (typeof cell === "object") {
        errors++;
        const isBare = errors > MOST_TEXTS || cell.message === undefined;
        if (errors > MOST_TEXTS) row[column] = withoutText(cell);
        bytes += ERROR_BYTES + (isBare ? 0 : jsonBytes(cell.message ?? ""));
      } else if (cell !== undefined) bytes += jsonBytes(cell) + 1;
    }
    bytes += ROW_BYTES;
  };
  return (end: number, most: number, hasOnlyNumbers = false): number => {
    if (hasOnlyNumbers) {
      numbers += (end - weighed) * widthOf(cells);
      bytes += (end - weighed) * ROW_BYTES;
      weighed = end;
    }
    for (; weighed < end; weighed++) weigh(cells[weighed] ?? []);
    if (bytes + numbers * LONGEST_NUMBER <= most) return bytes + numbers * LONGEST_NUMBER;
    for (; exact < end; exact++) bytes += numberBytes(cells[exact] ?? []);
    numbers = 0;
    return bytes;
  };
}

/**
 * Refuses an answer that is filled by rows as soon as it is sure to be too large, with the number of rows that fit, as
 * the rows that there are let expect: the last of them, where most are still to come.
 */
export function refusal<E extends Fault>(
  cells: Cells<E>,
  width: number,
  withoutText: (error: E) => E,
): (end: number, hasOnlyNumbers: boolean) => void {
  const weigh = weigher(cells, withoutText);
  let before: { readonly end: number; readonly bytes: number } | undefined;
  return (end, hasOnlyNumbers) => {
    const left = (cells.length - end) * (ROW_BYTES + LEAST_BYTES * width);
    const bytes = weigh(end, MOST_BYTES - left, hasOnlyNumbers);
    if (bytes > MOST_BYTES) throw tooLarge(cells.length, width, (bytes / end) * cells.length);
    if (bytes + left <= MOST_BYTES) return;
    if (before !== undefined && bytes >= ENOUGH_BYTES) {
      const rate = (bytes - before.bytes) / (end - before.end);
      throw tooLarge(cells.length, width, bytes + rate * (cells.length - end));
    }
    before = { end, bytes };
  };
}

function numberBytes(row: readonly unknown[]): number {
  let bytes = 0;
  for (const cell of row) if (typeof cell === "number") bytes += `${cell},`.length;
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
