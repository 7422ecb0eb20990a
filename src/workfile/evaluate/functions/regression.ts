import { at } from "../../../core/numeric/at";
import { exp, ln } from "../../../core/numeric/elementary";
import { sheetFunction, type SheetFunction, type Surroundings } from "../define";
import {
  DIVISION_BY_ZERO,
  ErrorValue,
  NOT_AVAILABLE,
  NUMBER_ERROR,
  REFERENCE_ERROR,
  VALUE_ERROR,
  type Scalar,
} from "../scalar";
import { Matrix, NotComputed, type Operand } from "../values";
import { total } from "./deviations";
import { type Block, blockOf, filledWith, pairsOf } from "./numbers";

// How two or more series of numbers hang together.

/** Sums of the products of distances from the means. */
interface Moments {
  readonly count: number;
  readonly meanX: number;
  readonly meanY: number;
  readonly xx: number;
  readonly yy: number;
  readonly xy: number;
}

function momentsOf(x: Float64Array, y: Float64Array): Moments {
  const count = x.length;
  const [meanX, meanY] = [total(x) / count, total(y) / count];
  let [xx, yy, xy] = [0, 0, 0];
  for (let index = 0; index < count; index++) {
    const dx = at(x, index) - meanX;
    const dy = at(y, index) - meanY;
    xx += dx * dx;
    yy += dy * dy;
    xy += dx * dy;
  }
  return { count, meanX, meanY, xx, yy, xy };
}

const correlation = ({ xx, yy, xy }: Moments) =>
  xx === 0 || yy === 0 ? DIVISION_BY_ZERO : xy / Math.sqrt(xx * yy);

const slope = ({ xx, xy }: Moments) => (xx === 0 ? DIVISION_BY_ZERO : xy / xx);

/** The height of the line at x. */
function heightAt(x: number, moments: Moments): number | ErrorValue {
  const found = slope(moments);
  return typeof found === "number" ? moments.meanY + found * (x - moments.meanX) : found;
}

function intercept(moments: Moments): number | ErrorValue {
  const found = slope(moments);
  return typeof found === "number" ? moments.meanY - found * moments.meanX : found;
}

function determination(moments: Moments): number | ErrorValue {
  const found = correlation(moments);
  return typeof found === "number" ? found * found : found;
}

function standardError({ count, xx, yy, xy }: Moments): number | ErrorValue {
  if (count < 3 || xx === 0) return DIVISION_BY_ZERO;
  return Math.sqrt(Math.max(yy - (xy * xy) / xx, 0) / (count - 2));
}

function covariance({ count, xy }: Moments, of: "sample" | "all"): number | ErrorValue {
  const divisor = of === "sample" ? count - 1 : count;
  return divisor < 1 ? DIVISION_BY_ZERO : xy / divisor;
}

function momentsIn(x: Operand, y: Operand, around: Surroundings): Moments | ErrorValue {
  const pairs = pairsOf(x, y, around);
  if (pairs instanceof ErrorValue) return pairs;
  return pairs.x.length === 0 ? DIVISION_BY_ZERO : momentsOf(pairs.x, pairs.y);
}

/** Functions whose first argument is y, and those where the order does not matter. */
const ofPairs = (name: string, compute: (moments: Moments) => number | ErrorValue): SheetFunction =>
  sheetFunction(
    name,
    ["operand", "operand"],
    ([y, x], around) => {
      const moments = momentsIn(x, y, around);
      return moments instanceof ErrorValue ? moments : compute(moments);
    },
    { arrays: true },
  );

const forecast = (name: string): SheetFunction =>
  sheetFunction(
    name,
    ["number", "operand", "operand"],
    ([x, ys, xs], around) => {
      const moments = momentsIn(xs, ys, around);
      return moments instanceof ErrorValue ? moments : heightAt(x, moments);
    },
    { arrays: true },
  );

// Several variables

/** Observations: y, and a column for each variable. */
interface Observations {
  readonly y: Float64Array;
  readonly columns: readonly Float64Array[];
  /** Where the variables of new observations are: beside each other, one above the other, or one in each cell. */
  readonly variables: "columns" | "rows" | "cells";
}

interface Fit {
  /** For each variable, in order. */
  readonly slopes: Float64Array;
  readonly intercept: number;
  readonly errors: Float64Array;
  readonly interceptError: number;
  readonly freedom: number;
  readonly explained: number;
  readonly residual: number;
}

/** Columns or rows of a block. */
function linesOf(numbers: Float64Array, { rows, columns }: Block, lines: "columns" | "rows"): Float64Array[] {
  if (lines === "rows")
    return Array.from({ length: rows }, (_, row) => numbers.slice(row * columns, (row + 1) * columns));
  return Array.from({ length: columns }, (_, column) =>
    Float64Array.from({ length: rows }, (_unused, row) => at(numbers, row * columns + column)),
  );
}

function observationsOf(
  known: Operand,
  given: Operand | undefined,
  around: Surroundings,
): Observations | ErrorValue {
  const block = blockOf(known, around);
  if (block instanceof ErrorValue) return block;
  const y = filledWith(block);
  if (y instanceof ErrorValue) return y;
  if (given === undefined) return { y, columns: [y.map((_, index) => index + 1)], variables: "cells" };
  const other = blockOf(given, around);
  if (other instanceof ErrorValue) return other;
  const x = filledWith(other);
  if (x instanceof ErrorValue) return x;
  if (other.rows === block.rows && other.columns === block.columns)
    return { y, columns: [x], variables: "cells" };
  if (block.columns === 1 && other.rows === block.rows)
    return { y, columns: linesOf(x, other, "columns"), variables: "columns" };
  if (block.rows === 1 && other.columns === block.columns)
    return { y, columns: linesOf(x, other, "rows"), variables: "rows" };
  return REFERENCE_ERROR;
}

const sumOfProducts = (a: Float64Array, b: Float64Array) => {
  let sum = 0;
  for (let index = 0; index < a.length; index++) sum += at(a, index) * at(b, index);
  return sum;
};

/** A column that is left with this share of its length depends on those before it. */
const DEPENDENT = 1e-9;

/**
 * The best line by least squares. The columns are made perpendicular to each other, twice each, so that they stay so in
 * doubles (Gram-Schmidt; L. Giraud and others (2005), Numer. Math. 101, 87-100).
 */
function fitted({ y, columns }: Observations, hasIntercept: boolean): Fit {
  const count = y.length;
  const variables = columns.length;
  const freedom = count - variables - (hasIntercept ? 1 : 0);
  if (freedom < 0) throw new NotComputed("there are fewer observations than variables");
  const means = columns.map((column) => (hasIntercept ? total(column) / count : 0));
  const meanY = hasIntercept ? total(y) / count : 0;
  const bases: Float64Array[] = [];
  /** The upper triangle: columns in terms of the bases. */
  const triangle: Float64Array[] = [];
  for (const [index, column] of columns.entries()) {
    const rest = column.map((value) => value - (means[index] ?? 0));
    const length = Math.sqrt(sumOfProducts(rest, rest));
    const shares = new Float64Array(variables);
    for (let pass = 0; pass < 2; pass++)
      for (const [j, base] of bases.entries()) {
        const share = sumOfProducts(base, rest);
        shares[j] = at(shares, j) + share;
        for (let i = 0; i < count; i++) rest[i] = at(rest, i) - share * at(base, i);
      }
    const left = Math.sqrt(sumOfProducts(rest, rest));
    if (!(left > DEPENDENT * Math.max(length, Math.abs(means[index] ?? 0) * 1e-4)))
      throw new NotComputed("the variables depend on each other");
    shares[index] = left;
    triangle.push(shares);
    bases.push(rest.map((value) => value / left));
  }
  const residuals = y.map((value) => value - meanY);
  const spread = sumOfProducts(residuals, residuals);
  const heights = new Float64Array(variables);
  for (let pass = 0; pass < 2; pass++)
    for (const [j, base] of bases.entries()) {
      const share = sumOfProducts(base, residuals);
      heights[j] = at(heights, j) + share;
      for (let i = 0; i < count; i++) residuals[i] = at(residuals, i) - share * at(base, i);
    }
  const slopes = solved(triangle, heights);
  const residual = sumOfProducts(residuals, residuals);
  const variance = residual / freedom;
  const errors = new Float64Array(variables);
  let atZero = 1 / count;
  for (let j = 0; j < variables; j++) {
    const unit = new Float64Array(variables);
    unit[j] = 1;
    const row = solved(triangle, unit);
    for (let i = 0; i < variables; i++) errors[i] = at(errors, i) + at(row, i) * at(row, i);
    let share = 0;
    for (const [i, mean] of means.entries()) share += mean * at(row, i);
    atZero += share * share;
  }
  let intercept = meanY;
  for (const [j, mean] of means.entries()) intercept -= mean * at(slopes, j);
  return {
    slopes,
    intercept: hasIntercept ? intercept : 0,
    errors: errors.map((value) => Math.sqrt(value * variance)),
    interceptError: Math.sqrt(atZero * variance),
    freedom,
    explained: spread - residual,
    residual,
  };
}

/** The solution of a system whose column j is `triangle[j]`. */
function solved(triangle: readonly Float64Array[], right: Float64Array): Float64Array {
  const found = right.slice();
  for (let j = triangle.length - 1; j >= 0; j--) {
    const column = triangle[j] ?? right;
    const value = at(found, j) / at(column, j);
    found[j] = value;
    for (let i = 0; i < j; i++) found[i] = at(found, i) - value * at(column, i);
  }
  return found;
}

/** A residual with this share of the spread is rounding. */
const NOTHING = 1e-24;

/** The variables come last first, then the intercept, as Excel has them. */
function lineTable(
  fit: Fit,
  hasIntercept: boolean,
  stats: boolean,
  shown: (value: number) => number,
): Matrix {
  const { slopes, errors, freedom, explained, residual } = fit;
  const first: Scalar[] = [...slopes.map(shown).reverse(), shown(fit.intercept)];
  if (!stats) return new Matrix(1, first.length, first);
  if (freedom === 0 || residual < NOTHING * explained)
    throw new NotComputed("the statistics of a line without residuals are rounding errors");
  const row = (cells: readonly Scalar[]) => first.map((_, index) => cells[index] ?? NOT_AVAILABLE);
  return Matrix.of([
    first,
    row([...errors.slice().reverse(), hasIntercept ? fit.interceptError : NOT_AVAILABLE]),
    row([explained / (explained + residual), Math.sqrt(residual / freedom)]),
    row([explained / slopes.length / (residual / freedom), freedom]),
    row([explained, residual]),
  ]);
}

/** The observations with the logarithms of y, where a curve of growth is fitted; undefined where one is not above 0. */
const ofGrowth = (observations: Observations): Observations | undefined =>
  observations.y.some((value) => value <= 0) ? undefined : { ...observations, y: observations.y.map(ln) };

const lineFunction = (name: string, isGrowth: boolean): SheetFunction =>
  sheetFunction(
    name,
    ["operand", "operand?", "logical?", "logical?"],
    ([ys, xs, hasIntercept = true, stats = false], around) => {
      const observations = observationsOf(ys, xs, around);
      if (observations instanceof ErrorValue) return observations;
      const used = isGrowth ? ofGrowth(observations) : observations;
      if (used === undefined) return NUMBER_ERROR;
      return lineTable(fitted(used, hasIntercept), hasIntercept, stats, isGrowth ? exp : (value) => value);
    },
  );

/** The heights at new observations, which have the form of the known ones. */
function heights(
  fit: Fit,
  variables: Observations["variables"],
  numbers: Float64Array,
  block: Block,
  shown: (value: number) => number,
): Matrix | ErrorValue {
  const count = fit.slopes.length;
  const isInCells = variables === "cells" || count === 1;
  if (!isInCells && (variables === "columns" ? block.columns : block.rows) !== count) return REFERENCE_ERROR;
  const columns = isInCells ? [numbers] : linesOf(numbers, block, variables);
  const length = columns[0]?.length ?? 0;
  const cells = Array.from({ length }, (_, index) => {
    let height = fit.intercept;
    for (const [j, column] of columns.entries()) height += at(fit.slopes, j) * at(column, index);
    return shown(height);
  });
  if (isInCells) return new Matrix(block.rows, block.columns, cells);
  return variables === "columns" ? new Matrix(length, 1, cells) : new Matrix(1, length, cells);
}

const trendFunction = (name: string, isGrowth: boolean): SheetFunction =>
  sheetFunction(
    name,
    ["operand", "operand?", "operand?", "logical?"],
    ([ys, xs, others, hasIntercept = true], around) => {
      const observations = observationsOf(ys, xs, around);
      if (observations instanceof ErrorValue) return observations;
      const used = isGrowth ? ofGrowth(observations) : observations;
      if (used === undefined) return NUMBER_ERROR;
      const block = blockOf(others ?? xs ?? ys, around);
      if (block instanceof ErrorValue) return block;
      const isCounted = others === undefined && xs === undefined;
      const numbers = isCounted ? used.columns[0] : filledWith(block);
      if (numbers === undefined) return VALUE_ERROR;
      if (numbers instanceof ErrorValue) return numbers;
      const fit = fitted(used, hasIntercept);
      return heights(fit, used.variables, numbers, block, isGrowth ? exp : (value) => value);
    },
  );

export const REGRESSION: readonly SheetFunction[] = [
  ofPairs("CORREL", correlation),
  ofPairs("PEARSON", correlation),
  ofPairs("RSQ", determination),
  ofPairs("COVAR", (moments) => covariance(moments, "all")),
  ofPairs("COVARIANCE.P", (moments) => covariance(moments, "all")),
  ofPairs("COVARIANCE.S", (moments) => covariance(moments, "sample")),
  ofPairs("SLOPE", slope),
  ofPairs("INTERCEPT", intercept),
  ofPairs("STEYX", standardError),
  forecast("FORECAST"),
  forecast("FORECAST.LINEAR"),
  lineFunction("LINEST", false),
  lineFunction("LOGEST", true),
  trendFunction("TREND", false),
  trendFunction("GROWTH", true),
];
