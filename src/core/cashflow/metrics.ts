import { answerOf, NoAnswerError, type Answer } from "../errors";
import { at } from "../numeric/at";
import { sum } from "../numeric/sum";
import { passingColumns } from "./columns";
import { cashflowsOf, operationsOf, type Cashflows, type Operations } from "./cashflows";
import { internalRateOfReturn } from "./internalRate";
import { economicLife, netPresentValue, payback } from "./valuation";
import { minePerBuyRatio } from "./mineVsBuy";
import type { Model } from "./model";

/** What a model can be judged by, in every function that asks for a metric. */
export const metrics = [
  "npv",
  "irr",
  "payback",
  "economic_life",
  "profit",
  "btc",
  "cost_per_btc",
  "ratio",
  "dscr",
] as const;
export type Metric = (typeof metrics)[number];

/** The metric of a model. Throws NoAnswerError where it has none, such as a payback that never comes. */
export function metricOf(model: Model, metric: Metric): number {
  const column = passingColumns(model.months);
  switch (metric) {
    case "npv":
      return netPresentValue(cashflowsOf(model, column), model.discountRate, column());
    case "irr":
      return internalRateOf(model, cashflowsOf(model, column));
    case "payback":
      return payback(cashflowsOf(model, column));
    case "economic_life":
      return economicLife(model);
    case "profit":
      return operatingProfit(operationsOf({ ...model, months: model.startMonth }), model.startMonth);
    case "btc":
      return sum(operationsOf(model, column).btc);
    case "cost_per_btc": {
      const operations = operationsOf(model, column);
      return costPerBtc(costOfCoins(operations), sum(operations.btc));
    }
    case "ratio":
      return minePerBuyRatio(model);
    case "dscr":
      return debtServiceCoverage(cashflowsOf(model, column));
  }
}

/** IRR of the net cash, over months or, with dated discounting, between the dates. */
export function internalRateOf(
  { discounting }: Pick<Model, "discounting">,
  { net, months }: Pick<Cashflows, "net" | "months">,
): number {
  return internalRateOfReturn(net, discounting === "dated" ? months.years : undefined);
}

/** The metric, or the error that says why there is none. */
export function metricOrError(model: Model, metric: Metric): Answer {
  return answerOf(() => metricOf(model, metric));
}

/** Revenue, heat and other revenue less power, profit share and other opex of a month, in USD. */
function operatingProfit(flows: Operations, month: number): number {
  const { revenue, heat, otherRevenue, power, profitShare, otherOpex } = flows;
  const earned = at(revenue, month) + at(heat, month) + at(otherRevenue, month);
  return earned - at(power, month) - at(profitShare, month) - at(otherOpex, month);
}

/** What the coins of the whole life cost, less heat and other revenue, in USD. */
export function costOfCoins({ power, otherOpex, profitShare, heat, otherRevenue }: Operations): number {
  const costs = power.map(
    (cost, month) =>
      cost + at(otherOpex, month) + at(profitShare, month) - at(heat, month) - at(otherRevenue, month),
  );
  return sum(costs);
}

export function costPerBtc(cost: number, mined: number): number {
  if (mined === 0) throw new NoAnswerError("mines nothing");
  return cost / mined;
}

/**
 * Lowest ratio, over the months with debt service, of the cash before interest, principal and staged payments to that
 * service.
 */
function debtServiceCoverage({ net, interest, principal, outlays, service, balance }: Cashflows): number {
  if (at(balance, 0) === 0) throw new NoAnswerError("there is no loan to cover");
  let lowest = Infinity;
  for (let month = 1; month < service.length; month++) {
    const due = at(service, month);
    if (due === 0) continue;
    const cash = at(net, month) + at(interest, month) + at(principal, month) + at(outlays, month);
    lowest = Math.min(lowest, cash / due);
  }
  if (lowest === Infinity) throw new NoAnswerError("no month has debt service");
  return lowest;
}
