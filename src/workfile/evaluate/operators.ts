import { power } from "../../core/numeric/elementary";
import type { BinaryOperator } from "../../formula/formula";
import { compare, isClose } from "./compare";
import { toNumber, toText } from "./convert";
import type { Surroundings } from "./define";
import { broadcast, finite, overPlaces, shapeOf } from "./invoke";
import {
  DIVISION_BY_ZERO,
  ErrorValue,
  NOT_AVAILABLE,
  NUMBER_ERROR,
  VALUE_ERROR,
  type Scalar,
} from "./scalar";
import { Areas, isScalar, Lambda, Matrix, OMITTED, type Operand } from "./values";

export type Calculation = Exclude<BinaryOperator, "," | " " | ":" | ":." | ".:" | ".:.">;

/** Excel's power: 0^0 is an error; of a negative number there are whole powers and odd roots: (-8)^(1/3) is -2. */
export function raised(base: number, exponent: number): number | ErrorValue {
  if (base === 0 && exponent === 0) return NUMBER_ERROR;
  if (base === 0 && exponent < 0) return DIVISION_BY_ZERO;
  const root = Math.round(1 / exponent);
  if (base < 0 && !Number.isInteger(exponent) && root % 2 !== 0 && isClose(1 / root, exponent))
    return finite(-power(-base, exponent));
  return finite(power(base, exponent));
}

const arithmetic: Partial<Record<Calculation, (a: number, b: number) => number | ErrorValue>> = {
  "+": (a, b) => finite(a + b),
  "-": (a, b) => finite(a - b),
  "*": (a, b) => finite(a * b),
  "/": (a, b) => (b === 0 ? DIVISION_BY_ZERO : finite(a / b)),
  "^": raised,
};

const comparisons: Partial<Record<Calculation, (order: number) => boolean>> = {
  "=": (order) => order === 0,
  "<>": (order) => order !== 0,
  "<": (order) => order < 0,
  ">": (order) => order > 0,
  "<=": (order) => order <= 0,
  ">=": (order) => order >= 0,
};

/** What an operator makes of two single values. */
export function operation(op: Calculation, dateOffset: number): (a: Scalar, b: Scalar) => Scalar {
  const calculate = arithmetic[op];
  if (calculate !== undefined)
    return (a, b) => {
      const x = typeof a === "number" ? a : toNumber(a, dateOffset);
      if (x instanceof ErrorValue) return x;
      const y = typeof b === "number" ? b : toNumber(b, dateOffset);
      return y instanceof ErrorValue ? y : calculate(x, y);
    };
  const holds = comparisons[op];
  if (holds !== undefined)
    return (a, b) => {
      if (a instanceof ErrorValue) return a;
      return b instanceof ErrorValue ? b : holds(compare(a, b));
    };
  return (a, b) => {
    const x = toText(a);
    if (x instanceof ErrorValue) return x;
    const y = toText(b);
    return y instanceof ErrorValue ? y : joinedText(x, y);
  };
}

/** A cell holds no longer text. */
const LONGEST_TEXT = 32_767;

const joinedText = (a: string, b: string) => (a.length + b.length > LONGEST_TEXT ? VALUE_ERROR : a + b);

/**
 * A difference that is nothing but the rounding of its terms. Excel calls it 0 where the addition or subtraction is the
 * last step of a formula, outside of brackets: =0.5-0.4-0.1 is 0, =(0.5-0.4-0.1) is not.
 */
export function withoutRest(result: Scalar, a: Scalar, b: Scalar): Scalar {
  if (typeof result !== "number" || typeof a !== "number" || typeof b !== "number") return result;
  return Math.abs(result) < 5e-16 * Math.max(Math.abs(a), Math.abs(b)) ? 0 : result;
}

/** A function of one or two single values for each place of arrays. */
export function mapped(
  compute: (a: Scalar, b: Scalar) => Scalar,
  a: Operand,
  b: Operand,
  around: Surroundings,
): Operand {
  const left = valuesOf(a, around);
  const right = valuesOf(b, around);
  if (left instanceof Matrix || right instanceof Matrix) {
    const x = left instanceof Matrix ? left : new Matrix(1, 1, [left]);
    const y = right instanceof Matrix ? right : new Matrix(1, 1, [right]);
    if (areInStep(x, y)) return inStep(x, y, compute);
    return overPlaces([x, y], (row, column) => {
      const u = broadcast(x, row, column);
      const v = broadcast(y, row, column);
      return u === undefined || v === undefined ? NOT_AVAILABLE : compute(u, v);
    });
  }
  return compute(left, right);
}

/** Whether two arrays have the same places, or one of them is a single value: the usual case. */
const areInStep = (a: Matrix, b: Matrix): boolean =>
  a.whole === undefined &&
  b.whole === undefined &&
  (a.cells.length === 1 || b.cells.length === 1 || (a.rows === b.rows && a.columns === b.columns)) &&
  shapeOf([a, b]) !== undefined;

function inStep(a: Matrix, b: Matrix, compute: (a: Scalar, b: Scalar) => Scalar): Matrix {
  const { rows, columns } = a.cells.length === 1 ? b : a;
  const [stepOfA, stepOfB] = [a.cells.length === 1 ? 0 : 1, b.cells.length === 1 ? 0 : 1];
  const cells: Scalar[] = [];
  for (let at = 0; at < rows * columns; at++)
    cells.push(compute(a.cells[at * stepOfA] ?? null, b.cells[at * stepOfB] ?? null));
  return new Matrix(rows, columns, cells);
}

/** One value or many; what has no values is an error. */
export function valuesOf(operand: Operand, around: Surroundings): Scalar | Matrix {
  if (operand === OMITTED) return null;
  if (isScalar(operand) || operand instanceof Matrix) return operand;
  if (operand instanceof Lambda || operand instanceof Areas) return VALUE_ERROR;
  const matrix = around.matrix(operand);
  return matrix.cells.length === 1 && matrix.whole === undefined ? (matrix.cells[0] ?? null) : matrix;
}
