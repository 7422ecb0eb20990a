// What is said of a cell: plain data, for the command line, the pane and programs alike.

/** An error as a cell shows it, with what a function of the add-in says about it. */
export interface ShownError {
  readonly error: string;
  readonly text?: string;
}

/** What one cell holds; a blank one is null. */
export type Plain = number | string | boolean | null | ShownError;

/** Several values, with the first of them in rows. */
export interface ManyValues {
  readonly rows: number;
  readonly columns: number;
  readonly first: readonly (readonly Plain[])[];
}

/** What is no value, in words: "a function". */
export interface NoValue {
  readonly is: string;
}

export type Value = Plain | ManyValues | NoValue;

export interface CellName {
  readonly sheet: string;
  /** "B4", or "B4:B9". */
  readonly cell: string;
  /** With its sheet, as formulas write it: "'Site 1'!B4". */
  readonly at: string;
}

/** What the texts beside a cell call it. */
export interface Label {
  readonly text: string;
  /** As the sheet says it. */
  readonly unit?: string;
}

/** How a cell has its value: typed in, by its formula, by the formula of another cell that fills it, or not at all. */
export type CellKind = "constant" | "formula" | "filled" | "blank";

export interface Precedent extends CellName {
  readonly label?: Label;
  readonly kind: CellKind;
  readonly value: Plain;
  readonly formula?: string;
}

/** A range that a formula refers to. */
export interface PrecedentRange extends CellName {
  readonly label?: Label;
  readonly rows: number;
  readonly columns: number;
  readonly constants: number;
  readonly formulas: number;
  readonly blanks: number;
  readonly errors: number;
  /** The first that are not blank. */
  readonly cells: readonly Precedent[];
}

/** Where an argument has its value from. */
export type Origin =
  | { readonly kind: "cell"; readonly cell: Precedent; readonly name?: string }
  | { readonly kind: "range"; readonly range: CellName; readonly label?: Label; readonly name?: string }
  | { readonly kind: "typed" }
  | { readonly kind: "formula" }
  | { readonly kind: "default" }
  | { readonly kind: "none" };

export interface Argument {
  /** As Excel shows it: "j_per_th". */
  readonly name: string;
  readonly doc: string;
  readonly unit: string;
  readonly rule: string;
  /** As it is written; "" where it is left out. */
  readonly text: string;
  readonly origin: Origin;
  /** Undefined where it was not computed, or is left out and has no default. */
  readonly value?: Value;
}

/** An assumption of a model that a function reads. */
export interface Assumption {
  readonly name: string;
  readonly value: Plain;
  /** The first months of a series, or multipliers of a shape. */
  readonly series?: readonly number[];
  readonly unit: string;
  readonly source: string;
  /** The cell that gives it. */
  readonly cell?: CellName;
  readonly check?: string;
}

export interface ModelFacts {
  readonly assumptions: readonly Assumption[];
  /** Rows of the block that were taken for headings: a misspelt assumption is among them. */
  readonly headings: readonly string[];
  /** Why the block is refused, and the cell that is the reason. */
  readonly refused?: string;
  readonly refusedAt?: CellName;
}

/** The same in Excel's own functions. */
export interface NativeResult {
  /** As it would be called: "MINING_HASHCOST(B4,B5)". */
  readonly call?: string;
  /** The name and its formula, in lines, each with "=". */
  readonly name?: string;
  readonly formula?: string;
  readonly value?: Value;
  /** Why it has no value, or why there is no such form. */
  readonly why?: string;
  /** The largest relative difference from the function's own result. */
  readonly difference?: number;
  /** Whether both are the same: texts to the letter, numbers but for rounding, errors of any kind. */
  readonly isSame?: boolean;
  /** Where it is known to differ, each in a sentence; of one that does. */
  readonly differs?: readonly string[];
}

/** A call of one of the add-in's functions. */
export interface Call {
  readonly name: string;
  readonly text: string;
  readonly summary: string;
  readonly formula: string;
  readonly unit: string;
  readonly arguments: readonly Argument[];
  readonly sources: readonly string[];
  /** Undefined where the formula did not need it. */
  readonly value?: Value;
  /** Undefined where it was not asked for. */
  readonly native?: NativeResult;
  readonly model?: ModelFacts;
}

/** A part of the formula, in the order in which they are computed. */
export interface Step {
  /** The name that LET gives it. */
  readonly name?: string;
  readonly text: string;
  /** The same with what is known of it by then put in; undefined where that changes nothing. */
  readonly filled?: string;
  readonly value: Value;
  /** How often it was computed, in a LAMBDA that is called for many values; the value is the first. */
  readonly times: number;
}

/** What looks wrong, or is wrong, in a sentence, with the cell to look at. */
export interface Finding {
  readonly kind: "error" | "doubt";
  readonly text: string;
  readonly cell?: CellName;
}

/** Cells whose formulas refer to a cell. */
export interface UsedBy {
  readonly count: number;
  readonly first: readonly CellName[];
}

export interface Explanation extends CellName {
  readonly label?: Label;
  readonly kind: CellKind;
  readonly isHidden: boolean;
  /** Of the cell, or of the one that fills it. */
  readonly formula?: string;
  readonly filledBy?: CellName;
  /** All cells that the formula fills, where there are several. */
  readonly fills?: CellName;
  /** Of its value: as the sheet says it, or that of the function where the formula is one call. */
  readonly unit?: string;
  /** What the workbook shows. */
  readonly saved: Plain;
  /** What the formula gives with the values that the cells it refers to have. */
  readonly value?: Value;
  /** Whether both agree. */
  readonly agrees?: boolean;
  /** Why it was not computed. */
  readonly left?: string;
  readonly findings: readonly Finding[];
  readonly calls: readonly Call[];
  readonly steps: readonly Step[];
  /** How many more steps there are than are listed. */
  readonly moreSteps: number;
  readonly precedents: readonly (Precedent | PrecedentRange)[];
  readonly usedBy: UsedBy;
}

export const isRange = (precedent: Precedent | PrecedentRange): precedent is PrecedentRange =>
  "cells" in precedent;

export const isError = (value: Value | undefined): value is ShownError =>
  typeof value === "object" && value !== null && "error" in value;

export const isMany = (value: Value): value is ManyValues =>
  typeof value === "object" && value !== null && "rows" in value;
