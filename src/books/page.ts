import { addressText, parsedAddress } from "../workfile/cells";
import type { Chart } from "./charts";
import { codeOf, type Format, type Look } from "./looks";

/** A formula begins with "="; a text that does so with "'=". */
export type Content = string | number | boolean;

export interface Cell {
  readonly content: Content;
  readonly look: Look;
  /** Excel's own. */
  readonly format: string | undefined;
  /** Whether the content is a text though it begins as a formula does. */
  readonly isText: boolean;
}

/** What may be typed into cells, and what is said of it. */
export interface Rule {
  /** On the same sheet: "C5", "B8:B40". */
  readonly range: string;
  readonly allows:
    | { readonly kind: "list"; readonly values: readonly string[] }
    /** A range or a name: "machine_names". */
    | { readonly kind: "listFrom"; readonly range: string }
    | {
        readonly kind: "whole" | "decimal" | "date";
        readonly least?: number | undefined;
        readonly most?: number | undefined;
      }
    | { readonly kind: "any" };
  /** Up to 32 characters. */
  readonly title: string;
  /** What to type; shown when the cell is chosen. Up to 255 characters. */
  readonly prompt: string;
}

/** Cells that show in red where a formula of the sheet, seen from the first of them, is TRUE. */
export interface Mark {
  readonly range: string;
  readonly formula: string;
  readonly look: "red" | "green" | "grey";
}

/** What a sheet is for. Inputs, calculations, outputs and checks stand on separate sheets. */
export type Kind = "dashboard" | "inputs" | "calculation" | "output" | "checks" | "about";

interface Printing {
  /** Pages side by side; 1 unless the sheet has months, which take a page for each year. */
  pagesWide: number;
  /** Rows repeated on top of each page: "1:8". */
  titleRows?: string;
  /** Columns repeated on the left of each page: "A:D". */
  titleColumns?: string;
  /** What is printed, where that is not all: "A1:P400". */
  area?: string;
  /** Rows and columns after which a new page begins; columns are counted from 1. */
  rowBreaks: number[];
  columnBreaks: number[];
}

/** The sentence on all checks, which stands on every sheet. */
const VERDICT = "A2";

/** A sheet of a finished workbook: its title in A1, the verdict of the checks in A2, what it shows in A3. */
export class Page {
  readonly cells = new Map<string, Cell>();
  /** In characters, by column letters. */
  readonly widths: Record<string, number> = {};
  /** In points, by row. */
  readonly heights = new Map<number, number>();
  readonly rules: Rule[] = [];
  readonly marks: Mark[] = [];
  readonly charts: Chart[] = [];
  /** Cells by their names in the workbook: "btc_price" is "C5". */
  readonly names = new Map<string, string>();
  readonly printing: Printing = { pagesWide: 1, rowBreaks: [], columnBreaks: [] };
  /** The first cell that scrolls: "E9". */
  frozenAt = "A4";

  constructor(
    readonly name: string,
    readonly kind: Kind,
    title: string,
    explanation: string,
  ) {
    this.put("A1", title, "title");
    this.put(VERDICT, "=checks_verdict", "verdict");
    this.put("A3", explanation, "note");
    this.heights.set(1, 24);
    this.markVerdict(VERDICT);
  }

  /** Makes a sentence on the checks red, unless all pass. */
  protected markVerdict(cell: string): void {
    this.marks.push({ range: cell, formula: `LEFT(${cell},3)<>"All"`, look: "red" });
  }

  /** Puts a text, a number or a formula into a cell. */
  put(cell: string, content: Content, look: Look = "plain", format?: Format): void {
    if (this.cells.has(cell)) throw new Error(`${this.name}!${cell} is filled twice`);
    const isText = typeof content === "string" && content.startsWith("'=");
    this.cells.set(cell, {
      content: isText ? content.slice(1) : content,
      look,
      format: codeOf(format),
      isText,
    });
  }

  /** Puts contents side by side, from a cell such as "B5". */
  putRow(from: string, contents: readonly Content[], look?: Look, format?: Format): void {
    const { column, row } = placed(from);
    for (const [index, content] of contents.entries())
      this.put(cellAt(column + index, row), content, look, format);
  }

  /** Gives cells that stay empty, or that a formula fills from elsewhere, a look: "A5:C9". */
  dress(range: string, look: Look, format?: Format): void {
    for (const cell of cellsOf(range)) {
      const { content = "", isText = false } = this.cells.get(cell) ?? {};
      this.cells.set(cell, { content, look, format: codeOf(format), isText });
    }
  }

  /** A coloured bar with a title over columns `from` to `to`. */
  section(row: number, from: string, to: string, title: string): void {
    this.put(`${from}${row}`, title);
    this.dress(`${from}${row}:${to}${row}`, "section");
  }

  /** Gives a cell or a range a name; returns the name. */
  call(name: string, range: string): string {
    if (this.names.has(name)) throw new Error(`${name} is named twice on ${this.name}`);
    this.names.set(name, range);
    return name;
  }

  /** The address of a cell or a range as other sheets say it: 'Cash flow'!$B$5. */
  at(range: string): string {
    return `${quoted(this.name)}!${fixed(range)}`;
  }
}

/** "Cash flow" as 'Cash flow'. */
export const quoted = (sheet: string) =>
  /^[A-Za-z]+$/.test(sheet) ? sheet : `'${sheet.replaceAll("'", "''")}'`;

/** "B5:C9" as "$B$5:$C$9". */
export const fixed = (range: string) => range.replace(/\$?([A-Z]+)\$?(\d+)/g, "$$$1$$$2");

/** Column and row, both counted from 1. */
export function placed(cell: string): { column: number; row: number } {
  const found = parsedAddress(cell.replaceAll("$", ""));
  if (found === undefined) throw new Error(`${cell} is no cell`);
  return found;
}

export const cellAt = (column: number, row: number) => addressText(row, column);

/** The cells of a range, row by row. */
export function cellsOf(range: string): string[] {
  const [first = range, last = first] = range.split(":");
  const [from, to] = [placed(first), placed(last)];
  const cells: string[] = [];
  for (let row = from.row; row <= to.row; row++)
    for (let column = from.column; column <= to.column; column++) cells.push(cellAt(column, row));
  return cells;
}
