import { smallBook, type SmallCell } from "../smallBook";

/** What a cell holds: a formula comes with the value that the file shows for it. */
export type Written = string | number | boolean | null | readonly [formula: string, shows: string | number];

export interface WrittenSheet {
  readonly name: string;
  readonly isHidden?: boolean;
  /** From A1. */
  readonly rows: readonly (readonly Written[])[];
}

function cellOf(cell: Written): SmallCell {
  if (typeof cell !== "object" || cell === null) return cell;
  const [formula, shows] = cell;
  const f = formula.replace(/^=/, "");
  return typeof shows === "string" && shows.startsWith("#") ? { f, e: shows } : { f, v: shows };
}

/** A workbook's file. */
export const writtenBook = (
  sheets: readonly WrittenSheet[],
  names: Readonly<Record<string, string>> = {},
): Uint8Array =>
  smallBook({
    sheets: Object.fromEntries(sheets.map(({ name, rows }) => [name, rows.map((row) => row.map(cellOf))])),
    names,
    states: Object.fromEntries(sheets.flatMap(({ name, isHidden }) => (isHidden ? [[name, "hidden"]] : []))),
  });
