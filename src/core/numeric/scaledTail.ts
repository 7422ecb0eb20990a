import { once } from "../once";
import { at } from "./at";
import { product, quotient, twoSum, type Compensated } from "./compensated";

/**
 * The scaled tail of the standard normal distribution, u(x) = N(-x) exp(x^2 / 2), which is its Mills ratio over the root
 * of 2 pi: from a table, the value at a point as a sum of two doubles and the Taylor series around it. Differences of two
 * tails, as options need them, keep their digits: the values at the points are subtracted first, and then the rests.
 */

/** Points in a unit. The first is half a step above `LOWEST`. */
const STEPS = 16;
const LOWEST = -0.5;
/** Beyond it exp(-x^2 / 2) has vanished, whatever price it multiplies. */
export const HIGHEST = 67;
const POINTS = (HIGHEST - LOWEST) * STEPS;
/** Of the series, without its constant. Half a step from the point, the next would be below 1e-18 of the tail. */
const TERMS = 10;

export interface TailTable {
  /** At each point, and what its rounding cut off. */
  readonly value: Float64Array;
  readonly cut: Float64Array;
  /** Coefficients of the rising powers of the distance from a point, `TERMS` to each point. */
  readonly series: Float64Array;
}

/** Made when it is first needed, in some milliseconds. */
export const tailTable = once(makeTable);

/** Of an argument from `LOWEST` up to `HIGHEST`, the point that is closest. */
export const pointOf = (x: number): number => ((x - LOWEST) * STEPS) | 0;
export const placeOf = (point: number): number => (point + 0.5) / STEPS + LOWEST;

/** What the tail adds to its rounded value at a point that is the distance `d` away. */
function tailRest({ cut, series }: TailTable, point: number, d: number): number {
  const i = point * TERMS;
  const last = at(series, i + 7) + d * (at(series, i + 8) + d * at(series, i + 9));
  const later = at(series, i + 4) + d * (at(series, i + 5) + d * (at(series, i + 6) + d * last));
  const second = at(series, i + 1) + d * (at(series, i + 2) + d * (at(series, i + 3) + d * later));
  return at(cut, point) + d * (at(series, i) + d * second);
}

/** The same of the first `rows` of columns. */
export function tailRests(
  table: TailTable,
  points: Int32Array,
  distances: Float64Array,
  rows: number,
  rests: Float64Array,
): void {
  for (let i = 0; i < rows; i++) rests[i] = tailRest(table, points[i] ?? 0, at(distances, i));
}

/** The scaled tail at x, from `LOWEST` up to `HIGHEST`. */
export function scaledTail(table: TailTable, x: number): number {
  const point = pointOf(x);
  return at(table.value, point) + tailRest(table, point, x - placeOf(point));
}

/** u^(order)(x) / order!, at the distance `d` from a point; `order` at least 1. */
export function tailDerivative({ series }: TailTable, point: number, d: number, order: number): number {
  let total = 0;
  // The binomial coefficient of n over `order`.
  let ways = binomial(TERMS, order);
  for (let n = TERMS; n >= order; n--) {
    total = total * d + ways * at(series, point * TERMS + n - 1);
    ways = (ways * (n - order)) / n;
  }
  return total;
}

function binomial(n: number, k: number): number {
  let ways = 1;
  for (let i = 1; i <= k; i++) ways = (ways * (n - k + i)) / i;
  return ways;
}

const INVERSE_ROOT_TWO_PI: Compensated = { high: 0.3989422804014327, low: -2.492327202777433e-17 };

/** Up to this place the series is stepped forwards, whose errors grow there by less than e^28. */
const FORWARDS = 4;
/** Terms of the series that lead to the point below. */
const STEP_TERMS = 12;

function makeTable(): TailTable {
  const table = {
    value: new Float64Array(POINTS),
    cut: new Float64Array(POINTS),
    series: new Float64Array(POINTS * TERMS),
  };
  for (let point = POINTS - 1; placeOf(point) > FORWARDS; point--)
    enter(table, point, backwardSizes(placeOf(point)));
  const next = placeOf(pointOf(FORWARDS));
  let sizes = forwardSizes(next, backwardSizes(next).ratio);
  for (let point = pointOf(FORWARDS) - 1; point >= 0; point--) {
    sizes = forwardSizes(placeOf(point), oneStepDown(sizes));
    const [ratio = ONE, first = ONE] = sizes;
    enter(table, point, { ratio, first, later: Float64Array.from(sizes, ({ high }) => high) });
  }
  return table;
}

/** Of the Mills ratio m at a point, |m^(n)(x)| / n!: for n = 0, 1, and from 2 on at their places. */
interface Sizes {
  readonly ratio: Compensated;
  readonly first: Compensated;
  readonly later: Float64Array;
}

function enter({ value, cut, series }: TailTable, point: number, { ratio, first, later }: Sizes): void {
  const tail = product(ratio, INVERSE_ROOT_TWO_PI);
  value[point] = tail.high;
  cut[point] = tail.low;
  series[point * TERMS] = -product(first, INVERSE_ROOT_TWO_PI).high;
  for (let n = 2; n <= TERMS; n++)
    series[point * TERMS + n - 1] =
      (n % 2 === 0 ? INVERSE_ROOT_TWO_PI.high : -INVERSE_ROOT_TWO_PI.high) * at(later, n);
}

/**
 * The sizes T(n) of the terms obey T(n-1) = x T(n) + (n + 1) T(n+1), with 1 for T(-1). Backwards the ratios r(n) =
 * T(n) / T(n-1) = 1 / (x + (n + 1) r(n+1)) settle from any start (W. Gautschi (1967), SIAM Review 9, 24-82); r(0) is the
 * Mills ratio itself, in which only the rounding of the last few shows.
 */
function backwardSizes(x: number): Sizes {
  const start = Math.ceil(TERMS + 3 + 130 / x);
  const exactly = x > 16 ? 1 : 3;
  const later = new Float64Array(TERMS + 1);
  let size = 2 / (x + Math.sqrt(x * x + 4 * start));
  for (let n = start - 1; n > exactly; n--) {
    size = 1 / (x + (n + 1) * size);
    if (n <= TERMS) later[n] = size;
  }
  let ratio = whole(size);
  let next = ratio;
  for (let n = exactly; n >= 0; n--) {
    next = ratio;
    ratio = quotient(ONE, sum(whole(x), product(whole(n + 1), ratio)));
    later[n] = ratio.high;
  }
  const first = product(ratio, next);
  later[1] = first.high;
  for (let n = 2; n <= TERMS; n++) later[n] = at(later, n - 1) * at(later, n);
  return { ratio, first, later };
}

/** The same where x is small and the ratios are slow to settle: forwards, from m. */
function forwardSizes(x: number, ratio: Compensated): Compensated[] {
  const sizes = [ratio];
  let [before, size] = [ratio, difference(ONE, product(whole(x), ratio))];
  for (let n = 1; n <= STEP_TERMS; n++) {
    sizes.push(size);
    const next = quotient(difference(before, product(whole(x), size)), whole(n + 1));
    [before, size] = [size, next];
  }
  return sizes;
}

/** The ratio one step below: downwards all terms of the series are positive, and errors shrink. */
function oneStepDown(sizes: readonly Compensated[]): Compensated {
  const below = (total: Compensated, size: Compensated) =>
    sum({ high: total.high / STEPS, low: total.low / STEPS }, size);
  return sizes.reduceRight(below, whole(0));
}

const whole = (high: number): Compensated => ({ high, low: 0 });
const ONE = whole(1);

function sum(a: Compensated, b: Compensated): Compensated {
  const { high, low } = twoSum(a.high, b.high);
  const rest = low + (a.low + b.low);
  const value = high + rest;
  return { high: value, low: rest - (value - high) };
}

const difference = (a: Compensated, b: Compensated) => sum(a, { high: -b.high, low: -b.low });
