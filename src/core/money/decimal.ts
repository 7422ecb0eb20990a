import DecimalJs from "decimal.js";

/**
 * The decimals of everything that must add up to the cent and the satoshi: 64 digits, so that products of two doubles
 * as typed and long sums of them are exact, and half-even wherever something is rounded.
 */
export const Decimal = DecimalJs.clone({
  defaults: true,
  precision: 64,
  rounding: DecimalJs.ROUND_HALF_EVEN,
});
export type Decimal = DecimalJs;

/** Rounded to the cent, half-even. */
export const toCents = (amount: Decimal): Decimal => amount.toDecimalPlaces(2);

/** A quantity of coins as typed, rounded to the satoshi, half-even: 0.1 + 0.2 is 0.3. */
export const toSatoshis = (quantity: number): Decimal => new Decimal(quantity).toDecimalPlaces(8);

export const zero: Decimal = new Decimal(0);

/** Sum without rounding. */
export const total = (values: readonly Decimal[]): Decimal =>
  values.reduce((sum, value) => sum.plus(value), zero);
