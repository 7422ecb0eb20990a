import { at } from "../../../src/core/numeric/at";
import {
  HIGHEST,
  placeOf,
  pointOf,
  scaledTail,
  tailDerivative,
  tailTable,
} from "../../../src/core/numeric/scaledTail";
import { exact, Exact } from "../../exact";
import { exactDensity, exactDistribution, exactMillsRatio, relativeError } from "./exactNormal";

const table = tailTable();
const rootTwoPi = Exact.acos(-1).times(2).sqrt();

/** N(-x) exp(x^2 / 2). */
function exactTail(x: number) {
  const place = exact(x);
  if (x >= 0) return exactMillsRatio(place).div(rootTwoPi);
  return exactDistribution(place.neg()).div(exactDensity(place)).div(rootTwoPi);
}

/** u'(x) = x u(x) - 1 / root(2 pi), and each further derivative from the two before. */
function exactDerivatives(x: number, most: number) {
  const terms = [exactTail(x)];
  terms.push(exact(x).times(exactTail(x)).minus(rootTwoPi.pow(-1)));
  for (let n = 1; n < most; n++) {
    const next = exact(x)
      .times(terms[n] ?? NaN)
      .plus(terms[n - 1] ?? NaN);
    terms.push(next.div(n + 1));
  }
  return terms;
}

const points = Array.from({ length: 400 }, (_, index) => -0.5 + index * 0.168597);

test("at 0 the tail is a half", () => {
  expect(scaledTail(table, 0)).toBe(0.5);
});

describe("agreement with 50 digits", () => {
  test("the tail, to a unit in the last place", () => {
    for (const x of points)
      expect(scaledTail(table, x)).toBeWithin(exactTail(x), { relative: 2.2e-16, inputs: { x } });
  });

  test("the value at a point, to 1e-19 with what rounding cut off", () => {
    for (let point = 0; point < table.value.length; point += 9) {
      const sum = exact(at(table.value, point)).plus(exact(at(table.cut, point)));
      const expected = exactTail(placeOf(point));
      expect(sum.minus(expected).abs().div(expected).toNumber()).toBeLessThan(1e-19);
    }
  });

  test("derivatives, as far as narrow differences need them", () => {
    const tolerances = [
      [1, 3e-16],
      [3, 1e-12],
      [5, 1e-8],
      [7, 1e-4],
    ] as const;
    for (const x of points) {
      const expected = exactDerivatives(x, 7);
      for (const [order, tolerance] of tolerances) {
        const got = tailDerivative(table, pointOf(x), x - placeOf(pointOf(x)), order);
        expect(relativeError(got, expected[order] ?? new Exact(0))).toBeLessThan(tolerance);
      }
    }
  });
});

describe("edges", () => {
  test("the first and the last place of the table", () => {
    expect([pointOf(-0.5), pointOf(HIGHEST - 1e-9)]).toEqual([0, table.value.length - 1]);
    expect(scaledTail(table, HIGHEST - 1e-9)).toBeWithin(exactTail(HIGHEST - 1e-9), { relative: 2.2e-16 });
  });
});
