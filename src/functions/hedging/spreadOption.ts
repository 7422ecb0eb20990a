import { spreadOption as spreadOptionOf } from "../../core/options/spread";
import { define } from "../define";
import { number, optional } from "../parameters";
import { optionType, rate, volatility, years } from "../vocabulary";

export const spreadOption = define({
  name: "SPREAD_OPTION",
  group: "Hedging",
  summary: "Price of an option on the difference of two prices, such as revenue over power cost",
  parameters: {
    f1: number("Forward price of what is received", "currency", { above: 0 }),
    f2: number("Forward price of what is paid", "currency", { above: 0 }),
    strike: number("Strike of the spread; f2 + strike must be above 0", "currency"),
    years,
    vol1: { ...volatility, doc: "Volatility of the first; 0.6 is 60 %" },
    vol2: { ...volatility, doc: "Volatility of the second" },
    correlation: number("Correlation of the two", "-1 to 1", { atLeast: -1, atMost: 1 }),
    rate: optional(rate, 0),
    type: optional(optionType, "call"),
  },
  returns: { shape: "scalar", unit: "currency of the forwards" },
  compute: spreadOptionOf,
  formula:
    "call pays max(F1 − F2 − K, 0) = e^(−rT) × Black-76(F1, F2 + K, σ), σ² = σ₁² − 2ρσ₁σ₂w + σ₂²w², w = F2 ÷ (F2 + K)",
  remarks: [
    "Kirk's approximation; with a strike of 0 it is Margrabe's exact formula.",
    "A put pays max(K + F2 − F1, 0), and parity holds exactly. A blank cell for the strike is 0.",
  ],
  sources: [
    "Kirk (1995), Correlation in the energy markets, in Managing Energy Price Risk",
    "Margrabe (1978), The value of an option to exchange one asset for another, equation 7",
  ],
  examples: [
    {
      formula: "=MINING.SPREAD_OPTION(28, 20, 7, 0.25, 0.29, 0.36, 0.42, 0.05)",
      result: 2.16704845410505,
      note: "Haug, The Complete Guide to Option Pricing Formulas: 2.1670.",
    },
    {
      formula: '=MINING.SPREAD_OPTION(60, 45, 5, 1, 0.5, 0.4, 0.2, 0.04, "put")',
      result: 7.340494137974907,
      note: "What it is worth to switch off when hashprice falls to less than 5 above the cost.",
    },
  ],
  seeAlso: ["OPTION_PRICE", "AVERAGE_OPTION"],
});
