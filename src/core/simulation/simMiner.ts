import { square } from "../numeric/elementary";
import { cashflowsOf } from "../cashflow/cashflows";
import { outlaysOf } from "../cashflow/depreciationSchedule";
import { inMonth, type Model } from "../cashflow/model";
import { monthsOf } from "../cashflow/months";
import { at } from "../numeric/at";
import { lowestMean, percentile } from "../numeric/percentile";
import { sum, sumProduct } from "../numeric/sum";
import { reached } from "../progress";
import type { Column, Kernel } from "./kernel";
import { fastestKernel } from "./fastestKernel";
import { inEights, layoutFor } from "./layout";
import { marketPaths, type MarketPaths } from "./marketPath";
import { controlledMean, type MeanEstimate } from "./controlVariate";
import { discountsOf, meanMiningValue, meanTaxBounds } from "./miningValue";
import { fixedParts, keepsCoins, siteColumns, sitePaths, type SiteColumns, type SitePaths } from "./pathCash";

export interface SimulatedMiner {
  /** USD. */
  mean: number;
  /** USD: of the mean. */
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
 * The distribution of a model's NPV when price and difficulty are random: see `marketPaths` and `sitePaths`.
 *
 * `paths` is at least 2. The result depends only on the model, `paths` and `seed`.
 */
export function simulatedMiner(model: Model, paths: number, seed: number): SimulatedMiner {
  return distributionOf(simulatedNpvs(fastestKernel(), [model], { first: 0, count: paths }, seed), [model]);
}

/**
 * The distribution of the summed NPV of sites on the same paths of the market, and the CVaR of each on its own, in USD.
 *
 * At least one site; volatility, difficulty volatility and correlation are the same for all of them. The paths are those
 * of the longest horizon; payback is that of the summed cash, and a month's run the mean of the sites that are on,
 * weighted by hashrate.
 */
export function simulatedSites(
  models: readonly Model[],
  paths: number,
  seed: number,
): { together: SimulatedMiner; cvarsBySite: number[] } {
  const simulated = simulatedNpvs(fastestKernel(), models, { first: 0, count: paths }, seed);
  const cvarsBySite = simulated.npvsBySite.map((npvs) => cvar95(npvs.slice().sort()));
  return { together: distributionOf(simulated, models), cvarsBySite };
}

export interface SimulatedNpvs {
  /** USD by path. */
  readonly npvs: Float64Array;
  readonly npvsBySite: readonly Float64Array[];
  /** USD by path: the present value of what mining brings before tax, whose mean is `meanMiningValue`, of all sites. */
  readonly controls: Float64Array;
  /** Months by path. */
  readonly runs: Float64Array;
  readonly paidBack: number;
}

/** Paths that are computed together, of all those that a seed has; the first has number 0. */
export interface PathRange {
  readonly first: number;
  readonly count: number;
}

/** The NPV of each path of a range; the kernels give the same bits, in whatever ranges. */
export function simulatedNpvs(
  kernel: Kernel,
  models: readonly Model[],
  { first: from, count: paths }: PathRange,
  seed: number,
): SimulatedNpvs {
  const longest = models.reduce((one, other) => (other.months > one.months ? other : one));
  const keepers = models.filter(keepsCoins);
  const layout = layoutFor(paths);
  const ends = [...new Set(keepers.map(({ months }) => months))];
  const market = marketPaths(layout, longest, seed, { isSplit: keepers.length > 0, ends });
  const columns = siteColumns(layout, models);
  const sites = models.map((model) => preparedSite(model, paths, columns, market));
  weighRuns(sites, longest.months);
  const isStaged = models.some((model) => outlaysOf(model).isStaged);
  let start = 0;
  for (const site of sites) start += site.start;
  // The cash of several sites is followed once that of all of them is known.
  const together = sites.length > 1 ? layout.monthly(longest.months) : [];
  const [npv, control, run] = [layout.column(), layout.column(), layout.column()];
  const [cumulative, highest] = [layout.column(), layout.column()];
  const numbers = kernel.room(layout.size());
  const [controls, runs] = [new Float64Array(paths), new Float64Array(paths)];
  let paidBack = 0;
  for (let first = 0; first < paths; first += layout.block) {
    const real = Math.min(layout.block, paths - first);
    const count = inEights(real);
    const set = (column: Column, value: number) => numbers.fill(value, column, column + count);
    market.draw(kernel, numbers, from + first, count);
    set(cumulative, start);
    set(highest, start);
    set(control, 0);
    set(run, 0);
    for (const column of together.slice(1)) set(column, 0);
    const { net, share, margin, kept, keptValue } = columns;
    for (const site of sites) {
      const { discounts, weights, onPaths, last } = site;
      set(npv, site.start);
      onPaths.run(kernel, numbers, count, (month) => {
        const discount = at(discounts, month);
        kernel.addScaled(npv, net, count, discount);
        kernel.addScaled(run, share, count, at(weights, month));
        const sum = together[month];
        if (sum === undefined) kernel.track(cumulative, highest, net, count);
        else kernel.addScaled(sum, net, count, 1);
        kernel.addScaled(control, margin, count, discount);
        if (onPaths.keepsCoins) kernel.addScaled(control, kept, count, -discount);
        if (onPaths.keepsCoins && month === last) kernel.addScaled(control, keptValue, count, discount);
      });
      site.npvs.set(numbers.subarray(npv, npv + real), first);
    }
    for (const sum of together.slice(1)) kernel.track(cumulative, highest, sum, count);
    controls.set(numbers.subarray(control, control + real), first);
    runs.set(numbers.subarray(run, run + real), first);
    // Paid in stages, the outlay is back only once the total stays at or above 0.
    for (let path = 0; path < real; path++)
      paidBack += Number(at(numbers, (isStaged ? cumulative : highest) + path) >= 0);
    reached(first + real, paths);
  }
  const npvsBySite = sites.map((site) => site.npvs);
  return { npvs: sumsOf(npvsBySite), npvsBySite, controls, runs, paidBack };
}

/** Ranges of the paths of one model that follow each other, as one. */
export function joined(parts: readonly SimulatedNpvs[]): SimulatedNpvs {
  const all = (of: (part: SimulatedNpvs) => Float64Array) => {
    const values = new Float64Array(parts.reduce((count, { npvs }) => count + npvs.length, 0));
    let from = 0;
    for (const part of parts) {
      values.set(of(part), from);
      from += part.npvs.length;
    }
    return values;
  };
  const npvs = all((part) => part.npvs);
  return {
    npvs,
    npvsBySite: [npvs],
    controls: all(({ controls }) => controls),
    runs: all(({ runs }) => runs),
    paidBack: parts.reduce((count, { paidBack }) => count + paidBack, 0),
  };
}

/** By path. */
function sumsOf(npvsBySite: readonly Float64Array[]): Float64Array {
  const [first = new Float64Array(), ...others] = npvsBySite;
  if (others.length === 0) return first;
  const sums = first.slice();
  for (const npvs of others)
    for (let path = 0; path < sums.length; path++) sums[path] = at(sums, path) + at(npvs, path);
  return sums;
}

/** A site as the paths need it. */
interface PreparedSite {
  readonly onPaths: SitePaths;
  /** USD at time 0. */
  readonly start: number;
  readonly discounts: Float64Array;
  readonly last: number;
  /**
   * By month, at first TH/s after downtime and then its share of that of all sites, by which the shares of a month that
   * they run are averaged.
   */
  readonly weights: Float64Array;
  /** USD by path. */
  readonly npvs: Float64Array;
}

/** USD at time 0. */
const startOf = ({ loan, capex }: Model) => loan - capex;

function preparedSite(model: Model, paths: number, columns: SiteColumns, market: MarketPaths): PreparedSite {
  const months = monthsOf(model);
  const { hashrateTh, last } = months;
  return {
    onPaths: sitePaths(model, columns, market),
    start: startOf(model),
    discounts: discountsOf(model, months),
    last,
    weights: hashrateTh.map((hashrate, month) => (month === 0 ? 0 : hashrate * inMonth(model.uptime, month))),
    npvs: new Float64Array(paths),
  };
}

/** Makes the weights of each month add up to 1 where a site is on. */
function weighRuns(sites: readonly PreparedSite[], last: number): void {
  for (let month = 1; month <= last; month++) {
    const on = sites.filter((site) => month <= site.last && at(site.weights, month) > 0);
    let total = 0;
    for (const site of on) total += at(site.weights, month);
    for (const site of on) site.weights[month] = at(site.weights, month) / total;
  }
}

/** USD: the mean loss of the worst 5 % of sorted results. */
const cvar95 = (sorted: Float64Array) => -lowestMean(sorted, 0.05);

/**
 * The mean NPV and its standard error: with what mining brings before tax as the control variate or, where the error is
 * smaller, between bounds. The mean before tax is known, and that of tax lies within `meanTaxBounds`, which are equal where
 * no month can make a loss.
 *
 * The plain mean stands where too few paths are off the line in the control to judge an error by them, and half of what is
 * between the bounds is more than its own error.
 */
function meanNpv(
  { npvs, controls }: SimulatedNpvs,
  models: readonly Model[],
  plain: MeanEstimate,
): MeanEstimate {
  const controlMean = controlMeanOf(models);
  return boundedOr(controlledMean(npvs, controls, controlMean) ?? plain, models, controlMean);
}

/** USD: what mining brings before tax on average. */
export const controlMeanOf = (models: readonly Model[]) => sum(models.map(meanMiningValue));

/** The estimate, or the middle between the bounds where that is as good. */
export function boundedOr(
  estimate: MeanEstimate,
  models: readonly Model[],
  controlMean: number,
): MeanEstimate {
  const bounded = boundedMean(models, controlMean);
  return Number.isFinite(bounded.mean) && bounded.standardError <= estimate.standardError
    ? bounded
    : estimate;
}

/** The middle between the bounds on the mean NPV, and half of what is between them; `controlMean` is that of all models. */
function boundedMean(models: readonly Model[], controlMean: number): MeanEstimate {
  let beforeTax = controlMean;
  let leastTax = 0;
  let mostTax = 0;
  for (const model of models) {
    const flows = cashflowsOf(model);
    const { cash, profit } = fixedParts(model, flows);
    beforeTax += startOf(model) + sumProduct(cash, discountsOf(model, flows.months));
    const { least, most } = meanTaxBounds(model, profit);
    leastTax += least;
    mostTax += most;
  }
  return { mean: beforeTax - (leastTax + mostTax) / 2, standardError: Math.max(0, mostTax - leastTax) / 2 };
}

/** What the paths say of the models; `sorted` is their NPVs in increasing order. */
export function distributionOf(
  simulated: SimulatedNpvs,
  models: readonly Model[],
  sorted: Float64Array = simulated.npvs.slice().sort(),
): SimulatedMiner {
  const { npvs, runs, paidBack } = simulated;
  const paths = npvs.length;
  const mean = sum(npvs) / paths;
  let squares = 0;
  let losses = 0;
  let monthsRun = 0;
  for (let path = 0; path < paths; path++) {
    const npv = at(npvs, path);
    squares += square(npv - mean);
    if (npv < 0) losses++;
    monthsRun += at(runs, path);
  }
  const standardDeviation = Math.sqrt(squares / (paths - 1));
  const plain = { mean, standardError: standardDeviation / Math.sqrt(paths) };
  return {
    ...meanNpv(simulated, models, plain),
    standardDeviation,
    percentile5: percentile(sorted, 0.05),
    percentile25: percentile(sorted, 0.25),
    median: percentile(sorted, 0.5),
    percentile75: percentile(sorted, 0.75),
    percentile95: percentile(sorted, 0.95),
    lossProbability: losses / paths,
    cvar95: cvar95(sorted),
    paybackProbability: paidBack / paths,
    meanMonthsRun: monthsRun / paths,
  };
}
