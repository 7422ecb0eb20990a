import { NumericError } from "../errors";
import { depreciationOfMonth } from "./depreciationSchedule";
import { loanSchedule } from "./loan";
import { finalPrice, monthsOf, type Month } from "./months";
import { inMonth, type Model } from "./model";

/**
 * One month of a model in USD; costs are positive.
 *
 * net = revenue + otherRevenue - power - otherOpex - tax - coinsKept - interest - principal + capital.
 */
export interface Cashflow {
  month: number;
  height: number | undefined;
  /** Undefined at time 0, as are difficulty, price and isRun. */
  subsidy: number | undefined;
  difficulty: number | undefined;
  price: number | undefined;
  isRun: boolean | undefined;
  /** Coins mined, after the pool fee. */
  btc: number;
  revenue: number;
  otherRevenue: number;
  power: number;
  otherOpex: number;
  tax: number;
  /** Coins mined but not sold, at the month's price. */
  coinsKept: number;
  interest: number;
  principal: number;
  /** Capex and loan at time 0; resale and kept coins in the last month. */
  capital: number;
  net: number;
  cumulative: number;
  /** Not cash. */
  depreciation: number;
}

/** Time 0 and months 1 to N of a model's life. Rules: months sold as mined, taxed and shut down one by one. */
export function cashflowsOf(model: Model): Cashflow[] {
  const loan = loanSchedule(
    { amount: model.loan, rate: model.loanRate, months: model.loanMonths },
    model.months,
  );
  const months = monthsOf(model);
  const operations = months.map((month, index) => operation(model, month, loan[index]));
  const closing = closingOf(model, operations);
  const rows = taxed(model, operations, closing.taxable).map((flow) => {
    const capital = flow.month === model.months ? model.resaleValue + closing.keptCoins : 0;
    return { ...flow, capital };
  });
  return accumulated([startOf(model), ...rows]);
}

type Operation = Omit<Cashflow, "tax" | "capital" | "net" | "cumulative">;
type Untotalled = Omit<Cashflow, "net" | "cumulative">;

function operation(
  model: Model,
  month: Month,
  { interest, principal } = { interest: 0, principal: 0 },
): Operation {
  const { height, subsidy, difficulty, price } = month;
  const isRun = month.isOn && (!model.shutdown || month.revenue >= month.power);
  const btc = isRun ? month.btc : 0;
  const revenue = isRun ? month.revenue : 0;
  return {
    month: month.month,
    height,
    subsidy,
    difficulty,
    price,
    isRun,
    btc,
    revenue,
    interest,
    principal,
    otherRevenue: inMonth(model.otherRevenue, month.month),
    power: isRun ? month.power : 0,
    otherOpex: inMonth(model.otherOpex, month.month),
    coinsKept: model.hodlShare * revenue,
    depreciation: depreciationOfMonth(assetOf(model), month.month),
  };
}

function assetOf({ depreciation, capex, resaleValue, depreciationLife }: Model) {
  return { method: depreciation, cost: capex, salvage: Math.min(resaleValue, capex), life: depreciationLife };
}

/** What the last month adds: the coins kept at the final price, and the taxable gain on them and on the resale. */
function closingOf(model: Model, operations: readonly Operation[]) {
  let [btc, depreciation, coinsKept] = [0, 0, 0];
  for (const flow of operations) {
    btc += flow.btc;
    depreciation += flow.depreciation;
    coinsKept += flow.coinsKept;
  }
  const keptCoins = model.hodlShare * btc * finalPrice(model);
  const bookValue = model.capex - depreciation;
  const disposal = model.depreciation === "none" ? 0 : model.resaleValue - bookValue;
  return { keptCoins, taxable: disposal + keptCoins - coinsKept };
}

/** With the tax of each month; losses carry forward without limit, and none is refunded at the end. */
function taxed({ taxRate, months }: Model, operations: readonly Operation[], closing: number) {
  let lossForward = 0;
  return operations.map((flow) => {
    const costs = flow.power + flow.otherOpex + flow.depreciation + flow.interest;
    const profit = flow.revenue + flow.otherRevenue - costs + (flow.month === months ? closing : 0);
    const tax = taxRate * Math.max(0, profit - lossForward);
    lossForward = Math.max(0, lossForward - profit);
    return { ...flow, tax };
  });
}

function startOf({ capex, loan }: Model): Untotalled {
  const flows = { btc: 0, revenue: 0, otherRevenue: 0, power: 0, otherOpex: 0, tax: 0, coinsKept: 0 };
  const market = {
    height: undefined,
    subsidy: undefined,
    difficulty: undefined,
    price: undefined,
    isRun: undefined,
  };
  return { month: 0, ...market, ...flows, interest: 0, principal: 0, capital: loan - capex, depreciation: 0 };
}

/** Adds each row's net cash and the running total. Throws NumericError where the inputs overflow. */
function accumulated(rows: readonly Untotalled[]): Cashflow[] {
  let cumulative = 0;
  return rows.map((row) => {
    const income = row.revenue + row.otherRevenue - row.power - row.otherOpex;
    const net = income - row.tax - row.coinsKept - row.interest - row.principal + row.capital;
    cumulative += net;
    if (!Number.isFinite(cumulative)) throw new NumericError("the cash flows overflow");
    return { ...row, net, cumulative };
  });
}
