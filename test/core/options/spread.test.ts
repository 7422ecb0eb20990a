import fc from "fast-check";
import { normalDensity, normalDistribution } from "../../../src/core/numeric/normal";
import { undiscountedBlack } from "../../../src/core/options/black";
import { NumericError } from "../../../src/core/errors";
import { spreadMethods, spreadOption, type SpreadOption } from "../../../src/core/options/spread";

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
  return { type, f1, f2, strike, years, vol1, vol2, correlation, rate, method: "kirk" };
}

test.each(table.map((row) => ({ row })))("$row", ({ row }) => {
  const [price, tolerance] = row.slice(9);
  expect(spreadOption(given(row))).toBeWithin(Number(price), {
    absolute: Number(tolerance),
    inputs: given(row),
  });
});

const exactTable: Row[] = [
  // type   f1  f2  K  years vol1  vol2  corr  rate  price
  // Integrated over the first price instead, given which the second is lognormal, in mpmath with 25 digits.
  ["call", 100, 90, 5, 1, 0.3, 0.2, 0.5, 0.05, 12.2565147060498],
  ["call", 60, 40, 20, 1, 0.6, 0.5, 0.3, 0.04, 13.4441954844312],
  ["call", 42, 22, 42, 3, 0.9, 0.8, 0.95, 0, 10.6947205903210968],
  ["call", 42, 22, 42, 3, 0.9, 0.8, 1, 0, 9.47546711507352523],
  ["call", 42, 22, -30, 3, 0.9, 0.8, 0.95, 0, 50.0670060762615473],
  ["call", 42, 22, -5, 3, 0.9, 0.8, 1, 0, 25],
  ["call", 42, 22, 10, 3, 0.9, 0.8, -1, 0, 32.8957122793944534],
  ["call", 60, 45, -60, 0.5, 0.8, 0.7, -0.4, 0, 76.1211390593259532],
  ["call", 60, 45, 15, 0.5, 0.8, 0.7, 0.99999, 0, 4.58218207146327379],
];

test.each(exactTable.map((row) => ({ row })))("exact $row", ({ row }) => {
  const price = row[9] ?? NaN;
  const option: SpreadOption = { ...given(row), method: "exact" };
  const source = "integral over the first price in mpmath, 25 digits";
  expect(spreadOption(option)).toBeWithin(price, { absolute: 1e-11, inputs: option, source });
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
  method: fc.constantFrom(...spreadMethods),
});

describe("laws", () => {
  test("put-call parity", () => {
    const law = (option: SpreadOption) => {
      const forwardValue = (option.f1 - option.f2 - option.strike) * Math.exp(-option.rate * option.years);
      expect(spreadOption(option) - spreadOption({ ...option, type: "put" })).toBeWithin(forwardValue, {
        absolute: 5e-12,
      });
    };
    fc.assert(fc.property(spread, law));
  });

  test("worth at least what certainty is, and less the closer the two move together", () => {
    const law = (option: SpreadOption) => {
      const certain = spreadOption({ ...option, vol1: 0, vol2: 0 });
      expect(spreadOption(option)).toBeGreaterThanOrEqual(certain * (1 - 1e-13));
      const apart = spreadOption({ ...option, correlation: -1 });
      expect(apart + 1e-13).toBeGreaterThanOrEqual(spreadOption(option) * (1 - 1e-12));
    };
    fc.assert(fc.property(spread, law));
  });
});

test("a strike that leaves nothing to pay is refused", () => {
  expect(() => spreadOption(given(["call", 28, 20, -20, 1, 0.3, 0.3, 0, 0]))).toThrow(
    'strike must be above -f2 (-20) with the method "kirk", got -20',
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
  test("both methods are Margrabe's formula where the strike is 0", () => {
    const law = (option: SpreadOption) => {
      const { f1, f2, years, vol1, vol2, correlation, rate } = option;
      const variance = (vol1 - vol2) ** 2 + 2 * vol1 * vol2 * (1 - correlation);
      const lognormal = {
        type: "call" as const,
        forward: f1,
        strike: f2,
        deviation: Math.sqrt(variance * years),
      };
      const margrabe = Math.exp(-rate * years) * undiscountedBlack(lognormal);
      expect(spreadOption({ ...option, strike: 0 })).toBeWithin(margrabe, { absolute: 1e-11 * f1 });
    };
    fc.assert(fc.property(spread, law));
  });

  test("exact for any strike", () => {
    const law = (option: SpreadOption, strike: number) => {
      const any: SpreadOption = {
        ...option,
        strike,
        correlation: option.correlation * 0.95,
        method: "exact",
      };
      expect(spreadOption(any)).toBeWithin(byQuadrature(any), { absolute: 1e-7 * (any.f1 + any.f2) });
    };
    fc.assert(fc.property(spread, fc.double({ min: -150, max: 150, noNaN: true }), law), { numRuns: 30 });
  });

  test.each(table.slice(1, 4).map((row) => ({ row })))(
    "Kirk's approximation within half a percent: $row",
    ({ row }) => {
      const option: SpreadOption = { ...given(row), type: "call" };
      expect(spreadOption(option)).toBeWithin(byQuadrature(option), { relative: 0.005 });
    },
  );
});

describe("edges of the exact method", () => {
  const exact: SpreadOption = { ...given(["call", 60, 45, 5, 1, 0.5, 0.4, 0.2, 0.04]), method: "exact" };
  const black = (type: "call" | "put", forward: number, strike: number, deviation: number) =>
    Math.exp(-0.04) * undiscountedBlack({ type, forward, strike, deviation });

  test("one price without volatility: Black's formula on the other", () => {
    expect(spreadOption({ ...exact, vol2: 0 })).toBeWithin(black("call", 60, 50, 0.5), { absolute: 5e-13 });
    expect(spreadOption({ ...exact, vol1: 0 })).toBeWithin(black("put", 45, 55, 0.4), { absolute: 5e-13 });
    expect(spreadOption({ ...exact, vol1: 0, correlation: -1 })).toBeWithin(black("put", 45, 55, 0.4), {
      absolute: 5e-13,
    });
  });

  test("expiry now, or no volatility at all: the intrinsic value", () => {
    expect(spreadOption({ ...exact, years: 0 })).toBeWithin(10, { absolute: 5e-14 });
    expect(spreadOption({ ...exact, vol1: 0, vol2: 0 })).toBeWithin(10 * Math.exp(-0.04), {
      absolute: 5e-14,
    });
    expect(spreadOption({ ...exact, vol1: 0, vol2: 0, type: "put" })).toBe(0);
  });

  test("nothing uncertain at the money: what rounding leaves of 0, without a search for digits in it", () => {
    const [f1, f2] = [2041.1937002567545, 7.774085553391143];
    for (const change of [{ years: 0 }, { vol1: 0, vol2: 0 }, { vol1: 1e-12, vol2: 1e-12 }]) {
      expect(spreadOption({ ...exact, f1, f2, strike: f1 - f2, ...change })).toBeLessThan(1e-8);
    }
  });

  test("moving together one for one: the prices that f1 and f2 take with the same z", () => {
    // f1 = 50 e^(0.5 z - 0.125), f2 = 50 e^(0.25 z - 0.03125), strike 0: f1 is the larger one for z > 0.375.
    const together = { ...exact, f1: 50, f2: 50, strike: 0, vol1: 0.5, vol2: 0.25, correlation: 1 };
    const margrabe = 50 * (normalDistribution(0.125) - normalDistribution(-0.125)) * Math.exp(-0.04);
    expect(spreadOption(together)).toBeWithin(margrabe, { absolute: 5e-13 });
  });

  test("correlations near 1 approach 1", () => {
    const at = (correlation: number) => spreadOption({ ...exact, strike: 12, correlation });
    for (const gap of [1e-4, 1e-6, 1e-9, 1e-12]) {
      expect(at(1 - gap)).toBeWithin(at(1), { absolute: 100 * gap + 1e-12 });
      expect(at(gap - 1)).toBeWithin(at(-1), { absolute: 100 * gap + 1e-12 });
    }
  });

  test("a strike below -f2 is allowed, and a call is then worth at least the difference", () => {
    const deep = { ...exact, strike: -70 };
    expect(spreadOption(deep)).toBeGreaterThanOrEqual(85 * Math.exp(-0.04));
    expect(spreadOption({ ...deep, type: "put" })).toBeGreaterThan(0);
  });

  test("an endless volatility, as long as it can be computed", () => {
    expect(spreadOption({ ...exact, vol1: 100, rate: 0 })).toBeWithin(60, { absolute: 5e-10 });
    expect(() => spreadOption({ ...exact, vol1: 101 })).toThrow(NumericError);
  });
});
