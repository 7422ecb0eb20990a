export const costMethods = ["fifo", "lifo", "hifo", "average", "specific"] as const;
export type CostMethod = (typeof costMethods)[number];

export interface Lot {
  /** Excel serial number. */
  date: number;
  /** BTC. */
  quantity: number;
  /** USD per BTC. */
  unitCost: number;
  /** BTC to take from it; read for "specific" only. */
  use?: number;
}

/** What decides the order in which lots are taken: date and cost, then place in the list. */
export interface Rank {
  /** Excel serial number, or any number that grows with time. */
  readonly date: number;
  readonly unitCost: number;
  readonly place: number;
}

const byAge = (a: Rank, b: Rank) => a.date - b.date || a.place - b.place;

/**
 * The order in which a method takes lots: fifo oldest first, lifo newest first, hifo dearest first and then oldest.
 * The pool of "average" is taken oldest first; the lots that "specific" names are taken as they are listed.
 */
export function takingOrder(method: CostMethod): (a: Rank, b: Rank) => number {
  switch (method) {
    case "fifo":
    case "average":
      return byAge;
    case "lifo":
      return (a, b) => byAge(b, a);
    case "hifo":
      return (a, b) => b.unitCost - a.unitCost || byAge(a, b);
    case "specific":
      return (a, b) => a.place - b.place;
  }
}
