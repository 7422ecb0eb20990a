import { halving } from "../../core/network/halvings";
import { define } from "../define";
import { date, number, optional } from "../parameters";
import { blockHeight, blockTimeS } from "../vocabulary";

export const halvingDate = define({
  name: "HALVING_DATE",
  group: "Network and protocol",
  summary: "Date on which the Bitcoin subsidy is expected to halve",
  parameters: {
    height: blockHeight,
    date: date("Date and time of that block"),
    blockTimeS: optional(blockTimeS, 600),
    n: optional(
      number("Which halving from there, 1 for the next", "", { atLeast: 1, atMost: 64, whole: true }),
      1,
    ),
  },
  returns: { shape: "scalar", unit: "date" },
  compute: ({ height, date: from, blockTimeS: seconds, n }) =>
    halving({ height, date: from, blockTimeS: seconds }, n).date,
  formula: "date = date + (halving height − height) × block time ÷ 86,400",
  remarks: [
    "The next halving is strictly above the height: at a halving's own block, that halving is past.",
    "Give the block time that you expect: blocks have come a little faster than every 600 seconds as hashrate has grown.",
    "Format the cell as a date. UTC. #N/A past 31 December 9999, where Excel's dates end.",
  ],
  sources: ["Bitcoin Core, nSubsidyHalvingInterval = 210,000 in src/kernel/chainparams.cpp"],
  examples: [
    {
      formula: "=MINING.HALVING_DATE(969991, 46300.40398148148)",
      result: 46856.022037037,
      note: "From the tip of 5 October 2026, 09:41:44 UTC: 13 April 2028.",
    },
    {
      formula: "=MINING.HALVING_DATE(969991, 46300.40398148148, 590, 2)",
      result: 48280.7895138889,
      note: "The second halving from there, at 590 seconds a block.",
    },
  ],
  seeAlso: ["HALVING_TABLE", "BLOCK_SUBSIDY", "RETARGET_ESTIMATE"],
});
