import { cashflowsOf, type Cashflows } from "../../core/cashflow/cashflows";
import { modelOf } from "../../core/cashflow/resolve";
import { at } from "../../core/numeric/at";
import { define, type Value } from "../define";
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
      "Runs (share)",
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
      "Heat (USD)",
      "Profit share (USD)",
      "Days (days)",
      "Date (date)",
    ],
  },
  compute: (given) => linesOf(cashflowsOf(modelOf(given.model, given.overrides))),
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

function linesOf(flows: Cashflows): Value[][] {
  const { months } = flows;
  const market = [months.height, months.subsidy, months.difficulty, months.price, flows.share];
  const cash = [
    flows.btc,
    flows.revenue,
    flows.otherRevenue,
    flows.power,
    flows.otherOpex,
    flows.tax,
    flows.coinsKept,
    flows.interest,
    flows.principal,
    flows.capital,
    flows.net,
    flows.cumulative,
    flows.depreciation,
    flows.heat,
    flows.profitShare,
    months.days,
  ];
  return Array.from({ length: months.last + 1 }, (_, month) => [
    month,
    ...market.map((column) => (month === 0 ? "" : (column?.[month] ?? ""))),
    ...cash.map((column) => at(column, month)),
    months.dates?.[month] ?? "",
  ]);
}
