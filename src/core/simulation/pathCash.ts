import { cashflowsOf } from "../cashflow/cashflows";
import type { Model } from "../cashflow/model";
import { finalPrice, monthsOf } from "../cashflow/months";
import { at } from "../numeric/at";
import type { MarketPath } from "./marketPath";

/** The result of a path. */
interface PathResult {
  /** USD by month, without time 0. */
  readonly net: Float64Array;
  monthsRun: number;
}

/** What does not change from path to path, month by month, in USD or BTC. */
interface Plan {
  readonly isOn: readonly boolean[];
  readonly revenue: Float64Array;
  readonly btc: Float64Array;
  readonly power: Float64Array;
  /** Other revenue less other opex, interest and principal. */
  readonly fixedCash: Float64Array;
  /** Other revenue less other opex, depreciation and interest; the disposal in the last month. */
  readonly fixedProfit: Float64Array;
}

/**
 * The monthly net cash of a model on simulated paths, by the rules of the cash flows: each month's shutdown decided on
 * its own, tax with losses carried forward, coins kept valued at the path's final price. The result is reused.
 */
export function pathCash(model: Model): (path: MarketPath) => PathResult {
  const { months, shutdown, hodlShare, taxRate, resaleValue } = model;
  const plan = planOf(model);
  const last = finalPrice(model);
  const result: PathResult = { net: new Float64Array(months), monthsRun: 0 };
  return ({ price, coins, finalPrice: finalFactor }) => {
    let lossForward = 0;
    let keptCoins = 0;
    let keptCost = 0;
    result.monthsRun = 0;
    for (let index = 0; index < months; index++) {
      const coinFactor = at(coins, index);
      const possible = at(plan.revenue, index) * coinFactor * at(price, index);
      const cost = at(plan.power, index);
      const runs = (plan.isOn[index] ?? false) && (!shutdown || possible >= cost);
      const revenue = runs ? possible : 0;
      const margin = runs ? possible - cost : 0;
      if (runs) {
        result.monthsRun++;
        keptCoins += hodlShare * at(plan.btc, index) * coinFactor;
        keptCost += hodlShare * revenue;
      }
      const kept = index === months - 1 ? keptCoins * last * finalFactor : 0;
      const profit = margin + at(plan.fixedProfit, index) + (index === months - 1 ? kept - keptCost : 0);
      const tax = taxRate * Math.max(0, profit - lossForward);
      lossForward = Math.max(0, lossForward - profit);
      const closing = index === months - 1 ? resaleValue + kept : 0;
      result.net[index] = margin - hodlShare * revenue + at(plan.fixedCash, index) - tax + closing;
    }
    return result;
  };
}

function planOf(model: Model): Plan {
  const months = monthsOf(model);
  const flows = cashflowsOf({ ...model, shutdown: false }).slice(1);
  let bookValue = model.capex;
  for (const { depreciation } of flows) bookValue -= depreciation;
  const disposal = model.depreciation === "none" ? 0 : model.resaleValue - bookValue;
  const column = (of: (flow: (typeof flows)[number]) => number) => Float64Array.from(flows, of);
  return {
    isOn: months.map(({ isOn }) => isOn),
    revenue: Float64Array.from(months, ({ revenue }) => revenue),
    btc: Float64Array.from(months, ({ btc }) => btc),
    power: Float64Array.from(months, ({ power }) => power),
    fixedCash: column((flow) => flow.otherRevenue - flow.otherOpex - flow.interest - flow.principal),
    fixedProfit: column((flow) => {
      const closing = flow.month === model.months ? disposal : 0;
      return flow.otherRevenue - flow.otherOpex - flow.depreciation - flow.interest + closing;
    }),
  };
}
