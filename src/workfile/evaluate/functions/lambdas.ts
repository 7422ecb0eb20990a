import { repeatingFunction, sheetFunction, type SheetFunction, type Surroundings } from "../define";
import { broadcast, firstOf, shapeOf } from "../invoke";
import { CALCULATION_ERROR, ErrorValue, NOT_AVAILABLE, VALUE_ERROR, type Scalar } from "../scalar";
import { Lambda, Matrix, NotComputed, OMITTED, type Operand } from "../values";

// Functions that call a function of the workbook's own for each value.

/** What a call gives for one place; an array in one place is an error. */
function single(operand: Operand, around: Surroundings): Scalar {
  if (operand instanceof Matrix && operand.cells.length > 1) return CALCULATION_ERROR;
  if (operand instanceof Lambda) return CALCULATION_ERROR;
  return firstOf(operand, around);
}

const MOST_CELLS = 2_000_000;

function wholeNumber(value: number): number {
  return Math.trunc(value);
}

/** The values of an operand, all of them. */
function allOf(operand: Operand, around: Surroundings): Matrix {
  const matrix = around.matrix(operand);
  if (matrix.whole !== undefined) throw new NotComputed("an array of all the rows or columns of a sheet");
  return matrix;
}

export const LAMBDA_FUNCTIONS: readonly SheetFunction[] = [
  repeatingFunction(
    "MAP",
    ["operand", "operand"],
    1,
    (args, around) => {
      const lambda = args[args.length - 1];
      if (!(lambda instanceof Lambda)) return lambda instanceof ErrorValue ? lambda : VALUE_ERROR;
      const matrices = args.slice(0, -1).map((arg) => allOf(arg, around));
      const shape = shapeOf(matrices);
      if (shape === undefined) return VALUE_ERROR;
      const cells: Scalar[] = [];
      for (let row = 0; row < shape.rows; row++)
        for (let column = 0; column < shape.columns; column++) {
          const values = matrices.map((matrix) => {
            const isInside = row < matrix.rows && column < matrix.columns;
            return isInside ? matrix.at(row, column) : (broadcastOne(matrix, row, column) ?? NOT_AVAILABLE);
          });
          cells.push(single(around.call(lambda, values), around));
        }
      return new Matrix(shape.rows, shape.columns, cells);
    },
    { arrays: true },
  ),
  sheetFunction(
    "REDUCE",
    ["operand?", "operand", "lambda"],
    ([start, values, lambda], around) => {
      let sum: Operand = start === undefined ? OMITTED : start;
      const { cells } = allOf(values, around);
      for (const [index, cell] of cells.entries())
        sum = index === 0 && sum === OMITTED ? cell : around.call(lambda, [sum, cell]);
      return sum;
    },
    { arrays: true },
  ),
  sheetFunction(
    "SCAN",
    ["operand?", "operand", "lambda"],
    ([start, values, lambda], around) => {
      const { rows, columns, cells } = allOf(values, around);
      let sum: Operand = start === undefined ? OMITTED : start;
      const found: Scalar[] = [];
      for (const [index, cell] of cells.entries()) {
        sum = index === 0 && sum === OMITTED ? cell : around.call(lambda, [sum, cell]);
        const value = single(sum, around);
        sum = value;
        found.push(value);
      }
      return new Matrix(rows, columns, found);
    },
    { arrays: true },
  ),
  sheetFunction(
    "MAKEARRAY",
    ["number", "number", "lambda"],
    ([height, width, lambda], around) => {
      const [rows, columns] = [wholeNumber(height), wholeNumber(width)];
      if (rows < 1 || columns < 1) return VALUE_ERROR;
      if (rows * columns > MOST_CELLS) throw new NotComputed("MAKEARRAY makes too many cells");
      const cells: Scalar[] = [];
      for (let row = 1; row <= rows; row++)
        for (let column = 1; column <= columns; column++)
          cells.push(single(around.call(lambda, [row, column]), around));
      return new Matrix(rows, columns, cells);
    },
    { arrays: true },
  ),
  sheetFunction(
    "BYROW",
    ["operand", "lambda"],
    ([values, lambda], around) => {
      const matrix = allOf(values, around);
      const { rows, columns } = matrix;
      const cells = Array.from({ length: rows }, (_, row) => {
        const line = matrix.cells.slice(row * columns, (row + 1) * columns);
        return single(around.call(lambda, [new Matrix(1, columns, line)]), around);
      });
      return new Matrix(rows, 1, cells);
    },
    { arrays: true },
  ),
  sheetFunction(
    "BYCOL",
    ["operand", "lambda"],
    ([values, lambda], around) => {
      const matrix = allOf(values, around);
      const { rows, columns } = matrix;
      const cells = Array.from({ length: columns }, (_, column) => {
        const line = Array.from({ length: rows }, (_unused, row) => matrix.at(row, column));
        return single(around.call(lambda, [new Matrix(rows, 1, line)]), around);
      });
      return new Matrix(1, columns, cells);
    },
    { arrays: true },
  ),
];

const broadcastOne = (matrix: Matrix, row: number, column: number) =>
  matrix.rows === 1 && matrix.columns === 1 ? broadcast(matrix, row, column) : undefined;
