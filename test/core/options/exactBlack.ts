import type Decimal from "decimal.js";
import { exact } from "../../exact";
import { exactDistribution } from "../numeric/exactNormal";

/** Black's formula as it is printed, undiscounted, on the doubles given; `s` is the deviation. */
export function printedBlack(type: "call" | "put", forward: number, strike: number, s: Decimal) {
  const sign = type === "call" ? 1 : -1;
  const d1 = exact(forward).div(exact(strike)).ln().div(s).plus(s.div(2));
  const forwardShare = exactDistribution(d1.times(sign)).times(sign);
  const strikeShare = exactDistribution(d1.minus(s).times(sign)).times(sign);
  const value = forwardShare.times(exact(forward)).minus(strikeShare.times(exact(strike)));
  return { value, forwardShare, strikeShare };
}
