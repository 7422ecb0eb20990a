import Decimal from "decimal.js";
import fc from "fast-check";
import { polynomialRoots, signChanges } from "../../../src/core/numeric/polynomialRoots";

const Exact = Decimal.clone({ precision: 50 });

/** Coefficients by power of the monic polynomial with these roots, each rounded once from 50 digits. */
function withRoots(roots: readonly number[]): number[] {
  const one = [new Exact(1)];
  const product = roots.reduce<Decimal[]>(
    (before, root) =>
      [new Exact(0), ...before].map((value, power) => value.minus(before[power]?.times(root) ?? 0)),
    one,
  );
  return product.map((coefficient) => coefficient.toNumber());
}

const zerosOf = (count: number) => new Array<number>(count).fill(0);

/** The same in x^step: its roots are the step-th roots. */
const spread = (coefficients: readonly number[], step: number) =>
  coefficients.flatMap((value, power) => (power === 0 ? [value] : [...zerosOf(step - 1), value]));

function expectRoots(found: readonly number[], known: readonly number[], tolerance: number): void {
  expect(found.length).toBe(known.length);
  for (const [index, root] of found.entries())
    expect(root).toBeWithin(known[index], { absolute: tolerance, inputs: { known } });
}

const rising = (values: readonly number[]) => [...values].sort((a, b) => a - b);

test("finds each of several roots, and zeros in front and at the end are no roots", () => {
  const roots = fc.uniqueArray(fc.integer({ min: 1, max: 30 }), { minLength: 1, maxLength: 6 });
  const zeros = fc.integer({ min: 0, max: 5 });
  fc.assert(
    fc.property(roots, zeros, zeros, (picked, before, after) => {
      const known = rising(picked.map((step) => 0.5 + step / 31));
      const padded = [...zerosOf(before), ...withRoots(known), ...zerosOf(after)];
      expectRoots(polynomialRoots(padded, 0.5, 1.5), known, 1e-6);
    }),
    { numRuns: 200 },
  );
});

test("a multiple root counts once, whether the sign changes there or not, beside simple ones", () => {
  const at = fc.integer({ min: 0, max: 9 }).map((step) => 0.35 + step * 0.17);
  const law = (places: readonly number[], multiplicities: readonly number[]) => {
    const known = rising(places);
    const all = known.flatMap((root, index) => new Array<number>(multiplicities[index] ?? 1).fill(root));
    expectRoots(polynomialRoots(withRoots(all), 0.26, 2.2), known, 1e-10);
  };
  const multiplicity = fc.array(fc.integer({ min: 1, max: 3 }), { minLength: 2, maxLength: 2 });
  fc.assert(fc.property(fc.uniqueArray(at, { minLength: 1, maxLength: 2 }), multiplicity, law), {
    numRuns: 200,
  });
});

test.each([
  ["double", [0.9, 0.9], [0.9], 1e-14],
  ["triple", [0.9, 0.9, 0.9], [0.9], 1e-14],
  ["fourfold", [0.9, 0.9, 0.9, 0.9], [0.9], 1e-13],
  ["touching and crossing", [0.7, 0.9, 0.9], [0.7, 0.9], 1e-13],
  ["two that touch", [0.7, 0.7, 0.9, 0.9], [0.7, 0.9], 1e-12],
  ["1e-7 apart: one, as rounding of the coefficients alone moves it further", [0.9, 0.9 + 1e-7], [0.9], 1e-7],
  ["1e-5 apart: two", [0.9, 0.9 + 1e-5], [0.9, 0.9 + 1e-5], 1e-9],
  ["in the very middle", [0.75, 1, 1.25], [0.75, 1, 1.25], 1e-14],
  ["double in the very middle", [1, 1], [1], 0.5e-15],
] as const)("%s", (_, roots, known, tolerance) => {
  expectRoots(polynomialRoots(withRoots(roots), 0.5, 1.5), known, tolerance);
});

test("an extremum counts from 1e-12 of the terms on, and not before", () => {
  // (x - 0.9)^2 + lift, whose terms add up to about 3.24 at 0.9.
  const lifted = (lift: number) => polynomialRoots([0.81 + lift, -1.8, 1], 0.5, 1.5);
  expectRoots(lifted(2.9e-12), [0.9], 1e-9);
  expectRoots(lifted(-2.9e-12), [0.9], 1e-9);
  expect(lifted(3.6e-12)).toEqual([]);
  expectRoots(lifted(-3.6e-12), [0.9 - Math.sqrt(3.6e-12), 0.9 + Math.sqrt(3.6e-12)], 1e-9);
});

test("leaves out roots beyond the interval and complex ones", () => {
  expect(polynomialRoots(withRoots([0.2, 3]), 0.5, 1.5)).toEqual([]);
  expect(polynomialRoots([2, -2, 1], 0.5, 1.5)).toEqual([]);
});

test("keeps its head at degree 240", () => {
  const coefficients = [-1, ...new Array<number>(239).fill(0.01), -0.5];
  const found = polynomialRoots(coefficients, 0.26, 2.2);
  const exact = (x: number) =>
    coefficients.reduceRight((sum, coefficient) => sum.times(x).plus(coefficient), new Exact(0));
  expect(found.length).toBe(2);
  for (const root of found) {
    const [below, above] = [root * (1 - 1e-13), root * (1 + 1e-13)].map((x) => exact(x).isNegative());
    expect(below).toBe(!above);
  }
  // In x^80 the roots are the 80th roots.
  const roots = [0.5, 0.5, 3];
  const expected = [0.5, 3].map((root) => root ** (1 / 80));
  expectRoots(polynomialRoots(spread(withRoots(roots), 80), 0.26, 2.2), expected, 1e-13);
});

test("coefficients near the ends of a double's range", () => {
  for (const size of [1e-290, 1e300])
    expectRoots(
      polynomialRoots(
        withRoots([0.7, 0.9]).map((value) => value * size),
        0.26,
        2.2,
      ),
      [0.7, 0.9],
      1e-13,
    );
});

test("sign changes skip zeros", () => {
  expect(signChanges([-1, 0, 0, 2, 0, -3, -4, 5])).toBe(3);
  expect(signChanges([0, 0])).toBe(0);
});
