import { exp, expm1, ln, square } from "../numeric/elementary";
import { InputError, NumericError } from "../errors";
import { compensation, type Jumps } from "../options/jumps";

export const priceProcesses = ["gbm", "ou", "merton"] as const;

export interface PriceProcess {
  /** Price today; above 0. */
  readonly spot: number;
  /** Standard deviation of log returns (between jumps) per square-root year; at least 0. */
  readonly volatility: number;
  /** Continuous growth of the mean price per year; ignored by ou. */
  readonly drift: number;
  readonly process: (typeof priceProcesses)[number];
  /** ou: speed a year and long-run level; merton: jumps a year, mean and standard deviation of the log jump. */
  readonly params?: readonly number[] | undefined;
}

/** How the log of a price moves: towards `level` at `speed`, with a trend, and by jumps. */
export interface LogDynamics {
  readonly start: number;
  /** Per year. */
  readonly trend: number;
  /** Per year; 0 for no reversion. */
  readonly speed: number;
  readonly level: number;
  readonly volatility: number;
  readonly jumps: Jumps;
}

const noJumps: Jumps = { perYear: 0, meanLog: 0, deviation: 0 };

/** Expected jumps beyond which counting them takes more than milliseconds. */
const MOST_JUMPS = 10_000;

/**
 * The dynamics of the log price.
 *
 * gbm: the mean grows with `drift`. merton: jumps, for which the drift between them compensates, so that the mean still
 * grows with `drift`. ou: the log reverts to the log of the level.
 *
 * Sources: R. C. Merton (1976), J. Financial Economics 3, eq. 2; E. S. Schwartz (1997), The stochastic behavior of
 * commodity prices, J. Finance 52, model 1, with the level as the long-run mean of the log.
 */
export function logDynamics({ spot, volatility, drift, process, params }: PriceProcess): LogDynamics {
  const start = ln(spot);
  const trend = drift - square(volatility) / 2;
  const plain = { start, trend, speed: 0, level: start, volatility, jumps: noJumps };
  switch (process) {
    case "gbm":
      if (params !== undefined) throw new InputError("params", "must be omitted for gbm", params);
      return plain;
    case "ou": {
      const [speed, level] = numbers(params, 2, "must be two numbers for ou: speed a year, long-run level");
      if (!(speed >= 0)) throw new InputError("params", "must have a speed of at least 0", speed);
      if (!(level > 0)) throw new InputError("params", "must have a long-run level above 0", level);
      return { ...plain, trend: 0, speed, level: ln(level) };
    }
    case "merton": {
      const jumps = jumpsOf(params);
      return { ...plain, trend: trend - compensation(jumps), jumps };
    }
  }
}

function jumpsOf(params: readonly number[] | undefined): Jumps {
  const rule = "must be three numbers for merton: jumps a year, mean and standard deviation of the log jump";
  const [perYear, meanLog, deviation] = numbers(params, 3, rule);
  if (!(perYear >= 0)) throw new InputError("params", "must have at least 0 jumps a year", perYear);
  if (!(deviation >= 0)) throw new InputError("params", "must have a deviation of at least 0", deviation);
  return { perYear, meanLog, deviation };
}

function numbers(
  params: readonly number[] | undefined,
  count: number,
  rule: string,
): [number, number, number] {
  if (params?.length !== count) throw new InputError("params", rule, params);
  const [first = NaN, second = NaN, third = NaN] = params;
  return [first, second, third];
}

/** The normal distribution of the log price after a time, by where it was and how many jumps there were. */
export function logMoments(
  { trend, speed, level, volatility, jumps }: LogDynamics,
  years: number,
): (from: number, jumpCount: number) => { mean: number; deviation: number } {
  const kept = exp(-speed * years);
  const variance = square(volatility) * (speed === 0 ? years : -expm1(-2 * speed * years) / (2 * speed));
  return (from, jumpCount) => {
    const drawn = speed === 0 ? from : level + (from - level) * kept;
    return {
      mean: drawn + trend * years + jumpCount * jumps.meanLog,
      deviation: Math.sqrt(variance + jumpCount * square(jumps.deviation)),
    };
  };
}

/** Expected jumps in a time. Throws NumericError where there are too many to count. */
export function expectedJumps({ jumps }: LogDynamics, years: number): number {
  const mean = jumps.perYear * years;
  if (mean <= MOST_JUMPS) return mean;
  throw new NumericError(`merton handles up to ${MOST_JUMPS} expected jumps`);
}
