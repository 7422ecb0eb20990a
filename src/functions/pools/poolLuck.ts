import { poolLuck as poolLuckOf } from "../../core/pools/luck";
import { define } from "../define";
import { number, optional } from "../parameters";
import { mostOutcomes, output } from "../vocabulary";

export const poolLuck = define({
  name: "POOL_LUCK",
  group: "Pools and the probability of blocks",
  summary: "A pool's luck with its confidence interval, and whether chance can explain it",
  parameters: {
    blocksFound: number("Blocks that the pool found", "blocks", { atLeast: 0, atMost: 1e15, whole: true }),
    expectedBlocks: number("Blocks that its hashrate was expected to find", "blocks", { above: 0 }),
    confidence: optional(number("Confidence of the interval", "share", mostOutcomes), 0.95),
    output,
  },
  returns: {
    shape: "record",
    rows: {
      luck: ["Luck", "ratio"],
      lower: ["Lower bound", "ratio"],
      upper: ["Upper bound", "ratio"],
      pValue: ["p-value", "probability"],
    },
  },
  compute: poolLuckOf,
  formula:
    "luck = found ÷ expected; bounds = χ²⁻¹(α/2, 2k) ÷ 2 and χ²⁻¹(1 − α/2, 2k + 2) ÷ 2, each ÷ expected; p = 2 × the smaller Poisson tail",
  remarks: [
    "If 1 lies outside the bounds, luck alone is an unlikely explanation. With no blocks found the lower bound is 0.",
    "The p-value is two-sided, at most 1: the probability of luck at least as extreme under the expected number of blocks.",
    'BLOCK_PROB with "expected" gives the expected blocks.',
  ],
  sources: ["Garwood (1936), Fiducial limits for the Poisson distribution, Biometrika 28"],
  examples: [
    {
      formula: '=MINING.POOL_LUCK(10, 8, 0.95, "Lower bound")',
      result: 0.5994235870165542,
      note: "Ten blocks where eight were expected: with 95 % confidence the true ratio is at least this.",
    },
    {
      formula: '=MINING.POOL_LUCK(180, 217.5, 0.95, "p-value")',
      result: 0.010056344520774512,
      note: "180 blocks where 217.5 were expected: is that still bad luck?",
    },
  ],
  seeAlso: ["BLOCK_PROB", "POOL_AUDIT"],
});
