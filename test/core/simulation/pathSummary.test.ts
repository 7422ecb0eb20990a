import fc from "fast-check";
import { modelOf } from "../../../src/core/cashflow/resolve";
import type { Model } from "../../../src/core/cashflow/model";
import { SKETCH_ERROR } from "../../../src/core/numeric/quantileSketch";
import { fastestKernel } from "../../../src/core/simulation/fastestKernel";
import { distributionOfSummaries, summaryOf } from "../../../src/core/simulation/pathSummary";
import { simulatedMiner, simulatedNpvs } from "../../../src/core/simulation/simMiner";
import { anyModel } from "../cashflow/anyModel";
import { golden1, replaced } from "../cashflow/golden";

const partsOf = (model: Model, counts: readonly number[], seed: number) => {
  let first = 0;
  return counts.map((count) => {
    const part = summaryOf(simulatedNpvs(fastestKernel(), [model], { first, count }, seed), model);
    first += count;
    return part;
  });
};

test("summaries of parts say what all paths say, quantiles and the tail within the error of the sketch", () => {
  const law = (model: Model, counts: number[]) => {
    const paths = counts.reduce((sum, count) => sum + count, 0);
    const exact = simulatedMiner(model, paths, 7);
    const { distribution } = distributionOfSummaries(partsOf(model, counts, 7), model);
    const size = Math.max(
      Math.abs(exact.percentile5),
      Math.abs(exact.percentile95),
      Math.abs(exact.cvar95),
      1,
    );
    const near = { relative: 1e-9, absolute: 1e-9 * size, inputs: { model, counts } };
    const rough = { absolute: 1.1 * SKETCH_ERROR * size, inputs: { model, counts } };
    for (const row of [
      "lossProbability",
      "paybackProbability",
      "meanMonthsRun",
      "standardDeviation",
    ] as const)
      expect(distribution[row]).toBeWithin(exact[row], near);
    for (const row of ["percentile5", "percentile25", "median", "percentile75", "percentile95"] as const)
      expect(distribution[row]).toBeWithin(exact[row], rough);
    expect(distribution.cvar95).toBeWithin(exact.cvar95, { ...rough, absolute: 3 * SKETCH_ERROR * size });
    expect(Math.abs(distribution.mean - exact.mean)).toBeLessThanOrEqual(
      6 * (distribution.standardError + exact.standardError) + 1e-9 * size,
    );
  };
  const counts = fc.array(fc.integer({ min: 20, max: 300 }), { minLength: 1, maxLength: 4 });
  fc.assert(fc.property(anyModel, counts, law), { numRuns: 60 });
});

test("the standard error of the mean is that of many runs", () => {
  const model = modelOf(
    replaced(golden1, {
      "tax rate": 0.3,
      capex: 3000,
      months: 24,
      shutdown: false,
      "other opex": 60,
      volatility: 0.8,
      "difficulty volatility": 0.2,
    }),
    [],
  );
  const runs = Array.from({ length: 200 }, (_, seed) => {
    const { distribution } = distributionOfSummaries(partsOf(model, [3000, 2000, 4000], seed), model);
    return distribution;
  });
  const mean = runs.reduce((sum, run) => sum + run.mean, 0) / runs.length;
  const spread = Math.sqrt(runs.reduce((sum, run) => sum + (run.mean - mean) ** 2, 0) / (runs.length - 1));
  const said = Math.sqrt(runs.reduce((sum, run) => sum + run.standardError ** 2, 0) / runs.length);
  // The spread of 200 runs is known to 5 %.
  expect(spread / said).toBeGreaterThan(0.8);
  expect(spread / said).toBeLessThan(1.2);
});
