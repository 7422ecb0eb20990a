import { blockSubsidy as subsidyOf } from "../../core/network/subsidy";
import { define } from "../define";
import { choice, number, optional } from "../parameters";

export const blockSubsidy = define({
  name: "BLOCK_SUBSIDY",
  group: "Network and protocol",
  summary: "New coins that the block at a height creates",
  parameters: {
    height: number("Height of the block", "block", { atLeast: 0, whole: true }),
    coin: optional(choice("Coin", ["BTC"]), "BTC"),
    part: optional(
      choice("The miner's part or the whole; for BTC they are the same", ["miner", "total"]),
      "miner",
    ),
  },
  returns: { shape: "scalar", unit: "coins" },
  compute: ({ height }) => subsidyOf(height),
  formula: "subsidy = (50 × 10⁸ satoshi, shifted right once every 210,000 blocks) ÷ 10⁸",
  remarks: ["Exact to the satoshi; 0 from block 6,930,000 on.", "A blank height is 0: the first block."],
  sources: ["Bitcoin Core, GetBlockSubsidy in src/validation.cpp"],
  examples: [
    { formula: "=MINING.BLOCK_SUBSIDY(969991)", result: 3.125, note: "The epoch since April 2024." },
    {
      formula: "=MINING.BLOCK_SUBSIDY(1050000)",
      result: 1.5625,
      note: "The first block after the next halving.",
    },
  ],
  seeAlso: ["HASHPRICE", "EXPECTED_BTC"],
});
