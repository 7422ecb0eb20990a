import type { Cell } from "../cells";
import type { GridSheet } from "./grid";
import type { Shape } from "./shape";
import type { Scalar } from "./values";

/** The shape that all cells share in which a formula is the same, relative to where it is. */
export interface SharedFormula {
  /** As the file holds it, as it reads in the cell of `row` and `column`. */
  readonly text: string;
  readonly row: number;
  readonly column: number;
  /** Once it is known. */
  shape?: Shape;
}

/**
 * How a formula gives its result: one value, as formulas did before there were arrays; an array in a range that the user
 * chose; an array in the cells that it needs.
 */
export type FormulaKind = "single" | "range" | "spill";

export type FormulaState = "done" | "due" | "running" | "left";

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
