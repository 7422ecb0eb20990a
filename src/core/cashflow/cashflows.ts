import { NumericError } from "../errors";
import { at } from "../numeric/at";
import { bucketsCovered, bucketsOf, multiplierOf } from "./buckets";
import { depreciationsOf, outlaysOf } from "./depreciationSchedule";
import { loanSchedule } from "./loan";
import { inMonth, type Model } from "./model";
import { finalPrice, grown, monthsOf, type Months } from "./months";

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
export function operationsOf(model: Model): Operations {
  const months = monthsOf(model);
  const buckets = bucketsOf(model.powerPriceShape);
  const column = () => new Float64Array(months.last + 1);
  const share = column();
  const btc = column();
  const revenue = column();
  const heat = column();
  const power = column();
  const profitShare = column();
  const otherOpex = column();
  const otherRevenue = column();
  for (let month = 1; month <= months.last; month++) {
    if (month >= model.startMonth) {
      otherOpex[month] = grown(model.otherOpex, model.otherOpexGrowth, (month - 0.5) / 12, month);
      otherRevenue[month] = inMonth(model.otherRevenue, month);
    }
    if (months.isOn[month] !== 1) continue;
    const possible = at(months.revenue, month);
    const possibleHeat = at(months.heat, month);
    const cost = at(months.power, month);
    const running = model.shutdown ? bucketsCovered(buckets, cost, possible + possibleHeat) : buckets.count;
    if (running === 0) continue;
    const run = running / buckets.count;
    share[month] = run;
    btc[month] = at(months.btc, month) * run;
    revenue[month] = possible * run;
    heat[month] = possibleHeat * run;
    power[month] = (cost * multiplierOf(buckets, cost, running)) / buckets.count;
    const margin = at(revenue, month) + at(heat, month) - at(power, month);
    if (!Number.isFinite(margin)) throw new NumericError("the cash flows overflow");
    profitShare[month] = model.profitShare * Math.max(0, margin);
  }
  return { months, share, btc, revenue, heat, power, profitShare, otherOpex, otherRevenue };
}

/** Time 0 and months 1 to N of a model's life. Rules: months sold as mined, taxed and shut down one by one. */
export function cashflowsOf(model: Model): Cashflows {
  const operations = operationsOf(model);
  const { months, btc, revenue, heat, power, profitShare, otherOpex, otherRevenue } = operations;
  const { last } = months;
  const loan = loanSchedule(model);
  const { total, paid, isStaged } = outlaysOf(model);
  const depreciation = depreciationsOf(model, months.inService);
  const column = () => new Float64Array(last + 1);
  const tax = column();
  const coinsKept = column();
  const capital = column();
  const net = column();
  const cumulative = column();
  const taxableProfit = column();
  const lossForward = column();

  let mined = 0;
  let keptBtc = 0;
  let keptCost = 0;
  let deducted = 0;
  for (let month = 1; month <= last; month++) {
    const kept = inMonth(model.hodlShare, month);
    coinsKept[month] = kept * at(revenue, month);
    mined += at(btc, month);
    keptBtc += kept * at(btc, month);
    keptCost += at(coinsKept, month);
    deducted += at(depreciation, month);
  }
  if (typeof model.hodlShare === "number") keptBtc = model.hodlShare * mined;
  const keptCoins = keptBtc * finalPrice(model);
  const disposal = model.depreciation === "none" ? 0 : model.resaleValue - (total - deducted);

  let loss = 0;
  let balance = 0;
  for (let month = 0; month <= last; month++) {
    const income =
      at(revenue, month) +
      at(heat, month) +
      at(otherRevenue, month) -
      at(power, month) -
      at(profitShare, month) -
      at(otherOpex, month);
    if (month > 0) {
      const costs =
        at(power, month) +
        at(profitShare, month) +
        at(otherOpex, month) +
        at(depreciation, month) +
        at(loan.accrued, month);
      const earned = at(revenue, month) + at(heat, month) + at(otherRevenue, month);
      const profit = earned - costs + (month === last ? disposal + keptCoins - keptCost : 0);
      const offset = Math.min(loss, model.lossLimit * Math.max(0, profit));
      tax[month] = inMonth(model.taxRate, month) * (Math.max(0, profit) - offset);
      loss = loss - offset + Math.max(0, -profit);
      taxableProfit[month] = profit;
      lossForward[month] = loss;
    }
    const received = month === 0 ? model.loan : month === last ? model.resaleValue + keptCoins : 0;
    capital[month] = received - at(paid, month);
    net[month] =
      income -
      at(tax, month) -
      at(coinsKept, month) -
      at(loan.interest, month) -
      at(loan.principal, month) +
      at(capital, month);
    balance += at(net, month);
    if (!Number.isFinite(balance)) throw new NumericError("the cash flows overflow");
    cumulative[month] = balance;
  }
  return {
    ...operations,
    tax,
    coinsKept,
    interest: loan.interest,
    accrued: loan.accrued,
    principal: loan.principal,
    balance: loan.balance,
    service: loan.service,
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
