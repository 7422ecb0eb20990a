import { Decimal, total, zero } from "../money/decimal";
import { once } from "../once";

/** Recovery periods in years; mining hardware has 5. */
export const macrsClasses = [3, 5, 7, 10, 15, 20] as const;
export type MacrsClass = (typeof macrsClasses)[number];

/** Half-year, or mid-quarter by the quarter in which the asset is placed in service. */
export const macrsConventions = ["hy", "mq1", "mq2", "mq3", "mq4"] as const;
export type MacrsConvention = (typeof macrsConventions)[number];

/**
 * Deduction of each year in per cent of the cost, as printed: IRS Publication 946, Appendix A, Tables A-1 (half-year
 * convention) to A-5 (mid-quarter, fourth quarter).
 *
 * Two columns differ from the rule behind the tables: 7 years in A-3 begins with 17.85 for 17.86 and ends with 3.34 for
 * 3.33, and 20 years in A-2 has 7.000 for 7.008 in year 2 and 0.565 for 0.557 at the end. Taxpayers use the tables as
 * printed.
 */
export const macrsPercentages: Readonly<
  Record<MacrsConvention, Readonly<Record<MacrsClass, readonly number[]>>>
> = {
  // Table A-1
  hy: {
    3: [33.33, 44.45, 14.81, 7.41],
    5: [20.0, 32.0, 19.2, 11.52, 11.52, 5.76],
    7: [14.29, 24.49, 17.49, 12.49, 8.93, 8.92, 8.93, 4.46],
    10: [10.0, 18.0, 14.4, 11.52, 9.22, 7.37, 6.55, 6.55, 6.56, 6.55, 3.28],
    15: [5.0, 9.5, 8.55, 7.7, 6.93, 6.23, 5.9, 5.9, 5.91, 5.9, 5.91, 5.9, 5.91, 5.9, 5.91, 2.95],
    20: [
      3.75, 7.219, 6.677, 6.177, 5.713, 5.285, 4.888, 4.522, 4.462, 4.461, 4.462, 4.461, 4.462, 4.461, 4.462,
      4.461, 4.462, 4.461, 4.462, 4.461, 2.231,
    ],
  },
  // Table A-2
  mq1: {
    3: [58.33, 27.78, 12.35, 1.54],
    5: [35.0, 26.0, 15.6, 11.01, 11.01, 1.38],
    7: [25.0, 21.43, 15.31, 10.93, 8.75, 8.74, 8.75, 1.09],
    10: [17.5, 16.5, 13.2, 10.56, 8.45, 6.76, 6.55, 6.55, 6.56, 6.55, 0.82],
    15: [8.75, 9.13, 8.21, 7.39, 6.65, 5.99, 5.9, 5.91, 5.9, 5.91, 5.9, 5.91, 5.9, 5.91, 5.9, 0.74],
    20: [
      6.563, 7.0, 6.482, 5.996, 5.546, 5.13, 4.746, 4.459, 4.459, 4.459, 4.459, 4.46, 4.459, 4.46, 4.459,
      4.46, 4.459, 4.46, 4.459, 4.46, 0.565,
    ],
  },
  // Table A-3
  mq2: {
    3: [41.67, 38.89, 14.14, 5.3],
    5: [25.0, 30.0, 18.0, 11.37, 11.37, 4.26],
    7: [17.85, 23.47, 16.76, 11.97, 8.87, 8.87, 8.87, 3.34],
    10: [12.5, 17.5, 14.0, 11.2, 8.96, 7.17, 6.55, 6.55, 6.56, 6.55, 2.46],
    15: [6.25, 9.38, 8.44, 7.59, 6.83, 6.15, 5.91, 5.9, 5.91, 5.9, 5.91, 5.9, 5.91, 5.9, 5.91, 2.21],
    20: [
      4.688, 7.148, 6.612, 6.116, 5.658, 5.233, 4.841, 4.478, 4.463, 4.463, 4.463, 4.463, 4.463, 4.463, 4.462,
      4.463, 4.462, 4.463, 4.462, 4.463, 1.673,
    ],
  },
  // Table A-4
  mq3: {
    3: [25.0, 50.0, 16.67, 8.33],
    5: [15.0, 34.0, 20.4, 12.24, 11.3, 7.06],
    7: [10.71, 25.51, 18.22, 13.02, 9.3, 8.85, 8.86, 5.53],
    10: [7.5, 18.5, 14.8, 11.84, 9.47, 7.58, 6.55, 6.55, 6.56, 6.55, 4.1],
    15: [3.75, 9.63, 8.66, 7.8, 7.02, 6.31, 5.9, 5.9, 5.91, 5.9, 5.91, 5.9, 5.91, 5.9, 5.91, 3.69],
    20: [
      2.813, 7.289, 6.742, 6.237, 5.769, 5.336, 4.936, 4.566, 4.46, 4.46, 4.46, 4.46, 4.461, 4.46, 4.461,
      4.46, 4.461, 4.46, 4.461, 4.46, 2.788,
    ],
  },
  // Table A-5
  mq4: {
    3: [8.33, 61.11, 20.37, 10.19],
    5: [5.0, 38.0, 22.8, 13.68, 10.94, 9.58],
    7: [3.57, 27.55, 19.68, 14.06, 10.04, 8.73, 8.73, 7.64],
    10: [2.5, 19.5, 15.6, 12.48, 9.98, 7.99, 6.55, 6.55, 6.56, 6.55, 5.74],
    15: [1.25, 9.88, 8.89, 8.0, 7.2, 6.48, 5.9, 5.9, 5.9, 5.91, 5.9, 5.91, 5.9, 5.91, 5.9, 5.17],
    20: [
      0.938, 7.43, 6.872, 6.357, 5.88, 5.439, 5.031, 4.654, 4.458, 4.458, 4.458, 4.458, 4.458, 4.458, 4.458,
      4.458, 4.458, 4.459, 4.458, 4.459, 3.901,
    ],
  },
};

/**
 * Deduction of each year as a share of the cost, half-year convention.
 *
 * Source: IRS Publication 946, Appendix A, Table A-1.
 */
export const macrsHalfYear = once((): Readonly<Record<MacrsClass, readonly number[]>> => ({
  3: numbers(rates(3, "hy")),
  5: numbers(rates(5, "hy")),
  7: numbers(rates(7, "hy")),
  10: numbers(rates(10, "hy")),
  15: numbers(rates(15, "hy")),
  20: numbers(rates(20, "hy")),
}));

interface MacrsAsset {
  /** USD. */
  cost: number;
  lifeYears: MacrsClass;
  convention: MacrsConvention;
  /** Share of the cost that is deducted at once in year 1; the tables apply to the rest. */
  bonusShare: number;
}

interface MacrsYear {
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
