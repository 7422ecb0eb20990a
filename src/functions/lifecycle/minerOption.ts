import { minerOption as minerOptionOf } from "../../core/cashflow/minerOption";
import { modelOf } from "../../core/cashflow/resolve";
import { define } from "../define";
import { model, output } from "../vocabulary";
import { exampleBlock } from "./exampleBlock";

export const minerOption = define({
  name: "MINER_OPTION",
  group: "Lifecycle valuation",
  summary: "Value of a machine as a strip of options: it runs only in months that pay for their power",
  parameters: { model, output },
  returns: {
    shape: "record",
    rows: {
      intrinsic: ["Intrinsic value", "USD"],
      value: ["Option value", "USD"],
      timeValue: ["Time value", "USD"],
      valuePerTh: ["Option value per TH/s", "USD per TH/s"],
      delta: ["Delta", "BTC"],
      vega: ["Vega", "USD per 1.00"],
      vegaPerPoint: ["Vega per point", "USD"],
    },
  },
  steps: 250,
  compute: (given) => minerOptionOf(modelOf(given.model, [])),
  formula:
    "(1 − profit share) × Σ BTC × call(forward = price(t), strike = (power − heat) ÷ BTC, (t − ½) ÷ 12 years, volatility, risk-free rate)",
  remarks: [
    'Price volatility only: difficulty is as in the model. For the volatility of hashprice give volatility √(σP² + σD² − 2 ρ σP σD) with MODEL(…, "volatility", …).',
    "For a market value set the price growth, or a series of prices, so that the path is the futures curve.",
    "With a power price shape each part of a month is an option of its own. A part whose power costs no more than its heat brings always runs.",
    "Capex, other opex, other revenue, tax, coins kept and shutdown are left out. Per TH/s is over the hashrate of the first month in which the machines can run.",
    "Delta is the change per USD of today's price when the whole path moves in proportion.",
  ],
  sources: ["Black (1976), The pricing of commodity contracts, equation 16, month by month"],
  examples: [
    {
      formula: '=MINING.MINER_OPTION(A1:B21, "Option value")',
      cells: exampleBlock,
      result: 310.502133911892,
      note: "What the right to run the machine for three months is worth at 60 % volatility.",
    },
    {
      formula: '=MINING.MINER_OPTION(A1:B21, "Delta")',
      cells: exampleBlock,
      result: 0.0064794266105273,
      note: "It gains and loses as this many bitcoins would.",
    },
  ],
  seeAlso: ["MINER_NPV", "OPTION_PRICE", "MODEL"],
});
