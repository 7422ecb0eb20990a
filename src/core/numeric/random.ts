/**
 * Random numbers that depend only on their position: the seed, the stream, the row and the place in the row. The same
 * seed gives the same numbers in whatever order, and by however many workers, they are drawn.
 *
 * Method: Philox 4x32-10, J. K. Salmon, M. A. Moraes, R. O. Dror and D. E. Shaw (2011), Parallel random numbers: as
 * easy as 1, 2, 3, Proc. SC11, section 3.3. The key is the seed; the counter is place, row and stream.
 */

/** The uses of random numbers: one stream each. The hazards of HAZARD_LOSS have streams of their own, from 0 on. */
export const streams = { market: 1, prices: 2, monthEnds: 3 } as const;

/** Where pairs of random numbers stand; each field is a whole number of at least 0. */
export interface UniformPairs {
  /** Up to 2^53 - 1. */
  readonly seed: number;
  /** What the numbers are for, so that the uses within one function are independent; below 2^32. */
  readonly stream: number;
  /** A path, a trial; below 2^32. */
  readonly row: number;
  /** Number of the pair in its row; below 2^32. */
  readonly place: number;
  /** Whether the next pair is at the same place in the next row, or at the next place in the same row. */
  readonly isAcross: boolean;
}

const firstMultiplier = 0xd2511f53;
const secondMultiplier = 0xcd9e8d57;
const firstKeyStep = 0x9e3779b9;
const secondKeyStep = 0xbb67ae85;
const rounds = 10;

// Called sixty times a pair, where looking up Math each time would show.
const { imul } = Math;

/** Upper 32 bits of the product of two unsigned 32-bit numbers, the first in halves; no sum of theirs reaches 2^32. */
function upperProduct(upperA: number, lowerA: number, b: number): number {
  const upperB = b >>> 16;
  const lowerB = b & 0xffff;
  const middle = imul(lowerA, upperB) + (imul(lowerA, lowerB) >>> 16);
  const rest = imul(upperA, lowerB) + (middle & 0xffff);
  return imul(upperA, upperB) + (middle >>> 16) + (rest >>> 16);
}

/** 52 bits of two words as a number strictly between 0 and 1; 1 less it is exact and strictly between them too. */
function uniformOf(upper: number, lower: number): number {
  return ((upper >>> 6) * 0x4000000 + (lower >>> 6) + 0.5) / 0x10000000000000;
}

/**
 * Writes pairs of uniform numbers, strictly between 0 and 1: the first of each from `to` on, the second from `to + count`
 * on.
 */
export function fillUniformPairs(
  numbers: Float64Array,
  to: number,
  count: number,
  first: UniformPairs,
): void {
  const { seed, stream, row, place, isAcross } = first;
  const [lowerSeed, upperSeed] = seedWords(seed);
  for (let index = 0; index < count; index++) {
    // Philox, in variables that hold 32-bit integers from the start: in an array, or as doubles, they take half as long again.
    let a = (isAcross ? place : place + index) | 0;
    let b = (isAcross ? row + index : row) | 0;
    let c = stream | 0;
    let d = 0;
    let k = lowerSeed | 0;
    let l = upperSeed | 0;
    for (let round = 0; round < rounds; round++) {
      const upperOfA = upperProduct(firstMultiplier >>> 16, firstMultiplier & 0xffff, a);
      const upperOfC = upperProduct(secondMultiplier >>> 16, secondMultiplier & 0xffff, c);
      const lowerOfA = imul(firstMultiplier, a);
      const lowerOfC = imul(secondMultiplier, c);
      a = upperOfC ^ b ^ k;
      b = lowerOfC;
      c = upperOfA ^ d ^ l;
      d = lowerOfA;
      k = (k + firstKeyStep) | 0;
      l = (l + secondKeyStep) | 0;
    }
    numbers[to + index] = uniformOf(a, b);
    numbers[to + count + index] = uniformOf(c, d);
  }
}

/** A seed in two words of 32 bits, the lower one first. */
export function seedWords(seed: number): [lower: number, upper: number] {
  return [seed >>> 0, Math.floor(seed / 2 ** 32)];
}
