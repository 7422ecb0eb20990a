/** A square matrix by rows. */
export type Matrix = readonly (readonly number[])[];

export function dot(a: readonly number[], b: readonly number[]): number {
  let total = 0;
  for (let index = 0; index < a.length; index++) total += (a[index] ?? 0) * (b[index] ?? 0);
  return total;
}

/** Matrix times vector. */
export const times = (matrix: Matrix, vector: readonly number[]) => matrix.map((row) => dot(row, vector));

/** Lower triangle L with L L' = matrix, which is symmetric and positive definite. */
export function cholesky(matrix: Matrix): Matrix {
  const lower: number[][] = [];
  for (const [i, row] of matrix.entries()) {
    const line: number[] = [];
    for (let j = 0; j < i; j++) {
      const before = lower[j] ?? [];
      line.push(((row[j] ?? 0) - partialDot(line, before, j)) / (before[j] ?? 1));
    }
    line.push(Math.sqrt(Math.max((row[i] ?? 0) - partialDot(line, line, i), Number.MIN_VALUE)));
    lower.push(line);
  }
  return lower;
}

/** Solution x of L L' x = b. */
export function choleskySolve(lower: Matrix, b: readonly number[]): number[] {
  const y: number[] = [];
  for (const [i, row] of lower.entries()) y.push(((b[i] ?? 0) - partialDot(row, y, i)) / (row[i] ?? 1));
  const x = [...y];
  for (let i = x.length - 1; i >= 0; i--) {
    const row = lower[i] ?? [];
    const value = (x[i] ?? 0) / (row[i] ?? 1);
    x[i] = value;
    for (let j = 0; j < i; j++) x[j] = (x[j] ?? 0) - (row[j] ?? 0) * value;
  }
  return x;
}

function partialDot(a: readonly number[], b: readonly number[], count: number): number {
  let total = 0;
  for (let index = 0; index < count; index++) total += (a[index] ?? 0) * (b[index] ?? 0);
  return total;
}

/**
 * Whether a symmetric matrix with a diagonal of ones has no negative eigenvalue, but for rounding.
 *
 * By elimination with the largest diagonal first; what is left when it vanishes must vanish too.
 */
export function isPositiveSemidefinite(matrix: Matrix, rounding = 1e-8): boolean {
  const rest = matrix.map((row) => [...row]);
  const open = new Set(rest.keys());
  const diagonal = (index: number) => rest[index]?.[index] ?? 0;
  while (open.size > 0) {
    const pivot = [...open].reduce((best, index) => (diagonal(index) > diagonal(best) ? index : best));
    const size = diagonal(pivot);
    if (size <= rounding) {
      return [...open].every((i) => [...open].every((j) => Math.abs(rest[i]?.[j] ?? 0) <= 2 * rounding));
    }
    open.delete(pivot);
    const row = [...(rest[pivot] ?? [])];
    for (const i of open) {
      const line = rest[i] ?? [];
      const factor = (row[i] ?? 0) / size;
      for (const j of open) line[j] = (line[j] ?? 0) - factor * (row[j] ?? 0);
    }
  }
  return true;
}
