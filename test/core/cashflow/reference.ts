import type { Decimal } from "decimal.js";
import { macrsPercentages } from "../../../src/core/costs/macrs";
import { inMonth, type Model, type Quantity } from "../../../src/core/cashflow/model";
import { Exact, exact } from "../../exact";

/** Digits that count, with some to spare. */
const Digits = Exact.clone({ precision: 30 });
const decimal = (x: number): Decimal => new Digits(exact(x));
const zero = decimal(0);
const one = decimal(1);
const maximum = (a: Decimal, b: Decimal) => (a.gt(b) ? a : b);
const minimum = (a: Decimal, b: Decimal) => (a.lt(b) ? a : b);
const total = (values: readonly Decimal[]) => values.reduce((sum, value) => sum.plus(value), zero);

/** A day as Excel counts them, from 1 March 1900 (61) on; by hand, a year and a month after the other. */
function serialOf(year: number, month: number, day: number): number {
  let serial = 60;
  for (let y = 1900; y < year; y++) serial += isLeap(y) ? 366 : 365;
  for (let m = 1; m < month; m++) serial += lengthOf(year, m);
  // January and February 1900 lie before.
  return serial - 59 + day;
}
const isLeap = (year: number) => (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
const lengthOf = (year: number, month: number) =>
  month === 2 ? (isLeap(year) ? 29 : 28) : [4, 6, 9, 11].includes(month) ? 30 : 31;

/** The same day `months` later, or the last of a shorter month. */
export function laterByHand(serial: number, months: number): number {
  let year = 1900;
  while (serialOf(year + 1, 1, 1) <= serial) year++;
  let month = 1;
  while (month < 12 && serialOf(year, month + 1, 1) <= serial) month++;
  const day = serial - serialOf(year, month, 1) + 1;
  const index = month - 1 + months;
  year += Math.floor(index / 12);
  month = (index % 12) + 1;
  return serialOf(year, month, Math.min(day, lengthOf(year, month)));
}

/** Columns by name, the index is the month. */
export type Reference = Record<
  | "share"
  | "btc"
  | "revenue"
  | "heat"
  | "power"
  | "profitShare"
  | "otherOpex"
  | "otherRevenue"
  | "tax"
  | "coinsKept"
  | "interest"
  | "principal"
  | "balance"
  | "capital"
  | "net"
  | "cumulative"
  | "depreciation"
  | "taxableProfit"
  | "lossForward",
  Decimal[]
> & {
  readonly npv: Decimal;
  readonly inService: number;
  readonly totalOutlay: Decimal;
  readonly dscr: Decimal | undefined;
};

/**
 * The cash flows of a model with 30 digits, month after month by the words of docs/formulas.md, Lifecycle: balances
 * are carried on, dates counted and blocks added one by one.
 */
export function referenceOf(model: Model): Reference {
  const last = model.months;
  const start = model.startMonth;
  const value = (quantity: Quantity, month: number) => decimal(inMonth(quantity, month));
  /** A series as it is; a number grown over so many halves of a period. */
  const grown = (quantity: Quantity, rate: number, periods: Decimal, month: number) =>
    typeof quantity === "number"
      ? decimal(quantity).times(one.plus(decimal(rate)).pow(periods))
      : value(quantity, month);
  const half = decimal(0.5);
  const twelfth = (x: Decimal) => x.div(12);

  // Time.
  const days = [zero];
  const years = [zero];
  const offsets = [0];
  for (let t = 1; t <= last; t++) {
    if (model.startDate === undefined) {
      days.push(decimal(30.4375));
      offsets.push(30.4375 * t);
    } else {
      const offset = laterByHand(model.startDate, t) - model.startDate;
      days.push(decimal(offset - (offsets[t - 1] ?? 0)));
      offsets.push(offset);
    }
    years.push(model.discounting === "dated" ? decimal(offsets[t] ?? 0).div(365) : decimal(t).div(12));
  }
  const dayOf = (t: number) => days[t] ?? zero;

  // Machines.
  const hashrate = (t: number) =>
    t < start
      ? zero
      : grown(model.hashrateTh, -model.hashrateDegradation, twelfth(decimal(t - start).plus(half)), t);
  const isOn = (t: number) => hashrate(t).times(value(model.uptime, t)).gt(0);
  let inService = last + 1;
  for (let t = last; t >= 1; t--) if (isOn(t)) inService = t;

  const multipliers =
    typeof model.powerPriceShape === "number" ? [model.powerPriceShape] : model.powerPriceShape.multipliers;
  const result: Reference = {
    share: [zero],
    btc: [zero],
    revenue: [zero],
    heat: [zero],
    power: [zero],
    profitShare: [zero],
    otherOpex: [zero],
    otherRevenue: [zero],
    tax: [zero],
    coinsKept: [zero],
    interest: [zero],
    principal: [zero],
    balance: [decimal(model.loan)],
    capital: [decimal(model.loan).minus(decimal(model.capex))],
    net: [decimal(model.loan).minus(decimal(model.capex))],
    cumulative: [decimal(model.loan).minus(decimal(model.capex))],
    depreciation: [zero],
    taxableProfit: [zero],
    lossForward: [zero],
    npv: zero,
    inService,
    totalOutlay: zero,
    dscr: undefined,
  };

  // Operation.
  let difficultyGrown = one;
  for (let t = 1; t <= last; t++) {
    const middle = decimal(t).minus(half);
    const price = grown(model.btcPrice, model.btcPriceGrowth, twelfth(middle), t);
    let difficulty = zero;
    if (model.difficulty !== undefined) {
      const rate = one.plus(value(model.difficultyGrowth, t));
      difficulty =
        typeof model.difficulty === "number"
          ? decimal(model.difficulty).times(difficultyGrown).times(rate.sqrt())
          : value(model.difficulty, t);
      difficultyGrown = difficultyGrown.times(rate);
    }
    const opens = t >= start ? one : zero;
    result.otherOpex.push(opens.times(grown(model.otherOpex, model.otherOpexGrowth, twelfth(middle), t)));
    result.otherRevenue.push(opens.times(value(model.otherRevenue, t)));
    const on = isOn(t) ? one : zero;
    const uptime = value(model.uptime, t);
    const kwh = on
      .times(hashrate(t))
      .times(value(model.jPerTh, t))
      .div(1000)
      .times(24)
      .times(dayOf(t))
      .times(uptime)
      .times(value(model.pue, t));
    const keptByPool = one.minus(value(model.poolFee, t));
    let revenue: Decimal;
    if (model.hashprice !== undefined)
      revenue = on
        .times(grown(model.hashprice, model.hashpriceGrowth, middle, t))
        .times(hashrate(t))
        .div(1000)
        .times(dayOf(t))
        .times(uptime)
        .times(keptByPool);
    else {
      const reward = subsidyOf(model, t, offsets).plus(value(model.fees, t));
      const hashes = on.times("1e12").times(hashrate(t)).times(86400).times(dayOf(t)).times(uptime);
      revenue = hashes.div(difficulty.times(4294967296)).times(reward).times(keptByPool).times(price);
    }
    const heat = kwh.times(value(model.heatPrice, t));
    const powerPrice = grown(model.usdPerKwh, model.powerPriceGrowth, twelfth(middle), t);
    let running = 0;
    let paid = zero;
    for (const multiplier of multipliers) {
      const cost = kwh.times(powerPrice).times(decimal(multiplier));
      if (on.isZero() || (model.shutdown && revenue.plus(heat).lt(cost))) continue;
      running++;
      paid = paid.plus(cost.div(multipliers.length));
    }
    const share = decimal(running).div(multipliers.length);
    result.share.push(share);
    result.revenue.push(revenue.times(share));
    result.btc.push(revenue.times(share).div(price));
    result.heat.push(heat.times(share));
    result.power.push(paid);
    const margin = revenue.times(share).plus(heat.times(share)).minus(paid);
    result.profitShare.push(decimal(model.profitShare).times(maximum(zero, margin)));
    result.coinsKept.push(value(model.hodlShare, t).times(revenue).times(share));
  }

  // Machines paid for, and their depreciation.
  const payments = [decimal(model.capex)];
  for (let t = 1; t <= last; t++) payments.push(value(model.capexSchedule, t));
  const outlay = total(payments);
  for (let t = 1; t <= last; t++) result.depreciation.push(zero);
  for (const [paidIn, cost] of payments.entries()) {
    if (cost.isZero()) continue;
    const salvage = minimum(decimal(model.resaleValue), outlay).times(cost).div(outlay);
    const first = Math.max(paidIn, inService);
    for (const [index, deduction] of deductionsOf(model, cost, salvage, last - first + 1).entries())
      result.depreciation[first + index] = (result.depreciation[first + index] ?? zero).plus(deduction);
  }

  // Loan.
  const accrued = [zero];
  const service: (Decimal | undefined)[] = [undefined];
  const rate = decimal(model.loanRate).div(12);
  let owed = decimal(model.loan);
  let atStart = owed;
  for (let t = 1; t <= last; t++) {
    const number = t - start + 1;
    let interest = rate.times(owed);
    accrued.push(interest);
    let principal = zero;
    if (number < 1) {
      owed = owed.plus(interest);
      atStart = owed;
      interest = zero;
      service.push(undefined);
    } else if (number > model.loanMonths) service.push(undefined);
    else {
      const level = rate.isZero()
        ? atStart.div(model.loanMonths)
        : atStart.times(rate).div(one.minus(one.plus(rate).pow(-model.loanMonths)));
      if (model.loanType === "annuity") principal = level.minus(interest);
      if (model.loanType === "linear") principal = atStart.div(model.loanMonths);
      if (model.loanType === "bullet" && number === model.loanMonths) principal = atStart;
      service.push(interest.plus(principal));
      if (t === last) principal = owed;
      owed = owed.minus(principal);
    }
    result.interest.push(interest);
    result.principal.push(principal);
    result.balance.push(owed);
  }

  // Tax and cash.
  const final =
    typeof model.btcPrice === "number"
      ? decimal(model.btcPrice).times(one.plus(decimal(model.btcPriceGrowth)).pow(decimal(last).div(12)))
      : value(model.btcPrice, last);
  let keptCoins = zero;
  for (let t = 1; t <= last; t++)
    keptCoins = keptCoins.plus(value(model.hodlShare, t).times(result.btc[t] ?? zero));
  const keptValue = keptCoins.times(final);
  let loss = zero;
  let cumulative = result.net[0] ?? zero;
  let npv = cumulative;
  let dscr: Decimal | undefined;
  for (let t = 1; t <= last; t++) {
    const of = (column: readonly Decimal[]) => column[t] ?? zero;
    const operating = total([of(result.revenue), of(result.heat), of(result.otherRevenue)])
      .minus(of(result.power))
      .minus(of(result.profitShare))
      .minus(of(result.otherOpex));
    let profit = operating.minus(of(result.depreciation)).minus(of(accrued));
    let received = zero;
    if (t === last) {
      received = decimal(model.resaleValue).plus(keptValue);
      if (model.depreciation !== "none")
        profit = profit.plus(decimal(model.resaleValue)).minus(outlay.minus(total(result.depreciation)));
      profit = profit.plus(keptValue).minus(total(result.coinsKept));
    }
    const offset = minimum(loss, decimal(model.lossLimit).times(maximum(zero, profit)));
    const tax = value(model.taxRate, t).times(maximum(zero, profit).minus(offset));
    loss = loss.minus(offset).plus(maximum(zero, profit.neg()));
    const capital = received.minus(of(payments));
    const net = operating
      .minus(tax)
      .minus(of(result.coinsKept))
      .minus(of(result.interest))
      .minus(of(result.principal))
      .plus(capital);
    cumulative = cumulative.plus(net);
    npv = npv.plus(net.div(one.plus(decimal(model.discountRate)).pow(years[t] ?? zero)));
    result.taxableProfit.push(profit);
    result.lossForward.push(loss);
    result.tax.push(tax);
    result.capital.push(capital);
    result.net.push(net);
    result.cumulative.push(cumulative);
    const due = service[t];
    if (due !== undefined && due.gt(0)) {
      const cover = total([net, of(result.interest), of(result.principal), of(payments)]).div(due);
      dscr = dscr === undefined ? cover : minimum(dscr, cover);
    }
  }
  return { ...result, npv, totalOutlay: outlay, dscr };
}

/** BTC per block: as given, or the mean of the month's blocks, each with its own subsidy. */
function subsidyOf(model: Model, month: number, offsets: readonly number[]): Decimal {
  if (model.subsidy !== undefined) return decimal(inMonth(model.subsidy, month));
  const first = (model.startHeight ?? 0) + 144 * (offsets[month - 1] ?? 0);
  const count = 144 * ((offsets[month] ?? 0) - (offsets[month - 1] ?? 0));
  let satoshi = 0;
  for (let block = first; block < first + count; block++)
    satoshi += Math.floor(5e9 / 2 ** Math.floor(block / 210_000));
  return decimal(satoshi).div(count).div(1e8);
}

/** The deductions of one payment, from its first month on. */
function deductionsOf(model: Model, cost: Decimal, salvage: Decimal, months: number): Decimal[] {
  const { depreciation: method, depreciationLife: life } = model;
  const atOnce = decimal(model.bonusShare).times(cost);
  const rest = cost.minus(atOnce);
  const floor = minimum(salvage, rest);
  let book = rest;
  const deductions: Decimal[] = [];
  for (let age = 1; age <= months; age++) {
    let deduction = zero;
    if (method === "bonus") deduction = age === 1 ? cost : zero;
    if (method === "sln" && age <= life) deduction = rest.minus(floor).div(life);
    if (method === "ddb" && age <= life) {
      const most = minimum(book, book.times(2).div(life));
      deduction = minimum(most, maximum(zero, book.minus(floor)));
      book = book.minus(deduction);
    }
    if (method.startsWith("macrs")) {
      const percentages = macrsPercentages.hy[Number(method.slice(5)) as 3 | 5 | 7 | 15];
      const percentage = percentages[Math.ceil(age / 12) - 1] ?? 0;
      deduction = rest.times(String(percentage)).div(100).div(12);
      if (age <= 12) deduction = deduction.plus(atOnce.div(12));
    } else if (age === 1 && method !== "bonus") deduction = deduction.plus(atOnce);
    deductions.push(deduction);
  }
  return deductions;
}
