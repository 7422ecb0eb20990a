import type { CostMethod } from "../../../src/core/costs/lots";

/** A lot in whole satoshis and whole cents per coin, whose coins are taken by the satoshi. */
export interface WholeLot {
  date: number;
  satoshis: number;
  centsPerCoin: number;
}

/** Coins of 10^8 satoshis at a price in cents, in cents, half-even, in whole numbers alone. */
export function centsOf(satoshis: number, centsPerCoin: bigint | number, per = 100_000_000n): bigint {
  const product = BigInt(satoshis) * BigInt(centsPerCoin);
  const [whole, twice] = [product / per, 2n * (product % per)];
  const isUp = twice > per || (twice === per && whole % 2n === 1n);
  return isUp ? whole + 1n : whole;
}

export const least = (a: bigint, b: bigint) => (a < b ? a : b);

/** The lot that a method takes next, by looking at all of them; -1 when all are empty. */
export function nextLot(lots: readonly WholeLot[], left: readonly number[], method: CostMethod): number {
  let best = -1;
  for (const [place, lot] of lots.entries()) {
    if ((left[place] ?? 0) === 0) continue;
    const rival = lots[best];
    if (rival === undefined || isSooner(lot, rival, method)) best = place;
  }
  return best;
}

/** Whether a lot goes before another that stands above it in the list. */
function isSooner(lot: WholeLot, above: WholeLot, method: CostMethod): boolean {
  if (method === "lifo") return lot.date >= above.date;
  if (method === "hifo" && lot.centsPerCoin !== above.centsPerCoin)
    return lot.centsPerCoin > above.centsPerCoin;
  return lot.date < above.date;
}
