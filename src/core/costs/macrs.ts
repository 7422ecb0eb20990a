/** Recovery periods of mining hardware (5 years) and of short-lived property (3 years). */
export type MacrsClass = 3 | 5;

/**
 * Deduction of each year as a share of the cost, half-year convention.
 *
 * Source: IRS Publication 946, Appendix A, Table A-1.
 */
export const macrsHalfYear: Readonly<Record<MacrsClass, readonly number[]>> = {
  3: [0.3333, 0.4445, 0.1481, 0.0741],
  5: [0.2, 0.32, 0.192, 0.1152, 0.1152, 0.0576],
};
