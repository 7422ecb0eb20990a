import fc from "fast-check";
import { blockProbability, expectedBlocks } from "../../../src/core/pools/blocks";

const petahash = { hashrateTh: 1000, difficulty: 1.5e14, days: 365 };

// By 50-digit arithmetic from the definition: L = 1e15 x 86400 x 365 / (1.5e14 x 2^32) = 0.04895031452178955.
test("a petahash in a year", () => {
  expect(expectedBlocks(petahash)).toBeWithin(0.04895031452178955078, { absolute: 5e-17 });
  const of = (mode: "at_least" | "exactly" | "at_most" | "expected" | "days", blocks: number) =>
    blockProbability({ ...petahash, mode, blocks });
  expect(of("at_least", 1)).toBeWithin(0.047771559551404222, { absolute: 5e-17 });
  expect(of("exactly", 0)).toBeWithin(1 - 0.047771559551404222, { absolute: 5e-16 });
  expect(of("at_most", 0)).toBeWithin(1 - 0.047771559551404222, { absolute: 5e-16 });
  expect(of("expected", NaN)).toBe(expectedBlocks(petahash));
  expect(blockProbability({ ...petahash, days: NaN, mode: "days", blocks: NaN })).toBeWithin(
    7456.54044444444,
    { absolute: 5e-9 },
  );
});

test("the network finds 144 blocks a day at its own pace", () => {
  const difficulty = 132716002350731.3;
  const hashrateTh = (difficulty * 2 ** 32) / 600 / 1e12;
  expect(expectedBlocks({ hashrateTh, difficulty, days: 1 })).toBeWithin(144, { absolute: 5e-11 });
});

describe("laws", () => {
  const search = fc.record({
    hashrateTh: fc.double({ min: 1, max: 1e9, noNaN: true }),
    difficulty: fc.double({ min: 1e12, max: 1e16, noNaN: true }),
    days: fc.double({ min: 0.01, max: 4000, noNaN: true }),
    blocks: fc.integer({ min: 0, max: 3000 }),
  });

  test("exactly = at least - at least one more; at most complements", () => {
    const law = (given: { hashrateTh: number; difficulty: number; days: number; blocks: number }) => {
      const atLeast = blockProbability({ ...given, mode: "at_least" });
      const more = blockProbability({ ...given, blocks: given.blocks + 1, mode: "at_least" });
      expect(Math.abs(atLeast - more - blockProbability({ ...given, mode: "exactly" }))).toBeLessThan(1e-15);
      expect(blockProbability({ ...given, mode: "at_most" }) + more).toBeWithin(1, { absolute: 5e-16 });
    };
    fc.assert(fc.property(search, law), { numRuns: 500 });
  });

  test("days to a block, of that many days one is expected", () => {
    const law = (given: { hashrateTh: number; difficulty: number; days: number; blocks: number }) => {
      const days = blockProbability({ ...given, mode: "days" });
      expect(expectedBlocks({ ...given, days })).toBeWithin(1, { absolute: 5e-15 });
    };
    fc.assert(fc.property(search, law));
  });
});

test("agreement with tries: a day cut into a hundred thousand draws", () => {
  // Binomial probabilities of 100,000 draws with mean L: within L^2 / n of Poisson (Le Cam 1960).
  const given = { hashrateTh: 2e7, difficulty: 1.5e14, days: 1 };
  const mean = expectedBlocks(given);
  const draws = 1e5;
  const chance = mean / draws;
  let exactly = (1 - chance) ** draws;
  let atMost = exactly;
  for (let blocks = 0; blocks < 12; blocks++) {
    const got = blockProbability({ ...given, blocks, mode: "at_most" });
    expect(got).toBeWithin(atMost, { absolute: (mean * mean) / draws });
    exactly *= ((draws - blocks) / (blocks + 1)) * (chance / (1 - chance));
    atMost += exactly;
  }
});
