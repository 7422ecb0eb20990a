import { modelOf } from "../../core/cashflow/resolve";
import { sensitivity as sensitivityOf } from "../../core/risk/sensitivity";
import { define } from "../define";
import { exampleBlock } from "../lifecycle/exampleBlock";
import { number, optional } from "../parameters";
import { headers, metric, model } from "../vocabulary";

export const sensitivity = define({
  name: "SENSITIVITY",
  group: "Risk, scenarios, contingency",
  summary: "Tornado table: what a metric becomes when one driver at a time moves down and up",
  parameters: {
    model,
    metric: optional(metric, "npv"),
    shock: optional(
      number("Move of each driver down and up; 0.1 is 10 %", "share", { above: 0, below: 1 }),
      0.1,
    ),
    headers,
  },
  returns: {
    shape: "table",
    columns: ["Driver", "Low", "Base", "High", "Swing", "Elasticity (ratio)"],
  },
  compute: (given) =>
    sensitivityOf(modelOf(given.model, []), given.metric, given.shock).map(
      ({ driver, low, base, high, swing, elasticity }) => [
        driver,
        low,
        base,
        high,
        swing ?? "",
        elasticity ?? "",
      ],
    ),
  formula: "low, high = metric at driver × (1 − shock), × (1 + shock); swing = |high − low|",
  remarks: [
    "Sorted by swing. Low and high are the metric's values at the driver's lower and higher value, whichever is better.",
    "Uptime stops at 1 and PUE at 1; a series moves as a whole; a driver that is 0 is left out.",
    "Elasticity is the relative change of the metric over the relative change of the driver from low to high; empty where the base is 0 or a value is #N/A.",
    "Values are in the unit of the metric: USD, months, or a share per year.",
  ],
  sources: [
    "Eschenbach (1992), Spiderplots versus tornado diagrams for sensitivity analysis, Interfaces 22(6)",
  ],
  examples: [
    {
      formula: "=MINING.SENSITIVITY(A1:B21)",
      cells: exampleBlock,
      result: [
        ["Driver", "Low", "Base", "High", "Swing", "Elasticity (ratio)"],
        ["capex", -2927.286380236785, -3327.286380236785, -3727.286380236785, 800, 1.202180859381074],
        ["difficulty", -3251.511432714377, -3327.286380236785, -3389.284064573301, 137.772631858924],
        ["btc price", -3395.483833006952, -3327.286380236785, -3259.088927466618, 136.3949055403348],
        ["resale value", -3366.168997073064, -3327.286380236785, -3288.4037634005],
      ],
      note: "Over three months the purchase price decides.",
    },
    {
      formula: '=MINING.SENSITIVITY(A1:B21, "btc", 0.1, FALSE)',
      cells: exampleBlock,
      result: [["difficulty", 0.007557162872544358, 0.006801446585289922, 0.006183133259354474]],
      note: "Of the coins mined: they fall as difficulty rises, in inverse proportion.",
    },
  ],
  seeAlso: ["SENSITIVITY_GRID", "STRESS_TEST", "BRIDGE"],
});
