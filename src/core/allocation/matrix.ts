import { at } from "../numeric/at";

/** A square matrix by rows. */
export class Matrix {
  constructor(
    readonly size: number,
    readonly entries = new Float64Array(size * size),
  ) {}

  at(row: number, column: number): number {
    return at(this.entries, row * this.size + column);
  }

  set(row: number, column: number, value: number): void {
    this.entries[row * this.size + column] = value;
  }

  /** A view of the row: what is written to it is written to the matrix. */
  row(index: number): Float64Array {
    return this.entries.subarray(index * this.size, (index + 1) * this.size);
  }

  diagonal(): Float64Array {
    const diagonal = new Float64Array(this.size);
    for (let index = 0; index < this.size; index++) diagonal[index] = this.at(index, index);
    return diagonal;
  }
}

/** Of the first `count` entries. */
export function dot(a: Float64Array, b: Float64Array, count = a.length): number {
  let total = 0;
  for (let index = 0; index < count; index++) total += at(a, index) * at(b, index);
  return total;
}

export const difference = (a: Float64Array, b: Float64Array) => a.map((value, index) => value - at(b, index));

/** Matrix times vector. */
export function times(matrix: Matrix, vector: Float64Array): Float64Array {
  const product = new Float64Array(matrix.size);
  for (let index = 0; index < matrix.size; index++) product[index] = dot(matrix.row(index), vector);
  return product;
}

/**
 * Rows of a lower triangle L, each as long as its number from 1. L L' is a symmetric, positive definite matrix, which
 * may gain and lose rows without being factored again.
 */
export type Triangle = Float64Array[];

/** Adds a last row and column to L L': the row's entries, the diagonal's last. */
export function extend(lower: Triangle, entries: Float64Array): void {
  const row = new Float64Array(entries.length);
  for (const [j, above] of lower.entries()) row[j] = (at(entries, j) - dot(row, above, j)) / at(above, j);
  const last = lower.length;
  row[last] = Math.sqrt(Math.max(at(entries, last) - dot(row, row, last), Number.MIN_VALUE));
  lower.push(row);
}

/**
 * Takes a row and the column of the same number from L L'. The rows below then reach one beyond the diagonal; rotations
 * of two columns at a time take that off again.
 *
 * Source: Golub and Van Loan, Matrix Computations, section 6.5.4.
 */
export function shorten(lower: Triangle, index: number): void {
  lower.splice(index, 1);
  for (let column = index; column < lower.length; column++) {
    const pivot = lower[column] ?? new Float64Array();
    const [a, b] = [at(pivot, column), at(pivot, column + 1)];
    const scale = Math.max(Math.abs(a), b);
    const size = scale * Math.sqrt((a / scale) * (a / scale) + (b / scale) * (b / scale));
    const [cosine, sine] = [a / size, b / size];
    for (let below = column; below < lower.length; below++) {
      const row = lower[below] ?? pivot;
      const [x, y] = [at(row, column), at(row, column + 1)];
      row[column] = cosine * x + sine * y;
      row[column + 1] = cosine * y - sine * x;
    }
    lower[column] = pivot.subarray(0, column + 1);
  }
}

/** Solution x of L L' x = b. */
export function solve(lower: Triangle, b: Float64Array): Float64Array {
  const x = new Float64Array(lower.length);
  for (const [i, row] of lower.entries()) x[i] = (at(b, i) - dot(row, x, i)) / at(row, i);
  for (const [back, row] of [...lower].reverse().entries()) {
    const i = x.length - 1 - back;
    const value = at(x, i) / at(row, i);
    x[i] = value;
    for (let j = 0; j < i; j++) x[j] = at(x, j) - at(row, j) * value;
  }
  return x;
}

/**
 * Whether a symmetric matrix with a diagonal of ones has no negative eigenvalue, but for rounding.
 *
 * By elimination with the largest diagonal first; what is left when it vanishes must vanish too.
 */
export function isPositiveSemidefinite(matrix: Matrix, rounding = 1e-8): boolean {
  const rest = new Matrix(matrix.size, matrix.entries.slice());
  const open = new Set(matrix.diagonal().keys());
  while (open.size > 0) {
    let pivot = 0;
    let size = -Infinity;
    for (const index of open) {
      if (rest.at(index, index) <= size) continue;
      pivot = index;
      size = rest.at(index, index);
    }
    if (size <= rounding) {
      for (const i of open) for (const j of open) if (Math.abs(rest.at(i, j)) > 2 * rounding) return false;
      return true;
    }
    open.delete(pivot);
    for (const i of open) {
      const factor = rest.at(pivot, i) / size;
      for (const j of open) rest.set(i, j, rest.at(i, j) - factor * rest.at(pivot, j));
    }
  }
  return true;
}
