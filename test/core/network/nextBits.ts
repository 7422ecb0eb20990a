import { BLOCK_TIME_S } from "../../../src/core/calendar";
import { bitsOfTarget, targetOfBits } from "../../../src/core/network/compactBits";
import { EPOCH_BLOCKS } from "../../../src/core/network/retarget";

const TIMESPAN_S = EPOCH_BLOCKS * BLOCK_TIME_S;
const POW_LIMIT = targetOfBits(0x1d00ffff);

interface Epoch {
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
