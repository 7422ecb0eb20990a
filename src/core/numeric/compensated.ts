/**
 * Numbers carried as an unevaluated sum of two doubles, where the rounding of an input to a steep function
 * would show in its result. The building blocks are exact: D. E. Knuth, The Art of Computer Programming, vol.
 * 2, 4.2.2 theorem B (sum); T. J. Dekker (1971), Numer. Math. 18, 224-242 (product).
 */
export interface Compensated {
  /** The value as a double. */
  readonly high: number;
  /** Its rounding error; much smaller than `high`. */
  readonly low: number;
}

/** a + b without error. */
export function twoSum(a: number, b: number): Compensated {
  const high = a + b;
  const partOfB = high - a;
  return { high, low: a - (high - partOfB) + (b - partOfB) };
}

/** a b without error, for sizes from about 1e-140 to 1e140. */
export function twoProduct(a: number, b: number): Compensated {
  const high = a * b;
  return { high, low: productCut(a, b, high) };
}

/** What rounding cut off the product of a and b. */
export function productCut(a: number, b: number, product: number): number {
  const upperA = upperHalf(a);
  const upperB = upperHalf(b);
  const lowerA = a - upperA;
  const lowerB = b - upperB;
  return lowerA * lowerB - (product - upperA * upperB - lowerA * upperB - upperA * lowerB);
}

/** a b. */
export function product(a: Compensated, b: Compensated): Compensated {
  const { high, low } = twoProduct(a.high, b.high);
  return normal(high, low + (a.high * b.low + a.low * b.high));
}

/** The root of a positive number. */
export function rootOf({ high, low }: Compensated): Compensated {
  const root = Math.sqrt(high);
  const square = twoProduct(root, root);
  return normal(root, (high - square.high - square.low + low) / (2 * root));
}

/** The sum of a number and one that is much smaller. */
function normal(a: number, b: number): Compensated {
  const high = a + b;
  return { high, low: b - (high - a) };
}

/** a / b. */
export function quotient(a: Compensated, b: Compensated): Compensated {
  const high = a.high / b.high;
  const product = twoProduct(high, b.high);
  const rest = a.high - product.high - product.low + a.low - high * b.low;
  return { high, low: rest / b.high };
}

/** a times the root of b, for b of at least 0. */
export function timesRoot(a: number, b: number): Compensated {
  const root = Math.sqrt(b);
  if (root === 0) return { high: 0, low: 0 };
  const square = twoProduct(root, root);
  const product = twoProduct(a, root);
  const cutOff = (b - square.high - square.low) / (2 * root);
  return { high: product.high, low: product.low + a * cutOff };
}

/** ln 2, its first part short enough that small multiples of it are exact. */
export const lnTwo = { high: 6.93147180369123816e-1, low: 1.9082149292705877e-10 } as const;

/** The upper half of a double's bits; products of upper and lower halves are exact. */
export function upperHalf(a: number): number {
  const scaled = 134217729 * a;
  return scaled - (scaled - a);
}
