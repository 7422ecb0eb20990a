import { InputError, NumericError } from "../errors";
import { sum } from "../numeric/sum";

interface Concentration {
  /** Sum of the squares of shares in percent: 10,000 where all is one. */
  readonly hhi: number;
  /** Number of equal shares that would be as concentrated. */
  readonly effectiveNumber: number;
  readonly largest: number;
  /** Share of the three largest together. */
  readonly threeLargest: number;
}

/** Shares that weights of at least 0 stand for. */
export function normalised(weights: readonly number[]): number[] {
  const total = sum(weights);
  if (!(total > 0)) throw new InputError("weights", "must add up to more than 0", total);
  if (total === Infinity) throw new NumericError("weights beyond the range of double precision");
  return weights.map((weight) => weight / total);
}

/**
 * How concentrated weights of at least 0 are; they are normalised first.
 *
 * Source: U.S. Department of Justice and Federal Trade Commission (2023), Merger Guidelines, section 2.1.
 */
export function concentration(weights: readonly number[]): Concentration {
  const shares = normalised(weights).sort((a, b) => b - a);
  const squares = sum(shares.map((share) => share * share));
  return {
    hhi: 10_000 * squares,
    effectiveNumber: 1 / squares,
    largest: shares[0] ?? 1,
    threeLargest: Math.min(sum(shares.slice(0, 3)), 1),
  };
}
