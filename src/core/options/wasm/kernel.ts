// Black's formula over columns in AssemblyScript, two rows at a time. Every line rounds as TypeScript does
// (`../blackColumns.ts` and `../process.ts`, which say what is computed and how, and `lnRatios` and `exponential` of
// `../../numeric/elementary.ts`), so that the bits are the same. `.config/kernel.mjs` compiles it.

/** Where the tables and the columns are in memory, in bytes; both are filled from outside, by `../wasmColumns.ts`. */
export const TABLES: usize = 1024;
export const COLUMNS: usize = 110592;

/** Tables: of each point of exponentials the value and its cut; */
const EXPONENTIALS: usize = TABLES;
/** of each point of logarithms its inverse, the two parts of the logarithm, and a number that is not used; */
const LOGS: usize = EXPONENTIALS + 128 * 16;
const LOG_BYTES: i32 = 32;
/** of each point of the scaled tail the value, its cut, and the series. */
const TAILS: usize = LOGS + 93 * LOG_BYTES;
const TAIL_BYTES: i32 = 96;

/** Rows of a column: `BATCH`. */
const COLUMN_BYTES: usize = 256 * 8;
const FORWARD = COLUMNS;
const STRIKE = FORWARD + COLUMN_BYTES;
const LOG = STRIKE + COLUMN_BYTES;
const LOG_REST = LOG + COLUMN_BYTES;
const DEVIATION = LOG_REST + COLUMN_BYTES;
const DEVIATION_REST = DEVIATION + COLUMN_BYTES;
const DISTANCE = DEVIATION_REST + COLUMN_BYTES;
const DISTANCE_REST = DISTANCE + COLUMN_BYTES;
const HALF = DISTANCE_REST + COLUMN_BYTES;
const WEIGHT = HALF + COLUMN_BYTES;
const DIFFERENCE = WEIGHT + COLUMN_BYTES;
const SCALE = DIFFERENCE + COLUMN_BYTES;
const YEARS = SCALE + COLUMN_BYTES;
const VOLATILITY = YEARS + COLUMN_BYTES;
const RATE = VOLATILITY + COLUMN_BYTES;
const PRICE = RATE + COLUMN_BYTES;
/** What rounding cut off an exponent. */
const EXPONENT_REST = PRICE + COLUMN_BYTES;
const DISCOUNT = EXPONENT_REST + COLUMN_BYTES;
const DISCOUNT_REST = DISCOUNT + COLUMN_BYTES;

/** e^(x + low), from outside, for results that are no normal doubles. */
declare function exponential(x: f64, low: f64): f64;

function all(x: f64): v128 {
  return f64x2.splat(x);
}

function add(a: v128, b: v128): v128 {
  return f64x2.add(a, b);
}

function sub(a: v128, b: v128): v128 {
  return f64x2.sub(a, b);
}

function mul(a: v128, b: v128): v128 {
  return f64x2.mul(a, b);
}

function div(a: v128, b: v128): v128 {
  return f64x2.div(a, b);
}

/** Where the condition holds, `a`; elsewhere `b`. */
function either(condition: v128, a: v128, b: v128): v128 {
  return v128.bitselect(a, b, condition);
}

/** The first numbers of two pairs, and the second ones. */
function firsts(p: v128, q: v128): v128 {
  return v128.shuffle<f64>(p, q, 0, 2);
}

function seconds(p: v128, q: v128): v128 {
  return v128.shuffle<f64>(p, q, 1, 3);
}

function signs(): v128 {
  return i64x2.splat(0x8000000000000000);
}

function upperHalf(a: v128): v128 {
  const scaled = mul(all(134217729), a);
  return sub(scaled, sub(scaled, a));
}

function productCut(a: v128, b: v128, product: v128): v128 {
  const upperA = upperHalf(a);
  const upperB = upperHalf(b);
  const lowerA = sub(a, upperA);
  const lowerB = sub(b, upperB);
  const rest = sub(sub(sub(product, mul(upperA, upperB)), mul(lowerA, upperB)), mul(upperA, lowerB));
  return sub(mul(lowerA, lowerB), rest);
}

/** As in `numeric/elementary.ts`. */
const LN_2_HIGH: f64 = 6.93147180369123816e-1;
const LN_2_LOW: f64 = 1.9082149292705877e-10;
const LN_2: f64 = 0.6931471805599453;
const ROUNDER: f64 = 6755399441055744;
const POINTS: f64 = 128;
const FIRST_POINT: i32 = 90;
const ROOT_HALF: i64 = 0x3fe6a09e00000000;
/** 2^-450 and 2^450. */
const LEAST_MIDDLING: f64 = 3.4395525670743494e-136;
const MOST_MIDDLING: f64 = 2.9073548971824276e135;

/** LOG and LOG_REST: ln(FORWARD / STRIKE). 0 where one is not middling: then they are of no use. */
export function lnRatios(rows: i32): i32 {
  const bytes = (<usize>rows) << 3;
  let areMiddling = i64x2.splat(-1);
  for (let i: usize = 0; i < bytes; i += 16) {
    const a = v128.load(FORWARD + i);
    const b = v128.load(STRIKE + i);
    const isMiddling = v128.and(
      v128.and(f64x2.gt(a, all(LEAST_MIDDLING)), f64x2.lt(a, all(MOST_MIDDLING))),
      v128.and(f64x2.gt(b, all(LEAST_MIDDLING)), f64x2.lt(b, all(MOST_MIDDLING))),
    );
    areMiddling = v128.and(areMiddling, isMiddling);
    const ratio = div(a, b);
    const product = mul(ratio, b);
    const ratioCut = div(sub(sub(a, product), productCut(ratio, b, product)), a);
    const k = i64x2.shr_s(i64x2.sub(ratio, i64x2.splat(ROOT_HALF)), 52);
    const z = i64x2.sub(ratio, i64x2.shl(k, 52));
    const twos = f64x2.convert_low_i32x4_s(v128.shuffle<i32>(k, k, 0, 2, 0, 2));
    const point = i32x4.trunc_sat_f64x2_s_zero(add(mul(z, all(POINTS)), all(0.5)));
    const p = LOGS + (i32x4.extract_lane(point, 0) - FIRST_POINT) * LOG_BYTES;
    const q = LOGS + (i32x4.extract_lane(point, 1) - FIRST_POINT) * LOG_BYTES;
    const p0 = v128.load(p);
    const q0 = v128.load(q);
    const inverse = firsts(p0, q0);
    const centre = mul(f64x2.convert_low_i32x4_s(point), all(1 / POINTS));
    const distance = sub(z, centre);
    const r = mul(distance, inverse);
    const upper = upperHalf(r);
    const lower = sub(r, upper);
    const cut = mul(sub(sub(distance, mul(upper, centre)), mul(lower, centre)), inverse);
    const square = mul(r, r);
    const squareRest = sub(sub(square, mul(upper, upper)), mul(mul(all(2), upper), lower));
    const squareCut = sub(mul(lower, lower), squareRest);
    const third = sub(all(1.0 / 3), mul(r, all(1.0 / 4)));
    const seventh = add(sub(all(1.0 / 7), mul(r, all(1.0 / 8))), mul(square, all(1.0 / 9)));
    const fifth = add(sub(all(1.0 / 5), mul(r, all(1.0 / 6))), mul(square, seventh));
    const later = add(mul(mul(square, r), third), mul(mul(mul(square, square), r), fifth));
    const base = add(mul(twos, all(LN_2_HIGH)), seconds(p0, q0));
    const first = add(base, r);
    const firstCut = add(sub(base, first), r);
    const half = mul(all(0.5), square);
    const second = sub(first, half);
    const secondCut = sub(sub(first, second), half);
    const cuts = sub(add(add(add(firstCut, secondCut), later), cut), mul(all(0.5), squareCut));
    const baseLow = add(mul(twos, all(LN_2_LOW)), firsts(v128.load(p, 16), v128.load(q, 16)));
    const low = add(cuts, baseLow);
    const high = add(second, low);
    const rest = add(sub(low, sub(high, second)), ratioCut);
    const log = add(high, rest);
    v128.store(LOG + i, log);
    v128.store(LOG_REST + i, sub(rest, sub(log, high)));
  }
  return i32(i64x2.all_true(areMiddling));
}

/** Replaces exponents by e^(exponent + rest). In a loop by itself: in another, it would have to be called. */
function exponentiate(column: usize, rests: usize, bytes: usize): void {
  for (let i: usize = 0; i < bytes; i += 16) {
    const x = v128.load(column + i);
    const low = v128.load(rests + i);
    const isNormal = v128.and(f64x2.gt(x, all(-708)), f64x2.le(x, all(709)));
    if (!i64x2.all_true(isNormal)) {
      store<f64>(column + i, exponential(f64x2.extract_lane(x, 0), f64x2.extract_lane(low, 0)));
      store<f64>(column + i, exponential(f64x2.extract_lane(x, 1), f64x2.extract_lane(low, 1)), 8);
      continue;
    }
    const rounded = add(mul(x, all(POINTS / LN_2)), all(ROUNDER));
    const steps = sub(rounded, all(ROUNDER));
    const less = sub(x, mul(steps, all(LN_2_HIGH / POINTS)));
    const rest = add(sub(less, mul(steps, all(LN_2_LOW / POINTS))), low);
    // The last bits of what was rounded are those of the integer.
    const p = v128.load(EXPONENTIALS + ((<usize>(i64x2.extract_lane(rounded, 0) & 127)) << 4));
    const q = v128.load(EXPONENTIALS + ((<usize>(i64x2.extract_lane(rounded, 1) & 127)) << 4));
    const value = firsts(p, q);
    const square = mul(rest, rest);
    const second = add(all(0.5), mul(rest, all(1.0 / 6)));
    const fourth = add(all(1.0 / 24), mul(rest, all(1.0 / 120)));
    const later = add(mul(square, second), mul(mul(square, square), fourth));
    const growth = add(add(seconds(p, q), rest), later);
    // 2^(steps / 128), rounded down, of its bits.
    const whole = i64x2.shl(v128.and(rounded, i64x2.splat(~127)), 45);
    const scale = i64x2.add(whole, i64x2.splat(1023 << 52));
    v128.store(column + i, mul(add(value, mul(value, growth)), scale));
  }
}

/** As in `../blackColumns.ts` and `../../numeric/scaledTail.ts`. */
const HORIZON: f64 = 60;
const WIDEST: f64 = 200;
const SHORTENER: f64 = 6442450944;
const LEAST_EXPONENT: f64 = -700;
const RAISE: f64 = 512;
const UNRAISED: f64 = 4.377491037053051e-223;
const PAST: f64 = 0.5;
const NARROW: f64 = 0.012;
const STEPS: f64 = 16;
const LOWEST: f64 = -0.5;
const HIGHEST: f64 = 67;

/** From LOG and DEVIATION the columns DISTANCE to SCALE. 1 where differences of narrow tails are yet to be replaced. */
export function standardise(rows: i32): i32 {
  const bytes = (<usize>rows) << 3;
  let isNarrow = i64x2.splat(0);
  for (let i: usize = 0; i < bytes; i += 16) {
    const log = v128.load(LOG + i);
    const s = v128.load(DEVIATION + i);
    const rest = v128.load(DEVIATION_REST + i);
    const d = div(log, s);
    const product = mul(d, s);
    const missing = add(sub(sub(log, product), productCut(d, s, product)), v128.load(LOG_REST + i));
    const cut = div(sub(missing, mul(d, rest)), s);
    const distance = f64x2.abs(d);
    const isBounded = f64x2.lt(s, all(WIDEST));
    const isNear = v128.and(v128.and(f64x2.lt(distance, all(HORIZON)), f64x2.gt(s, all(0))), isBounded);
    const h = either(isNear, distance, v128.and(isBounded, all(HORIZON)));
    const hCut = v128.and(isNear, v128.xor(cut, v128.and(f64x2.lt(d, all(0)), signs())));
    const t = either(isNear, mul(all(0.5), s), v128.andnot(all(WIDEST), isBounded));
    const tCut = v128.and(isNear, mul(all(0.5), rest));
    v128.store(DISTANCE + i, h);
    v128.store(DISTANCE_REST + i, hCut);
    v128.store(HALF + i, t);
    isNarrow = v128.or(isNarrow, f64x2.lt(t, all(NARROW)));

    const z = sub(h, t);
    const lost = either(f64x2.gt(h, t), sub(sub(h, z), t), sub(h, add(z, t)));
    const zCut = add(lost, sub(hCut, tCut));
    const short = sub(add(z, all(SHORTENER)), all(SHORTENER));
    const exponent = mul(all(-0.5), mul(short, short));
    const exponentLow = sub(mul(mul(all(-0.5), sub(z, short)), add(z, short)), mul(z, zCut));
    const isLow = f64x2.lt(exponent, all(LEAST_EXPONENT));
    v128.store(SCALE + i, either(isLow, all(UNRAISED), all(1)));
    v128.store(WEIGHT + i, add(exponent, v128.and(isLow, all(RAISE))));
    v128.store(EXPONENT_REST + i, exponentLow);

    const isPast = f64x2.gt(sub(t, h), all(PAST));
    const isReached = f64x2.lt(add(h, t), all(HIGHEST));
    const a = either(isPast, t, h);
    const b = either(isPast, h, t);
    const abCut = either(isPast, sub(tCut, hCut), sub(hCut, tCut));
    // Where the tails have vanished, the first point serves.
    const nearPoint = v128.and(isReached, pointOf(sub(a, b)));
    const farPoint = v128.and(isReached, pointOf(add(h, t)));
    const nearDistance = add(sub(sub(a, placeOf(nearPoint)), b), abCut);
    const farDistance = add(add(sub(h, placeOf(farPoint)), t), add(hCut, tCut));
    const x = v128.and(isReached, nearDistance);
    const y = v128.and(isReached, farDistance);
    const near = i32x4.trunc_sat_f64x2_s_zero(nearPoint);
    const far = i32x4.trunc_sat_f64x2_s_zero(farPoint);
    const p = TAILS + i32x4.extract_lane(near, 0) * TAIL_BYTES;
    const q = TAILS + i32x4.extract_lane(near, 1) * TAIL_BYTES;
    const v = TAILS + i32x4.extract_lane(far, 0) * TAIL_BYTES;
    const w = TAILS + i32x4.extract_lane(far, 1) * TAIL_BYTES;
    // The numbers of two rows side by side, two of each at a time; the last first.
    let n = v128.load(p, 80);
    let o = v128.load(q, 80);
    let nearRest = add(firsts(n, o), mul(x, seconds(n, o)));
    let f = v128.load(v, 80);
    let g = v128.load(w, 80);
    let farRest = add(firsts(f, g), mul(y, seconds(f, g)));
    for (let place: usize = 64; place > 0; place -= 16) {
      n = v128.load(p + place);
      o = v128.load(q + place);
      nearRest = add(firsts(n, o), mul(x, add(seconds(n, o), mul(x, nearRest))));
      f = v128.load(v + place);
      g = v128.load(w + place);
      farRest = add(firsts(f, g), mul(y, add(seconds(f, g), mul(y, farRest))));
    }
    n = v128.load(p);
    o = v128.load(q);
    nearRest = add(seconds(n, o), mul(x, nearRest));
    f = v128.load(v);
    g = v128.load(w);
    farRest = add(seconds(f, g), mul(y, farRest));
    // The far tail is added past the money, and subtracted elsewhere.
    const turned = v128.andnot(signs(), isPast);
    const values = add(firsts(n, o), v128.xor(firsts(f, g), turned));
    const difference = add(values, add(nearRest, v128.xor(farRest, turned)));
    v128.store(DIFFERENCE + i, v128.xor(difference, v128.and(isPast, signs())));
  }
  exponentiate(WEIGHT, EXPONENT_REST, bytes);
  return i32(v128.any_true(isNarrow));
}

function pointOf(x: v128): v128 {
  return f64x2.floor(mul(sub(x, all(LOWEST)), all(STEPS)));
}

function placeOf(point: v128): v128 {
  return add(mul(add(point, all(0.5)), all(1 / STEPS)), all(LOWEST));
}

/** DEVIATION from YEARS and VOLATILITY, and DISCOUNT with RATE: the factors. */
export function takeDeviations(rows: i32): void {
  const bytes = (<usize>rows) << 3;
  for (let i: usize = 0; i < bytes; i += 16) {
    const time = v128.load(YEARS + i);
    const volatility = v128.load(VOLATILITY + i);
    const root = f64x2.sqrt(time);
    const square = mul(root, root);
    const missing = sub(sub(time, square), productCut(root, root, square));
    const rootCut = v128.and(f64x2.gt(root, all(0)), div(missing, mul(all(2), root)));
    const deviation = mul(volatility, root);
    v128.store(DEVIATION + i, deviation);
    v128.store(DEVIATION_REST + i, add(productCut(volatility, root, deviation), mul(volatility, rootCut)));
    const perYear = f64x2.neg(v128.load(RATE + i));
    const exponent = mul(perYear, time);
    v128.store(DISCOUNT + i, exponent);
    v128.store(DISCOUNT_REST + i, productCut(perYear, time, exponent));
  }
  exponentiate(DISCOUNT, DISCOUNT_REST, bytes);
}

/** PRICE from what `standardise` and `takeDeviations` leave: not a number where it is beyond the doubles. */
export function takePrices(rows: i32, sign: f64): void {
  const bytes = (<usize>rows) << 3;
  for (let i: usize = 0; i < bytes; i += 16) {
    const f = v128.load(FORWARD + i);
    const k = v128.load(STRIKE + i);
    const difference = v128.load(DIFFERENCE + i);
    const least = f64x2.pmin(k, f);
    const value = mul(mul(least, mul(v128.load(WEIGHT + i), difference)), v128.load(SCALE + i));
    const timeValue = either(f64x2.lt(difference, all(0)), add(least, value), value);
    const payoff = add(f64x2.pmax(all(0), mul(all(sign), sub(f, k))), timeValue);
    const found = mul(v128.load(DISCOUNT + i), payoff);
    v128.store(PRICE + i, add(found, mul(found, all(0))));
  }
}
