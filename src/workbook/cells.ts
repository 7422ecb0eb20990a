import { asCounted } from "./dates";
import type { Place, Reference, Table, TableAddresses, TableCell } from "./workbook";
import { cellName, zoneOf } from "./zones";

/** What Excel itself takes for text: words. Numbers and dates have digits, formulas and errors begin otherwise. */
const WORDS = /^\p{L}[^\d]*$/u;

/** A text as it must be written so that Excel takes it for text: never for a formula, a number or a date. */
export function literal(value: string): string;
export function literal(value: number | string): number | string;
export function literal(value: number | string): number | string {
  if (typeof value === "number" || value === "") return value;
  return WORDS.test(value) && !/^(true|false)$/i.test(value) ? value : `'${value}`;
}

/** What a cell shows whose result has no room. */
export const BLOCKED = "#SPILL!";
/** What a cell shows until the add-in has answered. */
export const waiting: ReadonlySet<unknown> = new Set(["#BUSY!", "#GETTING_DATA"]);

/** Shows #N/A. */
export const NO_VALUE = "=NA()";

/** What is written into a cell. A number that is not finite would leave the cell as it was: `NO_VALUE` replaces it. */
export function cellInput(cell: TableCell): number | string | boolean {
  switch (typeof cell) {
    case "number":
      return Number.isFinite(cell) ? cell : NO_VALUE;
    case "string":
      return literal(cell);
    case "boolean":
      return cell;
    default:
      return cell.formula;
  }
}

/**
 * What a table writes into its cells, head first, each row as wide as the head, when it begins at the first cell of
 * `place`. Dates are as the workbook counts them; see `dateShift`.
 */
export function tableInput(table: Table, place: Place, shift = 0): (number | string | boolean)[][] {
  const { headers, rows } = table;
  const addresses = addressesFrom(place);
  const input = (cell: TableCell | Reference) =>
    typeof cell === "object" && "refers" in cell ? cell.refers(addresses) : cellInput(cell);
  return [
    headers.map((header) => literal(header)),
    ...rows.map((cells, row) =>
      headers.map((_, column) => asCounted(input(cells[column] ?? ""), formatOf(table, row, column), shift)),
    ),
  ];
}

/** The cells of a table that has its head in the first row of `place`. */
function addressesFrom({ range }: Place): TableAddresses {
  const { top, left } = zoneOf(range) ?? { top: 0, left: 0 };
  return {
    cell: (row, column) => cellName(top + 1 + row, left + column),
    fixed: (row, column) => cellName(top + 1 + row, left + column, "$"),
  };
}

/** The number format of a cell of the body. */
export function formatOf({ formats, rowFormats }: Table, row: number, column: number): string {
  const own = rowFormats?.[column];
  return (own === undefined ? formats[column] : own[row]) ?? "General";
}

/** Splits rows into runs that take at most `most` characters each as JSON, or one row. */
export function chunked<T>(rows: readonly T[], most: number): T[][] {
  const chunks: T[][] = [];
  let left = 0;
  for (const row of rows) {
    const size = JSON.stringify(row).length + 1;
    if (size > left || chunks.length === 0) {
      chunks.push([]);
      left = most;
    }
    chunks[chunks.length - 1]?.push(row);
    left -= size;
  }
  return chunks;
}

/** Whether no cell of a range holds anything, by its formulas. */
export function areEmpty(formulas: readonly (readonly unknown[])[]): boolean {
  return formulas.every((row) => row.every((cell) => cell === "" || cell === null));
}
