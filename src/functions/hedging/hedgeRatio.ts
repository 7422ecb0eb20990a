import { hedgeRatio as hedgeRatioOf } from "../../core/hedging/hedgeRatio";
import { define } from "../define";
import { number, optional, vector } from "../parameters";
import { output } from "../vocabulary";

export const hedgeRatio = define({
  name: "HEDGE_RATIO",
  group: "Hedging",
  summary: "Minimum-variance hedge: how much of one asset to sell against another",
  parameters: {
    exposureChanges: vector("Changes in the exposure's value per unit, one per period", "per period"),
    hedgeChanges: vector("Changes in the hedge's price in the same periods", "per period"),
    exposure: optional(number("Size of the exposure", "units")),
    contractSize: optional(number("Units of the hedge per contract", "units", { above: 0 })),
    output,
  },
  together: ["exposureChanges", "hedgeChanges"],
  returns: {
    shape: "record",
    rows: {
      ratio: ["Hedge ratio", "units per unit"],
      rSquared: ["R squared", "share"],
      contracts: ["Contracts", "contracts", "exposure and contract_size"],
      hedgedDeviation: ["Hedged standard deviation", "per period"],
      unhedgedDeviation: ["Unhedged standard deviation", "per period"],
    },
  },
  compute: hedgeRatioOf,
  formula: "ratio = covariance ÷ variance of the hedge; contracts = ratio × exposure ÷ contract size",
  remarks: [
    "A positive ratio means selling the hedge against a long exposure. Contracts are not rounded.",
    "Standard deviations use the divisor n − 1, as Excel's STDEV.S does; hedged is that of exposure − ratio × hedge.",
  ],
  sources: [
    "Johnson (1960), The theory of hedging and speculation in commodity futures",
    "Hull, Options, Futures and Other Derivatives, chapter 3, minimum variance hedge ratio",
  ],
  examples: [
    {
      formula: '=MINING.HEDGE_RATIO(A1:A5, B1:B5, , , "Hedge ratio")',
      cells: [
        [1, 2],
        [2, 3],
        [-1, -2],
        [0, 1],
        [3, 6],
      ],
      result: 0.5294117647058824,
      note: "Sell 0.53 units of the hedge for each unit held.",
    },
    {
      formula: '=MINING.HEDGE_RATIO(A1:A5, B1:B5, 1000, 25, "Contracts")',
      cells: [
        [1, 2],
        [2, 3],
        [-1, -2],
        [0, 1],
        [3, 6],
      ],
      result: 21.176470588235293,
      note: "For 1,000 units, in contracts of 25.",
    },
  ],
  seeAlso: ["FORWARD_LOCK", "PUT_HEDGE"],
});
