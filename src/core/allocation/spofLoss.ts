import { expm1, ln1p } from "../numeric/elementary";
import { InputError } from "../errors";
import { sum } from "../numeric/sum";
import { normalised } from "./concentration";

export interface SinglePoints {
  /** At least 0, not all 0. */
  readonly weights: readonly number[];
  /** Of an outage in the period, for each weight or one for all; 0 to 1. */
  readonly outageProbability: readonly number[];
  readonly outageDays: number;
  /** Of everything, in USD. */
  readonly revenuePerDay: number;
}

interface SinglePoint {
  readonly share: number;
  readonly probability: number;
  /** Revenue that its outage costs, in USD. */
  readonly exposure: number;
  /** USD. */
  readonly expectedLoss: number;
}

interface SpofLoss {
  readonly points: readonly SinglePoint[];
  /** USD. */
  readonly expectedLoss: number;
  /** Largest exposure, in USD. */
  readonly worstLoss: number;
  /** Of at least one outage, taken to be independent. */
  readonly anyOutage: number;
}

/** What the outage of each single point of failure costs. */
export function spofLoss({ weights, outageProbability, outageDays, revenuePerDay }: SinglePoints): SpofLoss {
  const [only = NaN] = outageProbability;
  if (outageProbability.length !== 1 && outageProbability.length !== weights.length) {
    const rule = `must be one value, or as many as weights (${weights.length})`;
    throw new InputError("outage_probability", rule, outageProbability.length);
  }
  const points = normalised(weights).map((share, index): SinglePoint => {
    const probability = outageProbability[index] ?? only;
    const exposure = share * outageDays * revenuePerDay;
    return { share, probability, exposure, expectedLoss: probability * exposure };
  });
  return {
    points,
    expectedLoss: sum(points.map((point) => point.expectedLoss)),
    worstLoss: points.reduce((worst, { exposure }) => Math.max(worst, exposure), 0),
    anyOutage: anyOutageOf(points.map(({ probability }) => probability)),
  };
}

/** 1 less the product of what is left, in logs, which keeps the digits of small probabilities. */
function anyOutageOf(probabilities: readonly number[]): number {
  if (probabilities.includes(1)) return 1;
  return 0 - expm1(sum(probabilities.map((probability) => ln1p(-probability))));
}
