import { minerPnl as minerPnlOf } from "../../core/economics/minerPnl";
import { define } from "../define";
import { number, optional } from "../parameters";
import {
  btcPrice,
  difficulty,
  feesBtc,
  hashrateTh,
  jPerTh,
  output,
  poolFee,
  pue,
  subsidyBtc,
  uptime,
  usdPerKwh,
} from "../vocabulary";

export const minerPnl = define({
  name: "MINER_PNL",
  group: "Unit economics",
  summary: "Profit and loss of a machine or site for a day, line by line",
  parameters: {
    btcPrice,
    difficulty,
    subsidyBtc,
    feesBtc,
    hashrateTh,
    jPerTh,
    usdPerKwh,
    pue: optional(pue, 1),
    uptime: optional(uptime, 1),
    poolFee: optional(poolFee, 0),
    opexUsdPerDay: optional(number("Operating cost other than power", "USD per day", { atLeast: 0 }), 0),
    output,
  },
  returns: {
    shape: "record",
    rows: {
      btc: ["BTC mined", "BTC per day"],
      revenue: ["Revenue", "USD per day"],
      energy: ["Energy", "kWh per day"],
      powerCost: ["Power cost", "USD per day"],
      otherOpex: ["Other opex", "USD per day"],
      profit: ["Profit", "USD per day"],
      margin: ["Margin", "share"],
      hashprice: ["Hashprice", "USD per PH per day"],
      hashcost: ["Hashcost", "USD per PH per day"],
    },
  },
  compute: minerPnlOf,
  formula: "profit = BTC mined × price − TH/s × J/TH ÷ 1000 × 24 × uptime × PUE × USD/kWh − opex",
  remarks: [
    "A stopped machine draws nothing: coins, energy and power cost scale with uptime; opex does not.",
    "BTC and revenue are after the pool fee, hashprice is before it: profit is positive if and only if hashprice × (1 − pool fee) is above hashcost.",
  ],
  sources: ["Identity: revenue of EXPECTED_BTC less metered power and opex"],
  examples: [
    {
      formula:
        '=MINING.MINER_PNL(85956.45, 132716002350731.3, 3.125, 0.014073, 270, 13.5, 0.05, 1.05, 0.97, 0.01, 0.5, "Profit")',
      result: 5.649360574,
      note: "A day of a 270 TH/s machine at 5 cents, with half a dollar of other costs.",
    },
    {
      formula:
        '=MINING.MINER_PNL(85956.45, 132716002350731.3, 3.125, 0.014073, 270, 13.5, 0.05, 1.05, 0.97, 0.01, 0.5, "Energy (kWh per day)")',
      result: 89.09838,
      note: "The metered energy behind it.",
    },
  ],
  seeAlso: ["HASHPRICE", "HASHCOST", "BREAKEVEN", "EXPECTED_BTC"],
});
