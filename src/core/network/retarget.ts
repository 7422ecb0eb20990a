import { InputError } from "../errors";
import { bitsOfTarget, targetOfBits } from "./compactBits";
import { SECONDS_PER_DAY } from "./hashrate";

export const EPOCH_BLOCKS = 2_016;
const BLOCK_TIME_S = 600;
const TIMESPAN_S = EPOCH_BLOCKS * BLOCK_TIME_S;
const POW_LIMIT = targetOfBits(0x1d00ffff);

export interface Epoch {
  /** Compact bits of the epoch's blocks. */
  bits: number;
  /** Timestamp of the epoch's first block, Unix seconds. */
  firstTime: number;
  /** Timestamp of its last block, the 2,016th: only 2,015 intervals lie between. */
  lastTime: number;
}

/**
 * Compact bits of the next epoch.
 *
 * Source: Bitcoin Core, CalculateNextWorkRequired in src/pow.cpp: the target is scaled by the time of 2,015 intervals
 * over two weeks, that time held between a quarter of and four times two weeks.
 */
export function nextBits({ bits, firstTime, lastTime }: Epoch): number {
  const timespan = Math.min(Math.max(lastTime - firstTime, TIMESPAN_S / 4), TIMESPAN_S * 4);
  const target = (targetOfBits(bits) * BigInt(timespan)) / BigInt(TIMESPAN_S);
  return bitsOfTarget(target > POW_LIMIT ? POW_LIMIT : target);
}

export interface RetargetCase {
  /** Height of the tip. */
  height: number;
  /** Time of the epoch's first block, days since Excel's epoch. */
  epochStartDate: number;
  /** Days since Excel's epoch. */
  nowDate: number;
  difficulty: number | undefined;
}

/**
 * Where the running epoch leads if its pace holds: the change of difficulty as a share, held within -75 % and +300 %.
 *
 * The protocol's own arithmetic leaves out one interval: its change is 0.05 % more.
 */
export function retargetEstimate({ height, epochStartDate, nowDate, difficulty }: RetargetCase) {
  const elapsed = (nowDate - epochStartDate) * SECONDS_PER_DAY;
  if (elapsed <= 0) throw new InputError("now_date", "must be after epoch_start_date", nowDate);
  const mined = (height % EPOCH_BLOCKS) + 1;
  const change = Math.min(Math.max((BLOCK_TIME_S * mined) / elapsed - 1, -0.75), 3);
  const blocksLeft = EPOCH_BLOCKS - (height % EPOCH_BLOCKS);
  return {
    change,
    blocksLeft,
    retargetHeight: height + blocksLeft,
    retargetDate: nowDate + (blocksLeft * elapsed) / mined / SECONDS_PER_DAY,
    nextDifficulty: difficulty === undefined ? undefined : difficulty * (1 + change),
  };
}
