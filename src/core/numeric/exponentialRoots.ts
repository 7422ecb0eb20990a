import { exp, square } from "./elementary";
import { at } from "./at";
import { twoProduct } from "./compensated";
import { brent } from "./roots";

/** A value this small against the sum of the terms' sizes is 0: a root that only touches is one, as is a close pair. */
const TOUCH = 1e-12;
/** Terms of a piece's Taylor series, and the factorial of their number. */
const TERMS = 16;
const FACTORIAL = 20922789888000;
/** How far extrema are looked for, in half widths of a piece: a multiple root at an end is well within both pieces. */
const REACH = 1.25;
/** How far beyond its ends a piece looks at them: rounding might put an extremum at an end just outside of both pieces. */
const OVERLAP = 1e-7;

/**
 * Every root u between finite `lower` and `upper` of the sum of amount x exp(-u x time), rising.
 *
 * The times rise, and some amount is not 0. A root counts once, whatever its multiplicity, and so does a local
 * extremum that comes as near to 0 as 1e-12 of the sum of the terms' sizes; roots between which the sum does not leave
 * that band are one. A root's error is a few units in the last place of the terms over the slope. Exponents up to some
 * 350 neither overflow nor lose a term that matters.
 *
 * The range is cut into pieces, each as wide as a Taylor series of 16 terms is exact to rounding, and a piece in which
 * the sum cannot reach the band is left out. In a piece every derivative is monotone between the roots of the next
 * (Rolle), so the extrema are found from the last derivative upwards, and the sum's roots lie between them.
 */
export function exponentialRoots(
  amounts: ArrayLike<number>,
  times: ArrayLike<number>,
  lower: number,
  upper: number,
): number[] {
  const terms = termsOf(amounts, times);
  const roots: number[] = [];
  let stretch: Stretch = {};
  const leaveBand = () => {
    const root = stretch.extremum ?? stretch.crossing;
    if (root !== undefined) roots.push(root);
    stretch = {};
  };
  let sign = 0;
  let from = lower;
  let width = upper - lower;
  while (from < upper) {
    const to = Math.min(from + width, upper);
    const piece = roughly(terms, from, to) ?? pieceOf(terms, from, to);
    if (piece === "too wide") {
      width = (to - from) / 2;
      continue;
    }
    if (typeof piece === "number") {
      if (sign * piece < 0) stretch.crossing ??= from;
      sign = piece;
      leaveBand();
    } else {
      const { middle, half, moments, sizes } = piece;
      const value = (t: number) => series(moments, 0, t);
      let before = -1;
      const look = (t: number, isExtremum: boolean) => {
        const here = value(t);
        const u = middle + half * t;
        if (sign * here < 0)
          stretch.crossing ??= t === before ? u : middle + half * brent(value, before, t, Number.EPSILON);
        else if (here === 0) stretch.crossing ??= u;
        if (Math.abs(here) > TOUCH * series(sizes, 0, t)) leaveBand();
        else if (isExtremum) stretch.extremum ??= u;
        sign = Math.sign(here);
        before = t;
      };
      look(-1, false);
      for (const t of extrema(piece)) if (Math.abs(t) < 1 + OVERLAP) look(t, true);
      look(1, false);
    }
    from = to;
    width *= 2;
  }
  leaveBand();
  return roots;
}

/** Where a root may lie in a stretch in which the sum does not leave the band about 0. */
interface Stretch {
  /** The better one: at a multiple root a crossing loses half of the digits, or more. */
  extremum?: number;
  crossing?: number;
}

interface Terms {
  readonly amounts: Float64Array;
  readonly times: Float64Array;
  /** Terms at the middle of the piece that is looked at. */
  readonly weights: Float64Array;
  /** The amounts at the times 0, 1, 2, ...; undefined where the times are not all whole, or far. */
  readonly byTime: Float64Array | undefined;
}

/** The terms other than 0, over the greatest of their sizes so that none overflows. */
function termsOf(amounts: ArrayLike<number>, times: ArrayLike<number>): Terms {
  const [all, ofAll] = [new Float64Array(amounts), new Float64Array(times)];
  let size = 0;
  for (const amount of all) size = Math.max(size, Math.abs(amount));
  const [scaled, ofTerms] = [new Float64Array(all.length), new Float64Array(all.length)];
  let count = 0;
  for (let index = 0; index < all.length; index++) {
    if (at(all, index) === 0) continue;
    scaled[count] = at(all, index) / size;
    ofTerms[count] = at(ofAll, index);
    count++;
  }
  const terms = { amounts: scaled.subarray(0, count), times: ofTerms.subarray(0, count) };
  return { ...terms, weights: new Float64Array(count), byTime: byWholeTime(terms) };
}

/** Times up to which products stand for powers: each product rounds. */
const FARTHEST = 1000;

function byWholeTime({ amounts, times }: Pick<Terms, "amounts" | "times">): Float64Array | undefined {
  const last = at(times, times.length - 1);
  if (!(at(times, 0) >= 0 && last <= FARTHEST)) return undefined;
  const byTime = new Float64Array(last + 1);
  for (let index = 0; index < times.length; index++) {
    const time = at(times, index);
    if (!Number.isInteger(time)) return undefined;
    byTime[time] = at(amounts, index);
  }
  return byTime;
}

/** A part of the range, in which u = middle + half x t for t between -1 and 1. */
interface Piece {
  readonly middle: number;
  readonly half: number;
  /** Derivatives by t of the sum x exp(u x the mean time), at the middle. */
  readonly moments: Float64Array;
  /** The same of the sum of the terms' sizes. */
  readonly sizes: Float64Array;
  /** The sum of the sizes of the terms of each derivative. */
  readonly spreads: Float64Array;
}

/** More than the sums of `roughly` can be off, in relation to the terms' sizes, and to a sum of powers of 16. */
const ROUGH = 1e-8;
const ROUGH_POWERS = 1e-5;

/**
 * What `pieceOf` finds, where that does not hang on the last digits: nine pieces of ten are left out or too wide by far.
 * Powers of whole times take a product each, where the exponentials of `pieceOf` take ten times as long.
 */
function roughly({ byTime }: Terms, from: number, to: number): number | "too wide" | undefined {
  if (byTime === undefined) return undefined;
  const middle = from + (to - from) / 2;
  const half = (to - from) / 2;
  const factor = exp(-middle);
  let value = 0;
  let size = 0;
  let mean = 0;
  let power = 1;
  for (let time = 0; time < byTime.length; time++) {
    const weight = at(byTime, time) * power;
    value += weight;
    size += Math.abs(weight);
    mean += Math.abs(weight) * time;
    power *= factor;
  }
  mean /= size;
  const less = exp(-half);
  let change = 0;
  let remainder = 0;
  power = 1;
  // Falls to 1 at the mean time.
  let growth = exp(mean * half);
  for (let time = 0; time < byTime.length; time++) {
    const weight = Math.abs(at(byTime, time)) * power;
    const grown = weight * (growth < 1 ? 1 / growth : growth);
    const distance = square((mean - time) * half);
    change += grown - weight;
    remainder += grown * square(square(square(distance)));
    power *= factor;
    growth *= less;
  }
  const least = Math.abs(value) - change;
  if (least > (TOUCH + ROUGH) * (size + change)) return Math.sign(value);
  const isInReach = least < (TOUCH - ROUGH) * (size + change);
  return isInReach && remainder > (1 + ROUGH_POWERS) * Number.EPSILON * FACTORIAL * size
    ? "too wide"
    : undefined;
}

/** A piece of the range, or the sign of the sum where it cannot reach the band about 0. */
function pieceOf(terms: Terms, from: number, to: number): Piece | number | "too wide" {
  const { amounts, times, weights } = terms;
  const middle = from + (to - from) / 2;
  const half = (to - from) / 2;
  let value = 0;
  let size = 0;
  let mean = 0;
  for (let index = 0; index < amounts.length; index++) {
    // Far from 0, the rounding of the exponent is what shows in a root.
    const exponent = twoProduct(-middle, at(times, index));
    const weight = at(amounts, index) * exp(exponent.high) * (1 + exponent.low);
    weights[index] = weight;
    value += weight;
    size += Math.abs(weight);
    mean += Math.abs(weight) * at(times, index);
  }
  mean /= size;
  // About their mean time, the sizes add up to the least at the middle.
  let change = 0;
  let remainder = 0;
  for (let index = 0; index < amounts.length; index++) {
    const step = Math.abs(mean - at(times, index)) * half;
    const weight = Math.abs(at(weights, index));
    const growth = exp(step);
    change += weight * (growth - 1);
    // The power of 16, by squares.
    remainder += weight * growth * square(square(square(square(step))));
  }
  if (Math.abs(value) - change > TOUCH * (size + change)) return Math.sign(value);
  if (remainder > Number.EPSILON * FACTORIAL * size) return "too wide";
  const moments = new Float64Array(TERMS);
  const sizes = new Float64Array(TERMS);
  const spreads = new Float64Array(TERMS);
  const powers = new Float64Array(amounts.length).fill(1);
  for (let order = 0; order < TERMS; order++) {
    let [moment, size, spread] = [0, 0, 0];
    for (let index = 0; index < amounts.length; index++) {
      const weight = at(weights, index);
      const power = at(powers, index);
      moment += weight * power;
      size += Math.abs(weight) * power;
      spread += Math.abs(weight * power);
      powers[index] = power * ((mean - at(times, index)) * half);
    }
    moments[order] = moment;
    sizes[order] = size;
    spreads[order] = spread;
  }
  return { middle, half, moments, sizes, spreads };
}

/** The derivative of an order at t, from the derivatives of all orders at 0. */
function series(derivatives: Float64Array, order: number, t: number): number {
  let value = 0;
  for (let index = TERMS - 1; index >= order; index--)
    value = at(derivatives, index) + (value * t) / (index - order + 1);
  return value;
}

/** Where the slope of the sum is 0 in a piece and a little beyond, rising. */
function extrema({ moments, spreads }: Piece): number[] {
  let points: number[] = [];
  for (let order = TERMS - 2; order > 0; order--) {
    const value = (t: number) => series(moments, order, t);
    const band = TOUCH * at(spreads, order);
    const roots: number[] = [];
    let before = -REACH;
    let sign = Math.sign(value(before));
    for (const t of points) {
      const here = value(t);
      if (Math.abs(here) <= band) {
        // It touches: the sign is rounding, and there is one root, not two beside it.
        roots.push(t);
        sign = 0;
      } else {
        if (sign * here < 0) roots.push(brent(value, before, t, Number.EPSILON));
        sign = Math.sign(here);
      }
      before = t;
    }
    if (sign * value(REACH) < 0) roots.push(brent(value, before, REACH, Number.EPSILON));
    points = roots;
  }
  return points;
}
