import type { Cell } from "../cells";
import type { ErrorValue } from "./scalar";
import { type Scalar } from "./scalar";

/** The shape that all cells share in which a formula is the same, relative to where it is. */
export interface SharedFormula {
  /** As the file holds it, as it reads in the cell of `row` and `column`. */
  readonly text: string;
  readonly row: number;
  readonly column: number;
}

/**
 * How a formula gives its result: one value, as formulas did before there were arrays; an array in a range that the user
 * chose; an array in the cells that it needs.
 */
export type FormulaKind = "single" | "range" | "spill";

type FormulaState = "done" | "due" | "running" | "left";

/** A cell with a formula. */
export interface FormulaCell {
  readonly sheet: GridSheet;
  readonly row: number;
  readonly column: number;
  readonly formula: SharedFormula;
  readonly kind: FormulaKind;
  /** The last row and column that its result fills. */
  bottom: number;
  right: number;
  state: FormulaState;
  /** Why it keeps the value that the file has; or the cell that it waits for in vain. */
  why?: string | FormulaCell;
  /** What the file has in its first cell. */
  readonly saved: Scalar;
  /** Whether the file has a value for it at all. */
  readonly hasValue: boolean;
  /** Where the file has it. */
  readonly source?: Cell;
}

// The values of a sheet in columns, in pages of rows that exist only where something is.

const PAGE_BITS = 8;
const PAGE_ROWS = 1 << PAGE_BITS;
const IN_PAGE = PAGE_ROWS - 1;

const [BLANK, NUMBER, FALSE, TRUE, OTHER] = [0, 1, 2, 3, 4];

interface Page {
  readonly kinds: Uint8Array;
  readonly numbers: Float64Array;
  others: (string | ErrorValue)[] | undefined;
  formulas: (FormulaCell | undefined)[] | undefined;
}

const newPage = (): Page => ({
  kinds: new Uint8Array(PAGE_ROWS),
  numbers: new Float64Array(PAGE_ROWS),
  others: undefined,
  formulas: undefined,
});

/** A sheet's values and formulas; rows and columns count from 1. */
export class GridSheet {
  private readonly pages: (Page | undefined)[][] = [];
  /** The last row and column that hold anything. */
  lastRow = 0;
  lastColumn = 0;
  readonly formulas: FormulaCell[] = [];
  /** Rows that a filter or a hand hides; undefined where that is not known. */
  hiddenRows: ReadonlySet<number> | undefined = new Set();
  /** How often each column was written to. */
  private readonly writes: number[] = [];
  /** The columns that have pages, by page of rows; sorted once they are asked for. */
  private readonly columns: { readonly list: number[]; isSorted: boolean }[] = [];

  constructor(
    readonly name: string,
    /** Its place among all sheets, from 0. */
    readonly index: number,
  ) {}

  value(row: number, column: number): Scalar {
    const page = this.pages[column]?.[row >> PAGE_BITS];
    return page === undefined ? null : valueIn(page, row & IN_PAGE);
  }

  formulaAt(row: number, column: number): FormulaCell | undefined {
    return this.pages[column]?.[row >> PAGE_BITS]?.formulas?.[row & IN_PAGE];
  }

  set(row: number, column: number, value: Scalar): void {
    const page = this.pageAt(row, column);
    const place = row & IN_PAGE;
    this.writes[column] = (this.writes[column] ?? 0) + 1;
    if (typeof value === "number") {
      page.kinds[place] = NUMBER;
      page.numbers[place] = value;
    } else if (value === null) {
      page.kinds[place] = BLANK;
    } else if (typeof value === "boolean") {
      page.kinds[place] = value ? TRUE : FALSE;
    } else {
      page.kinds[place] = OTHER;
      (page.others ??= [])[place] = value;
    }
  }

  /** How often columns were written to: as long as it is the same, so are their values. */
  writesTo(left: number, right: number): number {
    let total = 0;
    for (let column = left; column <= Math.min(right, this.lastColumn); column++)
      total += this.writes[column] ?? 0;
    return total;
  }

  /** Says which formula fills a cell. */
  setFormula(row: number, column: number, formula: FormulaCell | undefined): void {
    (this.pageAt(row, column).formulas ??= [])[row & IN_PAGE] = formula;
  }

  /** The columns in which a row may hold anything, from the left: a sheet that is wide in one place is not so in all. */
  columnsAt(row: number): readonly number[] {
    const columns = this.columns[row >> PAGE_BITS];
    if (columns === undefined) return [];
    if (!columns.isSorted) {
      columns.list.sort((a, b) => a - b);
      columns.isSorted = true;
    }
    return columns.list;
  }

  /**
   * Goes through a rectangle row by row, blank cells included, up to the last row and column that hold anything. Stops
   * where `visit` returns something, and returns it.
   */
  each<T>(
    [top, left, bottom, right]: readonly [number, number, number, number],
    ready: (formula: FormulaCell) => void,
    visit: (value: Scalar) => T | undefined,
  ): T | undefined {
    const lastRow = Math.min(bottom, this.lastRow);
    const lastColumn = Math.min(right, this.lastColumn);
    for (let row = top; row <= lastRow; row++)
      for (let column = left; column <= lastColumn; column++) {
        const page = this.pages[column]?.[row >> PAGE_BITS];
        let value: Scalar = null;
        if (page !== undefined) {
          const place = row & IN_PAGE;
          const formula = page.formulas?.[place];
          if (formula !== undefined) ready(formula);
          value = valueIn(page, place);
        }
        const found = visit(value);
        if (found !== undefined) return found;
      }
    return undefined;
  }

  private pageAt(row: number, column: number): Page {
    if (row > this.lastRow) this.lastRow = row;
    if (column > this.lastColumn) this.lastColumn = column;
    const pages = (this.pages[column] ??= []);
    const at = row >> PAGE_BITS;
    const present = pages[at];
    if (present !== undefined) return present;
    const columns = (this.columns[at] ??= { list: [], isSorted: true });
    columns.list.push(column);
    columns.isSorted = false;
    return (pages[at] = newPage());
  }
}

function valueIn(page: Page, place: number): Scalar {
  switch (page.kinds[place]) {
    case NUMBER:
      return page.numbers[place] ?? null;
    case OTHER:
      return page.others?.[place] ?? null;
    case TRUE:
      return true;
    case FALSE:
      return false;
    default:
      return null;
  }
}
