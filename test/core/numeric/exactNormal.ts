import type Decimal from "decimal.js";
import { exact, Exact } from "../../exact";

const rootTwoPi = Exact.acos(-1).times(2).sqrt();

/** exp(-x^2 / 2) over the root of two pi. */
export function exactDensity(x: Decimal): Decimal {
  return x.times(x).div(-2).exp().div(rootTwoPi);
}

/**
 * The normal distribution in decimals: the everywhere convergent series in x near the centre, and Laplace's
 * continued fraction x + 1/(x + 2/(x + 3/(x + ...))) of the Mills ratio's inverse beyond 5 (Abramowitz and
 * Stegun 26.2.11 and 26.2.14).
 */
export function exactDistribution(x: Decimal): Decimal {
  if (x.gt(5)) return new Exact(1).minus(exactDistribution(x.neg()));
  if (x.lt(-5)) return exactDensity(x).times(exactMillsRatio(x.neg()));
  let term = x;
  let sum = x;
  for (let n = 3; term.abs().gt("1e-95"); n += 2) {
    term = term.times(x).times(x).div(n);
    sum = sum.plus(term);
  }
  return exactDensity(x).times(sum).plus(0.5);
}

/** Upper tail over density, for x of at least 0. */
export function exactMillsRatio(x: Decimal): Decimal {
  if (x.lte(5)) return exactDistribution(x.neg()).div(exactDensity(x));
  let fraction = x;
  for (let n = x.gt(12) ? 150 : 500; n > 0; n--) fraction = x.plus(new Exact(n).div(fraction));
  return new Exact(1).div(fraction);
}

/** Relative error of a double against a decimal; the size of the double itself where the decimal is 0. */
export function relativeError(got: number, expected: Decimal): number {
  const error = exact(got).minus(expected).abs();
  return expected.isZero() ? error.toNumber() : error.div(expected.abs()).toNumber();
}
