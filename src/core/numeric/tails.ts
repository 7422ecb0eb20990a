import { exp, ln } from "./elementary";
import { deviance, fraction, gammaTails, mostSteps } from "./gamma";
import { stirlingErrorOf } from "./logGamma";
import { brent } from "./roots";
import { NumericError } from "../errors";

// Both tails of the gamma and the beta distribution, each with its own digits, and the points that have a given tail.

/** Probabilities below and above a point; they sum to 1. */
export interface Tails {
  readonly lower: number;
  readonly upper: number;
}

/** x^a e^-x / Γ(a + 1), for a above 0 and x of at least 0. */
export function gammaShare(a: number, x: number): number {
  if (x === 0) return 0;
  const { high, low } = deviance(a, x);
  return (exp(-high) * (1 - low) * exp(-stirlingErrorOf(a))) / Math.sqrt(2 * Math.PI * a);
}

/**
 * The tails of the gamma distribution of any shape above 0, at x of at least 0.
 *
 * Below a shape of 1 the lower one is that of the next shape and one term more, the upper one Legendre's continued fraction
 * (DLMF 8.8.5 and 8.9.2).
 */
export function tailsOfGamma(a: number, x: number): Tails {
  if (a >= 1) return gammaTails(a, x);
  if (x === 0) return { lower: 0, upper: 1 };
  if (x < 1) {
    const lower = gammaTails(a + 1, x).lower + gammaShare(a, x);
    return { lower, upper: 1 - lower };
  }
  if (x > 2000) return { lower: 1, upper: 0 };
  const upper = gammaShare(a, x) * a * fraction(a, x);
  return { lower: 1 - upper, upper };
}

/**
 * x^a y^b Γ(a + b + 1) / (Γ(a + 1) Γ(b + 1)), where x + y is 1: for whole numbers the probability of a successes out of
 * a + b. For positive a, b, x and y.
 *
 * Method: C. Loader (2000), Fast and accurate computation of binomial probabilities.
 */
export function betaShare(a: number, b: number, x: number, y: number): number {
  const n = a + b;
  const left = deviance(a, n * x);
  const right = deviance(b, n * y);
  const errors = stirlingErrorOf(n) - stirlingErrorOf(a) - stirlingErrorOf(b);
  const exponent = errors - left.low - right.low - (left.high + right.high);
  return exp(exponent) * Math.sqrt(n / (2 * Math.PI * a * b));
}

/** The tails of the beta distribution of shapes a and b, both above 0, at x, where y is 1 - x. */
export function tailsOfBeta(a: number, b: number, x: number, y = 1 - x): Tails {
  if (x <= 0) return { lower: 0, upper: 1 };
  if (y <= 0) return { lower: 1, upper: 0 };
  if (x * (b + 1) > y * (a + 1)) {
    const { lower, upper } = tailsOfBeta(b, a, y, x);
    return { lower: upper, upper: lower };
  }
  const lower = Math.min(((betaShare(a, b, x, y) * b) / (a + b)) * betaFraction(a, b, x), 1);
  return { lower, upper: 1 - lower };
}

/** DLMF 8.17.22, forwards by Lentz's method. */
function betaFraction(a: number, b: number, x: number): number {
  let upper = 1;
  let lower = 1 / (1 - ((a + b) * x) / (a + 1));
  let value = lower;
  for (let m = 1; m < mostSteps; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    lower = 1 / (1 + even * lower);
    upper = 1 + even / upper;
    value *= upper * lower;
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    lower = 1 / (1 + odd * lower);
    upper = 1 + odd / upper;
    value *= upper * lower;
    if (Math.abs(upper * lower - 1) < 2e-16) return value;
  }
  throw new NumericError("the continued fraction does not converge");
}

/**
 * The point above 0 with a given tail, between 0 and 1 without them: the tails there must grow and fall steadily. `start`
 * is any point, `limit` the end of the points, which may be Infinity.
 */
export function pointOfTail(
  tailsAt: (x: number) => Tails,
  side: keyof Tails,
  probability: number,
  start: number,
  limit = Infinity,
): number {
  if (probability > 0.5)
    return pointOfTail(tailsAt, side === "lower" ? "upper" : "lower", 1 - probability, start, limit);
  const sign = side === "lower" ? 1 : -1;
  const excess = (x: number) => sign * ln(tailsAt(x)[side] / probability);
  let [low, high] = [start, start];
  for (let factor = 2; low > 0 && excess(low) > 0; factor *= factor) low /= factor;
  for (let factor = 2; high < limit && excess(high) < 0; factor *= factor)
    high = Math.min(high * factor, limit);
  if (high > Number.MAX_VALUE) throw new NumericError("the point is beyond all doubles");
  return brent(excess, low, high);
}
