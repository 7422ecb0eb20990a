/** One value for all months, or a value for each month, of which the last carries on. */
export type Quantity = number | readonly number[];

/** The equal parts of a month, each with its own multiplier of the power price. */
export interface Shape {
  readonly multipliers: readonly number[];
}

export const depreciationMethods = [
  "sln",
  "ddb",
  "macrs3",
  "macrs5",
  "bonus",
  "none",
  "macrs7",
  "macrs15",
] as const;
export type DepreciationMethod = (typeof depreciationMethods)[number];

export const discountings = ["periodic", "dated"] as const;
export const loanTypes = ["annuity", "bullet", "linear"] as const;
export type LoanType = (typeof loanTypes)[number];

/** The assumptions of a mining site's or machine's life, checked and complete. Rates are shares a year. */
export interface Model {
  /** USD per BTC today, or by month. */
  btcPrice: Quantity;
  btcPriceGrowth: number;
  /** Undefined where a hashprice is given. */
  difficulty: Quantity | undefined;
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
  pue: Quantity;
  uptime: Quantity;
  poolFee: Quantity;
  /** USD per month. */
  otherOpex: Quantity;
  /** USD per month. */
  otherRevenue: Quantity;
  capex: number;
  resaleValue: number;
  months: number;
  discountRate: number;
  taxRate: Quantity;
  depreciation: DepreciationMethod;
  /** Months. */
  depreciationLife: number;
  shutdown: boolean;
  hodlShare: Quantity;
  volatility: number;
  difficultyVolatility: number;
  correlation: number;
  /** Continuously compounded. */
  riskFreeRate: number;
  loan: number;
  /** Nominal, paid monthly. */
  loanRate: number;
  loanMonths: number;
  /** USD per PH/s per day, before the pool fee; takes the place of difficulty, subsidy and fees. */
  hashprice: Quantity | undefined;
  /** Per month. */
  hashpriceGrowth: number;
  /** Excel date on which month 1 begins; undefined: all months are of the same length. */
  startDate: number | undefined;
  /** Month, from 1, in which machines, other opex, other revenue and loan payments begin. */
  startMonth: number;
  discounting: (typeof discountings)[number];
  /** USD paid at the end of each month. */
  capexSchedule: Quantity;
  otherOpexGrowth: number;
  /** USD per kWh at the meter, while the machines run. */
  heatPrice: Quantity;
  /** Share of revenue and heat less power that the host takes. */
  profitShare: number;
  powerPriceShape: number | Shape;
  loanType: LoanType;
  /** Share of the cost that is deducted at once. */
  bonusShare: number;
  /** Share of the taxable profit that losses carried forward may offset. */
  lossLimit: number;
}

/** The value in month `month` (from 1) of a quantity that does not grow. */
export function inMonth(quantity: Quantity, month: number): number {
  if (typeof quantity === "number") return quantity;
  return quantity[Math.min(month, quantity.length) - 1] ?? NaN;
}

/** The values of months 1 to `months` of a quantity that does not grow. */
export const valuesOf = (quantity: Quantity, months: number): number[] =>
  Array.from({ length: months }, (_, index) => inMonth(quantity, index + 1));
