import { hashcost as hashcostOf } from "../../core/economics/hashcost";
import { define } from "../define";
import { optional } from "../parameters";
import { hashUnit, jPerTh, opexUsdPerPhDay, pue, usdPerKwh } from "../vocabulary";

export const hashcost = define({
  name: "HASHCOST",
  group: "Unit economics",
  summary: "Cost of running a unit of hashrate for a day",
  parameters: {
    jPerTh,
    usdPerKwh,
    pue: optional(pue, 1),
    opexUsdPerPhDay: optional(opexUsdPerPhDay, 0),
    unit: optional(hashUnit, "PH"),
  },
  returns: { shape: "scalar", unit: "USD per unit per day" },
  compute: hashcostOf,
  formula: "hashcost = 24 × J/TH × USD/kWh × PUE + opex (per PH/s; scaled to the unit)",
  remarks: [
    "1 J/TH is 1 kW for a PH/s.",
    "Opex is per PH/s per day whatever the unit.",
    "A blank power price is 0.",
  ],
  sources: ["Identity: energy per hash × price of energy"],
  examples: [
    {
      formula: "=MINING.HASHCOST(13.5, 0.05, 1.05)",
      result: 17.01,
      note: "13.5 J/TH at 5 cents with 5 % cooling, per PH/s.",
    },
    {
      formula: '=MINING.HASHCOST(20, 0.06, 1, 2, "TH")',
      result: 0.0308,
      note: "With opex of 2 USD per PH/s, shown per TH/s.",
    },
  ],
  seeAlso: ["HASHPRICE", "BREAKEVEN"],
});
