import { power } from "../numeric/elementary";
import { SECONDS_PER_DAY } from "../calendar";
import { HASHES_PER_DIFFICULTY } from "../network/hashrate";
import { at } from "../numeric/at";
import { calendarOf, chainFrom, growthToMiddle } from "./calendar";
import { columnsOf, type NewColumn } from "./columns";
import { inMonth, type Model, type Quantity } from "./model";

/**
 * The market, the machines and what running them would bring, by month: a column a quantity, the index is the month and
 * 0 is time 0.
 */
export interface Months {
  /** N, the last month. */
  readonly last: number;
  readonly days: Float64Array;
  /** Excel date on which the month ends; undefined without a start date. */
  readonly dates: Float64Array | undefined;
  /** Years from time 0 to the end of the month, by which cash is discounted. */
  readonly years: Float64Array;
  /** First block of the month; undefined without a start height. */
  readonly height: Float64Array | undefined;
  /** BTC per block; undefined with a hashprice, as is difficulty. */
  readonly subsidy: Float64Array | undefined;
  readonly difficulty: Float64Array | undefined;
  /** USD per PH/s per day where the model gives it. */
  readonly hashprice: Float64Array | undefined;
  /** USD per BTC. */
  readonly price: Float64Array;
  /** TH/s after degradation. */
  readonly hashrateTh: Float64Array;
  /** 1 where there are machines that can run, else 0: in none of the following columns but these. */
  readonly isOn: Float64Array;
  /** The first month with machines that can run; last + 1 if there is none. */
  readonly inService: number;
  readonly usdPerKwh: Float64Array;
  /** kWh at the meter, if run. */
  readonly energy: Float64Array;
  /** BTC after the pool fee, if run. */
  readonly btc: Float64Array;
  /** USD, if run. */
  readonly revenue: Float64Array;
  /** USD, if run. */
  readonly heat: Float64Array;
  /** USD, if run, at a multiplier of 1. */
  readonly power: Float64Array;
}

/** The months of a model, as if every one of them were run. */
export function monthsOf(model: Model, column: NewColumn = columnsOf(model.months)): Months {
  const { months: last, startDate, startMonth, startHeight } = model;
  const calendar = calendarOf(last, startDate, model.discounting);
  const { days, dates, years } = calendar;
  const chain = startHeight === undefined ? undefined : chainFrom(startHeight, calendar);
  const price = filled(model.btcPrice, growthToMiddle(model.btcPriceGrowth, 12, last), column());
  const usdPerKwh = filled(model.usdPerKwh, growthToMiddle(model.powerPriceGrowth, 12, last), column());
  const difficulty = difficultyPath(model, column);
  const hashprice =
    model.hashprice === undefined
      ? undefined
      : filled(model.hashprice, growthToMiddle(model.hashpriceGrowth, 1, last), column());
  const subsidy =
    hashprice !== undefined
      ? undefined
      : model.subsidy === undefined
        ? chain?.subsidy
        : filled(model.subsidy, undefined, column());
  const hashrateTh = degraded(model, column());
  const isOn = column();
  const energy = column();
  const btc = column();
  const revenue = column();
  const heat = column();
  const powerCost = column();
  let inService = last + 1;
  for (let month = startMonth; month <= last; month++) {
    const hashrate = at(hashrateTh, month);
    const uptime = inMonth(model.uptime, month);
    if (!(hashrate * uptime > 0)) continue;
    isOn[month] = 1;
    if (inService > last) inService = month;
    const kept = 1 - inMonth(model.poolFee, month);
    const kwh =
      ((hashrate * inMonth(model.jPerTh, month)) / 1000) *
      (24 * at(days, month)) *
      uptime *
      inMonth(model.pue, month);
    energy[month] = kwh;
    const heatPrice = inMonth(model.heatPrice, month);
    // Energy that overflows would be not a number times 0, and a month that is not one is never run.
    heat[month] = heatPrice === 0 ? 0 : kwh * heatPrice;
    powerCost[month] = kwh * at(usdPerKwh, month);
    if (hashprice !== undefined) {
      const usd = at(hashprice, month) * (hashrate / 1000) * at(days, month) * uptime * kept;
      revenue[month] = usd;
      btc[month] = usd / at(price, month);
    } else if (difficulty !== undefined && subsidy !== undefined) {
      const hashes = 1e12 * hashrate * (SECONDS_PER_DAY * at(days, month)) * uptime;
      const found = hashes / (at(difficulty, month) * HASHES_PER_DIFFICULTY);
      const mined = found * (at(subsidy, month) + inMonth(model.fees, month)) * kept;
      btc[month] = mined;
      revenue[month] = mined * at(price, month);
    }
  }
  return {
    last,
    days,
    dates,
    years,
    height: chain?.height,
    subsidy,
    difficulty,
    hashprice,
    price,
    hashrateTh,
    isOn,
    inService,
    usdPerKwh,
    energy,
    btc,
    revenue,
    heat,
    power: powerCost,
  };
}

/** Fills a column with a series as given, or with today's value times the factors by which it grows. */
export function filled(
  quantity: Quantity,
  factors: Float64Array | undefined,
  column: Float64Array,
  from = 1,
): Float64Array {
  if (typeof quantity !== "number" || factors === undefined)
    for (let month = from; month < column.length; month++) column[month] = inMonth(quantity, month);
  else for (let month = from; month < column.length; month++) column[month] = quantity * at(factors, month);
  return column;
}

/** TH/s by month: a series as given, or that of the start month, from which on it degrades. */
function degraded(model: Model, column: Float64Array): Float64Array {
  const { hashrateTh, hashrateDegradation, startMonth, months } = model;
  const factors = growthToMiddle(-hashrateDegradation, 12, months);
  for (let month = startMonth; month <= months; month++)
    column[month] =
      typeof hashrateTh === "number"
        ? hashrateTh * at(factors, month - startMonth + 1)
        : inMonth(hashrateTh, month);
  return column;
}

/** Difficulty by month: a series as given, or today's grown to mid-month, growth rates by month compounding. */
function difficultyPath(model: Model, column: NewColumn): Float64Array | undefined {
  const { difficulty, difficultyGrowth, months } = model;
  if (difficulty === undefined) return undefined;
  const path = column();
  if (typeof difficulty !== "number") return filled(difficulty, undefined, path);
  if (typeof difficultyGrowth === "number")
    return filled(difficulty, growthToMiddle(difficultyGrowth, 1, months), path);
  let opening = difficulty;
  for (let month = 1; month <= months; month++) {
    const factor = 1 + inMonth(difficultyGrowth, month);
    path[month] = opening * Math.sqrt(factor);
    opening *= factor;
  }
  return path;
}

/** Price in USD today; of a series that of its first month. */
export function todaysPrice({ btcPrice }: Model): number {
  return inMonth(btcPrice, 1);
}

/** Price in USD at the end of the last month, at which kept coins are valued. */
export function finalPrice({ btcPrice, btcPriceGrowth, months }: Model): number {
  return typeof btcPrice === "number"
    ? btcPrice * power(1 + btcPriceGrowth, months / 12)
    : inMonth(btcPrice, months);
}
