import { at } from "../numeric/at";
import { productCut } from "../numeric/compensated";
import { BATCH, exponential, lnRatios } from "../numeric/elementary";
import {
  HIGHEST,
  placeOf,
  pointOf,
  tailDerivative,
  tailRests,
  tailTable,
  type TailTable,
} from "../numeric/scaledTail";

/**
 * Lognormal options by columns, a row for each: Black's formula for many options at once, in steps that each do one thing
 * to a batch of rows. Nothing is allocated, and the processor works on several rows at a time.
 */
export interface LognormalColumns {
  /** Mean of the underlying at expiry, in currency; above 0. */
  readonly forward: Float64Array;
  /** In currency; above 0. */
  readonly strike: Float64Array;
  /** Standard deviation of the log of the underlying at expiry; at least 0. */
  readonly deviation: Float64Array;
  /** What rounding cut off `deviation`; only far out of the money does it show. */
  readonly deviationRest: Float64Array;
}

const column = () => new Float64Array(BATCH);
/** ln(F/K), and what its rounding cut off. */
const moneyness = { high: column(), low: column() };
/** |ln(F/K)| / s and s / 2, and what rounding cut off each. */
const distance = { high: column(), low: column() };
const half = { high: column(), low: column() };
/** -(h - t)^2 / 2, and what its rounding cut off. */
const exponent = { high: column(), low: column() };
/** By what the price is still to be multiplied, where the exponential would have underflowed. */
const scale = column();
/** The points of the table that are closest to |h - t| and h + t, how far they are, and what that adds to the tail there. */
const points = () => ({ point: new Int32Array(BATCH), distance: column(), rest: column() });
const near = points();
const far = points();
/** u(h - t) - u(h + t); past the money -u(t - h) - u(h + t), which is what is lacking of the lower of the two prices. */
const difference = column();

/**
 * Fills `prices` with the undiscounted prices of the options out of the money in the first `rows` rows, up to `BATCH`,
 * calls or puts, in the currency of the forwards: min(F, K) exp(-(h - t)^2 / 2) [u(h - t) - u(h + t)], where h =
 * |ln(F/K)| / s, t = s / 2, and u is the scaled tail of the normal distribution.
 *
 * To 4 units in the last place for the doubles given, down to the least normal price: the logarithm, h, t and the
 * exponent carry what their rounding cuts off. A `deviation` of 0 makes a price of 0.
 */
export function timeValues(options: LognormalColumns, rows: number, prices: Float64Array): void {
  lnRatios(options.forward, options.strike, rows, moneyness.high, moneyness.low);
  standardise(options, rows);
  takeExponents(rows);
  takeDifferences(rows);
  takePrices(options, rows, prices);
}

/** Standard deviations out of the money past which every price underflows to 0. */
const HORIZON = 60;
/** A deviation from which on the option is worth the lower of forward and strike, whatever they are. */
const WIDEST = 200;

function standardise({ deviation, deviationRest }: LognormalColumns, rows: number): void {
  for (let i = 0; i < rows; i++) {
    const s = at(deviation, i);
    const rest = at(deviationRest, i);
    const log = at(moneyness.high, i);
    const d = log / s;
    const product = d * s;
    const cut = (log - product - productCut(d, s, product) + at(moneyness.low, i) - d * rest) / s;
    const h = Math.abs(d);
    // Where both are 0, the quotient is not a number.
    const isNear = h < HORIZON && s > 0 && s < WIDEST;
    distance.high[i] = isNear ? h : s < WIDEST ? HORIZON : 0;
    distance.low[i] = isNear ? (d < 0 ? -cut : cut) : 0;
    half.high[i] = isNear ? 0.5 * s : s < WIDEST ? 0 : WIDEST;
    half.low[i] = isNear ? 0.5 * rest : 0;
  }
}

/** Added and taken away again, it rounds to multiples of 2^-20, whose squares are exact. */
const SHORTENER = 6442450944;
/** Exponents below this are raised, so that no exponential underflows before it is multiplied by the forward. */
const LEAST_EXPONENT = -700;
const RAISE = 512;
const UNRAISED = 4.377491037053051e-223;

function takeExponents(rows: number): void {
  for (let i = 0; i < rows; i++) {
    const h = at(distance.high, i);
    const t = at(half.high, i);
    const z = h - t;
    const cut = (h > t ? h - z - t : h - (z + t)) + (at(distance.low, i) - at(half.low, i));
    const short = z + SHORTENER - SHORTENER;
    const high = -0.5 * (short * short);
    const isLow = high < LEAST_EXPONENT;
    exponent.high[i] = isLow ? high + RAISE : high;
    exponent.low[i] = -0.5 * (z - short) * (z + short) - z * cut;
    scale[i] = isLow ? UNRAISED : 1;
  }
}

/** From there on the lower of forward and strike is paid more likely than not, and what is lacking is the smaller part. */
const PAST = 0.5;
/** Up to this t, the tails differ too little to be subtracted. */
const NARROW = 0.012;

function takeTails(table: TailTable, rows: number): void {
  for (let i = 0; i < rows; i++) {
    const h = at(distance.high, i);
    const t = at(half.high, i);
    const hCut = at(distance.low, i);
    const tCut = at(half.low, i);
    // Where the tails have vanished, any serves.
    const isReached = h + t < HIGHEST;
    const nearPoint = isReached ? pointOf(t - h > PAST ? t - h : h - t) : 0;
    const farPoint = isReached ? pointOf(h + t) : 0;
    near.point[i] = nearPoint;
    far.point[i] = farPoint;
    const nearPlace = placeOf(nearPoint);
    near.distance[i] = t - h > PAST ? t - nearPlace - h + (tCut - hCut) : h - nearPlace - t + (hCut - tCut);
    far.distance[i] = h - placeOf(farPoint) + t + (hCut + tCut);
  }
  tailRests(table, near.point, near.distance, rows, near.rest);
  tailRests(table, far.point, far.distance, rows, far.rest);
}

function takeDifferences(rows: number): void {
  const table = tailTable();
  takeTails(table, rows);
  let narrow = 0;
  for (let i = 0; i < rows; i++) {
    const t = at(half.high, i);
    if (t < NARROW) narrow++;
    const nearTail = at(table.value, near.point[i] ?? 0);
    const farTail = at(table.value, far.point[i] ?? 0);
    const nearRest = at(near.rest, i);
    const farRest = at(far.rest, i);
    difference[i] =
      t - at(distance.high, i) > PAST
        ? -(nearTail + farTail + (nearRest + farRest))
        : nearTail - farTail + (nearRest - farRest);
  }
  for (let i = 0; narrow > 0 && i < rows; i++) {
    const t = at(half.high, i);
    if (!(t < NARROW)) continue;
    difference[i] = narrowDifference(table, at(distance.high, i), t, at(distance.low, i));
    narrow--;
  }
}

/** By the odd terms of the Taylor series around h. */
function narrowDifference(table: TailTable, h: number, t: number, cut: number): number {
  const point = pointOf(h);
  const d = h - placeOf(point) + cut;
  let series = 0;
  for (let order = 7; order >= 1; order -= 2)
    series = series * (t * t) + tailDerivative(table, point, d, order);
  return -2 * t * series;
}

function takePrices({ forward, strike }: LognormalColumns, rows: number, prices: Float64Array): void {
  for (let i = 0; i < rows; i++) {
    const weight = exponential(at(exponent.high, i), at(exponent.low, i));
    const f = at(forward, i);
    const k = at(strike, i);
    const least = f < k ? f : k;
    const value = least * (weight * at(difference, i)) * at(scale, i);
    prices[i] = at(half.high, i) - at(distance.high, i) > PAST ? least + value : value;
  }
}
