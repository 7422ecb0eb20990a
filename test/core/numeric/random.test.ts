import fc from "fast-check";
import { inverseNormalTable, tableInverse } from "../../../src/core/numeric/inverseNormalTable";
import { fillUniformPairs } from "../../../src/core/numeric/random";

// Random123 distribution, tests/kat_vectors, lines "philox4x32 10": counter, key, result.
const table = [
  ["00000000 00000000 00000000 00000000", "00000000 00000000", "6627e8d5 e169c58d bc57ac4c 9b00dbd8"],
  ["ffffffff ffffffff ffffffff ffffffff", "ffffffff ffffffff", "408f276d 41c83b0e a20bc7c6 6d5451fd"],
  ["243f6a88 85a308d3 13198a2e 03707344", "a4093822 299f31d0", "d16cfe09 94fdcceb 5001e420 24126ea1"],
] as const;

const wordsOf = (text: string) => text.split(" ").map((word) => parseInt(word, 16));

/** Philox in whole numbers of any size. */
function bigPhilox(counter: readonly bigint[], key: readonly bigint[]): bigint[] {
  const mask = 0xffffffffn;
  let [a = 0n, b = 0n, c = 0n, d = 0n] = counter;
  let [k = 0n, l = 0n] = key;
  for (let round = 0; round < 10; round++) {
    const [first, second] = [0xd2511f53n * a, 0xcd9e8d57n * c];
    [a, b, c, d] = [(second >> 32n) ^ b ^ k, second & mask, (first >> 32n) ^ d ^ l, first & mask];
    [k, l] = [(k + 0x9e3779b9n) & mask, (l + 0xbb67ae85n) & mask];
  }
  return [a, b, c, d];
}

test.each(table)("known answer of %s", (counter, key, result) => {
  const [words, keys] = [wordsOf(counter).map(BigInt), wordsOf(key).map(BigInt)];
  expect(bigPhilox(words, keys).map(Number)).toEqual(wordsOf(result));
});

const at = (seed: number, row = 0, stream = 0, place = 0) => ({ seed, stream, row, place });
type Place = ReturnType<typeof at>;

/** A row of uniform numbers, pair by pair. */
function uniforms(place: Place, pairs: number): number[] {
  const numbers = new Float64Array(2 * pairs);
  fillUniformPairs(numbers, 0, pairs, { ...place, isAcross: false });
  return Array.from(numbers, (_, index) => numbers[(index >> 1) + (index & 1) * pairs] ?? NaN);
}

const seed = fc.integer({ min: 0, max: Number.MAX_SAFE_INTEGER });
const word = fc.integer({ min: 0, max: 2 ** 32 - 1 });

describe("laws", () => {
  test("a pair is 52 bits each of the words at its place", () => {
    const law = (chosen: number, row: number, stream: number, place: number) => {
      const key = [BigInt(chosen) & 0xffffffffn, BigInt(chosen) >> 32n];
      const words = bigPhilox([place, row, stream, 0].map(BigInt), key);
      const uniform = (upper = 0n, lower = 0n) =>
        (Number(((upper >> 6n) << 26n) | (lower >> 6n)) + 0.5) / 2 ** 52;
      expect(uniforms(at(chosen, row, stream, place), 1)).toEqual([
        uniform(words[0], words[1]),
        uniform(words[2], words[3]),
      ]);
    };
    fc.assert(fc.property(seed, word, word, word, law), { numRuns: 1000 });
  });

  test("a number depends only on its place, not on how row and column are cut", () => {
    const law = (chosen: number, row: number, cut: number) => {
      const whole = uniforms(at(chosen, row), 10);
      expect(uniforms(at(chosen, row, 0, cut), 10 - cut)).toEqual(whole.slice(2 * cut));
      const numbers = new Float64Array(9);
      fillUniformPairs(numbers, 1, 4, { ...at(chosen, row, 0, cut), isAcross: true });
      const [first, second] = uniforms(at(chosen, row + 2, 0, cut), 1);
      expect([numbers[0], numbers[3], numbers[7]]).toEqual([0, first, second]);
    };
    fc.assert(fc.property(seed, fc.integer({ min: 0, max: 1e9 }), fc.integer({ min: 0, max: 9 }), law));
  });

  test("seed, stream, row and place each change every number; a seed's upper bits count", () => {
    const base = uniforms(at(1, 2, 3), 4);
    for (const other of [at(2, 2, 3), at(1, 3, 3), at(1, 2, 4), at(1 + 2 ** 32, 2, 3), at(1, 2, 3, 4)])
      uniforms(other, 4).forEach((value, index) => expect(value).not.toBe(base[index]));
  });
});

describe("as a sample", () => {
  const count = 200_000;
  const sample = Float64Array.from(uniforms(at(1), count / 2));

  test("the uniforms fill the unit interval evenly (Kolmogorov and Smirnov, 0.1 %)", () => {
    const sorted = sample.slice().sort();
    const distance = sorted.reduce(
      (most, value, index) => Math.max(most, Math.abs(value - (index + 0.5) / count)),
      0,
    );
    expect(distance).toBeLessThan(1.95 / Math.sqrt(count));
    expect(sorted[0]).toBeGreaterThan(0);
    expect(sorted[count - 1]).toBeLessThan(1);
  });

  test("neighbours in a row and across rows are uncorrelated, within four standard errors", () => {
    const across = new Float64Array(40_000);
    fillUniformPairs(across, 0, 20_000, { ...at(1), isAcross: true });
    for (const numbers of [sample, across.subarray(0, 20_000)]) {
      let total = 0;
      for (let index = 1; index < numbers.length; index++)
        total += ((numbers[index] ?? NaN) - 0.5) * ((numbers[index - 1] ?? NaN) - 0.5);
      expect(Math.abs(total)).toBeLessThan((4 * Math.sqrt(numbers.length)) / 12);
    }
  });

  test("their normals have the moments of a normal variable, within four standard errors", () => {
    const rows = inverseNormalTable();
    const normals = uniforms(at(7), count / 2).map((uniform) => tableInverse(rows, uniform));
    const moment = (power: number) => normals.reduce((sum, value) => sum + value ** power, 0) / count;
    // Variances of the powers of a normal variable: 1, 2, 15, 96.
    for (const [power, mean, variance] of [
      [1, 0, 1],
      [2, 1, 2],
      [3, 0, 15],
      [4, 3, 96],
    ] as const)
      expect(moment(power)).toBeWithin(mean, { absolute: 4 * Math.sqrt(variance / count) });
  });
});
