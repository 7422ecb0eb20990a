import { hashUnitNames, networkHashrate as hashrateOf } from "../../core/network/hashrate";
import { define } from "../define";
import { choice, optional } from "../parameters";
import { blockTimeS, difficulty } from "../vocabulary";

export const networkHashrate = define({
  name: "NETWORK_HASHRATE",
  group: "Network and protocol",
  summary: "Network hashrate implied by a difficulty",
  parameters: {
    difficulty,
    blockTimeS: optional(blockTimeS, 600),
    unit: optional(choice("Unit of the result, per second", hashUnitNames), "EH"),
  },
  returns: { shape: "scalar", unit: "hashes per second, in the unit" },
  compute: hashrateOf,
  formula: "hashrate = difficulty × 2³² ÷ block time",
  remarks: [
    "Hashes per unit of difficulty follow the industry's convention of 2³²; the exact number is 0.0015 % more.",
    "Give the observed block time to get the observed hashrate.",
  ],
  sources: ["Bitcoin Core, GetBlockProof in src/chain.cpp: 2^256 / (target + 1) hashes a block on average"],
  examples: [
    {
      formula: "=MINING.NETWORK_HASHRATE(132716002350731.3)",
      result: 950.0181496,
      note: "The network on 5 October 2026, in EH/s.",
    },
    {
      formula: '=MINING.NETWORK_HASHRATE(132716002350731.3, 612, "ZH")',
      result: 0.9313903427,
      note: "The same with blocks 12 seconds late, in ZH/s.",
    },
  ],
  seeAlso: ["HASHPRICE", "EXPECTED_BTC"],
});
