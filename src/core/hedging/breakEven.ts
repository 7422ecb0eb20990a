export interface HedgedOutcome {
  /** BTC. */
  readonly production: number;
  /** BTC. */
  readonly btcHedged: number;
  /** Strike of the puts held, in USD per BTC. */
  readonly putStrike: number;
  /** Strike of the calls sold, at least `putStrike`; Infinity without any. */
  readonly callStrike: number;
  /** Paid, in USD per BTC hedged; negative if received. */
  readonly premium: number;
  /** USD per BTC produced. */
  readonly costPerBtc: number;
}

/**
 * Lowest price of at least 0, in USD per BTC, at which production, payoffs and premium cover the cost;
 * undefined where none does.
 *
 * The margin is a broken line: from 0 to the put's strike it changes by production less hedge per unit of
 * price, falling when more is hedged than produced, between the strikes by production, and above the call's
 * strike as below the put's. So where it first rises above 0, that is in the first part if it is covered at the
 * put's strike, else in the second if it is covered at the call's, else in the third if that rises.
 */
export function breakEvenPrice(outcome: HedgedOutcome): number | undefined {
  const { production, btcHedged, putStrike, callStrike, premium, costPerBtc } = outcome;
  const unhedged = production - btcHedged;
  const atZero = btcHedged * (putStrike - premium) - production * costPerBtc;
  if (atZero >= 0) return 0;
  const atPut = production * (putStrike - costPerBtc) - btcHedged * premium;
  if (atPut >= 0) return unhedged > 0 ? Math.min(-atZero / unhedged, putStrike) : putStrike;
  const between = costPerBtc + (btcHedged * premium) / production;
  if (between <= callStrike) return between;
  if (unhedged <= 0) return undefined;
  return Math.max(callStrike, (production * costPerBtc + btcHedged * (premium - callStrike)) / unhedged);
}
