import { at } from "./at";
import { exponentOf, powerOfTwo, UPPER, upperWord } from "./bits";
import { lnTwo, product, productCut, quotient, rootOf, upperHalf, type Compensated } from "./compensated";

/**
 * Exponentials, logarithms and powers of sums, products, quotients and roots only, which IEEE 754 rounds in one way:
 * every engine gives the same bits, where `Math.exp` and its kin differ between engines in the last place. Errors, in
 * units in the last place: exp and power below 0.52, ln below 0.51, expm1 and ln1p below 1.
 *
 * Method: arguments are reduced to a point of a table and a small rest, whose series is short. The values of the tables
 * are held as sums of two doubles. P. T. P. Tang (1989), ACM Trans. Math. Softw. 15(2), 144-157 (exp); (1990) 16(4),
 * 378-400 (log); (1992) 18(2), 211-222 (expm1).
 */

/** Points of the table of exponentials in a doubling. */
const POINTS = 128;
const STEP = { high: lnTwo.high / POINTS, low: lnTwo.low / POINTS, inverse: POINTS / Math.LN2 } as const;
/** Added and taken away again, it rounds to an integer. */
const ROUNDER = 6755399441055744;

/** 2^(j / 128), and what its rounding cut off, relative to it; filled at first use, so that loading need not wait. */
const powers = { value: new Float64Array(POINTS), cut: new Float64Array(POINTS) };

/** The reduced argument of a logarithm lies from 1 / root 2 to root 2: from the first to the last point / 128. */
const [FIRST_POINT, LAST_POINT] = [90, 182];
/**
 * Of point / 128: its inverse, and its logarithm, in a part short enough to add to multiples of that of 2, and a rest;
 * filled at first use.
 */
const logs = {
  inverse: new Float64Array(LAST_POINT - FIRST_POINT + 1),
  high: new Float64Array(LAST_POINT - FIRST_POINT + 1),
  low: new Float64Array(LAST_POINT - FIRST_POINT + 1),
};
/** Takes a number below 1 to multiples of 2^-42. */
const SHORTENER = 1.5 * 2 ** 10;

/** 2^(j / 128). */
function powerAt(j: number): number {
  const value = at(powers.value, j);
  if (value !== 0) return value;
  fillPowers();
  return at(powers.value, j);
}

/** The table of powers, filled. */
export function filledPowers(): typeof powers {
  powerAt(0);
  return powers;
}

function fillPowers(): void {
  let found: Compensated[] = [{ high: 1, low: 0 }];
  for (let root: Compensated = { high: 2, low: 0 }; found.length < POINTS;) {
    const half = (root = rootOf(root));
    // Between each two of the powers found so far lies the first of them times the root.
    found = found.flatMap((power) => [power, product(power, half)]);
  }
  for (const [j, { high, low }] of found.entries()) {
    powers.value[j] = high;
    powers.cut[j] = low / high;
  }
}

/** ln c = 2 (u + u^3 / 3 + ...), u = (c - 1) / (c + 1). Only the first two terms are large enough for two doubles. */
function fillLogs(): void {
  for (let point = FIRST_POINT; point <= LAST_POINT; point++) {
    const index = point - FIRST_POINT;
    const u = quotient({ high: point - POINTS, low: 0 }, { high: point + POINTS, low: 0 });
    const third = quotient(product(product(u, u), u), { high: 3, low: 0 });
    const square = u.high * u.high;
    let series = 0;
    for (let n = 25; n >= 5; n -= 2) series = (series + 1 / n) * square;
    const rest = u.high * series * square;
    const high = 2 * (u.high + (third.high + rest));
    const short = high + SHORTENER - SHORTENER;
    logs.inverse[index] = POINTS / point;
    logs.high[index] = short;
    logs.low[index] = 2 * (u.high - short / 2 + third.high + (u.low + third.low + rest));
  }
}

/** The table of logarithms, filled. */
export function filledLogs(): typeof logs {
  if (at(logs.inverse, 0) === 0) fillLogs();
  return logs;
}

/** e^x. */
export function exp(x: number): number {
  return exponential(x, 0);
}

/** e^(x + low), for a `low` that is much smaller than `x`. */
export function exponential(x: number, low: number): number {
  if (!(x > -708)) {
    if (Number.isNaN(x)) return NaN;
    // Results below the normal doubles.
    return x < -746 ? 0 : exponential(x + 64 * lnTwo.high, low + 64 * lnTwo.low) * 2 ** -64;
  }
  if (x > 709) return x > 710 ? Infinity : exponential(x - lnTwo.high, low - lnTwo.low) * 2;
  const steps = x * STEP.inverse + ROUNDER - ROUNDER;
  const rest = x - steps * STEP.high - steps * STEP.low + low;
  const j = steps & (POINTS - 1);
  const value = powerAt(j);
  const growth = growthOf(rest, j);
  return (value + value * growth) * powerOfTwo(steps >> 7);
}

/** What a rest adds to a point of the table, which is filled, relative to it. */
function growthOf(rest: number, j: number): number {
  const square = rest * rest;
  const later = square * (0.5 + rest * (1 / 6)) + square * square * (1 / 24 + rest * (1 / 120));
  return at(powers.cut, j) + rest + later;
}

/** e^x - 1, to the last places also where x is close to 0. */
export function expm1(x: number): number {
  if (Math.abs(x) < 2 ** -54) return x;
  if (Math.abs(x) < 1 / 16) {
    let series = 0;
    for (let n = 11; n >= 3; n--) series = ((series + 1) * x) / n;
    return x + x * x * (0.5 + 0.5 * series);
  }
  if (!(x < 709)) return exp(x);
  if (x < -38) return -1;
  const steps = x * STEP.inverse + ROUNDER - ROUNDER;
  const rest = x - steps * STEP.high - steps * STEP.low;
  const j = steps & (POINTS - 1);
  const value = powerAt(j) * powerOfTwo(steps >> 7);
  const growth = growthOf(rest, j);
  const less = value - 1;
  // What the subtraction cut off.
  const lost = value > 1 ? value - less - 1 : value - (less + 1);
  return less + (lost + value * growth);
}

/** Rows that functions of columns handle together: what passes between their steps stays in the nearest memory. */
export const BATCH = 256;
/** Numbers whose logarithms are taken: z 2^twos, z from 1 / root 2 to root 2. */
const reduced = { z: new Float64Array(BATCH), twos: new Int32Array(BATCH) };
const reducedWords = new Uint32Array(reduced.z.buffer);
/** The logarithms that were taken last, as sums of two doubles. */
const taken = { high: new Float64Array(BATCH), low: new Float64Array(BATCH) };

/** Takes the logarithms of the first `rows` of the reduced numbers. */
function takeReduced(rows: number): void {
  filledLogs();
  for (let i = 0; i < rows; i++) {
    const z = at(reduced.z, i);
    const point = (z * POINTS + 0.5) | 0;
    const index = point - FIRST_POINT;
    const centre = point / POINTS;
    const inverse = at(logs.inverse, index);
    const distance = z - centre;
    const r = distance * inverse;
    const upper = upperHalf(r);
    const lower = r - upper;
    // What the rounding of r cut off: both products are exact.
    const cut = (distance - upper * centre - lower * centre) * inverse;
    const square = r * r;
    const squareCut = lower * lower - (square - upper * upper - 2 * upper * lower);
    const later =
      square * r * (1 / 3 - r * (1 / 4)) +
      square * square * r * (1 / 5 - r * (1 / 6) + square * (1 / 7 - r * (1 / 8) + square * (1 / 9)));
    const twos = reduced.twos[i] ?? NaN;
    const base = twos * lnTwo.high + at(logs.high, index);
    const first = base + r;
    const firstCut = base === 0 ? 0 : base - first + r;
    const second = first - 0.5 * square;
    const secondCut = first - second - 0.5 * square;
    const low =
      firstCut + secondCut + later + cut - 0.5 * squareCut + (twos * lnTwo.low + at(logs.low, index));
    taken.high[i] = second + low;
    taken.low[i] = low - (second + low - second);
  }
}

/** The upper word of 1 / root 2. */
const ROOT_HALF = 0x3fe6a09e;

/** Takes the logarithm of a positive finite number. */
function take(x: number, doublings = 0): void {
  if (x < 2 ** -1022) {
    take(x * 2 ** 54, doublings - 54);
    return;
  }
  const k = (upperWord(x) - ROOT_HALF) >> 20;
  reduced.z[0] = x * powerOfTwo(-k);
  reduced.twos[0] = k + doublings;
  takeReduced(1);
}

/** The natural logarithm. */
export function ln(x: number): number {
  if (!(x > 0 && x < Infinity)) return x === 0 ? -Infinity : x > 0 ? x : NaN;
  take(x);
  return at(taken.high, 0);
}

/** ln(a / b) of positive finite numbers, to 1e-19 of its size, or 2e-32, also where a and b are close. */
export function lnRatio(a: number, b: number): Compensated {
  ratioOperands.a[0] = a;
  ratioOperands.b[0] = b;
  lnRatios(ratioOperands.a, ratioOperands.b, 1, ratioOperands.high, ratioOperands.low);
  return { high: at(ratioOperands.high, 0), low: at(ratioOperands.low, 0) };
}

const one = () => new Float64Array(1);
const ratioOperands = { a: one(), b: one(), high: one(), low: one() };

/**
 * Fills `high` and `low` with ln(a / b) of the first `rows` rows, up to `BATCH`. In steps, since a processor waits
 * where it reads the bits of a number that it has only now written.
 */
export function lnRatios(
  a: Float64Array,
  b: Float64Array,
  rows: number,
  high: Float64Array,
  low: Float64Array,
): void {
  let middling = 0;
  for (let i = 0; i < rows; i++) {
    const above = at(a, i);
    const below = at(b, i);
    const ratio = above / below;
    reduced.z[i] = ratio;
    low[i] = quotientCut(above, below, ratio);
    if (isMiddling(above) && isMiddling(below)) middling++;
  }
  for (let i = 0; i < rows; i++) {
    const word = reducedWords[2 * i + UPPER] ?? 0;
    const k = (word - ROOT_HALF) >> 20;
    reduced.twos[i] = k;
    reducedWords[2 * i + UPPER] = word - (k << 20);
  }
  if (middling < rows) reduceDistant(a, b, rows, low);
  takeReduced(rows);
  for (let i = 0; i < rows; i++) {
    const log = at(taken.high, i);
    const rest = at(taken.low, i) + at(low, i);
    high[i] = log + rest;
    low[i] = rest - (log + rest - log);
  }
}

/** What rounding cut off ln(a / b) when it cut off the quotient. */
function quotientCut(a: number, b: number, ratio: number): number {
  const product = ratio * b;
  return (a - product - productCut(ratio, b, product)) / a;
}

/** Whether quotients and products of such numbers and of halves of their bits are within the range of doubles. */
const isMiddling = (x: number): boolean => x > 2 ** -450 && x < 2 ** 450;

/** Reduces the quotients of numbers that are not middling again, from their fractions. */
function reduceDistant(a: Float64Array, b: Float64Array, rows: number, cuts: Float64Array): void {
  for (let i = 0; i < rows; i++) {
    const above = at(a, i);
    const below = at(b, i);
    if ((isMiddling(above) && isMiddling(below)) || !(above > 0 && below > 0)) continue;
    const doublings = exponentOf(above);
    const other = exponentOf(below);
    const x = lessDoublings(above, doublings);
    const y = lessDoublings(below, other);
    const k = (upperWord(x / y) - ROOT_HALF) >> 20;
    reduced.z[i] = (x / y) * powerOfTwo(-k);
    reduced.twos[i] = k + doublings - other;
    cuts[i] = quotientCut(x, y, x / y);
  }
}

/** In two steps, since the inverse of the least double is beyond the greatest. */
function lessDoublings(x: number, doublings: number): number {
  const half = doublings >> 1;
  return x * powerOfTwo(-half) * powerOfTwo(half - doublings);
}

/** ln(1 + x), to the last places also where x is close to 0. */
export function ln1p(x: number): number {
  if (!(x > -1 && x < Infinity) || x === 0) return x === -1 ? -Infinity : x >= 0 ? x : NaN;
  const sum = 1 + x;
  const partOfX = sum - 1;
  const cut = 1 - (sum - partOfX) + (x - partOfX);
  take(sum);
  return at(taken.high, 0) + (at(taken.low, 0) + cut / sum);
}

/** x^y. */
export function power(x: number, y: number): number {
  if (y === 0 || x === 1) return 1;
  if (!(x > 0 && x < Infinity && Math.abs(y) < Infinity)) return unusualPower(x, y);
  take(x);
  const high = at(taken.high, 0);
  const low = at(taken.low, 0);
  const exponent = high * y;
  if (!(exponent > -800)) return 0;
  if (exponent > 800) return Infinity;
  const upper = upperHalf(high);
  const upperY = upperHalf(y);
  const lower = high - upper;
  const lowerY = y - upperY;
  const cut = lower * lowerY - (exponent - upper * upperY - lower * upperY - upper * lowerY);
  return exponential(exponent, cut + low * y);
}

/** Powers of numbers that have no logarithm, and to exponents without end, as the language has them. */
function unusualPower(x: number, y: number): number {
  if (x < 0 && x > -Infinity && Number.isInteger(y)) return y % 2 === 0 ? power(-x, y) : -power(-x, y);
  // Zeros and infinities: no engine rounds.
  return x ** y;
}

export const square = (x: number): number => x * x;
