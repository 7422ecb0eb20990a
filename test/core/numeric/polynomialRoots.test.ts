import fc from "fast-check";
import { rootIntervals, signChanges } from "../../../src/core/numeric/polynomialRoots";

/** Coefficients by power of the monic polynomial with these roots. */
function withRoots(roots: readonly number[]): number[] {
  return roots.reduce<number[]>(
    (product, root) => [0, ...product].map((value, power) => value - root * (product[power] ?? 0)),
    [1],
  );
}

test("finds each of several roots, in intervals of their own", () => {
  const roots = fc.uniqueArray(fc.integer({ min: 1, max: 60 }), { minLength: 1, maxLength: 6 });
  fc.assert(
    fc.property(roots, (picked) => {
      const known = picked.map((step) => 0.5 + step / 61).sort((a, b) => a - b);
      const found = rootIntervals(withRoots(known), 0.5, 1.5);
      expect(found.length).toBe(known.length);
      for (const [index, [from, to]] of found.entries()) {
        expect(known[index]).toBeGreaterThanOrEqual(from);
        expect(known[index]).toBeLessThanOrEqual(to);
      }
    }),
    { numRuns: 200 },
  );
});

test("leaves out roots beyond the interval and complex ones", () => {
  expect(rootIntervals(withRoots([0.2, 3]), 0.5, 1.5)).toEqual([]);
  expect(rootIntervals([2, -2, 1], 0.5, 1.5)).toEqual([]);
});

test("does not miss a root in the very middle", () => {
  expect(rootIntervals(withRoots([0.75, 1, 1.25]), 0.5, 1.5).length).toBe(3);
});

test("keeps its head at degree 240", () => {
  const coefficients = [-1, ...new Array<number>(239).fill(0.01), -0.5];
  const found = rootIntervals(coefficients, 0.7, 1.5);
  const value = (x: number) => coefficients.reduceRight((sum, coefficient) => sum * x + coefficient, 0);
  expect(found.length).toBe(2);
  for (const [from, to] of found) expect(Math.sign(value(from))).toBe(-Math.sign(value(to)));
});

test("sign changes skip zeros", () => {
  expect(signChanges([-1, 0, 0, 2, 0, -3, -4, 5])).toBe(3);
  expect(signChanges([0, 0])).toBe(0);
});
