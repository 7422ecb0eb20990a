import { optionGreeks as optionGreeksOf } from "../../core/options/greeks";
import { define } from "../define";
import { optional } from "../parameters";
import {
  jumpParams,
  optionProcess,
  optionType,
  output,
  rate,
  strike,
  underlying,
  volatility,
  years,
  yieldRate,
} from "../vocabulary";

export const optionGreeks = define({
  name: "OPTION_GREEKS",
  group: "Hedging",
  summary: "Price and sensitivities of a European option",
  parameters: {
    type: optionType,
    underlying,
    strike,
    years,
    volatility,
    rate: optional(rate, 0),
    yield: optional(yieldRate),
    process: optional(optionProcess, "black76"),
    params: optional(jumpParams),
    output,
  },
  returns: {
    shape: "record",
    rows: {
      price: ["Price", "currency"],
      delta: ["Delta", "underlying"],
      gamma: ["Gamma", "delta per 1.00"],
      vega: ["Vega", "per 1.00 volatility"],
      vegaPerPoint: ["Vega per point", "per 0.01 volatility"],
      theta: ["Theta", "per year"],
      thetaPerDay: ["Theta per day", "per day"],
      rho: ["Rho", "per 1.00 rate"],
    },
  },
  compute: optionGreeksOf,
  formula: "derivatives of OPTION_PRICE: delta ∂V/∂S, gamma ∂²V/∂S², vega ∂V/∂σ, theta −∂V/∂T, rho ∂V/∂r",
  remarks: [
    "For one option held. Delta is per unit of the underlying: for black76 the discounted delta of the forward.",
    "Theta per day is theta ÷ 365. Rho of black76 is −T × price, since the forward does not move with the rate.",
    "At the strike on expiry some sensitivities are infinite: #N/A in their row.",
  ],
  sources: ["Haug (2007), The Complete Guide to Option Pricing Formulas, chapter 2"],
  examples: [
    {
      formula: '=MINING.OPTION_GREEKS("put", 60000, 55000, 0.25, 0.6, , , , , "Delta")',
      result: -0.3299548204,
      note: "What to sell against one put.",
    },
    {
      formula: '=MINING.OPTION_GREEKS("put", 60000, 55000, 0.25, 0.6, , , , , "Vega per point")',
      result: 108.6386519,
      note: "Value of a point of volatility.",
    },
  ],
  seeAlso: ["OPTION_PRICE", "PUT_HEDGE"],
});
