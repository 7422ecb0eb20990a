import type { Bounds } from "../numeric/bounds";
import {
  blocks,
  coins,
  difficulties,
  efficiencies,
  hashprices,
  hashrates,
  monthNumbers,
  money,
  moneyPerMonth,
  noUnit,
  numbersOfMonths,
  perMonth,
  perYear,
  powerPrices,
  prices,
  ratio,
  share,
  type UnitKind,
} from "../units";
import { depreciationMethods, discountings, loanTypes, type Model } from "./model";

/** What an assumption is when the block does not give it. */
type Fallback = number | boolean | string | { readonly required: true } | { readonly from: string };

export interface Assumption {
  readonly name: string;
  readonly unit: string;
  /** `from` says in words where the value then comes from. */
  readonly fallback: Fallback;
  readonly isSeries: boolean;
  readonly note: string;
  readonly kind: "number" | "flag" | "words" | "shape";
  /** Of a number. */
  readonly bounds: Bounds;
  /** Of each month of a series. */
  readonly monthBounds: Bounds;
  /** The units in which it may be given. */
  readonly units: UnitKind;
  /** Of words. */
  readonly words: readonly string[];
}

const required = { required: true } as const;
const positive = { above: 0 };
const notNegative = { atLeast: 0 };
const shareBelowOne = { atLeast: 0, below: 1 };
const wholeMonths = { atLeast: 1, atMost: 240, whole: true };
/** No sensible value exceeds these. */
const yearlyGrowth = { above: -1, atMost: 10 };
const volatilityBounds = { atLeast: 0, atMost: 10 };

const one = (
  name: string,
  unit: string,
  units: UnitKind,
  fallback: Fallback,
  bounds: Bounds,
  note: string,
): Assumption => ({
  name,
  unit,
  units,
  fallback,
  bounds,
  monthBounds: bounds,
  note,
  isSeries: false,
  kind: "number",
  words: [],
});
const monthly = (...given: Parameters<typeof one>): Assumption => ({ ...one(...given), isSeries: true });

/** A series in which a month may be 0, although a single 0 is refused as a blank cell. */
const pausing = (assumption: Assumption): Assumption => ({
  ...assumption,
  monthBounds: { ...assumption.bounds, above: undefined, atLeast: 0 },
});

/** Every assumption of the model block, in the order of the template. */
export const assumptions: Readonly<Record<keyof Model, Assumption>> = {
  btcPrice: monthly("btc price", "USD", prices, required, positive, "price of one bitcoin today"),
  btcPriceGrowth: one(
    "btc price growth",
    "per year, effective",
    perYear,
    0,
    yearlyGrowth,
    "0.1 is 10 % a year",
  ),
  difficulty: monthly(
    "difficulty",
    "",
    difficulties,
    { from: "required unless a hashprice is given" },
    { above: 0, atMost: 1e18 },
    "network difficulty today, the raw number; required unless a hashprice is given",
  ),
  difficultyGrowth: monthly(
    "difficulty growth",
    "per month, effective",
    perMonth,
    0,
    { above: -1 },
    "0.01 is 1 % a month",
  ),
  startHeight: one(
    "start height",
    "block",
    blocks,
    { from: "required unless a subsidy or a hashprice is given" },
    { above: 0, whole: true },
    "first block of month 1; required unless a subsidy or a hashprice is given",
  ),
  subsidy: pausing(
    monthly(
      "subsidy",
      "BTC per block",
      coins,
      { from: "the start height" },
      positive,
      "default: halvings from the start height",
    ),
  ),
  fees: monthly("fees", "BTC per block", coins, 0, notNegative, "transaction fees"),
  hashrateTh: pausing(monthly("hashrate", "TH/s", hashrates, required, positive, "of the machine or site")),
  hashrateDegradation: one(
    "hashrate degradation",
    "per year",
    perYear,
    0,
    shareBelowOne,
    "power falls with it",
  ),
  jPerTh: monthly("efficiency", "J/TH", efficiencies, required, positive, "of the machines, without cooling"),
  usdPerKwh: monthly("power price", "USD/kWh", powerPrices, required, {}, "at the meter; can be negative"),
  powerPriceGrowth: one("power price growth", "per year", perYear, 0, yearlyGrowth, ""),
  pue: monthly(
    "pue",
    "ratio",
    ratio,
    1,
    { atLeast: 1, atMost: 10 },
    "power at the meter over power of the machines",
  ),
  uptime: pausing(
    monthly("uptime", "share", share, 1, { above: 0, atMost: 1 }, "a stopped machine draws nothing"),
  ),
  poolFee: monthly("pool fee", "share", share, 0, shareBelowOne, "deducted from the coins"),
  otherOpex: monthly(
    "other opex",
    "USD per month",
    moneyPerMonth,
    0,
    notNegative,
    "paid whether the machines run or not",
  ),
  otherRevenue: monthly(
    "other revenue",
    "USD per month",
    moneyPerMonth,
    0,
    notNegative,
    "demand response, hosting fees; goes on when the machines are off",
  ),
  capex: one("capex", "USD", money, 0, notNegative, "paid at time 0"),
  resaleValue: one("resale value", "USD", money, 0, notNegative, "received at the end"),
  months: one("months", "months", numbersOfMonths, 36, wholeMonths, "horizon, 1 to 240"),
  discountRate: one("discount rate", "per year, effective", perYear, 0.1, yearlyGrowth, ""),
  taxRate: monthly("tax rate", "share", share, 0, shareBelowOne, "of taxable profit; losses carry forward"),
  depreciation: {
    ...one("depreciation", "method", noUnit, "sln", {}, depreciationMethods.join(", ")),
    kind: "words",
    words: depreciationMethods,
  },
  depreciationLife: one(
    "depreciation life",
    "months",
    numbersOfMonths,
    { from: "months" },
    wholeMonths,
    "default: the horizon",
  ),
  shutdown: {
    ...one(
      "shutdown",
      "TRUE or FALSE",
      noUnit,
      true,
      {},
      "TRUE: a month that does not cover its power is not run",
    ),
    kind: "flag",
  },
  hodlShare: monthly(
    "hodl share",
    "share",
    share,
    0,
    { atLeast: 0, atMost: 1 },
    "share of coins kept, valued at the final price",
  ),
  volatility: one("volatility", "per year", perYear, 0.6, volatilityBounds, "of the bitcoin price"),
  difficultyVolatility: one("difficulty volatility", "per year", perYear, 0.25, volatilityBounds, ""),
  correlation: one("price-difficulty correlation", "-1 to 1", noUnit, 0.3, { atLeast: -1, atMost: 1 }, ""),
  riskFreeRate: one(
    "risk-free rate",
    "per year, continuous",
    perYear,
    0.04,
    { atLeast: -1, atMost: 2 },
    "for options",
  ),
  loan: one("loan", "USD", money, 0, notNegative, "drawn at time 0"),
  loanRate: one("loan rate", "per year, nominal", perYear, 0, { atLeast: 0, atMost: 10 }, "paid monthly"),
  loanMonths: one(
    "loan months",
    "months",
    numbersOfMonths,
    { from: "months" },
    wholeMonths,
    "default: the horizon from the start month on",
  ),
  hashprice: monthly(
    "hashprice",
    "USD per PH/s per day",
    hashprices,
    { from: "difficulty, subsidy and fees" },
    positive,
    "replaces difficulty, subsidy, fees and start height; before the pool's fee",
  ),
  hashpriceGrowth: one("hashprice growth", "per month, effective", perMonth, 0, { above: -1 }, ""),
  startDate: one(
    "start date",
    "Excel date",
    noUnit,
    { from: "months of 30.4375 days" },
    { atLeast: 61, atMost: 2_900_000, whole: true },
    "the day month 1 begins: calendar months",
  ),
  startMonth: one(
    "start month",
    "month",
    monthNumbers,
    1,
    wholeMonths,
    "the machines, other opex, other revenue and loan payments begin in it",
  ),
  discounting: {
    ...one(
      "discounting",
      "method",
      noUnit,
      "periodic",
      {},
      "periodic: by t/12 years; dated: by days / 365 from the start date, as XNPV",
    ),
    kind: "words",
    words: discountings,
  },
  capexSchedule: monthly(
    "capex schedule",
    "USD per month",
    moneyPerMonth,
    0,
    notNegative,
    "paid at the end of the month, beside capex at time 0",
  ),
  otherOpexGrowth: one("other opex growth", "per year, effective", perYear, 0, yearlyGrowth, ""),
  heatPrice: monthly(
    "heat price",
    "USD/kWh",
    powerPrices,
    0,
    notNegative,
    "heat sold, per kWh at the meter, only while the machines run",
  ),
  profitShare: one(
    "profit share",
    "share",
    share,
    0,
    { atLeast: 0, atMost: 1 },
    "of revenue + heat - power, paid to the host",
  ),
  powerPriceShape: {
    ...one(
      "power price shape",
      "ratio",
      ratio,
      1,
      {},
      "write shape here and multipliers of the power price to the right, one for each part of the month",
    ),
    kind: "shape",
  },
  loanType: {
    ...one("loan type", "method", noUnit, "annuity", {}, loanTypes.join(", ")),
    kind: "words",
    words: loanTypes,
  },
  bonusShare: one(
    "bonus share",
    "share",
    share,
    0,
    { atLeast: 0, atMost: 1 },
    "of the cost, deducted at once; with sln, ddb, macrs",
  ),
  lossLimit: one(
    "loss limit",
    "share",
    share,
    1,
    { above: 0, atMost: 1 },
    "share of taxable profit that losses carried forward may offset (US 0.8)",
  ),
};

export type AssumptionKey = keyof Model;
export const assumptionKeys = Object.keys(assumptions) as AssumptionKey[];
