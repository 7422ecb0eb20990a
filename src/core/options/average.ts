import { exp, ln } from "../numeric/elementary";
import { InputError } from "../errors";
import { at } from "../numeric/at";
import { normalDensity } from "../numeric/normal";
import { integral } from "../numeric/quadrature";
import { brent } from "../numeric/roots";
import type { OptionType } from "./black";
import { blackPrice, undiscountedBlack } from "./black";
import { conditionalDeviation, conditionalMean, scheduleOf, type Schedule } from "./conditionalAverage";
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
  /** Average of the fixings so far, in currency; needed where `fixedShare` is above 0. */
  readonly fixedAverage: number | undefined;
  /** Share of all fixings made so far; 0 to 1. */
  readonly fixedShare: number;
}

/**
 * Price of a European option on the arithmetic average of prices, in their currency.
 *
 * The geometric average is lognormal. Given it, the arithmetic average is assumed to be lognormal with its exact
 * conditional mean and variance: within about 0.5 % of a simulation where `volatility`^2 x `years` is at most 1, 2 % at
 * 4 and 4 % at 9; the integral itself is right to 1e-12 of the forward. With one fixing, or all of them at the same
 * time, it is Black's formula; with `years` or `volatility` zero the discounted intrinsic value. Fixings already made
 * move the strike; where they reach the strike on their own a call is certain to be exercised.
 *
 * Source: M. Curran (1994), Valuing Asian and portfolio options by conditioning on the geometric mean price, Management
 * Science 40, 1705-1711.
 */
export function averageOption(given: AverageOption): number {
  const { type, forward, strike, startYears, years, volatility, rate, fixings, fixedShare } = given;
  if (startYears > years) throw new InputError("start_years", `must be at most years (${years})`, startYears);
  if (fixedShare > 0 && given.fixedAverage === undefined) {
    throw new InputError("fixed_average", "must be given where fixed_share is above 0");
  }
  const open = 1 - fixedShare;
  const left = strike - fixedShare * (given.fixedAverage ?? 0);
  const discountFactor = exp(-rate * years);
  if (left <= 0 || open === 0) {
    const certain = open * forward - left;
    return finite(discountFactor * Math.max(type === "call" ? certain : -certain, 0));
  }
  const rest = { type, forward, strike: left / open, years, volatility, rate };
  if (fixings === 1 || startYears === years) return finite(open * blackPrice(rest));
  const intrinsic = Math.max(type === "call" ? forward - rest.strike : rest.strike - forward, 0);
  const time = volatility === 0 ? 0 : forward * timeValue(scheduleOf(given), rest.strike / forward);
  return finite(open * discountFactor * (intrinsic + time));
}

/** Beyond it the normal density is 0 in double precision. */
const farthest = 39;

/**
 * Time value of an option on the average, call or put alike, for a forward of 1.
 *
 * Given the geometric average z the option is worth its intrinsic value on the conditional mean and a conditional time
 * value. The former integrates to options on each fixing, with strikes that average to the strike (F. Jamshidian (1989),
 * J. Finance 44, 205-209). The latter has its peak, and a kink, where the conditional mean is the strike, and is
 * integrated from there to both sides.
 */
function timeValue(schedule: Schedule, strike: number): number {
  const { loadings } = schedule;
  const type = strike > 1 ? "call" : "put";
  const logStrike = ln(strike);
  const shares = new Float64Array(loadings.length);
  const distance = (z: number) => conditionalMean(schedule, z, shares).log - logStrike;
  const kink = root(distance, -farthest, farthest + at(loadings, loadings.length - 1));

  let total = 0;
  for (const loading of loadings) {
    const exponent = loading * (kink - loading / 2);
    const part = { type, forward: 1, strike: exp(within(exponent, 700)), deviation: loading } as const;
    total += undiscountedBlack(part);
  }
  total /= loadings.length;

  const { slope } = conditionalMean(schedule, kink, shares);
  const spread = conditionalDeviation(schedule, shares) / slope;
  if (!(spread > 1e-9)) return total;
  const conditional = (z: number) => {
    const mean = conditionalMean(schedule, z, shares).log - logStrike;
    const forward = exp(within(mean, 700));
    const deviation = conditionalDeviation(schedule, shares);
    const outside = mean < 0 ? "call" : "put";
    return strike * normalDensity(z) * undiscountedBlack({ type: outside, forward, strike: 1, deviation });
  };
  for (const side of [-1, 1]) {
    let width = (4.5 * side * spread) / Math.sqrt(1 + spread * spread);
    let before = 0;
    for (let from = kink; Math.abs(from) < farthest || from * side < 0; from += width, width *= 1.5) {
      const part = Math.abs(integral(conditional, [from, from + width], total));
      total += part;
      if (part * part < 1e-15 * total * before) break;
      before = part;
    }
  }
  return Math.min(total, 1, strike);
}

function within(x: number, limit: number): number {
  return Math.min(Math.max(x, -limit), limit);
}

/** Root of a rising function, or the end of the interval that is next to it. */
function root(f: (x: number) => number, lower: number, upper: number): number {
  if (f(lower) >= 0) return lower;
  return f(upper) <= 0 ? upper : brent(f, lower, upper);
}
