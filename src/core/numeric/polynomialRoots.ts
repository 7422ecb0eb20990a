/**
 * An interval around every root of a polynomial (coefficients by power) between `lower` and `upper`, 0 <= lower < upper.
 *
 * The polynomial is taken in the Bernstein basis of the interval, where the number of sign changes of the
 * coefficients is at least the number of roots, and equal to it modulo 2 (Descartes' rule): no change means no root,
 * one change exactly one, and intervals with more are halved. Halving (de Casteljau) only averages, so that degree
 * 240 loses no digits.
 */
export function rootIntervals(
  coefficients: readonly number[],
  lower: number,
  upper: number,
): [number, number][] {
  const scaled = coefficients.map((value, power) => value * upper ** power);
  const whole = bernstein(scaled);
  return isolate(split(whole, lower / upper)[1], lower, upper, 0);
}

/** Deepest halving: below it two roots are one for every practical purpose. */
const DEPTH = 48;

function isolate(
  coefficients: readonly number[],
  from: number,
  to: number,
  depth: number,
): [number, number][] {
  const changes = signChanges(coefficients);
  if (changes === 0) return [];
  if (changes === 1 || depth === DEPTH) return [[from, to]];
  const [left, right] = split(coefficients, 0.5);
  const middle = (from + to) / 2;
  const atMiddle: [number, number][] = right[0] === 0 ? [[middle, middle]] : [];
  return [...isolate(left, from, middle, depth + 1), ...atMiddle, ...isolate(right, middle, to, depth + 1)];
}

/** Number of times the sign changes along the values, zeros left out. */
export function signChanges(values: readonly number[]): number {
  const signs = values.filter((value) => value !== 0).map(Math.sign);
  return signs.filter((sign, index) => index > 0 && sign !== signs[index - 1]).length;
}

/** Bernstein coefficients on [0, 1] of a polynomial given by powers: each is an average of the earlier powers. */
function bernstein(powers: readonly number[]): number[] {
  const degree = powers.length - 1;
  return powers.map((_, index) => {
    let weight = 1;
    let total = 0;
    for (let power = 0; power <= index; power++) {
      total += weight * (powers[power] ?? 0);
      weight *= (index - power) / (degree - power);
    }
    return total;
  });
}

/** The coefficients on either side of a point of the unit interval. */
function split(coefficients: readonly number[], at: number): [number[], number[]] {
  const left: number[] = [];
  const right: number[] = [];
  let row = [...coefficients];
  while (row.length > 0) {
    left.push(row[0] ?? 0);
    right.unshift(row[row.length - 1] ?? 0);
    row = row.slice(1).map((next, index) => (1 - at) * (row[index] ?? 0) + at * next);
  }
  return [left, right];
}
