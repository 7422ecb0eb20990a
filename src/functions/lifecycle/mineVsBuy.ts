import { mineVsBuy as mineVsBuyOf } from "../../core/cashflow/mineVsBuy";
import { modelOf } from "../../core/cashflow/resolve";
import { define } from "../define";
import { model, output } from "../vocabulary";
import { exampleBlock } from "./exampleBlock";

export const mineVsBuy = define({
  name: "MINE_VS_BUY",
  group: "Lifecycle valuation",
  summary: "Coins from mining against the coins that the same cash buys on the same dates",
  parameters: { model, output },
  returns: {
    shape: "record",
    rows: {
      mined: ["BTC mined", "BTC"],
      bought: ["BTC bought", "BTC"],
      ratio: ["Ratio", "mined per bought"],
      breakEvenPrice: ["Break-even price", "USD"],
    },
  },
  compute: (given) => mineVsBuyOf(modelOf(given.model, [])),
  formula:
    "bought = capex ÷ price today + Σ (power + other opex + profit share + later capex − heat − other revenue) ÷ price of the month; mined = Σ BTC + resale ÷ final price",
  remarks: [
    "The coins mined are gross: what they cost to mine is on the other side. Tax and loans are left out.",
    "Break-even price is today's price at which the ratio is 1, when all later prices, and a hashprice, move with it and shutdown and profit share are decided again. The resale value stays as it is in USD.",
    "With a series of prices, today's price is that of month 1.",
  ],
  sources: ["Identity: each outlay over the price of its date"],
  examples: [
    {
      formula: '=MINING.MINE_VS_BUY(A1:B21, "Ratio")',
      cells: exampleBlock,
      result: 0.241625778383859,
      note: "Buying brings four times as many coins as this machine over three months.",
    },
    {
      formula: '=MINING.MINE_VS_BUY(A1:B21, "Break-even price")',
      cells: exampleBlock,
      result: 590224.5856449506,
      note: "Today's price at which mining would bring as many.",
    },
  ],
  seeAlso: ["MINER_NPV", "MINER_CASHFLOWS", "MODEL"],
});
