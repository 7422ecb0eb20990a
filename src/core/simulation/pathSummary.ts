import type { Model } from "../cashflow/model";
import { at } from "../numeric/at";
import { square } from "../numeric/elementary";
import { QuantileSketch, type Bin } from "../numeric/quantileSketch";
import { sum } from "../numeric/sum";
import { isJudged, regressionOf, type MeanEstimate, type Regression, type Sums } from "./controlVariate";
import { boundedOr, controlMeanOf, type SimulatedMiner, type SimulatedNpvs } from "./simMiner";

/** What is kept of a range of paths where all of them are too many to keep. */
export interface PathSummary {
  readonly paths: number;
  /** USD. */
  readonly mean: number;
  /** Of the differences from the mean. */
  readonly squares: number;
  /** The mean NPV with what is known of mining before tax, from these paths alone; where there is none, they are too few. */
  readonly regression?: Regression | undefined;
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
  const regression = regressionOf(npvs, controls, controlMeanOf([model]));
  return { paths, mean, squares, regression, losses, paidBack, monthsRun, bins: sketch.bins() };
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
  const standardDeviation = Math.sqrt(squares / (paths - 1));
  const plain = { mean, standardError: standardDeviation / Math.sqrt(paths) };
  const sketch = new QuantileSketch();
  for (const { bins } of parts) sketch.merge(QuantileSketch.of(bins));
  const percentile = (share: number) => sketch.quantile(share);
  return {
    distribution: {
      ...boundedOr(controlled(parts, paths) ?? plain, [model], controlMeanOf([model])),
      standardDeviation,
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

/** The means of the regressions of all parts by their paths; undefined where these are too few to judge the error. */
function controlled(parts: readonly PathSummary[], paths: number): MeanEstimate | undefined {
  const regressions = parts.flatMap(({ regression }) => regression ?? []);
  const total = (of: (sums: Sums) => number) => sum(regressions.map(of));
  const isEnough = isJudged({
    valueSquares: total(({ valueSquares }) => valueSquares),
    residualSquares: total(({ residualSquares }) => residualSquares),
    residualFourths: total(({ residualFourths }) => residualFourths),
  });
  if (regressions.length < parts.length || !isEnough) return undefined;
  const weighted = (of: (regression: Regression) => number) =>
    parts.map((part) => (part.regression === undefined ? NaN : (part.paths / paths) * of(part.regression)));
  return {
    mean: sum(weighted(({ mean }) => mean)),
    standardError: Math.sqrt(sum(weighted(({ standardError }) => standardError).map(square))),
  };
}
