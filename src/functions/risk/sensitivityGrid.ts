import { modelOf, settingsOf } from "../../core/cashflow/resolve";
import { sensitivityGrid as sensitivityGridOf } from "../../core/risk/sensitivityGrid";
import { define } from "../define";
import { exampleBlock } from "../lifecycle/exampleBlock";
import { vector } from "../parameters";
import { assumption, headers, metric, model } from "../vocabulary";

export const sensitivityGrid = define({
  name: "SENSITIVITY_GRID",
  group: "Risk, scenarios, contingency",
  summary: "Two-way table: a metric for every pair of values of two assumptions",
  parameters: {
    model,
    metric,
    rowName: { ...assumption, doc: "Assumption that changes from row to row" },
    rowValues: vector("Its values, down the first column", "unit of the assumption"),
    columnName: { ...assumption, doc: "Assumption that changes from column to column" },
    columnValues: vector("Its values, along the first row", "unit of the assumption"),
    headers,
  },
  returns: {
    shape: "table",
    columns: ["Value of the row's assumption", "the metric for each value of the column's assumption"],
    header: ({ rowName, columnName, columnValues }) => [
      `${rowName.label} \\ ${columnName.label}`,
      ...columnValues,
    ],
  },
  steps: ({ rowValues, columnValues, model }) =>
    20 * rowValues.length * columnValues.length * modelOf(model, []).months,
  compute: ({ rowName, rowValues, columnName, columnValues, ...given }) => {
    const grid = sensitivityGridOf(
      settingsOf(given.model, []),
      given.metric,
      { named: rowName, values: rowValues },
      { named: columnName, values: columnValues },
    );
    return rowValues.map((value, index) => [value, ...(grid[index] ?? [])]);
  },
  formula: "metric of the model with both assumptions replaced",
  remarks: [
    "Like Excel's data table, without its recalculation of the sheet. A value replaces a series; growth stays. A hashprice takes the place of the block's difficulty, subsidy and fees, a difficulty that of a hashprice.",
    'Values are in the unit that the name gives in brackets, as "power price (ct/kWh)", or in that of the template.',
    "A pair that is out of bounds or has no answer shows its error in its own cell.",
    "headers FALSE leaves out the first row, the values along the top.",
  ],
  sources: ["Identity: the metric as MINER_NPV, MINER_IRR and the others compute it"],
  examples: [
    {
      formula:
        '=MINING.SENSITIVITY_GRID(A1:B21, "npv", "power price", {0.04;0.05;0.06}, "btc price", {80000,100000})',
      cells: exampleBlock,
      result: [
        ["power price \\ btc price", 80000, 100000],
        [0.04, -3387.007825484124, -3250.612919943789],
        [0.05, -3450.048004506629, -3327.286380236785],
        [0.06, -3501.45075906333, -3393.23591537574],
      ],
      note: "NPV by power price and bitcoin price.",
    },
    {
      formula:
        '=MINING.SENSITIVITY_GRID(A1:B21, "profit", "power price", {0.04;0.05}, "btc price", {80000,100000}, FALSE)',
      cells: exampleBlock,
      result: [
        [0.04, 119.9248778583055, 177.2473584494395],
        [0.05, 93.83361673174793, 151.1560973228819],
      ],
      note: "Profit of the start month.",
    },
    {
      formula: '=MINING.SENSITIVITY_GRID(A1:B21, "npv", "hashprice", {40;50}, "power price (ct/kWh)", {4,6})',
      cells: exampleBlock,
      result: [
        ["hashprice \\ power price (ct/kWh)", 4, 6],
        [40, -3140.371496213945, -3293.718416799936],
        [50, -2942.317508356065, -3095.664428942056],
      ],
      note: "By hashprice, in the place of the block's difficulty.",
    },
  ],
  seeAlso: ["SENSITIVITY", "SCENARIOS", "MODEL"],
});
