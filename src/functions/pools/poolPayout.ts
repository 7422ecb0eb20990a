import { payoutSchemes, poolPayout as poolPayoutOf } from "../../core/pools/payout";
import { define } from "../define";
import { choice, number, optional } from "../parameters";
import { days, difficulty, feesBtc, hashrateTh, output, poolFee, subsidyBtc } from "../vocabulary";

const poolHashrate = "pool_hashrate_th";

export const poolPayout = define({
  name: "POOL_PAYOUT",
  group: "Pools and the probability of blocks",
  summary: "What a miner earns in a period and how much of it is luck, by the pool's payout scheme",
  parameters: {
    scheme: choice("How the pool pays", payoutSchemes),
    hashrateTh,
    difficulty,
    subsidyBtc,
    feesBtc,
    days,
    poolFee,
    poolHashrateTh: optional(
      number("Hashrate of the whole pool, the miner's included; for pps+, pplns and proportional", "TH/s", {
        above: 0,
      }),
    ),
    window: optional(
      number("Work over which pps+ and pplns spread a block, in multiples of the difficulty", "multiple", {
        above: 0,
      }),
      1,
    ),
    output,
  },
  ignores: {
    by: "scheme",
    when: {
      fpps: ["poolHashrateTh", "window"],
      pps: ["poolHashrateTh", "window"],
      proportional: ["window"],
      solo: ["poolHashrateTh", "window"],
    },
  },
  returns: {
    shape: "record",
    rows: {
      mean: ["Mean", "BTC"],
      deviation: ["Standard deviation", "BTC", poolHashrate],
      variation: ["Coefficient of variation", "ratio", poolHashrate],
      nothing: ["Probability of nothing", "share", poolHashrate],
      low: ["5th percentile", "BTC", poolHashrate],
      high: ["95th percentile", "BTC", poolHashrate],
    },
  },
  steps: 5000,
  compute: poolPayoutOf,
  formula:
    "mean = (1 − pool fee) × expected blocks × reward; with pplns variance = ((1 − pool fee) × share × reward)² × (pool blocks − window ÷ 3)",
  remarks: [
    "fpps pays expected subsidy and fees, pps only the expected subsidy; neither involves luck. pps+ pays the subsidy as expected and the fees as pplns.",
    "pplns pays each block to the work of the window before it; the result counts all that the period's work will earn, including after its end. proportional pays it to the work since the last block. solo pays the miner's own blocks, less the fee.",
    "Percentiles are the smallest amounts that the distribution reaches with 5 % and 95 %: exact for solo and proportional; for pplns and pps+, to 0.1 % of the mean, from a Poisson number of whole blocks and of blocks whose window lies partly in the period, the part being uniform.",
    "Without pool_hashrate_th the rows that depend on it are empty for pps+, pplns and proportional.",
  ],
  sources: ["Rosenfeld (2011), Analysis of Bitcoin Pooled Mining Reward Systems, sections 2, 3 and 5"],
  examples: [
    {
      formula: '=MINING.POOL_PAYOUT("fpps", 100000, 150000000000000, 3.125, 0.03, 30, 0.02, , , "Mean")',
      result: 1.2439683079719543,
      note: "100 PH/s in a pool that pays what is expected: 30 days without luck.",
    },
    {
      formula:
        '=MINING.POOL_PAYOUT("pplns", 100000, 150000000000000, 3.125, 0.03, 30, 0.02, 5000000, 2, "Standard deviation")',
      result: 0.27271820633359287,
      note: "In a pool of 5 EH/s that shares its blocks over twice the difficulty: the spread of those 30 days.",
    },
    {
      formula:
        '=MINING.POOL_PAYOUT("solo", 100000, 150000000000000, 3.125, 0.03, 30, 0.02, , , "Probability of nothing")',
      result: 0.6687591141469164,
      note: "On its own it most likely earns nothing.",
    },
  ],
  seeAlso: ["EXPECTED_BTC", "BLOCK_PROB", "POOL_RESERVE"],
});
