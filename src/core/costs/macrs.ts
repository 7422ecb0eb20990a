import { Decimal, total, zero } from "../money/decimal";
import { macrsPercentages } from "./macrsTables";

/** Recovery periods in years; mining hardware has 5. */
export const macrsClasses = [3, 5, 7, 10, 15, 20] as const;
export type MacrsClass = (typeof macrsClasses)[number];

/** Half-year, or mid-quarter by the quarter in which the asset is placed in service. */
export const macrsConventions = ["hy", "mq1", "mq2", "mq3", "mq4"] as const;
export type MacrsConvention = (typeof macrsConventions)[number];

/**
 * Deduction of each year as a share of the cost, half-year convention.
 *
 * Source: IRS Publication 946, Appendix A, Table A-1.
 */
export const macrsHalfYear: Readonly<Record<MacrsClass, readonly number[]>> = {
  3: numbers(rates(3, "hy")),
  5: numbers(rates(5, "hy")),
  7: numbers(rates(7, "hy")),
  10: numbers(rates(10, "hy")),
  15: numbers(rates(15, "hy")),
  20: numbers(rates(20, "hy")),
};

export interface MacrsAsset {
  /** USD. */
  cost: number;
  lifeYears: MacrsClass;
  convention: MacrsConvention;
  /** Share of the cost that is deducted at once in year 1; the tables apply to the rest. */
  bonusShare: number;
}

export interface MacrsYear {
  /** From 1, the year in which the asset is placed in service. */
  year: number;
  /** Share of the cost, with the bonus. */
  rate: number;
  /** USD. */
  deduction: number;
  /** Cost not yet deducted at the end of the year, in USD. */
  bookValue: number;
}

/** The deductions of an asset, year by year, in decimals; the last takes what is left, so that they add up. */
export function macrsSchedule({ cost, lifeYears, convention, bonusShare }: MacrsAsset): MacrsYear[] {
  const atOnce = new Decimal(bonusShare);
  const byTable = new Decimal(1).minus(atOnce);
  let book = new Decimal(cost);
  return rates(lifeYears, convention).map((tableRate, index) => {
    const rate = total([index === 0 ? atOnce : zero, byTable.times(tableRate)]);
    const deduction = index === lifeYears ? book : rate.times(cost);
    book = book.minus(deduction);
    return {
      year: index + 1,
      rate: rate.toNumber(),
      deduction: deduction.toNumber(),
      bookValue: book.toNumber(),
    };
  });
}

function rates(years: MacrsClass, convention: MacrsConvention): Decimal[] {
  return macrsPercentages[convention][years].map((percentage) => new Decimal(percentage).div(100));
}

function numbers(values: readonly Decimal[]): number[] {
  return values.map((value) => value.toNumber());
}
