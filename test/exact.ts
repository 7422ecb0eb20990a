import Decimal from "decimal.js";

/** The oracle's own decimals: 50 digits that count and 40 to spare for cancellation. */
export const Exact = Decimal.clone({ precision: 90, toExpNeg: -400, toExpPos: 400, minE: -5000, maxE: 5000 });

/** The value a double holds, to the last bit; decimal.js itself would read its shortest decimal text. */
export function exact(x: number): Decimal {
  if (x === 0) return new Exact(0);
  const exponent = Math.max(Math.floor(Math.log2(Math.abs(x))), -1022) - 52;
  const whole = exponent < -1000 ? x * 2 ** 1000 * 2 ** (-exponent - 1000) : x / 2 ** exponent;
  return new Exact(whole).times(new Exact(2).pow(exponent));
}
