import { gammaQuantile } from "../numeric/gamma";
import { poissonAtLeast, poissonAtMost } from "../numeric/poisson";

interface LuckCase {
  /** Whole number, at least 0. */
  readonly blocksFound: number;
  /** Above 0. */
  readonly expectedBlocks: number;
  /** Of the interval, between 0 and 1. */
  readonly confidence: number;
}

/**
 * Luck of a pool, blocks found over blocks expected, with its exact confidence interval and a two-sided test.
 *
 * The interval holds every mean under which neither tail from the blocks found is less probable than (1 - confidence)
 * / 2. The p-value is twice the smaller tail under the expected mean, at most 1.
 *
 * Source: F. Garwood (1936), Fiducial limits for the Poisson distribution, Biometrika 28, 437-442.
 */
export function poolLuck({ blocksFound, expectedBlocks, confidence }: LuckCase) {
  const tail = (1 - confidence) / 2;
  return {
    luck: blocksFound / expectedBlocks,
    // They take far longer than the luck: a column of one of them does without the others.
    get lower() {
      return blocksFound === 0 ? 0 : gammaQuantile(blocksFound, "lower", tail) / expectedBlocks;
    },
    get upper() {
      return gammaQuantile(blocksFound + 1, "upper", tail) / expectedBlocks;
    },
    get pValue() {
      const fewer = poissonAtMost(expectedBlocks, blocksFound);
      const more = poissonAtLeast(expectedBlocks, blocksFound);
      return Math.min(1, 2 * Math.min(fewer, more));
    },
  };
}
