import { InputError } from "../errors";
import { sum } from "../numeric/sum";

export interface HashpriceForward {
  /** Price of the contract, in its currency per PH/s per day; above 0. */
  readonly unitHashprice: number;
  /** Hashrate sold or bought, in PH/s; above 0. */
  readonly hashratePh: number;
  /** Length of the contract in days; above 0. */
  readonly days: number;
  /** Index in the contract's currency per PH/s per day: of each day so far, or one for all days. */
  readonly settlements: readonly number[] | undefined;
  readonly side: "sell" | "buy";
  /** Share of the notional that is deposited. */
  readonly marginShare: number;
}

/** Amounts in the contract's currency. */
interface HashpriceForwardResult {
  readonly notional: number;
  /** Received, negative if paid; undefined without settlements. */
  readonly settlement: number | undefined;
  readonly margin: number;
  /** What the hashrate earns, or costs its buyer, whatever the index does. */
  readonly lockedRevenue: number;
}

/** A forward on hashprice: the difference of contract and index is paid for every PH/s and day. */
export function hashpriceForward(given: HashpriceForward): HashpriceForwardResult {
  const notional = given.unitHashprice * given.hashratePh * given.days;
  const received = sellerReceives(given);
  return {
    notional,
    settlement: received === undefined || given.side === "sell" ? received : 0 - received,
    margin: given.marginShare * notional,
    lockedRevenue: notional,
  };
}

function sellerReceives(given: HashpriceForward): number | undefined {
  const { unitHashprice, hashratePh, days, settlements } = given;
  if (settlements === undefined) return undefined;
  const [only] = settlements;
  if (settlements.length === 1 && only !== undefined) return (unitHashprice - only) * hashratePh * days;
  if (settlements.length > days) {
    throw new InputError(
      "settlements",
      `must be at most one for each of the ${days} days`,
      settlements.length,
    );
  }
  return sum(settlements.map((index) => unitHashprice - index)) * hashratePh;
}
