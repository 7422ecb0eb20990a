import { BLOCK_TIME_S, dateOrNone, SECONDS_PER_DAY } from "../calendar";
import { InputError, NoAnswerError } from "../errors";

export const EPOCH_BLOCKS = 2_016;

interface RetargetCase {
  /** Height of the tip. */
  height: number;
  /** Time of the epoch's first block, days since Excel's epoch. */
  epochStartDate: number;
  /** Days since Excel's epoch. */
  nowDate: number;
  difficulty: number | undefined;
  /** Time of the tip, days since Excel's epoch. */
  lastBlockDate?: number | undefined;
}

/**
 * What the current epoch leads to if its pace holds: the change in difficulty as a share, limited to between -75 % and
 * +300 %.
 *
 * With the time of the last block it is the protocol's own arithmetic, in which two weeks are compared with 2,015
 * intervals: at an epoch's last block it is the change to come. There is no answer at its first block, which ends no
 * interval. Without it the blocks of the epoch, the first included, are spread over the time up to now: 0.05 % less for
 * the same pace, and ever less while the next block is awaited.
 */
export function retargetEstimate(given: RetargetCase) {
  const { height, nowDate, difficulty } = given;
  const blocksLeft = EPOCH_BLOCKS - (height % EPOCH_BLOCKS);
  const place = { blocksLeft, retargetHeight: height + blocksLeft };
  const pace = given.lastBlockDate === undefined ? paceUpTo(given) : paceOfBlocks(given, given.lastBlockDate);
  if (pace instanceof Error) {
    const nextDifficulty = difficulty === undefined ? undefined : pace;
    return { ...place, change: pace, retargetDate: pace, nextDifficulty };
  }
  const { blocks, seconds, upTo, counted } = pace;
  const change = Math.min(Math.max((BLOCK_TIME_S * blocks * counted) / seconds - 1, -0.75), 3);
  const date = upTo + (blocksLeft * seconds) / blocks / SECONDS_PER_DAY;
  return {
    ...place,
    change,
    retargetDate: dateOrNone(Math.max(nowDate, date), "the retarget"),
    nextDifficulty: difficulty === undefined ? undefined : difficulty * (1 + change),
  };
}

/** A number of blocks in a number of seconds up to a date. */
interface Pace {
  blocks: number;
  seconds: number;
  upTo: number;
  /** Blocks that the protocol counts for one of these. */
  counted: number;
}

function paceUpTo({ height, epochStartDate, nowDate }: RetargetCase): Pace {
  const seconds = (nowDate - epochStartDate) * SECONDS_PER_DAY;
  if (seconds <= 0) throw new InputError("now_date", "must be after epoch_start_date", nowDate);
  return { blocks: (height % EPOCH_BLOCKS) + 1, seconds, upTo: nowDate, counted: 1 };
}

function paceOfBlocks({ height, epochStartDate }: RetargetCase, lastBlockDate: number): Pace | NoAnswerError {
  const blocks = height % EPOCH_BLOCKS;
  if (blocks === 0) return new NoAnswerError("no interval yet: the last block is the first of its epoch");
  const seconds = (lastBlockDate - epochStartDate) * SECONDS_PER_DAY;
  if (seconds <= 0) throw new InputError("last_block_date", "must be after epoch_start_date", lastBlockDate);
  return { blocks, seconds, upTo: lastBlockDate, counted: EPOCH_BLOCKS / (EPOCH_BLOCKS - 1) };
}
