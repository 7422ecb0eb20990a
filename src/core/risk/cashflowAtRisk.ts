import { operationsOf } from "../cashflow/cashflows";
import { inMonth, type Model } from "../cashflow/model";
import { InputError } from "../errors";
import { at } from "../numeric/at";
import { percentile } from "../numeric/percentile";
import { sum } from "../numeric/sum";
import { blackPrice, type OptionType } from "../options/black";
import { reached } from "../progress";
import { fastestKernel } from "../simulation/fastestKernel";
import { inEights, layoutFor } from "../simulation/layout";
import { marketPaths } from "../simulation/marketPath";
import { keepsCoins, siteColumns, sitePaths } from "../simulation/pathCash";

interface CashflowHedge {
  readonly confidence: number;
  readonly paths: number;
  /** Share of the model's own coins that is sold forward. */
  readonly hedgeRatio: number;
  /** USD per BTC by month, of which the last carries on; the model's prices when undefined. */
  readonly forward: readonly number[] | undefined;
  readonly seed: number;
  /** USD per BTC by month, of which the last carries on; 0 is no option in that month. */
  readonly putStrike: readonly number[] | undefined;
  readonly callStrike: readonly number[] | undefined;
  /** USD per BTC by month, net of what the call brings; Black-76 at the model's prices when undefined. */
  readonly premium: readonly number[] | undefined;
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
 * Distribution of each month's net cash before tax when price and difficulty are random, with a hedge on a share of the
 * coins of the model, settled in cash in their month: a short forward, or puts bought and calls sold.
 *
 * The paths are those of `simulatedMiner`; shutdown is decided on each of them.
 */
export function cashflowAtRisk(model: Model, hedge: CashflowHedge): MonthAtRisk[] {
  const { paths, confidence } = hedge;
  refuseConflict(hedge);
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

function refuseConflict({ forward, putStrike, callStrike, premium }: CashflowHedge): void {
  const option =
    putStrike !== undefined ? "put_strike" : callStrike !== undefined ? "call_strike" : undefined;
  if (option === undefined) {
    if (premium !== undefined) throw new InputError("premium", "needs a put_strike or a call_strike");
  } else if (forward !== undefined) {
    throw new InputError(option, "must be left out when a forward is given, or the forward left out");
  }
}

/** By month: the net cash of every path. */
function simulatedCash(model: Model, hedge: CashflowHedge): Float64Array[] {
  const { paths, hedgeRatio, seed } = hedge;
  const { btc, months } = operationsOf(model);
  const { price: prices, last } = months;
  const hedged = btc.map((coins) => hedgeRatio * coins);
  const settled = settlements(model, prices, hedge);
  const cash = Array.from({ length: last }, () => new Float64Array(paths));
  const untaxed = { ...model, taxRate: 0 };
  const layout = layoutFor(paths);
  const market = marketPaths(layout, model, seed, { isSplit: true, ends: keepsCoins(model) ? [last] : [] });
  const columns = siteColumns(layout, [untaxed]);
  const site = sitePaths(untaxed, columns, market);
  const kernel = fastestKernel();
  const numbers = kernel.room(layout.size());
  for (let first = 0; first < paths; first += layout.block) {
    const real = Math.min(layout.block, paths - first);
    const count = inEights(real);
    market.draw(kernel, numbers, first, count);
    site.run(kernel, numbers, count, (month) => {
      const ofMonth = cash[month - 1] ?? new Float64Array();
      const growth = market.price[month] ?? NaN;
      for (let path = 0; path < real; path++) {
        const price = at(prices, month) * at(numbers, growth + path);
        ofMonth[first + path] = at(numbers, columns.net + path) + at(hedged, month) * settled(month, price);
      }
    });
    reached(first + real, paths);
  }
  return cash;
}

/** What the hedge of one BTC brings in a month at a price, in USD. */
function settlements(
  model: Model,
  prices: Float64Array,
  { forward, putStrike, callStrike, premium }: CashflowHedge,
): (month: number, price: number) => number {
  if (putStrike === undefined && callStrike === undefined) {
    const locked = prices.map((price, month) => (forward === undefined ? price : inMonth(forward, month)));
    return (month, price) => at(locked, month) - price;
  }
  const puts = prices.map((_, month) => inMonth(putStrike ?? 0, month));
  const calls = prices.map((_, month) => inMonth(callStrike ?? 0, month));
  const paid = prices.map((price, month) => {
    if (premium !== undefined) return inMonth(premium, month);
    const fair = (type: OptionType, strike: number) =>
      strike > 0 && month > 0
        ? blackPrice({
            type,
            forward: price,
            strike,
            years: (month - 0.5) / 12,
            volatility: model.volatility,
            rate: 0,
          })
        : 0;
    return fair("put", at(puts, month)) - fair("call", at(calls, month));
  });
  return (month, price) => {
    const call = at(calls, month);
    const owed = call > 0 ? Math.max(price - call, 0) : 0;
    // A put struck at 0, which is none, pays nothing.
    return Math.max(at(puts, month) - price, 0) - owed - at(paid, month);
  };
}
