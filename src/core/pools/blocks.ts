import { expectedBtc } from "../economics/hashprice";
import { poissonAtLeast, poissonAtMost, poissonProbability } from "../numeric/poisson";

export interface Search {
  readonly hashrateTh: number;
  readonly difficulty: number;
  readonly days: number;
}

/** Blocks that a hashrate finds on average: the coins of a reward of 1. */
export function expectedBlocks(search: Search): number {
  return expectedBtc({ ...search, subsidyBtc: 1, feesBtc: 0, uptime: 1, poolFee: 0 });
}

export const blockQuestions = ["at_least", "exactly", "at_most", "expected", "days"] as const;
type BlockQuestion = (typeof blockQuestions)[number];

interface BlockCase extends Search {
  /** Whole number of blocks; not read by "expected" and "days". */
  readonly blocks: number;
  readonly mode: BlockQuestion;
}

/**
 * Probability that a hashrate finds at least, exactly or at most that many blocks; for "expected" the mean number of
 * blocks, for "days" the mean number of days to a block.
 *
 * Every hash is an independent draw of tiny probability, so that the number of blocks is Poisson.
 */
export function blockProbability({ hashrateTh, difficulty, days, blocks, mode }: BlockCase): number {
  if (mode === "days") return 1 / expectedBlocks({ hashrateTh, difficulty, days: 1 });
  const mean = expectedBlocks({ hashrateTh, difficulty, days });
  switch (mode) {
    case "at_least":
      return poissonAtLeast(mean, blocks);
    case "exactly":
      return poissonProbability(mean, blocks);
    case "at_most":
      return poissonAtMost(mean, blocks);
    case "expected":
      return mean;
  }
}
