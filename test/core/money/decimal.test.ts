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

/** The same arithmetic of a library. */
const Library = DecimalJs.clone({ defaults: true, precision: 64, rounding: DecimalJs.ROUND_HALF_EVEN });

/** Doubles of every size, and such as are typed. */
const doubles = fc.oneof(
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.integer({ min: -(10 ** 15), max: 10 ** 15 }).map((digits) => digits / 1e8),
  fc.integer({ min: -(10 ** 6), max: 10 ** 6 }).map((cents) => cents / 100),
  fc.constantFrom(0, 1, -1, 5e-324, Number.MAX_VALUE, 1e21, 1e-7, 0.005, 0.015, 1e-9, 123456789012345680000),
);

/** What is found of a decimal, or of the library's; it has a negative zero too. */
const shown = (value: Decimal | DecimalJs) => [value.toString().replace(/^-0$/, "0"), value.toNumber() + 0];

/** Every result of one chain of operations. */
function results<D extends Decimal | DecimalJs>([a, b, c]: [D, D, D], least: (one: D, other: D) => D) {
  const [one, two, three] = [a as Decimal, b as Decimal, c as Decimal];
  const sum = one.plus(two);
  const product = one.times(two);
  const quotient = two.isZero() ? one : one.div(two);
  const long = quotient.times(three);
  const values = [
    ...[
      one,
      sum,
      one.minus(two),
      product,
      quotient,
      long,
      long.minus(product),
      quotient.plus(sum),
      sum.neg(),
    ],
    ...[one, product, quotient, long].flatMap((value) => [
      value.toDecimalPlaces(2),
      value.toDecimalPlaces(8),
      value.toSignificantDigits(50),
      value.toSignificantDigits(3),
    ]),
    least(quotient as D, long as D) as Decimal,
  ];
  const answers = [
    one.eq(two),
    one.gt(two),
    one.lt(two),
    one.eq(one.plus(two).minus(two)),
    sum.gt(0),
    sum.lt(0),
  ];
  return [values.map(shown), answers, long.isZero()];
}

test("agrees with decimal.js to the last of 64 digits", () => {
  fc.assert(
    fc.property(doubles, doubles, doubles, (a, b, c) => {
      expect(
        results([new Decimal(a), new Decimal(b), new Decimal(c)], (one, other) => Decimal.min(one, other)),
      ).toEqual(
        results([new Library(a), new Library(b), new Library(c)], (one, other) => Library.min(one, other)),
      );
    }),
    { numRuns: 3000 },
  );
});

// The digit after the last that is kept is a 5, and one far behind it may follow.
test.each([
  `${"1".repeat(64)}5`,
  `${"1".repeat(63)}25`,
  `${"9".repeat(64)}5`,
  `-${"1".repeat(64)}5`,
  `${"1".repeat(63)}25${"0".repeat(40)}1`,
  `-${"1".repeat(63)}25${"0".repeat(40)}1`,
  `0.${"0".repeat(30)}${"7".repeat(63)}65`,
  `${"3".repeat(70)}e-90`,
])("%s is rounded to 64 digits as in decimal.js", (digits) => {
  for (const divisor of [1, 8, 3, 0.7]) {
    const [own, other] = [new Decimal(digits), new Library(digits)];
    expect(shown(own.times(divisor))).toEqual(shown(other.times(divisor)));
    expect(shown(own.div(divisor))).toEqual(shown(other.div(divisor)));
    expect(shown(own.plus(new Decimal(divisor)))).toEqual(shown(other.plus(divisor)));
    expect(shown(own.minus(new Decimal(divisor)))).toEqual(shown(other.minus(divisor)));
  }
});

test("refuses what is no number", () => {
  expect(() => new Decimal("1,5")).toThrow("1,5 is not a decimal");
  expect(() => new Decimal(NaN)).toThrow(RangeError);
});

/** A double as typed, as a whole number of 10^-20. */
const scaled = (value: number) => BigInt(new DecimalJs(value).times("1e20").toFixed(0));

test("products and sums of doubles as typed are exact", () => {
  const typed = fc.integer({ min: 0, max: 10 ** 15 }).map((digits) => digits / 1e8);
  fc.assert(
    fc.property(typed, typed, (a, b) => {
      const product = new Decimal(a).times(b);
      expect(product.eq(new Decimal(scaled(a) * scaled(b), -40))).toBe(true);
      expect(total([product, new Decimal("1e-20"), product.neg()]).toString()).toBe("1e-20");
    }),
    { numRuns: 300 },
  );
});
