import { NoAnswerError } from "../errors";
import { sum } from "../numeric/sum";
import { at } from "../numeric/at";
import { bucketsCovered, bucketsOf } from "./buckets";
import type { Cashflows } from "./cashflows";
import type { Model } from "./model";
import { monthsOf } from "./months";
import { polynomialRoots, signChanges } from "../numeric/polynomialRoots";
import { brent } from "../numeric/roots";

/** Net present value in USD: flows at month end discounted at an effective rate per year, time 0 undiscounted. */
export function netPresentValue({ net, months }: Cashflows, discountRate: number): number {
  return sum(net.map((cash, month) => cash / (1 + discountRate) ** at(months.years, month)));
}

/**
 * Months until the running total first reaches 0, with the fraction of the month in which it does; 0 when nothing is
 * paid. A later dip below 0 does not undo it, unless the outlay is paid in stages: then the total must stay at or above
 * 0, or it would be reached before the next stage is paid.
 */
export function payback({ net, cumulative, totalOutlay, outlays, months }: Cashflows): number {
  if (totalOutlay === 0) return 0;
  const isStaged = at(outlays, 0) !== totalOutlay;
  let reached = 0;
  if (isStaged) {
    for (let month = 0; month <= months.last; month++) if (at(cumulative, month) < 0) reached = month + 1;
  } else while (reached <= months.last && at(cumulative, reached) < 0) reached++;
  if (reached === 0) return 0;
  if (reached > months.last) throw new NoAnswerError(`does not pay back within ${months.last} months`);
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

/** Growth of money in a year, 1 + the rate, between which rates are looked for. */
const LEAST_GROWTH = 1e-4;
const MOST_GROWTH = 1e7;
const RANGE = "no rate of return between -99.99 % and 1,000,000,000 % a year";

/**
 * Effective rate per year at which the present value of the monthly flows (time 0 first) is 0.
 *
 * Solved for the discount factor of a month. One change of sign has exactly one root, which is bracketed; with more
 * changes every root in the range is found, one that only touches 0 too, and several roots are not an answer. Throws
 * NoAnswerError when there is no such rate, or several, which the message lists.
 */
export function internalRateOfReturn(flows: readonly number[], _years?: Float64Array): number {
  const changes = signChanges(flows);
  if (changes === 0) throw new NoAnswerError("no rate of return: the net cash never changes sign");
  if (changes === 1) return annualRate(onlyFactor(flows));
  const factors = polynomialRoots(flows, factorOf(MOST_GROWTH), factorOf(LEAST_GROWTH));
  const [rate, ...others] = factors.map(annualRate).sort((a, b) => a - b);
  if (rate === undefined) throw new NoAnswerError(RANGE);
  if (others.length === 0) return rate;
  throw new NoAnswerError(`several rates of return: ${[rate, ...others].map(percentText).join(", ")}`);
}

/** Six digits, with a rounding error shown as 0. */
const percentText = (rate: number) => `${Number(Number((rate * 100).toFixed(8)).toPrecision(6))} %`;

/** Monthly discount factor for a growth of money in a year. */
const factorOf = (growth: number) => growth ** (-1 / 12);
const annualRate = (factor: number) => Math.expm1(-12 * Math.log(factor)) + 0;

/** The only root of flows that change their sign once. */
function onlyFactor(flows: readonly number[]): number {
  const early = Math.sign(flows.find((flow) => flow !== 0) ?? 0);
  const [least, most] = [factorOf(MOST_GROWTH), factorOf(LEAST_GROWTH)];
  const value = (factor: number) => presentValue(flows, factor);
  if (Math.sign(value(least)) === -early)
    throw new NoAnswerError(`${RANGE}: the outlay is too small to have one`);
  if (Math.sign(value(most)) === early) throw new NoAnswerError(`${RANGE}: nearly all of the outlay is lost`);
  return brent(value, least, most);
}

/** Present value, beyond a factor of 1 as seen from the last month, so that it never overflows; the roots are the same. */
function presentValue(flows: readonly number[], factor: number): number {
  let value = 0;
  if (factor <= 1) for (const flow of [...flows].reverse()) value = value * factor + flow;
  else for (const flow of flows) value = value / factor + flow;
  return value;
}
