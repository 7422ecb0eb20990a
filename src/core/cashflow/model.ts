import type { DepreciationMethod } from "./depreciationSchedule";

/** One value for all months, or a value for each month, of which the last carries on. */
export type Quantity = number | readonly number[];

/** The assumptions of a mining site's or machine's life, checked and complete. Rates are shares a year. */
export interface Model {
  /** USD per BTC today, or by month. */
  btcPrice: Quantity;
  btcPriceGrowth: number;
  difficulty: Quantity;
  /** Per month. */
  difficultyGrowth: Quantity;
  /** First block of month 1. */
  startHeight: number | undefined;
  /** BTC per block; undefined follows the halving schedule from the start height. */
  subsidy: Quantity | undefined;
  /** BTC per block. */
  fees: Quantity;
  hashrateTh: Quantity;
  hashrateDegradation: number;
  jPerTh: Quantity;
  usdPerKwh: Quantity;
  powerPriceGrowth: number;
  pue: number;
  uptime: Quantity;
  poolFee: number;
  /** USD per month. */
  otherOpex: Quantity;
  /** USD per month. */
  otherRevenue: Quantity;
  capex: number;
  resaleValue: number;
  months: number;
  discountRate: number;
  taxRate: number;
  depreciation: DepreciationMethod;
  /** Months. */
  depreciationLife: number;
  shutdown: boolean;
  hodlShare: number;
  volatility: number;
  difficultyVolatility: number;
  correlation: number;
  /** Continuously compounded. */
  riskFreeRate: number;
  loan: number;
  /** Nominal, paid monthly. */
  loanRate: number;
  loanMonths: number;
}

/** The value in month `month` (from 1) of a quantity that does not grow. */
export function inMonth(quantity: Quantity, month: number): number {
  if (typeof quantity === "number") return quantity;
  return quantity[Math.min(month, quantity.length) - 1] ?? NaN;
}

/** The values of months 1 to `months` of a quantity that does not grow. */
export const valuesOf = (quantity: Quantity, months: number): number[] =>
  Array.from({ length: months }, (_, index) => inMonth(quantity, index + 1));
