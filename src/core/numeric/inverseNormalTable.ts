import { once } from "../once";
import { at } from "./at";
import { upperWord } from "./bits";
import { inverseNormal, normalDensity } from "./normal";

/**
 * The inverse of the standard normal distribution as a table of polynomials, for the random numbers of simulations: some
 * twenty operations a number instead of hundreds, without a branch that a processor could guess wrongly.
 *
 * From 2^-53 up to 1/2 each doubling of the probability is cut into 32 parts, a row each: the middle of the part, then the
 * coefficients of a polynomial of degree 6 in the distance from it. Errors are below 1e-15 of the result, or of 0.02 where
 * it is smaller: 1 unit in the last place or less on average, 5 at most.
 *
 * Method: Taylor series about the middles, by the recurrence of G. Steinbrecher and W. T. Shaw (2008), Quantile
 * mechanics, European J. Applied Mathematics 19, section 2, shortened by Chebyshev polynomials (C. Lanczos (1956),
 * Applied Analysis, chapter 7).
 */

/** Numbers in a row of the table. */
const ROW_LENGTH = 8;
const PARTS = 32;
/** The first row begins at 2^LEAST_EXPONENT, the least uniform number that is drawn. */
const LEAST_EXPONENT = -53;
/** Number of the first row by exponent and fraction, as a double's bits count them. */
const FIRST_ROW = (1023 + LEAST_EXPONENT) * PARTS;

/** Terms of the Taylor series; the next would be beyond the last digit. */
const TERMS = 9;

/** Made at the first call: written out it would be most of the script. */
export const inverseNormalTable = once(filledTable);

/**
 * The inverse at a uniform number that was drawn: from 2^-53 to 1 - 2^-53, and never a half. Above a half it is that of
 * the other tail, which is exact.
 */
export function tableInverse(rows: Float64Array, probability: number): number {
  const isLower = probability < 0.5;
  const tail = isLower ? probability : 1 - probability;
  // Exponent and the first five bits of the fraction.
  const row = ((upperWord(tail) >>> 15) - FIRST_ROW) * ROW_LENGTH;
  const d = tail - at(rows, row);
  let upper = at(rows, row + 7);
  upper = at(rows, row + 6) + d * upper;
  upper = at(rows, row + 5) + d * upper;
  upper = at(rows, row + 4) + d * upper;
  upper = at(rows, row + 3) + d * upper;
  upper = at(rows, row + 2) + d * upper;
  const point = at(rows, row + 1) + d * upper;
  return isLower ? point : -point;
}

function filledTable(): Float64Array {
  const derivatives = derivativePolynomials();
  const rows = (-1 - LEAST_EXPONENT) * PARTS;
  const filled = new Float64Array(rows * ROW_LENGTH);
  const terms = new Float64Array(TERMS);
  let least = 2 ** -53;
  for (let row = 0; row < rows; row++) {
    const part = row % PARTS;
    if (row > 0 && part === 0) least *= 2;
    const half = least / (2 * PARTS);
    const middle = least + (2 * part + 1) * half;
    const place = row * ROW_LENGTH;
    filled[place] = middle;
    fillSeries(terms, inverseNormal(middle), half, derivatives);
    shorten(terms);
    for (let power = 0, size = 1; power < ROW_LENGTH - 1; power++, size *= half)
      filled[place + 1 + power] = at(terms, power) / size;
  }
  return filled;
}

/**
 * The n-th derivative of the inverse at its value x is P(x) over the n-th power of the density; next P = P' + n x P. By n,
 * the coefficients of P by rising power; at 0 nothing.
 */
function derivativePolynomials(): Float64Array[] {
  let last = new Float64Array(TERMS + 1).fill(1, 0, 1);
  const all = [new Float64Array(TERMS), last];
  for (let n = 1; n + 1 < TERMS; n++) {
    const next = new Float64Array(TERMS + 1);
    for (let power = 0; power <= n; power++)
      next[power] = (power > 0 ? n * at(last, power - 1) : 0) + (power + 1) * at(last, power + 1);
    all.push(next);
    last = next;
  }
  return all;
}

/** The Taylor series of the inverse about where it is x, in the distance from there over `half`. */
function fillSeries(
  terms: Float64Array,
  x: number,
  half: number,
  derivatives: readonly Float64Array[],
): void {
  const ratio = half / normalDensity(x);
  terms[0] = x;
  let scale = 1;
  for (let n = 1; n < TERMS; n++) {
    const coefficients = derivatives[n] ?? terms;
    scale *= ratio / n;
    let derivative = 0;
    for (let power = n - 1; power >= 0; power--) derivative = derivative * x + at(coefficients, power);
    terms[n] = derivative * scale;
  }
}

const CHEBYSHEV_7 = Float64Array.of(0, -7, 0, 56, 0, -112, 0, 64);
const CHEBYSHEV_8 = Float64Array.of(1, 0, -32, 0, 160, 0, -256, 0, 128);

/** Takes from a polynomial on [-1, 1] as much of T8 and T7 as makes it of degree 6, which changes it least. */
function shorten(terms: Float64Array): void {
  take(terms, at(terms, 8) / 128, CHEBYSHEV_8);
  take(terms, at(terms, 7) / 64, CHEBYSHEV_7);
}

function take(terms: Float64Array, amount: number, polynomial: Float64Array): void {
  for (let power = 0; power < polynomial.length; power++)
    terms[power] = at(terms, power) - amount * at(polynomial, power);
}
