import { Decimal, decimal, toCents } from "./decimal";

/** Coins and what they cost or fetch in total. */
export interface Holding {
  /** Coins, in whole satoshis. */
  readonly quantity: Decimal;
  /** USD per coin. */
  readonly unit: Decimal;
  /** USD in whole cents. */
  readonly amount: Decimal;
}

/** Coins at a price; the amount is rounded to the cent, half-even. */
export function holding(quantity: Decimal, price: Decimal | number): Holding {
  const unit = decimal(price);
  return { quantity, unit, amount: toCents(quantity.times(unit)) };
}

/** Several holdings as one, at the average of their prices. */
export function pooled(holdings: readonly Pick<Holding, "quantity" | "amount">[]): Holding {
  const [quantity, amount] = holdings.reduce(
    ([coins, money], part) => [coins.plus(part.quantity), money.plus(part.amount)],
    [new Decimal(0), new Decimal(0)],
  );
  return { quantity, unit: quantity.isZero() ? quantity : amount.div(quantity), amount };
}

/**
 * Takes coins out of a holding that has at least as many. The amount of the part is rounded to the cent, and the last
 * part takes what is left: the parts add up to the holding. No part takes more than is left.
 */
export function takePart(whole: Holding, quantity: Decimal): { taken: Decimal; left: Holding } {
  const isAll = quantity.eq(whole.quantity);
  const taken = isAll
    ? whole.amount
    : Decimal.min(toCents(quantity.times(whole.unit).toSignificantDigits(50)), whole.amount);
  const left = {
    quantity: whole.quantity.minus(quantity),
    unit: whole.unit,
    amount: whole.amount.minus(taken),
  };
  return { taken, left };
}
