import { bucketsCovered, bucketsOf, multiplierOf } from "../cashflow/buckets";
import { cashflowsOf, type Cashflows } from "../cashflow/cashflows";
import { inMonth, type Model } from "../cashflow/model";
import { finalPrice } from "../cashflow/months";
import { at } from "../numeric/at";
import type { MarketPath } from "./marketPath";

/** The result of a path by month; the index is the month, and 0 is time 0, at which all is 0. */
interface PathResult {
  /** USD. */
  readonly net: Float64Array;
  /** Share of the month that is run. */
  readonly share: Float64Array;
}

/**
 * The monthly net cash of a model on simulated paths, by the rules of the cash flows: each month's shutdown, and profit
 * share, decided on its own, tax with losses carried forward, coins kept valued at the path's price at the end of
 * the last month. The path may be longer than the model. The result is reused.
 */
export function pathCash(model: Model): (path: MarketPath) => PathResult {
  const { months: last, shutdown, profitShare, resaleValue, lossLimit } = model;
  const flows = cashflowsOf(model);
  const { isOn, revenue: revenues, heat: heats, power: powers, btc: coinsMined } = flows.months;
  const buckets = bucketsOf(model.powerPriceShape);
  const fixed = fixedParts(model, flows);
  const column = (of: (month: number) => number) =>
    Float64Array.from({ length: last + 1 }, (_, month) => (month === 0 ? 0 : of(month)));
  const hodlShares = column((month) => inMonth(model.hodlShare, month));
  const taxRates = column((month) => inMonth(model.taxRate, month));
  const final = finalPrice(model);
  const result: PathResult = { net: new Float64Array(last + 1), share: new Float64Array(last + 1) };
  return ({ price, coins, endPrice }) => {
    let lossForward = 0;
    let keptCoins = 0;
    let keptCost = 0;
    for (let month = 1; month <= last; month++) {
      let margin = 0;
      let kept = 0;
      let run = 0;
      if (isOn[month] === 1) {
        const coinFactor = at(coins, month - 1);
        const possible = at(revenues, month) * coinFactor * at(price, month - 1);
        const heat = at(heats, month);
        const cost = at(powers, month);
        const running = shutdown ? bucketsCovered(buckets, cost, possible + heat) : buckets.count;
        if (running > 0) {
          run = running / buckets.count;
          const revenue = possible * run;
          margin = revenue + heat * run - (cost * multiplierOf(buckets, cost, running)) / buckets.count;
          margin -= profitShare * Math.max(0, margin);
          kept = at(hodlShares, month) * revenue;
          keptCoins += at(hodlShares, month) * at(coinsMined, month) * coinFactor * run;
          keptCost += kept;
        }
      }
      const keptValue = month === last ? keptCoins * final * at(endPrice, last - 1) : 0;
      const profit = margin + at(fixed.profit, month) + (month === last ? keptValue - keptCost : 0);
      const offset = Math.min(lossForward, lossLimit * Math.max(0, profit));
      const tax = at(taxRates, month) * (Math.max(0, profit) - offset);
      lossForward = lossForward - offset + Math.max(0, -profit);
      const closing = month === last ? resaleValue + keptValue : 0;
      result.share[month] = run;
      result.net[month] = margin - kept + at(fixed.cash, month) - tax + closing;
    }
    return result;
  };
}

/** What does not change from path to path, in USD by month, in the cash and in the taxable profit. */
function fixedParts(model: Model, flows: Cashflows): { cash: Float64Array; profit: Float64Array } {
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
  if (model.depreciation !== "none") profit[last] = at(profit, last) + (model.resaleValue - bookValue);
  return { cash, profit };
}
