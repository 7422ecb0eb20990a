import { exp } from "../numeric/elementary";
import { InputError, NoAnswerError } from "../errors";
import { poissonQuantile } from "../numeric/poisson";
import { expectedBlocks, type Search } from "./blocks";
import { windowedBlocks, windowedQuantiles, type WindowedBlocks } from "./windowedBlocks";

export const payoutSchemes = ["fpps", "pps", "pps+", "pplns", "proportional", "solo"] as const;
type PayoutScheme = (typeof payoutSchemes)[number];

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

/** What a miner's work in a period will earn; undefined where a pool hashrate is needed and was not given. */
interface Payout {
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

/** What a period's work earns: a certain part, and one that comes with blocks. */
interface Earnings {
  /** BTC. */
  readonly certain: number;
  /** BTC that a block pays, or would if all its window lay in the period; what follows is in these units. */
  readonly unit: number;
  readonly variance: number;
  /** Blocks expected in the time in which a block would pay something. */
  readonly blocksThatPay: number;
  /** Smallest values at which the distribution function reaches 5 % and 95 %. */
  readonly percentiles: () => readonly number[];
}

const SHARES = [0.05, 0.95] as const;

/**
 * Distribution of what a miner's work in a period will earn, payments after its end included, in BTC: how a pool's
 * scheme shares out luck. Undefined where it depends on a pool hashrate that was not given.
 *
 * Percentiles are the smallest amounts at which the distribution reaches 5 % and 95 %: exact for "solo" and
 * "proportional", for "pps+" and "pplns" to about 1e-4 of the mean of the random part.
 *
 * Source: M. Rosenfeld (2011), Analysis of Bitcoin pooled mining reward systems; with a window, the distribution is
 * that of its overlap with the period, over all blocks.
 */
export function poolPayout(given: PayoutCase): Payout {
  const kept = 1 - given.poolFee;
  const own = expectedBlocks(given);
  const reward = given.subsidyBtc + given.feesBtc;
  const mean = kept * own * (given.scheme === "pps" ? given.subsidyBtc : reward);
  const earnings = earningsOf(given, own);
  if (earnings === undefined) return { mean, ...unknownSpread };
  const { certain, unit } = earnings;
  const deviation = unit * Math.sqrt(earnings.variance);
  // They take longer than all else: a column of means does without them.
  const percentile = (index: 0 | 1) =>
    certain + unit * (unit > 0 ? (earnings.percentiles()[index] ?? NaN) : 0);
  return {
    mean,
    deviation,
    variation: mean > 0 ? deviation / mean : new NoAnswerError("the mean is 0"),
    nothing: nothing(earnings),
    get low() {
      return percentile(0);
    },
    get high() {
      return percentile(1);
    },
  };
}

function earningsOf(given: PayoutCase, own: number): Earnings | undefined {
  const { scheme, subsidyBtc, feesBtc, window } = given;
  const kept = 1 - given.poolFee;
  const reward = subsidyBtc + feesBtc;
  if (scheme === "fpps") return blockwise(kept * own * reward, 0, own);
  if (scheme === "pps") return blockwise(kept * own * subsidyBtc, 0, own);
  if (scheme === "solo") return blockwise(0, kept * reward, own);
  const pool = poolBlocks(given);
  if (pool === undefined) return undefined;
  const share = own / pool;
  if (scheme === "proportional") return blockwise(0, kept * share * reward, pool);
  const blocks = windowedBlocks(pool, window);
  const spread = scheme === "pplns" ? reward : feesBtc;
  return {
    certain: kept * own * (reward - spread),
    unit: kept * share * spread * Math.min(1, pool / window),
    variance: blocks.whole + blocks.partial / 3,
    blocksThatPay: blocks.whole + blocks.partial,
    percentiles: () => windowedPercentiles(blocks),
  };
}

/** A certain part, and a Poisson number of blocks each of which pays `unit`. */
function blockwise(certain: number, unit: number, blocks: number): Earnings {
  const percentiles = () => SHARES.map((share) => poissonQuantile(blocks, share));
  return { certain, unit, variance: blocks, blocksThatPay: blocks, percentiles };
}

/** The miners of a pool share the distribution of its blocks, and so do their rows of a month. */
const knownPercentiles = new Map<string, readonly number[]>();
const MOST_KNOWN = 1000;

function windowedPercentiles(blocks: WindowedBlocks): readonly number[] {
  const key = `${blocks.whole} ${blocks.partial}`;
  const known = knownPercentiles.get(key);
  if (known !== undefined) return known;
  const percentiles = windowedQuantiles(blocks, SHARES);
  if (knownPercentiles.size >= MOST_KNOWN) knownPercentiles.clear();
  knownPercentiles.set(key, percentiles);
  return percentiles;
}

/** Blocks that the whole pool expects in the period. */
function poolBlocks({ poolHashrateTh, hashrateTh, difficulty, days }: PayoutCase): number | undefined {
  if (poolHashrateTh === undefined) return undefined;
  if (poolHashrateTh < hashrateTh) {
    throw new InputError("pool_hashrate_th", `must be at least hashrate_th (${hashrateTh})`, poolHashrateTh);
  }
  return expectedBlocks({ hashrateTh: poolHashrateTh, difficulty, days });
}

function nothing({ certain, unit, blocksThatPay }: Earnings): number {
  if (certain > 0) return 0;
  return unit > 0 ? exp(-blocksThatPay) : 1;
}
