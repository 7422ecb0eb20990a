import fc from "fast-check";
import { NumericError } from "../../../src/core/errors";
import { concentration } from "../../../src/core/allocation/concentration";

// U.S. Department of Justice, Herfindahl-Hirschman index: 900 + 900 + 400 + 400; the others by hand.
const table: [number[], ReturnType<typeof concentration>][] = [
  [[30, 30, 20, 20], { hhi: 2600, effectiveNumber: 1 / 0.26, largest: 0.3, threeLargest: 0.8 }],
  [[5, 2, 2, 1], { hhi: 3400, effectiveNumber: 1 / 0.34, largest: 0.5, threeLargest: 0.9 }],
  [[7], { hhi: 10000, effectiveNumber: 1, largest: 1, threeLargest: 1 }],
  [[1, 3, 0], { hhi: 6250, effectiveNumber: 1.6, largest: 0.75, threeLargest: 1 }],
];

test.each(table)("%j", (weights, expected) => {
  const got = concentration(weights);
  expect(got.hhi / expected.hhi).toBeWithin(1, { absolute: 5e-15 });
  expect(got.effectiveNumber / expected.effectiveNumber).toBeWithin(1, { absolute: 5e-15 });
  expect(got.largest).toBeWithin(expected.largest, { absolute: 5e-16 });
  expect(got.threeLargest).toBeWithin(expected.threeLargest, { absolute: 5e-16 });
});

const weights = fc.array(fc.double({ min: 1e-6, max: 1e6, noNaN: true }), { minLength: 1, maxLength: 50 });

describe("laws", () => {
  test("neither unit nor order matters", () => {
    const law = (given: number[], unit: number) => {
      const one = concentration(given);
      const other = concentration([...given].reverse().map((weight) => weight * unit));
      expect(other.hhi / one.hhi).toBeWithin(1, { absolute: 5e-13 });
      expect(other.threeLargest).toBeWithin(one.threeLargest, { absolute: 5e-13 });
    };
    fc.assert(fc.property(weights, fc.constantFrom(1e-300, 0.01, 1e300), law));
  });

  test("between equal shares and one, and higher when two merge", () => {
    const law = (given: number[]) => {
      const { hhi, effectiveNumber, largest } = concentration(given);
      expect(hhi).toBeLessThan(10000.0000001);
      expect(effectiveNumber).toBeLessThan(given.length + 1e-9);
      expect(largest).toBeGreaterThan(1 / given.length - 1e-12);
      const [first = 0, second = 0, ...rest] = given;
      expect(concentration([first + second, ...rest]).hhi).toBeGreaterThanOrEqual(hhi * (1 - 1e-12));
    };
    fc.assert(fc.property(weights, law));
  });

  test("agreement with the chance that two random draws meet", () => {
    // Exact by counting: with whole weights, pairs of the same owner over all pairs.
    const law = (given: number[]) => {
      const owners = given.flatMap((count, owner) => new Array<number>(count).fill(owner));
      const pairs = owners.reduce((sum, a) => sum + owners.filter((b) => a === b).length, 0);
      expect(concentration(given).hhi).toBeWithin((10000 * pairs) / owners.length ** 2, { absolute: 5e-9 });
    };
    fc.assert(fc.property(fc.array(fc.integer({ min: 1, max: 20 }), { minLength: 1, maxLength: 8 }), law));
  });
});

test("nothing to share is refused", () => {
  expect(() => concentration([0, 0])).toThrow("weights must add up to more than 0, got 0");
});

test("weights that add up to more than a double holds have no shares", () => {
  expect(() => concentration([Number.MAX_VALUE, 1e300, 2])).toThrow(NumericError);
});
