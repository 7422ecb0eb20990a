import { spofLoss as spofLossOf } from "../../core/allocation/spofLoss";
import { define } from "../define";
import { number, vector } from "../parameters";
import { headers } from "../vocabulary";

export const spofLoss = define({
  name: "SPOF_LOSS",
  group: "Allocation and concentration",
  summary: "What the outage of each single point of failure costs, and how likely any outage is",
  parameters: {
    weights: vector("Weight of each pool, host or site", "any unit", { atLeast: 0 }),
    outageProbability: vector(
      "Probability of an outage in the period: one for each weight, or one for all",
      "probability",
      { atLeast: 0, atMost: 1 },
    ),
    outageDays: number("Length of an outage", "days", { above: 0 }),
    revenuePerDay: number("Total revenue", "USD per day", { atLeast: 0 }),
    headers,
  },
  together: ["weights", "outageProbability"],
  returns: {
    shape: "table",
    columns: ["Point", "Share (share)", "Probability", "Exposure (USD)", "Expected loss (USD)"],
  },
  compute: (given) => {
    const { points, expectedLoss, worstLoss, anyOutage } = spofLossOf(given);
    return [
      ...points.map((point, index) => [
        index + 1,
        point.share,
        point.probability,
        point.exposure,
        point.expectedLoss,
      ]),
      ["Expected loss", "", "", "", expectedLoss],
      ["Worst single loss", "", "", worstLoss, ""],
      ["P(any outage)", "", anyOutage, "", ""],
    ];
  },
  formula:
    "exposure = share × outage days × revenue per day; expected loss = probability × exposure; P(any) = 1 − Π (1 − p)",
  remarks: [
    "Weights are normalised first; a weight of 0 has no exposure, but its outage still counts in the probability of any outage.",
    "Outages are assumed to be independent; the probabilities are for the period that you have in mind.",
  ],
  sources: ["Identity: expectation of independent outages"],
  examples: [
    {
      formula: "=MINING.SPOF_LOSS(A1:A3, B1:B3, 3, 20000)",
      cells: [
        [50, 0.1],
        [30, 0.05],
        [20, 0.2],
      ],
      result: [
        ["Point", "Share (share)", "Probability", "Exposure (USD)", "Expected loss (USD)"],
        [1, 0.5, 0.1, 30000, 3000],
        [2, 0.3, 0.05, 18000, 900],
        [3, 0.2, 0.2, 12000, 2400],
        ["Expected loss", "", "", "", 6300],
        ["Worst single loss", "", "", 30000, ""],
        ["P(any outage)", "", 0.316, "", ""],
      ],
      note: "Three sites, an outage of three days.",
    },
    {
      formula: "=MINING.SPOF_LOSS(A1:B1, 0.5, 1, 1000, FALSE)",
      cells: [[3, 1]],
      result: [
        [1, 0.75, 0.5, 750, 375],
        [2, 0.25, 0.5, 250, 125],
        ["Expected loss", "", "", "", 500],
        ["Worst single loss", "", "", 750, ""],
        ["P(any outage)", "", 0.75, "", ""],
      ],
      note: "One probability for both pools.",
    },
  ],
  seeAlso: ["CONCENTRATION", "ALLOCATE"],
});
