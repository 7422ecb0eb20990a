import { NoAnswerError } from "../errors";
import { sum } from "../numeric/sum";
import type { Cashflow } from "./cashflows";
import type { Month } from "./months";

/** Net present value in USD: flows at month end discounted at an effective rate per year, time 0 undiscounted. */
export function netPresentValue(flows: readonly Cashflow[], discountRate: number): number {
  return sum(flows.map(({ month, net }) => net / (1 + discountRate) ** (month / 12)));
}

/**
 * Months until the running total first reaches 0, with the fraction of the month in which it does; 0 when nothing is
 * paid at time 0. A later dip below 0 does not undo it.
 */
export function payback(flows: readonly Cashflow[]): number {
  const reached = flows.findIndex(({ cumulative }) => cumulative >= 0);
  if (reached < 0) throw new NoAnswerError(`does not pay back within ${flows.length - 1} months`);
  const before = flows[reached - 1];
  const month = flows[reached];
  return before === undefined || month === undefined ? 0 : before.month - before.cumulative / month.net;
}

/**
 * Whole months from the first in which the machines can run to the first whose revenue does not cover its power,
 * whatever `shutdown` says; months in which they are off do not count. Throws NoAnswerError when every month covers its
 * power.
 */
export function economicLife(months: readonly Month[]): number {
  const first = months.findIndex(({ isOn }) => isOn);
  if (first < 0) throw new NoAnswerError("the machines never run");
  const failed = months.findIndex(({ isOn, revenue, power }) => isOn && revenue < power);
  if (failed < 0) throw new NoAnswerError(`still runs in month ${months.length}`);
  return failed - first;
}
