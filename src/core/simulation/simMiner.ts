import { power, square } from "../numeric/elementary";
import { outlaysOf } from "../cashflow/depreciationSchedule";
import { inMonth, type Model } from "../cashflow/model";
import { monthsOf } from "../cashflow/months";
import { at } from "../numeric/at";
import { lowestMean, percentile } from "../numeric/percentile";
import { sum } from "../numeric/sum";
import { marketPaths } from "./marketPath";
import { pathCash } from "./pathCash";

export interface SimulatedMiner {
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
  return simulatedSites([model], paths, seed).together;
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
  const longest = models.reduce((one, other) => (other.months > one.months ? other : one));
  const last = longest.months;
  const pathOf = marketPaths(
    longest,
    seed,
    models.map(({ months }) => months),
  );
  const sites = models.map((model) => preparedSite(model, paths));
  const weights = monthWeights(sites, last);
  const isStaged = models.some((model) => outlaysOf(model).isStaged);
  let start = 0;
  for (const site of sites) start += site.start;
  const npvs = new Float64Array(paths);
  const net = new Float64Array(last + 1);
  const run = new Float64Array(last + 1);
  let paidBack = 0;
  let monthsRun = 0;
  for (let path = 0; path < paths; path++) {
    const market = pathOf(path);
    net.fill(0);
    run.fill(0);
    for (const site of sites) {
      const { net: cash, share } = site.cashOf(market);
      let npv = site.start;
      for (let month = 1; month <= site.last; month++) {
        npv += at(cash, month) * at(site.discounts, month);
        net[month] = at(net, month) + at(cash, month);
        run[month] = at(run, month) + at(share, month) * at(site.weights, month);
      }
      site.npvs[path] = npv;
      npvs[path] = at(npvs, path) + npv;
    }
    let cumulative = start;
    let highest = start;
    let monthsOnPath = 0;
    for (let month = 1; month <= last; month++) {
      cumulative += at(net, month);
      if (cumulative > highest) highest = cumulative;
      if (at(weights, month) > 0) monthsOnPath += at(run, month) / at(weights, month);
    }
    // Paid in stages, the outlay is back only once the total stays at or above 0.
    paidBack += Number((isStaged ? cumulative : highest) >= 0);
    monthsRun += monthsOnPath;
  }
  return {
    together: {
      ...distributionOf(npvs),
      paybackProbability: paidBack / paths,
      meanMonthsRun: monthsRun / paths,
    },
    cvarsBySite: sites.map((site) => cvar95(site.npvs.sort())),
  };
}

/** A site as the paths need it. */
interface PreparedSite {
  readonly cashOf: ReturnType<typeof pathCash>;
  /** USD at time 0. */
  readonly start: number;
  readonly discounts: Float64Array;
  readonly last: number;
  /** TH/s after downtime by month, by which the shares of a month that sites run are averaged. */
  readonly weights: Float64Array;
  /** USD by path. */
  readonly npvs: Float64Array;
}

function preparedSite(model: Model, paths: number): PreparedSite {
  const { years, hashrateTh, last } = monthsOf(model);
  return {
    cashOf: pathCash(model),
    start: model.loan - model.capex,
    discounts: years.map((time) => power(1 + model.discountRate, -time)),
    last,
    weights: hashrateTh.map((hashrate, month) => (month === 0 ? 0 : hashrate * inMonth(model.uptime, month))),
    npvs: new Float64Array(paths),
  };
}

/** The sum of the sites' weights by month. Where only one site is on, its weight becomes 1, so that its share is exact. */
function monthWeights(sites: readonly PreparedSite[], last: number): Float64Array {
  const total = new Float64Array(last + 1);
  for (let month = 1; month <= last; month++) {
    const on = sites.filter((site) => month <= site.last && at(site.weights, month) > 0);
    const [only, ...others] = on;
    if (only !== undefined && others.length === 0) only.weights[month] = 1;
    for (const site of on) total[month] = at(total, month) + at(site.weights, month);
  }
  return total;
}

/** USD: the mean loss of the worst 5 % of sorted results. */
const cvar95 = (sorted: Float64Array) => -lowestMean(sorted, 0.05);

/** Sorts the NPVs. */
function distributionOf(npvs: Float64Array) {
  const paths = npvs.length;
  const mean = sum(npvs) / paths;
  let squares = 0;
  let losses = 0;
  for (const npv of npvs) {
    squares += square(npv - mean);
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
    cvar95: cvar95(sorted),
  };
}
