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

/** Lower triangle L with L L' = matrix, which is symmetric and positive definite. */
export function cholesky(matrix: Matrix): Matrix {
  const lower = new Matrix(matrix.size);
  for (let i = 0; i < matrix.size; i++) {
    const row = lower.row(i);
    for (let j = 0; j < i; j++) {
      row[j] = (matrix.at(i, j) - dot(row, lower.row(j), j)) / lower.at(j, j);
    }
    row[i] = Math.sqrt(Math.max(matrix.at(i, i) - dot(row, row, i), Number.MIN_VALUE));
  }
  return lower;
}

/** Solution x of L L' x = b. */
export function choleskySolve(lower: Matrix, b: Float64Array): Float64Array {
  const x = new Float64Array(lower.size);
  for (let i = 0; i < x.length; i++) x[i] = (at(b, i) - dot(lower.row(i), x, i)) / lower.at(i, i);
  for (let i = x.length - 1; i >= 0; i--) {
    const value = at(x, i) / lower.at(i, i);
    x[i] = value;
    for (let j = 0; j < i; j++) x[j] = at(x, j) - lower.at(i, j) * value;
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
