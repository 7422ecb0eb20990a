import type { Format, Look } from "../looks";
import type { Page } from "../page";

/** Days that the table of payouts takes. Every sheet by day has the same rows. */
export const CAPACITY = 400;
const TOTAL_ROW = 5;
export const HEAD_ROW = 6;
export const FIRST_DAY = HEAD_ROW + 1;
export const LAST_DAY = HEAD_ROW + CAPACITY;

/** A column of a sheet by day. In formulas {r} is the row and {p} the row above it. */
interface Column {
  readonly head: string;
  readonly width?: number;
  readonly format?: Format;
  readonly look?: Look;
  /** The same on each day, without "="; left out where another column spills into this one. */
  readonly formula?: string;
  /** One formula that fills the column from its first day, without "=". */
  readonly spill?: string;
  /** Names the days of the column. */
  readonly name?: string;
  /** What stands above the head: "sum", or a formula without "=". */
  readonly total?: string;
  readonly totalName?: string;
}

/** Puts columns by their letters, a day in each row; `last` is the last row where it is not the usual one. */
export function putColumns(page: Page, columns: Readonly<Record<string, Column>>): void {
  for (const [
    letter,
    { head, width = 13, format, look = "figure", formula, spill, name, total, totalName },
  ] of Object.entries(columns)) {
    const days = `${letter}${FIRST_DAY}:${letter}${LAST_DAY}`;
    page.widths[letter] = width;
    page.put(`${letter}${HEAD_ROW}`, head, "head");
    if (formula !== undefined)
      for (let row = FIRST_DAY; row <= LAST_DAY; row++)
        page.put(`${letter}${row}`, `=${inRow(formula, row)}`, look, format);
    else {
      page.dress(days, look, format);
      if (spill !== undefined) {
        page.cells.delete(`${letter}${FIRST_DAY}`);
        page.put(`${letter}${FIRST_DAY}`, `=${spill}`, look, format);
      }
    }
    if (total !== undefined)
      page.put(`${letter}${TOTAL_ROW}`, total === "sum" ? `=SUM(${days})` : `=${total}`, "strong", format);
    if (name !== undefined) page.call(name, days);
    if (totalName !== undefined) page.call(totalName, `${letter}${TOTAL_ROW}`);
  }
  page.put(`A${TOTAL_ROW}`, "Total", "strongLabel");
  page.heights.set(HEAD_ROW, 48);
  page.frozenAt = `C${FIRST_DAY}`;
  page.printing.titleRows = `1:${HEAD_ROW}`;
}

const inRow = (formula: string, row: number) =>
  formula.replaceAll("{r}", `${row}`).replaceAll("{p}", `${row - 1}`);
