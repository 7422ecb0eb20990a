import { expectedBtc as expectedBtcOf } from "../../core/economics/hashprice";
import { define } from "../define";
import { optional } from "../parameters";
import { days, difficulty, feesBtc, hashrateTh, poolFee, subsidyBtc, uptime } from "../vocabulary";

export const expectedBtc = define({
  name: "EXPECTED_BTC",
  group: "Unit economics",
  summary: "Bitcoin that a hashrate is expected to earn over a period, after the pool fee",
  parameters: {
    hashrateTh,
    difficulty,
    subsidyBtc,
    feesBtc: optional(feesBtc, 0),
    days: optional(days, 1),
    uptime: optional(uptime, 1),
    poolFee: optional(poolFee, 0),
  },
  returns: { shape: "scalar", unit: "BTC" },
  compute: expectedBtcOf,
  formula:
    "BTC = TH/s × 10¹² × 86,400 × days × uptime ÷ (difficulty × 2³²) × (subsidy + fees) × (1 − pool fee)",
  remarks: ["An expected value: the actual payout depends on the pool's scheme and luck."],
  sources: ["Rosenfeld (2011), Analysis of Bitcoin Pooled Mining Reward Systems, section 1.2"],
  examples: [
    {
      formula: "=MINING.EXPECTED_BTC(270, 132716002350731.3, 3.125)",
      result: 0.0001278922935,
      note: "A machine of 270 TH/s for a day, without fees.",
    },
    {
      formula: "=MINING.EXPECTED_BTC(1000000, 132716002350731.3, 3.125, 0.014073, 30, 0.97, 0.01)",
      result: 13.70756105,
      note: "A site of 1 EH/s for 30 days at 97 % uptime and a fee of 1 %.",
    },
  ],
  seeAlso: ["HASHPRICE", "MINER_PNL"],
});
