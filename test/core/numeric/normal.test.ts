import fc from "fast-check";
import {
  gaussian,
  inverseNormal,
  millsRatio,
  normalDensity,
  normalDistribution,
} from "../../../src/core/numeric/normal";
import { exact } from "../../exact";
import { exactDensity, exactDistribution, exactMillsRatio } from "./exactNormal";

const table = [
  // x   distribution        density
  [0.0, 0.5, 0.398942280401433],
  [1.0, 0.841344746068543, 0.241970724519143],
  [2.0, 0.977249868051821, 0.053990966513188],
  [3.0, 0.99865010196837, 0.004431848411938],
] as const;

test.each(table)("at %d", (x, distribution, density) => {
  const tolerance = {
    absolute: 6e-16,
    inputs: { x },
    source: "Abramowitz and Stegun (1964), Handbook of Mathematical Functions, table 26.1, 15 decimals",
  };
  expect(normalDistribution(x)).toBeWithin(distribution, tolerance);
  expect(normalDensity(x)).toBeWithin(density, tolerance);
});

test.each([
  [0.25, -0.6744897501960817],
  [0.001, -3.090232306167814],
  [1e-20, -9.262340089798408],
])("inverse at %d", (probability, point) => {
  const source = "Wichura (1988), table 1 of Algorithm AS 241: the checks of PPND16";
  expect(inverseNormal(probability)).toBeWithin(point, { relative: 5e-16, inputs: { probability }, source });
});

describe("laws", () => {
  const anywhere = fc.double({ min: -45, max: 45, noNaN: true });
  const upper = fc.double({ min: 0.5, max: 1 - Number.EPSILON, noNaN: true });

  test("the two tails sum to one", () => {
    const law = (x: number) =>
      expect(normalDistribution(x) + normalDistribution(-x)).toBeWithin(1, { absolute: 5e-16 });
    fc.assert(fc.property(anywhere, law));
  });

  test("the distribution rises, also across the seams of the approximations", () => {
    const seams = fc.constantFrom(-Math.sqrt(32), -0.67448975, 0.67448975, Math.sqrt(32));
    const law = (x: number, step: number) =>
      expect(normalDistribution(x + step)).toBeGreaterThanOrEqual(normalDistribution(x - step));
    const step = fc.double({ min: 1e-14, max: 0.1, noNaN: true });
    fc.assert(fc.property(fc.oneof(anywhere, seams), step, law));
  });

  test("Mills ratio times density is the tail", () => {
    const law = (x: number) =>
      expect(millsRatio(x) * normalDensity(x)).toBeWithin(normalDistribution(-x), { absolute: 5e-16 });
    fc.assert(fc.property(fc.double({ min: 0, max: 30, noNaN: true }), law));
  });

  test("Mills ratio lies between x / (x^2 + 1) and 1 / x (Gordon 1941)", () => {
    const law = (x: number) => {
      expect(millsRatio(x)).toBeLessThanOrEqual((1 / x) * (1 + 1e-15));
      expect(millsRatio(x)).toBeGreaterThanOrEqual((x / (x * x + 1)) * (1 - 1e-15));
    };
    fc.assert(fc.property(fc.double({ min: 0.01, max: 1e12, noNaN: true }), law));
  });

  test("the inverse is odd about a half, where the other probability is exact", () => {
    fc.assert(fc.property(upper, (p) => expect(inverseNormal(p) + inverseNormal(1 - p)).toBe(0)));
  });

  test("the inverse undoes the distribution", () => {
    const law = (x: number) =>
      expect(inverseNormal(normalDistribution(x))).toBeWithin(x, { absolute: 1e-15, relative: 1e-15 });
    fc.assert(fc.property(fc.double({ min: -37, max: 0, noNaN: true }), law));
  });

  test("the inverse rises, also across the seams of the approximations", () => {
    const law = (p: number, share: number) =>
      expect(inverseNormal(p * (1 + share))).toBeGreaterThanOrEqual(inverseNormal(p));
    const seams = fc.constantFrom(0.075, Math.exp(-25), 0.925, 1e-300);
    fc.assert(fc.property(seams, fc.double({ min: 1e-14, max: 1e-3, noNaN: true }), law));
  });
});

describe("edges", () => {
  test("beyond underflow", () => {
    expect(normalDistribution(-38.4)).toBeGreaterThan(0);
    expect(normalDistribution(-40)).toBe(0);
    expect(normalDistribution(-Infinity)).toBe(0);
    expect(normalDistribution(40)).toBe(1);
    expect(normalDistribution(Infinity)).toBe(1);
    expect(normalDensity(1e300)).toBe(0);
  });

  test("Mills ratio never underflows early", () => {
    expect(millsRatio(1e200)).toBeWithin(1e-200, { absolute: 5e-211 });
    expect(millsRatio(Infinity)).toBe(0);
  });

  test("inverse at the ends, the middle and the least double", () => {
    expect([inverseNormal(0), inverseNormal(1), inverseNormal(0.5)]).toEqual([-Infinity, Infinity, 0]);
    expect(inverseNormal(Number.MIN_VALUE)).toBeWithin(-38.4674, { absolute: 5e-4 });
  });
});

describe("agreement with 50 digits", () => {
  const points = Array.from({ length: 461 }, (_, index) => -37.4 + index * 0.0987654321);

  test("distribution, to 4 units in the last place down to 2e-306", () => {
    for (const x of points)
      expect(normalDistribution(x)).toBeWithin(exactDistribution(exact(x)), {
        relative: 9e-16,
        inputs: { x },
      });
  });

  test("density, to 4 units in the last place", () => {
    for (const x of points)
      expect(normalDensity(x)).toBeWithin(exactDensity(exact(x)), { relative: 9e-16, inputs: { x } });
    expect(gaussian(-3)).toBeWithin(Math.exp(-4.5), { absolute: 5e-16 });
  });

  test("Mills ratio, to 4 units in the last place", () => {
    for (const x of points.filter((x) => x < 0).map((x) => -x))
      expect(millsRatio(x)).toBeWithin(exactMillsRatio(exact(x)), { relative: 9e-16, inputs: { x } });
  });

  test("inverse, to 3 units in the last place, down to 1e-294", () => {
    const tails = Array.from({ length: 160 }, (_, index) => 10 ** (-0.32 - index * 1.85));
    const centre = Array.from({ length: 160 }, (_, index) => 0.5 - 1.06 ** -index / 2.001);
    for (const probability of [...tails, ...centre, ...centre.map((p) => 1 - p)]) {
      const point = inverseNormal(probability);
      // One step of Newton's method in decimals from the double: its length is the error.
      const at = exact(point);
      const error = exactDistribution(at).minus(exact(probability)).div(exactDensity(at));
      expect(point).toBeWithin(at.minus(error), { relative: 6.7e-16, inputs: { probability } });
    }
  });
});
