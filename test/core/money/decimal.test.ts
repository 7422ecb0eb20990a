import DecimalJs from "decimal.js";
import fc from "fast-check";
import { Decimal, toCents, toSatoshis, total } from "../../../src/core/money/decimal";

test.each([
  // amount, cents half-even
  ["0.005", "0"],
  ["0.015", "0.02"],
  ["0.025", "0.02"],
  ["2.675", "2.68"], // as a double 2.67499..., which Math.round would take down
  ["-0.015", "-0.02"],
  ["1.004999999999999999999999999999", "1"],
])("%s is %s in cents", (amount, cents) => {
  expect(toCents(new Decimal(amount)).toString()).toBe(cents);
});

test.each([
  [0.1 + 0.2, "0.3"],
  [0.123456785, "0.12345678"],
  [0.123456795, "0.1234568"],
  [5e-324, "0"],
  [20999999.9769, "20999999.9769"],
])("%d coins are %s to the satoshi", (quantity, satoshis) => {
  expect(toSatoshis(quantity).toString()).toBe(satoshis);
});

/** The digits of a double as typed, as a whole number of 10^-20. */
const scaled = (value: number) => BigInt(new DecimalJs(value).times("1e20").toFixed(0));

test("products and sums of doubles as typed are exact", () => {
  const typed = fc.integer({ min: 0, max: 10 ** 15 }).map((digits) => digits / 1e8);
  fc.assert(
    fc.property(typed, typed, (a, b) => {
      const product = new Decimal(a).times(b);
      expect(product.times("1e40").toFixed(0)).toBe((scaled(a) * scaled(b)).toString());
      expect(total([product, new Decimal("1e-20"), product.neg()]).toString()).toBe("1e-20");
    }),
    { numRuns: 300 },
  );
});

test("decimal.js itself keeps its own settings", () => {
  expect([DecimalJs.precision, DecimalJs.rounding]).toEqual([20, DecimalJs.ROUND_HALF_UP]);
});
