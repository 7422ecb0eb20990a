import type { Format } from "../looks";
import { Page } from "../page";
import { FIRST as TABLE_FIRST, LAST as TABLE_LAST } from "./pastedTables";

/** A column of a sheet that reads a pasted table, a row for each of the table's. */
interface Column {
  readonly key: string;
  readonly label: string;
  readonly format?: Format;
  readonly width?: number;
  /** Without "="; `at` is a cell of this sheet in the row, `table` one of the pasted table. */
  readonly formula: (row: Row) => string;
}

interface Row {
  readonly number: number;
  readonly at: (key: string) => string;
  readonly table: (column: string) => string;
  /** A column of this sheet from its head down to the row, for sums over what stands above and in it. */
  readonly downTo: (key: string) => string;
  /** A column of this sheet from its first row to its last. */
  readonly all: (key: string) => string;
  /** A column of the pasted table from its head to the row above. */
  readonly tableAbove: (column: string) => string;
}

const HEAD = 6;
const FIRST = HEAD + 1;
const LAST = FIRST + TABLE_LAST - TABLE_FIRST;

/**
 * A sheet that reads a pasted table row by row: what is wrong in a row becomes a mark that the checks name, and what the
 * add-in reads is always whole, so that a bad row costs itself and not the whole result.
 */
export class ReadingPage extends Page {
  readonly head = HEAD;
  readonly first = FIRST;
  readonly last = LAST;
  private readonly columns = new Map<string, number>();

  constructor(
    name: string,
    title: string,
    explanation: string,
    readonly tableName: string,
    columns: readonly Column[],
  ) {
    super(name, "calculation", title, explanation);
    this.section(HEAD - 1, "A", letterAt(columns.length - 1), `The sheet ${tableName}, row by row`);
    for (const [index, { key, label, format, width = format === "flag" ? 9 : 12 }] of columns.entries()) {
      this.columns.set(key, index);
      this.widths[letterAt(index)] = width;
      this.put(`${letterAt(index)}${HEAD}`, label, "head");
    }
    this.heights.set(HEAD, 96);
    for (let number = FIRST; number <= LAST; number++)
      for (const [index, { format, formula }] of columns.entries())
        this.put(`${letterAt(index)}${number}`, `=${formula(this.rowAt(number))}`, "figure", format);
    this.frozenAt = `B${FIRST}`;
    this.printing.titleRows = `1:${HEAD}`;
  }

  /** A column for formulas of other sheets. */
  column = (key: string) => this.at(`${this.letter(key)}${FIRST}:${this.letter(key)}${LAST}`);

  letter = (key: string): string => {
    const index = this.columns.get(key);
    if (index === undefined) throw new Error(`${this.name} has no column ${key}`);
    return letterAt(index);
  };

  /** Columns side by side, as the add-in takes them. */
  block = (from: string, to: string) => `${this.letter(from)}${FIRST}:${this.letter(to)}${LAST}`;

  /** A text for a check, without "=": the row of the pasted table in which a column first holds a 1, and what to do. */
  firstOf = (key: string, advice: string) =>
    `="${this.tableName}, row "&(MATCH(1,${this.column(key)},0)+ROW('${this.tableName}'!A${TABLE_FIRST})-1)&": ${advice}"`;

  private rowAt(number: number): Row {
    const offset = number - FIRST + TABLE_FIRST;
    const table = `'${this.tableName}'!`;
    return {
      number,
      at: (key) => `${this.letter(key)}${number}`,
      table: (column) => `${table}${column}${offset}`,
      downTo: (key) => `${this.letter(key)}$${HEAD}:${this.letter(key)}${number}`,
      all: (key) => `${this.letter(key)}$${FIRST}:${this.letter(key)}$${LAST}`,
      tableAbove: (column) => `${table}${column}$${TABLE_FIRST - 1}:${column}${offset - 1}`,
    };
  }
}

const letterAt = (index: number) =>
  index < 26 ? String.fromCharCode(65 + index) : `A${String.fromCharCode(65 + index - 26)}`;
