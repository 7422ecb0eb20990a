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
    "net cash = revenue + heat + other revenue − power − profit share − other opex − tax − coins kept − interest − principal + capital",
  remarks: [
    "Month 0 holds the loan less the capex. Capital is what a capex schedule pays in a month, as a negative number; in the last month the resale value and the kept coins at the final price come in.",
    "A month is 30.4375 days and 4,383 blocks; with a start date it is a calendar month of 144 blocks a day, and Date is the day on which it ends. A halving splits its month by blocks. Growth is taken to mid-month.",
    "Runs is the share of the month that is run. With shutdown TRUE, what does not cover its power with revenue and heat is not run: the month as a whole, or each of its parts with a power price shape. Other opex is still paid.",
    "Costs are positive. Profit share is what the host takes of revenue + heat − power. Interest before the start month is added to the loan, and shows only in the payments that follow.",
    "=IRR() on the net cash column gives the monthly rate that MINER_IRR shows per year; =XIRR() on net cash and date gives the dated rate.",
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
    {
      formula: '=MINING.MINER_CASHFLOWS(A1:B21, "months", 1, "profit share", 0.3, "heat price", 0.01)',
      cells: exampleBlock,
      result: [
        [
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
        ],
        [0, "", "", "", "", "", 0, 0, 0, 0, 0, 0, 0, 0, 0, -4000, -4000, -4000, 0, 0, 0],
        [
          1, 1042000, 3.125, 150748134316813, 100762.565990537, 1, 0.00284443334821969, 286.61240295567, 0,
          130.456305632788, 5, 0, 0, 0, 0, 400, 522.550670656834, -3477.44932934317, 3600, 26.0591464725955,
          54.6645731386432,
        ],
      ],
      note: "A hosting contract: the host takes 30 % of revenue + heat − power, which is the last figure.",
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
