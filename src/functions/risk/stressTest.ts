import { modelOf } from "../../core/cashflow/resolve";
import { asGiven } from "../../core/units";
import { stressTest as stressTestOf } from "../../core/risk/stressTest";
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
    driver: { ...assumption, doc: "Assumption that moves, all others as they are" },
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
  compute: ({ driver: { key, scale }, ...given }) => {
    const stressed = stressTestOf(modelOf(given.model, []), key, given.metric, given.threshold);
    return {
      ...stressed,
      breakingValue: asGiven(stressed.breakingValue, scale),
      baseValue: asGiven(stressed.baseValue, scale),
    };
  },
  formula: "metric(driver = breaking value) = threshold; distance = breaking value ÷ base value − 1",
  remarks: [
    "Of several answers it is the one nearest the base in proportion, looked for up to a thousandth and a thousandfold of it, within the driver's bounds.",
    "A series moves as a whole; its values shown are those of month 1. A driver whose base is 0 cannot be moved in proportion: #N/A.",
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
  ],
  seeAlso: ["SENSITIVITY", "BREAKEVEN", "SCENARIOS"],
});
