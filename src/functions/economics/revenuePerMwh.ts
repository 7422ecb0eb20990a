import { revenuePerMwh as revenueOf } from "../../core/economics/revenuePerMwh";
import { define } from "../define";
import { number, optional } from "../parameters";
import { jPerTh, poolFee, pue } from "../vocabulary";

export const revenuePerMwh = define({
  name: "REVENUE_PER_MWH",
  group: "Unit economics",
  summary: "What mining earns with a megawatt-hour: the power price that it can bear",
  parameters: {
    hashpriceUsdPerPhDay: number("Hashprice, before the pool fee", "USD per PH/s per day", { atLeast: 0 }),
    jPerTh,
    pue: optional(pue, 1),
    poolFee: optional(poolFee, 0),
  },
  returns: { shape: "scalar", unit: "USD per MWh at the meter" },
  compute: revenueOf,
  formula: "USD/MWh = 1000 × hashprice × (1 − pool fee) ÷ (24 × J/TH × PUE)",
  remarks: [
    "Compare it with the power market: at prices above it, selling or saving the power pays more than mining.",
    "A blank hashprice is 0.",
  ],
  sources: ["Identity: HASHPRICE after the fee over the energy of a PH/s per day, 24 × J/TH × PUE kWh"],
  examples: [
    {
      formula: "=MINING.REVENUE_PER_MWH(40.89879156, 13.5, 1.05, 0.01)",
      result: 119.017647396825,
      note: "A 13.5 J/TH machine in October 2026.",
    },
    {
      formula: "=MINING.REVENUE_PER_MWH(48, 20)",
      result: 100,
      note: "48 USD a day over 480 kWh.",
    },
  ],
  seeAlso: ["HASHPRICE", "BREAKEVEN", "HASHCOST"],
});
