import fc from "fast-check";
import { normalDensity } from "../../../src/core/numeric/normal";
import { undiscountedBlack } from "../../../src/core/options/black";
import { spreadOption, type SpreadOption } from "../../../src/core/options/spread";

type Row = readonly ["call" | "put", ...(readonly number[])];

const table: Row[] = [
  // type   f1  f2  K  years vol1  vol2  corr  rate  price              tolerance
  // Haug (2007), The Complete Guide to Option Pricing Formulas, Kirk's spread option, to four decimals.
  ["call", 28, 20, 7, 0.25, 0.29, 0.36, 0.42, 0.05, 2.167, 5e-5],
  // Kirk's formula in mpmath, 40 digits.
  ["call", 28, 20, 7, 0.25, 0.29, 0.36, 0.42, 0.05, 2.16704845410505, 1e-14],
  ["call", 22, 20, 0, 0.1, 0.2, 0.25, -0.5, 0.1, 2.303642107755611, 1e-14],
  ["put", 60, 45, 5, 1, 0.5, 0.4, 0.2, 0.04, 7.340494137974907, 1e-14],
  // Moving together one for one, there is nothing uncertain in f1 - f2.
  ["call", 60, 45, 0, 1, 0.5, 0.5, 1, 0, 15, 1e-13],
];

function given([type, ...numbers]: Row): SpreadOption {
  const [f1 = NaN, f2 = NaN, strike = NaN, years = NaN, vol1 = NaN, vol2 = NaN] = numbers;
  const [correlation = NaN, rate = NaN] = numbers.slice(6);
  return { type, f1, f2, strike, years, vol1, vol2, correlation, rate };
}

test.each(table.map((row) => ({ row })))("$row", ({ row }) => {
  const [price, tolerance] = row.slice(9);
  expect(Math.abs(spreadOption(given(row)) - Number(price))).toBeLessThan(Number(tolerance));
});

const spread = fc.record({
  type: fc.constant("call" as const),
  f1: fc.double({ min: 20, max: 100, noNaN: true }),
  f2: fc.double({ min: 20, max: 100, noNaN: true }),
  strike: fc.double({ min: -15, max: 40, noNaN: true }),
  years: fc.double({ min: 0.01, max: 2, noNaN: true }),
  vol1: fc.double({ min: 0.05, max: 0.9, noNaN: true }),
  vol2: fc.double({ min: 0.05, max: 0.9, noNaN: true }),
  correlation: fc.double({ min: -1, max: 1, noNaN: true }),
  rate: fc.double({ min: -0.02, max: 0.1, noNaN: true }),
});

describe("laws", () => {
  test("put-call parity", () => {
    const law = (option: SpreadOption) => {
      const forwardValue = (option.f1 - option.f2 - option.strike) * Math.exp(-option.rate * option.years);
      expect(spreadOption(option) - spreadOption({ ...option, type: "put" })).toBeCloseTo(forwardValue, 11);
    };
    fc.assert(fc.property(spread, law));
  });

  test("worth at least what certainty is, and less the closer the two move together", () => {
    const law = (option: SpreadOption) => {
      const certain = spreadOption({ ...option, vol1: 0, vol2: 0 });
      expect(spreadOption(option)).toBeGreaterThanOrEqual(certain * (1 - 1e-14));
      const apart = spreadOption({ ...option, correlation: -1 });
      expect(apart).toBeGreaterThanOrEqual(spreadOption(option) * (1 - 1e-12));
    };
    fc.assert(fc.property(spread, law));
  });
});

test("a strike that leaves nothing to pay is refused", () => {
  expect(() => spreadOption(given(["call", 28, 20, -20, 1, 0.3, 0.3, 0, 0]))).toThrow(
    "strike must be above -f2 (-20), got -20",
  );
});

/**
 * The expected payoff without approximation: over the second price by Simpson's rule; given it, the first is
 * lognormal.
 */
function byQuadrature({ f1, f2, strike, years, vol1, vol2, correlation, rate }: SpreadOption): number {
  const root = Math.sqrt(years);
  const [steps, reach] = [4000, 10];
  let total = 0;
  for (let index = 0; index <= steps; index++) {
    const z = -reach + (2 * reach * index) / steps;
    const paid = f2 * Math.exp(-(vol2 ** 2 * years) / 2 + vol2 * root * z) + strike;
    const shift = correlation * vol1 * root;
    const forward = f1 * Math.exp(-(shift ** 2) / 2 + shift * z);
    const deviation = vol1 * root * Math.sqrt(1 - correlation ** 2);
    const value =
      paid > 0 ? undiscountedBlack({ type: "call", forward, strike: paid, deviation }) : forward - paid;
    const weight = index === 0 || index === steps ? 1 : index % 2 === 1 ? 4 : 2;
    total += weight * value * normalDensity(z);
  }
  return (Math.exp(-rate * years) * total * 2 * reach) / steps / 3;
}

describe("agreement with quadrature over the second price", () => {
  test("exact where the strike is 0", () => {
    const law = (option: SpreadOption) => {
      const margrabe = { ...option, strike: 0, correlation: option.correlation * 0.95 };
      expect(Math.abs(spreadOption(margrabe) - byQuadrature(margrabe))).toBeLessThan(1e-9 * margrabe.f1);
    };
    fc.assert(fc.property(spread, law), { numRuns: 30 });
  });

  test.each(table.slice(1, 4).map((row) => ({ row })))(
    "Kirk's approximation within half a percent: $row",
    ({ row }) => {
      const option: SpreadOption = { ...given(row), type: "call" };
      expect(Math.abs(spreadOption(option) / byQuadrature(option) - 1)).toBeLessThan(0.005);
    },
  );
});
