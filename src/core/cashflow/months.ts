import { BLOCKS_PER_MONTH, HOURS_PER_MONTH, SECONDS_PER_MONTH } from "../calendar";
import { HASHES_PER_DIFFICULTY } from "../network/hashrate";
import { meanSubsidy } from "../network/subsidy";
import { inMonth, type Model, type Quantity } from "./model";

/** The market and the machine in one month, and what running it would bring. */
export interface Month {
  month: number;
  /** First block of the month; undefined without a start height. */
  height: number | undefined;
  /** BTC per block. */
  subsidy: number;
  difficulty: number;
  /** USD per BTC. */
  price: number;
  /** TH/s after degradation. */
  hashrateTh: number;
  /** Whether there are machines that can run: hashrate and uptime above 0. */
  isOn: boolean;
  usdPerKwh: number;
  /** kWh at the meter, if run. */
  energy: number;
  /** BTC after the pool fee, if run. */
  btc: number;
  /** USD, if run. */
  revenue: number;
  /** USD, if run. */
  power: number;
}

/** The months 1 to N of a model, as if every one of them were run. */
export function monthsOf(model: Model): Month[] {
  const difficulty = difficultyPath(model);
  return Array.from({ length: model.months }, (_, index) => monthOf(model, index + 1, difficulty(index + 1)));
}

function monthOf(model: Model, month: number, difficulty: number): Month {
  const midYears = (month - 0.5) / 12;
  const price = grown(model.btcPrice, model.btcPriceGrowth, midYears, month);
  const hashrateTh = grown(model.hashrateTh, -model.hashrateDegradation, midYears, month);
  const usdPerKwh = grown(model.usdPerKwh, model.powerPriceGrowth, midYears, month);
  const uptime = inMonth(model.uptime, month);
  const height =
    model.startHeight === undefined ? undefined : model.startHeight + BLOCKS_PER_MONTH * (month - 1);
  const subsidy =
    model.subsidy === undefined ? meanSubsidy(height ?? 0, BLOCKS_PER_MONTH) : inMonth(model.subsidy, month);
  const blocks = (1e12 * hashrateTh * SECONDS_PER_MONTH * uptime) / (difficulty * HASHES_PER_DIFFICULTY);
  const btc = blocks * (subsidy + inMonth(model.fees, month)) * (1 - model.poolFee);
  const energy = ((hashrateTh * inMonth(model.jPerTh, month)) / 1000) * HOURS_PER_MONTH * uptime * model.pue;
  const [revenue, power] = [btc * price, energy * usdPerKwh];
  const isOn = hashrateTh * uptime > 0;
  const market = { height, subsidy, difficulty, price, usdPerKwh };
  return { month, ...market, hashrateTh, isOn, energy, btc, revenue, power };
}

/** A series as given, or today's value grown to the middle of the month at a rate per year. */
function grown(quantity: Quantity, ratePerYear: number, midYears: number, month: number): number {
  return typeof quantity === "number" ? quantity * (1 + ratePerYear) ** midYears : inMonth(quantity, month);
}

/** Difficulty by month: a series as given, or today's grown to mid-month, growth rates by month compounding. */
function difficultyPath({ difficulty, difficultyGrowth, months }: Model): (month: number) => number {
  if (typeof difficulty !== "number") return (month) => inMonth(difficulty, month);
  if (typeof difficultyGrowth === "number")
    return (month) => difficulty * (1 + difficultyGrowth) ** (month - 0.5);
  const path: number[] = [];
  let opening = difficulty;
  for (let month = 1; month <= months; month++) {
    const factor = 1 + inMonth(difficultyGrowth, month);
    path.push(opening * Math.sqrt(factor));
    opening *= factor;
  }
  return (month) => inMonth(path, month);
}

/** Price in USD today; of a series that of its first month. */
export function todaysPrice({ btcPrice }: Model): number {
  return inMonth(btcPrice, 1);
}

/** Price in USD at the end of the last month, at which kept coins are valued. */
export function finalPrice({ btcPrice, btcPriceGrowth, months }: Model): number {
  return typeof btcPrice === "number"
    ? btcPrice * (1 + btcPriceGrowth) ** (months / 12)
    : inMonth(btcPrice, months);
}
