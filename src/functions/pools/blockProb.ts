import { blockProbability, blockQuestions } from "../../core/pools/blocks";
import { define } from "../define";
import { choice, number, optional } from "../parameters";
import { days, difficulty, hashrateTh } from "../vocabulary";

export const blockProb = define({
  name: "BLOCK_PROB",
  group: "Pools and the probability of blocks",
  summary: "Probability that a hashrate finds a number of blocks in a period, or how many it can expect",
  parameters: {
    hashrateTh,
    difficulty,
    days,
    blocks: optional(number("Number of blocks", "blocks", { atLeast: 0, atMost: 1e15, whole: true }), 1),
    mode: optional(
      choice(
        "What to return: probability of at least, exactly or at most that many blocks; the expected number of blocks; the average days to a block",
        blockQuestions,
      ),
      "at_least",
    ),
  },
  ignores: { by: "mode", when: { expected: ["blocks"], days: ["blocks", "days"] } },
  returns: { shape: "scalar", unit: "probability, blocks or days" },
  compute: blockProbability,
  formula:
    "blocks are Poisson with mean L = TH/s × 10¹² × 86,400 × days ÷ (difficulty × 2³²); exactly k: e^(−L) L^k ÷ k!",
  remarks: [
    '"expected" ignores blocks, "days" ignores blocks and days: those arguments may be blank.',
    "A blank blocks cell is 0: at least 0 blocks is certain.",
    "Both tails are accurate, however small the probability and however many the blocks.",
  ],
  sources: [
    "Rosenfeld (2011), Analysis of Bitcoin Pooled Mining Reward Systems, section 1.2",
    "DLMF, section 8.11 and 8.12: Poisson tails as incomplete gamma functions",
  ],
  examples: [
    {
      formula: "=MINING.BLOCK_PROB(1000, 150000000000000, 365)",
      result: 0.04777155955140422,
      note: "A petahash mining alone for a year: the chance of any block at all.",
    },
    {
      formula: '=MINING.BLOCK_PROB(50000000, 150000000000000, 30, 180, "at_most")',
      result: 0.07062472355406322,
      note: "A pool of 50 EH/s: the chance of 180 blocks or fewer in 30 days.",
    },
    {
      formula: '=MINING.BLOCK_PROB(1000, 150000000000000, , , "days")',
      result: 7456.540444444444,
      note: "How long the petahash waits for a block on average, in days.",
    },
  ],
  seeAlso: ["EXPECTED_BTC", "POOL_PAYOUT", "POOL_LUCK"],
});
