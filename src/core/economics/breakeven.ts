import { NoAnswerError } from "../errors";
import { hashcost, type MachineCost } from "./hashcost";
import { hashprice, type BlockReward } from "./hashprice";

export const breakevenUnknowns = [
  "price",
  "difficulty",
  "hashprice",
  "power",
  "efficiency",
  "fees",
  "subsidy",
] as const;
type BreakevenUnknown = (typeof breakevenUnknowns)[number];

export interface BreakevenCase extends BlockReward, MachineCost {
  solveFor: BreakevenUnknown;
  /** Share of the coins. */
  poolFee: number;
}

/**
 * Value of one quantity at which hashprice x (1 - pool fee) equals hashcost, the others as given, in that quantity's
 * own unit. The field solved for is not read; "hashprice" reads the costs and the pool fee only.
 *
 * Throws NoAnswerError where no positive value breaks even.
 */
export function breakeven(given: BreakevenCase): number {
  const value = solution(given);
  if (value > 0) return value;
  throw new NoAnswerError(`no positive ${given.solveFor} makes revenue equal cost`);
}

function solution(given: BreakevenCase): number {
  const { solveFor, btcPrice, subsidyBtc, feesBtc, jPerTh, usdPerKwh, pue, opexUsdPerPhDay } = given;
  const kept = 1 - given.poolFee;
  const cost = () => hashcost({ ...given, unit: "PH" });
  const revenue = (changed: Partial<BlockReward> = {}) =>
    kept * hashprice({ ...given, ...changed, unit: "PH" });
  switch (solveFor) {
    case "price":
      return ratio(cost(), revenue({ btcPrice: 1 }));
    case "difficulty":
      return ratio(revenue({ difficulty: 1 }), cost());
    case "hashprice":
      return cost() / kept;
    case "power":
      return ratio(revenue() - opexUsdPerPhDay, 24 * jPerTh * pue);
    case "efficiency":
      return ratio(revenue() - opexUsdPerPhDay, 24 * usdPerKwh * pue);
    case "fees":
      return ratio(cost(), revenue({ subsidyBtc: 1, feesBtc: 0, btcPrice })) - subsidyBtc;
    case "subsidy":
      return ratio(cost(), revenue({ subsidyBtc: 1, feesBtc: 0, btcPrice })) - feesBtc;
  }
}

/** 0, meaning no answer, where the divisor is not positive. */
const ratio = (dividend: number, divisor: number) => (divisor > 0 ? dividend / divisor : 0);
