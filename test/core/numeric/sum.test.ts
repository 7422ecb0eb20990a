import fc from "fast-check";
import { sum, sumProduct } from "../../../src/core/numeric/sum";

test("within a unit in the last place of the sum in whole numbers, whatever cancels", () => {
  const part = fc.tuple(fc.maxSafeInteger(), fc.integer({ min: 0, max: 60 }));
  fc.assert(
    fc.property(fc.array(part, { maxLength: 40 }), (parts) => {
      const exact = parts.reduce((total, [number, power]) => total + (BigInt(number) << BigInt(power)), 0n);
      const values = parts.map(([number, power]) => number * 2 ** power);
      const size = values.reduce((total, value) => total + Math.abs(value), 0);
      const error = Math.abs(Number(BigInt(sum(values)) - exact));
      expect(error).toBeLessThanOrEqual(Number.EPSILON * Math.abs(Number(exact)) + 1e-29 * size + 1);
    }),
  );
  expect(sum([1, 1e100, 1, -1e100])).toBe(2);
  expect(sum([])).toBe(0);
});

test("past the largest double it is infinite, and not no number", () => {
  expect(sum([1e308, 1e308])).toBe(Infinity);
  expect(sum([-1.7e308, -1e308, 5])).toBe(-Infinity);
});

test("of products: by hand, in pairs, and as well compensated", () => {
  expect(sumProduct([1, 2, 3], [4, 5, 6])).toBe(32);
  expect(sumProduct([1e50, 3, -1e50], [1e50, 0.5, 1e50])).toBe(1.5);
  expect(sumProduct([], [])).toBe(0);
});
