import { putHedge as putHedgeOf, putHedgeTotal } from "../../core/hedging/putHedge";
import { define } from "../define";
import { choice, optional } from "../parameters";
import {
  contractBtc,
  costPerBtc,
  forward,
  hedgeRatio,
  output,
  productionBtc,
  rate,
  volatility,
  years,
} from "../vocabulary";
import { strikeOrShare } from "./strikeOrShare";

export const putHedge = define({
  name: "PUT_HEDGE",
  group: "Hedging",
  summary: "Floor under production revenue from puts bought: premium, floor, break-even and worst margin",
  parameters: {
    productionBtc,
    forward,
    strike: strikeOrShare<never>("Strike price"),
    years,
    volatility,
    hedgeRatio: optional(hedgeRatio, 1),
    rate: optional(rate, 0),
    costPerBtc: optional(costPerBtc, 0),
    settlement: optional(
      choice("Currency of the premium: discounted USD, or BTC at the forward", ["usd", "btc"]),
      "usd",
    ),
    contractBtc: optional(contractBtc, 0),
    output,
  },
  returns: {
    shape: "record",
    rows: {
      btcHedged: ["BTC hedged", "BTC"],
      contracts: ["Contracts", "contracts", "contract_btc"],
      premium: ["Premium", "USD"],
      floorPrice: ["Floor price", "USD per BTC"],
      floorRevenue: ["Floor revenue", "USD"],
      breakEvenPrice: ["Break-even price", "USD per BTC"],
      worstMargin: ["Worst margin", "USD"],
      delta: ["Delta", "BTC"],
      vegaPerPoint: ["Vega per point", "USD"],
    },
    total: putHedgeTotal,
  },
  steps: 400,
  compute: ({ productionBtc: production, ...given }) => putHedgeOf({ production, ...given }),
  formula: "premium = hedged × put; floor price = strike − put; floor revenue = hedged × strike − premium",
  remarks: [
    "When any argument is a row or a column the result is a table by period with a total; give output to get one value for each period instead.",
    'A share is text, since 85% typed into a cell is the number 0.85: multiply such a cell by the forward, as in B2*C2, or write ="85%".',
    "Hedged = production × hedge ratio, to the nearest whole contract when contract_btc is given: rounding up would over-hedge.",
    "Worst margin counts unhedged coins at 0; when more is hedged than produced, the outcome at the strike is lower still. Break-even is the lowest price at which revenue, payoff and premium cover the cost.",
    "In the total, the floor price is weighted by the coins hedged, and break-even is the lowest price, the same in all periods, at which together they cover premiums and costs. A period with an error makes the total an error.",
  ],
  sources: ["Black (1976), The pricing of commodity contracts, equation 16"],
  examples: [
    {
      formula: '=MINING.PUT_HEDGE(10, 60000, 55000, 0.25, 0.6, 1, 0, 40000, "usd", 0, "Floor price")',
      result: 50359.963479,
      note: "Ten coins, sold for at least 50,360 USD each.",
    },
    {
      formula: '=MINING.PUT_HEDGE(10, 60000, "90%", 0.25, 0.6, 0.8, , 40000, , , "BTC hedged")',
      result: 8,
      note: "A strike of 90 % of the forward on four fifths of the production.",
    },
  ],
  seeAlso: ["COLLAR", "OPTION_PRICE", "OPTION_GREEKS"],
});
