import { exp } from "../numeric/elementary";
import { InputError } from "../errors";
import { greatest, least } from "../numeric/extremes";
import { inverseNormal, normalDistribution } from "../numeric/normal";
import { brent } from "../numeric/roots";
import { poisson } from "../options/jumps";
import { expectedJumps, logDynamics, logMoments, type LogDynamics, type PriceProcess } from "./priceProcess";

/** Terms of the sums for all quantiles together, beyond which they take more than a few seconds. */
const mostTerms = 1_000_000;

/**
 * Quantiles of the price after each time, by time and share, in the currency of the spot.
 *
 * In closed form for gbm and ou; for merton the root of the distribution, a sum of normal ones by number of jumps.
 * Throws InputError where that sum is too long for this many times.
 */
export function priceFan(
  process: PriceProcess,
  years: readonly number[],
  shares: readonly number[],
): number[][] {
  const dynamics = logDynamics(process);
  let terms = 0;
  const partsByTime = years.map((time) => {
    const parts = partsAfter(dynamics, time);
    terms += parts.length > 1 ? parts.length * shares.length : 0;
    if (terms <= mostTerms) return parts;
    throw new InputError(
      "years",
      "times quantiles must be fewer for this many jumps",
      years.length * shares.length,
    );
  });
  return partsByTime.map((parts, index) =>
    shares.map((share) => (years[index] === 0 ? process.spot : exp(logQuantile(parts, share)))),
  );
}

/** A normal distribution of the log price, and how probable it is. */
interface Part {
  readonly mean: number;
  readonly deviation: number;
  readonly probability: number;
}

/** The log price after a time, by number of jumps. */
function partsAfter(dynamics: LogDynamics, years: number): Part[] {
  const jumps = expectedJumps(dynamics, years);
  const { fewest, probabilities } = jumps === 0 ? { fewest: 0, probabilities: [1] } : poisson(jumps);
  const momentsAfter = logMoments(dynamics, years);
  return probabilities.map((probability, index) => ({
    ...momentsAfter(dynamics.start, fewest + index),
    probability,
  }));
}

function logQuantile(parts: readonly Part[], share: number): number {
  const normal = inverseNormal(share);
  const ends = parts.map(({ mean, deviation }) => mean + deviation * normal);
  const lowest = least(ends);
  const highest = greatest(ends);
  if (parts.length === 1) return lowest;
  const room = 1e-9 * (1 + Math.abs(lowest) + Math.abs(highest));
  return brent((log) => below(parts, log) - share, lowest - room, highest + room);
}

/** Probability that the log is at most `log`. */
function below(parts: readonly Part[], log: number): number {
  let total = 0;
  for (const { mean, deviation, probability } of parts) {
    const share = deviation === 0 ? Number(log >= mean) : normalDistribution((log - mean) / deviation);
    total += probability * share;
  }
  return total;
}
