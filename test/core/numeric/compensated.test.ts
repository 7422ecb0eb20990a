import fc from "fast-check";
import type { Compensated } from "../../../src/core/numeric/compensated";
import { quotient, timesRoot, twoProduct, twoSum } from "../../../src/core/numeric/compensated";
import { exact } from "../../exact";

const value = ({ high, low }: Compensated) => exact(high).plus(exact(low));
const positive = fc.double({ min: 1e-9, max: 1e9, noNaN: true });
const error = (got: Compensated, expected: ReturnType<typeof exact>) =>
  value(got).minus(expected).abs().div(expected.abs()).toNumber();

// A witness of the definition: (1 + 2^-30)^2 = 1 + 2^-29 + 2^-60, whose last term no double holds.
test("the square of 1 + 2^-30", () => {
  expect(twoProduct(1 + 2 ** -30, 1 + 2 ** -30)).toEqual({ high: 1 + 2 ** -29, low: 2 ** -60 });
});

describe("laws", () => {
  test("sums and products are exact", () => {
    const law = (a: number, b: number) => {
      expect(value(twoSum(a, -b)).eq(exact(a).minus(exact(b)))).toBe(true);
      expect(value(twoProduct(a, b)).eq(exact(a).times(exact(b)))).toBe(true);
    };
    // Above 0.1 the oracle's 90 digits hold every bit.
    const large = fc.double({ min: 0.1, max: 1e9, noNaN: true });
    fc.assert(fc.property(large, large, law));
  });
});

describe("edges", () => {
  test("nothing to root", () => {
    expect(timesRoot(0.6, 0)).toEqual({ high: 0, low: 0 });
    expect(timesRoot(0, 2).high).toBe(0);
  });
});

describe("agreement with 50 digits", () => {
  test("quotient and root to 1e-30", () => {
    const law = (a: number, b: number) => {
      const ratio = quotient(twoProduct(a, b), twoSum(a, b / 3));
      const expected = exact(a)
        .times(exact(b))
        .div(value(twoSum(a, b / 3)));
      expect(error(ratio, expected)).toBeLessThan(1e-30);
      expect(error(timesRoot(a, b), exact(a).times(exact(b).sqrt()))).toBeLessThan(1e-30);
    };
    fc.assert(fc.property(positive, positive, law));
  });
});
