import fc from "fast-check";
import { averageOption, type AverageOption } from "../../../src/core/options/average";
import { blackPrice, undiscountedBlack } from "../../../src/core/options/black";
import { estimate, normalSample } from "./normalSample";

const month: AverageOption = {
  type: "put",
  forward: 60000,
  strike: 55000,
  startYears: 0.25,
  years: 0.33,
  volatility: 0.6,
  rate: 0,
  fixings: 30,
  fixedAverage: undefined,
  fixedShare: 0,
};
const running = { startYears: 0, years: 0.05, fixings: 20, fixedAverage: 59000, fixedShare: 0.4 };

// rules.md, section J, with the double sum written out, in mpmath with 40 digits.
const table: [string, Partial<AverageOption>, number][] = [
  ["a month that begins in a quarter", {}, 4996.905959463881],
  ["one fixing: Black", { startYears: 0.1, years: 0.25, fixings: 1 }, 4640.036520726807],
  ["two fifths fixed", { type: "call", strike: 58000, rate: 0.04, ...running }, 2100.361136757414],
  [
    "a large variance",
    { type: "call", strike: 58000, rate: 0.04, startYears: 0.5, years: 2, volatility: 1.5, fixings: 12 },
    33191.95380798852,
  ],
];

test.each(table)("%s", (_, change, price) => {
  expect(Math.abs(averageOption({ ...month, ...change }) / price - 1)).toBeLessThan(5e-15);
});

const average = fc
  .record({
    strike: fc.double({ min: 30000, max: 100000, noNaN: true }),
    startYears: fc.double({ min: 0, max: 1, noNaN: true }),
    volatility: fc.double({ min: 0.01, max: 1.2, noNaN: true }),
    fixings: fc.integer({ min: 1, max: 60 }),
    rate: fc.double({ min: -0.02, max: 0.1, noNaN: true }),
    fixedShare: fc.constantFrom(0, 0.1, 0.5, 0.9, 1),
    fixedAverage: fc.double({ min: 30000, max: 300000, noNaN: true }),
  })
  .map((change): AverageOption => ({ ...month, ...change, years: change.startYears + 0.1 }));

/** The variance by brute force over all pairs. */
function deviationByPairs({ startYears, years, volatility, fixings }: AverageOption): number {
  const times = Array.from(
    { length: fixings },
    (_, i) => startYears + ((years - startYears) * (i + 1)) / fixings,
  );
  let sum = 0;
  for (const first of times)
    for (const other of times) sum += Math.exp(volatility ** 2 * Math.min(first, other));
  return Math.sqrt(Math.log(sum / fixings ** 2));
}

describe("laws", () => {
  test("parity: call less put is the mean of the average less the strike", () => {
    const law = (option: AverageOption) => {
      const { forward, strike, fixedShare, fixedAverage = 0, rate, years } = option;
      const mean = fixedShare * fixedAverage + (1 - fixedShare) * forward;
      const difference = averageOption({ ...option, type: "call" }) - averageOption(option);
      expect(difference).toBeCloseTo((mean - strike) * Math.exp(-rate * years), 7);
    };
    fc.assert(fc.property(average, law));
  });

  test("agreement with the sum over all pairs of fixings", () => {
    const law = (option: AverageOption) => {
      const fresh = { ...option, fixedShare: 0, rate: 0 };
      const { forward, strike } = fresh;
      const black = undiscountedBlack({ type: "put", forward, strike, deviation: deviationByPairs(fresh) });
      expect(Math.abs(averageOption(fresh) - black)).toBeLessThan(1e-9 * forward);
    };
    fc.assert(fc.property(average, law));
  });

  test("cheaper than the option on the last fixing, dearer than on the first", () => {
    const law = (option: AverageOption) => {
      const { startYears, years, fixings } = option;
      const fresh = { ...option, fixedShare: 0, rate: 0 };
      const firstFixing = startYears + (years - startYears) / fixings;
      const price = averageOption(fresh);
      expect(price).toBeLessThanOrEqual(blackPrice(fresh) * (1 + 1e-12) + 1e-9);
      expect(price).toBeGreaterThanOrEqual(blackPrice({ ...fresh, years: firstFixing }) * (1 - 1e-12) - 1e-9);
    };
    fc.assert(fc.property(average, law));
  });

  test("the more fixings, the closer to each other: thirty and ten thousand agree to a per mille", () => {
    const few = averageOption({ ...month, fixings: 1000 });
    expect(Math.abs(averageOption({ ...month, fixings: 10_000 }) / few - 1)).toBeLessThan(1e-4);
  });
});

describe("edges", () => {
  test("fixings that already reach the strike make a call certain and a put worthless", () => {
    const fixed = { ...month, ...running, fixedAverage: 150000, rate: 0.04 };
    const discountFactor = Math.exp(-0.04 * 0.05);
    expect(averageOption({ ...fixed, type: "call" })).toBeCloseTo(
      (60000 + 36000 - 55000) * discountFactor,
      8,
    );
    expect(averageOption(fixed)).toBe(0);
  });

  test("all fixed: the discounted payoff", () => {
    const done = { ...month, ...running, fixedShare: 1, fixedAverage: 50000 };
    expect(averageOption(done)).toBe(5000);
    expect(averageOption({ ...done, type: "call" })).toBe(0);
  });

  test("expiry now or no volatility: intrinsic value", () => {
    expect(averageOption({ ...month, startYears: 0, years: 0, strike: 65000 })).toBe(5000);
    expect(averageOption({ ...month, volatility: 0, strike: 65000 })).toBe(5000);
  });

  test("a tiny volatility keeps its digits", () => {
    // At the money a put is F N'(0) times the deviation; of one fixing 1e-9 times the root of time.
    const tiny = averageOption({
      ...month,
      strike: 60000,
      volatility: 1e-9,
      fixings: 1,
      startYears: 0,
      years: 1,
    });
    expect(Math.abs(tiny / (60000 * 0.3989422804014327e-9) - 1)).toBeLessThan(1e-12);
  });

  test("what does not fit is refused", () => {
    expect(() => averageOption({ ...month, startYears: 0.4 })).toThrow(
      "start_years must be at most years (0.33), got 0.4",
    );
    expect(() => averageOption({ ...month, fixedShare: 0.1 })).toThrow(
      "fixed_average must be given where fixed_share is above 0",
    );
  });
});

test("agreement with a simulation of the fixings", () => {
  const normal = normalSample(134);
  const step = (month.years - month.startYears) / month.fixings;
  const grow = (price: number, years: number) =>
    price * Math.exp(-(0.6 ** 2 * years) / 2 + 0.6 * Math.sqrt(years) * normal());
  const { mean, error } = estimate(40_000, () => {
    let [price, sum] = [grow(60000, month.startYears), 0];
    for (let fixing = 0; fixing < month.fixings; fixing++) sum += price = grow(price, step);
    return Math.max(55000 - sum / month.fixings, 0);
  });
  expect(Math.abs(mean - averageOption(month))).toBeLessThan(4 * error);
  expect(error).toBeLessThan(50);
});
