import type { ConditionalFormat, Style } from "@odoo/o-spreadsheet";
import { columnIndex, columnLetters } from "../host/addresses";
import { fromExcelFormat } from "../host/numberFormats";
import type { Sheet } from "../workbookData";

/** How cells look, without their number format. */
export const looks = {
  title: { bold: true, fontSize: 16, textColor: "#0b5548" },
  note: { textColor: "#616161" },
  section: { bold: true, fillColor: "#0f6c5c", textColor: "#ffffff" },
  sectionFigure: { bold: true, fillColor: "#0f6c5c", textColor: "#ffffff", align: "right" },
  heading: { bold: true, fillColor: "#e6f2ef" },
  columnHead: {
    bold: true,
    fillColor: "#e6f2ef",
    wrapping: "wrap",
    verticalAlign: "middle",
    align: "center",
  },
  input: { textColor: "#0b4fa8", fillColor: "#eef4ff", align: "right" },
  cell: { fillColor: "#f6f8fb" },
  formula: { textColor: "#0b5548", fillColor: "#f5f5f5" },
  result: { bold: true, align: "left" },
  figure: { align: "right" },
  strong: { bold: true, verticalAlign: "middle" },
  centred: { align: "center" },
  keyFigure: { bold: true, align: "right" },
  rowHead: { bold: true, fillColor: "#e6f2ef", align: "right" },
  yearHead: { bold: true, fillColor: "#e6f2ef", align: "right", verticalAlign: "middle" },
  total: { bold: true, fillColor: "#e6f2ef" },
  pass: { bold: true, textColor: "#0f6c5c", align: "right" },
  verdict: { bold: true, textColor: "#0f6c5c" },
} as const satisfies Record<string, Style>;
export type Look = keyof typeof looks;

/** Number formats in the grid's own way of writing them. */
export const numbers = {
  usd: "[$$]#,##0",
  usdCents: "[$$]#,##0.00",
  usdPerKwh: "[$$]0.0000",
  count: "#,##0",
  decimal: "#,##0.00",
  btc: "#,##0.00000000",
  delta: "#,##0.0000",
  percent: "0.0%",
  wholePercent: "0%",
  finePercent: "0.0000%",
  year: "0",
  date: "yyyy-mm-dd",
} as const;
export type NumberLook = keyof typeof numbers;

type Content = string | number | boolean;

/** Shows the cells that contain a word in red. */
const redWhere = (word: string, range: string): ConditionalFormat => ({
  id: `red-${range}`,
  ranges: [range],
  rule: {
    type: "CellIsRule",
    operator: "containsText",
    values: [word],
    style: { textColor: "#b10e1e" },
  },
});

/** What must be 0, rounded to what does not matter. */
export type Check = readonly [name: string, difference: string, format: NumberLook];

export const cents = (formula: string) => `ROUND(${formula},2)`;

/** One sentence for the results of `count` checks. */
export function verdictOf(results: string, count: number): string {
  const passed = `COUNTIF(${results},"OK")`;
  return `=IF(${passed}=${count},"All ${count} checks pass",${count}-${passed}&" of ${count} checks fail")`;
}

/** A sheet under construction. */
export class SheetWriter {
  readonly sheet: Sheet & Required<Pick<Sheet, "styles" | "formats" | "rowHeights" | "conditionalFormats">>;

  constructor(name: string, columnWidths: Record<string, number>, rows: number) {
    const id = name.toLowerCase().replaceAll(" ", "-");
    this.sheet = {
      id,
      name,
      cells: {},
      styles: {},
      formats: {},
      rowHeights: {},
      conditionalFormats: [],
      columnWidths,
      rows,
      columns: 22,
      showsGridLines: false,
    };
  }

  /** Puts a text, number or formula into a cell. */
  put(cell: string, content: Content, look?: Look, number?: NumberLook): void {
    this.sheet.cells[cell] = typeof content === "boolean" ? String(content).toUpperCase() : String(content);
    this.dress(cell, look, number);
  }

  /** Puts contents side by side, from a cell such as "B5". */
  putRow(column: string, row: number, contents: readonly Content[], look?: Look): void {
    for (const [index, content] of contents.entries()) {
      this.put(`${columnLetters(columnIndex(column) + index)}${row}`, content, look);
    }
  }

  /** Gives the cells of a zone such as "A5:A60" a look, a number format or both. */
  dress(zone: string, look?: Look, number?: NumberLook): void {
    if (look !== undefined) this.sheet.styles[zone] = looks[look];
    if (number !== undefined) this.sheet.formats[zone] = numbers[number];
  }

  /** Gives the cells of a zone a number format of Excel's. */
  formatAs(zone: string, format: string): void {
    this.sheet.formats[zone] = fromExcelFormat(format);
  }

  /**
   * The checks under a bar, each with its difference and OK or Check; returns the formula of one sentence for all of
   * them. `columns` are the first, the one before the differences, those of differences and of results.
   */
  checks(row: number, columns: readonly [string, string, string, string], checks: readonly Check[]): string {
    const [first, before, difference, result] = columns;
    this.section(first, before, row, "Checks");
    this.put(`${difference}${row}`, "Difference", "sectionFigure");
    this.put(`${result}${row}`, "Result", "sectionFigure");
    for (const [index, [name, formula, format]] of checks.entries()) {
      const line = row + 1 + index;
      const cell = `${difference}${line}`;
      this.put(`${first}${line}`, name);
      this.put(cell, `=${formula}`, "figure", format);
      this.put(
        `${result}${line}`,
        `=IF(ISERROR(${cell}),"Check",IF(OR(${cell}=0,${cell}="no IRR"),"OK","Check"))`,
        "pass",
      );
    }
    const count = checks.length;
    const range = `${result}${row + 1}:${result}${row + count}`;
    this.sheet.conditionalFormats.push(redWhere("Check", range));
    return verdictOf(range, count);
  }

  /** One sentence for all checks, red where one fails. */
  verdict(cell: string, formula: string): void {
    this.put(cell, formula, "verdict");
    this.sheet.conditionalFormats.push(redWhere("fail", cell));
  }

  /** A coloured bar with a title over columns `from` to `to`. */
  section(from: string, to: string, row: number, title: string): void {
    this.put(`${from}${row}`, title);
    this.dress(`${from}${row}:${to}${row}`, "section");
  }
}

const CHARACTER_WIDTH = 7.5;
const LINE_HEIGHT = 18;

/** Height in pixels of a bold head that is wrapped at its words. */
export function headHeight(text: string, width: number): number {
  let lines = 1;
  let used = 0;
  for (const word of text.split(" ")) {
    const length = (word.length + 1) * CHARACTER_WIDTH;
    if (used > 0 && used + length > width) [lines, used] = [lines + 1, 0];
    used += length;
  }
  return Math.max(23, lines * LINE_HEIGHT + 6);
}
