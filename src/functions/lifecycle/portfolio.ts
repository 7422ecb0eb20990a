import { portfolio as portfolioOf } from "../../core/cashflow/portfolio";
import { define } from "../define";
import { headers } from "../vocabulary";
import { exampleSites, stagedSites } from "./exampleSites";
import { sites } from "./sitesParameter";

export const portfolio = define({
  name: "PORTFOLIO",
  group: "Lifecycle valuation",
  summary: "Several sites in one table of models: what each is worth, and what they are worth together",
  parameters: { table: sites, headers },
  returns: {
    shape: "table",
    columns: [
      "Site",
      "Capex (USD)",
      "BTC (BTC)",
      "NPV (USD)",
      "IRR (per year)",
      "Payback (months)",
      "Cost per BTC (USD per BTC)",
      "First-month profit (USD)",
      "Check",
    ],
  },
  steps: 300,
  compute: (given) =>
    portfolioOf(given.table).map((line) => [
      line.name,
      line.capex,
      line.btc,
      line.npv,
      line.irr,
      line.payback,
      line.costPerBtc,
      line.profit,
      line.check,
    ]),
  formula:
    "each site: MINER_NPV, MINER_IRR, PAYBACK and the metrics btc, cost_per_btc and profit of its column; Total: sums, with IRR and payback of the summed net cash",
  remarks: [
    "The first row names the sites after a blank cell, up to the first blank one. Each further row is an assumption of the model block with a cell for each site; rows without values are headings, and what stands right of the sites is a note.",
    'A cell is a value as in a model block; "default" for the default; "same" for what the cell to its left means; or "series NAME" for a value by month. That series is a row of the table which begins with the same words, its months from the second column on, read as in a model block; it may run past the sites. Multipliers of a power price shape are given in the same way.',
    "A blank cell, an empty text and 0 are the same: 0 for power price, discount rate, the volatilities, correlation, risk-free rate and every assumption whose default is 0; the default for the others. For uptime, shutdown and loss limit they are refused: write default, or a value.",
    "Start date and discounting must be the same for all the sites. Horizons, start months, rates and methods may differ.",
    "Capex includes what a capex schedule pays. Total adds up capex, BTC, NPV (each site at its own discount rate) and first-month profit (of each site's own start month). Its IRR and payback are those of the net cash added up by month, in which a site past its horizon brings nothing; if one site pays in stages, payback is as for staged capex. Its cost per BTC is the cost of all the coins over all the coins.",
    "Check holds the remarks of MODEL on the site's assumptions. At most 2,000 sites.",
  ],
  sources: ["Identity: each column as the model block that it says, and sums of them"],
  examples: [
    {
      formula: "=MINING.PORTFOLIO(A1:E21, FALSE)",
      cells: exampleSites,
      result: [
        ["Texas", 320000, 3.5654976106662266, -39966.921769378154, -0.057272675002887845],
        [
          "Norway",
          60000,
          1.124126576484881,
          18464.432903337838,
          1.3266074579731735,
          5.4471721629595855,
          39000.762473824194,
          9151.757923038624,
        ],
        [
          "Total",
          380000,
          4.689624187151107,
          -21502.488866040316,
          0.026373735315980598,
          11.95978567944652,
          47444.74071282991,
          21057.235245862863,
        ],
      ],
      note: "New machines in Texas and used ones that heat greenhouses in Norway: together they pay back.",
    },
    {
      formula: "=MINING.PORTFOLIO(A1:F13, FALSE)",
      cells: stagedSites,
      result: [
        [
          "Runs",
          20000,
          0.42470930232558146,
          9610,
          1.7630408673027134,
          5.448809865213651,
          51600,
          2435,
          "discount rate 0: a blank counts as 0",
        ],
        ["Built", 90000, 0.3963953488372093, -4716.45, -0.1604526293819348],
        ["Total", 110000, 0.8211046511627907, 4893.55, 0.14662131638642636, 5.9445366274397795],
      ],
      note: "A site that runs beside one that is built and paid in stages.",
    },
  ],
  seeAlso: ["PORTFOLIO_CASHFLOWS", "SIM_PORTFOLIO", "MODEL_TEMPLATE", "SCENARIOS"],
});
