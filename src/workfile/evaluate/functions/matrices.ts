import { at } from "../../../core/numeric/at";
import { sheetFunction, type SheetFunction, type Surroundings } from "../define";
import { ErrorValue, NUMBER_ERROR, VALUE_ERROR } from "../scalar";
import { Matrix, NotComputed, type Operand } from "../values";
import { blockOf, filledWith } from "./numbers";

// Products, inverses and determinants of matrices. All cells must be numbers.

interface Numbers {
  readonly rows: number;
  readonly columns: number;
  readonly cells: Float64Array;
}

function numbersIn(operand: Operand, around: Surroundings): Numbers | ErrorValue {
  const block = blockOf(operand, around);
  if (block instanceof ErrorValue) return block;
  const cells = filledWith(block);
  return cells instanceof ErrorValue ? cells : { rows: block.rows, columns: block.columns, cells };
}

function product(a: Numbers, b: Numbers): Matrix | ErrorValue {
  if (a.columns !== b.rows) return VALUE_ERROR;
  const cells = new Array<number>(a.rows * b.columns).fill(0);
  for (let row = 0; row < a.rows; row++)
    for (let column = 0; column < b.columns; column++) {
      let sum = 0;
      for (let k = 0; k < a.columns; k++)
        sum += at(a.cells, row * a.columns + k) * at(b.cells, k * b.columns + column);
      cells[row * b.columns + column] = sum;
    }
  return new Matrix(a.rows, b.columns, cells);
}

/** A determinant this small beside the lengths of the rows, and an inverse of such a matrix, are rounding errors. */
const NOTHING = 1e-13;

interface Reduced {
  readonly determinant: number;
  /** By rows; undefined where there is none. */
  readonly inverse: Float64Array | undefined;
}

/** Gauss and Jordan's method, with the greatest pivot of each column. */
function reduced({ rows: size, cells }: Numbers): Reduced {
  const left = cells.slice();
  const right = new Float64Array(size * size);
  for (let i = 0; i < size; i++) right[i * size + i] = 1;
  let determinant = 1;
  for (let column = 0; column < size; column++) {
    let pivot = column;
    for (let row = column + 1; row < size; row++)
      if (Math.abs(at(left, row * size + column)) > Math.abs(at(left, pivot * size + column))) pivot = row;
    const value = at(left, pivot * size + column);
    if (value === 0) return { determinant: 0, inverse: undefined };
    determinant *= pivot === column ? value : -value;
    for (const side of [left, right]) {
      for (let k = 0; k < size; k++) {
        const taken = at(side, pivot * size + k);
        side[pivot * size + k] = at(side, column * size + k);
        side[column * size + k] = taken;
      }
    }
    for (let row = 0; row < size; row++) {
      if (row === column) continue;
      const share = at(left, row * size + column) / value;
      if (share === 0) continue;
      for (const side of [left, right])
        for (let k = 0; k < size; k++)
          side[row * size + k] = at(side, row * size + k) - share * at(side, column * size + k);
    }
  }
  for (let row = 0; row < size; row++) {
    const value = at(left, row * size + row);
    for (let k = 0; k < size; k++) right[row * size + k] = at(right, row * size + k) / value;
  }
  return { determinant, inverse: right };
}

/** The determinant of perpendicular rows of the same lengths. */
function greatestDeterminant({ rows: size, cells }: Numbers): number {
  let found = 1;
  for (let row = 0; row < size; row++) {
    let square = 0;
    for (let k = 0; k < size; k++) square += at(cells, row * size + k) * at(cells, row * size + k);
    found *= Math.sqrt(square);
  }
  return found;
}

const greatestRow = (cells: Float64Array, size: number) => {
  let found = 0;
  for (let row = 0; row < size; row++) {
    let sum = 0;
    for (let k = 0; k < size; k++) sum += Math.abs(at(cells, row * size + k));
    found = Math.max(found, sum);
  }
  return found;
};

function inverse(matrix: Numbers): Matrix | ErrorValue {
  if (matrix.rows !== matrix.columns) return VALUE_ERROR;
  const size = matrix.rows;
  const found = reduced(matrix).inverse;
  if (found === undefined) return NUMBER_ERROR;
  if (!(greatestRow(matrix.cells, size) * greatestRow(found, size) < 1 / NOTHING))
    throw new NotComputed("a matrix next to one without an inverse");
  return new Matrix(size, size, [...found.map((value) => value + 0)]);
}

function determinant(matrix: Numbers): number | ErrorValue {
  if (matrix.rows !== matrix.columns) return VALUE_ERROR;
  const { determinant: found } = reduced(matrix);
  if (found !== 0 && Math.abs(found) < NOTHING * greatestDeterminant(matrix))
    throw new NotComputed("a determinant that is nothing but rounding errors");
  return found;
}

function unit(given: number): Matrix | ErrorValue {
  const size = Math.trunc(given);
  if (size < 1) return VALUE_ERROR;
  if (size > MOST_ROWS) throw new NotComputed("MUNIT makes too many cells");
  const cells = Array.from({ length: size * size }, (_, index) => (index % (size + 1) === 0 ? 1 : 0));
  return new Matrix(size, size, cells);
}

const MOST_ROWS = 1_000;

const ofMatrix = (name: string, compute: (matrix: Numbers) => Operand): SheetFunction =>
  sheetFunction(
    name,
    ["operand"],
    ([operand], around) => {
      const matrix = numbersIn(operand, around);
      return matrix instanceof ErrorValue ? matrix : compute(matrix);
    },
    { arrays: true },
  );

export const MATRICES: readonly SheetFunction[] = [
  sheetFunction(
    "MMULT",
    ["operand", "operand"],
    ([first, second], around) => {
      const a = numbersIn(first, around);
      if (a instanceof ErrorValue) return a;
      const b = numbersIn(second, around);
      return b instanceof ErrorValue ? b : product(a, b);
    },
    { arrays: true },
  ),
  ofMatrix("MINVERSE", inverse),
  ofMatrix("MDETERM", determinant),
  sheetFunction("MUNIT", ["number"], ([size]) => unit(size)),
];
