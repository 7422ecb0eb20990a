import { type FormulaCell, type FormulaKind, GridSheet } from "../../../src/workfile/evaluate/grid";
import { Evaluation, type Book, type BookName } from "../../../src/workfile/evaluate/evaluation";
import { library } from "../../../src/workfile/evaluate/functions/library";
import { ErrorValue, errorOf, type Scalar } from "../../../src/workfile/evaluate/scalar";
import {
  Area,
  Areas,
  isScalar,
  Lambda,
  NotComputed,
  OMITTED,
  type Operand,
} from "../../../src/workfile/evaluate/values";

/** A cell of a test: a text that begins with "=" is a formula, one with "#" an error. */
export type Given = number | string | boolean | null;

/** A result: an error as its code, several values in rows, what is not computed as `{ not: why }`. */
export type Result = Given | Given[][] | { readonly not: string };

export interface TestBook {
  readonly cells?: Readonly<Record<string, readonly (readonly Given[])[]>>;
  readonly names?: Readonly<Record<string, string>>;
  readonly isDate1904?: boolean;
}

/** A workbook of one or more sheets, each filled from A1; the first is "Sheet1" unless it has a name. */
export function bookOf({ cells = { Sheet1: [] }, names = {}, isDate1904 = false }: TestBook): Book {
  const sheets = Object.keys(cells).map((name, index) => new GridSheet(name, index));
  for (const [place, rows] of Object.values(cells).entries()) {
    const sheet = sheets[place];
    if (sheet === undefined) continue;
    for (const [r, row] of rows.entries())
      for (const [c, value] of row.entries()) {
        if (typeof value === "string" && value.startsWith("="))
          addFormula(sheet, r + 1, c + 1, value.slice(1), "spill");
        else sheet.set(r + 1, c + 1, typeof value === "string" && ERROR.test(value) ? errorOf(value) : value);
      }
  }
  const defined: BookName[] = Object.entries(names).map(([name, text]) => ({ name, sheet: undefined, text }));
  return { sheets, names: defined, tables: new Map(), isDate1904 };
}

const ERROR = /^#[A-Z/0]+[!?A]?$/;

export function addFormula(
  sheet: GridSheet,
  row: number,
  column: number,
  text: string,
  kind: FormulaKind,
): FormulaCell {
  const formula: FormulaCell = {
    sheet,
    row,
    column,
    formula: { text, row, column },
    kind,
    bottom: row,
    right: column,
    state: "due",
    saved: null,
    hasValue: false,
  };
  sheet.setFormula(row, column, formula);
  sheet.formulas.push(formula);
  return formula;
}

export const evaluationOf = (book: TestBook) =>
  new Evaluation(bookOf(book), { excel: library, mining: () => undefined });

/** What a formula gives in a cell far from all others, as arrays have it in Excel since 2020. */
export function resultOf(formula: string, book: TestBook = {}, at = { row: 100, column: 30 }): Result {
  const evaluation = evaluationOf(book);
  const [sheet] = evaluation.book.sheets;
  if (sheet === undefined) throw new Error("no sheet");
  try {
    evaluation.run();
    return plain(evaluation.valueOf(formula.replace(/^=/, ""), { sheet, ...at }), evaluation);
  } catch (error) {
    if (error instanceof NotComputed) return { not: error.message };
    throw error;
  }
}

/** What a formula of the old kind gives in a cell: one value. */
export function singleResultOf(formula: string, book: TestBook = {}, at = { row: 100, column: 30 }): Result {
  const evaluation = evaluationOf(book);
  const [sheet] = evaluation.book.sheets;
  if (sheet === undefined) throw new Error("no sheet");
  const cell = addFormula(sheet, at.row, at.column, formula.replace(/^=/, ""), "single");
  evaluation.run();
  if (cell.state !== "done") return { not: typeof cell.why === "string" ? cell.why : "" };
  return scalar(sheet.value(at.row, at.column));
}

/** The values of cells after all formulas are computed, as "A1" or "Sheet2!B3:C4" names them. */
export function cellsOf(book: TestBook, reference: string): Result {
  return resultOf(reference, book);
}

function plain(operand: Operand, { around }: Evaluation): Result {
  if (operand === OMITTED) return 0;
  if (isScalar(operand)) return scalar(operand ?? 0);
  if (operand instanceof Areas || operand instanceof Lambda) return "#VALUE!";
  const matrix = operand instanceof Area ? around.matrix(operand) : operand;
  const { rows, columns } = matrix;
  const found = Array.from({ length: rows }, (_, r) =>
    Array.from({ length: columns }, (_unused, c) => scalar(matrix.at(r, c) ?? 0)),
  );
  return rows === 1 && columns === 1 ? (found[0]?.[0] ?? 0) : found;
}

const scalar = (value: Scalar): Given => (value instanceof ErrorValue ? value.code : value);
