import type { GridSheet } from "./grid";
import type { ErrorValue, Scalar } from "./scalar";
import type { Lambda, Matrix, Operand } from "./values";

// How Excel's functions are described to the evaluator.

/**
 * How an argument reaches a function.
 *
 * For one value: a range or an array gives one result for each of its cells, and an error is the result.
 *
 * - `number`, `text`, `logical`: converted as Excel converts; a text that is no number is #VALUE!.
 * - `scalar`: as it is, blank cells as null.
 * - `any`: as `scalar`, and errors arrive too.
 *
 * For many:
 *
 * - `matrix`: all its values, errors as well; a single value as a matrix of one.
 * - `operand`: whatever it is, a reference as the reference.
 * - `reference`: a reference, else #VALUE!.
 * - `lambda`: a function, else #VALUE!.
 *
 * With `?` it may be left out, and then arrives as undefined. With `~` it may be left out at the end only: between
 * commas, or after the last one, it is a blank cell, as MATCH(1, A1:A9,) is MATCH(1, A1:A9, 0).
 */
export type ParameterKind =
  "number" | "text" | "logical" | "scalar" | "any" | "matrix" | "operand" | "reference" | "lambda";

export type Parameter = ParameterKind | `${ParameterKind}?` | `${ParameterKind}~`;

/** What a function may ask besides its arguments. */
export interface Surroundings {
  /** Days from Excel's day 0 to that of the workbook: 1462 where its dates start in 1904. */
  readonly dateOffset: number;
  /** Where the formula is, from 1. */
  readonly row: number;
  readonly column: number;
  /**
   * The values of an operand; blank cells are null. Whole columns end at the last cell that the sheet has.
   *
   * The same object each time for a long range whose values have not changed, so that what is made of it once, as an
   * index to look values up, can be kept with it.
   */
  matrix(operand: Operand): Matrix;
  /** Goes through the values of an operand without making a matrix: stops where `visit` returns an error. */
  each(operand: Operand, visit: (value: Scalar) => ErrorValue | undefined): ErrorValue | undefined;
  /** Whether a row is hidden, by a filter or by hand; not there where that is not known. */
  readonly isHidden?: (sheet: GridSheet, row: number) => boolean;
  /** Calls a function of the workbook's own. */
  call(lambda: Lambda, args: readonly Operand[]): Operand;
}

/** The arguments by the types of their parameters are known to `compute` only. */
export interface SheetFunction {
  readonly name: string;
  readonly parameters: readonly Parameter[];
  /** How many of the last parameters may follow again, as often as wanted: 2 for pairs. */
  readonly repeats: number;
  /**
   * Whether, where a formula is of the old kind, ranges stay ranges in its arguments that take many values:
   * SUMPRODUCT(A1:A3*2).
   */
  readonly arrays: boolean;
  /** Whether it refuses a range where it takes one value, but not an array, as those of the Analysis ToolPak do. */
  readonly refusesRanges: boolean;
  /** Whether it gives the same where an array has more of 0, FALSE and empty texts at its end. */
  readonly ignoresNothing: boolean;
  readonly compute: (args: readonly never[], around: Surroundings) => Operand;
}

type Value<K> = K extends `${infer Kind}?` | `${infer Kind}~`
  ? Value<Kind> | undefined
  : K extends "number"
    ? number
    : K extends "text"
      ? string
      : K extends "logical"
        ? boolean
        : K extends "scalar"
          ? Exclude<Scalar, ErrorValue>
          : K extends "any"
            ? Scalar
            : K extends "matrix"
              ? Matrix
              : K extends "lambda"
                ? Lambda
                : Operand;

type Values<P extends readonly Parameter[]> = { [I in keyof P]: Value<P[I]> };

interface Extras {
  readonly arrays?: boolean;
  readonly refusesRanges?: boolean;
  readonly ignoresNothing?: boolean;
}

/** A function whose parameters are all given one by one. */
export function sheetFunction<const P extends readonly Parameter[]>(
  name: string,
  parameters: P,
  compute: (args: Values<P>, around: Surroundings) => Operand,
  extras: Extras = {},
): SheetFunction {
  return described(name, parameters, 0, compute as SheetFunction["compute"], extras);
}

/** A function whose last parameters, `repeats` of them, may follow again and again; all are of one kind or of two in turn. */
export function repeatingFunction<const P extends readonly Parameter[]>(
  name: string,
  parameters: P,
  repeats: number,
  compute: (args: readonly Value<P[number]>[], around: Surroundings) => Operand,
  extras: Extras = {},
): SheetFunction {
  return described(name, parameters, repeats, compute, extras);
}

const described = (
  name: string,
  parameters: readonly Parameter[],
  repeats: number,
  compute: SheetFunction["compute"],
  { arrays = false, refusesRanges = false, ignoresNothing = false }: Extras,
): SheetFunction => ({ name, parameters, repeats, arrays, refusesRanges, ignoresNothing, compute });
