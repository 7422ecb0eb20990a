import { answerOf } from "../../core/errors";
import { hazardLosses, retainedQuantile, simulatedYears } from "../../core/risk/hazards";
import { money, timesPerYear } from "../../core/units";
import { numberColumn, optionalColumn, table, textColumn } from "../tableParameter";
import { define } from "../define";
import { number, optional } from "../parameters";
import { headers, mostOutcomes } from "../vocabulary";

const atLeastNone = { atLeast: 0 };
const register = [
  ["Hazard", "Events a year", "Mean loss", "CV", "Deductible", "Limit"],
  ["Transformer failure", 0.1, 400000, 1.5, 50000, 500000],
  ["Flood", 0.02, 2000000, 1, 100000, 1500000],
  ["Theft", 0.1, 30000, 0],
];

export const hazardLoss = define({
  name: "HAZARD_LOSS",
  group: "Risk, scenarios, contingency",
  summary: "Expected yearly loss of a list of hazards, what insurance pays of it, and how bad a year may get",
  parameters: {
    hazards: table("Hazards, one per row", {
      name: textColumn("name"),
      eventsPerYear: numberColumn("events a year", atLeastNone, timesPerYear),
      meanSeverity: numberColumn("mean severity", atLeastNone, money),
      variation: numberColumn("cv", atLeastNone),
      deductible: optionalColumn(numberColumn("deductible", atLeastNone, money), 0),
      limit: optionalColumn(numberColumn("limit", atLeastNone, money), 0),
    }),
    confidence: optional(number("Confidence of the value at risk", "share", mostOutcomes), 0.95),
    headers,
    seed: optional(
      number("Seed of the random numbers: the same seed gives the same result", "whole number", {
        atLeast: 0,
        atMost: Number.MAX_SAFE_INTEGER,
        whole: true,
      }),
      1,
    ),
  },
  returns: {
    shape: "table",
    columns: [
      "Hazard",
      "Expected loss (USD per year)",
      "Standard deviation (USD per year)",
      "Insured (USD per year)",
      "Retained (USD per year)",
    ],
  },
  steps: ({ hazards }) =>
    simulatedYears * hazards.reduce((steps, { eventsPerYear }) => steps + 4 * eventsPerYear, 2),
  compute: ({ hazards, confidence, seed }) => {
    const { lines, total } = hazardLosses(hazards);
    const worst = answerOf(() => retainedQuantile(hazards, confidence, seed));
    const cells = [...lines, total].map((line) => [
      line.name,
      line.expected,
      line.deviation,
      line.insured,
      line.retained,
    ]);
    return [...cells, [`VaR ${Number((confidence * 100).toPrecision(12))} %`, "", "", "", worst]];
  },
  formula:
    "expected = events × mean; standard deviation = mean × √(events × (1 + cv²)); insured = events × E[min(max(loss − deductible, 0), limit)]",
  remarks: [
    "Events are Poisson and independent; an event's loss is lognormal with the mean and coefficient of variation given, or fixed where cv is 0. Expected loss and standard deviation are before insurance.",
    "Deductible and limit are for each event. A blank limit is 0: no insurance; for unlimited cover give a very large limit.",
    "The last row is the confidence quantile of a year's total loss after insurance, not its excess over the mean, from 200,000 years simulated with the seed; all other numbers are exact. Above 20 events a year altogether that row is #NUM!: combine frequent small ones.",
  ],
  sources: ["Klugman, Panjer and Willmot, Loss Models, chapters 8 and 9"],
  examples: [
    {
      formula: "=MINING.HAZARD_LOSS(A1:F4, 0.99, FALSE)",
      cells: register,
      result: [
        ["Transformer failure", 40000, 228035.085019827596, 22289.2510818514608, 17710.7489181485392],
        ["Flood", 40000, 400000, 21990.255746467386, 18009.744253532614],
        ["Theft", 3000, 9486.832980505138, 0, 3000],
        ["Total", 83000, 460532.300712990163, 44279.5068283188468, 38720.4931716811532],
      ],
      note: "Three hazards, two of them insured; below the total is the loss of a one-in-a-hundred year.",
    },
    {
      formula: '=MINING.HAZARD_LOSS({"Outage", 2, 100, 0}, 0.95, FALSE)',
      result: [
        ["Outage", 200, 141.421356237309505, 0, 200],
        ["Total", 200, 141.421356237309505, 0, 200],
        ["VaR 95 %", "", "", "", 500],
      ],
      note: "Two events of 100 USD expected: five or fewer with 95 %.",
    },
  ],
  seeAlso: ["VAR_CVAR", "RUNWAY"],
});
