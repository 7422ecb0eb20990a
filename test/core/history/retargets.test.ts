import { difficultyFromBits } from "../../../src/core/network/compactBits";
import { nextBits } from "../network/nextBits";
import { retargetEstimate } from "../../../src/core/network/retarget";
import { epochs, excelDate, retargets } from "./recorded";

/** Half a unit of the last digit of a printed number. */
const halfDigit = (printed: string) => 0.5 * 10 ** -(printed.split(".")[1]?.length ?? 0);

test("difficulty of every recorded epoch's bits, to the digits recorded", () => {
  expect(epochs.length).toBe(479);
  for (const { bits, bitsHex, difficulty } of epochs) {
    const gap = Math.abs(difficultyFromBits(bits) - Number(difficulty));
    expect([bitsHex, gap <= halfDigit(difficulty) * (1 + 1e-9) + 1e-15 * Number(difficulty)]).toEqual([
      bitsHex,
      true,
    ]);
  }
});

test("each epoch starts 2,016 blocks after the one before", () => {
  for (const { from, to } of retargets) expect(to.startHeight - from.startHeight).toBe(2016);
  expect(retargets.length).toBe(471);
});

/**
 * The rule reads the timestamp of an epoch's last block; recorded is that of the block after it. So the next bits can be
 * recomputed exactly only where no plausible timestamp changes them: at the largest target, and where the factor is
 * held at 4. Everywhere else the recorded bits are turned around: they pin the last block's timestamp to a few seconds,
 * and what lies between it and the next block must look like the time of one block.
 */
const plausibleGapS = { least: -7200, most: 7200 };

function bitsWithGap({ from, to }: (typeof retargets)[number], gap: number): number {
  return nextBits({ bits: from.bits, firstTime: from.startTime, lastTime: to.startTime - gap });
}

/** Largest gap in seconds at which the next bits are at least `bits`; they fall as the gap grows. */
function lastGapAtLeast(retarget: (typeof retargets)[number], bits: number): number {
  let [low, high] = [plausibleGapS.least - 1, plausibleGapS.most + 1];
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (bitsWithGap(retarget, middle) >= bits) low = middle;
    else high = middle;
  }
  return low;
}

const isHeld = (retarget: (typeof retargets)[number]) =>
  bitsWithGap(retarget, plausibleGapS.least) === bitsWithGap(retarget, plausibleGapS.most);
const held = retargets.filter(isHeld);
const pinned = retargets.filter((retarget) => !isHeld(retarget));
const gaps = pinned.map((retarget) => {
  const most = lastGapAtLeast(retarget, retarget.to.bits);
  const least = lastGapAtLeast(retarget, retarget.to.bits + 1) + 1;
  return { epoch: retarget.from.epoch, least, most };
});

test("the next bits are reproduced exactly where one block does not matter", () => {
  for (const retarget of held) expect(bitsWithGap(retarget, 600)).toBe(retarget.to.bits);
  // The first fifteen epochs at the largest target, and July 2010, when the difficulty rose fourfold.
  expect(held.map(({ from }) => from.epoch)).toEqual([...Array(15).keys(), 33]);
});

test("everywhere else some whole second as the last block's time gives exactly the recorded bits", () => {
  expect(gaps.length).toBe(455);
  for (const { epoch, least, most } of gaps) expect([epoch, least <= most]).toEqual([epoch, true]);
  expect(Math.max(...gaps.map(({ least, most }) => most - least))).toBeLessThanOrEqual(31);
});

test("the gaps that remain are times of one block", () => {
  const middle = gaps.map(({ least, most }) => (least + most) / 2);
  const mean = middle.reduce((sum, gap) => sum + gap, 0) / middle.length;
  // Exponential with a mean of about 600 s: within four standard errors, 600/sqrt(455) = 28 s each.
  expect(mean).toBeWithin(600, { absolute: 4 * 28.2 });
  // Shares above one and three means, e^-1 and e^-3, within four standard errors.
  const above = (seconds: number) => middle.filter((gap) => gap > seconds).length / middle.length;
  expect(above(600)).toBeWithin(Math.exp(-1), { absolute: 4 * Math.sqrt((0.368 * 0.632) / 455) });
  expect(above(1800)).toBeWithin(Math.exp(-3), { absolute: 4 * Math.sqrt((0.05 * 0.95) / 455) });
  // Miners' clocks may run backwards, by less than two hours; it happens seldom.
  expect(middle.filter((gap) => gap < 0).length).toBeLessThan(15);
});

test("the interval that the rule leaves out shows: with 2,016 intervals only the held ones would come out", () => {
  const naive = retargets.filter((retarget) => bitsWithGap(retarget, 0) === retarget.to.bits);
  expect(naive.length).toBe(held.length);
});

test("at the last block of an epoch the estimate is what came, but for one block's time", () => {
  const errors = pinned.map(({ from, to }) => {
    const { change, blocksLeft, retargetHeight, nextDifficulty } = retargetEstimate({
      height: to.startHeight - 1,
      epochStartDate: excelDate(from.startTime),
      nowDate: excelDate(to.startTime),
      difficulty: difficultyFromBits(from.bits),
    });
    expect([blocksLeft, retargetHeight]).toEqual([1, to.startHeight]);
    const came = difficultyFromBits(to.bits);
    expect(nextDifficulty).toBeWithin(difficultyFromBits(from.bits) * (1 + Number(change)), {
      absolute: 5e-7,
    });
    return Number(nextDifficulty) / came - 1;
  });
  const mean = errors.reduce((sum, error) => sum + error, 0) / errors.length;
  // One block in 2,016: 0.05 % too low on average, an hour and a half at the worst.
  expect(mean).toBeGreaterThan(-0.0008);
  expect(mean).toBeLessThan(-0.0003);
  expect(Math.max(...errors.map(Math.abs))).toBeLessThan(5400 / (600 * 2016 * 0.7));
});

test("the fourfold rise of July 2010 is held at +300 %", () => {
  const { change } = retargetEstimate({
    height: 68_543,
    epochStartDate: excelDate(1279008237),
    nowDate: excelDate(1279297779),
    difficulty: undefined,
  });
  expect(change).toBe(3);
});
