import { repeatingFunction, sheetFunction, type SheetFunction, type Surroundings } from "../define";
import { ErrorValue, VALUE_ERROR } from "../scalar";
import { isScalar, NotComputed, type Operand } from "../values";
import { type Block, blockOf, eachNumber, firstError, pairsOf } from "./numbers";

// Sums and products. Excel adds from the left to the right, without compensation.

/** A function that goes through numbers with a running result; without any it is 0. */
const running = (
  name: string,
  start: number,
  step: (result: number, value: number) => number,
  ignoresNothing = false,
): SheetFunction =>
  repeatingFunction(
    name,
    ["operand"],
    1,
    (args, around) => {
      let result: number | undefined;
      const error = eachNumber(args, around, (value) => {
        result = step(result ?? start, value);
      });
      return error ?? result ?? 0;
    },
    { ignoresNothing },
  );

/** A sum over the pairs of numbers in two operands of one size. */
const overPairs = (name: string, term: (x: number, y: number) => number): SheetFunction =>
  sheetFunction(
    name,
    ["operand", "operand"],
    ([first, second], around) => {
      const pairs = pairsOf(first, second, around);
      if (pairs instanceof ErrorValue) return pairs;
      let total = 0;
      for (const [index, x] of pairs.x.entries()) total += term(x, pairs.y[index] ?? NaN);
      return total;
    },
    { arrays: true },
  );

function sumProduct(args: readonly Operand[], around: Surroundings): number | ErrorValue {
  const blocks: Block[] = [];
  for (const arg of args) {
    if (isScalar(arg) && typeof arg !== "number" && !(arg instanceof ErrorValue))
      throw new NotComputed("it is not certain what SUMPRODUCT makes of a single value that is not a number");
    const block = blockOf(arg, around);
    if (block instanceof ErrorValue) return block;
    blocks.push(block);
  }
  const [first] = blocks;
  if (first === undefined) return VALUE_ERROR;
  let rows = first.values.rows;
  let columns = first.values.columns;
  for (const block of blocks) {
    if (block.rows !== first.rows || block.columns !== first.columns) return VALUE_ERROR;
    // Where one of them is blank the product is 0.
    rows = Math.min(rows, block.values.rows);
    columns = Math.min(columns, block.values.columns);
  }
  for (const block of blocks) {
    const error = firstError(block);
    if (error !== undefined) return error;
  }
  let total = 0;
  for (let row = 0; row < rows; row++)
    for (let column = 0; column < columns; column++) {
      let product = 1;
      for (const { values } of blocks) {
        const value = values.at(row, column);
        product *= typeof value === "number" ? value : 0;
      }
      total += product;
    }
  return total;
}

export const SUMS: readonly SheetFunction[] = [
  running("SUM", 0, (total, value) => total + value, true),
  running("SUMSQ", 0, (total, value) => total + value * value, true),
  running("PRODUCT", 1, (product, value) => product * value),
  repeatingFunction("SUMPRODUCT", ["operand"], 1, sumProduct, { arrays: true, ignoresNothing: true }),
  overPairs("SUMX2MY2", (x, y) => x * x - y * y),
  overPairs("SUMX2PY2", (x, y) => x * x + y * y),
  overPairs("SUMXMY2", (x, y) => (x - y) * (x - y)),
];
