import { equilibriumHashrate as hashrateOf } from "../../core/network/equilibrium";
import { hashUnitNames } from "../../core/network/hashrate";
import { define } from "../define";
import { choice, number, optional } from "../parameters";
import { btcPrice, jPerTh, pue, usdPerKwh } from "../vocabulary";

export const equilibriumHashrate = define({
  name: "EQUILIBRIUM_HASHRATE",
  group: "Network and protocol",
  summary: "Network hashrate at which the marginal miner earns nothing",
  parameters: {
    btcPrice,
    rewardBtc: number("Subsidy and fees together", "BTC per block", { above: 0 }),
    jPerTh,
    usdPerKwh,
    pue: optional(pue, 1),
    opexShare: optional(
      number("Share of revenue that goes to pool fees and costs other than power", "share", {
        atLeast: 0,
        below: 1,
      }),
      0,
    ),
    unit: optional(choice("Unit of the result, per second", hashUnitNames), "EH"),
  },
  returns: { shape: "scalar", unit: "hashes per second, in the unit" },
  compute: hashrateOf,
  formula: "PH/s = 144 × reward × price × (1 − opex share) ÷ (24 × J/TH × USD/kWh × PUE)",
  remarks: [
    "The efficiency and the power price are those of the marginal miner, the last one that still runs.",
    "A power price of 0, or a blank, is #DIV/0!; below 0 no hashrate is too high: #N/A.",
  ],
  sources: ["Identity: HASHPRICE × (1 − opex share) = HASHCOST, solved for the network's hashrate"],
  examples: [
    {
      formula: "=MINING.EQUILIBRIUM_HASHRATE(85956.45, 3.139073, 20, 0.06, 1.05, 0.05)",
      result: 1220.63044191575,
      note: "EH/s that 20 J/TH at 6 cents could bear in October 2026.",
    },
    {
      formula: '=MINING.EQUILIBRIUM_HASHRATE(100000, 3.125, 15, 0.05, , , "ZH")',
      result: 2.5,
      note: "In ZH/s: 45 million USD a day over 18 USD per PH/s.",
    },
  ],
  seeAlso: ["NETWORK_HASHRATE", "HASHCOST", "BREAKEVEN"],
});
