import { modelOf } from "../../core/cashflow/resolve";
import { asGiven } from "../../core/units";
import { NoAnswerError } from "../../core/errors";
import { stressTest as stressTestOf } from "../../core/risk/stress";
import { define } from "../define";
import { exampleBlock } from "../lifecycle/exampleBlock";
import { number, optional } from "../parameters";
import { assumption, metric, model, output } from "../vocabulary";

export const stressTest = define({
  name: "STRESS_TEST",
  group: "Risk, scenarios, contingency",
  summary: "Reverse stress test: how far one driver can move before a metric meets a threshold",
  parameters: {
    model,
    driver: { ...assumption, doc: "Assumption that moves, all else equal" },
    metric: optional(metric, "npv"),
    threshold: optional(number("Value of the metric that must not be crossed", "unit of the metric"), 0),
    output,
  },
  returns: {
    shape: "record",
    rows: {
      breakingValue: ["Breaking value", "driver's unit"],
      distance: ["Distance", "share"],
      baseValue: ["Base value", "driver's unit"],
    },
  },
  steps: () => 80_000,
  compute: ({ driver: { key, scale }, output: asked, ...given }) => {
    const answer = stressTestOf(modelOf(given.model, []), key, given.metric, given.threshold);
    const none = asked === undefined ? "" : new NoAnswerError("the base value is 0");
    return {
      breakingValue: asGiven(answer.breakingValue, scale),
      distance: answer.distance ?? none,
      baseValue: asGiven(answer.baseValue, scale),
    };
  },
  formula: "metric(driver = breaking value) = threshold; distance = breaking value ÷ base value − 1",
  remarks: [
    "Growths, rates and shares move by addition, in 500 steps from the base to either end of their range: yearly growths and the discount rate from −99 % to 1,000 %, the loan rate from 0 to 1,000 %, difficulty growth and hashprice growth from −50 % to 100 % a month, hodl share, profit share and bonus share from 0 to 1, loss limit from 0.1 % to 1, degradation, pool fee and tax rate from 0 to 99.9 %, the correlation from −1 to 1, the risk-free rate from −50 % to 100 %. So a base of 0 may be tested too; the distance is then blank, and #N/A when asked for by output.",
    "Every other driver moves in proportion, from a thousandth to a thousandfold of the base within the driver's bounds, in steps of 3.5 %. A base of 0 cannot be moved this way: #N/A.",
    "Of several answers the one nearest the base is returned, by difference or in proportion as the driver moves. The threshold is found where it lies between two steps; a metric that crosses it and comes back within one step is missed.",
    "A series moves as a whole, each month kept within the range; its values shown are those of month 1. With a unit in the driver's brackets, as in power price (ct/kWh), they are in that unit.",
    "A driver must be one that any number fits: not months, start date, start month or start height, nor a word or a shape.",
    "A payback or an economic life beyond the model's months counts as above every threshold. #N/A when the metric never meets the threshold.",
  ],
  sources: [
    "Basel Committee on Banking Supervision (2009), Principles for sound stress testing, principle 9: reverse stress tests",
  ],
  examples: [
    {
      formula: '=MINING.STRESS_TEST(A1:B21, "btc price", "profit")',
      cells: exampleBlock,
      result: [
        ["Breaking value (driver's unit)", 47261.14579686872],
        ["Distance (share)", -0.5273885420313128],
        ["Base value (driver's unit)", 100000],
      ],
      note: "The first month earns nothing once bitcoin has fallen by more than half.",
    },
    {
      formula: '=MINING.STRESS_TEST(A1:B21, "capex", "npv", 0, "Breaking value")',
      cells: exampleBlock,
      result: 649.5817445059908,
      note: "The most that the machine may cost.",
    },
    {
      formula: '=MINING.STRESS_TEST(A1:B21, "difficulty growth", "profit", 155)',
      cells: exampleBlock,
      result: [
        ["Breaking value (driver's unit)", -0.0165558168150547],
        ["Distance (share)", -2.65558168150547],
        ["Base value (driver's unit)", 0.01],
      ],
      note: "A growth moves by addition: difficulty would have to fall by 1.6 % a month.",
    },
  ],
  seeAlso: ["SENSITIVITY", "BREAKEVEN", "SCENARIOS"],
});
