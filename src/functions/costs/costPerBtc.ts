import { costPerBtc as costPerBtcOf } from "../../core/costs/costPerBtc";
import { define } from "../define";
import { number, optional } from "../parameters";
import { output } from "../vocabulary";

export const costPerBtc = define({
  name: "COST_PER_BTC",
  group: "Costs and accounting",
  summary: "Cost of each bitcoin mined: power alone, cash cost, with overhead, and all-in",
  parameters: {
    btcMined: number("Coins mined in the period", "BTC", { atLeast: 0 }),
    powerUsd: number("Cost of power", "USD"),
    creditsUsd: optional(
      number("Power credits, positive: curtailment, demand response", "USD", { atLeast: 0 }),
      0,
    ),
    otherCashUsd: optional(number("Cash cost of the sites other than power", "USD", { atLeast: 0 }), 0),
    sgaUsd: optional(number("Overhead: selling, general and administrative", "USD", { atLeast: 0 }), 0),
    daUsd: optional(
      number("Depreciation and amortisation, or sustaining capex: not both", "USD", { atLeast: 0 }),
      0,
    ),
    output,
  },
  returns: {
    shape: "record",
    rows: {
      netPower: ["Net power", "USD per BTC"],
      directCash: ["Direct cash cost", "USD per BTC"],
      cashWithOverhead: ["Cash cost with overhead", "USD per BTC"],
      allIn: ["All-in cost", "USD per BTC"],
    },
  },
  compute: costPerBtcOf,
  formula:
    "all-in = (power − credits + other cash + overhead + depreciation) ÷ BTC mined; each line adds one part",
  remarks: [
    "#DIV/0! where no coins are mined.",
    "Depreciation already includes the cost of replacing machines: adding sustaining capex would count it twice.",
  ],
  sources: ["Identity: costs of the period over its coins"],
  examples: [
    {
      formula: "=MINING.COST_PER_BTC(250, 8500000, 600000, 1900000, 2400000, 6000000)",
      result: [
        ["Net power (USD per BTC)", 31600],
        ["Direct cash cost (USD per BTC)", 39200],
        ["Cash cost with overhead (USD per BTC)", 48800],
        ["All-in cost (USD per BTC)", 72800],
      ],
      note: "A miner's quarter with 250 coins mined.",
    },
    {
      formula: '=MINING.COST_PER_BTC(250, 8500000, , , , , "Net power")',
      result: 34000,
      note: "Power alone, without credits.",
    },
  ],
  seeAlso: ["MINER_PNL", "POWER_BILL", "BREAKEVEN"],
});
