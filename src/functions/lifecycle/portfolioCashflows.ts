import { portfolioCash } from "../../core/cashflow/portfolio";
import { at } from "../../core/numeric/at";
import { define, type Value } from "../define";
import { headers } from "../vocabulary";
import { exampleSites, stagedSites } from "./exampleSites";
import { sites } from "./sitesParameter";

export const portfolioCashflows = define({
  name: "PORTFOLIO_CASHFLOWS",
  group: "Lifecycle valuation",
  summary: "Net cash of several sites month by month, each and together",
  parameters: { table: sites, headers },
  returns: {
    shape: "table",
    columns: [
      "Month",
      "Date (date)",
      "a column for each site, named after it (USD)",
      "Total (USD)",
      "Cumulative (USD)",
    ],
    header: ({ table }) => [
      "Month",
      "Date (date)",
      ...table.map(({ name }) => `${name} (USD)`),
      "Total (USD)",
      "Cumulative (USD)",
    ],
  },
  steps: 300,
  compute: (given): Value[][] => {
    const { bySite, sum } = portfolioCash(given.table);
    return Array.from(sum.net, (net, month) => [
      month,
      sum.months.dates?.[month] ?? "",
      ...bySite.map((site) => site[month] ?? 0),
      net,
      at(sum.cumulative, month),
    ]);
  },
  formula: "total = Σ over the sites of the net cash of MINER_CASHFLOWS; cumulative = Σ of the totals so far",
  remarks: [
    "The table of models is that of PORTFOLIO. Month 0 comes first; a site past its own horizon brings nothing.",
    "Date is the day on which the month ends; it is blank without a start date, which is the same for all the sites.",
  ],
  sources: ["Identity: the column Net cash of MINER_CASHFLOWS, added up"],
  examples: [
    {
      formula: "=MINING.PORTFOLIO_CASHFLOWS(A1:E21)",
      cells: exampleSites,
      result: [
        ["Month", "Date (date)", "Texas (USD)", "Norway (USD)", "Total (USD)", "Cumulative (USD)"],
        [0, 46327, -320000, -60000, -380000, -380000],
        [1, 46357, 11905.47732282424, 8238.371179970127, 20143.848502794368, -359856.1514972056],
        [2, 46388, 12713.21414055742, 8673.44943019115, 21386.66357074857, -338469.487926457],
      ],
      note: "The net cash of two sites from November 2026 on.",
    },
    {
      formula: "=MINING.PORTFOLIO_CASHFLOWS(A1:F13, FALSE)",
      cells: stagedSites,
      result: [
        [0, "", -20000, 0, -20000, -20000],
        [1, "", 2435, -30000, -27565, -47565],
        [2, "", 2435, -30000, -27565, -75130],
        [3, "", 2435, -27102.35, -24667.35, -99797.35],
        [4, "", 2435, 5795.3, 8230.3, -91567.05],
        [5, "", 2435, 5795.3, 8230.3, -83336.75],
        [6, "", 17435, 70795.3, 88230.3, 4893.55],
      ],
      note: "One site pays for the other while it is built. Without a start date there are no dates.",
    },
  ],
  seeAlso: ["PORTFOLIO", "MINER_CASHFLOWS", "SIM_PORTFOLIO", "TREASURY"],
});
