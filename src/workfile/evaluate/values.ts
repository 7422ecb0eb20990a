import type { GridSheet } from "./grid";
import { ErrorValue, type Scalar } from "./scalar";

// What formulas compute with. A blank cell is null.

/** The size of a matrix of whole columns or rows of a sheet, and what stands in all places that it does not have. */
export interface Whole {
  readonly rows: number;
  readonly columns: number;
  readonly rest: Scalar;
}

/** Values in rows and columns; at least one of each. */
export class Matrix {
  constructor(
    readonly rows: number,
    readonly columns: number,
    /** Row by row. */
    readonly cells: readonly Scalar[],
    /** Where it ends before what it stands for. */
    readonly whole?: Whole,
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
