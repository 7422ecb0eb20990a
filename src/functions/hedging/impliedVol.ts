import { impliedVolatilities, impliedVolatility } from "../../core/options/impliedVolatility";
import { define } from "../define";
import { number, optional } from "../parameters";
import { forward, optionType, rate, strike, uptoCentury } from "../vocabulary";

export const impliedVol = define({
  name: "IMPLIED_VOL",
  group: "Hedging",
  summary: "Volatility at which Black's formula gives the price of an option",
  parameters: {
    type: optionType,
    price: number("Price of the option today", "currency of the forward", { above: 0 }),
    forward,
    strike,
    years: number("Time to expiry", "years (ACT/365)", { ...uptoCentury, above: 0 }),
    rate: optional(rate, 0),
  },
  returns: { shape: "scalar", unit: "per year" },
  compute: impliedVolatility,
  columns: impliedVolatilities,
  formula: "the σ at which OPTION_PRICE(type, forward, strike, years, σ, rate) = price",
  remarks: [
    "Accurate to double precision, down to prices of 1e-200, in a handful of steps.",
    "A price equal to the discounted intrinsic value gives 0. A price below it, or not below the discounted forward (call) or strike (put), has no volatility: #N/A.",
  ],
  sources: [
    "Black (1976), The pricing of commodity contracts, equation 16",
    "Jäckel (2015), Let's be rational, Wilmott 75, for the choice of objectives",
  ],
  examples: [
    {
      formula: '=MINING.IMPLIED_VOL("put", 4640.04, 60000, 55000, 0.25)',
      result: 0.6000003202610743,
      note: "The volatility behind the price of a put.",
    },
    {
      formula: '=MINING.IMPLIED_VOL("call", 3000, 60000, 65000, 0.25, 0.04)',
      result: 0.4139301625713432,
      note: "The same for a call, discounted at 4 %.",
    },
  ],
  seeAlso: ["OPTION_PRICE", "OPTION_GREEKS"],
});
