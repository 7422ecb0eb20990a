import { retargetEstimate as estimateOf } from "../../core/network/retarget";
import { difficulties } from "../../core/units";
import { define } from "../define";
import { date, optional } from "../parameters";
import { blockHeight, difficulty, output } from "../vocabulary";

export const retargetEstimate = define({
  name: "RETARGET_ESTIMATE",
  group: "Network and protocol",
  summary: "Next change in Bitcoin's difficulty if the pace of the current epoch holds",
  parameters: {
    height: blockHeight,
    epochStartDate: date("Date and time of the epoch's first block"),
    nowDate: date("Date and time now"),
    difficulty: optional(difficulty),
    output,
    lastBlockDate: optional(date("Date and time of the last block: gives the protocol's own arithmetic")),
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
    kinds: { nextDifficulty: difficulties },
  },
  compute: estimateOf,
  formula:
    "change = 600 × 2,016 ÷ 2,015 × (height modulo 2,016) ÷ seconds from the epoch's first block to the last − 1, within −75 % and +300 %; without last_block_date 600 × (height modulo 2,016 + 1) ÷ seconds since the first block − 1",
  remarks: [
    "Height is that of the last block. All times UTC.",
    "Give last_block_date, the time of the last block: the estimate is then the protocol's own arithmetic, which compares two weeks with the time of 2,015 intervals, and at the last block of an epoch it is settled. At the first block there is no interval yet: #N/A.",
    "Without last_block_date the time since the last block counts as if it had brought a block. The estimate drifts down until the next block comes: half an hour after the last block of an epoch it says −1.60 % where the chain takes −1.45 %. For the same pace it is 0.05 % less than the protocol's.",
    "A blank last_block_date is #VALUE!: leave the argument out. A retarget date past the year 9999, where Excel's dates end, is #N/A.",
    "Early in an epoch the estimate is rough: with n blocks its relative error is about 1 ÷ √n.",
  ],
  sources: [
    "Bitcoin Core, CalculateNextWorkRequired in src/pow.cpp",
    "mempool.space, difficulty adjustment API, whose change is computed in the same way",
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
    {
      formula:
        '=MINING.RETARGET_ESTIMATE(788255, 45036.41496527778, 45050.64196759259, , "Change", 45050.62113425926)',
      result: -0.0145126375555742,
      note: "The last block of the epoch of 20 April 2023, half an hour ago: the change is settled.",
    },
  ],
  seeAlso: ["DIFFICULTY_PATH", "DIFFICULTY_FROM_BITS", "HALVING_DATE"],
});
