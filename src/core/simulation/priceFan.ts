import { inverseNormal } from "../numeric/inverseNormal";
import { normalDistribution } from "../numeric/normal";
import { brent } from "../numeric/roots";
import { poisson } from "../options/jumps";
import { expectedJumps, logDynamics, logMoments, type LogDynamics, type PriceProcess } from "./priceProcess";

/**
 * Quantiles of the price after each time, by time and share, in the currency of the spot.
 *
 * In closed form for gbm and ou; for merton the root of the distribution, a sum of normal ones by number of jumps.
 */
export function priceFan(
  process: PriceProcess,
  years: readonly number[],
  shares: readonly number[],
): number[][] {
  const dynamics = logDynamics(process);
  return years.map((time) =>
    shares.map((share) => (time === 0 ? process.spot : Math.exp(logQuantile(dynamics, time, share)))),
  );
}

interface Part {
  readonly mean: number;
  readonly deviation: number;
  readonly probability: number;
}

function logQuantile(dynamics: LogDynamics, years: number, share: number): number {
  const jumps = expectedJumps(dynamics, years);
  const normal = inverseNormal(share);
  if (jumps === 0) {
    const { mean, deviation } = logMoments(dynamics, dynamics.start, years, 0);
    return mean + deviation * normal;
  }
  const { fewest, probabilities } = poisson(jumps);
  const parts = probabilities.map((probability, index): Part => ({
    ...logMoments(dynamics, dynamics.start, years, fewest + index),
    probability,
  }));
  const ends = parts.map(({ mean, deviation }) => mean + deviation * normal);
  const least = ends.reduce((a, b) => Math.min(a, b));
  const most = ends.reduce((a, b) => Math.max(a, b));
  const room = 1e-9 * (1 + Math.abs(least) + Math.abs(most));
  return brent((log) => below(parts, log) - share, least - room, most + room);
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
