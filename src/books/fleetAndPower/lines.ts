import { cellAt, type Page, placed } from "../page";
import type { Format, Look } from "../looks";

/** A figure on a line of its own: label in A, value in B, unit in C, note in D. */
export interface Fact {
  readonly label: string;
  /** Without "=". */
  readonly formula: string;
  readonly unit: string;
  readonly format?: Format;
  readonly note?: string;
  readonly name?: string;
  readonly isTotal?: boolean;
}

/** Puts figures under each other from a row on; returns the first row after them. */
export function putFacts(page: Page, row: number, facts: readonly Fact[]): number {
  for (const [index, { label, formula, unit, format, note, name, isTotal }] of facts.entries()) {
    const here = row + index;
    page.put(`A${here}`, label, isTotal === true ? "totalLabel" : "label");
    page.put(`B${here}`, `=${formula}`, isTotal === true ? "total" : "figure", format);
    page.put(`C${here}`, unit, "unit");
    if (note !== undefined) page.put(`D${here}`, note, "note");
    if (name !== undefined) page.call(name, `B${here}`);
  }
  return row + facts.length;
}

interface Column {
  readonly head: string;
  /** Of a row, without "=". */
  readonly formula: (row: number) => string;
  readonly format?: Format;
  readonly look?: Look;
  /** Under the last row: the sum, nothing, or a formula without "=". */
  readonly total?: "sum" | { readonly formula: string };
  /** Names the cells under the head. */
  readonly name?: string;
  /** Names the total. */
  readonly totalName?: string;
}

interface Table {
  /** Of the heads. */
  readonly row: number;
  readonly size: number;
  readonly columns: readonly Column[];
  /** What stands in column A beside the totals; there are none where it is left out. */
  readonly totalLabel?: string;
}

/** Puts a table whose columns have one formula each, from column A on; returns its first, last and total rows. */
export function putTable(page: Page, { row, size, columns, totalLabel }: Table) {
  const [first, last] = [row + 1, row + size];
  page.heights.set(row, 46);
  for (const [
    index,
    { head, formula, format, look = "figure", total, name, totalName },
  ] of columns.entries()) {
    const letters = cellAt(index + 1, 1).slice(0, -1);
    page.put(`${letters}${row}`, head, index === 0 ? "leftHead" : "head");
    for (let here = first; here <= last; here++)
      page.put(`${letters}${here}`, `=${formula(here)}`, look, format);
    if (name !== undefined) page.call(name, `${letters}${first}:${letters}${last}`);
    if (totalLabel === undefined) continue;
    const sum = total === "sum" ? `SUM(${letters}${first}:${letters}${last})` : total?.formula;
    const content = sum === undefined ? (index === 0 ? totalLabel : "") : `=${sum}`;
    page.put(`${letters}${last + 1}`, content, index === 0 ? "totalLabel" : "total", format);
    if (totalName !== undefined) page.call(totalName, `${letters}${last + 1}`);
  }
  return { first, last, total: last + 1 };
}

/** Gives room to a record that a formula spills over two columns from a cell on, each row with its format. */
export function putRecord(page: Page, from: string, formula: string, formats: readonly Format[]): void {
  const { column, row } = placed(from);
  page.put(from, `=${formula}`, "label");
  for (const [index, format] of formats.entries()) {
    if (index > 0) page.dress(cellAt(column, row + index), "label");
    page.dress(cellAt(column + 1, row + index), "figure", format);
  }
}
