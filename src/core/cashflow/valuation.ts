import { NoAnswerError } from "../errors";
import { sum } from "../numeric/sum";
import { at } from "../numeric/at";
import { bucketsCovered, bucketsOf } from "./buckets";
import { growthOver } from "./calendar";
import type { Cashflows } from "./cashflows";
import type { Model } from "./model";
import { monthsOf } from "./months";

/**
 * Net present value in USD: flows at month end discounted at an effective rate per year, time 0 undiscounted. Fills the
 * column with the discounted flows.
 */
export function netPresentValue(
  { net, months }: Pick<Cashflows, "net" | "months">,
  discountRate: number,
  discounted: Float64Array = new Float64Array(net.length),
): number {
  const growth = growthOver(months.years, discountRate);
  for (let month = 0; month < net.length; month++) discounted[month] = at(net, month) / at(growth, month);
  return sum(discounted);
}

/** What a payback depends on. */
type PaidBack = Pick<Cashflows, "net" | "cumulative" | "totalOutlay" | "isStaged">;

/**
 * Months until the running total first reaches 0, with the fraction of the month in which it does; 0 when nothing is
 * paid. A later dip below 0 does not undo it, unless the outlay is paid in stages: then the total must stay at or above
 * 0, or it would be reached before the next stage is paid.
 */
export function payback({ net, cumulative, totalOutlay, isStaged }: PaidBack): number {
  if (totalOutlay === 0) return 0;
  const last = net.length - 1;
  let reached = 0;
  if (isStaged) {
    for (let month = 0; month <= last; month++) if (at(cumulative, month) < 0) reached = month + 1;
  } else while (reached <= last && at(cumulative, reached) < 0) reached++;
  if (reached === 0) return 0;
  if (reached > last)
    throw new NoAnswerError(`does not pay back within ${last} ${last === 1 ? "month" : "months"}`);
  return reached - 1 - at(cumulative, reached - 1) / at(net, reached);
}

/**
 * Whole months from the first in which the machines can run to the first whose revenue and heat cover the power of no
 * part of it, whatever `shutdown` says; months in which they are off do not count. Throws NoAnswerError when every month
 * covers some of its power.
 */
export function economicLife(model: Model): number {
  const { isOn, inService, revenue, heat, power, last } = monthsOf(model);
  if (inService > last) throw new NoAnswerError("the machines never run");
  const buckets = bucketsOf(model.powerPriceShape);
  for (let month = inService; month <= last; month++) {
    const earned = at(revenue, month) + at(heat, month);
    if (isOn[month] === 1 && bucketsCovered(buckets, at(power, month), earned) === 0)
      return month - inService;
  }
  throw new NoAnswerError(
    isOn[last] === 1 ? `still runs in month ${last}` : `never fails while it is on, to month ${last}`,
  );
}
