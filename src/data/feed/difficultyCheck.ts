import { bitsOfTarget, difficultyFromBits, targetOfBits } from "../../core/network/compactBits";
import { EPOCH_BLOCKS } from "../../core/network/retarget";

/** A difficulty that was believed. */
export interface AcceptedDifficulty {
  readonly value: number;
  /** Height at which this difficulty was first seen; undefined when none was known. */
  readonly height: number | undefined;
}

/** Services print 12 digits at least, mostly 15 to 17; neighbouring compact numbers are at least 1.2e-7 apart. */
const TOLERANCE = 5e-12;
const LARGEST_TARGET = Number(targetOfBits(0x1d00ffff));
/** Beyond any difficulty that compact bits tell exactly: its target still has its three bytes. */
const LARGEST_DIFFICULTY = 1e60;
/** The protocol changes difficulty by no more than this factor from one epoch to the next. */
const LARGEST_STEP = 4;

/** Whether two statements of a difficulty are the same number. */
export const isSameDifficulty = (one: number, other: number) => Math.abs(one / other - 1) <= TOLERANCE;

/**
 * Why a stated difficulty cannot be true, or undefined: it must be a number that compact bits can say, and differ
 * from the last one only if a multiple of 2,016 blocks lies between the heights, by no more than a factor of 4 for
 * each. `height` is that of the tip, undefined if not known.
 */
export function difficultyObjection(
  value: number,
  height: number | undefined,
  last: AcceptedDifficulty | undefined,
): string | undefined {
  if (!isCompact(value)) return "no block can have this difficulty, as compact bits cannot say it";
  if (last === undefined || isSameDifficulty(value, last.value)) return undefined;
  if (height === undefined || last.height === undefined) return undefined;
  const epochs = Math.floor(height / EPOCH_BLOCKS) - Math.floor(last.height / EPOCH_BLOCKS);
  if (epochs <= 0) {
    return `it can change only at a multiple of ${EPOCH_BLOCKS} blocks, and none lies between ${last.height} and ${height}`;
  }
  const step = Math.max(value / last.value, last.value / value);
  // Compact bits cut the target off: by at most a 32,768th each time.
  if (step > (LARGEST_STEP * (1 + 2 ** -15)) ** epochs) {
    return `it changed by more than a factor of ${LARGEST_STEP} within an epoch`;
  }
  return undefined;
}

/**
 * Whether it is, to 5e-12, a difficulty that compact bits stand for. Raising the target by twice the tolerance before
 * its lower bytes are cut off finds the bits of a value that is too high by the tolerance, and cannot reach the next.
 */
function isCompact(value: number): boolean {
  if (!(value >= 1 - TOLERANCE && value <= LARGEST_DIFFICULTY)) return false;
  const target = BigInt(Math.floor((LARGEST_TARGET / value) * (1 + 2 * TOLERANCE)));
  return isSameDifficulty(difficultyFromBits(bitsOfTarget(target)), value);
}
