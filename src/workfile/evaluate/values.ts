import type { GridSheet } from "./grid";

// What formulas compute with. A blank cell is null.

/** An error as a cell has it. Errors without a text of their own are compared by their code. */
export class ErrorValue {
  constructor(
    readonly code: string,
    /** What a function of the add-in says about it. */
    readonly text?: string,
  ) {}
}

export const NULL_ERROR = new ErrorValue("#NULL!");
export const DIVISION_BY_ZERO = new ErrorValue("#DIV/0!");
export const VALUE_ERROR = new ErrorValue("#VALUE!");
export const REFERENCE_ERROR = new ErrorValue("#REF!");
export const NAME_ERROR = new ErrorValue("#NAME?");
export const NUMBER_ERROR = new ErrorValue("#NUM!");
export const NOT_AVAILABLE = new ErrorValue("#N/A");
export const SPILL_ERROR = new ErrorValue("#SPILL!");
export const CALCULATION_ERROR = new ErrorValue("#CALC!");

const known = new Map(
  [
    NULL_ERROR,
    DIVISION_BY_ZERO,
    VALUE_ERROR,
    REFERENCE_ERROR,
    NAME_ERROR,
    NUMBER_ERROR,
    NOT_AVAILABLE,
    SPILL_ERROR,
    CALCULATION_ERROR,
  ].map((error) => [error.code, error]),
);

export const errorOf = (code: string) => known.get(code.toUpperCase()) ?? new ErrorValue(code.toUpperCase());

/** What one cell holds or a formula gives for one. */
export type Scalar = number | string | boolean | null | ErrorValue;

/** Values in rows and columns; at least one of each. */
export class Matrix {
  constructor(
    readonly rows: number,
    readonly columns: number,
    /** Row by row. */
    readonly cells: readonly Scalar[],
  ) {}

  /** The value at a place that is inside, counted from 0. */
  at(row: number, column: number): Scalar {
    return this.cells[row * this.columns + column] ?? null;
  }

  static of(rows: readonly (readonly Scalar[])[]): Matrix {
    return new Matrix(rows.length, rows[0]?.length ?? 0, rows.flat());
  }
}

/** A rectangle of cells, its corners counted from 1 and included. */
export class Area {
  constructor(
    readonly sheet: GridSheet,
    readonly top: number,
    readonly left: number,
    readonly bottom: number,
    readonly right: number,
  ) {}

  get rows(): number {
    return this.bottom - this.top + 1;
  }

  get columns(): number {
    return this.right - this.left + 1;
  }
}

/** Several areas, as (A1:A2,C3) or the same cells of several sheets. */
export class Areas {
  constructor(readonly list: readonly Area[]) {}
}

/** A function of the workbook's own. An argument that is left out arrives as OMITTED. */
export class Lambda {
  constructor(
    readonly least: number,
    readonly most: number,
    readonly call: (args: readonly Operand[]) => Operand,
  ) {}
}

/** An argument that is left out between commas: IF(a,,b). */
export const OMITTED: unique symbol = Symbol("omitted");

export type Operand = Scalar | Matrix | Area | Areas | Lambda | typeof OMITTED;

export function isScalar(operand: Operand): operand is Scalar {
  if (typeof operand === "object") return operand === null || operand instanceof ErrorValue;
  return operand !== OMITTED;
}

/** What stops the evaluation of a formula without a result: the cell keeps the value that the file has. */
export class NotComputed extends Error {}
