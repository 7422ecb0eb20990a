import { exp, square } from "../numeric/elementary";
import { InputError } from "../errors";
import { at } from "../numeric/at";
import { greatest, least } from "../numeric/extremes";
import { inverseNormal, normalDistribution } from "../numeric/normal";
import { brent } from "../numeric/roots";
import { sum } from "../numeric/sum";
import { poisson } from "../options/jumps";
import { expectedJumps, logDynamics, logMoments, type LogDynamics, type PriceProcess } from "./priceProcess";

/** Terms of the sums for all quantiles together, beyond which they take more than two seconds. */
const MOST_TERMS = 4_000_000;

/** Probabilities this small in relation to the least of a tail are left out. */
const NEGLIGIBLE = 1e-20;

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
  const leastTail = least(shares.map((share) => Math.min(share, 1 - share)));
  let terms = 0;
  const mixtures = years.map((time, index) => {
    const mixture = mixtureAfter(dynamics, time, leastTail);
    const count = mixture.means.length;
    terms += count > 1 ? count * shares.length : 0;
    if (terms <= MOST_TERMS) return mixture;
    const rule = `must be at most ${index} for ${shares.length} quantiles and this many jumps`;
    throw new InputError("years", rule, years.length);
  });
  return mixtures.map((mixture, index) =>
    shares.map((share) => (years[index] === 0 ? process.spot : exp(logQuantile(mixture, share)))),
  );
}

/** Normal distributions of the log price, and how probable each of them is. */
interface Mixture {
  readonly means: Float64Array;
  readonly deviations: Float64Array;
  readonly probabilities: Float64Array;
  /** Standard deviations from its mean beyond which a part is as good as certain. */
  readonly farthest: number;
}

/** The log price after a time, by number of jumps. `leastTail` is the smaller side of the rarest quantile. */
function mixtureAfter(dynamics: LogDynamics, years: number, leastTail: number): Mixture {
  const jumps = expectedJumps(dynamics, years);
  const { fewest, probabilities } = jumps === 0 ? { fewest: 0, probabilities: [1] } : poisson(jumps);
  const stride = leastTail < RAREST_SMOOTH ? 1 : smoothStride(dynamics, years, jumps);
  const counts: number[] = [];
  for (let index = 0; index < probabilities.length; index += stride)
    if ((probabilities[index] ?? 0) > NEGLIGIBLE * leastTail) counts.push(fewest + index);
  const momentsOf = logMoments(dynamics, years);
  const moments = counts.map((count) => momentsOf(dynamics.start, count));
  const weights = Float64Array.from(counts, (count) => probabilities[count - fewest] ?? 0);
  const total = sum(weights);
  return {
    means: Float64Array.from(moments, ({ mean }) => mean),
    deviations: Float64Array.from(moments, ({ deviation }) => deviation),
    probabilities: weights.map((weight) => weight / total),
    farthest: -inverseNormal(Math.max(NEGLIGIBLE * leastTail, 1e-300)),
  };
}

/** Quantiles with less on one side take every number of jumps: the bound below holds near the middle. */
const RAREST_SMOOTH = 1e-9;

/**
 * A stride over the numbers of jumps that leaves the distribution of the log price as it is, to the last digit.
 *
 * Where that price is known, the number of jumps still varies, with a variance v. Seen over so many of them the terms
 * are a smooth curve, and the sum of every h-th, times h, differs from the whole by no more than about
 * exp(-2 v (pi / h)^2): Poisson's summation formula. With h a quarter of the root of v that is 1e-137.
 */
function smoothStride({ volatility, jumps }: LogDynamics, years: number, expected: number): number {
  const ofPrice = square(volatility) * years + expected * square(jumps.deviation);
  const ofJumps = expected * square(jumps.meanLog);
  const variance = ofPrice === 0 ? 0 : (expected * ofPrice) / (ofJumps + ofPrice);
  return Math.max(Math.floor(Math.sqrt(variance) / 4), 1);
}

function logQuantile(mixture: Mixture, share: number): number {
  const { means, deviations } = mixture;
  if (greatest(deviations) === 0) return stepQuantile(mixture, share);
  const normal = inverseNormal(share);
  const ends = means.map((mean, index) => mean + at(deviations, index) * normal);
  const [lowest, highest] = [least(ends), greatest(ends)];
  if (ends.length === 1) return lowest;
  const room = 1e-9 * (1 + Math.abs(lowest) + Math.abs(highest));
  // From the nearer end: next to 1 a probability has lost the digits of what it lacks.
  const side = share < 0.5 ? 1 : -1;
  const tail = share < 0.5 ? share : 1 - share;
  return brent((log) => probabilityBeyond(mixture, log, side) - tail, lowest - room, highest + room);
}

/** The least of the means that the log price is at or below with this probability, where nothing else varies. */
function stepQuantile({ means, probabilities }: Mixture, share: number): number {
  const last = means.length - 1;
  const isRising = at(means, 0) <= at(means, last);
  let total = 0;
  for (let step = 0; step < last; step++) {
    const place = isRising ? step : last - step;
    total += at(probabilities, place);
    if (total >= share) return at(means, place);
  }
  return at(means, isRising ? last : 0);
}

/** Probability that the log is below `log`, or above it with the side -1. */
function probabilityBeyond(mixture: Mixture, log: number, side: 1 | -1): number {
  const { means, deviations, probabilities, farthest } = mixture;
  let total = 0;
  for (let index = 0; index < means.length; index++) {
    const distance = side * (log - at(means, index));
    const deviation = at(deviations, index);
    const probability = at(probabilities, index);
    // Of many jumps most parts are wholly on one side.
    if (distance >= farthest * deviation) total += probability;
    else if (distance > -farthest * deviation)
      total += probability * normalDistribution(distance / deviation);
  }
  return total;
}
