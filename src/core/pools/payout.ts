import { InputError, NoAnswerError } from "../errors";
import { poissonQuantile } from "../numeric/poisson";
import { expectedBlocks, type Search } from "./blocks";

export const payoutSchemes = ["fpps", "pps", "pps+", "pplns", "proportional", "solo"] as const;
export type PayoutScheme = (typeof payoutSchemes)[number];

export interface PayoutCase extends Search {
  readonly scheme: PayoutScheme;
  /** BTC per block. */
  readonly subsidyBtc: number;
  /** BTC per block. */
  readonly feesBtc: number;
  /** Share of the coins. */
  readonly poolFee: number;
  /** The whole pool's, the miner's own included; read by "pps+", "pplns" and "proportional". */
  readonly poolHashrateTh: number | undefined;
  /** Work over which "pps+" and "pplns" spread a block's reward, in multiples of the difficulty. */
  readonly window: number;
}

/** What a miner's work of a period will earn; undefined where a pool hashrate is needed and was not given. */
export interface Payout {
  /** BTC. */
  readonly mean: number;
  /** Standard deviation in BTC. */
  readonly deviation: number | undefined;
  /** Standard deviation over mean; none where the mean is 0. */
  readonly variation: number | NoAnswerError | undefined;
  /** Probability that the work earns nothing. */
  readonly nothing: number | undefined;
  /** 5th percentile in BTC. */
  readonly low: number | undefined;
  /** 95th percentile in BTC. */
  readonly high: number | undefined;
}

const unknownSpread = {
  deviation: undefined,
  variation: undefined,
  nothing: undefined,
  low: undefined,
  high: undefined,
};

/** What a period's work earns: a certain part, and a random one that is told by mean and variance. */
interface Earnings {
  /** BTC. */
  readonly certain: number;
  /** BTC. */
  readonly mean: number;
  /** BTC squared. */
  readonly variance: number;
  /** Blocks expected in the time in which one would pay something. */
  readonly blocksThatPay: number;
}

/**
 * Distribution of what a miner's work of a period will earn, payments after its end included, in BTC: how a pool's
 * scheme spreads luck. Undefined where it depends on a pool hashrate that was not given.
 *
 * Percentiles are the smallest amounts at which the distribution reaches 5 % and 95 %: exact for "solo" and
 * "proportional"; for the others those of a multiple of a Poisson variable with the same mean and variance.
 *
 * Source: M. Rosenfeld (2011), Analysis of Bitcoin pooled mining reward systems; the variance of a window is the
 * integral of its squared overlap with the period.
 */
export function poolPayout(given: PayoutCase): Payout {
  const kept = 1 - given.poolFee;
  const own = expectedBlocks(given);
  const reward = given.subsidyBtc + given.feesBtc;
  const mean = kept * own * (given.scheme === "pps" ? given.subsidyBtc : reward);
  const earnings = earningsOf(given, own);
  if (earnings === undefined) return { mean, ...unknownSpread };
  const deviation = Math.sqrt(earnings.variance);
  return {
    mean,
    deviation,
    variation: mean > 0 ? deviation / mean : new NoAnswerError("the mean is 0"),
    nothing: nothing(earnings),
    low: earned(earnings, 0.05),
    high: earned(earnings, 0.95),
  };
}

function earningsOf(given: PayoutCase, own: number): Earnings | undefined {
  const { scheme, subsidyBtc, feesBtc, window } = given;
  const kept = 1 - given.poolFee;
  const reward = subsidyBtc + feesBtc;
  const certainly = (btc: number) => ({ certain: btc, mean: 0, variance: 0, blocksThatPay: 0 });
  if (scheme === "fpps") return certainly(kept * own * reward);
  if (scheme === "pps") return certainly(kept * own * subsidyBtc);
  if (scheme === "solo") return blockwise(0, kept * reward, own, own);
  const pool = poolBlocks(given);
  if (pool === undefined) return undefined;
  const share = own / pool;
  if (scheme === "proportional") return blockwise(0, kept * share * reward, pool, pool);
  const spread = windowVariance(pool, window) / pool;
  const earned = scheme === "pplns" ? reward : feesBtc;
  const random = blockwise(kept * own * (reward - earned), kept * share * earned, pool, pool + window);
  return { ...random, variance: random.variance * spread };
}

/** So many expected blocks, each of which pays `btc`. */
function blockwise(certain: number, btc: number, blocks: number, blocksThatPay: number): Earnings {
  return { certain, mean: btc * blocks, variance: btc * btc * blocks, blocksThatPay };
}

/** Blocks that the whole pool expects in the period. */
function poolBlocks({ poolHashrateTh, hashrateTh, difficulty, days }: PayoutCase): number | undefined {
  if (poolHashrateTh === undefined) return undefined;
  if (poolHashrateTh < hashrateTh) {
    throw new InputError("pool_hashrate_th", `must be at least hashrate_th (${hashrateTh})`, poolHashrateTh);
  }
  return expectedBlocks({ hashrateTh: poolHashrateTh, difficulty, days });
}

/**
 * Variance of a period's earnings in rewards squared, when each block pays the work of a window before it: the
 * integral over all blocks of the squared share of the window that lies in the period.
 */
function windowVariance(period: number, window: number): number {
  if (period >= window) return period - window / 3;
  return period * (period / window) * (1 - period / window / 3);
}

function nothing({ certain, mean, blocksThatPay }: Earnings): number {
  if (certain > 0) return 0;
  return mean > 0 ? Math.exp(-blocksThatPay) : 1;
}

function earned({ certain, mean, variance }: Earnings, share: number): number {
  if (mean === 0) return certain;
  const size = variance / mean;
  return certain + size * poissonQuantile(mean / size, share);
}
