import { retargetEstimate as estimateOf } from "../../core/network/retarget";
import { define } from "../define";
import { date, optional } from "../parameters";
import { blockHeight, difficulty, output } from "../vocabulary";

export const retargetEstimate = define({
  name: "RETARGET_ESTIMATE",
  group: "Network and protocol",
  summary: "Next change of Bitcoin's difficulty if the pace of the running epoch holds",
  parameters: {
    height: blockHeight,
    epochStartDate: date("Date and time of the epoch's first block"),
    nowDate: date("Date and time now"),
    difficulty: optional(difficulty),
    output,
  },
  returns: {
    shape: "record",
    rows: {
      change: ["Change", "share"],
      blocksLeft: ["Blocks left", "blocks"],
      retargetHeight: ["Retarget height", "block"],
      retargetDate: ["Retarget date", "date"],
      nextDifficulty: ["Next difficulty", "difficulty", "difficulty"],
    },
  },
  compute: estimateOf,
  formula:
    "change = 600 × (blocks mined in the epoch + 1) ÷ seconds since its start − 1, within −75 % and +300 %",
  remarks: [
    "Height is that of the last block; blocks mined in the epoch = height modulo 2,016. All times UTC.",
    "The protocol divides two weeks by the time of 2,015 intervals, one less than it has blocks: its change is 0.05 % more than this pace gives.",
    "Early in an epoch the estimate is rough: with n blocks its relative error is about 1 ÷ √n.",
  ],
  sources: [
    "Bitcoin Core, CalculateNextWorkRequired in src/pow.cpp",
    "mempool.space, difficulty adjustment API, whose change is computed alike",
  ],
  examples: [
    {
      formula: '=MINING.RETARGET_ESTIMATE(830027, 45324.654236111111, 45333.946539351852, , "Change")',
      result: 0.0851274514077885,
      note: "11 February 2024, 22:43:01 UTC: the epoch of 2 February, 15:42:06, runs 8.5 % fast.",
    },
    {
      formula:
        '=MINING.RETARGET_ESTIMATE(830027, 45324.654236111111, 45333.946539351852, 75502165623893.72, "Blocks left")',
      result: 565,
      note: "Blocks until the retarget at 830,592.",
    },
  ],
  seeAlso: ["DIFFICULTY_PATH", "DIFFICULTY_FROM_BITS", "HALVING_DATE"],
});
