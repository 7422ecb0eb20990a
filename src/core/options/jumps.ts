import { at } from "../numeric/at";
import { exp, expm1, ln, square } from "../numeric/elementary";
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
export const farthestLog = 500;

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
 * With a `step`, only every so many of them, each for all: see `stride`.
 *
 * Source: R. C. Merton (1976), Option pricing when underlying stock returns are discontinuous, J. Financial
 * Economics 3, eqs. 16 and 19.
 */
export function jumpParts(option: JumpOption, jumps: Jumps, step = 1): Part[] {
  const meanGrowth = compensation(jumps);
  const perYear = option.type === "call" ? jumps.perYear + meanGrowth : jumps.perYear;
  const expected = expectedJumps(option, jumps);
  if (expected === undefined) throw tooManyJumps();
  const { fewest, most, total, sizes } = poissonSizes(expected);
  const probability = (count: number) => (count >= fewest && count <= most ? at(sizes, count) / total : 0);
  const parts: Part[] = [];
  for (let count = fewest; count <= most + 1; count += step) {
    const growth = count * (jumps.meanLog + square(jumps.deviation) / 2) - meanGrowth * option.years;
    const moved = grown(option, exp(Math.min(Math.max(growth, -farthestLog), farthestLog)));
    const more = perYear * (probability(count - 1) - probability(count));
    parts.push(part(moved, count * square(jumps.deviation), step * probability(count), step * more));
  }
  return parts;
}

/**
 * Steps at which the terms are as good as all of them: they are a smooth function of the number of jumps, a Gaussian bell
 * times a normal distribution, and the sum over every k-th term, times k, misses it by exp(-2 (pi w / k)^2) for a width
 * w of what is summed (Poisson's summation formula). The steps are at most 0.4 w, where that is 1e-53, and w is taken
 * where it is least: at the fewest jumps, with the curvature that growth and deviation of the jumps bring.
 */
export function stride(option: JumpOption, jumps: Jumps, expected: number): number {
  const { fewest } = poissonSizes(expected);
  const { forward, strike, years, volatility } = option;
  const growth = Math.abs(jumps.meanLog + square(jumps.deviation) / 2);
  const variance = square(volatility) * years + fewest * square(jumps.deviation);
  if (fewest === 0 || variance === 0) return 1;
  const deviation = Math.sqrt(variance);
  const relative = square(jumps.deviation) / variance;
  const log = Math.abs(ln(forward / strike)) + Math.abs(compensation(jumps) * years) + growth * 2 * expected;
  const distance = Math.min(log / deviation, 40);
  const slope = growth / deviation + (distance * relative) / 2;
  const bend = distance * relative * (growth / deviation + distance * relative);
  const width = 1 / Math.sqrt(1 / fewest + square(slope) + bend);
  return Math.max(1, Math.floor(0.4 * width));
}

/** Jumps before expiry that weight the terms, as `jumpParts` says; undefined where they are too many to be summed. */
export function expectedJumps(
  { type, years }: Pick<JumpOption, "type" | "years">,
  jumps: Jumps,
): number | undefined {
  const grown = jumps.perYear + compensation(jumps);
  if (!(Math.max(jumps.perYear, grown) * years <= mostJumps)) return undefined;
  return (type === "call" ? grown : jumps.perYear) * years;
}

export function tooManyJumps(): NumericError {
  return new NumericError(`merton handles up to ${mostJumps} expected jumps before expiry`);
}

/** The option when the mean price is multiplied by `growth`, per unit of it for a call. */
function grown({ type, forward, strike, years, volatility }: JumpOption, growth: number): JumpOption {
  return type === "call"
    ? { type, forward, strike: strike / growth, years, volatility }
    : { type, forward: forward * growth, strike, years, volatility };
}

/** Probabilities of a Poisson variable from `fewest` upwards, as far as they matter. */
export function poisson(mean: number): { fewest: number; probabilities: number[] } {
  const { fewest, most, total, sizes } = poissonSizes(mean);
  const probabilities = new Array<number>(most - fewest + 1);
  for (let n = fewest; n <= most; n++) probabilities[n - fewest] = at(sizes, n) / total;
  return { fewest, probabilities };
}

/** A Poisson variable's probabilities at their numbers, in relation to the most probable one. */
interface PoissonSizes {
  readonly fewest: number;
  readonly most: number;
  readonly total: number;
  readonly sizes: Float64Array;
}

/** Of the mean that was asked for last; the rows of a column often share it. The column is made longer where needed. */
let last = { mean: 0, fewest: 0, most: 0, total: 1, sizes: Float64Array.of(1) };

/**
 * The probabilities are stepped outwards from the most probable number, so that none underflows and no power or factorial
 * appears. They are valid until the next call.
 */
export function poissonSizes(mean: number): PoissonSizes {
  if (mean === last.mean) return last;
  const mode = Math.floor(mean);
  const room = mode + 25 * Math.ceil(Math.sqrt(mode)) + 200;
  const sizes = last.sizes.length < room ? new Float64Array(room) : last.sizes;
  sizes[mode] = 1;
  let fewest = mode;
  for (let size = 1; fewest > 0 && size > negligible;) {
    size *= fewest / mean;
    sizes[--fewest] = size;
  }
  let most = mode;
  for (let size = mean / (mode + 1); size > negligible; size *= mean / (most + 1)) sizes[++most] = size;
  let total = 0;
  for (let n = fewest; n <= most; n++) total += at(sizes, n);
  last = { mean, fewest, most, total, sizes };
  return last;
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
