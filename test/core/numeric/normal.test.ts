import fc from "fast-check";
import { gaussian, millsRatio, normalDensity, normalDistribution } from "../../../src/core/numeric/normal";
import { exact } from "../../exact";
import { exactDensity, exactDistribution, exactMillsRatio, relativeError } from "./exactNormal";

// Abramowitz and Stegun (1964), Handbook of Mathematical Functions, table 26.1, 15 decimals.
const table = [
  // x   distribution        density
  [0.0, 0.5, 0.398942280401433],
  [1.0, 0.841344746068543, 0.241970724519143],
  [2.0, 0.977249868051821, 0.053990966513188],
  [3.0, 0.99865010196837, 0.004431848411938],
] as const;

test.each(table)("at %d", (x, distribution, density) => {
  expect(Math.abs(normalDistribution(x) - distribution)).toBeLessThan(6e-16);
  expect(Math.abs(normalDensity(x) - density)).toBeLessThan(6e-16);
});

describe("laws", () => {
  const anywhere = fc.double({ min: -45, max: 45, noNaN: true });

  test("the two tails sum to one", () => {
    const law = (x: number) => expect(normalDistribution(x) + normalDistribution(-x)).toBeCloseTo(1, 15);
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
      expect(millsRatio(x) * normalDensity(x)).toBeCloseTo(normalDistribution(-x), 15);
    fc.assert(fc.property(fc.double({ min: 0, max: 30, noNaN: true }), law));
  });

  test("Mills ratio lies between x / (x^2 + 1) and 1 / x (Gordon 1941)", () => {
    const law = (x: number) => {
      expect(millsRatio(x)).toBeLessThanOrEqual((1 / x) * (1 + 1e-15));
      expect(millsRatio(x)).toBeGreaterThanOrEqual((x / (x * x + 1)) * (1 - 1e-15));
    };
    fc.assert(fc.property(fc.double({ min: 0.01, max: 1e12, noNaN: true }), law));
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
    expect(millsRatio(1e200)).toBeCloseTo(1e-200, 210);
    expect(millsRatio(Infinity)).toBe(0);
  });
});

describe("agreement with 50 digits", () => {
  const points = Array.from({ length: 461 }, (_, index) => -37.4 + index * 0.0987654321);

  test("distribution, to 4 units in the last place down to 2e-306", () => {
    const errors = points.map((x) => relativeError(normalDistribution(x), exactDistribution(exact(x))));
    expect(Math.max(...errors)).toBeLessThan(9e-16);
  });

  test("density, to 4 units in the last place", () => {
    const errors = points.map((x) => relativeError(normalDensity(x), exactDensity(exact(x))));
    expect(Math.max(...errors)).toBeLessThan(9e-16);
    expect(gaussian(-3)).toBeCloseTo(Math.exp(-4.5), 15);
  });

  test("Mills ratio, to 4 units in the last place", () => {
    const right = points.filter((x) => x < 0).map((x) => -x);
    const errors = right.map((x) => relativeError(millsRatio(x), exactMillsRatio(exact(x))));
    expect(Math.max(...errors)).toBeLessThan(9e-16);
  });
});
