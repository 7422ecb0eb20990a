// The kernel of simulations in AssemblyScript, two or four paths at a time. Every line rounds as the kernel in TypeScript
// does (`../kernel.ts`, which says what the functions are for), so that the bits are the same. `.config/kernel.mjs` compiles
// it.

/** Where the tables and the columns are in memory, in bytes; the tables are filled from outside. */
export const EXPONENTIALS: usize = 1024;
export const INVERSE_NORMALS: usize = 4096;
export const ROOM: usize = 110592;

/** e^x, from outside, for results that are no normal doubles. */
declare function exp(x: f64): f64;

/** Where a column begins, in bytes. */
function address(column: i32): usize {
  return ROOM + ((<usize>column) << 3);
}

export function uniforms(
  to: i32,
  count: i32,
  place: i32,
  row: i32,
  placeStep: i32,
  rowStep: i32,
  stream: i32,
  lowerSeed: i32,
  upperSeed: i32,
): void {
  const first = address(to);
  const second = address(to + count);
  const lanes = v128(0, 0, 0, 0, 1, 0, 0, 0, 2, 0, 0, 0, 3, 0, 0, 0);
  const firstMultiplier = i32x4.splat(<i32>0xd2511f53);
  const secondMultiplier = i32x4.splat(<i32>0xcd9e8d57);
  const firstKeyStep = i32x4.splat(<i32>0x9e3779b9);
  const secondKeyStep = i32x4.splat(<i32>0xbb67ae85);
  // Eight counters at a time: a round of four waits longer for its products than they take.
  for (let index = 0; index < count; index += 8) {
    const number = i32x4.add(i32x4.splat(index), lanes);
    const later = i32x4.add(number, i32x4.splat(4));
    let a = i32x4.add(i32x4.splat(place), i32x4.mul(number, i32x4.splat(placeStep)));
    let b = i32x4.add(i32x4.splat(row), i32x4.mul(number, i32x4.splat(rowStep)));
    let c = i32x4.splat(stream);
    let d = i32x4.splat(0);
    let e = i32x4.add(i32x4.splat(place), i32x4.mul(later, i32x4.splat(placeStep)));
    let f = i32x4.add(i32x4.splat(row), i32x4.mul(later, i32x4.splat(rowStep)));
    let g = c;
    let h = d;
    let k = i32x4.splat(lowerSeed);
    let l = i32x4.splat(upperSeed);
    for (let round = 0; round < 10; round++) {
      const a01 = i64x2.extmul_low_i32x4_u(a, firstMultiplier);
      const a23 = i64x2.extmul_high_i32x4_u(a, firstMultiplier);
      const c01 = i64x2.extmul_low_i32x4_u(c, secondMultiplier);
      const c23 = i64x2.extmul_high_i32x4_u(c, secondMultiplier);
      const e01 = i64x2.extmul_low_i32x4_u(e, firstMultiplier);
      const e23 = i64x2.extmul_high_i32x4_u(e, firstMultiplier);
      const g01 = i64x2.extmul_low_i32x4_u(g, secondMultiplier);
      const g23 = i64x2.extmul_high_i32x4_u(g, secondMultiplier);
      a = v128.xor(v128.xor(v128.shuffle<i32>(c01, c23, 1, 3, 5, 7), b), k);
      b = v128.shuffle<i32>(c01, c23, 0, 2, 4, 6);
      c = v128.xor(v128.xor(v128.shuffle<i32>(a01, a23, 1, 3, 5, 7), d), l);
      d = v128.shuffle<i32>(a01, a23, 0, 2, 4, 6);
      e = v128.xor(v128.xor(v128.shuffle<i32>(g01, g23, 1, 3, 5, 7), f), k);
      f = v128.shuffle<i32>(g01, g23, 0, 2, 4, 6);
      g = v128.xor(v128.xor(v128.shuffle<i32>(e01, e23, 1, 3, 5, 7), h), l);
      h = v128.shuffle<i32>(e01, e23, 0, 2, 4, 6);
      k = i32x4.add(k, firstKeyStep);
      l = i32x4.add(l, secondKeyStep);
    }
    const offset = (<usize>index) << 3;
    storeUniforms(first + offset, a, b);
    storeUniforms(first + offset + 32, e, f);
    storeUniforms(second + offset, c, d);
    storeUniforms(second + offset + 32, g, h);
  }
}

/** Four uniform numbers of the upper 26 bits of two words each. */
function storeUniforms(to: usize, upperWords: v128, lowerWords: v128): void {
  const upper = i32x4.shr_u(upperWords, 6);
  const lower = i32x4.shr_u(lowerWords, 6);
  v128.store(to, uniformOf(i64x2.extend_low_i32x4_u(upper), i64x2.extend_low_i32x4_u(lower)));
  v128.store(to, uniformOf(i64x2.extend_high_i32x4_u(upper), i64x2.extend_high_i32x4_u(lower)), 16);
}

/** 26 bits each of two words, and a half, over 2^52. An integer below 2^52 is the fraction of a double from 2^52 on. */
function uniformOf(upper: v128, lower: v128): v128 {
  const bits = v128.or(v128.or(i64x2.shl(upper, 26), lower), i64x2.splat(0x4330000000000000));
  const integer = f64x2.sub(bits, f64x2.splat(4503599627370496));
  return f64x2.mul(f64x2.add(integer, f64x2.splat(0.5)), f64x2.splat(1.0 / 4503599627370496));
}

export function inverseNormals(column: i32, count: i32): void {
  const start = address(column);
  const end = address(column + count);
  const half = f64x2.splat(0.5);
  const sign = i64x2.splat(0x8000000000000000);
  for (let place = start; place < end; place += 16) {
    const uniform = v128.load(place);
    const tail = f64x2.pmin(uniform, f64x2.sub(f64x2.splat(1), uniform));
    const p = rowOf(i64x2.extract_lane(tail, 0));
    const q = rowOf(i64x2.extract_lane(tail, 1));
    // The numbers of two rows side by side, two of each at a time.
    const p0 = v128.load(p);
    const q0 = v128.load(q);
    const p2 = v128.load(p, 16);
    const q2 = v128.load(q, 16);
    const p4 = v128.load(p, 32);
    const q4 = v128.load(q, 32);
    const p6 = v128.load(p, 48);
    const q6 = v128.load(q, 48);
    const d = f64x2.sub(tail, v128.shuffle<f64>(p0, q0, 0, 2));
    let upper = v128.shuffle<f64>(p6, q6, 1, 3);
    upper = f64x2.add(v128.shuffle<f64>(p6, q6, 0, 2), f64x2.mul(d, upper));
    upper = f64x2.add(v128.shuffle<f64>(p4, q4, 1, 3), f64x2.mul(d, upper));
    upper = f64x2.add(v128.shuffle<f64>(p4, q4, 0, 2), f64x2.mul(d, upper));
    upper = f64x2.add(v128.shuffle<f64>(p2, q2, 1, 3), f64x2.mul(d, upper));
    upper = f64x2.add(v128.shuffle<f64>(p2, q2, 0, 2), f64x2.mul(d, upper));
    const point = f64x2.add(v128.shuffle<f64>(p0, q0, 1, 3), f64x2.mul(d, upper));
    v128.store(place, v128.xor(point, v128.and(f64x2.gt(uniform, half), sign)));
  }
}

/** Where the row of a tail's bits begins: exponent and the first five bits of the fraction. */
function rowOf(bits: i64): usize {
  return INVERSE_NORMALS + ((<usize>((bits >>> 47) - ((1023 - 53) << 5))) << 6);
}

export function walk(w: i32, z: i32, normals: i32, count: i32, root: f64, correlation: f64, own: f64): void {
  const toW = address(w);
  const toZ = address(z);
  const first = address(normals);
  const second = address(normals + count);
  const bytes = (<usize>count) << 3;
  for (let i: usize = 0; i < bytes; i += 16) {
    const f = v128.load(first + i);
    const s = v128.load(second + i);
    const step = f64x2.add(f64x2.mul(f64x2.splat(correlation), f), f64x2.mul(f64x2.splat(own), s));
    v128.store(toW + i, f64x2.add(v128.load(toW + i), f64x2.mul(f64x2.splat(root), f)));
    v128.store(toZ + i, f64x2.add(v128.load(toZ + i), f64x2.mul(f64x2.splat(root), step)));
  }
}

/** As in `numeric/elementary.ts`. */
const POINTS: f64 = 128;
const LN_2_HIGH: f64 = 6.93147180369123816e-1;
const LN_2_LOW: f64 = 1.9082149292705877e-10;
const LN_2: f64 = 0.6931471805599453;
const ROUNDER: f64 = 6755399441055744;

export function growths(to: i32, w: i32, z: i32, count: i32, a: f64, b: f64, drift: f64): void {
  const target = address(to);
  const fromW = address(w);
  const fromZ = address(z);
  const bytes = (<usize>count) << 3;
  for (let i: usize = 0; i < bytes; i += 16) {
    const sum = f64x2.sub(
      f64x2.mul(f64x2.splat(a), v128.load(fromW + i)),
      f64x2.mul(f64x2.splat(b), v128.load(fromZ + i)),
    );
    const x = f64x2.sub(sum, f64x2.splat(drift));
    const isNormal = v128.and(f64x2.gt(x, f64x2.splat(-708)), f64x2.le(x, f64x2.splat(709)));
    if (!i64x2.all_true(isNormal)) {
      store<f64>(target + i, exp(f64x2.extract_lane(x, 0)));
      store<f64>(target + i, exp(f64x2.extract_lane(x, 1)), 8);
      continue;
    }
    const rounded = f64x2.add(f64x2.mul(x, f64x2.splat(POINTS / LN_2)), f64x2.splat(ROUNDER));
    const steps = f64x2.sub(rounded, f64x2.splat(ROUNDER));
    const less = f64x2.sub(x, f64x2.mul(steps, f64x2.splat(LN_2_HIGH / POINTS)));
    const rest = f64x2.sub(less, f64x2.mul(steps, f64x2.splat(LN_2_LOW / POINTS)));
    // The last bits of what was rounded are those of the integer.
    const p = v128.load(EXPONENTIALS + ((<usize>(i64x2.extract_lane(rounded, 0) & 127)) << 4));
    const q = v128.load(EXPONENTIALS + ((<usize>(i64x2.extract_lane(rounded, 1) & 127)) << 4));
    const value = v128.shuffle<f64>(p, q, 0, 2);
    const cut = v128.shuffle<f64>(p, q, 1, 3);
    const square = f64x2.mul(rest, rest);
    const second = f64x2.add(f64x2.splat(0.5), f64x2.mul(rest, f64x2.splat(1.0 / 6)));
    const fourth = f64x2.add(f64x2.splat(1.0 / 24), f64x2.mul(rest, f64x2.splat(1.0 / 120)));
    const later = f64x2.add(f64x2.mul(square, second), f64x2.mul(f64x2.mul(square, square), fourth));
    const growth = f64x2.add(f64x2.add(cut, rest), later);
    // 2^(steps / 128), rounded down, of its bits.
    const whole = i64x2.shl(v128.and(rounded, i64x2.splat(~127)), 45);
    const scale = i64x2.add(whole, i64x2.splat(1023 << 52));
    v128.store(target + i, f64x2.mul(f64x2.add(value, f64x2.mul(value, growth)), scale));
  }
}

export function multiply(to: i32, one: i32, other: i32, count: i32): void {
  const target = address(to);
  const a = address(one);
  const b = address(other);
  const bytes = (<usize>count) << 3;
  for (let i: usize = 0; i < bytes; i += 16)
    v128.store(target + i, f64x2.mul(v128.load(a + i), v128.load(b + i)));
}

export function addScaled(to: i32, from: i32, count: i32, factor: f64): void {
  const target = address(to);
  const source = address(from);
  const bytes = (<usize>count) << 3;
  for (let i: usize = 0; i < bytes; i += 16) {
    const added = f64x2.mul(f64x2.splat(factor), v128.load(source + i));
    v128.store(target + i, f64x2.add(v128.load(target + i), added));
  }
}

export function runWhole(
  margin: i32,
  share: i32,
  growth: i32,
  count: i32,
  revenue: f64,
  heat: f64,
  power: f64,
  least: f64,
): void {
  const toMargin = address(margin);
  const toShare = address(share);
  const factor = address(growth);
  const bytes = (<usize>count) << 3;
  for (let i: usize = 0; i < bytes; i += 16) {
    const possible = f64x2.mul(f64x2.splat(revenue), v128.load(factor + i));
    const earned = f64x2.add(possible, f64x2.splat(heat));
    const isRun = f64x2.ge(earned, f64x2.splat(least));
    v128.store(toMargin + i, v128.and(isRun, f64x2.sub(earned, f64x2.splat(power))));
    v128.store(toShare + i, v128.and(isRun, f64x2.splat(1)));
  }
}

export function runParts(
  margin: i32,
  share: i32,
  growth: i32,
  count: i32,
  revenue: f64,
  heat: f64,
  power: f64,
  parts: i32,
  multipliers: i32,
  sums: i32,
  runsAlways: i32,
): void {
  const toMargin = address(margin);
  const toShare = address(share);
  const factor = address(growth);
  const bytes = (<usize>count) << 3;
  for (let i: usize = 0; i < bytes; i += 8) {
    const possible = revenue * load<f64>(factor + i);
    const earned = possible + heat;
    let from = runsAlways ? parts : 0;
    let to = parts;
    while (from < to) {
      const middle = (from + to) >> 1;
      if (earned >= power * load<f64>(address(multipliers + middle))) from = middle + 1;
      else to = middle;
    }
    const run = <f64>from / <f64>parts;
    const paid = (power * load<f64>(address(sums + from))) / <f64>parts;
    store<f64>(toMargin + i, possible * run + heat * run - paid);
    store<f64>(toShare + i, run);
  }
}

export function keep(
  kept: i32,
  keptCost: i32,
  keptCoins: i32,
  growth: i32,
  coins: i32,
  share: i32,
  count: i32,
  revenue: f64,
  value: f64,
): void {
  const toKept = address(kept);
  const toCost = address(keptCost);
  const toCoins = address(keptCoins);
  const factor = address(growth);
  const coinFactor = address(coins);
  const run = address(share);
  const bytes = (<usize>count) << 3;
  for (let i: usize = 0; i < bytes; i += 16) {
    const runShare = v128.load(run + i);
    const cost = f64x2.mul(f64x2.mul(f64x2.splat(revenue), v128.load(factor + i)), runShare);
    const added = f64x2.mul(f64x2.mul(f64x2.splat(value), v128.load(coinFactor + i)), runShare);
    v128.store(toKept + i, cost);
    v128.store(toCost + i, f64x2.add(v128.load(toCost + i), cost));
    v128.store(toCoins + i, f64x2.add(v128.load(toCoins + i), added));
  }
}

export function settle(
  net: i32,
  margin: i32,
  gains: i32,
  losses: i32,
  count: i32,
  profitShare: f64,
  fixedProfit: f64,
  fixedCash: f64,
  taxRate: f64,
  lossLimit: f64,
): void {
  const toNet = address(net);
  const toMargin = address(margin);
  const fromGains = address(gains);
  const toLosses = address(losses);
  const bytes = (<usize>count) << 3;
  const zero = f64x2.splat(0);
  for (let i: usize = 0; i < bytes; i += 16) {
    const before = v128.load(toMargin + i);
    const after = f64x2.sub(before, f64x2.mul(f64x2.splat(profitShare), f64x2.pmax(zero, before)));
    const profit = f64x2.add(f64x2.add(after, f64x2.splat(fixedProfit)), v128.load(fromGains + i));
    const taxable = f64x2.pmax(zero, profit);
    const loss = v128.load(toLosses + i);
    const offset = f64x2.pmin(loss, f64x2.mul(f64x2.splat(lossLimit), taxable));
    const carried = f64x2.add(f64x2.sub(loss, offset), f64x2.pmax(zero, f64x2.neg(profit)));
    const tax = f64x2.mul(f64x2.splat(taxRate), f64x2.sub(taxable, offset));
    v128.store(toLosses + i, carried);
    v128.store(toMargin + i, after);
    v128.store(toNet + i, f64x2.sub(f64x2.add(after, f64x2.splat(fixedCash)), tax));
  }
}

export function track(cumulative: i32, highest: i32, net: i32, count: i32): void {
  const toCumulative = address(cumulative);
  const toHighest = address(highest);
  const from = address(net);
  const bytes = (<usize>count) << 3;
  for (let i: usize = 0; i < bytes; i += 16) {
    const sum = f64x2.add(v128.load(toCumulative + i), v128.load(from + i));
    v128.store(toCumulative + i, sum);
    v128.store(toHighest + i, f64x2.pmax(v128.load(toHighest + i), sum));
  }
}
