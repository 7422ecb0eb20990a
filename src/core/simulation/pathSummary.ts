import type { Model } from "../cashflow/model";
import { at } from "../numeric/at";
import { square } from "../numeric/elementary";
import { QuantileSketch, type Bin } from "../numeric/quantileSketch";
import { sum } from "../numeric/sum";
import { controlledMean, type MeanEstimate } from "./controlVariate";
import { boundedOr, controlMeanOf, type SimulatedMiner, type SimulatedNpvs } from "./simMiner";

/** What is kept of a range of paths where all of them are too many to keep. */
export interface PathSummary {
  readonly paths: number;
  /** USD. */
  readonly mean: number;
  /** Of the differences from the mean. */
  readonly squares: number;
  /** The mean NPV with what is known of mining before tax, from these paths alone. */
  readonly estimate: MeanEstimate;
  readonly losses: number;
  readonly paidBack: number;
  /** Of all paths together. */
  readonly monthsRun: number;
  readonly bins: readonly Bin[];
}

/** The summary of at least two paths of a model. */
export function summaryOf({ npvs, controls, runs, paidBack }: SimulatedNpvs, model: Model): PathSummary {
  const paths = npvs.length;
  const mean = sum(npvs) / paths;
  const sketch = new QuantileSketch();
  let [squares, losses, monthsRun] = [0, 0, 0];
  for (let path = 0; path < paths; path++) {
    const npv = at(npvs, path);
    sketch.add(npv);
    squares += square(npv - mean);
    if (npv < 0) losses++;
    monthsRun += at(runs, path);
  }
  const plain = { mean, standardError: Math.sqrt(squares / (paths - 1) / paths) };
  const estimate = controlledMean(npvs, controls, controlMeanOf([model])) ?? plain;
  return { paths, mean, squares, estimate, losses, paidBack, monthsRun, bins: sketch.bins() };
}

/** The distribution of the NPV of a model from summaries of its paths, and any percentile of it; `share` from 0 to 1. */
export function distributionOfSummaries(
  parts: readonly PathSummary[],
  model: Model,
): { readonly distribution: SimulatedMiner; readonly percentile: (share: number) => number } {
  const total = (of: (part: PathSummary) => number) => sum(parts.map(of));
  const paths = total((part) => part.paths);
  const mean = total((part) => part.mean * part.paths) / paths;
  const squares = total((part) => part.squares + part.paths * square(part.mean - mean));
  const weightOf = (part: PathSummary) => part.paths / paths;
  const estimate = {
    mean: total((part) => weightOf(part) * part.estimate.mean),
    standardError: Math.sqrt(total((part) => square(weightOf(part) * part.estimate.standardError))),
  };
  const sketch = new QuantileSketch();
  for (const { bins } of parts) sketch.merge(QuantileSketch.of(bins));
  const percentile = (share: number) => sketch.quantile(share);
  return {
    distribution: {
      ...boundedOr(estimate, [model], controlMeanOf([model])),
      standardDeviation: Math.sqrt(squares / (paths - 1)),
      percentile5: percentile(0.05),
      percentile25: percentile(0.25),
      median: percentile(0.5),
      percentile75: percentile(0.75),
      percentile95: percentile(0.95),
      lossProbability: total(({ losses }) => losses) / paths,
      cvar95: -sketch.lowestMean(0.05),
      paybackProbability: total(({ paidBack }) => paidBack) / paths,
      meanMonthsRun: total(({ monthsRun }) => monthsRun) / paths,
    },
    percentile,
  };
}
