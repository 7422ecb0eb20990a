import fc from "fast-check";
import { ln } from "../../../src/core/numeric/elementary";
import { logGamma, stirlingErrorOf } from "../../../src/core/numeric/logGamma";

// To 60 digits by mpmath 1.2.
const table = [
  [1e-10, 23.025850929882735],
  [0.3, 1.0957979948180756],
  [0.5, 0.57236494292470009],
  [0.75, 0.20328095143129537],
  [1.25, -0.098271836421813161],
  [1.75, -0.084401121020485556],
  [2.3, 0.15418945495963047],
  [4.7, 2.7364051463155669],
  [33.3, 82.603723581654943],
  [1_000_000, 12815504.569147612],
] as const;

test.each(table)("ln Γ(%d)", (x, expected) => {
  expect(logGamma(x)).toBeWithin(expected, { relative: 2e-15 });
});

test("the roots are exact", () => {
  expect(logGamma(1)).toBe(0);
  expect(logGamma(2)).toBe(0);
});

test("Γ(x + 1) is x Γ(x)", () => {
  fc.assert(
    fc.property(fc.double({ min: 1e-3, max: 100, noNaN: true }), (x) => {
      const size = Math.abs(logGamma(x)) + Math.abs(ln(x));
      expect(logGamma(x + 1)).toBeWithin(logGamma(x) + ln(x), { absolute: 4e-15 * (1 + size) });
    }),
  );
});

test("the error of Stirling's formula is what it leaves of ln Γ", () => {
  fc.assert(
    fc.property(fc.double({ min: 1e-3, max: 20, noNaN: true }), (a) => {
      const formula = (a + 0.5) * ln(a) - a + ln(2 * Math.PI) / 2;
      expect(stirlingErrorOf(a)).toBeWithin(logGamma(a + 1) - formula, { absolute: 3e-14 });
    }),
  );
});
