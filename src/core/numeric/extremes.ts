/**
 * The greatest of the values, -Infinity of none. Unlike `Math.max(...values)` it takes any number of them: arguments
 * of a call are put on the stack, which 130,000 overflow.
 */
export function greatest(values: Iterable<number>): number {
  let most = -Infinity;
  for (const value of values) most = Math.max(most, value);
  return most;
}

/** The least of the values, Infinity of none. */
export function least(values: Iterable<number>): number {
  let fewest = Infinity;
  for (const value of values) fewest = Math.min(fewest, value);
  return fewest;
}
