import { InputError } from "../errors";
import { toSatoshis, zero } from "../money/decimal";
import { holding } from "../money/holding";
import { inventory } from "./inventory";
import type { CostMethod } from "./lots";

export const movementTypes = ["opening", "mined", "bought", "sold"] as const;
export type MovementType = (typeof movementTypes)[number];

export interface Movement {
  /** Excel serial number. */
  date: number;
  /** BTC, negative for a sale. */
  quantity: number;
  /** USD per BTC. */
  price: number;
  /** Without one, coins that come in are mined and coins that go out are sold. */
  type: MovementType | undefined;
}

/** A line of the roll-forward; an empty cell is undefined. */
interface RollforwardLine {
  name: string;
  /** BTC. */
  quantity: number | undefined;
  /** USD. */
  amount: number;
  /** USD. */
  costBasis: number | undefined;
}

/**
 * The roll-forward of a holding from opening to closing, to the satoshi and the cent: opening, mined, bought and sold
 * at cost, and the change in fair value that makes the closing quantity x the closing price. The change equals the
 * unrealised gains of what is held. The realised gain, proceeds less cost, is not part of the sum.
 *
 * Opening coins come first and are the oldest whatever their date, other movements go by date and then row.
 */
export function rollforward(
  movements: readonly Movement[],
  closingPrice: number,
  method: CostMethod,
): RollforwardLine[] {
  const { sums, proceeds, stock } = post(movements, method);
  const closing = holding(stock.quantity, closingPrice).amount;
  const line = (name: string, type: MovementType): RollforwardLine => {
    const amount = sums[type].amount.toNumber();
    return { name, quantity: sums[type].quantity.toNumber(), amount, costBasis: amount };
  };
  const memo = (name: string, amount: number): RollforwardLine => ({
    name,
    quantity: undefined,
    amount,
    costBasis: undefined,
  });
  return [
    line("Opening", "opening"),
    line("Mined at fair value", "mined"),
    line("Bought", "bought"),
    line("Sold at cost", "sold"),
    memo("Realised gain", proceeds.plus(sums.sold.amount).toNumber()),
    memo("Change in fair value", closing.minus(stock.amount).toNumber()),
    {
      name: "Closing",
      quantity: stock.quantity.toNumber(),
      amount: closing.toNumber(),
      costBasis: stock.amount.toNumber(),
    },
  ];
}

/** Books the movements in their order; what is sold is negative, at cost. */
function post(movements: readonly Movement[], method: CostMethod) {
  const nothing = { quantity: zero, amount: zero };
  const sums = { opening: nothing, mined: nothing, bought: nothing, sold: nothing };
  const held = inventory(method);
  let proceeds = zero;
  for (const [turn, { type, price, quantity, place }] of inOrder(movements).entries()) {
    const coins = holding(toSatoshis(Math.abs(quantity)), price);
    let { amount } = coins;
    if (type === "sold") {
      proceeds = proceeds.plus(amount);
      const cost = held.take(coins.quantity);
      if (cost === undefined) refuseSale(place, quantity, held.stock().quantity.toString());
      amount = cost.neg();
    } else {
      held.add(coins, { date: turn, unitCost: price, place: turn });
    }
    const sold = type === "sold" ? coins.quantity.neg() : coins.quantity;
    sums[type] = { quantity: sums[type].quantity.plus(sold), amount: sums[type].amount.plus(amount) };
  }
  return { sums, proceeds, stock: held.stock() };
}

function refuseSale(place: number, quantity: number, held: string): never {
  throw new InputError(
    `movements, movement ${place + 1}, quantity`,
    `must not sell more than the ${held} held`,
    quantity,
  );
}

function inOrder(movements: readonly Movement[]) {
  return movements
    .map((movement, place) => ({ ...movement, type: typeOf(movement, place), place }))
    .sort(
      (a, b) =>
        Number(b.type === "opening") - Number(a.type === "opening") || a.date - b.date || a.place - b.place,
    );
}

function typeOf({ type, quantity }: Movement, place: number): MovementType {
  const bySign = quantity < 0 ? "sold" : "mined";
  if (type === undefined) return bySign;
  const isSold = type === "sold";
  if (quantity === 0 || isSold === quantity < 0) return type;
  const rule = isSold ? "must be negative where coins are sold" : `must be positive where coins are ${type}`;
  throw new InputError(`movements, movement ${place + 1}, quantity`, rule, quantity);
}
