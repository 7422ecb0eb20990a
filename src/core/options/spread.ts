import { exp, ln, square } from "../numeric/elementary";
import { InputError, NumericError } from "../errors";
import { normalDensity } from "../numeric/normal";
import { integral } from "../numeric/quadrature";
import { brent } from "../numeric/roots";
import type { OptionType } from "./black";
import { undiscountedBlack } from "./black";
import { finite } from "./process";

export const spreadMethods = ["kirk", "exact"] as const;

export interface SpreadOption {
  /** On f1 - f2 - strike: a call pays it if positive, a put pays its negative. */
  readonly type: OptionType;
  /** Forward prices at expiry, in one currency; above 0. */
  readonly f1: number;
  readonly f2: number;
  /** In that currency; for "kirk" `f2` + `strike` must be above 0. */
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
  readonly method: (typeof spreadMethods)[number];
}

/**
 * Price of a European option on the spread of two forwards, in their currency.
 *
 * Kirk's approximation: `f2` + `strike` is assumed to be lognormal with the volatility vol2 f2 / (f2 + strike). With
 * `strike` 0 it is exact, Margrabe's option to exchange one asset for another. The exact method takes any strike. With
 * `years` or both volatilities zero both are the discounted intrinsic value.
 *
 * Sources: E. Kirk (1995), Correlation in the energy markets, in Managing Energy Price Risk; W. Margrabe (1978), The
 * value of an option to exchange one asset for another, J. Finance 33, 177-186, eq. 7.
 */
export function spreadOption(given: SpreadOption): number {
  const { years, rate, method } = given;
  return finite(exp(-rate * years) * (method === "kirk" ? kirk(given) : exact(given)));
}

function kirk({ type, f1, f2, strike, years, vol1, vol2, correlation }: SpreadOption): number {
  const paid = f2 + strike;
  if (!(paid > 0)) {
    throw new InputError("strike", `must be above -f2 (${-f2}) with the method "kirk"`, strike);
  }
  const other = (vol2 * f2) / paid;
  const variance = square(vol1 - other) + 2 * vol1 * other * (1 - correlation);
  const deviation = Math.sqrt(variance) * Math.sqrt(years);
  return undiscountedBlack({ type, forward: f1, strike: paid, deviation });
}

/** Variance of a log price, beyond which an exact price is not computed. */
const mostVariance = 10_000;

/**
 * The second price is a function of a standard normal z; given z, the first is lognormal and the option Black's. The
 * option out of the money is integrated over z, by intervals that end where the payoff of the conditional means has a
 * zero or an extremum and where nothing is left to pay, and that grow from there; parity gives the other.
 *
 * To about 1e-14 of the forwards and the strike, whose rounding the payoff holds.
 *
 * Source: N. D. Pearson (1995), An efficient approach for pricing spread options, J. Derivatives 3, 76-91.
 */
function exact(given: SpreadOption): number {
  const { type, f1, f2, strike, years, vol1, vol2, correlation } = given;
  if (!(square(Math.max(vol1, vol2)) * years <= mostVariance)) {
    throw new NumericError(`the exact spread is computed for volatility^2 x years up to ${mostVariance}`);
  }
  const forwardValue = f1 - f2 - strike;
  const outside = forwardValue > 0 ? "put" : "call";
  const intrinsic = type === outside ? 0 : Math.abs(forwardValue);
  const root = Math.sqrt(years);
  const spread: ConditionalSpread = {
    f1,
    f2,
    strike,
    loading1: correlation * vol1 * root,
    loading2: vol2 * root,
    deviation: vol1 * root * Math.sqrt((1 - correlation) * (1 + correlation)),
  };
  const noticeable = 1e-4 * (f1 + f2 + Math.abs(strike));
  return intrinsic + integral((z) => weightedOption(outside, spread, z), intervalEnds(spread), noticeable);
}

/** Given z the forwards are f exp(loading z - loading^2 / 2), the second without uncertainty. */
interface ConditionalSpread {
  readonly f1: number;
  readonly f2: number;
  readonly strike: number;
  readonly loading1: number;
  readonly loading2: number;
  /** Of the log of the first price, given z. */
  readonly deviation: number;
}

/** Undiscounted option given z, times the normal density at z. */
function weightedOption(type: OptionType, spread: ConditionalSpread, z: number): number {
  const { f1, f2, strike, loading1, loading2, deviation } = spread;
  const received = f1 * normalDensity(z - loading1);
  const paid = f2 * normalDensity(z - loading2) + strike * normalDensity(z);
  if (paid <= 0) return type === "call" ? received - paid : 0;
  if (received === 0) return type === "call" ? 0 : paid;
  return undiscountedBlack({ type, forward: received, strike: paid, deviation });
}

/** Normal deviations from the centre of a term's weight, past which it does not matter. */
const reach = 12;

/** Rising ends of intervals on each of which the weighted option is smooth. */
function intervalEnds(spread: ConditionalSpread): number[] {
  const { loading1, loading2, deviation } = spread;
  const lower = Math.min(loading1, 0) - reach;
  const upper = Math.max(loading1, loading2) + reach;
  const steepness = Math.abs(loading1) + loading2;
  const narrow = deviation > 0 && steepness > 0 ? Math.min(deviation / steepness, 1) : 1;
  const ends = new Set([lower, upper]);
  const addAround = (centre: number, scale: number) => {
    if (centre > lower && centre < upper) ends.add(centre);
    for (let width = 3 * scale; width < upper - lower; width *= 3) {
      for (const end of [centre - width, centre + width]) if (end > lower && end < upper) ends.add(end);
    }
  };
  for (const point of turningPoints(spread, lower, upper)) addAround(point, narrow);
  for (const centre of [0, loading1, loading2]) addAround(centre, 1);
  return [...ends].sort((a, b) => a - b);
}

/** Zeros and extremum of f1 - f2 - strike given z, and where f2 + strike is 0. */
function turningPoints(spread: ConditionalSpread, lower: number, upper: number): number[] {
  const { f1, f2, strike, loading1, loading2 } = spread;
  const exponent = (loading: number, z: number) => loading * (z - loading / 2);
  const payoff = (z: number) => {
    const [log1, log2] = [exponent(loading1, z), exponent(loading2, z)];
    const scale = Math.max(log1, log2, 0);
    return f1 * exp(log1 - scale) - f2 * exp(log2 - scale) - strike * exp(-scale);
  };
  const points: number[] = [];
  if (loading2 > 0 && strike < 0) points.push(ln(-strike / f2) / loading2 + loading2 / 2);
  const extremum = ln((loading2 * f2) / (loading1 * f1)) / (loading1 - loading2) + (loading1 + loading2) / 2;
  const inside = extremum > lower && extremum < upper;
  if (inside) points.push(extremum);
  let start = lower;
  for (const end of inside ? [extremum, upper] : [upper]) {
    if (payoff(start) * payoff(end) < 0) points.push(brent(payoff, start, end));
    start = end;
  }
  return points;
}
