import fc from "fast-check";
import { curve, curveMethods, type Curve } from "../../../src/core/hedging/curve";

const vols = { xs: [0.25, 0.5, 1], ys: [0.6, 0.5, 0.55] };
const forwards = { xs: [0.25, 0.5], ys: [60000, 62000] };

// By hand; the roots in mpmath, 40 digits.
const table: [Curve, number][] = [
  [{ ...forwards, x: 0.35, method: "linear" }, 60800],
  [{ ...forwards, x: 0.375, method: "loglinear" }, 60991.80272790762],
  [{ ...vols, x: 0.375, method: "variance" }, 0.5354126134736337],
  [{ ...vols, x: 0, method: "variance" }, 0.6],
  [{ ...vols, x: 2, method: "variance" }, 0.55],
  [{ xs: [0, 1], ys: [0.9, 0.5], x: 0.5, method: "variance" }, 0.5],
  [{ xs: [2], ys: [7], x: -5, method: "linear" }, 7],
];

test.each(table)("%o", (given, expected) => {
  expect(curve(given)).toBeWithin(expected, { relative: 4e-16 });
});

const points = fc
  .array(
    fc.tuple(fc.double({ min: 0.01, max: 1, noNaN: true }), fc.double({ min: 0.1, max: 2, noNaN: true })),
    {
      minLength: 1,
      maxLength: 12,
    },
  )
  .map((steps) => {
    let x = 0;
    return { xs: steps.map(([step]) => (x += step)), ys: steps.map(([, y]) => y) };
  });
const method = fc.constantFrom(...curveMethods);

describe("laws", () => {
  test("through every point exactly, and flat beyond the ends", () => {
    const law = ({ xs, ys }: { xs: number[]; ys: number[] }, way: Curve["method"]) => {
      xs.forEach((x, index) => expect(curve({ x, xs, ys, method: way })).toBe(ys[index]));
      expect(curve({ x: -1, xs, ys, method: way })).toBe(ys[0]);
      expect(curve({ x: 1e9, xs, ys, method: way })).toBe(ys[ys.length - 1]);
    };
    fc.assert(fc.property(points, method, law));
  });

  test("the quantity of the method runs straight between points, found by walking the list", () => {
    const law = (
      { xs, ys }: { xs: number[]; ys: number[] },
      way: Curve["method"],
      share: number,
      at: number,
    ) => {
      fc.pre(xs.length > 1);
      const left = at % (xs.length - 1);
      const [x0 = 0, x1 = 0, y0 = 0, y1 = 0] = [xs[left], xs[left + 1], ys[left], ys[left + 1]];
      const x = x0 + share * (x1 - x0);
      const quantity = (time: number, y: number) =>
        way === "linear" ? y : way === "loglinear" ? Math.log(y) : y * y * time;
      const expected = quantity(x0, y0) + ((quantity(x1, y1) - quantity(x0, y0)) * (x - x0)) / (x1 - x0);
      expect(quantity(x, curve({ x, xs, ys, method: way }))).toBeWithin(expected, { absolute: 5e-12 });
    };
    const share = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(fc.property(points, method, share, fc.nat(20), law));
  });

  test("a flat curve is flat by every method", () => {
    const law = ({ xs }: { xs: number[] }, way: Curve["method"], x: number) => {
      expect(curve({ x, xs, ys: xs.map(() => 0.6), method: way })).toBeWithin(0.6, { absolute: 5e-15 });
    };
    fc.assert(fc.property(points, method, fc.double({ min: 0, max: 15, noNaN: true }), law));
  });
});

test.each([
  [{ ys: [1, 2] }, "ys must have as many values as xs (3), got 2"],
  [{ xs: [0.25, 0.25, 1] }, "xs, value 2, must be above the one before (0.25), got 0.25"],
  [{ xs: [-1, 0.5, 1] }, "xs, value 1, must be at least 0 for variance, got -1"],
  [{ ys: [0.6, -0.5, 0.5] }, "ys, value 2, must be at least 0 for variance, got -0.5"],
  [{ ys: [0.6, 0, 0.5], method: "loglinear" }, "ys, value 2, must be above 0 for loglinear, got 0"],
] as [Partial<Curve>, string][])("%o is refused", (change, message) => {
  expect(() => curve({ ...vols, x: 0.3, method: "variance", ...change })).toThrow(message);
});
