import { at } from "./at";
import { greatest } from "./extremes";
import { brent } from "./roots";

/** A value this small against the sum of the terms' sizes is 0: a root that only touches is one, as is a close pair. */
const TOUCH = 1e-12;
/** Deepest halving, of intervals in which the value stays about 0. */
const DEPTH = 40;

/**
 * Every root of a polynomial (coefficients by power) between `lower` and `upper`, 0 < lower < upper, rising.
 *
 * A root counts once, whatever its multiplicity, and so does a local extremum that comes as near to 0 as 1e-12 of the
 * sum of the terms' sizes; roots between which the polynomial does not leave that band are one. The polynomial must
 * have a coefficient other than 0.
 *
 * The polynomial is taken in the Bernstein basis of the interval, where the number of sign changes of the
 * coefficients is at least the number of roots, and equal to it modulo 2 (Descartes' rule). It is compared with the
 * band's two edges: no change means that the edge is not reached, one change exactly one crossing, and intervals with
 * more are halved. Halving (de Casteljau) only averages, so that degree 240 loses no digits.
 */
export function polynomialRoots(coefficients: readonly number[], lower: number, upper: number): number[] {
  const terms = scaled(withoutEnds(coefficients));
  const roots: number[] = [];
  let band: Interval | undefined;
  for (const place of places(pieceOf(terms, { from: lower, to: upper }), 0)) {
    if (!place.isBand) roots.push(located(terms, bandWithin(terms, place)));
    else if (band?.to === place.from) band = { from: band.from, to: place.to };
    else {
      if (band !== undefined) roots.push(located(terms, band));
      band = place;
    }
  }
  if (band !== undefined) roots.push(located(terms, band));
  return roots.sort((a, b) => a - b);
}

/** Number of times the sign changes along the values, zeros left out. */
export function signChanges(values: Iterable<number>): number {
  let changes = 0;
  let last = 0;
  for (const value of values) {
    const sign = Math.sign(value);
    if (sign !== 0 && last !== 0 && sign !== last) changes++;
    if (sign !== 0) last = sign;
  }
  return changes;
}

interface Interval {
  readonly from: number;
  readonly to: number;
}

/** Bernstein coefficients on an interval of the polynomial, and of the one whose terms have their sizes. */
interface Piece extends Interval {
  readonly values: Float64Array;
  readonly sizes: Float64Array;
}

/** Where one root lies: between ends outside the band about 0, or in a part of the band. */
interface Place extends Interval {
  readonly isBand: boolean;
}

function places(piece: Piece, depth: number): Place[] {
  const { from, to, values, sizes } = piece;
  const upperEdge = values.map((value, index) => value - TOUCH * at(sizes, index));
  const lowerEdge = values.map((value, index) => value + TOUCH * at(sizes, index));
  if (upperEdge.every((value) => value > 0) || lowerEdge.every((value) => value < 0)) return [];
  const isInside = upperEdge.every((value) => value <= 0) && lowerEdge.every((value) => value >= 0);
  if (isInside || depth === DEPTH) return [{ from, to, isBand: true }];
  if (signChanges(upperEdge) === 1 && signChanges(lowerEdge) === 1) return [{ from, to, isBand: false }];
  const middle = from + (to - from) / 2;
  const [leftValues, rightValues] = split(values, 0.5);
  const [leftSizes, rightSizes] = split(sizes, 0.5);
  return [
    ...places({ from, to: middle, values: leftValues, sizes: leftSizes }, depth + 1),
    ...places({ from: middle, to, values: rightValues, sizes: rightSizes }, depth + 1),
  ];
}

const horner = (terms: readonly number[]) => {
  const falling = [...terms].reverse();
  return (x: number) => {
    let total = 0;
    for (const term of falling) total = total * x + term;
    return total;
  };
};

/** The part of the band about 0 in an interval in which each of its edges is crossed once. */
function bandWithin(terms: readonly number[], { from, to }: Interval): Interval {
  const [value, size] = [horner(terms), horner(terms.map(Math.abs))];
  const edge = (offset: number) => brent((x) => value(x) - offset * size(x), from, to);
  const [one, other] = [edge(TOUCH), edge(-TOUCH)];
  return { from: Math.min(one, other), to: Math.max(one, other) };
}

/**
 * The root in a part of the band about 0 of the polynomial, or of the derivative that crosses 0 there while the next one does not: of
 * the first for a root that touches, of the second for a triple one. It keeps the digits that a multiple root loses.
 */
function located(terms: readonly number[], interval: Interval): number {
  const { from, to } = interval;
  const value = horner(terms);
  const slope = terms.slice(1).map((term, index) => term * (index + 1));
  const isMonotone = signChanges(pieceOf(slope, interval).values) === 0;
  const isCrossed = Math.sign(value(from)) * Math.sign(value(to)) <= 0;
  if (isMonotone) return isCrossed ? brent(value, from, to) : (from + to) / 2;
  return located(slope, interval);
}

/** The coefficients from the first other than 0 to the last: the roots above 0 are the same. */
function withoutEnds(coefficients: readonly number[]): readonly number[] {
  const first = coefficients.findIndex((term) => term !== 0);
  const after = [...coefficients].reverse().findIndex((term) => term !== 0);
  return coefficients.slice(first, coefficients.length - after);
}

/** The coefficients over the largest of them, so that no power overflows. */
function scaled(coefficients: readonly number[]): number[] {
  const size = greatest(coefficients.map(Math.abs));
  return coefficients.map((term) => term / size);
}

function pieceOf(terms: readonly number[], { from, to }: Interval): Piece {
  const on = (coefficients: readonly number[]) => {
    const powers = Float64Array.from(coefficients, (term, power) => term * to ** power);
    return split(bernstein(powers), from / to)[1];
  };
  return { from, to, values: on(terms), sizes: on(terms.map(Math.abs)) };
}

/** Bernstein coefficients on [0, 1] of a polynomial given by powers: each is an average of the earlier powers. */
function bernstein(powers: Float64Array): Float64Array {
  const degree = powers.length - 1;
  return powers.map((_, index) => {
    let weight = 1;
    let total = 0;
    for (let power = 0; power <= index; power++) {
      total += weight * at(powers, power);
      weight *= (index - power) / (degree - power);
    }
    return total;
  });
}

/** The coefficients on either side of a point of the unit interval. */
function split(coefficients: Float64Array, share: number): [Float64Array, Float64Array] {
  const left = new Float64Array(coefficients.length);
  const right = Float64Array.from(coefficients);
  for (let done = 0; done < left.length; done++) {
    left[done] = at(right, 0);
    for (let index = 0; index < left.length - 1 - done; index++)
      right[index] = (1 - share) * at(right, index) + share * at(right, index + 1);
  }
  return [left, right];
}
