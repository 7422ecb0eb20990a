import { power, square } from "../numeric/elementary";
import { NoAnswerError, NumericError } from "../errors";
import { keptWith } from "../keptWith";
import { inverseNormal, normalDensity } from "../numeric/normal";
import { lowestMean, percentile } from "../numeric/percentile";
import { sum } from "../numeric/sum";

export const lossMethods = ["historical", "normal", "cornish_fisher"] as const;
export type LossMethod = (typeof lossMethods)[number];

interface LossCase {
  /** Outcomes of equal probability, gains positive; at least one. */
  readonly pnl: readonly number[];
  /** Between 0 and 1; 0.95 looks at the worst 5 %. */
  readonly confidence: number;
  readonly method: LossMethod;
}

/** A loss that is not exceeded with the confidence, and the mean of the outcomes beyond; losses positive. */
interface Loss {
  readonly valueAtRisk: number | Error;
  readonly expectedShortfall: number | Error;
}

/** Moments of a sample. */
interface Sample {
  readonly mean: number;
  /** With the divisor n - 1. */
  readonly deviation: number;
  /** Of the moments with the divisor n; 0 where nothing varies. */
  readonly skewness: number;
  /** As `skewness`; 0 for the normal distribution. */
  readonly excessKurtosis: number;
}

/**
 * Value at risk and conditional value at risk of a sample of profits and losses, in its unit, with its mean and
 * standard deviation.
 *
 * "historical" takes the sample as it is; "normal" the normal distribution of its mean and deviation;
 * "cornish_fisher" corrects the normal quantile for skewness and kurtosis. The latter two need two outcomes.
 */
export function lossMeasures({ pnl, confidence, method }: LossCase) {
  const sample = sampleOf(pnl);
  const single = new NoAnswerError("one observation has no standard deviation");
  return {
    ...lossOf({ pnl, confidence, method }, sample, single),
    mean: sample.mean,
    deviation: pnl.length > 1 ? sample.deviation : single,
    observations: pnl.length,
  };
}

function lossOf({ pnl, confidence, method }: LossCase, sample: Sample, single: NoAnswerError): Loss {
  if (method === "historical") return historical(pnl, 1 - confidence);
  if (pnl.length === 1) return { valueAtRisk: single, expectedShortfall: single };
  return method === "normal" ? normal(sample, 1 - confidence) : cornishFisher(sample, 1 - confidence);
}

const rising = keptWith((pnl: readonly number[]) => Float64Array.from(pnl).sort());

/** The shortfall is that of C. Acerbi and D. Tasche (2002): the marginal outcome counts in part. */
function historical(pnl: readonly number[], tail: number): Loss {
  const sorted = rising(pnl);
  return { valueAtRisk: -percentile(sorted, tail), expectedShortfall: -lowestMean(sorted, tail) };
}

function normal({ mean, deviation }: Sample, tail: number): Loss {
  const z = inverseNormal(tail);
  return {
    valueAtRisk: -(mean + deviation * z),
    expectedShortfall: -mean + (deviation * normalDensity(z)) / tail,
  };
}

/** How much rarer than the tail's edge an outcome may be for the expansion still to have to be a distribution. */
const rarest = 0.01;

/**
 * Value at risk by the expansion of R. A. Cornish and R. A. Fisher (1937), the mean beyond it by integrating the
 * expansion over the tail. A NumericError where the expansion falls somewhere between the tail's edge and its worst
 * hundredth: then it is not a quantile. (Farther out it falls for every thin-tailed sample, where it hardly matters.)
 */
function cornishFisher({ mean, deviation, skewness: s, excessKurtosis: k }: Sample, tail: number): Loss {
  const z = inverseNormal(tail);
  if (!(leastSlope(s, k, inverseNormal(tail * rarest), z) > 0)) {
    const error = new NumericError("skewness and kurtosis are too large for the expansion");
    return { valueAtRisk: error, expectedShortfall: error };
  }
  const quantile =
    z + ((z * z - 1) * s) / 6 + ((z * z - 3) * z * k) / 24 - ((2 * z * z - 5) * z * s * s) / 36;
  const factor = 1 + (z * s) / 6 + ((z * z - 1) * k) / 24 - ((2 * z * z - 1) * s * s) / 36;
  return {
    valueAtRisk: -(mean + deviation * quantile),
    expectedShortfall: -mean + ((deviation * normalDensity(z)) / tail) * factor,
  };
}

/** Least derivative of the expansion between two points: that of a parabola, at an end or at its turn. */
function leastSlope(skewness: number, excessKurtosis: number, from: number, to: number): number {
  const bend = excessKurtosis / 8 - square(skewness) / 6;
  const slope = (z: number) =>
    bend * z * z + (skewness / 3) * z + 1 - excessKurtosis / 8 + (5 * square(skewness)) / 36;
  const turn = bend > 0 ? Math.min(Math.max(-skewness / (6 * bend), from), to) : from;
  return Math.min(slope(from), slope(turn), slope(to));
}

const sampleOf = keptWith((values: readonly number[]): Sample => {
  const n = values.length;
  const mean = sum(values) / n;
  const moment = (order: number) => sum(values.map((value) => power(value - mean, order))) / n;
  const variance = moment(2);
  const varies = variance > 0;
  return {
    mean,
    deviation: n > 1 ? Math.sqrt((variance * n) / (n - 1)) : 0,
    skewness: varies ? moment(3) / power(variance, 1.5) : 0,
    excessKurtosis: varies ? moment(4) / square(variance) - 3 : 0,
  };
});
