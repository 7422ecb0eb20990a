import { answerOf, NumericError, type Answer } from "../errors";
import { at } from "../numeric/at";
import { sum } from "../numeric/sum";
import { cashflowsOf, type Cashflows } from "./cashflows";
import { costOfCoins, costPerBtc, internalRateOf, metricOf } from "./metrics";
import { checksOf } from "./modelTable";
import type { Model } from "./model";
import type { Months } from "./months";
import type { Site } from "./sites";
import { netPresentValue, payback } from "./valuation";

/** What a site is worth, or all of them together. */
interface Worth {
  name: string;
  /** USD: all that is paid for the machines. */
  capex: number;
  btc: number;
  /** USD, each site at its own rate. */
  npv: number;
  /** Per year. */
  irr: Answer;
  /** Months. */
  payback: Answer;
  /** USD per BTC. */
  costPerBtc: Answer;
  /** USD, of each site's own start month. */
  profit: number;
  /** What looks odd about the site. */
  check: string;
}

/** The cash of sites added up by month; after its own horizon a site brings nothing. */
interface SummedCash extends Pick<Cashflows, "net" | "cumulative" | "totalOutlay" | "isStaged"> {
  /** Those of the longest horizon. */
  readonly months: Months;
}

/** In a table of models a blank cell is 0, which is a rate. */
export const ZERO_DISCOUNT_RATE = "discount rate 0: a blank counts as 0";

/** A line for each site and one, called Total, for all of them. */
export function portfolio(sites: readonly Site[]): Worth[] {
  const lines: Worth[] = [];
  const flowsBySite: Cashflows[] = [];
  const total = { capex: 0, btc: 0, npv: 0, profit: 0, cost: 0 };
  // The same for all of them.
  let discounting: Model["discounting"] = "periodic";
  for (const { name, model, settings } of sites) {
    const flows = cashflowsOf(model);
    const btc = sum(flows.btc);
    const npv = netPresentValue(flows, model.discountRate);
    const cost = costOfCoins(flows);
    const profit = metricOf(model, "profit");
    const remarks = Object.values(checksOf(model, settings, flows.months));
    if (model.discountRate === 0) remarks.push(ZERO_DISCOUNT_RATE);
    lines.push({
      name,
      capex: flows.totalOutlay,
      btc,
      npv,
      irr: answerOf(() => internalRateOf(model, flows)),
      payback: answerOf(() => payback(flows)),
      costPerBtc: answerOf(() => costPerBtc(cost, btc)),
      profit,
      check: remarks.join("; "),
    });
    flowsBySite.push(flows);
    discounting = model.discounting;
    total.capex += flows.totalOutlay;
    total.btc += btc;
    total.npv += npv;
    total.profit += profit;
    total.cost += cost;
  }
  const cash = summedCash(flowsBySite);
  lines.push({
    name: "Total",
    capex: total.capex,
    btc: total.btc,
    npv: total.npv,
    irr: answerOf(() => internalRateOf({ discounting }, cash)),
    payback: answerOf(() => payback(cash)),
    costPerBtc: answerOf(() => costPerBtc(total.cost, total.btc)),
    profit: total.profit,
    check: "",
  });
  return lines;
}

/** The net cash in USD of sites by month, in the order of the sites, and added up; at least one site. */
export function portfolioCash(sites: readonly Site[]): { bySite: Float64Array[]; sum: SummedCash } {
  const flows = sites.map(({ model }) => cashflowsOf(model));
  return { bySite: flows.map(({ net }) => net), sum: summedCash(flows) };
}

function summedCash(sites: readonly Cashflows[]): SummedCash {
  const { months } = sites.reduce((longest, site) =>
    site.months.last > longest.months.last ? site : longest,
  );
  const net = new Float64Array(months.last + 1);
  const cumulative = new Float64Array(months.last + 1);
  let totalOutlay = 0;
  for (const site of sites) {
    for (let month = 0; month <= site.months.last; month++) net[month] = at(net, month) + at(site.net, month);
    totalOutlay += site.totalOutlay;
  }
  let balance = 0;
  for (let month = 0; month <= months.last; month++) {
    balance += at(net, month);
    if (!Number.isFinite(balance)) throw new NumericError("the cash flows overflow");
    cumulative[month] = balance;
  }
  return { net, cumulative, totalOutlay, isStaged: sites.some(({ isStaged }) => isStaged), months };
}
