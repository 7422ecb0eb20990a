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
import { wasmColumns, type WasmColumns } from "./wasmColumns";

/**
 * Lognormal options by columns, a row for each: Black's formula for many options at once, in steps that each do one thing
 * to a batch of rows. Nothing is allocated, and the processor works on several rows at a time.
 *
 * There are two forms: the one here in TypeScript, which is the reference, and the same in WebAssembly, for many rows. They
 * round in the same places, so that their results have the same bits.
 */
interface LognormalColumns {
  /** Mean of the underlying at expiry, in currency; above 0. */
  readonly forward: Float64Array;
  /** In currency; above 0. */
  readonly strike: Float64Array;
  /** Standard deviation of the log of the underlying at expiry; at least 0. */
  readonly deviation: Float64Array;
  /** What rounding cut off `deviation`; only far out of the money does it show. */
  readonly deviationRest: Float64Array;
}

/** Fewer rows are not worth the copies, nor the loading of WebAssembly. */
const FEWEST = 16;
const wasmFor = (rows: number) => (rows < FEWEST ? undefined : wasmColumns());

/** Copies rows of a column into a column of WebAssembly. */
function take(to: Float64Array, from: Float64Array, rows: number, start = 0): void {
  to.set(from.subarray(start, start + rows));
}

const column = () => new Float64Array(BATCH);

/** A column of sums of two doubles: values, and what their rounding cut off. */
interface CompensatedColumn {
  readonly high: Float64Array;
  readonly low: Float64Array;
}

const compensated = (): CompensatedColumn => ({ high: column(), low: column() });
const moneyness = compensated();
/** |ln(F/K)| / s and s / 2. */
const distance = compensated();
const half = compensated();
/** -(h - t)^2 / 2. */
const exponent = compensated();
/** The points of the table that are closest to |h - t| and h + t, how far they are, and what that adds to the tail there. */
const points = () => ({ point: new Int32Array(BATCH), distance: column(), rest: column() });
const near = points();
const far = points();

/**
 * The prices that were standardised last, in relation to the lower of forward and strike: `weight` x `tails` x `scale`,
 * and 1 more where `tails` is below 0, for there it is what is lacking of the whole.
 */
export const standard = {
  /** |ln(F/K)| / s. */
  h: distance.high,
  /** exp(-(h - t)^2 / 2). */
  weight: column(),
  /** u(h - t) - u(h + t); past the money -u(t - h) - u(h + t). */
  tails: column(),
  /** 1, unless the weight would have underflowed. */
  scale: column(),
};

/**
 * Fills `prices` with the undiscounted prices of the options out of the money in the first `rows` rows, up to `BATCH`,
 * calls or puts, in the currency of the forwards: min(F, K) exp(-(h - t)^2 / 2) [u(h - t) - u(h + t)], where h =
 * |ln(F/K)| / s, t = s / 2, and u is the scaled tail of the normal distribution.
 *
 * To 4 units in the last place for the doubles given, down to the least normal price: the logarithm, h, t and the
 * exponent carry what their rounding cuts off. A `deviation` of 0 makes a price of 0.
 */
export function timeValues(options: LognormalColumns, rows: number, prices: Float64Array): void {
  logRatios(options.forward, options.strike, rows, moneyness.high, moneyness.low);
  timeValuesAt(moneyness, options, rows, prices);
}

/** `lnRatios`, in the same bits, in WebAssembly where it can run. */
export function logRatios(
  a: Float64Array,
  b: Float64Array,
  rows: number,
  high: Float64Array,
  low: Float64Array,
): void {
  const wasm = wasmFor(rows);
  if (wasm !== undefined && takeLogs(wasm, a, b, rows, 0)) {
    high.set(wasm.log.subarray(0, rows));
    low.set(wasm.logRest.subarray(0, rows));
  } else lnRatios(a, b, rows, high, low);
}

function takeLogs(wasm: WasmColumns, a: Float64Array, b: Float64Array, rows: number, start: number): boolean {
  take(wasm.forward, a, rows, start);
  take(wasm.strike, b, rows, start);
  // The row beside the last of an odd number.
  if (rows % 2 === 1) wasm.forward[rows] = wasm.strike[rows] = 1;
  return wasm.lnRatios(rows);
}

/** Options on forwards by columns, as they are given. */
interface ForwardColumns {
  readonly underlying: Float64Array;
  readonly strike: Float64Array;
  readonly years: Float64Array;
  readonly volatility: Float64Array;
  readonly rate: Float64Array;
}

/**
 * Fills `prices` with the discounted prices of calls, at a sign of 1, or puts, at -1, of some rows, up to `BATCH` from `start`
 * on; not a number where there is none. False where WebAssembly cannot, and they have to be found step by step.
 */
export function takePrices(
  { underlying, strike, years, volatility, rate }: ForwardColumns,
  sign: 1 | -1,
  start: number,
  rows: number,
  prices: Float64Array,
): boolean {
  const wasm = wasmFor(rows);
  if (wasm === undefined || !takeLogs(wasm, underlying, strike, rows, start)) return false;
  take(wasm.years, years, rows, start);
  take(wasm.volatility, volatility, rows, start);
  take(wasm.rate, rate, rows, start);
  wasm.takeDeviations(rows);
  if (wasm.standardise(rows)) takeNarrow(wasm.distance, wasm.distanceRest, wasm.half, rows, wasm.difference);
  wasm.takePrices(rows, sign);
  prices.set(wasm.price.subarray(0, rows), start);
  return true;
}

/** `timeValues` where ln(F/K) is known to more digits than the forwards have. */
export function timeValuesAt(
  log: CompensatedColumn,
  { forward, strike, deviation, deviationRest }: LognormalColumns,
  rows: number,
  prices: Float64Array,
): void {
  standardise(log, deviation, deviationRest, rows);
  for (let i = 0; i < rows; i++) {
    const f = at(forward, i);
    const k = at(strike, i);
    const least = f < k ? f : k;
    const tails = at(standard.tails, i);
    const value = least * (at(standard.weight, i) * tails) * at(standard.scale, i);
    prices[i] = tails < 0 ? least + value : value;
  }
}

/** Fills `standard` for options with these ln(F/K) and deviations. */
export function standardise(
  log: CompensatedColumn,
  deviation: Float64Array,
  deviationRest: Float64Array,
  rows: number,
): void {
  const wasm = wasmFor(rows);
  if (wasm === undefined) {
    takeDistances(log, deviation, deviationRest, rows);
    takeExponents(rows);
    takeTails(rows);
    return;
  }
  take(wasm.log, log.high, rows);
  take(wasm.logRest, log.low, rows);
  take(wasm.deviation, deviation, rows);
  take(wasm.deviationRest, deviationRest, rows);
  if (wasm.standardise(rows)) takeNarrow(wasm.distance, wasm.distanceRest, wasm.half, rows, wasm.difference);
  standard.h.set(wasm.distance);
  standard.weight.set(wasm.weight);
  standard.tails.set(wasm.difference);
  standard.scale.set(wasm.scale);
}

/** Standard deviations out of the money past which every price underflows to 0. */
const HORIZON = 60;
/** A deviation from which on the option is worth the lower of forward and strike, whatever they are. */
const WIDEST = 200;

function takeDistances(
  logs: CompensatedColumn,
  deviation: Float64Array,
  deviationRest: Float64Array,
  rows: number,
): void {
  for (let i = 0; i < rows; i++) {
    const s = at(deviation, i);
    const rest = at(deviationRest, i);
    const log = at(logs.high, i);
    const d = log / s;
    const product = d * s;
    const cut = (log - product - productCut(d, s, product) + at(logs.low, i) - d * rest) / s;
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
    standard.scale[i] = isLow ? UNRAISED : 1;
  }
  for (let i = 0; i < rows; i++) standard.weight[i] = exponential(at(exponent.high, i), at(exponent.low, i));
}

/** From there on the lower of forward and strike is paid more likely than not, and what is lacking is the smaller part. */
const PAST = 0.5;
/** Up to this t, the tails differ too little to be subtracted. */
const NARROW = 0.012;

function takeTails(rows: number): void {
  const table = tailTable();
  takePoints(rows);
  tailRests(table, near.point, near.distance, rows, near.rest);
  tailRests(table, far.point, far.distance, rows, far.rest);
  let narrow = 0;
  for (let i = 0; i < rows; i++) {
    const t = at(half.high, i);
    if (t < NARROW) narrow++;
    const nearTail = at(table.value, near.point[i] ?? 0);
    const farTail = at(table.value, far.point[i] ?? 0);
    const nearRest = at(near.rest, i);
    const farRest = at(far.rest, i);
    standard.tails[i] =
      t - at(distance.high, i) > PAST
        ? -(nearTail + farTail + (nearRest + farRest))
        : nearTail - farTail + (nearRest - farRest);
  }
  if (narrow > 0) takeNarrow(distance.high, distance.low, half.high, rows, standard.tails);
}

/** Replaces differences of tails that are narrow. */
function takeNarrow(
  h: Float64Array,
  hCut: Float64Array,
  halves: Float64Array,
  rows: number,
  tails: Float64Array,
): void {
  const table = tailTable();
  for (let i = 0; i < rows; i++) {
    const t = at(halves, i);
    if (t < NARROW) tails[i] = narrowDifference(table, at(h, i), t, at(hCut, i));
  }
}

function takePoints(rows: number): void {
  for (let i = 0; i < rows; i++) {
    const h = at(distance.high, i);
    const t = at(half.high, i);
    const hCut = at(distance.low, i);
    const tCut = at(half.low, i);
    const isPast = t - h > PAST;
    // Where the tails have vanished, any serve.
    const isReached = h + t < HIGHEST;
    const nearPoint = isReached ? pointOf(isPast ? t - h : h - t) : 0;
    const farPoint = isReached ? pointOf(h + t) : 0;
    const nearPlace = placeOf(nearPoint);
    const nearDistance = isPast ? t - nearPlace - h + (tCut - hCut) : h - nearPlace - t + (hCut - tCut);
    near.point[i] = nearPoint;
    far.point[i] = farPoint;
    near.distance[i] = isReached ? nearDistance : 0;
    far.distance[i] = isReached ? h - placeOf(farPoint) + t + (hCut + tCut) : 0;
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
