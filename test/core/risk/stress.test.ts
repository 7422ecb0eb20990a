import fc from "fast-check";
import { cashflowsOf } from "../../../src/core/cashflow/cashflows";
import { metricOf } from "../../../src/core/cashflow/metrics";
import type { Model } from "../../../src/core/cashflow/model";
import { modelOf } from "../../../src/core/cashflow/resolve";
import { at } from "../../../src/core/numeric/at";
import { stressTest } from "../../../src/core/risk/stress";
import { golden1 } from "../cashflow/golden";

const model = modelOf(golden1, []);
const cheap: Model = { ...model, capex: 600 };

// A separate program in Python with 60 digits, by docs/formulas.md, Lifecycle: the first in closed form, the others by bisection.
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
  expect(answer.breakingValue).toBeWithin(value, { relative: 1e-10 });
  expect(Number(answer.distance) + 1).toBeWithin(factor, { relative: 1e-10 });
  expect(answer.baseValue * (1 + Number(answer.distance))).toBeWithin(answer.breakingValue, {
    absolute: 5e-7,
  });
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
      const { baseValue, breakingValue } = answer;
      for (const share of [0.1, 0.5, 0.9, 0.999])
        expect(Math.sign(at(baseValue + share * (breakingValue - baseValue)))).toBe(start);
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

  /** Where the metric crosses the threshold, by brute force. */
  const crossingsOf = (gap: (place: number) => number, places: readonly number[]) =>
    places.filter((place, index) => Math.sign(gap(place)) !== Math.sign(gap(places[index + 1] ?? place)));

  test("of several crossings it is the nearest one in proportion, a jump among them", () => {
    // Dearer power makes a coin dearer, until month 3 is not run any more.
    const factors = Array.from({ length: 4000 }, (_, step) => 0.9 * 1.0001 ** step);
    const cost = (factor: number) =>
      metricOf({ ...model, usdPerKwh: 0.05 * factor }, "cost_per_btc") - 62_000;
    const crossings = crossingsOf(cost, factors);
    expect(crossings).toHaveLength(3);
    for (const start of [0.95, 1.06, 1.11, 1.17, 1.22]) {
      const far = (crossing: number) => Math.abs(Math.log(crossing / start));
      const nearest = crossings.reduce((best, next) => (far(next) < far(best) ? next : best));
      const { breakingValue } = stressTest(
        { ...model, usdPerKwh: 0.05 * start },
        "usdPerKwh",
        "cost_per_btc",
        62_000,
      );
      expect(breakingValue).toBeWithin(0.05 * nearest, { relative: 2e-4 });
    }
  });

  test("of two crossings of a rate it is the nearest one by difference", () => {
    // Paid for at both ends, the months are worth nothing at two discount rates, 124 % and 551 % a year.
    const twice = { ...model, taxRate: 0, capex: 128, resaleValue: 0, otherOpex: [0, 0, 178] };
    const rates = Array.from({ length: 5500 }, (_, step) => -0.98 + step * 0.002);
    const [low = NaN, high = NaN, ...others] = crossingsOf(
      (discountRate) => metricOf({ ...twice, discountRate }, "npv"),
      rates,
    );
    expect(others).toEqual([]);
    for (const [start, nearest] of [
      [0, low],
      [(low + high) / 2 - 0.2, low],
      [(low + high) / 2 + 0.2, high],
      [9, high],
    ] as const) {
      const { breakingValue } = stressTest({ ...twice, discountRate: start }, "discountRate", "npv", 0);
      expect(breakingValue).toBeWithin(nearest, { absolute: 0.003 });
    }
  });

  test("staged capex and heat move in proportion", () => {
    const site = { ...model, capexSchedule: [100, 0, 300, 0], heatPrice: 0.02 };
    const staged = stressTest(
      site,
      "capexSchedule",
      "npv",
      metricOf({ ...site, capexSchedule: [150, 0, 450, 0] }, "npv"),
    );
    expect(staged.breakingValue).toBeWithin(150, { relative: 1e-11 });
    expect(staged.baseValue).toBe(100);
    const warm = stressTest(site, "heatPrice", "npv", metricOf({ ...site, heatPrice: 0.03 }, "npv"));
    expect(warm.breakingValue).toBeWithin(0.03, { relative: 1e-11 });
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
    expect(series.distance).toBeWithin(Number(one.distance), { absolute: 5e-13 });
    const paid = { ...model, usdPerKwh: -0.01 };
    const { breakingValue, distance } = stressTest(paid, "usdPerKwh", "profit", 2 * metricOf(paid, "profit"));
    expect(breakingValue).toBeLessThan(-0.01);
    expect(distance).toBeGreaterThan(0);
  });
});

describe("rates and shares move by addition", () => {
  // Month 1's profit is R / root(1 + difficulty growth) less what does not depend on it, and so on.
  const flat = {
    ...model,
    difficultyGrowth: 0,
    btcPriceGrowth: 0,
    powerPriceGrowth: 0,
    poolFee: 0,
    shutdown: false,
  };
  const profit = metricOf(flat, "profit");
  const revenue = at(cashflowsOf(flat).revenue, 1);
  const power = at(cashflowsOf(flat).power, 1);

  test.each([
    // The metric at this rate is the threshold; the base is on the other side of 0, or 0.
    ["difficultyGrowth", 0.01, -0.015, (g: number) => profit + revenue * ((1 + g) ** -0.5 - 1)],
    ["difficultyGrowth", 0, 0.7, (g: number) => profit + revenue * ((1 + g) ** -0.5 - 1)],
    ["btcPriceGrowth", 0.2, -0.9, (g: number) => profit + revenue * ((1 + g) ** (1 / 24) - 1)],
    ["btcPriceGrowth", 0, 8, (g: number) => profit + revenue * ((1 + g) ** (1 / 24) - 1)],
    ["powerPriceGrowth", 0, 9.9, (g: number) => profit - power * ((1 + g) ** (1 / 24) - 1)],
    ["poolFee", 0, 0.3, (fee: number) => profit - revenue * fee],
    ["poolFee", 0.02, 0, (fee: number) => profit - revenue * fee],
    ["otherOpexGrowth", 0.1, -0.95, (g: number) => profit + 5 - 5 * (1 + g) ** (1 / 24)],
    ["otherOpexGrowth", 0, 9, (g: number) => profit + 5 - 5 * (1 + g) ** (1 / 24)],
    ["profitShare", 0, 0.8, (share: number) => profit - share * (revenue - power)],
    ["profitShare", 0.8, 0, (share: number) => profit - share * (revenue - power)],
    ["profitShare", 0.5, 1, (share: number) => profit - share * (revenue - power)],
  ] as const)("%s from %d to %d", (driver, base, rate, profitAt) => {
    const answer = stressTest({ ...flat, [driver]: base }, driver, "profit", profitAt(rate));
    expect(answer.breakingValue).toBeWithin(rate, { absolute: 1e-11 });
    expect(answer.baseValue).toBe(base);
    if (base === 0) expect(answer.distance).toBeUndefined();
    else expect(answer.distance).toBeWithin(rate / base - 1, { absolute: 5e-10 });
  });

  test("the growth of a hashprice, and the hashprice itself", () => {
    const priced = { ...flat, difficulty: undefined, startHeight: undefined, fees: 0, hashprice: 50 };
    // 234 TH/s, 5 % less a year, in a month of 30.4375 days at an uptime of 0.97.
    const earned = (hashprice: number) => 0.234 * 0.95 ** (1 / 24) * 30.4375 * 0.97 * hashprice - power - 5;
    for (const [base, rate] of [
      [0.01, -0.45],
      [0, 0.9],
    ] as const) {
      const grown = { ...priced, hashpriceGrowth: base };
      const { breakingValue } = stressTest(
        grown,
        "hashpriceGrowth",
        "profit",
        earned(50 * (1 + rate) ** 0.5),
      );
      expect(breakingValue).toBeWithin(rate, { absolute: 1e-11 });
    }
    const { breakingValue, distance } = stressTest(priced, "hashprice", "profit", earned(20));
    expect(breakingValue).toBeWithin(20, { relative: 1e-11 });
    expect(distance).toBeWithin(-0.6, { absolute: 1e-11 });
  });

  test("the discount rate of one month's cash", () => {
    const month = { ...model, months: 1, capex: 600, resaleValue: 0, taxRate: 0, discountRate: 0 };
    const net = at(cashflowsOf(month).net, 1);
    for (const rate of [-0.9, 5]) {
      const threshold = net / (1 + rate) ** (1 / 12) - 600;
      expect(stressTest(month, "discountRate", "npv", threshold).breakingValue).toBeWithin(rate, {
        absolute: 5e-12,
      });
    }
  });

  test("loan rate, tax rate and hodl share from 0: the metric there is the threshold", () => {
    const lent = { ...model, capex: 100, months: 12, loan: 3000, loanMonths: 12, taxRate: 0, hodlShare: 0 };
    for (const [driver, metric, rate] of [
      ["loanRate", "npv", 0.4],
      ["taxRate", "npv", 0.35],
      ["hodlShare", "npv", 0.6],
      ["profitShare", "npv", 0.3],
    ] as const) {
      const threshold = metricOf({ ...lent, [driver]: rate }, metric);
      expect(stressTest({ ...lent, [driver]: 0 }, driver, metric, threshold).breakingValue).toBeWithin(rate, {
        absolute: 5e-10,
      });
    }
  });

  test("bonus share and loss limit: the metric there is the threshold", () => {
    // All months are taxed after the first, whose loss the later ones may offset only in part.
    const taxed = {
      ...model,
      btcPrice: 400_000,
      capex: 600,
      resaleValue: 0,
      months: 12,
      taxRate: 0.3,
      otherOpex: [2000, 5],
      depreciationLife: 12,
    };
    for (const [driver, base, value] of [
      ["bonusShare", 0, 0.6],
      ["bonusShare", 0.9, 0.2],
      ["lossLimit", 1, 0.25],
      ["lossLimit", 0.1, 0.6],
    ] as const) {
      const given = driver === "bonusShare" ? { ...taxed, otherOpex: 5 } : taxed;
      const threshold = metricOf({ ...given, [driver]: value }, "npv");
      expect(stressTest({ ...given, [driver]: base }, driver, "npv", threshold).breakingValue).toBeWithin(
        value,
        {
          absolute: 1e-9,
        },
      );
    }
  });

  test.each([
    // From 0.02, 0.9 and 0.1 by 0.15 up, the second kept at 0.999; by 0.02 down.
    ["poolFee", [0.02, 0.9, 0.1], [0.17, 0.999, 0.25]],
    ["poolFee", [0.02, 0.9, 0.1], [0, 0.88, 0.08]],
    ["taxRate", [0.2, 0.95, 0.05], [0.35, 0.999, 0.2]],
    ["hodlShare", [0.3, 0.05, 1], [0.1, 0, 0.8]],
  ] as const)("a series of %s moves as a whole, each month kept within the range", (driver, from, to) => {
    const at = (values: readonly number[]) => ({ ...model, capex: 0, resaleValue: 900, [driver]: values });
    const answer = stressTest(at(from), driver, "npv", metricOf(at(to), "npv"));
    expect(answer.baseValue).toBe(from[0]);
    expect(answer.breakingValue).toBeWithin(to[0], { absolute: 1e-9 });
    expect(answer.distance).toBeWithin(to[0] / from[0] - 1, { absolute: 1e-8 });
  });

  test("a series moves as a whole, its months kept within the range", () => {
    const series = (difficultyGrowth: readonly number[]) => ({ ...model, difficultyGrowth });
    // From -0.2, 0.95 and -0.45 by 0.3 up: the second is kept at 1; and by 0.1 down: the third at -0.5.
    for (const moved of [
      [0.1, 1, -0.15],
      [-0.3, 0.85, -0.5],
    ]) {
      const threshold = metricOf(series(moved), "btc");
      const answer = stressTest(series([-0.2, 0.95, -0.45]), "difficultyGrowth", "btc", threshold);
      expect(answer.baseValue).toBe(-0.2);
      expect(answer.breakingValue).toBeWithin(moved[0], { absolute: 5e-12 });
    }
  });

  test("to the ends of the range and no further; a base beyond them is where it is", () => {
    expect(() => stressTest(model, "correlation", "npv", 0)).toThrow(
      "npv was not found to meet 0 at any price-difficulty correlation between -1 and 1",
    );
    expect(() => stressTest(flat, "poolFee", "profit", profit - 0.9995 * revenue)).toThrow(
      "between 0 and 0.999",
    );
    expect(stressTest(flat, "poolFee", "profit", profit - 0.9985 * revenue).breakingValue).toBeWithin(
      0.9985,
      { absolute: 5e-10 },
    );
    const steep = { ...flat, difficultyGrowth: 1.5 };
    const back = profit + revenue * (1.4 ** -0.5 - 1);
    expect(stressTest(steep, "difficultyGrowth", "profit", back).breakingValue).toBeWithin(0.4, {
      absolute: 5e-12,
    });
    expect(stressTest(steep, "difficultyGrowth", "profit", metricOf(steep, "profit")).breakingValue).toBe(
      1.5,
    );
  });

  test("a life that jumps is found", () => {
    const long = { ...model, months: 120 };
    const { breakingValue } = stressTest(long, "difficultyGrowth", "economic_life", 30);
    const life = (difficultyGrowth: number) => metricOf({ ...long, difficultyGrowth }, "economic_life");
    expect(life(breakingValue)).toBeLessThanOrEqual(30);
    expect(life(breakingValue - 1e-12)).toBeGreaterThan(30);
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
    expect(breakingValue).toBeWithin(0.75, { absolute: 5e-11 });
    const atOne = stressTest(
      { ...model, uptime: 0.5 },
      "uptime",
      "btc",
      2 * metricOf({ ...model, uptime: 0.5 }, "btc"),
    );
    expect(atOne.breakingValue).toBeWithin(1, { absolute: 5e-11 });
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
    ["a start date", "startDate", "npv", 0, "driver must be an assumption that takes any number"],
    ["a start month", "startMonth", "npv", 0, "driver must be an assumption that takes any number"],
    ["a word of the loan", "loanType", "npv", 0, "driver must be an assumption that takes any number"],
    [
      "a shape",
      "powerPriceShape",
      "npv",
      0,
      "driver must be one number: power price shape has no single value",
    ],
    ["no hashprice", "hashprice", "npv", 0, "driver must be given in the model"],
    ["no heat", "heatPrice", "npv", 0, "the base value of heat price is 0"],
    ["no staged capex", "capexSchedule", "npv", 0, "the base value of capex schedule is 0"],
    ["what is not given", "subsidy", "npv", 0, "driver must be given in the model"],
    ["a metric that is not there", "fees", "dscr", 1, "there is no loan to cover"],
  ] as const)("%s", (_, driver, metric, threshold, message) => {
    expect(() => stressTest(model, driver, metric, threshold)).toThrow(message);
  });
});
