export interface HedgeSize {
  /** BTC that will be mined and sold in the period; at least 0. */
  readonly production: number;
  /** Share of `production` to hedge; at least 0, above 1 is over-hedged. */
  readonly hedgeRatio: number;
  /** Size of one contract in BTC; 0 for any size. */
  readonly contractBtc: number;
}

/**
 * BTC hedged, and the contracts that make them up; `contracts` is undefined without a contract size.
 *
 * With a contract size it is the nearest whole number of contracts, a tie going away from zero; always
 * rounding up would over-hedge.
 */
export function hedgedBtc({ production, hedgeRatio, contractBtc }: HedgeSize): {
  btcHedged: number;
  contracts: number | undefined;
} {
  const wanted = production * hedgeRatio;
  if (contractBtc === 0) return { btcHedged: wanted, contracts: undefined };
  const contracts = nearestWhole(wanted / contractBtc);
  return { btcHedged: contracts * contractBtc, contracts };
}

/** Nearest whole number, ties away from zero, of the ratio to 15 digits: 0.15 / 0.1 is a tie as it is written. */
function nearestWhole(ratio: number): number {
  const decimal = Number(ratio.toPrecision(15));
  return Math.sign(decimal) * Math.round(Math.abs(decimal));
}
