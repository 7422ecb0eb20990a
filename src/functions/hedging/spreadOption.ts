import { spreadMethods, spreadOption as spreadOptionOf } from "../../core/options/spread";
import { define } from "../define";
import { choice, number, optional } from "../parameters";
import { optionType, rate, volatility, years } from "../vocabulary";

export const spreadOption = define({
  name: "SPREAD_OPTION",
  group: "Hedging",
  summary: "Price of an option on the difference between two prices, such as revenue over power cost",
  parameters: {
    f1: number("Forward price of what is received", "currency", { above: 0 }),
    f2: number("Forward price of what is paid", "currency", { above: 0 }),
    strike: number("Strike of the spread; f2 + strike must be above 0 for kirk", "currency"),
    years,
    vol1: { ...volatility, doc: "Volatility of f1; 0.6 is 60 %" },
    vol2: { ...volatility, doc: "Volatility of f2" },
    correlation: number("Correlation between the two", "-1 to 1", { atLeast: -1, atMost: 1 }),
    rate: optional(rate, 0),
    type: optional(optionType, "call"),
    method: optional(choice("Kirk's approximation, or the exact price", spreadMethods), "kirk"),
  },
  returns: { shape: "scalar", unit: "currency of the forwards" },
  steps: 2000,
  compute: spreadOptionOf,
  formula:
    "call pays max(F1 − F2 − K, 0); kirk: e^(−rT) × Black-76(F1, F2 + K, σ), σ² = σ₁² − 2ρσ₁σ₂w + σ₂²w², w = F2 ÷ (F2 + K); exact: e^(−rT) × ∫ φ(z) Black-76(F1(z), K + F2(z), σ₁√(1 − ρ²)) dz, z the normal behind F2",
  remarks: [
    "Kirk's approximation is Margrabe's exact formula with a strike of 0. With other strikes it can be off by 1 % of f1 at a volatility × √years of 0.4 and by 5 % at 0.8, and a small price by a half or more: with a large strike, a negative one, or a correlation near 1. Then use exact, which takes any strike and is accurate to ten digits.",
    "A put pays max(K + F2 − F1, 0), and parity holds exactly. A blank cell for the strike is 0.",
  ],
  sources: [
    "Kirk (1995), Correlation in the energy markets, in Managing Energy Price Risk",
    "Margrabe (1978), The value of an option to exchange one asset for another, equation 7",
    "Pearson (1995), An efficient approach for pricing spread options, J. Derivatives 3",
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
      note: "Value of switching off when hashprice falls to less than 5 above the cost.",
    },
    {
      formula: '=MINING.SPREAD_OPTION(60, 40, 20, 1, 0.6, 0.5, 0.3, 0.04, "call", "exact")',
      result: 13.444195484431,
      note: "The exact price; Kirk's is 13.4306.",
    },
  ],
  seeAlso: ["OPTION_PRICE", "AVERAGE_OPTION"],
});
