import { NumericError } from "../errors";
import { exp, ln, lnRatio } from "./elementary";
import { once } from "../once";
import { at } from "./at";
import { type Compensated, quotient, twoProduct, twoSum } from "./compensated";
import { millsRatio } from "./normal";
import { brent } from "./roots";

/** The two tails of the gamma distribution; they sum to 1. */
interface GammaTails {
  /** Probability below x: P(a, x). */
  readonly lower: number;
  /** Probability above x: Q(a, x). */
  readonly upper: number;
}

/** An x this much smaller than `a` has next to nothing below it. */
const leastRatio = 1e-290;
/** An x from which the upper tail is below anything that a double can hold. */
const farthest = (a: number) => 2000 + 20 * a;

/**
 * Regularised incomplete gamma functions P(a, x) and Q(a, x): the tails of the gamma distribution of shape `a`.
 *
 * For `a` of at least 1 and x of at least 0. The smaller tail is computed and the other is 1 less that, so that both
 * have a relative error below 1e-14, down to 1e-300 and for any size of `a`. Smaller tails than a double can hold are
 * 0.
 *
 * Method: a series of positive terms below `a`, Legendre's continued fraction above it (DLMF 8.7.1 and 8.9.2), and for
 * large `a` near x the uniform expansion; all times `gammaTerm`.
 */
export function gammaTails(a: number, x: number): GammaTails {
  if (x < leastRatio * a) return { lower: 0, upper: 1 };
  if (x > farthest(a)) return { lower: 1, upper: 0 };
  if (a > 100 && Math.abs(x - a) < 0.4 * a) return uniformTails(a, x);
  if (x < a) {
    const lower = gammaTerm(a, x) * series(a, x);
    return { lower, upper: 1 - lower };
  }
  const upper = gammaTerm(a, x) * a * fraction(a, x);
  return { lower: 1 - upper, upper };
}

/**
 * The x below which, or above which, the gamma distribution of shape `a` has the given probability: a chi-square
 * quantile of 2 a degrees of freedom, halved.
 *
 * For `a` of at least 1 and a probability between 0 and 1, both excluded. To about 1e-15.
 */
export function gammaQuantile(a: number, tail: keyof GammaTails, probability: number): number {
  if (probability > 0.5) return gammaQuantile(a, tail === "lower" ? "upper" : "lower", 1 - probability);
  const sign = tail === "lower" ? 1 : -1;
  const excess = (x: number) => sign * ln(gammaTails(a, x)[tail] / probability);
  let [low, high] = [a, a];
  for (let factor = 1 + 2 / Math.sqrt(a); excess(low) > 0; factor *= factor) low /= factor;
  for (let factor = 1 + 2 / Math.sqrt(a); excess(high) < 0; factor *= factor) high *= factor;
  return brent(excess, low, high);
}

/**
 * x^a e^-x / Γ(a + 1): for a whole `a` the Poisson probability of `a` events where x are expected.
 *
 * For `a` of at least 1 and x of at least 0.
 */
export function gammaTerm(a: number, x: number): number {
  if (x < leastRatio * a || x > farthest(a)) return 0;
  const { high, low } = deviance(a, x);
  return (exp(-high) * (1 - low) * exp(-stirlingError(a))) / Math.sqrt(2 * Math.PI * a);
}

/**
 * x - a - a ln(x / a), which is at least 0, with its rounding error: it is used in exponents.
 *
 * For positive a and x. With u = (x - a) / (x + a) near 0 it is u (x - a) - 2 a (u^3 / 3 + u^5 / 5 + ...), of which
 * only the first term is large enough to need its rounding error (C. Loader (2000), Fast and accurate computation of
 * binomial probabilities).
 */
export function deviance(a: number, x: number): Compensated {
  const gap = twoSum(x, -a);
  const u = quotient(gap, twoSum(x, a));
  if (Math.abs(u.high) < 0.1) {
    const square = u.high * u.high;
    let rest = 0;
    for (let n = 21; n >= 3; n -= 2) rest = rest * square + 1 / n;
    const main = twoProduct(u.high, gap.high);
    const sum = twoSum(main.high, -2 * a * u.high * square * rest);
    return { high: sum.high, low: sum.low + main.low + u.low * gap.high + u.high * gap.low };
  }
  const log = lnRatio(x, a);
  const main = twoProduct(a, log.high);
  const sum = twoSum(gap.high, -main.high);
  return { high: sum.high, low: sum.low + gap.low - main.low - a * log.low };
}

function uniformTails(a: number, x: number): GammaTails {
  const { high, low } = deviance(a, x);
  const distance = Math.sqrt(2 * high);
  const side = x < a ? -1 : 1;
  const correction = uniformCorrection(a, (side * distance) / Math.sqrt(a));
  const smaller =
    exp(-high) *
    (1 - low) *
    ((millsRatio(distance) + (side * correction) / Math.sqrt(a)) / Math.sqrt(2 * Math.PI));
  return side < 0 ? { lower: smaller, upper: 1 - smaller } : { lower: 1 - smaller, upper: smaller };
}

/** 1 + x/(a + 1) + x^2/((a + 1)(a + 2)) + ..., for x below `a`. */
function series(a: number, x: number): number {
  let sum = 1;
  let term = 1;
  for (let n = 1; term > 1e-17 * sum; n++) {
    term *= x / (a + n);
    sum += term;
  }
  return sum;
}

/** Far more steps than continued fractions need where they are used. */
export const mostSteps = 100_000;

/**
 * 1/(x + 1 - a + 1 (a - 1)/(x + 3 - a + 2 (a - 2)/(x + 5 - a + ...))), for x of at least `a`, forwards by Lentz's
 * method. Legendre's continued fraction: DLMF 8.9.2.
 */
export function fraction(a: number, x: number): number {
  let b = x + 1 - a;
  let upper = Infinity;
  let lower = 1 / b;
  let value = lower;
  for (let n = 1; n < mostSteps; n++) {
    const numerator = n * (a - n);
    b += 2;
    lower = 1 / (b + numerator * lower);
    upper = b + numerator / upper;
    const change = upper * lower;
    value *= change;
    if (Math.abs(change - 1) < 2e-16) return value;
  }
  throw new NumericError("the continued fraction does not converge");
}

/** Powers of 1 / a that are kept in the uniform expansion: enough for `a` of 100 and more. */
const orders = 8;
/** Powers of eta that are kept: enough for x within 40 % of `a`, where eta is between -0.5 and 0.4. */
const powers = 24;

/** Coefficients of the uniform expansion, by order and falling power of eta; the highest order comes first. */
const uniformCoefficients = once(uniformExpansion);

/**
 * S in: upper tail = Nbar(eta root(a)) + exp(-a eta^2 / 2) / root(2 pi a) x S, and the lower tail with -S.
 *
 * `eta` has the sign of x - a, and eta^2 / 2 = x/a - 1 - ln(x/a).
 *
 * Method: Temme's uniform expansion, for large `a` and x near it, where series and continued fractions take as many
 * terms as the root of `a`. N. M. Temme (1979), The asymptotic expansion of the incomplete gamma functions, SIAM J.
 * Math. Anal. 10, 757-766; as DLMF 8.12.7 to 8.12.12.
 */
function uniformCorrection(a: number, eta: number): number {
  let sum = 0;
  for (const row of uniformCoefficients()) {
    let value = 0;
    for (const coefficient of row) value = value * eta + coefficient;
    sum = sum / a + value;
  }
  return sum;
}

/** DLMF 8.12.12, with Stirling's coefficients as 1 x 3 x 5 ... (2k + 1) alpha(2k + 1). */
function uniformExpansion(): Float64Array[] {
  const alpha = inverseExpansion(powers + 2 * orders + 2);
  const first = Float64Array.from({ length: powers + 2 * orders }, (_, n) =>
    n === 0 ? -1 / 3 : (n + 2) * at(alpha, n + 2),
  );
  let row = first;
  let oddFactorial = 1;
  const rows = [row];
  for (let k = 1; k < orders; k++) {
    oddFactorial *= 2 * k + 1;
    const stirling = (k % 2 === 0 ? 1 : -1) * oddFactorial * at(alpha, 2 * k + 1);
    const before = row;
    row = before
      .subarray(0, before.length - 2)
      .map((_, n) => stirling * at(first, n) + (n + 2) * at(before, n + 2));
    rows.push(row);
  }
  return rows.map((row) => row.slice(0, powers).reverse()).reverse();
}

/** Coefficients alpha of x/a - 1 by powers of eta, the first of them at index 1. */
function inverseExpansion(length: number): Float64Array {
  const alpha = new Float64Array(length);
  alpha[1] = 1;
  for (let n = 2; n < length; n++) {
    let sum = at(alpha, n - 1);
    for (let j = 2; j < n; j++) sum -= j * at(alpha, j) * at(alpha, n + 1 - j);
    alpha[n] = sum / (n + 1);
  }
  return alpha;
}

/** Coefficients of 1/a, 1/a^3, 1/a^5 ...: Bernoulli numbers (Abramowitz and Stegun 6.1.40), highest power first. */
const stirlingSeries = [-691 / 360360, 1 / 1188, -1 / 1680, 1 / 1260, -1 / 360, 1 / 12] as const;

/** From here on the series holds every digit. */
const largeShape = 16;

/**
 * Error of Stirling's formula for ln Γ(a + 1): its excess over (a + 1/2) ln a - a + ln(2 pi) / 2.
 *
 * For a of at least 1. Between 0 and 0.0811, with an error of about 1e-17, so that factorials can be taken in and out
 * of exponents without loss. Small a are stepped up: the excess at a is that at a + 1 plus artanh(u) / u - 1, where
 * u = 1 / (2 a + 1); all terms are positive.
 */
export function stirlingError(a: number): number {
  let steps = 0;
  let at = a;
  for (; at < largeShape; at++) steps += stirlingStep(at);
  const inverseSquare = 1 / (at * at);
  let rest = 0;
  for (const coefficient of stirlingSeries) rest = rest * inverseSquare + coefficient;
  return steps + rest / at;
}

/** artanh(u) / u - 1 = u^2 / 3 + u^4 / 5 + ... */
function stirlingStep(a: number): number {
  const u = 1 / (2 * a + 1);
  const square = u * u;
  let sum = 0;
  for (let n = 37; n >= 3; n -= 2) sum = (sum + 1 / n) * square;
  return sum;
}
