import type Decimal from "decimal.js";
import { Exact } from "../../exact";
import { exactMillsRatio, exactDensity } from "./exactNormal";

/**
 * Bernoulli numbers B2, B4 ... from their recurrence, in decimals; so many that Stirling's series gives 60 digits
 * from 60 on.
 */
const bernoulli: Decimal[] = (() => {
  const all = [new Exact(1), new Exact(-0.5)];
  for (let n = 2; n <= 80; n++) {
    let sum = new Exact(0);
    let binomial = new Exact(1);
    for (let k = 0; k < n; k++) {
      sum = sum.plus(binomial.times(all[k] ?? 0));
      binomial = binomial.times(n + 1 - k).div(k + 1);
    }
    all.push(sum.div(-(n + 1)));
  }
  return all.filter((_, index) => index > 0 && index % 2 === 0);
})();

const halfLogTwoPi = Exact.acos(-1).times(2).ln().div(2);

/** ln Γ(a + 1): Stirling's series at a + 60, stepped down by the definition. */
function logFactorial(a: Decimal): Decimal {
  if (a.gte(60)) return stirling(a);
  let product = new Exact(1);
  for (let n = 1; n <= 60; n++) product = product.times(a.plus(n));
  return stirling(a.plus(60)).minus(product.ln());
}

/** What Stirling's formula leaves of ln Γ(a + 1), in decimals. */
export function exactStirlingError(a: Decimal): Decimal {
  return logFactorial(a).minus(a.plus(0.5).times(a.ln()).minus(a).plus(halfLogTwoPi));
}

/** ln Γ(a + 1) for `a` of at least 60 (Abramowitz and Stegun 6.1.40). */
function stirling(a: Decimal): Decimal {
  let sum = a.plus(0.5).times(a.ln()).minus(a).plus(halfLogTwoPi);
  let power = a;
  bernoulli.forEach((number, index) => {
    sum = sum.plus(number.div((2 * index + 1) * (2 * index + 2)).div(power));
    power = power.times(a).times(a);
  });
  return sum;
}

/** x^a e^-x / Γ(a + 1) for `a` of at least 0.5, in decimals. */
export function exactGammaTerm(a: Decimal, x: Decimal): Decimal {
  return a.times(x.ln()).minus(x).minus(logFactorial(a)).exp();
}

/**
 * Tails of the gamma distribution of a whole or half `a`, in decimals, each as a sum of positive terms: the lower one
 * upwards from `a`, the upper one downwards to the exponential or, for half `a`, to the normal distribution.
 */
export function exactGammaTails(a: Decimal, x: Decimal): { lower: Decimal; upper: Decimal } {
  const term = exactGammaTerm(a, x);
  const one = new Exact(1);
  if (x.lt(a)) {
    let sum = one;
    let part = one;
    for (let n = 1; part.gt(sum.times("1e-45")); n++) {
      part = part.times(x).div(a.plus(n));
      sum = sum.plus(part);
    }
    const lower = term.times(sum);
    return { lower, upper: one.minus(lower) };
  }
  let part = term.times(a).div(x);
  let upper = part;
  let n = a.minus(1);
  for (; n.gte(1) && part.gt(upper.times("1e-45")); n = n.minus(1)) {
    part = part.times(n).div(x);
    upper = upper.plus(part);
  }
  if (n.eq(0.5)) {
    const root = x.times(2).sqrt();
    upper = upper.plus(exactMillsRatio(root).times(exactDensity(root)).times(2));
  }
  return { lower: one.minus(upper), upper };
}
