import { settingsOf } from "../../core/cashflow/resolve";
import { scenarioTable } from "../../core/risk/scenarios";
import type { Cell } from "../../core/errors";
import { define, type RangeParameter, type Value } from "../define";
import { besides, exampleBlock } from "../lifecycle/exampleBlock";
import { headers, model } from "../vocabulary";

const scenarioCells: RangeParameter<Cell[][]> = {
  shape: "range",
  doc: "Table: names of assumptions (and probability) along the first row, then a row for each scenario, its name first",
  unit: "range",
  rule: "must be a table with the names of assumptions in its first row",
  optional: false,
  read: (cells: Cell[][]) => cells,
};

const contracts = [
  ["Contract", "start date", "hashprice", "loan", "loan rate", "loan type"],
  ["Today", "", "", "", "", ""],
  ["Bullet loan", "", "", 2000, 0.1, "bullet"],
  ["From July", 46204, "", "", "", ""],
  ["Hashprice 45", "", 45, "", "", ""],
];

const cases = [
  ["Scenario", "btc price", "difficulty", "power price", "capex", "probability"],
  ["Base", "", "", "x1", 600, 0.5],
  ["Bear", 60000, "x0.9", "x1", 600, 0.3],
  ["Bull", "x1.5", "", 0.045, 600, 0.2],
];

export const scenarios = define({
  name: "SCENARIOS",
  group: "Risk, scenarios, contingency",
  summary: "A model under several scenarios side by side, and their probability-weighted mean",
  parameters: { model, scenarios: scenarioCells, headers },
  returns: {
    shape: "table",
    columns: [
      "Scenario",
      "NPV (USD)",
      "IRR (per year)",
      "Payback (months)",
      "First-month profit (USD)",
      "Economic life (months)",
    ],
  },
  steps: 300,
  compute: (given): Value[][] => {
    const table = scenarioTable(settingsOf(given.model, []), given.scenarios);
    const lines = table.scenarios.map(({ name, npv, irr, payback, profit, economicLife }) => [
      name,
      npv,
      irr,
      payback,
      profit,
      economicLife,
    ]);
    const { weighted } = table;
    return weighted === undefined
      ? lines
      : [...lines, ["Probability-weighted", weighted.npv, "", "", weighted.profit, ""]];
  },
  formula:
    "each scenario: MINER_NPV, MINER_IRR, PAYBACK, the start month's profit and ECONOMIC_LIFE with its values in place",
  remarks: [
    'A number replaces the assumption and its series; "x1.2" (or "x1,2") multiplies it, a series too; a blank leaves it unchanged.',
    "A unit in the brackets of a heading converts the numbers below, as in a model block: hashrate (PH/s). A factor stays a factor.",
    "Every assumption may vary, words such as depreciation, discounting and loan type too, and a start date by scenario. What a scenario leaves no room for goes, as with an override: a hashprice takes the place of difficulty, subsidy and fees, a difficulty that of a hashprice.",
    "A 0 also replaces, where 0 makes sense; as desktop Excel passes a blank cell as 0, write x1 there to leave an assumption unchanged. Where 0 is meaningless, as for a price or a word, it counts as a blank.",
    "With a column probability, which must sum to 1, the last row holds the weighted means of NPV and profit. At most 2,000 scenarios.",
  ],
  sources: ["Identity: overrides of the model, as MODEL applies them"],
  examples: [
    {
      formula: "=MINING.SCENARIOS(A1:B21, D1:I4, FALSE)",
      cells: besides(exampleBlock, cases),
      result: [
        ["Base", 42.73786384831715, 0.5787792673787647, 2.859546674133075, 151.1560973228819],
        ["Bear", -122.1912336316886, -0.5919536055497914],
        ["Bull", 353.9785797685883, 13.84021949485166, 2.23511667408746, 307.5079293639957],
        ["Probability-weighted", 55.507277788369656, "", "", 153.76522343553768],
      ],
      note: "A second-hand machine at 600 USD in three markets.",
    },
    {
      formula: "=MINING.SCENARIOS(A1:B21, D1:I5, FALSE)",
      cells: besides(exampleBlock, contracts),
      result: [
        ["Today", -3327.286380236785],
        ["Bullet loan", -3320.483138171663],
        ["From July", -3326.948790793729],
        ["Hashprice 45", -3118.017962578],
      ],
      note: "What differs may be a loan, a start date, or a hashprice in the place of the difficulty.",
    },
  ],
  seeAlso: ["SENSITIVITY", "SENSITIVITY_GRID", "MODEL", "STRESS_TEST"],
});
