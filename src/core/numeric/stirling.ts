/** Coefficients of 1/a, 1/a^3, 1/a^5 ...: Bernoulli numbers (Abramowitz and Stegun 6.1.40), highest power first. */
const series = [-691 / 360360, 1 / 1188, -1 / 1680, 1 / 1260, -1 / 360, 1 / 12] as const;

/** From here on the series holds every digit. */
const large = 16;

/**
 * What Stirling's formula leaves of ln Γ(a + 1): its excess over (a + 1/2) ln a - a + ln(2 pi) / 2.
 *
 * For a of at least 1. Between 0 and 0.0811, with an error of about 1e-17, so that factorials can be taken in and out
 * of exponents without loss. Small a are stepped up: the excess at a is that at a + 1 plus artanh(u) / u - 1, where
 * u = 1 / (2 a + 1); all terms are positive.
 */
export function stirlingError(a: number): number {
  let steps = 0;
  let at = a;
  for (; at < large; at++) steps += step(at);
  const inverseSquare = 1 / (at * at);
  let rest = 0;
  for (const coefficient of series) rest = rest * inverseSquare + coefficient;
  return steps + rest / at;
}

/** artanh(u) / u - 1 = u^2 / 3 + u^4 / 5 + ... */
function step(a: number): number {
  const square = 1 / (2 * a + 1) ** 2;
  let sum = 0;
  for (let n = 37; n >= 3; n -= 2) sum = (sum + 1 / n) * square;
  return sum;
}
