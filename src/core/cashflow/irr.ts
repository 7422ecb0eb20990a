import { NoAnswerError } from "../errors";
import { rootIntervals, signChanges } from "../numeric/polynomialRoots";
import { brent } from "../numeric/roots";

/** Rates per year between which several roots are looked for. */
const LOWEST = -0.99;
const HIGHEST = 10;

/**
 * Effective rate per year at which the monthly flows (time 0 first) have no present value.
 *
 * Solved for the discount factor of a month. One change of sign has exactly one root, which is bracketed; with more
 * changes every root between -99 % and 1,000 % a year is found, and several are no answer.
 * Throws NoAnswerError when there is no such rate, or several, which the message lists.
 */
export function internalRateOfReturn(flows: readonly number[]): number {
  const changes = signChanges(flows);
  if (changes === 0) throw new NoAnswerError("no rate of return: the net cash never changes sign");
  if (changes === 1) return meaningful(annualRate(solve(flows, singleBracket(flows))));
  const intervals = rootIntervals(flows, discountFactor(HIGHEST), discountFactor(LOWEST));
  const rates = intervals.map((interval) => annualRate(solve(flows, interval))).sort((a, b) => a - b);
  const [rate] = rates;
  if (rate === undefined) throw new NoAnswerError("no rate of return between -99 % and 1000 % a year");
  if (rates.length === 1) return rate;
  const list = rates.map((several) => `${(several * 100).toPrecision(6)} %`).join(", ");
  throw new NoAnswerError(`several rates of return: ${list}`);
}

/** A total loss, or a rate that no calculation can mean, is no answer. */
function meaningful(rate: number): number {
  if (rate > -0.9999 && rate < 1e7) return rate;
  throw new NoAnswerError(
    rate < 0
      ? "no rate of return: nearly all of the outlay is lost"
      : "no rate of return: the outlay is too small to have one",
  );
}

const discountFactor = (rate: number) => (1 + rate) ** (-1 / 12);
const annualRate = (factor: number) => Math.expm1(-12 * Math.log(factor));

function solve(flows: readonly number[], [from, to]: readonly [number, number]): number {
  return from === to ? from : brent((factor) => presentValue(flows, factor), from, to);
}

/** Present value, beyond a factor of 1 as seen from the last month, so that it never overflows; the roots are the same. */
function presentValue(flows: readonly number[], factor: number): number {
  return factor <= 1
    ? flows.reduceRight((value, flow) => value * factor + flow, 0)
    : flows.reduce((value, flow) => value / factor + flow, 0);
}

/** Factors on either side of the only root. */
function singleBracket(flows: readonly number[]): [number, number] {
  const early = Math.sign(flows.find((flow) => flow !== 0) ?? 0);
  let [from, to] = [1, 1];
  while (Math.sign(presentValue(flows, from)) !== early) from /= 2;
  while (Math.sign(presentValue(flows, to)) === early) to *= 2;
  return [from, to];
}
