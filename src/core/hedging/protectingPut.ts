/** A put as it is offered. */
export interface OfferedPut {
  /** USD per BTC. */
  readonly strike: number;
  /** USD per BTC. */
  readonly premium: number;
}

/** What one BTC brings at worst with the put: strike less premium, in USD. */
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
  return puts
    .filter((put) => floorOf(put) >= costPerBtc)
    .reduce<Put | undefined>(
      (best, put) => (best === undefined || put.strike < best.strike ? put : best),
      undefined,
    );
}

/** The put with the highest floor; undefined where there is none at all. */
export const bestFloor = <Put extends OfferedPut>(puts: readonly Put[]): Put | undefined =>
  puts.reduce<Put | undefined>(
    (best, put) => (best === undefined || floorOf(put) > floorOf(best) ? put : best),
    undefined,
  );
