import { exp, expm1, square } from "../numeric/elementary";
import { NumericError } from "../errors";
import { timesRoot } from "../numeric/compensated";
import type { LognormalOption, OptionType } from "./black";

/** Jumps of a price: their number is a Poisson process, their logs are normal. */
export interface Jumps {
  /** Mean number of jumps a year; at least 0. */
  readonly perYear: number;
  /** Mean of the log of a jump; -0.1 is a fall of about 10 %. */
  readonly meanLog: number;
  /** Standard deviation of the log of a jump; at least 0. */
  readonly deviation: number;
}

/** One term of an option's value: a lognormal option and how probable it is. */
export interface Part {
  readonly option: LognormalOption;
  readonly probability: number;
  /** Change of `probability` per year of time to expiry. */
  readonly probabilityPerYear: number;
  /** Change of the option's `deviation` per 1.00 of volatility. */
  readonly deviationPerVolatility: number;
  /** Change of the option's `deviation` per year of time to expiry; infinite at expiry. */
  readonly deviationPerYear: number;
}

export interface JumpOption {
  readonly type: OptionType;
  /** Mean of the underlying at expiry, in currency; above 0. */
  readonly forward: number;
  /** In currency; above 0. */
  readonly strike: number;
  readonly years: number;
  /** Of the price between jumps, per square-root year. */
  readonly volatility: number;
}

/** Expected jumps before expiry, beyond which the sum takes more than milliseconds. */
const mostJumps = 10_000;

/** Terms less probable than this, in relation to the most probable one, are left out. */
const negligible = 1e-100;

/** Logs of prices are kept within this distance, so that no term overflows. */
const farthestLog = 500;

/** The option on a price without jumps, as the only term. */
export function diffusionPart(option: JumpOption): Part {
  return part(option, 0, 1, 0);
}

/** Yearly growth of the mean price from jumps, for which the drift between them compensates. */
export function compensation(jumps: Jumps): number {
  return jumps.perYear * expm1(jumps.meanLog + square(jumps.deviation) / 2);
}

/**
 * Terms of an option on a price with jumps, by the number of jumps before expiry.
 *
 * Given n jumps the price is lognormal with mean forward x growth(n) and variance volatility^2 years +
 * n deviation^2. A put's terms are weighted with the probability of n jumps. A call's are weighted with that
 * probability x growth(n), which is Poisson too, and their strike is divided by growth(n) instead: the same
 * sum, but no term exceeds the forward, so that weights and prices neither over- nor underflow. This is
 * Merton's form of the sum.
 *
 * Source: R. C. Merton (1976), Option pricing when underlying stock returns are discontinuous, J. Financial
 * Economics 3, eqs. 16 and 19.
 */
export function jumpParts(option: JumpOption, jumps: Jumps): Part[] {
  const meanGrowth = compensation(jumps);
  const perYear = option.type === "call" ? jumps.perYear + meanGrowth : jumps.perYear;
  if (!(Math.max(jumps.perYear, jumps.perYear + meanGrowth) * option.years <= mostJumps)) {
    throw new NumericError(`merton handles up to ${mostJumps} expected jumps before expiry`);
  }
  const { fewest, probabilities } = poisson(perYear * option.years);
  const parts: Part[] = [];
  let fewer = 0;
  for (const [index, probability] of [...probabilities, 0].entries()) {
    const count = fewest + index;
    const growth = count * (jumps.meanLog + square(jumps.deviation) / 2) - meanGrowth * option.years;
    const moved = grown(option, exp(Math.min(Math.max(growth, -farthestLog), farthestLog)));
    parts.push(part(moved, count * square(jumps.deviation), probability, perYear * (fewer - probability)));
    fewer = probability;
  }
  return parts;
}

/** The option when the mean price is multiplied by `growth`, per unit of it for a call. */
function grown({ type, forward, strike, years, volatility }: JumpOption, growth: number): JumpOption {
  return type === "call"
    ? { type, forward, strike: strike / growth, years, volatility }
    : { type, forward: forward * growth, strike, years, volatility };
}

/**
 * Probabilities of a Poisson variable from `fewest` upwards, as far as they matter.
 *
 * They are stepped outwards from the most probable number and then made to sum to 1, so that none underflows
 * and no power or factorial appears.
 */
export function poisson(mean: number): { fewest: number; probabilities: number[] } {
  const mode = Math.floor(mean);
  const below: number[] = [];
  for (let n = mode, size = 1; n > 0 && size > negligible; n--) below.push((size *= n / mean));
  const above: number[] = [1];
  for (let n = mode + 1, size = mean / n; size > negligible; n++, size *= mean / n) above.push(size);
  const sizes = [...below.reverse(), ...above];
  const total = sizes.reduce((sum, size) => sum + size, 0);
  return { fewest: mode - below.length, probabilities: sizes.map((size) => size / total) };
}

/** `variance` is what jumps add to that of the log price. */
function part(option: JumpOption, variance: number, probability: number, probabilityPerYear: number): Part {
  const { type, forward, strike, years, volatility } = option;
  if (variance === 0) {
    const { high, low } = timesRoot(volatility, years);
    const root = Math.sqrt(years);
    return {
      option: { type, forward, strike, deviation: high, deviationRest: low },
      probability,
      probabilityPerYear,
      deviationPerVolatility: root,
      deviationPerYear: volatility === 0 ? 0 : volatility / (2 * root),
    };
  }
  const deviation = Math.sqrt(square(volatility) * years + variance);
  return {
    option: { type, forward, strike, deviation, deviationRest: 0 },
    probability,
    probabilityPerYear,
    deviationPerVolatility: (volatility * years) / deviation,
    deviationPerYear: square(volatility) / (2 * deviation),
  };
}
