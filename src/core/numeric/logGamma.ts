import { at } from "./at";
import { ln, ln1p } from "./elementary";
import { stirlingError } from "./gamma";

const HALF_LN_TWO_PI = 0.9189385332046727;
/** Euler's constant. */
const EULER = 0.5772156649015329;

/** Terms that a point up to a half away needs. */
const TERMS = 30;
/** (zeta(k) - 1) / k, with the sign of the series below. */
const coefficients = zetaCoefficients();

/**
 * ln Γ(x) for positive x, to a few units in the last place, also next to its roots 1 and 2.
 *
 * Method: near 2 the series in x - 2, whose coefficients are zeta(k) - 1 (Abramowitz and Stegun 6.1.33); elsewhere
 * Stirling's formula with its error.
 */
export function logGamma(x: number): number {
  if (x === 1 || x === 2) return 0;
  if (x < 0.5) return logGamma(x + 1) - ln(x);
  if (x < 1.5) return aboveTwo(x - 1) - ln1p(x - 1);
  if (x < 2.5) return aboveTwo(x - 2);
  const a = x - 1;
  return (a + 0.5) * ln(a) - a + HALF_LN_TWO_PI + stirlingError(a);
}

/** ln Γ(2 + z), for z from -1/2 to 1/2. */
function aboveTwo(z: number): number {
  let series = 0;
  for (let k = TERMS; k >= 2; k--) series = series * z + at(coefficients, k);
  return z * (1 - EULER) + z * z * series;
}

/** zeta(k) - 1 as the sum of powers below 64, and the Euler-Maclaurin formula for those beyond. */
function zetaCoefficients(): Float64Array {
  const found = new Float64Array(TERMS + 1);
  const last = 64;
  for (let k = 2; k <= TERMS; k++) {
    const rest = inversePower(last, k);
    let zeta =
      (rest * last) / (k - 1) +
      rest / 2 +
      (k * rest) / (12 * last) -
      (k * (k + 1) * (k + 2) * rest) / (720 * last * last * last) +
      (k * (k + 1) * (k + 2) * (k + 3) * (k + 4) * rest) / (30240 * last * last * last * last * last);
    for (let n = last - 1; n >= 2; n--) zeta += inversePower(n, k);
    found[k] = ((k % 2 === 0 ? 1 : -1) * zeta) / k;
  }
  return found;
}

function inversePower(n: number, k: number): number {
  let power = 1;
  for (let i = 0; i < k; i++) power *= n;
  return 1 / power;
}

/** The error of Stirling's formula, as `stirlingError`, for any positive a. */
export const stirlingErrorOf = (a: number): number =>
  a >= 1 ? stirlingError(a) : stirlingError(a + 1) + (a + 0.5) * ln1p(1 / a) - 1;
