import { poolReserve as poolReserveOf } from "../../core/pools/reserve";
import { define } from "../define";
import { number, optional } from "../parameters";
import { output } from "../vocabulary";

export const poolReserve = define({
  name: "POOL_RESERVE",
  group: "Pools and the probability of blocks",
  summary:
    "Reserve that a pay-per-share pool needs against bad luck, or the ruin probability of a given reserve",
  parameters: {
    feeShare: number("Share of the expected payout that the pool keeps", "share", { below: 1 }),
    rewardBtc: number("Reward of a block", "BTC per block", { above: 0 }),
    ruinProbability: optional(
      number("Accepted probability of ever going broke; ignored with reserve_btc", "share", {
        above: 0,
        below: 1,
      }),
      0.01,
    ),
    reserveBtc: optional(number("Reserve whose ruin probability to compute", "BTC", { atLeast: 0 })),
    output,
  },
  returns: {
    shape: "record",
    rows: {
      reserve: ["Reserve", "BTC"],
      ruin: ["Ruin probability", "share"],
      coefficient: ["Adjustment coefficient", "per BTC"],
      reserveByRosenfeld: ["Reserve by Rosenfeld", "BTC"],
      ruinByRosenfeld: ["Ruin probability by Rosenfeld", "share"],
    },
  },
  compute: poolReserveOf,
  formula: "ruin = e^(−θ × reserve), where 1 − e^(−θB) = (1 − fee) × θB; by Rosenfeld θ = 2 × fee ÷ B",
  remarks: [
    "The pool pays every share at its expected value and bears the luck: without a fee above 0 ruin is certain, #N/A.",
    "Rosenfeld's reserve is for the ruin probability in the second row, his ruin probability for the reserve in the first.",
    "For a pool that pays the subsidy only and keeps the transaction fees, use the fee 1 − (1 − pool fee) × subsidy ÷ (subsidy + fees).",
    "A blank reserve_btc cell is a reserve of 0, with which ruin is certain; leave the argument out to ask for the reserve.",
  ],
  sources: [
    "Rosenfeld (2011), Analysis of Bitcoin Pooled Mining Reward Systems, section 3.2",
    "Gerber (1979), An Introduction to Mathematical Risk Theory, chapter 8",
  ],
  examples: [
    {
      formula: '=MINING.POOL_RESERVE(0.02, 3.125, 0.01, , "Reserve")',
      result: 354.9657054588713,
      note: "A pool with a fee of 2 % and a ruin probability of 1 %.",
    },
    {
      formula: '=MINING.POOL_RESERVE(0.02, 3.125, , 200, "Ruin probability")',
      result: 0.07466732214339157,
      note: "The same pool with 200 BTC.",
    },
  ],
  seeAlso: ["POOL_PAYOUT", "POOL_LUCK"],
});
