import { NumericError } from "../errors";
import { at } from "../numeric/at";
import { bucketsCovered, bucketsOf, multiplierOf } from "./buckets";
import { growthToMiddle } from "./calendar";
import { columnsOf, type NewColumn } from "./columns";
import { depreciationsOf, outlaysOf } from "./depreciationSchedule";
import { loanSchedule } from "./loan";
import { inMonth, type Model } from "./model";
import { finalPrice, filled, monthsOf, type Months } from "./months";

/** What the machines do and earn, after the decision which parts of a month are run; USD, the index is the month. */
export interface Operations {
  readonly months: Months;
  /** Share of the month that is run. */
  readonly share: Float64Array;
  /** Coins mined, after the pool fee. */
  readonly btc: Float64Array;
  readonly revenue: Float64Array;
  readonly heat: Float64Array;
  readonly power: Float64Array;
  /** Paid to the host. */
  readonly profitShare: Float64Array;
  readonly otherOpex: Float64Array;
  readonly otherRevenue: Float64Array;
}

/**
 * Time 0 and months 1 to N of a model's life in USD, a column a quantity; the index is the month. Costs are positive.
 *
 * net = revenue + heat + otherRevenue - power - profitShare - otherOpex - tax - coinsKept - interest - principal +
 * capital.
 */
export interface Cashflows extends Operations {
  readonly tax: Float64Array;
  /** Coins mined but not sold, at the month's price. */
  readonly coinsKept: Float64Array;
  /** Interest that is paid. */
  readonly interest: Float64Array;
  /** Interest of the month, paid or not, which is what is deducted. */
  readonly accrued: Float64Array;
  readonly principal: Float64Array;
  /** What is owed at the end of the month. */
  readonly balance: Float64Array;
  /** Interest and principal due by the loan's terms. */
  readonly service: Float64Array;
  /** Capex at 0, and what is paid later. */
  readonly outlays: Float64Array;
  /** The sum of the outlays. */
  readonly totalOutlay: number;
  /** Whether some of it is paid after time 0. */
  readonly isStaged: boolean;
  /** Loan less capex at time 0; less later outlays; resale and kept coins in the last month. */
  readonly capital: Float64Array;
  readonly net: Float64Array;
  readonly cumulative: Float64Array;
  /** Not cash. */
  readonly depreciation: Float64Array;
  readonly taxableProfit: Float64Array;
  /** Losses carried forward at the end of the month. */
  readonly lossForward: Float64Array;
}

/** The months of a model with the decision what to run. */
export function operationsOf(model: Model, column: NewColumn = columnsOf(model.months)): Operations {
  const months = monthsOf(model, column);
  const { isOn, last } = months;
  const { startMonth, otherOpex: opex } = model;
  const buckets = bucketsOf(model.powerPriceShape);
  const share = column();
  const btc = column();
  const revenue = column();
  const heat = column();
  const power = column();
  const profitShare = column();
  const otherOpex = filled(opex, growthToMiddle(model.otherOpexGrowth, 12, last), column(), startMonth);
  const otherRevenue = filled(model.otherRevenue, undefined, column(), startMonth);
  for (let month = startMonth; month <= last; month++) {
    if (isOn[month] !== 1) continue;
    const possible = at(months.revenue, month);
    const possibleHeat = at(months.heat, month);
    const cost = at(months.power, month);
    const running = model.shutdown ? bucketsCovered(buckets, cost, possible + possibleHeat) : buckets.count;
    if (running === 0) continue;
    const run = running / buckets.count;
    const [earned, sold] = [possible * run, possibleHeat * run];
    const paid = (cost * multiplierOf(buckets, cost, running)) / buckets.count;
    const margin = earned + sold - paid;
    if (!Number.isFinite(margin)) throw new NumericError("the cash flows overflow");
    share[month] = run;
    btc[month] = at(months.btc, month) * run;
    revenue[month] = earned;
    heat[month] = sold;
    power[month] = paid;
    profitShare[month] = model.profitShare * Math.max(0, margin);
  }
  return { months, share, btc, revenue, heat, power, profitShare, otherOpex, otherRevenue };
}

/** Time 0 and months 1 to N of a model's life. Rules: months sold as mined, taxed and shut down one by one. */
export function cashflowsOf(model: Model, column: NewColumn = columnsOf(model.months)): Cashflows {
  const operations = operationsOf(model, column);
  const { months, share, btc, revenue, heat, power, profitShare, otherOpex, otherRevenue } = operations;
  const { last } = months;
  const { accrued, interest, principal, balance, service } = loanSchedule(model);
  const { total, paid, isStaged } = outlaysOf(model);
  const depreciation = depreciationsOf(model, months.inService);
  const coinsKept = column();
  const kept = coinsKeptOf(model, operations, coinsKept);
  let deducted = 0;
  for (let month = 1; month <= last; month++) deducted += at(depreciation, month);
  const disposal = model.depreciation === "none" ? 0 : model.resaleValue - (total - deducted);

  const tax = column();
  const capital = column();
  const net = column();
  const cumulative = column();
  const taxableProfit = column();
  const lossForward = column();
  let loss = 0;
  let cash = 0;
  for (let month = 0; month <= last; month++) {
    const earned = at(revenue, month) + at(heat, month) + at(otherRevenue, month);
    const income = earned - at(power, month) - at(profitShare, month) - at(otherOpex, month);
    let due = 0;
    if (month > 0) {
      const costs =
        at(power, month) +
        at(profitShare, month) +
        at(otherOpex, month) +
        at(depreciation, month) +
        at(accrued, month);
      const profit = earned - costs + (month === last ? disposal + kept.value - kept.cost : 0);
      const offset = Math.min(loss, model.lossLimit * Math.max(0, profit));
      due = inMonth(model.taxRate, month) * (Math.max(0, profit) - offset);
      loss = loss - offset + Math.max(0, -profit);
      tax[month] = due;
      taxableProfit[month] = profit;
      lossForward[month] = loss;
    }
    const received = month === 0 ? model.loan : month === last ? model.resaleValue + kept.value : 0;
    const invested = received - at(paid, month);
    capital[month] = invested;
    const flow = income - due - at(coinsKept, month) - at(interest, month) - at(principal, month) + invested;
    net[month] = flow;
    cash += flow;
    if (!Number.isFinite(cash)) throw new NumericError("the cash flows overflow");
    cumulative[month] = cash;
  }
  return {
    months,
    share,
    btc,
    revenue,
    heat,
    power,
    profitShare,
    otherOpex,
    otherRevenue,
    tax,
    coinsKept,
    interest,
    accrued,
    principal,
    balance,
    service,
    outlays: paid,
    totalOutlay: total,
    isStaged,
    capital,
    net,
    cumulative,
    depreciation,
    taxableProfit,
    lossForward,
  };
}

/** Fills the column of the coins kept, in USD of their months; what they are worth at the end, and what they cost. */
function coinsKeptOf(
  model: Model,
  { btc, revenue }: Operations,
  coinsKept: Float64Array,
): { value: number; cost: number } {
  let mined = 0;
  let coins = 0;
  let cost = 0;
  for (let month = 1; month < coinsKept.length; month++) {
    const share = inMonth(model.hodlShare, month);
    coinsKept[month] = share * at(revenue, month);
    mined += at(btc, month);
    coins += share * at(btc, month);
    cost += at(coinsKept, month);
  }
  if (typeof model.hodlShare === "number") coins = model.hodlShare * mined;
  return { value: coins * finalPrice(model), cost };
}
