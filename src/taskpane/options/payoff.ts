import { revenueWithPut, type OfferedPut } from "../../core/hedging/protectingPut";

const STEPS = 120;

/** Revenue per BTC in USD at prices at expiry, with a put and without. */
export interface Payoff {
  /** USD per BTC. */
  readonly prices: readonly number[];
  readonly withPut: readonly number[];
  readonly without: readonly number[];
}

/** From 40 % of the lower to 160 % of the higher of strike and forward, with the strike among the prices. */
export function payoffOf(put: OfferedPut, forward: number): Payoff {
  const low = 0.4 * Math.min(put.strike, forward);
  const high = 1.6 * Math.max(put.strike, forward);
  const even = Array.from({ length: STEPS + 1 }, (_, index) => low + ((high - low) * index) / STEPS);
  const prices = [...new Set([...even, put.strike])].sort((a, b) => a - b);
  return { prices, withPut: prices.map((price) => revenueWithPut(price, put)), without: prices };
}
