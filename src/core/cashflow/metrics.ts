import { NoAnswerError } from "../errors";
import { least } from "../numeric/extremes";
import { sum } from "../numeric/sum";
import { cashflowsOf, type Cashflow } from "./cashflows";
import { internalRateOfReturn } from "./internalRate";
import { economicLife, netPresentValue, payback } from "./valuation";
import { levelPayment } from "./loan";
import { minePerBuyRatio } from "./mineVsBuy";
import type { Model } from "./model";
import { monthsOf } from "./months";

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

/** The metric of a model. Throws NoAnswerError where it has none, such such such as a payback that never comes. */
export function metricOf(model: Model, metric: Metric): number {
  switch (metric) {
    case "npv":
      return netPresentValue(cashflowsOf(model), model.discountRate);
    case "irr":
      return internalRateOfReturn(cashflowsOf(model).map(({ net }) => net));
    case "payback":
      return payback(cashflowsOf(model));
    case "economic_life":
      return economicLife(monthsOf(model));
    case "profit":
      return operatingProfit(cashflowsOf({ ...model, months: 1 })[1]);
    case "btc":
      return sum(cashflowsOf(model).map(({ btc }) => btc));
    case "cost_per_btc":
      return costPerBtc(cashflowsOf(model));
    case "ratio":
      return minePerBuyRatio(model, cashflowsOf(model));
    case "dscr":
      return debtServiceCoverage(model, cashflowsOf(model));
  }
}

/** The metric, or the error that says why there is none. */
export function metricOrError(model: Model, metric: Metric): number | NoAnswerError {
  try {
    return metricOf(model, metric);
  } catch (error) {
    if (error instanceof NoAnswerError) return error;
    throw error;
  }
}

/** Revenue and other revenue less power and other opex of a month, in USD. */
function operatingProfit(flow: Cashflow | undefined): number {
  return flow === undefined ? NaN : flow.revenue + flow.otherRevenue - flow.power - flow.otherOpex;
}

/** Power and other opex less other revenue over the coins of the whole life, in USD per BTC. */
function costPerBtc(flows: readonly Cashflow[]): number {
  const btc = sum(flows.map((flow) => flow.btc));
  if (btc === 0) throw new NoAnswerError("no coins are mined");
  return sum(flows.map(({ power, otherOpex, otherRevenue }) => power + otherOpex - otherRevenue)) / btc;
}

/** Lowest ratio, over the months of the loan, of the cash before interest and principal to the level payment. */
function debtServiceCoverage(model: Model, flows: readonly Cashflow[]): number {
  const { loan: amount, loanRate: rate, loanMonths: months } = model;
  if (amount === 0) throw new NoAnswerError("there is no loan to cover");
  const payment = levelPayment({ amount, rate, months });
  const repaid = flows.filter(({ month }) => month >= 1 && month <= months);
  return least(repaid.map(({ net, interest, principal }) => (net + interest + principal) / payment));
}
