import { exp } from "../numeric/elementary";
import type { Compensated } from "../numeric/compensated";
import { logRatio, quotient, timesRoot, twoSum } from "../numeric/compensated";
import { gaussian, millsRatio, normalDensity, normalDistribution } from "../numeric/normal";

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
 * With `years` or `volatility` zero it is the discounted intrinsic value. The relative error is below 1e-14 for the
 * doubles given, down to prices of 1e-290, and 2e-15 within a few deviations of the money; the uncertainty from the
 * inputs' own last digits is larger, by about (ln(forward / strike) / (volatility root years))^2.
 *
 * Source: F. Black (1976), The pricing of commodity contracts, J. Financial Economics 3, eq. 16.
 */
export function blackPrice(option: EuropeanOption): number {
  const { type, forward, strike, years, volatility, rate } = option;
  const deviation = timesRoot(volatility, years);
  const lognormal = { type, forward, strike, deviation: deviation.high, deviationRest: deviation.low };
  return exp(-rate * years) * undiscountedBlack(lognormal);
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
  return intrinsic + outOfTheMoney(option);
}

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

/** Standard deviations out of the money past which every price underflows to 0. */
const horizon = 60;

/**
 * Price of the option out of the money, call or put, from h = -|ln(F/K)| / s and t = s / 2:
 * root(F K) exp(-t^2 / 2) phi(h) [Y(h + t) - Y(h - t)], where Y = N / phi is the Mills ratio mirrored.
 *
 * Where the two Y are close their difference is summed as a series of positive terms; where N(h + t) is no
 * longer a tail it is used directly.
 */
function outOfTheMoney(option: LognormalOption): number {
  const { moneyness, half } = normalised(option);
  const h = -Math.abs(moneyness.high);
  const t = half.high;
  if (t === 0 || h < -horizon) return 0;
  const correction = exp(-moneyness.high * moneyness.low - t * half.low);
  const scale =
    Math.sqrt(option.forward) * Math.sqrt(option.strike) * normalDensity(h) * gaussian(t) * correction;
  if (h > -1 && t <= 0.5) return scale * nearDifference(h, t);
  if (h <= -1 && t <= -h / 2) return scale * farDifference(-h, t);
  if (h + t <= 0) return scale * (millsRatio(-h - t) - millsRatio(t - h));
  const smaller = Math.min(option.forward, option.strike);
  return smaller * normalDistribution(h + t) - scale * millsRatio(t - h);
}

/**
 * Y(h + t) - Y(h - t) for h from -1 to 0 and t up to 1/2: twice the odd terms of the Taylor series, whose
 * coefficients follow from Y' = 1 + z Y: (n + 1) T(n+1) = h T(n) + T(n-1).
 */
function nearDifference(h: number, t: number): number {
  let even = millsRatio(-h);
  let odd = 1 + h * even;
  let power = t;
  let total = 0;
  for (let n = 1; n <= 29; n += 2) {
    total += odd * power;
    power *= t * t;
    even = (h * odd + even) / (n + 1);
    odd = (h * even + odd) / (n + 2);
  }
  return 2 * total;
}

/**
 * Y(h + t) - Y(h - t) for `distance` = -h of at least 1 and t up to half of it.
 *
 * There the recurrence loses all digits forwards. Backwards the ratios r(n) = T(n) / T(n-1) =
 * 1 / (distance + (n + 1) r(n+1)) settle from any start (W. Gautschi (1967), Computational aspects of
 * three-term recurrence relations, SIAM Review 9, 24-82); at n = 0 they give Y itself.
 */
function farDifference(distance: number, t: number): number {
  const terms = farTerms(distance);
  let ratio = 2 / (distance + Math.sqrt(distance * distance + 4 * (terms + 3)));
  let series = 1;
  for (let n = terms; n >= 1; n -= 2) {
    const next = 1 / (distance + (n + 2) * ratio);
    series = 1 + next * ratio * t * t * series;
    ratio = 1 / (distance + (n + 1) * next);
  }
  return (2 * t * ratio * series) / (distance + ratio);
}

/** An odd number of terms after which neither the ratios nor the series change. */
function farTerms(distance: number): number {
  return 2 * Math.ceil(26 + 100 / (distance * distance)) + 1;
}

/** ln(F/K) / s and s / 2, each with what rounding cut off. */
function normalised(option: LognormalOption): { moneyness: Compensated; half: Compensated } {
  const deviation = { high: option.deviation, low: option.deviationRest ?? 0 };
  const half = { high: deviation.high / 2, low: deviation.low / 2 };
  return { moneyness: quotient(logRatio(option.forward, option.strike), deviation), half };
}

function sum(a: Compensated, b: Compensated): Compensated {
  const { high, low } = twoSum(a.high, b.high);
  return { high, low: low + a.low + b.low };
}

/** N of a compensated argument. */
function distribution(x: Compensated): number {
  return normalDistribution(x.high) + normalDensity(x.high) * x.low;
}
