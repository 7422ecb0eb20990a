import { hashprice as hashpriceOf, hashprices } from "../../core/economics/hashprice";
import { define } from "../define";
import { optional } from "../parameters";
import { btcPrice, difficulty, feesBtc, hashUnit, subsidyBtc } from "../vocabulary";

export const hashprice = define({
  name: "HASHPRICE",
  group: "Unit economics",
  summary: "Expected revenue of a unit of hashrate for a day, before the pool fee",
  parameters: {
    btcPrice,
    difficulty,
    subsidyBtc,
    feesBtc: optional(feesBtc, 0),
    unit: optional(hashUnit, "PH"),
  },
  returns: { shape: "scalar", unit: "USD per unit per day" },
  compute: hashpriceOf,
  columns: hashprices,
  formula: "hashprice = unit hashes × 86,400 ÷ (difficulty × 2³²) × (subsidy + fees) × price",
  remarks: ["With a price of 1 the result is hashvalue: BTC per unit per day.", "A blank fees cell is 0."],
  sources: ["Luxor Technology, Hashprice: definition and methodology (hashrateindex.com)"],
  examples: [
    {
      formula: "=MINING.HASHPRICE(85956.45, 132716002350731.3, 3.125, 0.014073)",
      result: 40.89879156,
      note: "The market of 5 October 2026, per PH/s.",
    },
    {
      formula: '=MINING.HASHPRICE(1, 132716002350731.3, 3.125, 0, "EH")',
      result: 0.473675161,
      note: "Hashvalue without fees, in BTC per EH/s per day.",
    },
  ],
  seeAlso: ["HASHCOST", "BREAKEVEN", "MINER_PNL"],
});
