// The made-up chain: blocks ten minutes apart within the recorded epoch, and difficulties of the epochs before it.
import snapshot from "../../data/embedded/default-snapshot.json";
import { BLOCK_TIME_S as BLOCK_S } from "../../core/calendar";
import type { Moment } from "../endpoint";
import { SNAPSHOT_AT } from "./price";

export const EPOCH_BLOCKS = 2016;
const EPOCH_HEIGHT = snapshot.btc.epochStartHeight.value;
const SNAPSHOT_POSITION = snapshot.btc.tipHeight.value - EPOCH_HEIGHT;

/** The second block of the made-up epoch is late by this: the estimated change of difficulty is then not 0. */
const LATE_S = 5400;

interface Tip {
  readonly height: number;
  /** Seconds since 1970 UTC. */
  readonly epochStartS: number;
}

/**
 * The newest block: one more each ten minutes from that of the snapshot. At the end of the recorded epoch it starts again
 * at its beginning: a height beyond it would have an unknown difficulty.
 */
export function tipAt(now: number): Tip {
  const blocks = SNAPSHOT_POSITION + Math.floor((now - SNAPSHOT_AT) / 1000 / BLOCK_S);
  const position = ((blocks % EPOCH_BLOCKS) + EPOCH_BLOCKS) % EPOCH_BLOCKS;
  const tipS = SNAPSHOT_AT / 1000 + (blocks - SNAPSHOT_POSITION) * BLOCK_S;
  return { height: EPOCH_HEIGHT + position, epochStartS: Math.floor(tipS) - position * BLOCK_S - LATE_S };
}

export interface Epoch {
  readonly height: number;
  /** Seconds since 1970 UTC. */
  readonly startS: number;
  readonly difficulty: number;
  /** Difficulty over that of the epoch before. */
  readonly ratio: number;
}

/**
 * Lowest three bytes of the compact bits, `age` epochs before the recorded one. That one's and that of the epoch before it
 * are the recorded ones (bits 17021ef0, and its change of -0.0309 %); earlier ones are made up.
 */
function mantissaOf(age: number): number {
  if (age === 0) return 0x021ef0;
  return Math.round(0x021ec5 * Math.exp(0.011 * (age - 1) + 0.025 * (Math.sin(1.7 * age) - Math.sin(1.7))));
}

/**
 * Difficulty of compact bits 17xxxxxx: 0xffff x 2^208 over xxxxxx x 2^(8 (0x17 - 3)), in the 16 digits that nodes print
 * and services pass on.
 */
const difficultyOf = (age: number) => Number(((0xffff * 2 ** 48) / mantissaOf(age)).toPrecision(16));

export const runningEpoch = ({ now, difficultyShift }: Moment): Epoch =>
  epochOf(0, tipAt(now).epochStartS, difficultyShift);

/** The running epoch and those before it, newest first; each took the time that its end's adjustment implies. */
export function epochsAt(moment: Moment, count: number): Epoch[] {
  const epochs: Epoch[] = [];
  let { startS } = runningEpoch(moment);
  for (let age = 0; age < count; age++) {
    const epoch = epochOf(age, startS, moment.difficultyShift);
    epochs.push(epoch);
    startS -= Math.round((EPOCH_BLOCKS * BLOCK_S) / epoch.ratio);
  }
  return epochs;
}

function epochOf(age: number, startS: number, difficultyShift: number): Epoch {
  return {
    height: EPOCH_HEIGHT - age * EPOCH_BLOCKS,
    startS,
    difficulty: difficultyOf(age) + difficultyShift,
    ratio: difficultyOf(age) / difficultyOf(age + 1),
  };
}

/** Hashes per second that a difficulty implies at one block every ten minutes. */
export const hashrateOf = (difficulty: number) => (difficulty * 2 ** 32) / BLOCK_S;

interface AdjustmentInput {
  /** Seconds since 1970 UTC. */
  readonly nowS: number;
  readonly height: number;
  readonly epochStartS: number;
  /** When the block 504 blocks ago came; used in the first 504 blocks of an epoch. */
  readonly quarterS: number;
  /** Percent. */
  readonly previousRetarget: number;
}

/**
 * What mempool's difficulty-adjustment says, by the rule that its recorded vectors show: in an epoch's first quarter the
 * pace is that of the last 504 blocks, the earlier ones of them brought to the new difficulty.
 */
export function difficultyAdjustment(input: AdjustmentInput) {
  const { nowS, height, epochStartS, quarterS, previousRetarget } = input;
  const blocks = height % EPOCH_BLOCKS;
  const remainingBlocks = EPOCH_BLOCKS - blocks;
  const elapsedS = nowS - epochStartS;
  const isFirstQuarter = blocks < 504;
  const quarterSpanS = elapsedS + (epochStartS - quarterS) * (1 + previousRetarget / 100);
  const paceS = isFirstQuarter ? quarterSpanS / 504 : elapsedS / (blocks + 1);
  const timeAvg = Math.floor((blocks === 0 ? BLOCK_S : elapsedS / blocks) * 1000);
  const adjustedTimeAvg = isFirstQuarter ? Math.floor((quarterSpanS / 503) * 1000) : timeAvg;
  const remainingTime = remainingBlocks * adjustedTimeAvg;
  return {
    progressPercent: (blocks / EPOCH_BLOCKS) * 100,
    difficultyChange: (BLOCK_S / paceS - 1) * 100,
    estimatedRetargetDate: nowS * 1000 + remainingTime,
    remainingBlocks,
    remainingTime,
    previousRetarget,
    previousTime: epochStartS,
    nextRetargetHeight: height + remainingBlocks,
    timeAvg,
    adjustedTimeAvg,
    timeOffset: 0,
    expectedBlocks: elapsedS / BLOCK_S,
  };
}
