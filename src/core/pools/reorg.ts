import { exp, ln, ln1p } from "../numeric/elementary";
import { deviance, gammaTails, stirlingError } from "../numeric/gamma";

export const reorgMethods = ["nakamoto", "rosenfeld"] as const;
type ReorgMethod = (typeof reorgMethods)[number];

interface ReorgCase {
  /** Share of the network's hashrate, from 0 to 1. */
  readonly attackerShare: number;
  /** Whole number, at least 0. */
  readonly confirmations: number;
  readonly method: ReorgMethod;
}

/**
 * Probability that an attacker who secretly mines on from the block before a payment ever overtakes the chain on which
 * it has that many confirmations. 1 without confirmations, or with half of the hashrate and more.
 */
export function reorgProbability({ attackerShare, confirmations, method }: ReorgCase): number {
  if (attackerShare >= 0.5 || confirmations === 0) return 1;
  if (attackerShare === 0) return 0;
  return method === "nakamoto"
    ? nakamoto(attackerShare, confirmations)
    : rosenfeld(attackerShare, confirmations);
}

/**
 * With r = q/p the published sum 1 - sum over k = 0..z of Poisson(k; z r) (1 - r^(z-k)), written without the
 * differences: P(z + 1, z r) + r^z e^(z - z r) Q(z + 1, z).
 *
 * Source: S. Nakamoto (2008), Bitcoin: a peer-to-peer electronic cash system, section 11. It takes the attacker's
 * blocks as Poisson, in a time that is fixed at its mean.
 */
function nakamoto(share: number, confirmations: number): number {
  const mean = (confirmations * share) / (1 - share);
  const { high, low } = deviance(confirmations, mean);
  const ahead = gammaTails(confirmations + 1, mean).lower;
  return ahead + exp(-high) * (1 - low) * gammaTails(confirmations + 1, confirmations).upper;
}

/**
 * The exact negative binomial: 1 - sum over m = 0..z of C(m + z - 1, m) (p^z q^m - p^m q^z), which is twice the
 * incomplete beta function I_q(z, z) and summed as its series of positive terms (DLMF 8.17.7 and 8.17.8).
 *
 * Source: M. Rosenfeld (2014), Analysis of hashrate-based double-spending, eq. 1, where the attacker has mined one
 * block beforehand.
 */
function rosenfeld(q: number, z: number): number {
  const gap = 1 - 2 * q;
  const logPower = gap < 0.5 ? ln1p(-gap * gap) : ln(4 * q * (1 - q));
  const central = exp(stirlingError(2 * z) - 2 * stirlingError(z) + z * logPower) / Math.sqrt(Math.PI * z);
  let sum = 1;
  let term = 1;
  for (let n = 1; term > 1e-17 * sum; n++) {
    term *= ((2 * z + n - 1) / (z + n)) * q;
    sum += term;
  }
  return Math.min(central * sum, 1);
}
