import { ln, power, square } from "../numeric/elementary";
import { InputError } from "../errors";
import { sum, sumProduct } from "../numeric/sum";

export const volatilityMethods = ["close", "ewma"] as const;

interface PriceHistory {
  /** In order of time, each above 0. */
  readonly prices: readonly number[];
  readonly periodsPerYear: number;
  readonly method: (typeof volatilityMethods)[number];
  /** Weight of a return relative to the one after it; ewma. Above 0, at most 1. */
  readonly lambda: number;
}

/**
 * Annualised volatility of a price history.
 *
 * close: standard deviation (divisor n - 1) of the log returns. ewma: root of the mean of their squares, weighted with
 * lambda^age; the mean return is taken as 0. Both times the root of the periods per year.
 *
 * Source: J.P. Morgan and Reuters (1996), RiskMetrics Technical Document, 4th ed., section 5.2 for ewma.
 */
export function realizedVolatility({ prices, periodsPerYear, method, lambda }: PriceHistory): number {
  const least = method === "close" ? 3 : 2;
  if (prices.length < least)
    throw new InputError("prices", `must hold at least ${least} prices for ${method}`, prices.length);
  const [first = NaN, ...later] = prices;
  let before = first;
  const returns: number[] = [];
  for (const price of later) {
    returns.push(ln(price / before));
    before = price;
  }
  const variance = method === "close" ? sampleVariance(returns) : weightedSquare(returns, lambda);
  return Math.sqrt(variance * periodsPerYear);
}

function sampleVariance(values: readonly number[]): number {
  const mean = sum(values) / values.length;
  return sum(values.map((value) => square(value - mean))) / (values.length - 1);
}

function weightedSquare(values: readonly number[], lambda: number): number {
  const weights = values.map((_, index) => power(lambda, values.length - 1 - index));
  const squares = values.map(square);
  return sumProduct(squares, weights) / sum(weights);
}
