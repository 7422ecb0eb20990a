import { at } from "../numeric/at";
import type { Compensated } from "../numeric/compensated";
import { quotient, timesRoot, twoProduct, twoSum } from "../numeric/compensated";
import { exponential, lnRatio } from "../numeric/elementary";
import { normalDensity, normalDistribution } from "../numeric/normal";
import { timeValues } from "./blackColumns";

export type OptionType = "call" | "put";

interface EuropeanOption {
  readonly type: OptionType;
  /** Forward price of the underlying at expiry, in currency; above 0. */
  readonly forward: number;
  /** In currency; above 0. */
  readonly strike: number;
  /** Time to expiry in years; at least 0. */
  readonly years: number;
  /** Standard deviation of log returns per square-root year; 0.2 is 20 %. At least 0. */
  readonly volatility: number;
  /** Continuously compounded, per year; 0.05 is 5 %. */
  readonly rate: number;
}

/** An option given by the distribution of its underlying at expiry, however that arose. */
export interface LognormalOption {
  readonly type: OptionType;
  /** Mean of the underlying at expiry, in currency; above 0. */
  readonly forward: number;
  /** In currency; above 0. */
  readonly strike: number;
  /** Standard deviation of the log of the underlying at expiry: volatility x root of years. */
  readonly deviation: number;
  /** What rounding cut off `deviation`; only far out of the money does it show. */
  readonly deviationRest?: number;
}

/**
 * Black (1976) price of a European option on a forward, in the currency of `forward`.
 *
 * With `years` or `volatility` zero it is the discounted intrinsic value. Out of the money the error is below 5 units in
 * the last place for the doubles given, down to prices of 1e-300; the uncertainty from the inputs' own last digits is
 * larger, by about (ln(forward / strike) / (volatility root years))^2.
 *
 * Source: F. Black (1976), The pricing of commodity contracts, J. Financial Economics 3, eq. 16.
 */
export function blackPrice(option: EuropeanOption): number {
  const { type, forward, strike, years, volatility, rate } = option;
  const deviation = timesRoot(volatility, years);
  const lognormal = { type, forward, strike, deviation: deviation.high, deviationRest: deviation.low };
  return discountFactor(rate, years) * undiscountedBlack(lognormal);
}

/** Value today of one unit of currency in so many years, at a rate that is compounded continuously. */
export function discountFactor(rate: number, years: number): number {
  const { high, low } = twoProduct(-rate, years);
  return exponential(high, low);
}

/**
 * Expected payoff of an option on a lognormal underlying, in currency: Black's formula without discounting.
 *
 * With `deviation` zero it is the intrinsic value. In the money it is the intrinsic value plus the price of
 * the option out of the money, which put-call parity makes the same for both types.
 */
export function undiscountedBlack(option: LognormalOption): number {
  const { type, forward, strike } = option;
  const intrinsic = Math.max(type === "call" ? forward - strike : strike - forward, 0);
  row.forward[0] = forward;
  row.strike[0] = strike;
  row.deviation[0] = option.deviation;
  row.deviationRest[0] = option.deviationRest ?? 0;
  timeValues(row, 1, row.price);
  return intrinsic + at(row.price, 0);
}

const one = () => new Float64Array(1);
/** Columns of one row: an option priced by itself goes through the same steps as many. */
const row = { forward: one(), strike: one(), deviation: one(), deviationRest: one(), price: one() };

/** What Greeks need: the option is worth `forwardShare` x forward - `strikeShare` x strike, undiscounted. */
interface BlackShares {
  /** N(d1) for a call, -N(-d1) for a put: also the change of value per unit of forward. */
  readonly forwardShare: number;
  /** N(d2) for a call, -N(-d2) for a put. */
  readonly strikeShare: number;
  /** Normal density at d1. */
  readonly density: number;
}

/**
 * Terms of Black's formula.
 *
 * With `deviation` zero they are the limits: N is 0 or 1, and at the money a half, with the density at 0.
 */
export function blackShares(option: LognormalOption): BlackShares {
  const sign = option.type === "call" ? 1 : -1;
  const { moneyness, half } = normalised(option);
  const atTheMoney = option.forward === option.strike;
  if (half.high === 0 || Math.abs(moneyness.high) > horizon) {
    const share = atTheMoney ? 0.5 : Number(sign * (option.forward - option.strike) > 0);
    return {
      forwardShare: sign * share,
      strikeShare: sign * share,
      density: atTheMoney ? normalDensity(0) : 0,
    };
  }
  const d1 = sum(moneyness, half);
  const d2 = sum(moneyness, { high: -half.high, low: -half.low });
  return {
    forwardShare: sign * distribution({ high: sign * d1.high, low: sign * d1.low }),
    strikeShare: sign * distribution({ high: sign * d2.high, low: sign * d2.low }),
    density: normalDensity(d1.high) * (1 - d1.high * d1.low),
  };
}

/** Standard deviations out of the money past which shares are 0 or 1. */
const horizon = 60;

/** ln(F/K) / s and s / 2, each with what rounding cut off. */
function normalised(option: LognormalOption): { moneyness: Compensated; half: Compensated } {
  const deviation = { high: option.deviation, low: option.deviationRest ?? 0 };
  const half = { high: deviation.high / 2, low: deviation.low / 2 };
  return { moneyness: quotient(lnRatio(option.forward, option.strike), deviation), half };
}

function sum(a: Compensated, b: Compensated): Compensated {
  const { high, low } = twoSum(a.high, b.high);
  return { high, low: low + a.low + b.low };
}

/** N of a compensated argument. */
function distribution(x: Compensated): number {
  return normalDistribution(x.high) + normalDensity(x.high) * x.low;
}
