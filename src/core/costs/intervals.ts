import { InputError } from "../errors";

/** Two choices are as good as each other within this share of all the gains and losses at stake. */
export const TIE = 1e-12;

/**
 * The values of an argument by interval, one for each of the prices; a single value is that of every interval.
 *
 * Throws InputError with both lengths for any other number of values.
 */
export function byInterval(argument: string, values: readonly number[], intervals: number): Float64Array {
  if (values.length === intervals) return Float64Array.from(values);
  const [only = 0] = values;
  if (values.length === 1) return new Float64Array(intervals).fill(only);
  const rule = `must have one value or as many as power_prices_usd_per_mwh (${intervals})`;
  throw new InputError(argument, rule, values.length);
}
