import { operationsOf } from "../cashflow/cashflows";
import { inMonth, type Model } from "../cashflow/model";
import { InputError } from "../errors";
import { at } from "../numeric/at";
import { percentile } from "../numeric/percentile";
import { sum } from "../numeric/sum";
import { marketPaths } from "../simulation/marketPath";
import { pathCash } from "../simulation/pathCash";

interface CashflowHedge {
  readonly confidence: number;
  readonly paths: number;
  /** Share of the model's own coins that is sold forward. */
  readonly hedgeRatio: number;
  /** USD per BTC by month, of which the last carries on; the model's prices when undefined. */
  readonly forward: readonly number[] | undefined;
  readonly seed: number;
}

interface MonthAtRisk {
  month: number;
  /** USD. */
  mean: number;
  /** USD: the mean less the quantile at a probability of 1 - confidence. */
  atRisk: number;
  lossProbability: number;
}

/** Numbers kept at once: 80 MB. */
const MOST_NUMBERS = 10_000_000;

/**
 * Distribution of each month's net cash before tax when price and difficulty are random, with a short forward on a
 * share of the coins of the model, settled in cash in their month.
 *
 * The paths are those of `simulatedMiner`; shutdown is decided on each of them.
 */
export function cashflowAtRisk(model: Model, hedge: CashflowHedge): MonthAtRisk[] {
  const { paths, confidence } = hedge;
  if (paths * model.months > MOST_NUMBERS) {
    const most = Math.floor(MOST_NUMBERS / model.months);
    throw new InputError("paths", `must be at most ${most} for ${model.months} months`, paths);
  }
  return simulatedCash(model, hedge).map((cash, index) => {
    const mean = sum(cash) / paths;
    const losses = cash.reduce((count, value) => count + Number(value < 0), 0);
    const quantile = percentile(cash.sort(), 1 - confidence);
    return { month: index + 1, mean, atRisk: mean - quantile, lossProbability: losses / paths };
  });
}

/** By month: the net cash of every path. */
function simulatedCash(model: Model, { paths, hedgeRatio, forward, seed }: CashflowHedge): Float64Array[] {
  const pathOf = marketPaths(model, seed);
  const cashOf = pathCash({ ...model, taxRate: 0 });
  const { btc, months } = operationsOf(model);
  const { price: prices, last } = months;
  const hedged = btc.map((coins) => hedgeRatio * coins);
  const locked = prices.map((price, month) => (forward === undefined ? price : inMonth(forward, month)));
  const cash = Array.from({ length: last }, () => new Float64Array(paths));
  for (let path = 0; path < paths; path++) {
    const market = pathOf(path);
    const { net } = cashOf(market);
    for (const [index, ofMonth] of cash.entries()) {
      const month = index + 1;
      const price = at(prices, month) * at(market.price, index);
      ofMonth[path] = at(net, month) + at(hedged, month) * (at(locked, month) - price);
    }
  }
  return cash;
}
