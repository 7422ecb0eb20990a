import { exp } from "./elementary";
import { NumericError } from "../errors";
import { gammaTails, gammaTerm } from "./gamma";

/**
 * The Poisson distribution: the number of independent events where `mean` are expected, at least 0.
 *
 * Tails are those of the gamma distribution, each computed on its own: neither cancels, whatever the size of `mean`.
 */

/** Probability of exactly `count` events, a whole number of at least 0. */
export function poissonProbability(mean: number, count: number): number {
  if (count === 0) return exp(-mean);
  return gammaTerm(count, mean);
}

/** Probability of `count` events or fewer. */
export function poissonAtMost(mean: number, count: number): number {
  return gammaTails(count + 1, mean).upper;
}

/** Probability of `count` events or more. */
export function poissonAtLeast(mean: number, count: number): number {
  return count === 0 ? 1 : gammaTails(count, mean).lower;
}

/** Above this a double cannot represent every whole number. */
const mostEvents = 2 ** 52;

/**
 * The smallest number of events at which the distribution function reaches `share`, between 0 and 1.
 *
 * Throws NumericError where more events are expected than can be counted.
 */
export function poissonQuantile(mean: number, share: number): number {
  if (!(mean <= mostEvents)) throw new NumericError(`more events are expected than ${mostEvents}`);
  const reaches = (count: number) => poissonAtMost(mean, count) >= share;
  let above = Math.floor(mean);
  let step = Math.ceil(Math.sqrt(mean)) + 1;
  for (; !reaches(above); step *= 2) above += step;
  let below = above;
  for (step = 1; below >= 0 && reaches(below); step *= 2) below -= step;
  while (above - Math.max(below, -1) > 1) {
    const middle = Math.floor((above + Math.max(below, -1)) / 2);
    if (reaches(middle)) above = middle;
    else below = middle;
  }
  return above;
}
