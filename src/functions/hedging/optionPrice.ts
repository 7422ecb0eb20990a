import { optionPrice as optionPriceOf, optionPrices } from "../../core/options/process";
import { define } from "../define";
import { optional } from "../parameters";
import {
  jumpParams,
  optionProcess,
  optionType,
  rate,
  strike,
  underlying,
  volatility,
  years,
  yieldRate,
} from "../vocabulary";

export const optionPrice = define({
  name: "OPTION_PRICE",
  group: "Hedging",
  summary: "Price of a European option on a forward or a spot",
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
  },
  returns: { shape: "scalar", unit: "currency of the underlying" },
  compute: optionPriceOf,
  columns: optionPrices,
  formula: "black76 call = e^(−rT) × (F N(d₁) − K N(d₂)), d₁,₂ = ln(F ÷ K) ÷ (σ√T) ± σ√T ÷ 2",
  remarks: [
    "black76 takes a forward and no yield; bsm takes a spot and a yield; merton takes a spot and params: jumps a year, mean log jump, standard deviation of the log jump, compensated so that the drift stays rate − yield.",
    "With years or volatility 0 it is the discounted intrinsic value.",
  ],
  sources: [
    "Black (1976), The pricing of commodity contracts, equation 16",
    "Merton (1973), Theory of rational option pricing; Merton (1976), Option pricing when underlying stock returns are discontinuous",
  ],
  examples: [
    {
      formula: '=MINING.OPTION_PRICE("put", 60000, 55000, 0.25, 0.6)',
      result: 4640.036521,
      note: "A put on a forward.",
    },
    {
      formula: '=MINING.OPTION_PRICE("call", 42, 40, 0.5, 0.2, 0.1, 0, "bsm")',
      result: 4.759422393,
      note: "Hull, Options, Futures and Other Derivatives: a call on a share, 4.76.",
    },
  ],
  seeAlso: ["OPTION_GREEKS", "PUT_HEDGE"],
});
