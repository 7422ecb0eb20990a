import fc from "fast-check";
import { inverseNormal } from "../../../src/core/numeric/inverseNormal";
import { normalDistribution } from "../../../src/core/numeric/normal";
import { exact } from "../../exact";
import { exactDensity, exactDistribution } from "./exactNormal";

// Wichura (1988), table 1 of Algorithm AS 241: the checks of PPND16.
const table = [
  // probability  point
  [0.25, -0.6744897501960817],
  [0.001, -3.090232306167814],
  [1e-20, -9.262340089798408],
] as const;

test.each(table)("at %d", (probability, point) => {
  expect(Math.abs(inverseNormal(probability) / point - 1)).toBeLessThan(5e-16);
});

describe("laws", () => {
  const upper = fc.double({ min: 0.5, max: 1 - Number.EPSILON, noNaN: true });

  test("is odd about a half, where the other probability is exact", () => {
    fc.assert(fc.property(upper, (p) => expect(inverseNormal(p) + inverseNormal(1 - p)).toBe(0)));
  });

  test("undoes the distribution", () => {
    const law = (x: number) =>
      expect(Math.abs(inverseNormal(normalDistribution(x)) - x)).toBeLessThan(
        1e-15 * Math.max(1, Math.abs(x)),
      );
    fc.assert(fc.property(fc.double({ min: -37, max: 0, noNaN: true }), law));
  });

  test("rises, also across the seams of the approximations", () => {
    const law = (p: number, share: number) =>
      expect(inverseNormal(p * (1 + share))).toBeGreaterThanOrEqual(inverseNormal(p));
    const seams = fc.constantFrom(0.075, Math.exp(-25), 0.925, 1e-300);
    fc.assert(fc.property(seams, fc.double({ min: 1e-14, max: 1e-3, noNaN: true }), law));
  });
});

describe("edges", () => {
  test("the ends, the middle and the least double", () => {
    expect([inverseNormal(0), inverseNormal(1), inverseNormal(0.5)]).toEqual([-Infinity, Infinity, 0]);
    expect(inverseNormal(Number.MIN_VALUE)).toBeCloseTo(-38.4674, 3);
  });
});

describe("agreement with 50 digits", () => {
  const tails = Array.from({ length: 160 }, (_, index) => 10 ** (-0.32 - index * 1.85));
  const centre = Array.from({ length: 160 }, (_, index) => 0.5 - 1.06 ** -index / 2.001);
  const points = [...tails, ...centre, ...centre.map((p) => 1 - p)];

  test("to 3 units in the last place, down to 1e-294", () => {
    const errors = points.map((p) => {
      const point = exact(inverseNormal(p));
      // One step of Newton's method in decimals from the double: its length is the error.
      const error = exactDistribution(point).minus(exact(p)).div(exactDensity(point));
      return error.div(point).abs().toNumber();
    });
    expect(Math.max(...errors)).toBeLessThan(6.7e-16);
  });
});
