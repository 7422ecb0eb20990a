import { modelOf } from "../../core/cashflow/resolve";
import { cashflowAtRisk as cashflowAtRiskOf } from "../../core/risk/cashflowAtRisk";
import { define } from "../define";
import { exampleBlock } from "../lifecycle/exampleBlock";
import { number, optional, vector } from "../parameters";
import { confidence, headers, hedgeRatio, model, seed } from "../vocabulary";

export const cashflowAtRisk = define({
  name: "CASHFLOW_AT_RISK",
  group: "Risk, scenarios, contingency",
  summary: "How far each month's cash may fall short of its mean, with or without a forward hedge",
  parameters: {
    model,
    confidence: optional(confidence, 0.95),
    paths: optional(
      number("Number of simulated paths", "paths", { atLeast: 2, atMost: 100_000, whole: true }),
      10_000,
    ),
    hedgeRatio: optional(hedgeRatio, 0),
    forward: optional(
      vector(
        "Forward price, one or one for each month",
        "USD per BTC; the model's prices when left out",
        { above: 0 },
        { isOneForAll: true },
      ),
    ),
    headers,
    seed,
  },
  returns: {
    shape: "table",
    columns: ["Month", "Mean (USD)", "At risk (USD)", "Probability of loss (share)"],
  },
  compute: (given) =>
    cashflowAtRiskOf(modelOf(given.model, []), given).map(({ month, mean, atRisk, lossProbability }) => [
      month,
      mean,
      atRisk,
      lossProbability,
    ]),
  formula: "at risk = mean − (1 − confidence) quantile of the month's net cash over the simulated paths",
  remarks: [
    "The paths are those of SIM_MINER with the same seed. Tax is left out; the last month holds the resale value.",
    "The hedge sells hedge_ratio × the model's own BTC of the month forward and settles in cash in that month; the last forward price carries on.",
    "At risk is positive for a shortfall. The quantile is Excel's PERCENTILE.INC.",
  ],
  sources: ["RiskMetrics Group (1999), CorporateMetrics Technical Document, on cash flow at risk"],
  examples: [
    {
      formula: "=MINING.CASHFLOW_AT_RISK(A1:B21, 0.95, 500)",
      cells: exampleBlock,
      result: [
        ["Month", "Mean (USD)", "At risk (USD)", "Probability of loss (share)"],
        [1, 149.38430908951264, 52.55032908784733, 0],
        [2, 125.33689127265667, 79.30400035513179, 0.004],
        [3, 417.1135050001339, 22.113505000133898, 0],
      ],
      note: "Three months on 500 paths; the third holds the resale value.",
    },
    {
      formula: "=MINING.CASHFLOW_AT_RISK(A1:B21, 0.9, 500, 0.5, {99000,98000,97000}, FALSE)",
      cells: exampleBlock,
      result: [
        [1, 147.59669388336383, 23.48461053544125, 0],
        [2, 119.91068966892041, 37.47924282686154, 0],
        [3, 412.3569893638647, 17.863723700773676, 0],
      ],
      note: "With half of the coins sold forward, at 90 % confidence.",
    },
  ],
  seeAlso: ["SIM_MINER", "SENSITIVITY", "PUT_HEDGE"],
});
