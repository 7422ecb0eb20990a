import fc from "fast-check";
import {
  dot,
  extend,
  Matrix,
  shorten,
  solve,
  times,
  type Triangle,
} from "../../../src/core/allocation/matrix";
import { at } from "../../../src/core/numeric/at";

const numbers = (length: number) =>
  fc.array(fc.integer({ min: -9, max: 9 }), { minLength: length, maxLength: length });

/** Rows to add, and after each how many to take off again and where. */
const changes = fc.array(fc.record({ row: numbers(8), removals: fc.array(fc.nat(7), { maxLength: 2 }) }), {
  minLength: 1,
  maxLength: 12,
});

/** A covariance of two rows of loads, and a risk of its own on the diagonal. */
const entry = (one: readonly number[], other: readonly number[]) =>
  dot(Float64Array.from(one), Float64Array.from(other)) + (one === other ? 1 : 0);

test("a triangle that gains and loses rows is that of the matrix of the rows that are left", () => {
  fc.assert(
    fc.property(changes, (drawn) => {
      const lower: Triangle = [];
      const rows: (readonly number[])[] = [];
      for (const { row, removals } of drawn) {
        rows.push(row);
        extend(
          lower,
          Float64Array.from(rows, (other) => entry(row, other)),
        );
        for (const removal of removals) {
          if (rows.length < 2) continue;
          rows.splice(removal % rows.length, 1);
          shorten(lower, removal % lower.length);
        }
      }
      expect(lower.map((row) => row.length)).toEqual(rows.map((_, index) => index + 1));
      for (const [i, one] of rows.entries()) {
        for (const [j, other] of rows.slice(0, i + 1).entries()) {
          const product = dot(lower[i] ?? new Float64Array(), lower[j] ?? new Float64Array(), j + 1);
          expect(product).toBeWithin(entry(one, other), { absolute: 1e-12 });
        }
      }
    }),
  );
});

test("what it solves, times the matrix, is what was given", () => {
  fc.assert(
    fc.property(fc.array(numbers(8), { minLength: 1, maxLength: 9 }), numbers(9), (rows, given) => {
      const lower: Triangle = [];
      for (const [index, row] of rows.entries())
        extend(
          lower,
          Float64Array.from(rows.slice(0, index + 1), (other) => entry(row, other)),
        );
      const entries = Float64Array.from(rows.flatMap((one) => rows.map((other) => entry(one, other))));
      const image = times(new Matrix(rows.length, entries), solve(lower, Float64Array.from(given)));
      for (const index of rows.keys())
        expect(at(image, index)).toBeWithin(given[index] ?? NaN, { absolute: 1e-9 });
    }),
  );
});
