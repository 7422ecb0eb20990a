import fc from "fast-check";
import { readFileSync } from "node:fs";
import { difficultyFromBits } from "../../src/core/network/compactBits";
import { difficultyObjection, isSameDifficulty } from "../../src/data/objection";

const epochs = readFileSync("test/fixtures/history/btc_difficulty_epochs.csv", "utf8")
  .trim()
  .split("\n")
  .slice(1)
  .map((line) => line.split(","))
  .map(([, height, , , bits, recorded = ""]) => ({
    height: Number(height),
    bits: parseInt(bits ?? "", 16),
    recorded,
    difficulty: exactly(parseInt(bits ?? "", 16)),
  }));

/** 0xffff x 2^208 over the target, in 30 more bits than a double has. */
function exactly(bits: number): number {
  const target = BigInt(bits % 2 ** 24) << BigInt(8 * (Math.floor(bits / 2 ** 24) - 3));
  return Number(((0xffffn << 208n) << 84n) / target) / 2 ** 84;
}

test("there are 479 recorded epochs", () => expect(epochs).toHaveLength(479));

test("the record prints the difficulties of its bits, early ones to a few decimals", () => {
  for (const { recorded, difficulty } of epochs) {
    const decimals = recorded.split(".")[1]?.length ?? 0;
    // Half of the last decimal, and the rounding of two doubles.
    const rounding = 0.5 * 10 ** -decimals + difficulty * 2 ** -52;
    expect(Math.abs(Number(recorded) - difficulty)).toBeLessThanOrEqual(rounding);
  }
});

const inFull = epochs.filter(({ recorded }) => recorded.length >= 13);

test.each(inFull)("the difficulty of block $height passes as it is recorded, $recorded", ({ recorded }) => {
  expect(difficultyObjection(Number(recorded), undefined, undefined)).toBeUndefined();
});

test.each(epochs)("the difficulty of block $height is one that a block can have", ({ difficulty }) => {
  expect(difficultyObjection(difficulty, undefined, undefined)).toBeUndefined();
});

/** Whether some compact number near these bits stands for the difficulty: by trying them, to 5e-12. */
function isCompactByTrying(difficulty: number, bits: number): boolean {
  const mantissas = Array.from({ length: 61 }, (_, at) => (bits % 2 ** 24) + at - 30);
  return mantissas
    .filter((mantissa) => mantissa >= 0x8000 && mantissa <= 0x7fffff)
    .some((mantissa) => {
      const near = difficultyFromBits(Math.floor(bits / 2 ** 24) * 2 ** 24 + mantissa);
      return Math.abs(near / difficulty - 1) <= 5e-12;
    });
}

test.each(epochs)("that of block $height off by a millionth is not", ({ difficulty, bits }) => {
  for (const factor of [1 + 1e-6, 1 - 1e-6]) {
    const off = difficulty * factor;
    const objection = difficultyObjection(off, undefined, undefined);
    // A step to the next compact number can be as small as 1.2e-7, and ten of them a millionth to within 5e-12.
    if (isCompactByTrying(off, bits)) expect(objection).toBeUndefined();
    else expect(objection).toMatch("compact bits cannot express it");
  }
});

test("a millionth meets another compact number in hardly any epoch", () => {
  const meetings = epochs.filter(({ difficulty, bits }) => isCompactByTrying(difficulty * (1 + 1e-6), bits));
  expect(meetings.length).toBeLessThan(epochs.length / 50);
});

const bitsOfEpochs = fc
  .tuple(fc.integer({ min: 10, max: 28 }), fc.integer({ min: 0x8000, max: 0x7fffff }))
  .map(([exponent, mantissa]) => exponent * 2 ** 24 + mantissa);

test("every compact number passes as services print it, with 15 digits or all", () => {
  fc.assert(
    fc.property(bitsOfEpochs, (bits) => {
      const difficulty = difficultyFromBits(bits);
      expect(difficultyObjection(difficulty, undefined, undefined)).toBeUndefined();
      expect(difficultyObjection(Number(difficulty.toPrecision(15)), undefined, undefined)).toBeUndefined();
    }),
    { numRuns: 1000 },
  );
});

test("halfway between two compact numbers is not compact", () => {
  fc.assert(
    fc.property(bitsOfEpochs, (bits) => {
      fc.pre(bits % 2 ** 24 < 0x7fffff);
      const between = difficultyFromBits(bits) / 2 + difficultyFromBits(bits + 1) / 2;
      expect(difficultyObjection(between, undefined, undefined)).toMatch("compact bits");
    }),
    { numRuns: 1000 },
  );
});

test.each([
  0,
  -1,
  -132716002350731.3,
  0.5,
  NaN,
  Infinity,
  -Infinity,
  1e61,
  1e300,
  132716002500000,
  132716002363077,
])("%d is no difficulty", (value) =>
  expect(difficultyObjection(value, undefined, undefined)).toMatch("compact bits"),
);

// Recorded: epoch 476 begins at block 959616, 477 at 961632, 478 at 963648.
const [before, after] = [126231507121868.2, 127479855693691.4];

test.each([
  ["unchanged within the epoch", before, 961_631, 959_616, undefined],
  ["unchanged although the epoch is new", before, 961_640, 959_616, undefined],
  ["changed with the first block of the epoch", after, 961_632, 961_631, undefined],
  ["changed after days without any answer", after, 963_647, 959_616, undefined],
  ["changed a block too early", after, 961_631, 959_616, "none lies between 959616 and 961631"],
  ["changed within the epoch", after, 963_647, 961_632, "none lies between 961632 and 963647"],
  ["changed while the chain went back", after, 959_000, 961_632, "none lies between"],
  ["height unknown", after, undefined, 959_616, undefined],
  ["height unknown before", after, 961_000, undefined, undefined],
])("%s", (_, value, height, seenAt, words) => {
  const objection = difficultyObjection(value, height, { value: before, height: seenAt });
  if (words === undefined) expect(objection).toBeUndefined();
  else expect(objection).toMatch(words);
});

test("a difficulty that differs only in its 16th digit is the same", () => {
  expect(isSameDifficulty(132716002350731.3, 132716002350731.27)).toBe(true);
  expect(isSameDifficulty(before, after)).toBe(false);
  expect(
    difficultyObjection(132716002350731.27, 970_000, { value: 132716002350731.3, height: 969_700 }),
  ).toBeUndefined();
});

test("recorded changes pass from one epoch to the next, and none passes within an epoch", () => {
  epochs.forEach(({ height, difficulty }, at) => {
    const next = epochs[at + 1];
    if (next === undefined) return;
    const last = { value: difficulty, height };
    expect(difficultyObjection(next.difficulty, next.height, last)).toBeUndefined();
    if (next.difficulty !== difficulty) {
      expect(difficultyObjection(next.difficulty, height + 2015, last)).toMatch("none lies between");
    }
  });
});

test("no adjustment is by more than a factor of four", () => {
  const quarter = difficultyFromBits(0x1c00ffff);
  const step = (from: number, to: number, height: number) =>
    difficultyObjection(to, height, { value: from, height: 2015 });
  expect(quarter).toBe(256);
  expect(step(1, 256, 2016)).toMatch("factor of 4");
  expect(step(256, 1, 2016)).toMatch("factor of 4");
  // Four adjustments are enough for 4^4.
  expect(step(1, 256, 2015 + 3 * 2016)).toMatch("factor of 4");
  expect(step(1, 256, 2016 + 3 * 2016)).toBeUndefined();
});
