import { bucketsOf } from "../cashflow/buckets";
import { cashflowsOf, type Cashflows } from "../cashflow/cashflows";
import { inMonth, type Model } from "../cashflow/model";
import { finalPrice } from "../cashflow/months";
import { at } from "../numeric/at";
import type { Column, Kernel } from "./kernel";
import type { Layout } from "./layout";
import type { MarketPaths } from "./marketPath";

/** Columns of a site's month, which one site after the other uses. */
export interface SiteColumns {
  /** USD. */
  readonly net: Column;
  /** Share of the month that is run. */
  readonly share: Column;
  /** USD: revenue and heat less power and profit share. */
  readonly margin: Column;
  /** USD: coins kept, at the month's price; not written by a site that keeps none. */
  readonly kept: Column;
  readonly keptCost: Column;
  /** USD: coins kept up to now, at the model's final price and, in the last month, at the path's. */
  readonly keptCoins: Column;
  readonly keptValue: Column;
  readonly gains: Column;
  readonly losses: Column;
  /** Places of the multipliers of the power price and of their sums. */
  readonly multipliers: Column;
  readonly sums: Column;
}

export function siteColumns(layout: Layout, models: readonly Model[]): SiteColumns {
  const parts = models.reduce(
    (most, { powerPriceShape }) => Math.max(most, bucketsOf(powerPriceShape).count),
    0,
  );
  return {
    net: layout.column(),
    share: layout.column(),
    margin: layout.column(),
    kept: layout.column(),
    keptCost: layout.column(),
    keptCoins: layout.column(),
    keptValue: layout.column(),
    gains: layout.column(),
    losses: layout.column(),
    multipliers: layout.numbers(2 * parts),
    sums: layout.numbers(2 * (parts + 1)),
  };
}

export const keepsCoins = ({ hodlShare }: Model): boolean =>
  typeof hodlShare === "number" ? hodlShare > 0 : hodlShare.some((share) => share > 0);

/** A site on the paths of the market that are drawn. */
export interface SitePaths {
  readonly keepsCoins: boolean;
  /** Writes the columns for each month from 1, and calls `eachMonth` in between. */
  readonly run: (
    kernel: Kernel,
    numbers: Float64Array,
    count: number,
    eachMonth: (month: number) => void,
  ) => void;
}

/**
 * The monthly net cash of a model on simulated paths, by the rules of the cash flows: each month's shutdown, and profit
 * share, decided on its own, tax with losses carried forward, coins kept valued at the path's price at the end of
 * the last month. The market may be longer than the model.
 */
export function sitePaths(model: Model, columns: SiteColumns, market: MarketPaths): SitePaths {
  const { months: last, shutdown, profitShare, lossLimit } = model;
  const flows = cashflowsOf(model);
  const { isOn, revenue: revenues, heat: heats, power: powers, btc } = flows.months;
  const { count: parts, multipliers, lowest, highest } = bucketsOf(model.powerPriceShape);
  const fixed = fixedParts(model, flows);
  const final = finalPrice(model);
  const keeps = keepsCoins(model);
  const { net, share, margin, kept, keptCost, keptCoins, keptValue, gains, losses } = columns;

  /** Rising multipliers and their sums, for prices above 0, and behind them the falling ones, for prices below. */
  const writeParts = (numbers: Float64Array) => {
    numbers.set(multipliers, columns.multipliers);
    for (let part = 0; part < parts; part++)
      numbers[columns.multipliers + parts + part] = at(multipliers, parts - 1 - part);
    numbers.set(lowest, columns.sums);
    numbers.set(highest, columns.sums + parts + 1);
  };

  const runMonth = (kernel: Kernel, month: number, count: number) => {
    const growth = market.revenue[month] ?? NaN;
    const revenue = at(revenues, month);
    const heat = at(heats, month);
    const power = at(powers, month);
    if (parts > 1 && isOn[month] === 1) {
      const [firstMultiplier, firstSum] = power < 0 ? [parts, parts + 1] : [0, 0];
      kernel.runParts({
        count,
        margin,
        share,
        growth,
        revenue,
        heat,
        power,
        parts,
        multipliers: columns.multipliers + firstMultiplier,
        sums: columns.sums + firstSum,
        runsAlways: !shutdown,
      });
    } else {
      const cost = power * at(multipliers, 0);
      const least = isOn[month] !== 1 ? Infinity : shutdown ? cost : -Infinity;
      kernel.runWhole({ count, margin, share, growth, revenue, heat, power: cost, least });
    }
  };

  const run: SitePaths["run"] = (kernel, numbers, count, eachMonth) => {
    for (const column of [losses, gains, keptCost, keptCoins]) numbers.fill(0, column, column + count);
    if (parts > 1) writeParts(numbers);
    for (let month = 1; month <= last; month++) {
      runMonth(kernel, month, count);
      if (keeps) {
        const held = inMonth(model.hodlShare, month);
        const [growth, coins] = [market.revenue[month] ?? NaN, market.coins[month] ?? NaN];
        const revenue = held * at(revenues, month);
        const value = held * at(btc, month) * final;
        kernel.keep({ count, kept, keptCost, keptCoins, growth, coins, share, revenue, value });
        if (month === last) {
          kernel.multiply(keptValue, keptCoins, market.endPrice.get(last) ?? NaN, count);
          kernel.addScaled(gains, keptValue, count, 1);
          kernel.addScaled(gains, keptCost, count, -1);
        }
      }
      kernel.settle({
        count,
        net,
        margin,
        gains,
        losses,
        profitShare,
        fixedProfit: at(fixed.profit, month),
        fixedCash: at(fixed.cash, month),
        taxRate: inMonth(model.taxRate, month),
        lossLimit,
      });
      if (keeps) kernel.addScaled(net, kept, count, -1);
      if (keeps && month === last) kernel.addScaled(net, keptValue, count, 1);
      eachMonth(month);
    }
  };

  return { keepsCoins: keeps, run };
}

/** What does not change from path to path, in USD by month, in the cash and in the taxable profit. */
export function fixedParts(model: Model, flows: Cashflows): { cash: Float64Array; profit: Float64Array } {
  const { otherRevenue, otherOpex, depreciation, interest, accrued, principal, outlays } = flows;
  const last = model.months;
  const cash = new Float64Array(last + 1);
  const profit = new Float64Array(last + 1);
  let bookValue = flows.totalOutlay;
  for (let month = 1; month <= last; month++) {
    bookValue -= at(depreciation, month);
    const operating = at(otherRevenue, month) - at(otherOpex, month);
    cash[month] = operating - at(interest, month) - at(principal, month) - at(outlays, month);
    profit[month] = operating - at(depreciation, month) - at(accrued, month);
  }
  cash[last] = at(cash, last) + model.resaleValue;
  if (model.depreciation !== "none") profit[last] = at(profit, last) + (model.resaleValue - bookValue);
  return { cash, profit };
}
