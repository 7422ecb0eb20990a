import type { Bounds } from "../numeric/bounds";
import { depreciationMethods } from "./depreciationSchedule";
import type { Model } from "./model";
import { editDistance } from "../editDistance";

/** What an assumption is when the block does not give it. */
export type Fallback = number | boolean | string | { readonly required: true } | { readonly from: string };

export interface Assumption {
  readonly name: string;
  readonly unit: string;
  /** `from` says in words where the value then comes from. */
  readonly fallback: Fallback;
  readonly isSeries: boolean;
  readonly note: string;
  readonly kind: "number" | "flag" | "words";
  /** Of a number. */
  readonly bounds: Bounds;
  /** Of words. */
  readonly words: readonly string[];
}

const required = { required: true } as const;
const positive = { above: 0 };
const notNegative = { atLeast: 0 };
const shareBelowOne = { atLeast: 0, below: 1 };
const wholeMonths = { atLeast: 1, atMost: 240, whole: true };

const one = (name: string, unit: string, fallback: Fallback, bounds: Bounds, note: string): Assumption => ({
  ...{ name, unit, fallback, bounds, note },
  ...{ isSeries: false, kind: "number", words: [] },
});
const monthly = (...given: Parameters<typeof one>): Assumption => ({ ...one(...given), isSeries: true });

/** Every assumption of the model block, in the order of the template. */
export const assumptions: Readonly<Record<keyof Model, Assumption>> = {
  btcPrice: monthly("btc price", "USD", required, positive, "price of one bitcoin today"),
  btcPriceGrowth: one("btc price growth", "per year, effective", 0, { above: -1 }, "0.1 is 10 % a year"),
  difficulty: monthly("difficulty", "", required, positive, "network difficulty today, the raw number"),
  difficultyGrowth: monthly(
    "difficulty growth",
    "per month, effective",
    0,
    { above: -1 },
    "0.01 is 1 % a month",
  ),
  startHeight: one(
    "start height",
    "block",
    { from: "required unless a subsidy is given" },
    { above: 0, whole: true },
    "first block of month 1; required unless a subsidy is given",
  ),
  subsidy: monthly(
    "subsidy",
    "BTC per block",
    { from: "the start height" },
    notNegative,
    "default: halvings from the start height",
  ),
  fees: monthly("fees", "BTC per block", 0, notNegative, "transaction fees"),
  hashrateTh: monthly("hashrate", "TH/s", required, positive, "of the machine or site"),
  hashrateDegradation: one("hashrate degradation", "per year", 0, shareBelowOne, "power falls with it"),
  jPerTh: monthly("efficiency", "J/TH", required, positive, "of the machines, without cooling"),
  usdPerKwh: monthly("power price", "USD/kWh", required, {}, "at the meter; negative prices exist"),
  powerPriceGrowth: one("power price growth", "per year", 0, { above: -1 }, ""),
  pue: one("pue", "ratio", 1, { atLeast: 1 }, "power at the meter over power of the machines"),
  uptime: monthly("uptime", "share", 1, { above: 0, atMost: 1 }, "a stopped machine draws nothing"),
  poolFee: one("pool fee", "share", 0, shareBelowOne, "taken from the coins"),
  otherOpex: monthly("other opex", "USD per month", 0, notNegative, "paid whether the machines run or not"),
  otherRevenue: monthly("other revenue", "USD per month", 0, notNegative, "heat, demand response, hosting"),
  capex: one("capex", "USD", 0, notNegative, "paid at time 0"),
  resaleValue: one("resale value", "USD", 0, notNegative, "received at the end"),
  months: one("months", "months", 36, wholeMonths, "horizon, 1 to 240"),
  discountRate: one("discount rate", "per year, effective", 0.1, { above: -1 }, ""),
  taxRate: one("tax rate", "share", 0, shareBelowOne, "of taxable profit; losses carry forward"),
  depreciation: {
    ...one("depreciation", "method", "sln", {}, depreciationMethods.join(", ")),
    ...{ kind: "words", words: depreciationMethods },
  },
  depreciationLife: one(
    "depreciation life",
    "months",
    { from: "months" },
    wholeMonths,
    "default: the horizon",
  ),
  shutdown: {
    ...one("shutdown", "TRUE or FALSE", true, {}, "TRUE: a month that does not cover its power is not run"),
    kind: "flag",
  },
  hodlShare: one(
    "hodl share",
    "share",
    0,
    { atLeast: 0, atMost: 1 },
    "share of coins kept, valued at the final price",
  ),
  volatility: one("volatility", "per year", 0.6, notNegative, "of the bitcoin price"),
  difficultyVolatility: one("difficulty volatility", "per year", 0.25, notNegative, ""),
  correlation: one("price-difficulty correlation", "-1 to 1", 0.3, { atLeast: -1, atMost: 1 }, ""),
  riskFreeRate: one("risk-free rate", "per year, continuous", 0.04, {}, "for options"),
  loan: one("loan", "USD", 0, notNegative, "drawn at time 0"),
  loanRate: one("loan rate", "per year, nominal", 0, notNegative, "paid monthly"),
  loanMonths: one("loan months", "months", { from: "months" }, wholeMonths, "default: the horizon"),
};

export type AssumptionKey = keyof Model;
export const assumptionKeys = Object.keys(assumptions) as AssumptionKey[];

/** What is left of a name when case, spelling marks and a unit in brackets are dropped. */
export function plainName(name: string): string {
  return name
    .replace(/\([^()]*\)/g, "")
    .toLowerCase()
    .replace(/[^a-z0-9]/g, "");
}

const keysByName = new Map(assumptionKeys.map((key) => [plainName(assumptions[key].name), key]));

/** The assumption of that name, or undefined. */
export function assumptionNamed(name: string): AssumptionKey | undefined {
  return keysByName.get(plainName(name));
}

/** The known name nearest to a misspelt one. */
export function nearestName(name: string): string {
  const plain = plainName(name).slice(0, LONGEST_NAME);
  const ranked = [...keysByName].map(([known, key]) => ({ key, distance: editDistance(plain, known) }));
  const nearest = ranked.reduce((best, next) => (next.distance < best.distance ? next : best));
  return assumptions[nearest.key].name;
}

/** Whether a name is a known one with at most two letters wrong. */
export function isNearAName(name: string): boolean {
  const plain = plainName(name);
  const alike = [...keysByName.keys()].filter((known) => Math.abs(known.length - plain.length) <= 2);
  return alike.some((known) => editDistance(plain, known) <= 2);
}

/** Longer texts are no misspelt names. */
const LONGEST_NAME = 60;
