import { reorgMethods, reorgProbability } from "../../core/pools/reorg";
import { define } from "../define";
import { choice, number, optional } from "../parameters";

export const reorgProb = define({
  name: "REORG_PROB",
  group: "Pools and the probability of blocks",
  summary:
    "Probability that an attacker with a share of the hashrate reverses a payment after some confirmations",
  parameters: {
    attackerShare: number("Attacker's share of the network's hashrate", "share", { atLeast: 0, atMost: 1 }),
    confirmations: number("Blocks on top of the payment, its own included", "blocks", {
      atLeast: 0,
      atMost: 1e6,
      whole: true,
    }),
    method: optional(choice("Nakamoto's Poisson, or Rosenfeld's exact count", reorgMethods), "nakamoto"),
  },
  returns: { shape: "scalar", unit: "probability" },
  compute: reorgProbability,
  formula:
    "nakamoto: 1 − Σ(k = 0 … z) e^(−λ) λ^k ÷ k! × (1 − (q ÷ p)^(z − k)), λ = z q ÷ p; rosenfeld: 1 − Σ(m = 0 … z) C(m + z − 1, m) (p^z q^m − p^m q^z)",
  remarks: [
    "1 without confirmations, and with half of the hashrate or more.",
    "Nakamoto takes the time of the confirmations as fixed and so understates small probabilities; Rosenfeld counts exactly, for an attacker one block ahead at the start.",
  ],
  sources: [
    "Nakamoto (2008), Bitcoin: A Peer-to-Peer Electronic Cash System, section 11",
    "Rosenfeld (2014), Analysis of hashrate-based double-spending, equation 1",
  ],
  examples: [
    {
      formula: "=MINING.REORG_PROB(0.1, 5)",
      result: 0.000913682187927744,
      note: "Nakamoto's table: 0.0009137 for a tenth of the hashrate and five confirmations.",
    },
    {
      formula: '=MINING.REORG_PROB(0.1, 6, "rosenfeld")',
      result: 0.00059141216,
      note: "Counted exactly, with six confirmations.",
    },
  ],
  seeAlso: ["BLOCK_PROB"],
});
