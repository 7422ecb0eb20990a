import { exp } from "../numeric/elementary";
import { InputError, NumericError } from "../errors";
import type { OptionType } from "./black";
import { undiscountedBlack } from "./black";
import type { JumpOption, Jumps, Part } from "./jumps";
import { compensation, diffusionPart, jumpParts } from "./jumps";

export interface OptionInput {
  readonly type: OptionType;
  /** Price today, in currency: of the forward for black76, of the spot for bsm and merton. Above 0. */
  readonly underlying: number;
  /** In currency; above 0. */
  readonly strike: number;
  /** Time to expiry in years; at least 0. */
  readonly years: number;
  /** Standard deviation of log returns (between jumps) per square-root year; at least 0. */
  readonly volatility: number;
  /** Continuously compounded, per year. */
  readonly rate: number;
  /** Continuous yield of the spot per year, for bsm and merton; 0 if omitted. */
  readonly yield?: number;
  readonly process: "black76" | "bsm" | "merton";
  /** For merton: jumps a year, mean of the log jump, standard deviation of the log jump. */
  readonly params?: readonly number[];
}

/** An option on a forward, by Black (1976). */
export function blackOption(
  type: OptionType,
  { forward, ...given }: Pick<OptionInput, "strike" | "years" | "volatility" | "rate"> & { forward: number },
): OptionInput {
  return { type, underlying: forward, ...given, process: "black76" };
}

/** An option as a sum of lognormal ones, the same for every process. */
export interface Mixture {
  readonly parts: readonly Part[];
  /** Value today of one unit of currency at expiry. */
  readonly discountFactor: number;
  /** Continuous yield per year of the underlying; a forward costs nothing to hold, as if it yielded `rate`. */
  readonly yield: number;
  /** Yearly growth of the mean price from jumps, for which the drift between them compensates. */
  readonly compensation: number;
}

/** A term worth less than this share of the sum cannot change it, even times the number of terms. */
const invisible = 1e-20;

/**
 * Price of a European option, in the currency of `underlying`.
 *
 * black76: Black (1976) on a forward. bsm: Black, Scholes and Merton on a spot with a continuous yield. merton: a spot
 * with jumps, whose drift between jumps compensates for them, so that the forward is the same as under bsm. With
 * `years` or `volatility` zero it is the discounted intrinsic value, of each number of jumps for merton.
 *
 * Sources: Black (1976), J. Financial Economics 3, eq. 16; Merton (1973), Theory of rational option pricing, Bell J.
 * Economics 4; Merton (1976), J. Financial Economics 3, eq. 19.
 */
export function optionPrice(input: OptionInput): number {
  const { parts, discountFactor } = mixture(input);
  let payoff = 0;
  for (const { option, probability } of parts) {
    const most = input.type === "call" ? option.forward : option.strike;
    if (probability * most > invisible * payoff) payoff += probability * undiscountedBlack(option);
  }
  return finite(discountFactor * payoff);
}

/** The option as lognormal ones, by its process. */
export function mixture(input: OptionInput): Mixture {
  const { type, strike, years, volatility, rate, underlying } = input;
  const jumps = jumpsOf(input);
  const yieldRate = yieldOf(input);
  const forward = finite(underlying * exp((rate - yieldRate) * years));
  const option: JumpOption = { type, forward, strike, years, volatility };
  return {
    parts: jumps.perYear > 0 ? jumpParts(option, jumps) : [diffusionPart(option)],
    discountFactor: exp(-rate * years),
    yield: yieldRate,
    compensation: jumps.perYear > 0 ? compensation(jumps) : 0,
  };
}

function yieldOf(input: OptionInput): number {
  if (input.process !== "black76") return input.yield ?? 0;
  if (input.yield !== undefined) throw new InputError("yield", "must be omitted for black76", input.yield);
  return input.rate;
}

function jumpsOf({ process, params }: OptionInput): Jumps {
  if (process !== "merton") {
    if (params !== undefined) throw new InputError("params", `must be omitted for ${process}`, params);
    return { perYear: 0, meanLog: 0, deviation: 0 };
  }
  const [perYear, meanLog, deviation, ...others] = params ?? [];
  if (perYear === undefined || meanLog === undefined || deviation === undefined || others.length > 0) {
    const rule =
      "must be three numbers for merton: jumps a year, mean and standard deviation of the log jump";
    throw new InputError("params", rule, params);
  }
  if (!(perYear >= 0)) throw new InputError("params", "must have at least 0 jumps a year", perYear);
  if (!(deviation >= 0)) throw new InputError("params", "must have a deviation of at least 0", deviation);
  return { perYear, meanLog, deviation };
}

/** The value, unless absurdly large rates or times took it out of the range of doubles; 0 without a sign. */
export function finite(value: number): number {
  if (Number.isFinite(value)) return value + 0;
  throw new NumericError("option beyond the range of double precision");
}
