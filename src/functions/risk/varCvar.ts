import { lossMeasures, lossMethods } from "../../core/risk/lossMeasures";
import { define } from "../define";
import { choice, number, optional, vector } from "../parameters";
import { mostOutcomes, output } from "../vocabulary";

const quarters = [["P&L"], [-25], [-7], [-3], [1], [2], [4], [5], [8], [9], [13]];

export const varCvar = define({
  name: "VAR_CVAR",
  group: "Risk, scenarios, contingency",
  summary: "Loss that is not exceeded with a given confidence, and the average loss when it is",
  parameters: {
    pnl: vector("Profits and losses of equal periods or scenarios, gains positive; a 0 counts", "currency"),
    confidence: optional(number("Confidence; 0.95 looks at the worst 5 %", "share", mostOutcomes), 0.95),
    method: optional(choice("How the tail is estimated from the sample", lossMethods), "historical"),
    output,
  },
  returns: {
    shape: "record",
    rows: {
      valueAtRisk: ["VaR", "loss"],
      expectedShortfall: ["CVaR", "loss"],
      mean: ["Mean", "P&L"],
      deviation: ["Standard deviation", "P&L"],
      observations: ["Observations", "count"],
    },
  },
  compute: lossMeasures,
  formula:
    "historical: VaR = −PERCENTILE.INC(P&L, 1 − confidence), CVaR = −mean of the worst (1 − confidence) × n; normal: VaR = −(m + s z), CVaR = −m + s φ(z) ÷ (1 − confidence)",
  remarks: [
    "VaR and CVaR are positive for a loss. In the historical CVaR the marginal outcome counts in part.",
    "cornish_fisher bends the normal quantile by the skewness and excess kurtosis of the sample (divisor n); #NUM! where it falls between the quantile asked for and one a hundred times rarer, as it does for very skewed or thin-tailed samples.",
    "Zeros are data, and so are blank cells in desktop Excel, which passes them as 0: ten quarters and ten blank cells are twenty outcomes, with a VaR that is too small. Write A2:.A999 or TRIMRANGE(A2:A999), which end at the last filled cell, and check Observations.",
  ],
  sources: [
    "Acerbi and Tasche (2002), On the coherence of expected shortfall, J. Banking and Finance 26",
    "Cornish and Fisher (1937), Moments and cumulants in the specification of distributions",
    "McNeil, Frey and Embrechts, Quantitative Risk Management, section 2.2: the normal case",
  ],
  examples: [
    {
      formula: '=MINING.VAR_CVAR(A2:A11, 0.85, "historical", "CVaR")',
      cells: quarters,
      result: 19,
      note: "The mean of the worst one and a half of ten quarters: (25 + 7 ÷ 2) ÷ 1.5.",
    },
    {
      formula: '=MINING.VAR_CVAR(A2:A11, 0.95, "normal", "VaR")',
      cells: quarters,
      result: 16.9654863118154456,
      note: "If the quarters were normally distributed.",
    },
    {
      formula: '=MINING.VAR_CVAR(A2:A11, 0.95, "cornish_fisher", "VaR")',
      cells: quarters,
      result: 20.4847843619860995,
      note: "With the skewness and kurtosis of the sample.",
    },
    {
      formula: '=MINING.VAR_CVAR(A2:.A999, 0.85, "historical", "CVaR")',
      cells: quarters,
      result: 19,
      note: "The same, whatever is added below: A2:.A999 ends at the last filled cell. This works in Microsoft 365; elsewhere give the range as it is.",
    },
  ],
  seeAlso: ["HAZARD_LOSS"],
});
