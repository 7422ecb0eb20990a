import { InputError } from "../errors";
import type { OptionType } from "./black";
import { undiscountedBlack } from "./black";
import { finite } from "./process";

export interface SpreadOption {
  /** On f1 - f2 - strike: a call pays it if positive, a put pays its negative. */
  readonly type: OptionType;
  /** Forward prices at expiry, in one currency; above 0. */
  readonly f1: number;
  readonly f2: number;
  /** In that currency; `f2` + `strike` must be above 0. */
  readonly strike: number;
  /** Time to expiry in years; at least 0. */
  readonly years: number;
  /** Standard deviations of log returns per square-root year; at least 0. */
  readonly vol1: number;
  readonly vol2: number;
  /** Of the log returns; -1 to 1. */
  readonly correlation: number;
  /** Continuously compounded, per year. */
  readonly rate: number;
}

/**
 * Price of a European option on the spread of two forwards, in their currency.
 *
 * Kirk's approximation: `f2` + `strike` is taken to be lognormal with the volatility vol2 f2 / (f2 + strike).
 * With `strike` 0 it is exact, Margrabe's option to exchange one asset for another.
 *
 * Sources: E. Kirk (1995), Correlation in the energy markets, in Managing Energy Price Risk; W. Margrabe
 * (1978), The value of an option to exchange one asset for another, J. Finance 33, 177-186, eq. 7.
 */
export function spreadOption(given: SpreadOption): number {
  const { type, f1, f2, strike, years, vol1, vol2, correlation, rate } = given;
  const paid = f2 + strike;
  if (!(paid > 0)) throw new InputError("strike", `must be above -f2 (${-f2})`, strike);
  const other = (vol2 * f2) / paid;
  const variance = (vol1 - other) ** 2 + 2 * vol1 * other * (1 - correlation);
  const deviation = Math.sqrt(variance) * Math.sqrt(years);
  return finite(Math.exp(-rate * years) * undiscountedBlack({ type, forward: f1, strike: paid, deviation }));
}
