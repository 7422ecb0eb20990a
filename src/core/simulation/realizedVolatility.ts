import { ln, power, square } from "../numeric/elementary";
import { InputError } from "../errors";
import { at } from "../numeric/at";
import { keptWith } from "../keptWith";
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
  const variance = method === "close" ? sampleVariance(prices) : weightedSquare(prices, lambda);
  return Math.sqrt(variance * periodsPerYear);
}

const logReturns = keptWith((prices: readonly number[]): Float64Array => {
  const returns = new Float64Array(prices.length - 1);
  let before = NaN;
  for (const [index, price] of prices.entries()) {
    if (index > 0) returns[index - 1] = ln(price / before);
    before = price;
  }
  return returns;
});

const sampleVariance = keptWith((prices: readonly number[]): number => {
  const returns = logReturns(prices);
  const mean = sum(returns) / returns.length;
  return sum(returns.map((value) => square(value - mean))) / (returns.length - 1);
});

const squaredReturns = keptWith((prices: readonly number[]) => logReturns(prices).map(square));

function weightedSquare(prices: readonly number[], lambda: number): number {
  const squares = squaredReturns(prices);
  const weights = weightsOf(lambda, squares.length);
  return sumProduct(squares, weights) / sum(weights);
}

/** Ages for which powers are taken from one that they share: a power costs as much as twenty products. */
const SHARED = 64;

/** lambda^age, by falling age. */
function weightsOf(lambda: number, count: number): Float64Array {
  const first = Float64Array.from({ length: Math.min(SHARED, count) }, (_, age) => power(lambda, age));
  const weights = new Float64Array(count);
  for (let start = 0; start < count; start += SHARED) {
    const shared = power(lambda, start);
    const end = Math.min(start + SHARED, count);
    for (let age = start; age < end; age++) weights[count - 1 - age] = shared * at(first, age - start);
  }
  return weights;
}
