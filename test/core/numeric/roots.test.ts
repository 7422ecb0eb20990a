import fc from "fast-check";
import { NumericError } from "../../../src/core/errors";
import { brent } from "../../../src/core/numeric/roots";

const table: readonly [string, (x: number) => number, number, number, number, number][] = [
  // source                                              function            lower upper  root  most calls
  ["Wallis (1685), quoted in Brent (1973)", (x) => x ** 3 - 2 * x - 5, 2, 3, 2.0945514815423265, 12],
  ["root of 2", (x) => x * x - 2, 0, 2, Math.SQRT2, 12],
  ["Dottie number, OEIS A003957", (x) => Math.cos(x) - x, 0, 1, 0.7390851332151606, 12],
  ["logarithm", (x) => Math.exp(x) - 1e10, 100, -100, Math.log(1e10), 30],
  ["a step has no slope", (x) => (x < Math.PI ? -1 : 1), 0, 10, Math.PI, 70],
  ["a root of order nine", (x) => (x - 0.1) ** 9, 0, 10, 0.1, 400],
];

test.each(table)("%s", (_, f, lower, upper, root, mostCalls) => {
  const counted = jest.fn(f);
  expect(brent(counted, lower, upper)).toBeWithin(root, { absolute: 3 * Number.EPSILON * root });
  expect(counted.mock.calls.length).toBeLessThanOrEqual(mostCalls);
});

describe("laws", () => {
  const positive = fc.double({ min: 1e-6, max: 1e6, noNaN: true });

  test("finds a root wherever it lies in the bracket", () => {
    const law = (root: number, below: number, above: number) => {
      const found = brent((x) => Math.atan(x - root), root - below, root + above);
      expect(found).toBeWithin(root, { absolute: 2 * Number.EPSILON * root });
    };
    fc.assert(fc.property(positive, positive, positive, law));
  });

  test("a looser tolerance is kept", () => {
    const law = (root: number, tolerance: number) => {
      const found = brent((x) => x ** 3 - root ** 3, 0, 2e6, tolerance);
      expect(found).toBeWithin(root, { absolute: tolerance + 3 * Number.EPSILON * root });
    };
    fc.assert(fc.property(positive, fc.double({ min: 1e-9, max: 1, noNaN: true }), law));
  });
});

describe("edges", () => {
  test("a root at either end", () => {
    expect(brent((x) => x - 1, 1, 5)).toBe(1);
    expect(brent((x) => x - 5, 1, 5)).toBe(5);
  });

  test("a root at zero is approached to the smallest double", () => {
    expect(Math.abs(brent((x) => Math.sign(x), -1, 2))).toBeLessThan(1e-307);
  });

  test("a root of 3e-200 is found to the last bit", () => {
    expect(brent((x) => x - 3e-200, -1, 2)).toBe(3e-200);
  });

  test("no change of sign", () => {
    expect(() => brent((x) => x * x + 1, -1, 1)).toThrow(NumericError);
    expect(() => brent((x) => x * x + 1, -1, 1)).toThrow("no change of sign between -1 and 1");
  });

  test("no value", () => {
    expect(() => brent(() => NaN, -1, 1)).toThrow(NumericError);
    expect(() => brent((x) => (Math.abs(x) === 1 ? x : NaN), -1, 1)).toThrow("no value at");
  });
});

test("agrees with plain bisection", () => {
  const law = (target: number) => {
    const f = (x: number) => x * Math.exp(x) - target;
    let [low, high] = [0, 20];
    for (let count = 0; count < 200; count++) {
      const middle = (low + high) / 2;
      if (f(middle) < 0) low = middle;
      else high = middle;
    }
    expect(brent(f, 0, 20)).toBeWithin(low, { relative: 3e-15 });
  };
  fc.assert(fc.property(fc.double({ min: 1e-6, max: 1e6, noNaN: true }), law));
});
