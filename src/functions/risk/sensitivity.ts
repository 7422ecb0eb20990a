import { resolve, settingsOf } from "../../core/cashflow/resolve";
import type { Cell } from "../../core/errors";
import { sensitivity as sensitivityOf, sensitivityTo } from "../../core/risk/sensitivity";
import { define, type RangeParameter } from "../define";
import { besides, exampleBlock } from "../lifecycle/exampleBlock";
import { number, optional } from "../parameters";
import { headers, metric, model } from "../vocabulary";

const driverCells: RangeParameter<Cell[][]> = {
  shape: "range",
  doc: "Table of drivers of your own: name of an assumption, low value, high value, with or without headings",
  unit: "name, low, high",
  rule: "must be a table with the columns name, low, high",
  optional: false,
  read: (cells: Cell[][]) => cells,
};

const ranges = [
  ["Driver", "Low", "High"],
  ["power price (ct/kWh)", 4, 6],
  ["btc price", "x0.9", "x1.2"],
  ["difficulty growth", 0, 0.03],
  ["hashprice", 40, 50],
];

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
    drivers: optional(driverCells),
  },
  returns: {
    shape: "table",
    columns: ["Driver", "Low", "Base", "High", "Swing", "Elasticity (ratio)"],
  },
  compute: (given) => {
    const settings = settingsOf(given.model, []);
    const effects =
      given.drivers === undefined
        ? sensitivityOf(resolve(settings), given.metric, given.shock)
        : sensitivityTo(settings, given.metric, given.drivers);
    return effects.map(({ driver, low, base, high, swing, elasticity }) => [
      driver,
      low,
      base,
      high,
      swing ?? "",
      elasticity ?? "",
    ]);
  },
  formula: "low, high = metric at driver × (1 − shock), × (1 + shock); swing = |high − low|",
  remarks: [
    "Sorted by swing. Low and high are the metric's values at the driver's lower and higher value, whichever is better.",
    "Uptime stops at 1 and PUE at 1; a series moves as a whole; a driver that is 0 is left out.",
    "Only the bitcoin price moves with the driver btc price: a hashprice that the model gives stays, and the revenue with it.",
    "With drivers, the table's assumptions move instead, and shock is not used. A number takes the place of the assumption and of its series, in the unit of the name's brackets if it has one; \"x0.9\" multiplies it, a series too; growth stays. Every assumption that is a number can move, months and start month too (by numbers only).",
    "A driver that the model has no room for takes the place of what it conflicts with, as an override does: a hashprice that of difficulty, subsidy and fees. A value that the model would refuse is an error that names its row. A 0 is a value, and so is a blank cell in desktop Excel.",
    "Elasticity is the relative change of the metric over the relative change of the driver from low to high; empty where the base of either is 0 or a value is #N/A.",
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
    {
      formula: '=MINING.SENSITIVITY(A1:B21, "npv", , FALSE, D1:F5)',
      cells: besides(exampleBlock, ranges),
      result: [
        [
          "btc price",
          -3395.483833006952,
          -3327.286380236785,
          -3190.89147469645,
          204.5923583105022,
          -0.2049641809471001,
        ],
        ["hashprice", -3217.04495650694, -3327.286380236785, -3018.99096864906, 198.0539878578797, ""],
        ["power price (ct/kWh)", -3250.612919943789, -3327.286380236785, -3393.23591537574],
        ["difficulty growth", -3318.454384060734, -3327.286380236785, -3344.250415447227],
      ],
      note: "Ranges of your own; a hashprice takes the place of the block's difficulty and fees.",
    },
  ],
  seeAlso: ["SENSITIVITY_GRID", "STRESS_TEST", "BRIDGE"],
});
