import { halvings } from "../../core/network/halvings";
import { define } from "../define";
import { date, number, optional } from "../parameters";
import { blockHeight, blockTimeS, headers } from "../vocabulary";

export const halvingTable = define({
  name: "HALVING_TABLE",
  group: "Network and protocol",
  summary: "Next halvings of the Bitcoin subsidy: height, expected date, subsidy, supply and inflation",
  parameters: {
    height: blockHeight,
    date: date("Date and time of that block"),
    rows: optional(number("How many halvings to list", "rows", { atLeast: 1, atMost: 64, whole: true }), 5),
    blockTimeS: optional(blockTimeS, 600),
    headers,
  },
  returns: {
    shape: "table",
    columns: [
      "Height (block)",
      "Date (date)",
      "Subsidy (BTC per block)",
      "Supply (BTC)",
      "Inflation (share per year)",
    ],
  },
  compute: ({ rows, ...pace }) =>
    halvings(pace, rows).map((row) => [row.height, row.date, row.subsidy, row.supply, row.inflation]),
  formula:
    "date = date + (halving height − height) × block time ÷ 86,400; inflation = new subsidy × 31,557,600 ÷ block time ÷ supply",
  remarks: [
    "Supply is what all blocks below the halving create, including coins never claimed; it ends at 20,999,999.9769 BTC.",
    "The first row is the next halving strictly above the height. From block 6,930,000 on the subsidy is 0.",
    "Format the second column as dates. UTC. A date past 31 December 9999, where Excel's dates end, is #N/A.",
  ],
  sources: ["Bitcoin Core, GetBlockSubsidy in src/validation.cpp"],
  examples: [
    {
      formula: "=MINING.HALVING_TABLE(840000, 45402, 2)",
      result: [
        [
          "Height (block)",
          "Date (date)",
          "Subsidy (BTC per block)",
          "Supply (BTC)",
          "Inflation (share per year)",
        ],
        [1050000, 46860.3333333333, 1.5625, 20343750, 0.00403963133640553],
        [1260000, 48318.6666666667, 0.78125, 20671875, 0.00198775510204082],
      ],
      note: "The two halvings after that of 20 April 2024.",
    },
    {
      formula: "=MINING.HALVING_TABLE(6720000, 73050, 1, 600, FALSE)",
      result: [[6930000, 74508.3333333333, 0, 20999999.9769, 0]],
      note: "The end of the subsidy.",
    },
  ],
  seeAlso: ["HALVING_DATE", "BLOCK_SUBSIDY"],
});
