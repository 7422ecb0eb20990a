import { exp, expm1, ln, power } from "../numeric/elementary";
import { NoAnswerError } from "../errors";
import { at } from "../numeric/at";
import { exponentialRoots } from "../numeric/exponentialRoots";
import { greatest } from "../numeric/extremes";
import { brent } from "../numeric/roots";

/** Growth of money in a year, 1 + the rate, between which rates are looked for. */
const LEAST_GROWTH = 1e-4;
const MOST_GROWTH = 1e7;
const RANGE = "no rate of return between -99.99 % and 1,000,000,000 % a year";

/**
 * Effective rate per year at which the present value of the flows is 0.
 *
 * `years` are the times of the flows, rising from 0 to some 20; without them a flow is a month after the one before.
 * One change of sign has exactly one root, which is bracketed; with more changes every root in the range is found, one
 * that only touches 0 too, and several roots are not an answer. Throws NoAnswerError when there is no such rate, or
 * several, which the message lists.
 */
export function internalRateOfReturn(flows: ArrayLike<number>, years?: ArrayLike<number>): number {
  const net = new Float64Array(flows);
  const changes = signChanges(net);
  if (changes === 0) throw new NoAnswerError("no rate of return: the net cash never changes sign");
  if (changes === 1) return years === undefined ? onlyMonthlyRate(net) : onlyRate(net, years);
  // Months are exact where twelfths of a year are not.
  const perYear = years === undefined ? 12 : 1;
  const times = years ?? net.map((_, month) => month);
  const roots = exponentialRoots(net, times, ln(LEAST_GROWTH) / perYear, ln(MOST_GROWTH) / perYear);
  const [rate, ...others] = roots.map((root) => rateOf(perYear * root));
  if (rate === undefined) throw new NoAnswerError(RANGE);
  if (others.length === 0) return rate;
  throw new NoAnswerError(`several rates of return: ${[rate, ...others].map(percentText).join(", ")}`);
}

/** Number of times the sign changes along the flows, zeros left out. */
function signChanges(flows: Float64Array): number {
  let changes = 0;
  let last = 0;
  for (const flow of flows) {
    const sign = Math.sign(flow);
    if (sign !== 0 && last !== 0 && sign !== last) changes++;
    if (sign !== 0) last = sign;
  }
  return changes;
}

/** Effective rate per year of a continuous one; never -0. */
const rateOf = (continuous: number) => expm1(continuous) + 0;

/** Six digits, with a rounding error shown as 0. */
const percentText = (rate: number) => `${Number(Number((rate * 100).toFixed(8)).toPrecision(6))} %`;

/** The rate of monthly flows that change their sign once, solved for the discount factor of a month. */
function onlyMonthlyRate(flows: Float64Array): number {
  const factorOf = (growth: number) => power(growth, -1 / 12);
  const value = (factor: number) => monthlyValue(flows, factor);
  return rateOf(-12 * ln(onlyRoot(flows, value, factorOf(MOST_GROWTH), factorOf(LEAST_GROWTH))));
}

/** Present value, beyond a factor of 1 as seen from the last month, so that it never overflows; the roots are the same. */
function monthlyValue(flows: Float64Array, factor: number): number {
  let value = 0;
  if (factor <= 1)
    for (let month = flows.length - 1; month >= 0; month--) value = value * factor + at(flows, month);
  else for (const flow of flows) value = value / factor + flow;
  return value;
}

/** The rate of flows at any times that change their sign once, solved for the continuous rate. */
function onlyRate(flows: Float64Array, years: ArrayLike<number>): number {
  const times = Float64Array.from(years);
  const size = greatest(flows.map(Math.abs));
  const value = (rate: number) => {
    let total = 0;
    for (let index = 0; index < flows.length; index++)
      total += (at(flows, index) / size) * exp(-rate * at(times, index));
    return total;
  };
  return rateOf(onlyRoot(flows, value, ln(MOST_GROWTH), ln(LEAST_GROWTH)));
}

/** Where the present value of flows that change their sign once is 0, between the ends of the range of rates. */
function onlyRoot(flows: Float64Array, value: (x: number) => number, most: number, least: number): number {
  const early = Math.sign(flows.find((flow) => flow !== 0) ?? 0);
  if (Math.sign(value(most)) === -early)
    throw new NoAnswerError(`${RANGE}: the outlay is too small to have one`);
  if (Math.sign(value(least)) === early)
    throw new NoAnswerError(`${RANGE}: nearly all of the outlay is lost`);
  return brent(value, most, least);
}
