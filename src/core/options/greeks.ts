import { NoAnswerError } from "../errors";
import { blackShares, undiscountedBlack } from "./black";
import type { Part } from "./jumps";
import type { Mixture, OptionInput } from "./process";
import { finite, mixture } from "./process";

export interface OptionGreeks {
  /** In the currency of `underlying`. */
  readonly price: number;
  /** Change of price per unit of `underlying`: of the forward for black76, discounted; else of the spot. */
  readonly delta: number;
  /** Change of `delta` per unit of `underlying`. */
  readonly gamma: number | NoAnswerError;
  /** Change of price per 1.00 of volatility. */
  readonly vega: number;
  /** Change of price per 0.01 of volatility. */
  readonly vegaPerPoint: number;
  /** Change of price per year that passes: minus its change per year of time to expiry. */
  readonly theta: number | NoAnswerError;
  /** `theta` divided by 365. */
  readonly thetaPerDay: number | NoAnswerError;
  /** Change of price per 1.00 of `rate`, with the forward unchanged for black76, else the spot. */
  readonly rho: number;
}

/**
 * Price and sensitivities of one European option held long, for the processes of `optionPrice`.
 *
 * Without uncertainty (`years` or `volatility` zero) they are the limits: the probability of exercise is 0 or 1 and at
 * the money a half, vega at the money is that of a small volatility. Gamma is then infinite at the strike, and so is
 * theta at expiry with volatility: they are then a NoAnswerError. Under merton, volatility is that between jumps, and
 * theta counts the jumps that become less likely.
 *
 * Source: E. G. Haug (2007), The Complete Guide to Option Pricing Formulas, 2nd ed., ch. 2; for merton the derivatives
 * of each term of the sum.
 */
export function optionGreeks(input: OptionInput): OptionGreeks {
  const { underlying, strike, years, volatility, process } = input;
  const option = mixture(input);
  const total = sums(option.parts);
  const { discountFactor } = option;
  const price = finite(discountFactor * total.value);
  const vega = finite(discountFactor * total.perVolatility);
  const gamma = (discountFactor * total.curvature) / underlying / underlying;
  const theta = discountFactor * decay(input, option, total);
  const infinite = () =>
    `at the strike ${strike} with ${years === 0 ? "no time left" : `volatility ${volatility}`}`;
  const finiteOr = (value: number, name: string) =>
    Number.isFinite(value) ? value + 0 : new NoAnswerError(`${name} is infinite ${infinite()}`);
  return {
    price,
    delta: finite((discountFactor * total.forwardLeg) / underlying),
    gamma: finiteOr(gamma, "gamma"),
    vega,
    vegaPerPoint: vega / 100,
    theta: finiteOr(theta, "theta"),
    thetaPerDay: finiteOr(theta / 365, "theta"),
    rho: finite(years * (process === "black76" ? -price : discountFactor * total.strikeLeg)),
  };
}

/** Sums over the parts, weighted and undiscounted, in currency. */
interface Sums {
  readonly value: number;
  /** Value per unit of the log of `underlying`: what the option holds of it. */
  readonly forwardLeg: number;
  /** Its cash leg: `forwardLeg` less `value`. */
  readonly strikeLeg: number;
  /** Second derivative in `underlying`, times its square. */
  readonly curvature: number;
  readonly perVolatility: number;
  /** Value that more time adds through uncertainty, per year. */
  readonly perYear: number;
}

const nothing: Sums = { value: 0, forwardLeg: 0, strikeLeg: 0, curvature: 0, perVolatility: 0, perYear: 0 };

function sums(parts: readonly Part[]): Sums {
  return parts.reduce((sum, part) => {
    const { option, probability } = part;
    const value = undiscountedBlack(option);
    const { forwardShare, strikeShare, density } = blackShares(option);
    const weight = probability * option.forward;
    const slope = weight * density;
    return {
      value: sum.value + probability * value,
      forwardLeg: sum.forwardLeg + weight * forwardShare,
      strikeLeg: sum.strikeLeg + probability * option.strike * strikeShare,
      curvature: sum.curvature + (slope === 0 ? 0 : slope / option.deviation),
      perVolatility: sum.perVolatility + slope * part.deviationPerVolatility,
      perYear:
        sum.perYear + (slope === 0 ? 0 : slope * part.deviationPerYear) + part.probabilityPerYear * value,
    };
  }, nothing);
}

/**
 * Theta before discounting: what the position earns on its cash and pays in yield, less the uncertainty it
 * loses. Drift between jumps moves the forward of a put's terms and the strike of a call's (see `jumpParts`).
 */
function decay({ type, rate }: OptionInput, option: Mixture, total: Sums): number {
  const carry = option.yield * total.value + (option.yield - rate) * total.strikeLeg;
  const drifting = type === "call" ? total.strikeLeg : total.forwardLeg;
  return carry + option.compensation * drifting - total.perYear;
}
