import { InputError } from "../errors";
import { Decimal, toCents, toSatoshis, total, zero } from "../money/decimal";
import { holding } from "../money/holding";
import { inventory } from "./inventory";
import type { CostMethod } from "./lots";

export const movementTypes = [
  "opening",
  "mined",
  "bought",
  "transfer in",
  "sold",
  "paid",
  "transfer out",
] as const;
export type MovementType = (typeof movementTypes)[number];

export interface Movement {
  /** Excel serial number. */
  date: number;
  /** BTC, negative for coins that go out. */
  quantity: number;
  /** USD per BTC; not read for a transfer out. */
  price: number;
  /** Without one, coins that come in are mined and coins that go out are sold. */
  type: MovementType | undefined;
  /** Cost in USD per BTC of opening and transferred coins; their price if undefined, as for all others. */
  unitCost: number | undefined;
  /** USD that a sale or payment costs; at least 0. */
  fees: number;
  /** Under "specific": from which movement coins go out, counted from 1. */
  lot: number | undefined;
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

/** What movements of a type come to; what goes out is negative, at cost. */
interface Sum {
  quantity: Decimal;
  /** USD; of what comes in at its price. */
  amount: Decimal;
  /** USD. */
  cost: Decimal;
}

/**
 * The roll-forward of a holding from opening to closing, to the satoshi and the cent: what came in at its price, what
 * went out at cost, and the change in fair value that makes the closing quantity x the closing price. The change equals
 * the unrealised gains of what is held, less those that opening and transferred coins brought with them. Proceeds and
 * realised gains (of what is sold and paid, after fees) are not part of the sum.
 *
 * Opening coins come first and are the oldest whatever their date, other movements go by date and then row.
 */
export function rollforward(
  movements: readonly Movement[],
  closingPrice: number,
  method: CostMethod,
): RollforwardLine[] {
  const { sums, proceeds, gains, losses, stock } = post(movements, method);
  const closing = holding(stock.quantity, closingPrice).amount;
  const change = closing.minus(total(movementTypes.map((type) => sums[type].amount)));
  const line = (name: string, type: MovementType): RollforwardLine => ({
    name,
    quantity: sums[type].quantity.toNumber(),
    amount: sums[type].amount.toNumber(),
    costBasis: sums[type].cost.toNumber(),
  });
  const memo = (name: string, amount: Decimal): RollforwardLine => ({
    name,
    quantity: undefined,
    amount: amount.toNumber(),
    costBasis: undefined,
  });
  return [
    line("Opening", "opening"),
    line("Mined at fair value", "mined"),
    line("Bought", "bought"),
    line("Sold at cost", "sold"),
    memo("Realised gain", gains.minus(losses)),
    memo("Change in fair value", change),
    {
      name: "Closing",
      quantity: stock.quantity.toNumber(),
      amount: closing.toNumber(),
      costBasis: stock.amount.toNumber(),
    },
    line("Transferred in", "transfer in"),
    line("Paid at cost", "paid"),
    line("Transferred out", "transfer out"),
    memo("Proceeds", proceeds),
    memo("Gains", gains),
    memo("Losses", losses),
  ];
}

/** Books the movements in their order. */
function post(movements: readonly Movement[], method: CostMethod) {
  const nothing: Sum = { quantity: zero, amount: zero, cost: zero };
  const sums: Record<MovementType, Sum> = {
    opening: nothing,
    mined: nothing,
    bought: nothing,
    "transfer in": nothing,
    sold: nothing,
    paid: nothing,
    "transfer out": nothing,
  };
  const held = inventory(method);
  let [proceeds, gains, losses] = [zero, zero, zero];
  for (const [turn, movement] of inOrder(movements).entries()) {
    const { type, price, unitCost = price, place } = movement;
    const coins = holding(toSatoshis(Math.abs(movement.quantity)), price);
    let { quantity, amount } = coins;
    let cost: Decimal;
    if (isOut(type)) {
      const taken = costTaken(movement, quantity, movements, held, method);
      const net = amount.minus(toCents(new Decimal(movement.fees)));
      const gain = net.minus(taken);
      if (type === "sold") proceeds = proceeds.plus(net);
      if (type !== "transfer out" && gain.gt(0)) gains = gains.plus(gain);
      if (type !== "transfer out" && gain.lt(0)) losses = losses.minus(gain);
      quantity = quantity.neg();
      cost = taken.neg();
      amount = cost;
    } else {
      const lot = holding(quantity, unitCost);
      // A lot is known by its row where the seller names it, otherwise by its turn.
      held.add(lot, { date: turn, unitCost, place: method === "specific" ? place : turn });
      cost = lot.amount;
    }
    const before = sums[type];
    sums[type] = {
      quantity: before.quantity.plus(quantity),
      amount: before.amount.plus(amount),
      cost: before.cost.plus(cost),
    };
  }
  return { sums, proceeds, gains, losses, stock: held.stock() };
}

type Typed = Movement & { readonly type: MovementType; readonly place: number };

/** The cost in USD of coins that go out, which are taken from what is held. */
function costTaken(
  { place, quantity: given, lot = 0 }: Typed,
  quantity: Decimal,
  movements: readonly Movement[],
  held: ReturnType<typeof inventory>,
  method: CostMethod,
): Decimal {
  if (method !== "specific") {
    const cost = held.take(quantity);
    if (cost !== undefined) return cost;
    const rule = `must not take more than the ${held.stock().quantity.toString()} held`;
    throw fault(place, "quantity", rule, given);
  }
  if (quantity.isZero()) return zero;
  const source = movements[lot - 1];
  if (source === undefined)
    throw fault(place, "lot", `must be the number of a movement, 1 to ${movements.length}`, lot);
  if (isOut(typeOf(source, lot - 1)))
    throw fault(place, "lot", "must be the number of a movement by which coins came in", lot);
  const left = held.leftIn(lot - 1);
  if (left === undefined) throw fault(place, "lot", "must be the number of an earlier movement", lot);
  const cost = held.takeFrom(lot - 1, quantity);
  if (cost !== undefined) return cost;
  throw fault(place, "quantity", `must not take more than the ${left.toString()} left of lot ${lot}`, given);
}

function inOrder(movements: readonly Movement[]): Typed[] {
  return movements
    .map((movement, place) => ({ ...movement, type: typeOf(movement, place), place }))
    .sort(
      (a, b) =>
        Number(b.type === "opening") - Number(a.type === "opening") || a.date - b.date || a.place - b.place,
    );
}

const isOut = (type: MovementType) => type === "sold" || type === "paid" || type === "transfer out";

/** The type of a movement, which its other values must suit. */
function typeOf({ quantity, unitCost, fees, type: given }: Movement, place: number): MovementType {
  const type = given ?? (quantity < 0 ? "sold" : "mined");
  if (quantity !== 0 && isOut(type) !== quantity < 0) {
    const sign = isOut(type) ? "negative" : "positive";
    throw fault(place, "quantity", `must be ${sign} for the type "${type}"`, quantity);
  }
  if (unitCost !== undefined && type !== "opening" && type !== "transfer in")
    throw fault(place, "unit cost", `must be blank for the type "${type}"`, unitCost);
  if (fees !== 0 && type !== "sold" && type !== "paid")
    throw fault(place, "fees", `must be blank for the type "${type}"`, fees);
  return type;
}

const fault = (place: number, column: string, rule: string, got: number) =>
  new InputError(`movements, movement ${place + 1}, ${column}`, rule, got);
