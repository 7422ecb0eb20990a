import { exp, expm1, ln } from "../numeric/elementary";
import { NoAnswerError } from "../errors";
import { brent } from "../numeric/roots";

interface ReserveCase {
  /** Share of the expected payout that the pool keeps; below 1. */
  readonly feeShare: number;
  /** BTC per block; above 0. */
  readonly rewardBtc: number;
  /** Between 0 and 1; not read when a reserve is given. */
  readonly ruinProbability: number;
  /** BTC; at least 0. */
  readonly reserveBtc: number | undefined;
}

/**
 * The reserve that keeps a pay-per-share pool from ruin, or the probability of ruin of a given reserve.
 *
 * The pool pays (1 - fee) x reward per expected block without pause and receives the reward of each block: its reserve
 * falls continuously and jumps up, so that ruin has probability exp(-adjustment coefficient x reserve) exactly.
 * Rosenfeld's approximation replaces the coefficient by 2 fee / reward: it is given for the same probability, and for
 * the same reserve. Throws NoAnswerError where ruin is certain: without a fee.
 *
 * Source: H. U. Gerber (1979), An introduction to mathematical risk theory, ch. 8 (dual model); M. Rosenfeld (2011),
 * Analysis of Bitcoin pooled mining reward systems, 3.2.
 */
export function poolReserve({ feeShare, rewardBtc, ruinProbability, reserveBtc }: ReserveCase) {
  if (feeShare <= 0) throw new NoAnswerError("ruin is certain: the fee must be above 0");
  const perReward = adjustmentCoefficient(feeShare);
  const coefficient = perReward / rewardBtc;
  const exponent = reserveBtc === undefined ? -ln(ruinProbability) : coefficient * reserveBtc;
  const reserve = reserveBtc ?? exponent / coefficient;
  return {
    reserve,
    ruin: reserveBtc === undefined ? ruinProbability : exp(-exponent),
    coefficient,
    reserveByRosenfeld: (exponent * rewardBtc) / (2 * feeShare),
    ruinByRosenfeld: exp((-2 * feeShare * reserve) / rewardBtc),
  };
}

/**
 * Adjustment coefficient of a pool with a reward of 1: the y above 0 with 1 - e^-y = (1 - fee) y, to the last digits
 * for every fee between 0 and 1.
 */
export function adjustmentCoefficient(fee: number): number {
  const excess = fee < 0.5 ? (y: number) => feeOf(y) / fee - 1 : (y: number) => (1 - fee) * y + expm1(-y);
  return brent(excess, 1.9 * fee, (2.1 * fee) / (1 - fee));
}

/** The fee that goes with a coefficient: (y - 1 + e^-y) / y, for small y as e^-y (y/2! + 2 y^2/3! + 3 y^3/4! + ...). */
function feeOf(y: number): number {
  if (y > 1) return (y - 1 + exp(-y)) / y;
  let sum = 0;
  for (let n = 20; n >= 2; n--) sum = ((y * n) / ((n + 1) * (n - 1))) * (1 + sum);
  return (exp(-y) * y * (1 + sum)) / 2;
}
