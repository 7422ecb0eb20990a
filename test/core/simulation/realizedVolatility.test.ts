import Decimal from "decimal.js";
import fc from "fast-check";
import { realizedVolatility } from "../../../src/core/simulation/realizedVolatility";

const history = {
  prices: [100, 102, 101, 105, 103, 108],
  periodsPerYear: 365,
  method: "close",
  lambda: 0.94,
} as const;

// Python's math library on the definitions.
test.each([
  ["close", 0.5594497267500737],
  ["ewma", 0.5958828050742417],
] as const)("%s", (method, expected) => {
  expect(realizedVolatility({ ...history, method })).toBeWithin(expected, { relative: 1e-13 });
});

describe("laws", () => {
  const prices = fc.array(fc.double({ min: 1, max: 1e6, noNaN: true }), { minLength: 3, maxLength: 30 });

  test("the scale of prices does not matter, the periods count by their root", () => {
    const law = (given: number[], method: "close" | "ewma") => {
      const base = realizedVolatility({ ...history, prices: given, method });
      const scaled = realizedVolatility({ ...history, prices: given.map((price) => price * 8), method });
      const monthly = realizedVolatility({ ...history, prices: given, method, periodsPerYear: 365 / 4 });
      expect(scaled).toBeWithin(base, { absolute: 5e-10 });
      expect(monthly).toBeWithin(base / 2, { absolute: 5e-10 });
    };
    fc.assert(fc.property(prices, fc.constantFrom("close", "ewma"), law));
  });

  test("ewma with lambda 1 is the root mean square; agreement with 30 digits", () => {
    const law = (given: number[]) => {
      const Exact = Decimal.clone({ precision: 30 });
      const squares = given.slice(1).map((price, index) =>
        new Exact(price)
          .div(given[index] ?? 1)
          .ln()
          .pow(2),
      );
      const mean = squares.reduce((a, b) => a.plus(b)).div(squares.length);
      const expected = mean.times(365).sqrt().toNumber();
      const got = realizedVolatility({ ...history, prices: given, method: "ewma", lambda: 1 });
      expect(got).toBeWithin(expected, { absolute: 1e-9 * (1 + expected) });
    };
    fc.assert(fc.property(prices, law), { numRuns: 50 });
  });
});

test.each([0.5, 0.94, 0.999])("ewma of 300 prices with lambda %d: agreement with 40 digits", (lambda) => {
  const Exact = Decimal.clone({ precision: 40 });
  const prices = Array.from({ length: 300 }, (_, index) => 100 + ((index * 7919) % 61));
  let squares = new Exact(0);
  let weights = new Exact(0);
  for (const [index, price] of prices.slice(1).entries()) {
    const change = new Exact(price).div(prices[index] ?? NaN).ln();
    squares = squares.times(lambda).plus(change.pow(2));
    weights = weights.times(lambda).plus(1);
  }
  const expected = squares.div(weights).times(365).sqrt().toNumber();
  const got = realizedVolatility({ ...history, prices, method: "ewma", lambda });
  expect(got).toBeWithin(expected, { relative: 5e-15 });
});

describe("edges", () => {
  test("steady growth has no deviation, but a mean square", () => {
    const prices = [1, 2, 4, 8];
    expect(realizedVolatility({ ...history, prices })).toBe(0);
    expect(realizedVolatility({ ...history, prices, method: "ewma" })).toBeWithin(
      Math.log(2) * Math.sqrt(365),
      { absolute: 5e-13 },
    );
  });

  test("too few prices are refused", () => {
    expect(() => realizedVolatility({ ...history, prices: [1, 2] })).toThrow(
      "prices must hold at least 3 prices for close, got 2",
    );
    expect(() => realizedVolatility({ ...history, prices: [1], method: "ewma" })).toThrow(
      "at least 2 prices for ewma, got 1",
    );
  });
});
