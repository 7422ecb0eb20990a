import fc from "fast-check";
import { metricOf } from "../../../src/core/cashflow/metrics";
import type { Model } from "../../../src/core/cashflow/model";
import { modelOf } from "../../../src/core/cashflow/resolve";
import { stressTest } from "../../../src/core/risk/stressTest";
import { golden1 } from "../cashflow/golden";

const model = modelOf(golden1, []);
const cheap: Model = { ...model, capex: 600 };

// An independent model of the rules in Python with 60 digits: the first in closed form, the others by bisection.
test.each([
  ["profit of month 1, price", model, "btcPrice", "profit", 0, 47261.14579686872, 0.4726114579686872],
  ["NPV, price", model, "btcPrice", "npv", 0, 608130.1664473262, 6.081301664473262],
  ["NPV, capex", model, "capex", "npv", 0, 649.5817445059908, 1 - 0.8376045638735023],
  ["NPV, power price", cheap, "usdPerKwh", "npv", 0, 0.05694221853175177, 1.1388443706350354],
  [
    "payback",
    { ...cheap, taxRate: 0 },
    "difficulty",
    "payback",
    2.9,
    1.5e14 * 1.0742900630873125,
    1.0742900630873125,
  ],
  // The life jumps from 50 to 2 months, where month 3 first fails.
  [
    "economic life, a jump",
    { ...model, months: 120 },
    "difficulty",
    "economic_life",
    30,
    1.5e14 * 1.1151276164112967,
    1.1151276164112967,
  ],
  [
    "a life beyond the horizon",
    model,
    "difficulty",
    "economic_life",
    30,
    1.5e14 * 1.1151276164112967,
    1.1151276164112967,
  ],
] as const)("%s", (_, given, driver, metric, threshold, value, factor) => {
  const answer = stressTest(given, driver, metric, threshold);
  expect(Math.abs(answer.breakingValue / value - 1)).toBeLessThan(1e-10);
  expect(Math.abs((answer.distance + 1) / factor - 1)).toBeLessThan(1e-10);
  expect(answer.baseValue * (1 + answer.distance)).toBeCloseTo(answer.breakingValue, 6);
});

describe("laws", () => {
  test("at the breaking value the metric meets the threshold, and nowhere on the way", () => {
    const drivers = fc.constantFrom(
      "btcPrice",
      "difficulty",
      "usdPerKwh",
      "jPerTh",
      "capex",
      "poolFee",
      "resaleValue",
    );
    const law = (driver: "btcPrice", capex: number, threshold: number) => {
      const given = { ...model, capex };
      let answer;
      try {
        answer = stressTest(given, driver, "npv", threshold);
      } catch {
        return;
      }
      const at = (value: number) => metricOf({ ...given, [driver]: value }, "npv") - threshold;
      expect(Math.abs(at(answer.breakingValue))).toBeLessThan(1e-6);
      const start = Math.sign(at(answer.baseValue));
      for (const share of [0.1, 0.5, 0.9, 0.999])
        expect(Math.sign(at(answer.baseValue * (1 + answer.distance) ** share))).toBe(start);
    };
    const threshold = fc.double({ min: -500, max: 500, noNaN: true });
    fc.assert(
      fc.property(
        drivers as fc.Arbitrary<"btcPrice">,
        fc.double({ min: 100, max: 2000, noNaN: true }),
        threshold,
        law,
      ),
      { numRuns: 60 },
    );
  });

  test("of two crossings it is the nearer one in proportion", () => {
    // Paid for at both ends, the months are worth nothing at two discount rates, near 200 % and 25,000 % a year.
    const twice = { ...model, taxRate: 0, capex: 100, resaleValue: 0, otherOpex: [0, 0, 215] };
    const npv = (discountRate: number) => metricOf({ ...twice, discountRate }, "npv");
    const crossing = (low: number, high: number): number => {
      const middle = (low + high) / 2;
      if (high / low < 1 + 1e-12) return middle;
      return Math.sign(npv(low)) === Math.sign(npv(middle)) ? crossing(middle, high) : crossing(low, middle);
    };
    const crossings: number[] = [];
    for (let rate = 0.5; rate < 1000; rate *= 1.01)
      if (Math.sign(npv(rate)) !== Math.sign(npv(rate * 1.01))) crossings.push(crossing(rate, rate * 1.01));
    const [low = NaN, high = NaN] = crossings;
    expect(crossings).toHaveLength(2);
    const between = Math.sqrt(low * high);
    for (const [start, nearest] of [
      [between * 0.9, low],
      [between * 1.1, high],
    ] as const) {
      const { breakingValue } = stressTest({ ...twice, discountRate: start }, "discountRate", "npv", 0);
      expect(Math.abs(breakingValue / nearest - 1)).toBeLessThan(1e-9);
    }
  });

  test("a threshold that is met already is at distance 0", () => {
    expect(stressTest(model, "capex", "npv", metricOf(model, "npv"))).toEqual({
      breakingValue: 4000,
      distance: 0,
      baseValue: 4000,
    });
  });

  test("a series moves as a whole; a negative base keeps its sign", () => {
    const flat = { ...cheap, btcPriceGrowth: 0 };
    const one = stressTest(flat, "btcPrice", "npv", 0);
    const series = stressTest({ ...flat, btcPrice: [100000, 100000, 100000] }, "btcPrice", "npv", 0);
    expect(series.distance).toBeCloseTo(one.distance, 12);
    const paid = { ...model, usdPerKwh: -0.01 };
    const { breakingValue, distance } = stressTest(paid, "usdPerKwh", "profit", 2 * metricOf(paid, "profit"));
    expect(breakingValue).toBeLessThan(-0.01);
    expect(distance).toBeGreaterThan(0);
  });
});

describe("edges", () => {
  test("the driver stays within its bounds", () => {
    expect(() => stressTest(model, "uptime", "npv", 0)).toThrow(
      "npv was not found to meet 0 at any uptime within a thousandfold",
    );
    const { breakingValue } = stressTest(
      { ...model, uptime: 0.5 },
      "uptime",
      "btc",
      1.5 * metricOf({ ...model, uptime: 0.5 }, "btc"),
    );
    expect(breakingValue).toBeCloseTo(0.75, 10);
    const atOne = stressTest(
      { ...model, uptime: 0.5 },
      "uptime",
      "btc",
      2 * metricOf({ ...model, uptime: 0.5 }, "btc"),
    );
    expect(atOne.breakingValue).toBeCloseTo(1, 10);
  });

  test.each([
    [
      "no crossing",
      "fees",
      "npv",
      1e12,
      "npv was not found to meet 1000000000000 at any fees within a thousandfold",
    ],
    ["a base of 0", "otherRevenue", "npv", 0, "the base value of other revenue is 0"],
    ["a whole number", "months", "npv", 0, "driver must be an assumption that takes any number"],
    ["a word", "depreciation", "npv", 0, "driver must be an assumption that takes any number"],
    ["what is not given", "subsidy", "npv", 0, "driver must be given in the model"],
    ["a metric that is not there", "fees", "dscr", 1, "there is no loan to cover"],
  ] as const)("%s", (_, driver, metric, threshold, message) => {
    expect(() => stressTest(model, driver, metric, threshold)).toThrow(message);
  });
});
