import fc from "fast-check";
import { NumericError } from "../../../src/core/errors";
import { normalDensity } from "../../../src/core/numeric/normal";
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
const year = { startYears: 0, years: 1 };
const running = { startYears: 0, years: 0.05, fixings: 20, fixedAverage: 59000, fixedShare: 0.4 };

/** Two fifths of a month are fixed. */
const late = { type: "call", strike: 58000, rate: 0.04, startYears: 0.5, years: 2, volatility: 1.5 } as const;

// The integral over z of Black's formula with the double sums written out, in mpmath with 30 digits.
const table: [string, Partial<AverageOption>, number][] = [
  ["a month that begins in a quarter", {}, 4995.394355497723],
  ["one fixing: Black", { startYears: 0.1, years: 0.25, fixings: 1 }, 4640.036520726807],
  ["two fifths fixed", { type: "call", strike: 58000, rate: 0.04, ...running }, 2095.774215305664],
  ["a large variance", { ...late, fixings: 12 }, 31122.723583592816],
  [
    "a variance of 64",
    { ...year, type: "call", strike: 70000, volatility: 8, fixings: 9 },
    56193.95903787921,
  ],
  ["forty-eight fixings", { ...year, fixings: 48 }, 5681.19630526491],
  [
    "a hundred fixings",
    { type: "call", strike: 70000, startYears: 0.25, years: 1.25, volatility: 0.9, rate: 0.03, fixings: 100 },
    12495.8053637088462,
  ],
  ["a variance of 400", { ...year, strike: 20000, years: 4, volatility: 10, fixings: 6 }, 19999.371920210055],
];

test.each(table)("%s", (_, change, price) => {
  const inputs = { ...month, ...change };
  const source = "the integral over z with the double sums written out, in mpmath with 30 digits";
  expect(averageOption(inputs)).toBeWithin(price, { relative: 1e-13, inputs, source });
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

/** The method with all pairs of fixings and the trapezoidal rule, which takes a spread that is not too small. */
function byDoubleSums(option: AverageOption): number {
  const { type, forward, strike, startYears, years, volatility, fixings } = option;
  const times = Array.from(
    { length: fixings },
    (_, i) => startYears + ((years - startYears) * (i + 1)) / fixings,
  );
  const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const shared = times.map((time) => mean(times.map((other) => Math.min(time, other))));
  const loadings = shared.map((time) => (volatility * time) / Math.sqrt(mean(shared)));
  const [steps, reach] = [8000, 10];
  let total = 0;
  for (let step = 0; step <= steps; step++) {
    const z = reach * ((2 * step) / steps - 1);
    const parts = loadings.map((b) => (forward * Math.exp(b * z - (b * b) / 2)) / fixings);
    const first = parts.reduce((sum, part) => sum + part, 0);
    let second = 0;
    parts.forEach((a, i) => {
      parts.forEach((other, j) => {
        const covariance =
          volatility ** 2 * Math.min(times[i] ?? NaN, times[j] ?? NaN) -
          (loadings[i] ?? NaN) * (loadings[j] ?? NaN);
        second += a * other * Math.exp(covariance);
      });
    });
    const deviation = Math.sqrt(Math.log(second / first ** 2));
    total += normalDensity(z) * undiscountedBlack({ type, forward: first, strike, deviation });
  }
  return (total * 2 * reach) / steps;
}

describe("laws", () => {
  test("parity: call less put is the mean of the average less the strike", () => {
    const law = (option: AverageOption) => {
      const { forward, strike, fixedShare, fixedAverage = 0, rate, years } = option;
      const mean = fixedShare * fixedAverage + (1 - fixedShare) * forward;
      const difference = averageOption({ ...option, type: "call" }) - averageOption(option);
      expect(difference).toBeWithin((mean - strike) * Math.exp(-rate * years), { absolute: 5e-8 });
    };
    fc.assert(fc.property(average, law));
  });

  test("one fixing, or all at the same time: Black's price to the last digit", () => {
    const law = (option: AverageOption) => {
      const fresh = { ...option, fixedShare: 0 };
      expect(averageOption({ ...fresh, fixings: 1 })).toBe(blackPrice(fresh));
      expect(averageOption({ ...fresh, startYears: fresh.years })).toBe(blackPrice(fresh));
    };
    fc.assert(fc.property(average, law));
  });

  test("agreement with double sums and the trapezoidal rule, up to a variance of 9", () => {
    const wide = fc.record({
      type: fc.constantFrom("call" as const, "put" as const),
      strike: fc.double({ min: 10000, max: 300000, noNaN: true }),
      startYears: fc.double({ min: 0, max: 0.5, noNaN: true }),
      volatility: fc.double({ min: 0.5, max: 3, noNaN: true }),
      fixings: fc.integer({ min: 2, max: 5 }),
    });
    const law = (change: Partial<AverageOption>) => {
      const option = { ...month, ...change, years: 1 };
      expect(averageOption(option)).toBeWithin(byDoubleSums(option), { absolute: 1e-9 * option.forward });
    };
    fc.assert(fc.property(wide, law), { numRuns: 12 });
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
    expect(averageOption({ ...month, fixings: 10_000 })).toBeWithin(few, { relative: 1e-4 });
  });
});

describe("edges", () => {
  test("fixings that already reach the strike make a call certain and a put worthless", () => {
    const fixed = { ...month, ...running, fixedAverage: 150000, rate: 0.04 };
    const discountFactor = Math.exp(-0.04 * 0.05);
    expect(averageOption({ ...fixed, type: "call" })).toBeWithin((60000 + 36000 - 55000) * discountFactor, {
      absolute: 5e-9,
    });
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
    expect(tiny).toBeWithin(60000 * 0.3989422804014327e-9, { relative: 1e-12 });
  });

  test("a tiny volatility of many fixings: the deviation of the average stands for that of the price", () => {
    const tiny = averageOption({ ...month, ...year, strike: 60000, volatility: 1e-6, fixings: 3 });
    // Times 1/3, 2/3, 1: the mean of the smaller ones of all pairs is (5 / 3 + 3 x 2 / 3 + 1) / 9.
    const deviation = 1e-6 * Math.sqrt((5 / 3 + 2 + 1) / 9);
    expect(tiny).toBeWithin(60000 * 0.3989422804014327 * deviation, { relative: 1e-6 });
  });

  test("an endless volatility makes the call worth the forward, as long as it can be computed", () => {
    const endless = { ...month, ...year, type: "call" as const, volatility: 99, fixings: 3 };
    expect(averageOption(endless) / 60000).toBeWithin(1, { absolute: 5e-13 });
    expect(averageOption(endless)).toBeLessThanOrEqual(60000);
    expect(() => averageOption({ ...endless, volatility: 101 })).toThrow(NumericError);
  });

  test("far out of the money a price keeps its digits and its sign", () => {
    const far = averageOption({ ...month, strike: 20000, volatility: 0.5 });
    expect(far).toBeGreaterThan(0);
    expect(far).toBeLessThan(blackPrice({ ...month, strike: 20000, volatility: 0.5 }));
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

/**
 * A simulation of the fixings, with the same option on their geometric average as a control, whose price is Black's. The
 * formula itself may be off by half a percent.
 */
test.each<[string, Partial<AverageOption>]>([
  ["a month that begins in a quarter", {}],
  ["twelve months", { ...year, strike: 48000, volatility: 0.6, fixings: 12 }],
  ["fifty-two weeks", { ...year, strike: 40000, volatility: 0.8, fixings: 52 }],
  ["three years", { ...year, strike: 30000, years: 3, volatility: 1, fixings: 36 }],
])("agreement with a simulation: %s", (_, change) => {
  const option = { ...month, ...change };
  const { forward, strike, startYears, years, volatility, fixings } = option;
  const times = Array.from(
    { length: fixings },
    (_, i) => startYears + ((years - startYears) * (i + 1)) / fixings,
  );
  let [meanLog, variance] = [Math.log(forward), 0];
  for (const time of times) {
    meanLog -= (volatility ** 2 * time) / 2 / fixings;
    for (const other of times) variance += (volatility ** 2 * Math.min(time, other)) / fixings ** 2;
  }
  const geometric = { forward: Math.exp(meanLog + variance / 2), deviation: Math.sqrt(variance) };
  const control = undiscountedBlack({ type: "put", strike, ...geometric });
  const normal = normalSample(134);
  const { mean, error } = estimate(8000, () => {
    let [log, logs, sum, before] = [Math.log(forward), 0, 0, 0];
    for (const time of times) {
      log += -(volatility ** 2 * (time - before)) / 2 + volatility * Math.sqrt(time - before) * normal();
      before = time;
      logs += log;
      sum += Math.exp(log);
    }
    const payoff = (price: number) => Math.max(strike - price, 0);
    return payoff(sum / fixings) - payoff(Math.exp(logs / fixings)) + control;
  });
  expect(mean).toBeWithin(averageOption(option), { absolute: 4 * error + 0.003 * mean });
  expect(error).toBeLessThan(0.01 * mean);
});
