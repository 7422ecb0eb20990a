import { toNumber } from "../convert";
import type { Surroundings } from "../define";
import { ErrorValue, NOT_AVAILABLE, VALUE_ERROR, type Scalar } from "../scalar";
import { Area, isScalar, Lambda, Matrix, NotComputed, OMITTED, type Operand } from "../values";

// The numbers in the arguments of functions that take ranges.

/**
 * Visits the numbers of arguments in order. A value that is given directly is converted; in references and arrays only
 * numbers count. The first error ends it, and is the answer.
 */
export function eachNumber(
  args: readonly Operand[],
  around: Surroundings,
  visit: (value: number) => void,
): ErrorValue | undefined {
  const visitCell = (value: Scalar): ErrorValue | undefined => {
    if (typeof value === "number") visit(value);
    else if (value instanceof ErrorValue) return value;
    return undefined;
  };
  for (const arg of args) {
    if (isScalar(arg)) {
      const number = toNumber(arg, around.dateOffset);
      if (number instanceof ErrorValue) return number;
      visit(number);
      continue;
    }
    const error = manyOf(arg) ?? around.each(arg, visitCell);
    if (error !== undefined) return error;
  }
  return undefined;
}

/** What is neither one value nor many is an error. */
export const manyOf = (operand: Operand): ErrorValue | undefined =>
  operand instanceof Lambda || operand === OMITTED ? VALUE_ERROR : undefined;

/** The numbers of arguments, as `eachNumber` visits them. */
export function numbersOf(args: readonly Operand[], around: Surroundings): Float64Array | ErrorValue {
  const found: number[] = [];
  const error = eachNumber(args, around, (value) => {
    found.push(value);
  });
  return error ?? Float64Array.from(found);
}

/** The numbers of an argument that is meant to be a range or an array. */
export function numbersIn(arg: Operand, around: Surroundings): Float64Array | ErrorValue {
  if (isScalar(arg) && (typeof arg === "boolean" || arg === null))
    throw new NotComputed("it is not certain what Excel makes of a single logical value in place of a range");
  return numbersOf([arg], around);
}

/** Values in their place. Cells beyond those of `values` are blank: of a whole column only the first rows are used. */
export interface Block {
  readonly rows: number;
  readonly columns: number;
  readonly values: Matrix;
}

export function blockOf(operand: Operand, around: Surroundings): Block | ErrorValue {
  if (isScalar(operand)) return { rows: 1, columns: 1, values: new Matrix(1, 1, [operand]) };
  if (operand instanceof Area)
    return { rows: operand.rows, columns: operand.columns, values: around.matrix(operand) };
  if (operand instanceof Matrix) {
    const { rows, columns } = operand.whole ?? operand;
    return { rows, columns, values: operand };
  }
  return VALUE_ERROR;
}

export const valueAt = ({ values }: Block, row: number, column: number): Scalar =>
  row < values.rows && column < values.columns ? values.at(row, column) : null;

export const firstError = ({ values }: Block): ErrorValue | undefined =>
  values.cells.find((value) => value instanceof ErrorValue);

/** The numbers that stand in both of two operands at the same place. Operands of different lengths are #N/A. */
export function pairsOf(
  first: Operand,
  second: Operand,
  around: Surroundings,
): { x: Float64Array; y: Float64Array } | ErrorValue {
  const a = blockOf(first, around);
  if (a instanceof ErrorValue) return a;
  const b = blockOf(second, around);
  if (b instanceof ErrorValue) return b;
  const error = firstError(a) ?? firstError(b);
  if (error !== undefined) return error;
  if (a.rows * a.columns !== b.rows * b.columns) return NOT_AVAILABLE;
  if (a.rows !== b.rows)
    throw new NotComputed("it is not certain how Excel pairs ranges of different shapes");
  const x: number[] = [];
  const y: number[] = [];
  for (let row = 0; row < Math.min(a.values.rows, b.values.rows); row++)
    for (let column = 0; column < Math.min(a.values.columns, b.values.columns); column++) {
      const u = a.values.at(row, column);
      const v = b.values.at(row, column);
      if (typeof u !== "number" || typeof v !== "number") continue;
      x.push(u);
      y.push(v);
    }
  return { x: Float64Array.from(x), y: Float64Array.from(y) };
}

/** All values of an operand, which must be numbers, row by row; #VALUE! where one is not. */
export function filledWith(block: Block): Float64Array | ErrorValue {
  const error = firstError(block);
  if (error !== undefined) return error;
  const { cells } = block.values;
  if (cells.length !== block.rows * block.columns) return VALUE_ERROR;
  const numbers = new Float64Array(cells.length);
  for (const [index, value] of cells.entries()) {
    if (typeof value !== "number") return VALUE_ERROR;
    numbers[index] = value;
  }
  return numbers;
}

/** A result from numbers, unless there is an error instead of them. */
export const of = <T>(
  numbers: Float64Array | ErrorValue,
  compute: (numbers: Float64Array) => T | ErrorValue,
): T | ErrorValue => (numbers instanceof ErrorValue ? numbers : compute(numbers));
