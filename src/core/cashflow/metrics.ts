import { answerOf, NoAnswerError, NumericError, type Answer } from "../errors";
import { at } from "../numeric/at";
import { sum } from "../numeric/sum";
import { passingColumns, type NewColumn } from "./columns";
import { cashflowsOf, operationsOf, type Cashflows, type Operations } from "./cashflows";
import { internalRateOfReturn } from "./internalRate";
import { economicLife, netPresentValue, payback } from "./valuation";
import { minePerBuyRatio } from "./mineVsBuy";
import type { Model } from "./model";
import type { Months } from "./months";

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

/** Those that are read off the cash flows. */
type CashMetric = "npv" | "irr" | "payback" | "dscr";
type CoinMetric = "btc" | "cost_per_btc";

/** The metric of a model. Throws NoAnswerError where it has none, such as a payback that never comes. */
export function metricOf(model: Model, metric: Metric): number {
  const column = passingColumns(model.months);
  switch (metric) {
    case "npv":
    case "irr":
    case "payback":
    case "dscr":
      return cashMetric(model, cashflowsOf(model, column), metric, column);
    case "btc":
    case "cost_per_btc":
      return coinMetric(operationsOf(model, column), metric);
    case "economic_life":
      return economicLife(model);
    case "profit":
      return operatingProfit(operationsOf({ ...model, months: model.startMonth }), model.startMonth);
    case "ratio":
      return minePerBuyRatio(model);
  }
}

function cashMetric(model: Model, flows: Cashflows, metric: CashMetric, column: NewColumn): number {
  switch (metric) {
    case "npv":
      return netPresentValue(flows, model.discountRate, column());
    case "irr":
      return internalRateOf(model, flows);
    case "payback":
      return payback(flows);
    case "dscr":
      return debtServiceCoverage(flows);
  }
}

function coinMetric(operations: Operations, metric: CoinMetric): number {
  const mined = sum(operations.btc);
  return metric === "btc" ? mined : costPerBtc(costOfCoins(operations), mined);
}

/**
 * Several metrics of a model, each as `metricOrError` gives it; the cash flows are computed once for all of them. `seen` gets
 * the months behind them, which it may not keep; it is not called where the cash flows overflow.
 */
export function metricsOf<M extends Metric>(
  model: Model,
  wanted: readonly M[],
  seen?: (months: Months) => void,
): Record<M, Answer> {
  const column = passingColumns(model.months);
  const flows = cashflowsOrNone(model, column);
  if (flows !== undefined) seen?.(flows.months);
  const answers: Partial<Record<Metric, Answer>> = {};
  const others: M[] = [];
  for (const metric of wanted) {
    if (flows === undefined) others.push(metric);
    else if (metric === "npv" || metric === "irr" || metric === "payback" || metric === "dscr")
      answers[metric] = answerOf(() => cashMetric(model, flows, metric, column));
    else if (metric === "btc" || metric === "cost_per_btc")
      answers[metric] = answerOf(() => coinMetric(flows, metric));
    else others.push(metric);
  }
  // These take the columns of the cash flows for their own.
  for (const metric of others) answers[metric] = metricOrError(model, metric);
  return answers as Record<M, Answer>;
}

/** Undefined where they overflow: a metric that does not need all of them may have an answer. */
function cashflowsOrNone(model: Model, column: NewColumn): Cashflows | undefined {
  try {
    return cashflowsOf(model, column);
  } catch (error) {
    if (error instanceof NumericError) return undefined;
    throw error;
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
