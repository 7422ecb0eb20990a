import { power } from "../numeric/elementary";
import { BLOCK_TIME_S, DAYS_PER_MONTH, monthsLater, SECONDS_PER_DAY } from "../calendar";
import { HASHES_PER_DIFFICULTY } from "../network/hashrate";
import { meanSubsidy } from "../network/subsidy";
import { at } from "../numeric/at";
import { inMonth, type Model, type Quantity } from "./model";

const BLOCKS_PER_DAY = SECONDS_PER_DAY / BLOCK_TIME_S;

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
  readonly isOn: Uint8Array;
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
export function monthsOf(model: Model): Months {
  const last = model.months;
  const column = () => new Float64Array(last + 1);
  const hasHashprice = model.hashprice !== undefined;
  const difficulty = difficultyPath(model);
  const columns = {
    days: column(),
    dates: model.startDate === undefined ? undefined : column(),
    years: column(),
    height: model.startHeight === undefined ? undefined : column(),
    subsidy: hasHashprice ? undefined : column(),
    hashprice: hasHashprice ? column() : undefined,
    price: column(),
    hashrateTh: column(),
    isOn: new Uint8Array(last + 1),
    usdPerKwh: column(),
    energy: column(),
    btc: column(),
    revenue: column(),
    heat: column(),
    power: column(),
  };
  const { startDate, startMonth, startHeight } = model;
  if (columns.dates !== undefined && startDate !== undefined) columns.dates[0] = startDate;
  let inService = last + 1;
  let daysBefore = 0;
  for (let month = 1; month <= last; month++) {
    const midYears = (month - 0.5) / 12;
    const days =
      startDate === undefined ? DAYS_PER_MONTH : monthsLater(startDate, month) - startDate - daysBefore;
    const height = startHeight === undefined ? undefined : startHeight + BLOCKS_PER_DAY * daysBefore;
    daysBefore += days;
    columns.days[month] = days;
    columns.years[month] = model.discounting === "dated" ? daysBefore / 365 : month / 12;
    if (columns.dates !== undefined && startDate !== undefined) columns.dates[month] = startDate + daysBefore;
    if (columns.height !== undefined && height !== undefined) columns.height[month] = height;

    const price = grown(model.btcPrice, model.btcPriceGrowth, midYears, month);
    const usdPerKwh = grown(model.usdPerKwh, model.powerPriceGrowth, midYears, month);
    const hashprice =
      model.hashprice === undefined ? 0 : grown(model.hashprice, model.hashpriceGrowth, month - 0.5, month);
    const subsidy =
      model.subsidy === undefined
        ? meanSubsidy(height ?? 0, BLOCKS_PER_DAY * days)
        : inMonth(model.subsidy, month);
    const projectYears = (month - startMonth + 0.5) / 12;
    const hashrateTh =
      month < startMonth ? 0 : grown(model.hashrateTh, -model.hashrateDegradation, projectYears, month);
    const uptime = inMonth(model.uptime, month);
    columns.price[month] = price;
    columns.usdPerKwh[month] = usdPerKwh;
    columns.hashrateTh[month] = hashrateTh;
    if (columns.subsidy !== undefined) columns.subsidy[month] = subsidy;
    if (columns.hashprice !== undefined) columns.hashprice[month] = hashprice;
    if (!(hashrateTh * uptime > 0)) continue;

    columns.isOn[month] = 1;
    if (inService > last) inService = month;
    const kept = 1 - inMonth(model.poolFee, month);
    const energy =
      ((hashrateTh * inMonth(model.jPerTh, month)) / 1000) * (24 * days) * uptime * inMonth(model.pue, month);
    columns.energy[month] = energy;
    const heatPrice = inMonth(model.heatPrice, month);
    // Energy that overflows would be not a number times 0, and a month that is not one is never run.
    columns.heat[month] = heatPrice === 0 ? 0 : energy * heatPrice;
    columns.power[month] = energy * usdPerKwh;
    if (difficulty === undefined) {
      const revenue = hashprice * (hashrateTh / 1000) * days * uptime * kept;
      columns.revenue[month] = revenue;
      columns.btc[month] = revenue / price;
    } else {
      const hashes = 1e12 * hashrateTh * (SECONDS_PER_DAY * days) * uptime;
      const found = hashes / (at(difficulty, month) * HASHES_PER_DIFFICULTY);
      const btc = found * (subsidy + inMonth(model.fees, month)) * kept;
      columns.btc[month] = btc;
      columns.revenue[month] = btc * price;
    }
  }
  return { ...columns, last, difficulty, inService };
}

/** A series as given, or today's value grown at a rate over a time in the rate's periods. */
export function grown(quantity: Quantity, rate: number, periods: number, month: number): number {
  return typeof quantity === "number" ? quantity * power(1 + rate, periods) : inMonth(quantity, month);
}

/** Difficulty by month: a series as given, or today's grown to mid-month, growth rates by month compounding. */
function difficultyPath({ difficulty, difficultyGrowth, months }: Model): Float64Array | undefined {
  if (difficulty === undefined) return undefined;
  const path = new Float64Array(months + 1);
  let opening = typeof difficulty === "number" ? difficulty : NaN;
  for (let month = 1; month <= months; month++) {
    if (typeof difficulty !== "number" || typeof difficultyGrowth === "number") {
      const rate = typeof difficultyGrowth === "number" ? difficultyGrowth : 0;
      path[month] = grown(difficulty, rate, month - 0.5, month);
    } else {
      const factor = 1 + inMonth(difficultyGrowth, month);
      path[month] = opening * Math.sqrt(factor);
      opening *= factor;
    }
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
