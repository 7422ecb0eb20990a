import { InputError } from "../errors";
import type { OptionType } from "./black";
import { undiscountedBlack } from "./black";
import { finite } from "./process";

export interface AverageOption {
  readonly type: OptionType;
  /** Price of the underlying at every fixing, as seen today, in currency; above 0. */
  readonly forward: number;
  /** In currency; above 0. */
  readonly strike: number;
  /** Time to the start of averaging in years, at most `years`; the first fixing comes one step after it. */
  readonly startYears: number;
  /** Time to the last fixing, which is paid at once, in years; at least 0. */
  readonly years: number;
  /** Standard deviation of log returns per square-root year; at least 0. */
  readonly volatility: number;
  /** Continuously compounded, per year. */
  readonly rate: number;
  /** Fixings still to come, evenly spaced; a whole number of at least 1. */
  readonly fixings: number;
  /** Average of the fixings that have been, in currency; needed where `fixedShare` is above 0. */
  readonly fixedAverage: number | undefined;
  /** Share of all fixings that have been; 0 to 1. */
  readonly fixedShare: number;
}

/**
 * Price of a European option on the arithmetic average of prices, in their currency.
 *
 * The average of what is still to come is taken to be lognormal with its exact first two moments. What has been
 * fixed moves the strike; where it alone reaches the strike a call is certain to be exercised.
 *
 * Source: S. M. Turnbull and L. M. Wakeman (1991), A quick algorithm for pricing European average options, J.
 * Financial and Quantitative Analysis 26, 377-389; E. Levy (1992), J. International Money and Finance 11.
 */
export function averageOption(given: AverageOption): number {
  const { type, forward, strike, startYears, years, rate, fixedShare } = given;
  if (startYears > years) throw new InputError("start_years", `must be at most years (${years})`, startYears);
  if (fixedShare > 0 && given.fixedAverage === undefined) {
    throw new InputError("fixed_average", "must be given where fixed_share is above 0");
  }
  const open = 1 - fixedShare;
  const left = strike - fixedShare * (given.fixedAverage ?? 0);
  const discountFactor = Math.exp(-rate * years);
  if (left <= 0 || open === 0) {
    const certain = open * forward - left;
    return finite(discountFactor * Math.max(type === "call" ? certain : -certain, 0));
  }
  const option = { type, forward, strike: left / open, deviation: averageDeviation(given) };
  return finite(open * discountFactor * undiscountedBlack(option));
}

/**
 * Root of ln(M2 / M1^2), the moments of the average of the fixings t(i) = start + (years - start) i / n.
 *
 * M2 / M1^2 is the mean of exp(v^2 min(t(i), t(j))), where t(i) is the smaller one in 2 (n - i) + 1 of the n^2
 * pairs. Its excess over 1 is summed, which keeps the digits of small variances, and scaled by the largest
 * term, which keeps large ones finite.
 */
function averageDeviation({ startYears, years, volatility, fixings }: AverageOption): number {
  const variance = volatility * volatility;
  const largest = variance * years;
  const scale = largest > 1 ? largest : 0;
  let excess = 0;
  for (let i = 1; i <= fixings; i++) {
    const exponent = variance * (startYears + ((years - startYears) * i) / fixings);
    const term = scale > 0 ? Math.exp(exponent - scale) : Math.expm1(exponent);
    excess += term * ((2 * (fixings - i) + 1) / fixings / fixings);
  }
  return Math.sqrt(scale > 0 ? scale + Math.log(excess) : Math.log1p(excess));
}
