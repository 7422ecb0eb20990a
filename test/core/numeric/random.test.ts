import fc from "fast-check";
import { fillNormals, fillUniforms, philox } from "../../../src/core/numeric/random";
import { inverseNormal } from "../../../src/core/numeric/normal";

// Random123 distribution, tests/kat_vectors, lines "philox4x32 10": counter, key, result.
const table = [
  ["00000000 00000000 00000000 00000000", "00000000 00000000", "6627e8d5 e169c58d bc57ac4c 9b00dbd8"],
  ["ffffffff ffffffff ffffffff ffffffff", "ffffffff ffffffff", "408f276d 41c83b0e a20bc7c6 6d5451fd"],
  ["243f6a88 85a308d3 13198a2e 03707344", "a4093822 299f31d0", "d16cfe09 94fdcceb 5001e420 24126ea1"],
] as const;

const wordsOf = (text: string) => text.split(" ").map((word) => parseInt(word, 16));

test.each(table)("known answer of %s", (counter, key, result) => {
  const words = Uint32Array.from(wordsOf(counter));
  const [first = 0, second = 0] = wordsOf(key);
  philox(words, first, second);
  expect([...words]).toEqual(wordsOf(result));
});

/** Philox once more, in whole numbers of any size. */
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

const row = (seed: number, index = 0, stream = 0) => ({ seed, stream, row: index });
const uniforms = (place: { seed: number; stream: number; row: number }, count: number, first = 0) => {
  const numbers = new Float64Array(count);
  fillUniforms(place, numbers, first);
  return numbers;
};

describe("laws", () => {
  const word = fc.integer({ min: 0, max: 2 ** 32 - 1 });

  test("agrees with whole numbers of any size", () => {
    const law = (counter: readonly number[], key: readonly number[]) => {
      const words = Uint32Array.from(counter);
      philox(words, key[0] ?? 0, key[1] ?? 0);
      expect([...words].map(BigInt)).toEqual(bigPhilox(counter.map(BigInt), key.map(BigInt)));
    };
    fc.assert(fc.property(fc.tuple(word, word, word, word), fc.tuple(word, word), law), {
      numRuns: 500,
    });
  });

  test("a number depends only on its place, not on how the row is cut", () => {
    const law = (seed: number, index: number, half: number) => {
      const whole = uniforms(row(seed, index), 20);
      expect([...uniforms(row(seed, index), 20 - 2 * half, 2 * half)]).toEqual([...whole.subarray(2 * half)]);
      expect([...uniforms(row(seed, index), 7)]).toEqual([...whole.subarray(0, 7)]);
    };
    const seed = fc.integer({ min: 0, max: Number.MAX_SAFE_INTEGER });
    fc.assert(fc.property(seed, word, fc.integer({ min: 0, max: 9 }), law));
  });

  test("seed, stream and row each change every number; a seed's upper bits count", () => {
    const base = uniforms(row(1, 2, 3), 8);
    for (const other of [row(2, 2, 3), row(1, 3, 3), row(1, 2, 4), row(1 + 2 ** 32, 2, 3)])
      uniforms(other, 8).forEach((value, index) => expect(value).not.toBe(base[index]));
  });
});

describe("as a sample", () => {
  const count = 200_000;
  const sample = uniforms(row(1), count);

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
    const across = Float64Array.from({ length: 20_000 }, (_, index) => uniforms(row(1, index), 1)[0] ?? NaN);
    for (const numbers of [sample, across]) {
      let total = 0;
      for (let index = 1; index < numbers.length; index++)
        total += ((numbers[index] ?? NaN) - 0.5) * ((numbers[index - 1] ?? NaN) - 0.5);
      expect(Math.abs(total)).toBeLessThan((4 * Math.sqrt(numbers.length)) / 12);
    }
  });

  test("the normals have the moments of a normal variable, within four standard errors", () => {
    const normals = new Float64Array(count);
    fillNormals(row(7), normals);
    const moment = (power: number) => normals.reduce((sum, value) => sum + value ** power, 0) / count;
    // Variances of the powers of a normal variable: 1, 2, 15, 96.
    for (const [power, mean, variance] of [
      [1, 0, 1],
      [2, 1, 2],
      [3, 0, 15],
      [4, 3, 96],
    ] as const)
      expect(moment(power)).toBeWithin(mean, { absolute: 4 * Math.sqrt(variance / count) });
    const uniform = uniforms(row(7), 2);
    expect([normals[0], normals[1]]).toEqual([...uniform].map(inverseNormal));
  });
});
