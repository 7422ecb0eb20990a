import { Decimal, zero } from "../money/decimal";
import { pooled, takePart, type Holding } from "../money/holding";
import { takingOrder, type CostMethod, type Rank } from "./lots";

/** A stock of coins, added to and taken from. */
interface Inventory {
  readonly add: (holding: Holding, rank: Rank) => void;
  /**
   * Takes coins by the method, which is not "specific", and gives their cost in USD; undefined where there are not
   * enough.
   */
  readonly take: (quantity: Decimal) => Decimal | undefined;
  /** The same by "specific", from the lot of a place. */
  readonly takeFrom: (place: number, quantity: Decimal) => Decimal | undefined;
  /** Coins that the lot of a place still has under "specific"; undefined before it came in. */
  readonly leftIn: (place: number) => Decimal | undefined;
  /** All that is held, as one. */
  readonly stock: () => Stock;
}

type Stock = Pick<Holding, "quantity" | "amount">;

interface RankedLot {
  readonly rank: Rank;
  holding: Holding;
}

/**
 * An empty stock under the method; "average" is the moving average, of what is held at each sale. Adding and taking a
 * lot costs the logarithm of their number.
 */
export function inventory(method: CostMethod): Inventory {
  const order = takingOrder(method);
  const lots: RankedLot[] = [];
  const lotAt = new Map<number, Holding>();
  const isBefore = (a: RankedLot, b: RankedLot) => order(a.rank, b.rank) < 0;
  let stock: Stock = { quantity: zero, amount: zero };
  return {
    add: (holding, rank) => {
      stock = { quantity: stock.quantity.plus(holding.quantity), amount: stock.amount.plus(holding.amount) };
      if (method === "specific") lotAt.set(rank.place, holding);
      else if (method !== "average") push(lots, { holding, rank }, isBefore);
    },
    take: (quantity) => {
      if (quantity.gt(stock.quantity)) return undefined;
      const cost =
        method === "average" ? takePart(pooled([stock]), quantity).taken : takeLots(lots, quantity, isBefore);
      stock = { quantity: stock.quantity.minus(quantity), amount: stock.amount.minus(cost) };
      return cost;
    },
    takeFrom: (place, quantity) => {
      const lot = lotAt.get(place);
      if (lot === undefined || quantity.gt(lot.quantity)) return undefined;
      const { taken, left } = takePart(lot, quantity);
      lotAt.set(place, left);
      stock = { quantity: stock.quantity.minus(quantity), amount: stock.amount.minus(taken) };
      return taken;
    },
    leftIn: (place) => lotAt.get(place)?.quantity,
    stock: () => stock,
  };
}

type Before = (a: RankedLot, b: RankedLot) => boolean;

function takeLots(lots: RankedLot[], quantity: Decimal, isBefore: Before): Decimal {
  let open = quantity;
  let cost = zero;
  for (let first = lots[0]; first !== undefined && open.gt(0); first = lots[0]) {
    const used = Decimal.min(first.holding.quantity, open);
    const { taken, left } = takePart(first.holding, used);
    first.holding = left;
    cost = cost.plus(taken);
    open = open.minus(used);
    if (left.quantity.isZero()) dropFirst(lots, isBefore);
  }
  return cost;
}

/** Adds to a binary heap: each lot comes before those at twice its place. */
function push(heap: RankedLot[], lot: RankedLot, isBefore: Before): void {
  let at = heap.length;
  while (at > 0) {
    const parent = (at - 1) >> 1;
    const above = heap[parent];
    if (above === undefined || !isBefore(lot, above)) break;
    heap[at] = above;
    at = parent;
  }
  heap[at] = lot;
}

/** Takes the first lot off the heap. */
function dropFirst(heap: RankedLot[], isBefore: Before): void {
  const lot = heap.pop();
  if (lot === undefined || heap.length === 0) return;
  let at = 0;
  for (;;) {
    const [left, right] = [heap[2 * at + 1], heap[2 * at + 2]];
    if (left === undefined) break;
    const isRight = right !== undefined && isBefore(right, left);
    const child = isRight ? right : left;
    if (!isBefore(child, lot)) break;
    heap[at] = child;
    at = 2 * at + (isRight ? 2 : 1);
  }
  heap[at] = lot;
}
