import { readFileSync } from "node:fs";
import fc from "fast-check";
import { InputError, NoAnswerError } from "../../../src/core/errors";
import { difficultyFromBits } from "../../../src/core/network/compactBits";
import { nextBits } from "./nextBits";
import { retargetEstimate } from "../../../src/core/network/retarget";
import { excelDate } from "../history/recorded";

// Bitcoin Core, src/test/pow_tests.cpp. The fourth row's first time is not that of a block.
test.each([
  // bits        first block   last block    next bits
  [0x1d00ffff, 1261130161, 1262152739, 0x1d00d86a],
  [0x1d00ffff, 1231006505, 1233061996, 0x1d00ffff],
  [0x1c05a3f4, 1279008237, 1279297671, 0x1c0168fd],
  [0x1c387f6f, 1263163443, 1269211443, 0x1d00e1fd],
])("the bits after %d", (bits, firstTime, lastTime, next) => {
  expect(nextBits({ bits, firstTime, lastTime })).toBe(next);
});

test("a span of exactly two weeks changes nothing, a longer one eases, within a factor of 4", () => {
  const bits = 0x17021ef0;
  const after = (span: number) => difficultyFromBits(nextBits({ bits, firstTime: 0, lastTime: span }));
  const now = difficultyFromBits(bits);
  expect(nextBits({ bits, firstTime: 0, lastTime: 1_209_600 })).toBe(bits);
  expect(after(0) / now).toBeWithin(4, { absolute: 5e-5 });
  expect(after(-100_000) / now).toBeWithin(4, { absolute: 5e-5 });
  expect(after(1e9) / now).toBeWithin(1 / 4, { absolute: 5e-6 });
  fc.assert(
    fc.property(fc.integer({ min: 302_400, max: 4_838_400 }), (span) => {
      expect(after(span)).toBeWithin((now * 1_209_600) / span, { relative: 1 / 32_768 });
    }),
    { numRuns: 300 },
  );
});

interface Vector {
  in: { lastDATime: string; time504BlocksAgo: string; now: string; height: number; previousRetarget: number };
  out: {
    difficultyChange: number;
    estimatedRetargetDate: number;
    remainingBlocks: number;
    nextRetargetHeight: number;
    timeAvg: number;
  };
}
const vectors = JSON.parse(
  readFileSync("test/fixtures/mempool/difficulty-adjustment.vectors.json", "utf8"),
) as Vector[];
const unix = (time: string) => Date.parse(time) / 1000;
/** An estimate that has an answer in every field, in numbers. */
const numbersOf = (estimate: ReturnType<typeof retargetEstimate>) => ({
  ...estimate,
  change: Number(estimate.change),
  retargetDate: Number(estimate.retargetDate),
});
const estimateAt = (height: number, startTime: number, now: number, lastBlock?: number) =>
  numbersOf(
    retargetEstimate({
      height,
      epochStartDate: excelDate(startTime),
      nowDate: excelDate(now),
      difficulty: 100,
      lastBlockDate: lastBlock === undefined ? undefined : excelDate(lastBlock),
    }),
  );

describe("mempool.space's own vectors", () => {
  test.each(vectors)("blocks and date at block $in.height", ({ in: given, out }) => {
    const [start, now] = [unix(given.lastDATime), unix(given.now)];
    const estimate = estimateAt(given.height, start, now);
    expect(estimate.blocksLeft).toBe(out.remainingBlocks);
    expect(estimate.retargetHeight).toBe(out.nextRetargetHeight);
    expect(estimate.nextDifficulty).toBeWithin(100 * (1 + estimate.change), { absolute: 5e-11 });
    // Its average time divides by the blocks since the first, one fewer than the blocks of the epoch; in whole ms.
    const blocks = given.height % 2016;
    const perBlock = ((out.timeAvg / 1000) * blocks) / (blocks + 1);
    expect(estimate.change).toBeWithin(600 / perBlock - 1, { absolute: 5e-6 });
    const date = excelDate(now + out.remainingBlocks * perBlock);
    expect(Math.abs(estimate.retargetDate - date) * 86_400).toBeLessThan(2);
  });

  test("the change from block 504 of an epoch on", () => {
    const [late] = vectors.filter(({ in: { height } }) => height % 2016 >= 504);
    expect(late?.in.height).toBe(830_027);
    const change = estimateAt(830_027, unix("2024-02-02T15:42:06Z"), unix("2024-02-11T22:43:01Z")).change;
    // Dates of Excel hold a second to 6e-7.
    expect(change * 100).toBeWithin(late?.out.difficultyChange ?? NaN, { absolute: 5e-9 });
  });

  test("earlier it takes the last 504 blocks, those before the epoch at the new difficulty", () => {
    const [early] = vectors.filter(({ in: { height } }) => height % 2016 < 504);
    expect(early?.in.height).toBe(750_134);
    if (early === undefined) return;
    const { lastDATime, time504BlocksAgo, now, previousRetarget } = early.in;
    const before = (unix(lastDATime) - unix(time504BlocksAgo)) * (1 + previousRetarget / 100);
    // The same formula then gives its number; from the epoch's own 183 blocks alone it is 13.2 %.
    const change = estimateAt(503, unix(lastDATime) - before, unix(now)).change;
    expect(change * 100).toBeWithin(early.out.difficultyChange, { absolute: 5e-9 });
    expect(estimateAt(early.in.height, unix(lastDATime), unix(now)).change).toBeWithin(
      (600 * 183) / 97_013 - 1,
      { absolute: 5e-11 },
    );
  });

  test("its live answer of 31 July 2026", () => {
    // Recorded: previousTime, remainingBlocks, nextRetargetHeight; now = estimatedRetargetDate - remainingTime.
    const { change, blocksLeft, retargetHeight } = estimateAt(960_412, 1785019866, 1785508321);
    expect([blocksLeft, retargetHeight]).toEqual([1220, 961_632]);
    expect(change * 100).toBeWithin(-2.0994769221320375, { absolute: 5e-9 });
  });
});

describe("with the time of the last block", () => {
  // The chain's epoch of 20 April 2023: the block after 788,255 was the first at 1.4513 % less.
  const [height, start, last] = [788_255, 1681984653, 1683212066];

  test("it does not sink while the next block is awaited", () => {
    expect(estimateAt(height, start, last).change).toBeWithin(-0.0145126, { absolute: 5e-8 });
    expect(estimateAt(height, start, last + 1800).change).toBeWithin(-0.0159557, { absolute: 5e-8 });
    for (const now of [last, last + 1800, last + 86_400]) {
      const { change, retargetDate } = estimateAt(height, start, now, last);
      expect(change).toBeWithin(1_209_600 / (last - start) - 1, { absolute: 5e-10 });
      const due = last + (last - start) / 2015;
      expect(retargetDate).toBeWithin(excelDate(Math.max(now, due)), { absolute: 5e-7 });
    }
  });

  test("within an epoch the same pace gives the same change, whatever the block", () => {
    for (const block of [1, 100, 2014])
      expect(estimateAt(786_240 + block, start, start + 700 * block, start + 600 * block).change).toBeWithin(
        1 / 2015,
        { absolute: 5e-10 },
      );
  });

  test("an epoch's first block ends no interval; a time at or before it is refused", () => {
    const at = (block: number, seconds: number) =>
      retargetEstimate({
        height: 786_240 + block,
        epochStartDate: 46_000,
        nowDate: 46_001,
        difficulty: 100,
        lastBlockDate: 46_000 + seconds / 86_400,
      });
    const none = new NoAnswerError("no interval yet: the last block is the first of its epoch");
    expect(at(0, 0)).toEqual({
      change: none,
      retargetDate: none,
      nextDifficulty: none,
      blocksLeft: 2016,
      retargetHeight: 788_256,
    });
    for (const seconds of [0, -1])
      expect(() => at(1, seconds)).toThrow("last_block_date must be after epoch_start_date");
    expect(at(1, 1).change).toBe(3);
    expect(at(1, 86_400).change).toBe(-0.75);
  });
});

test("the first block of an epoch, the last, and the bounds", () => {
  const at = (height: number, seconds: number) =>
    retargetEstimate({
      height,
      epochStartDate: 46_000,
      nowDate: 46_000 + seconds / 86_400,
      difficulty: undefined,
    });
  expect(at(969_696, 600)).toMatchObject({ blocksLeft: 2016, retargetHeight: 971_712 });
  expect(at(969_696, 600).change).toBeWithin(0, { absolute: 5e-7 });
  expect(at(971_711, 2016 * 600)).toMatchObject({ blocksLeft: 1, retargetHeight: 971_712 });
  expect(at(969_696, 1).change).toBe(3);
  expect(at(969_696, 1e6).change).toBe(-0.75);
  expect(at(969_696, 600).nextDifficulty).toBeUndefined();
  for (const seconds of [0, -600]) {
    expect(() => at(969_696, seconds)).toThrow(InputError);
    expect(() => at(969_696, seconds)).toThrow("now_date must be after epoch_start_date");
  }
});
