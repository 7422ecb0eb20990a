/**
 * The greatest of the values, -Infinity of none. Unlike `Math.max(...values)` it takes any number of them: arguments
 * of a call are put on the stack, which 130,000 overflow.
 */
export function greatest(values: readonly number[]): number {
  return values.reduce((most, value) => Math.max(most, value), -Infinity);
}

/** The least of the values, Infinity of none. */
export function least(values: readonly number[]): number {
  return values.reduce((fewest, value) => Math.min(fewest, value), Infinity);
}
