import { difficultyPath as pathOf } from "../../core/network/difficultyPath";
import { define } from "../define";
import { choice, number, optional } from "../parameters";
import { blockHeight, difficulty, headers } from "../vocabulary";

export const difficultyPath = define({
  name: "DIFFICULTY_PATH",
  group: "Network and protocol",
  summary: "Difficulty month by month, growing steadily or towards a limit, with height and subsidy",
  parameters: {
    difficulty,
    months: number("Number of months", "months", { atLeast: 1, atMost: 1000, whole: true }),
    growthPerMonth: number("Growth of the difficulty; 0.01 is 1 %", "per month, effective", { above: -1 }),
    shape: optional(
      choice("exponential grows at one rate, logistic slows towards the limit", ["exponential", "logistic"]),
      "exponential",
    ),
    limit: optional(number("Difficulty that a logistic path approaches; above today's", "", { above: 0 })),
    startHeight: optional(blockHeight),
    headers,
  },
  ignores: { by: "shape", when: { exponential: ["limit"] } },
  returns: {
    shape: "table",
    columns: ["Month", "Height (block)", "Difficulty", "Subsidy (BTC per block)"],
  },
  compute: (given) =>
    pathOf(given).map((row) => [row.month, row.height ?? "", row.difficulty, row.subsidy ?? ""]),
  formula:
    "exponential: difficulty × (1 + g)^(month − ½); logistic: limit ÷ (1 + (limit ÷ difficulty − 1) × (1 + g)^−(month − ½))",
  remarks: [
    "Values are for the middle of each month: the same as the difficulty column of MINER_CASHFLOWS, so that they may be pasted into a model as its monthly series.",
    "A month is 4,383 blocks; a month with a halving has the mean subsidy of its blocks. Without start_height the height and the subsidy are empty. A blank start_height is block 0.",
  ],
  sources: ["Verhulst (1838), Notice sur la loi que la population suit dans son accroissement"],
  examples: [
    {
      formula: '=MINING.DIFFICULTY_PATH(150000000000000, 3, 0.01, "exponential", , 1042000)',
      result: [
        ["Month", "Height (block)", "Difficulty", "Subsidy (BTC per block)"],
        [1, 1042000, 150748134316813.3, 3.125],
        [2, 1046383, 152255615659981.5, 2.85192790326261],
        [3, 1050766, 153778171816581.3, 1.5625],
      ],
      note: "1 % a month around the halving at block 1,050,000.",
    },
    {
      formula: '=MINING.DIFFICULTY_PATH(100, 2, 0.1, "logistic", 400, , FALSE)',
      result: [
        [1, "", 103.616533899264, ""],
        [2, "", 111.100232049107, ""],
      ],
      note: "Growth that fades on the way to four times the difficulty.",
    },
  ],
  seeAlso: ["MINER_CASHFLOWS", "RETARGET_ESTIMATE"],
});
