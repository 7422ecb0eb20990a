import { cashflowsOf, type Cashflow } from "../../core/cashflow/cashflows";
import { modelOf } from "../../core/cashflow/resolve";
import { define } from "../define";
import { model, overrides } from "../vocabulary";
import { exampleBlock } from "./exampleBlock";

export const minerCashflows = define({
  name: "MINER_CASHFLOWS",
  group: "Lifecycle valuation",
  summary: "Cash flows of a mining model month by month, from coins mined to cumulative cash",
  parameters: { model, overrides },
  returns: {
    shape: "table",
    columns: [
      "Month",
      "Height (block)",
      "Subsidy (BTC per block)",
      "Difficulty",
      "Price (USD)",
      "Runs (1 or 0)",
      "BTC (BTC)",
      "Revenue (USD)",
      "Other revenue (USD)",
      "Power (USD)",
      "Other opex (USD)",
      "Tax (USD)",
      "Coins kept (USD)",
      "Interest (USD)",
      "Principal (USD)",
      "Capital (USD)",
      "Net cash (USD)",
      "Cumulative (USD)",
      "Depreciation (USD)",
    ],
  },
  compute: (given) => cashflowsOf(modelOf(given.model, given.overrides)).map(lineOf),
  formula:
    "net cash = revenue + other revenue − power − other opex − tax − coins kept − interest − principal + capital",
  remarks: [
    "Month 0 holds the capex and the loan. The last month's capital holds the resale value and the kept coins at the final price.",
    "A month is 30.4375 days and 4,383 blocks; a halving splits its month by blocks. Growth is taken to mid-month.",
    "With shutdown TRUE a month whose revenue does not cover its power is not run; other opex is still paid.",
    "Costs are positive. =IRR() on the net cash column gives the monthly rate that MINER_IRR shows per year.",
  ],
  sources: [
    "Identity of the month's flows; block subsidy as BLOCK_SUBSIDY; depreciation as Excel's SLN and DDB, and IRS Pub. 946 Table A-1",
  ],
  examples: [
    {
      formula: "=MINING.MINER_CASHFLOWS(A1:B21)",
      cells: exampleBlock,
      result: [
        ["Month", "Height (block)", "Subsidy (BTC per block)"],
        [0, "", ""],
        [1, 1042000, 3.125],
        [2, 1046383, 2.85192790326261],
        [3, 1050766, 1.5625],
      ],
      note: "Three months around the halving at block 1,050,000.",
    },
    {
      formula: '=MINING.MINER_CASHFLOWS(A1:B21, "months", 1, "difficulty growth", 0)',
      cells: exampleBlock,
      result: [
        ["Month", "Height (block)", "Subsidy (BTC per block)", "Difficulty"],
        [0, "", "", ""],
        [1, 1042000, 3.125, 1.5e14],
      ],
      note: "One month at today's difficulty.",
    },
  ],
  seeAlso: ["MINER_NPV", "MINER_IRR", "PAYBACK", "MODEL"],
});

function lineOf(flow: Cashflow) {
  return [
    flow.month,
    flow.height ?? "",
    flow.subsidy ?? "",
    flow.difficulty ?? "",
    flow.price ?? "",
    flow.isRun === undefined ? "" : Number(flow.isRun),
    flow.btc,
    flow.revenue,
    flow.otherRevenue,
    flow.power,
    flow.otherOpex,
    flow.tax,
    flow.coinsKept,
    flow.interest,
    flow.principal,
    flow.capital,
    flow.net,
    flow.cumulative,
    flow.depreciation,
  ];
}
