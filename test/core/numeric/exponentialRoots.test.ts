import type Decimal from "decimal.js";
import fc from "fast-check";
import { exponentialRoots } from "../../../src/core/numeric/exponentialRoots";
import { Exact, exact } from "../../exact";

/** Roots x of a polynomial (coefficients by power), as those of the exponential sum in u = -ln x. */
function polynomialRoots(coefficients: readonly number[], lower: number, upper: number): number[] {
  const powers = coefficients.map((_, power) => power);
  const roots = exponentialRoots(coefficients, powers, -Math.log(upper), -Math.log(lower));
  return rising(roots.map((u) => Math.exp(-u)));
}

/** Coefficients by power of the monic polynomial with these roots, each rounded once from 90 digits. */
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

const anyRate = fc.double({ min: -0.5, max: 3, noNaN: true });
const anyTimes = (count: number) =>
  fc
    .array(fc.integer({ min: 10, max: 700 }), { minLength: count, maxLength: count })
    .map((gaps) => [0, ...gaps.map((_, index) => gaps.slice(0, index + 1).reduce((a, b) => a + b) / 365)]);

/**
 * Amounts at these times, one more than the roots, whose sum has these roots: by Gauss from the last amount 1. By
 * Descartes' rule for exponentials there are no others.
 */
function amountsOf(roots: readonly number[], times: readonly number[]): number[] {
  const rows = roots.map((root) => times.map((time) => exact(root).times(exact(time)).neg().exp()));
  const zero = new Exact(0);
  for (const [index, row] of rows.entries())
    for (const [other, target] of rows.entries()) {
      const share = (target[index] ?? zero).div(row[index] ?? zero);
      if (other !== index)
        for (const [column, value] of row.entries())
          target[column] = (target[column] ?? zero).minus(share.times(value));
    }
  return [
    ...rows.map((row, index) =>
      (row[roots.length] ?? zero)
        .div(row[index] ?? zero)
        .neg()
        .toNumber(),
    ),
    1,
  ];
}

test("finds the chosen roots of sums at irregular times, and no others", () => {
  const chosen = fc
    .uniqueArray(fc.integer({ min: 0, max: 9 }), { minLength: 1, maxLength: 4 })
    .chain((steps) =>
      fc.tuple(fc.constant(rising(steps).map((step) => step / 3 - 0.41)), anyTimes(steps.length)),
    );
  fc.assert(
    fc.property(chosen, ([roots, times]) => {
      const amounts = amountsOf(roots, times);
      expectRoots(exponentialRoots(amounts, times, -9.2, 16.1), roots, 1e-8);
    }),
    { numRuns: 200 },
  );
});

test("a double and a triple root wherever they lie, as at the ends of the pieces that the range is cut into", () => {
  const near = (place: number) =>
    fc.double({ min: -14, max: -1, noNaN: true }).map((size) => place + 10 ** size);
  const place = fc.oneof(anyRate, near(0), near(0.5), near(-0.5), fc.constantFrom(0, 0.5, -0.5));
  fc.assert(
    fc.property(place, fc.constantFrom(2, 3), (root, multiplicity) => {
      const x = exact(root).neg().exp().toNumber();
      const amounts = withRoots(new Array<number>(multiplicity).fill(x));
      expectRoots(exponentialRoots(amounts, [0, 1, 2, 3].slice(0, multiplicity + 1), -4, 4), [root], 1e-13);
    }),
    { numRuns: 500 },
  );
});

test("finds what a dense scan finds, and crosses 0 in 90 digits at each root", () => {
  const flow = fc.oneof(fc.constant(0), fc.double({ min: -1, max: 1, noNaN: true }));
  const flows = fc
    .array(flow, { minLength: 2, maxLength: 40 })
    .filter((amounts) => amounts.some((amount) => Math.abs(amount) > 1e-3))
    .chain((amounts) => fc.tuple(fc.constant(amounts), anyTimes(amounts.length - 1)));
  fc.assert(
    fc.property(flows, ([amounts, times]) => {
      // No edge is a rate that simple flows have, such as 0.
      const [lower, upper, cells] = [-1.0123, 4.0456, 1000];
      const edge = (cell: number) => lower + ((upper - lower) * cell) / cells;
      const value = (u: number) =>
        amounts.reduce((sum, amount, index) => sum + amount * Math.exp(-u * (times[index] ?? NaN)), 0);
      const exactValue = (u: Decimal) =>
        amounts.reduce(
          (sum, amount, index) =>
            sum.plus(
              exact(amount).times(
                u
                  .times(exact(times[index] ?? NaN))
                  .neg()
                  .exp(),
              ),
            ),
          new Exact(0),
        );
      const found = exponentialRoots(amounts, times, lower, upper);
      const crossed: number[] = [];
      for (let cell = 0; cell < cells; cell++)
        if (value(edge(cell)) * value(edge(cell + 1)) < 0) crossed.push(cell);
      // Two roots in a cell are no change of sign from one of its edges to the other.
      const cellOf = (root: number) => Math.floor(((root - lower) / (upper - lower)) * cells);
      const inCells = found.map(cellOf);
      expect(inCells.filter((cell) => inCells.filter((other) => other === cell).length % 2 === 1)).toEqual(
        crossed,
      );
      for (const root of found) {
        const [before, after] = [-1e-9, 1e-9].map((step) => exactValue(exact(root).plus(step)));
        expect(before?.isNegative()).toBe(!after?.isNegative());
      }
    }),
    { numRuns: 100 },
  );
});

test("240 months of seasons: 40 changes of sign, and roots to the last digits", () => {
  const times = Array.from({ length: 241 }, (_, month) => Math.round(month * 30.4375) / 365);
  const amounts = times.map((_, month) => (month === 0 ? -20 : Math.sin((Math.PI * month) / 6) + 0.3));
  const found = exponentialRoots(amounts, times, Math.log(1e-4), Math.log(1e7));
  expect(found.length).toBe(2);
  for (const root of found) {
    const [below, above] = [-1e-13, 1e-13].map((step) =>
      amounts
        .reduce(
          (sum, amount, month) =>
            sum.plus(
              exact(amount).times(
                exact(root)
                  .plus(step)
                  .times(exact(times[month] ?? NaN))
                  .neg()
                  .exp(),
              ),
            ),
          new Exact(0),
        )
        .isNegative(),
    );
    expect(below).toBe(!above);
  }
});

test("terms of alternating signs without a root between the ends", () => {
  // 1 - x + x^2 - ... + x^240 = (1 + x^241) / (1 + x).
  expect(
    polynomialRoots(
      Array.from({ length: 241 }, (_, power) => (-1) ** power),
      0.26,
      2.2,
    ),
  ).toEqual([]);
});

test("whole times, whose pieces are first judged roughly, give the same bits as halves of them, which are not", () => {
  const amount = fc.oneof(fc.integer({ min: -9, max: 9 }), fc.double({ min: -5, max: 5, noNaN: true }));
  const amounts = fc.array(amount, { minLength: 4, maxLength: 240 });
  fc.assert(
    fc.property(amounts, fc.double({ min: 1, max: 1.4, noNaN: true }), (all, width) => {
      fc.pre(all.some((amount, time) => amount !== 0 && time % 2 === 1));
      const times = all.map((_, time) => time);
      const halves = times.map((time) => time / 2);
      const roots = exponentialRoots(all, times, -width / 2, width);
      const ofHalves = exponentialRoots(all, halves, -width, 2 * width);
      expect(ofHalves).toEqual(roots.map((root) => 2 * root));
    }),
    { numRuns: 200 },
  );
});
