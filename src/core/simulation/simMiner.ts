import { outlaysOf } from "../cashflow/depreciationSchedule";
import type { Model } from "../cashflow/model";
import { monthsOf } from "../cashflow/months";
import { at } from "../numeric/at";
import { lowestMean, percentile } from "../numeric/percentile";
import { sum } from "../numeric/sum";
import { marketPaths } from "./marketPath";
import { pathCash } from "./pathCash";

interface SimulatedMiner {
  /** USD. */
  mean: number;
  /** USD: standard deviation over the root of the number of paths. */
  standardError: number;
  standardDeviation: number;
  percentile5: number;
  percentile25: number;
  median: number;
  percentile75: number;
  percentile95: number;
  /** Share of the paths with a negative NPV. */
  lossProbability: number;
  /** USD: the mean loss of the worst 5 % of the paths. */
  cvar95: number;
  /** Share of the paths that pay back, as PAYBACK means it. */
  paybackProbability: number;
  meanMonthsRun: number;
}

/**
 * The distribution of a model's NPV when price and difficulty are random: see `marketPaths` and `pathCash`.
 *
 * `paths` is at least 2. The result depends only on the model, `paths` and `seed`.
 */
export function simulatedMiner(model: Model, paths: number, seed: number): SimulatedMiner {
  const { npvs, paidBack, monthsRun } = simulate(model, paths, seed);
  const mean = sum(npvs) / paths;
  let squares = 0;
  let losses = 0;
  for (const npv of npvs) {
    squares += (npv - mean) ** 2;
    if (npv < 0) losses++;
  }
  const standardDeviation = Math.sqrt(squares / (paths - 1));
  const sorted = npvs.sort();
  return {
    mean,
    standardError: standardDeviation / Math.sqrt(paths),
    standardDeviation,
    percentile5: percentile(sorted, 0.05),
    percentile25: percentile(sorted, 0.25),
    median: percentile(sorted, 0.5),
    percentile75: percentile(sorted, 0.75),
    percentile95: percentile(sorted, 0.95),
    lossProbability: losses / paths,
    cvar95: -lowestMean(sorted, 0.05),
    paybackProbability: paidBack / paths,
    meanMonthsRun: monthsRun / paths,
  };
}

function simulate(model: Model, paths: number, seed: number) {
  const pathOf = marketPaths(model, seed);
  const cashOf = pathCash(model);
  const start = model.loan - model.capex;
  const { years, last } = monthsOf(model);
  const discounts = years.map((time) => (1 + model.discountRate) ** -time);
  const { isStaged } = outlaysOf(model);
  const npvs = new Float64Array(paths);
  let paidBack = 0;
  let monthsRun = 0;
  for (let path = 0; path < paths; path++) {
    const { net, monthsRun: run } = cashOf(pathOf(path));
    let npv = start;
    let cumulative = start;
    let highest = start;
    for (let month = 1; month <= last; month++) {
      const cash = at(net, month);
      npv += cash * at(discounts, month);
      cumulative += cash;
      if (cumulative > highest) highest = cumulative;
    }
    npvs[path] = npv;
    // Paid in stages, the outlay is back only once the total stays at or above 0.
    paidBack += Number((isStaged ? cumulative : highest) >= 0);
    monthsRun += run;
  }
  return { npvs, paidBack, monthsRun };
}
