/** A put as quoted. */
export interface OfferedPut {
  /** USD per BTC. */
  readonly strike: number;
  /** USD per BTC. */
  readonly premium: number;
}

/** The least that one BTC brings with the put: strike less premium, in USD. */
export const floorOf = ({ strike, premium }: OfferedPut) => strike - premium;

/** What one BTC brings, in USD after the premium, at a price in USD per BTC at expiry. */
export const revenueWithPut = (price: number, put: OfferedPut) => Math.max(price, put.strike) - put.premium;

/**
 * The put of the lowest strike whose floor covers a cost in USD per BTC: with it a coin never brings less than it
 * costs. Undefined where none does.
 */
export function protectingPut<Put extends OfferedPut>(
  puts: readonly Put[],
  costPerBtc: number,
): Put | undefined {
  let best: Put | undefined;
  for (const put of puts)
    if (floorOf(put) >= costPerBtc && (best === undefined || put.strike < best.strike)) best = put;
  return best;
}

/** The put with the highest floor; undefined where there are no puts. */
export function bestFloor<Put extends OfferedPut>(puts: readonly Put[]): Put | undefined {
  let best: Put | undefined;
  for (const put of puts) if (best === undefined || floorOf(put) > floorOf(best)) best = put;
  return best;
}
