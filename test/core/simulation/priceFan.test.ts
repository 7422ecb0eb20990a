import fc from "fast-check";
import { inverseNormal, normalDistribution } from "../../../src/core/numeric/normal";
import { percentile } from "../../../src/core/numeric/percentile";
import { priceFan } from "../../../src/core/simulation/priceFan";
import { pricePaths } from "../../../src/core/simulation/pricePaths";
import type { PriceProcess } from "../../../src/core/simulation/priceProcess";

const gbm: PriceProcess = { spot: 100000, volatility: 0.6, drift: 0.1, process: "gbm" };
const ou: PriceProcess = { spot: 100000, volatility: 0.6, drift: 0, process: "ou", params: [1, 80000] };
const merton: PriceProcess = {
  spot: 100000,
  volatility: 0.5,
  drift: 0.05,
  process: "merton",
  params: [2, -0.1, 0.15],
};

// Python: the closed forms with its standard library's normal distribution; for merton the sum of 80 terms bisected.
test.each([
  [
    "gbm",
    gbm,
    0.5,
    [47813.97179636677, 72168.84335375791, 96078.94391523232, 127910.647238961, 193064.142489158],
  ],
  [
    "ou",
    ou,
    2,
    [41297.16598897559, 62096.94501907908, 82452.78532247034, 109481.42143457422, 164622.9624872625],
  ],
] as const)("%s", (_, process, years, expected) => {
  const [row = []] = priceFan(process, [years], [0.05, 0.25, 0.5, 0.75, 0.95]);
  for (const [index, price] of expected.entries()) expect(row[index]).toBeWithin(price, { relative: 1e-13 });
});

test("merton", () => {
  const [row = []] = priceFan(merton, [1], [0.05, 0.5, 0.95]);
  for (const [index, price] of [35308.31658215633, 90734.78866112077, 223402.86485360222].entries())
    expect(row[index]).toBeWithin(price, { relative: 1e-12 });
});

// Python, mpmath, 40 digits: the sum over all numbers of jumps with a probability above 1e-40, and its root.
test.each([
  [0.6, [1000, -0.001, 0.02], 0.01, 9432.1529014048981],
  [0.6, [1000, -0.001, 0.02], 0.5, 71888.284357695704],
  [0.6, [1000, -0.001, 0.02], 0.9999, 1839016.0392229045],
  [0.5, [2, -0.1, 0.15], 0.99999999, 1891340.6866167602],
  [0.1, [400, -0.05, 0.002], 0.25, 32581.704775742004],
])("merton, %d, %j, %d", (volatility, params, share, expected) => {
  const [[price = NaN] = []] = priceFan({ ...merton, volatility, params }, [1], [share]);
  expect(price).toBeWithin(expected, { relative: 1e-14 });
});

describe("laws", () => {
  const share = fc.double({ min: 0.001, max: 0.999, noNaN: true });
  const process = fc.constantFrom(gbm, ou, merton);

  test("quantiles rise with the share, and at time 0 are the spot", () => {
    const law = (given: PriceProcess, a: number, b: number, years: number) => {
      const [now = [], then = []] = priceFan(given, [0, years], [Math.min(a, b), Math.max(a, b)]);
      expect(now).toEqual([100000, 100000]);
      expect(then[1]).toBeGreaterThanOrEqual((then[0] ?? NaN) * (1 - 1e-14));
    };
    fc.assert(fc.property(process, share, share, fc.double({ min: 0.001, max: 20, noNaN: true }), law));
  });

  test("merton without jumps, and ou without speed, are gbm", () => {
    const law = (s: number, years: number) => {
      const [[expected = NaN] = []] = priceFan(gbm, [years], [s]);
      const [[jumpless = NaN] = []] = priceFan(
        { ...gbm, process: "merton", params: [0, -0.5, 0.3] },
        [years],
        [s],
      );
      const [[tiny = NaN] = []] = priceFan(
        { ...gbm, process: "merton", params: [1e-12, 0, 0] },
        [years],
        [s],
      );
      const [[free = NaN] = []] = priceFan({ ...gbm, process: "ou", params: [0, 5] }, [years], [s]);
      expect(jumpless).toBe(expected);
      expect(tiny / expected).toBeWithin(1, { absolute: 5e-10 });
      expect(free / (100000 * Math.exp(0.6 * Math.sqrt(years) * inverseNormal(s)))).toBeWithin(1, {
        absolute: 5e-13,
      });
    };
    fc.assert(fc.property(share, fc.double({ min: 0.01, max: 5, noNaN: true }), law));
  });

  test("what is left out and skipped of the numbers of jumps does not show", () => {
    const params = fc.record({
      volatility: fc.constantFrom(0, 0.05, 0.2, 0.6, 2),
      extra: fc.double({ min: 0, max: 3000, noNaN: true }),
      meanLog: fc.constantFrom(-0.2, -0.01, -0.0005, 0, 0.003, 0.1),
      // Without any deviation the quantile is a step, which has no neighbours to compare.
      deviation: fc.constantFrom(0.001, 0.02, 0.3),
      tail: fc.double({ min: -8, max: Math.log10(0.5), noNaN: true }).map((digits) => 10 ** digits),
      isUpper: fc.boolean(),
    });
    fc.assert(
      fc.property(params, ({ volatility, extra, meanLog, deviation, tail, isUpper }) => {
        // Of few jumps without volatility the price without a jump is an atom.
        const jumps = extra + (volatility === 0 ? 100 : 1);
        const given: PriceProcess = { ...merton, volatility, params: [jumps, meanLog, deviation] };
        const wanted = isUpper ? 1 - tail : tail;
        const [[price = NaN] = []] = priceFan(given, [1], [wanted]);
        const beyond = wholeSum(given, Math.log(price), isUpper);
        // The logs of probabilities, added up here, lose some digits, and so do far tails by the rounding of the price.
        const size = Math.abs(Math.log(price)) + jumps * Math.abs(meanLog) + 10;
        const spread = Math.sqrt(volatility ** 2 + jumps * deviation ** 2);
        expect(beyond / (isUpper ? 1 - wanted : wanted)).toBeWithin(1, {
          absolute: 1e-11 + (1e-14 * size) / spread,
        });
      }),
      { numRuns: 60 },
    );
  });

  test("in the long run ou stands about its level", () => {
    const [[median = NaN, upper = NaN] = []] = priceFan(ou, [200], [0.5, 0.975]);
    expect(median).toBeWithin(80000, { absolute: 5e-6 });
    expect(Math.log(upper / median)).toBeWithin(1.959963984540054 * (0.6 / Math.SQRT2), { absolute: 5e-11 });
  });
});

test("without any volatility a jump process steps from outcome to outcome", () => {
  const still: PriceProcess = { spot: 100, volatility: 0, drift: 0, process: "merton", params: [1, -0.5, 0] };
  const compensated = 100 * Math.exp(-Math.expm1(-0.5));
  // P(no jump) is 36.8 %, P(at most one) 73.6 %.
  const [[none = NaN, one = NaN] = []] = priceFan(still, [1], [0.8, 0.5]);
  expect(none).toBeWithin(compensated, { absolute: 5e-7 });
  expect(one).toBeWithin(compensated * Math.exp(-0.5), { absolute: 5e-7 });
});

test.each([
  [gbm, [1, 2], "params must be omitted for gbm"],
  [ou, undefined, "params must be two numbers for ou"],
  [ou, [-1, 80000], "must have a speed of at least 0, got -1"],
  [ou, [1, 0], "must have a long-run level above 0, got 0"],
  [merton, [1, 2], "params must be three numbers for merton"],
  [merton, [-1, 0, 0], "at least 0 jumps a year"],
  [merton, [1, 0, -1], "deviation of at least 0"],
  [merton, [1e9, 0, 0.1], "merton handles up to 10000 expected jumps"],
] as const)("refuses %#", (process, params, message) => {
  expect(() => priceFan({ ...process, params }, [1], [0.5])).toThrow(message);
});

describe("agreement with simulated paths", () => {
  test.each([
    ["gbm", gbm],
    ["ou", ou],
    ["merton", merton],
  ] as const)("%s: quantiles within four standard errors", (_, process) => {
    const count = 20_000;
    const rows = pricePaths(process, { steps: 3, years: 1.5, paths: count, seed: 5 });
    const last = Float64Array.from(rows[2] ?? []).sort();
    for (const share of [0.05, 0.25, 0.5, 0.75, 0.95]) {
      const [[price = NaN] = []] = priceFan(process, [1.5], [share]);
      const below = last.filter((value) => value <= price).length / count;
      expect(below).toBeWithin(share, { absolute: 4 * Math.sqrt((share * (1 - share)) / count) });
    }
    expect(percentile(last, 0.5)).toBeGreaterThan(0);
    const mean = last.reduce((a, b) => a + b, 0) / count;
    const deviation = Math.sqrt(last.reduce((a, b) => a + (b - mean) ** 2, 0) / count);
    const drift = process.process === "ou" ? undefined : 100000 * Math.exp(process.drift * 1.5);
    if (drift !== undefined) expect(mean).toBeWithin(drift, { absolute: (4 * deviation) / Math.sqrt(count) });
  });
});

test("a hundred times and quantiles of 10,000 jumps are computed", () => {
  const hundredths = Array.from({ length: 100 }, (_, index) => (index + 0.5) / 100);
  const fan = priceFan({ ...merton, params: [10_000, -0.001, 0.02] }, hundredths, hundredths);
  for (const row of fan) expect([...row].sort((a, b) => a - b)).toEqual(row);
});

test("sums too long for the times and quantiles asked for are refused before they are begun", () => {
  const jumpy = { ...merton, params: [1000, -0.01, 0.01] };
  const years = Array.from({ length: 100_000 }, (_, index) => 1 + index / 1e4);
  const rule = /^years must be at most (\d+) for 2 quantiles and this many jumps, got 100000$/;
  expect(() => priceFan(jumpy, years, [0.05, 0.95])).toThrow(rule);
  expect(priceFan(gbm, years, [0.05, 0.95])).toHaveLength(100_000);
});

/** Probability that the log of a merton price after a year is below a value or above it, by all numbers of jumps. */
function wholeSum(
  { spot, volatility, drift, params = [] }: PriceProcess,
  log: number,
  isUpper: boolean,
): number {
  const [jumps = NaN, meanLog = NaN, deviation = NaN] = params;
  const trend = drift - volatility ** 2 / 2 - jumps * Math.expm1(meanLog + deviation ** 2 / 2);
  let total = 0;
  let logOfProbability = -jumps;
  for (let count = 0; count < jumps + 40 * Math.sqrt(jumps) + 60; count++) {
    if (count > 0) logOfProbability += Math.log(jumps / count);
    const mean = Math.log(spot) + trend + count * meanLog;
    const spread = Math.sqrt(volatility ** 2 + count * deviation ** 2);
    const distance = spread === 0 ? -Infinity : (log - mean) / spread;
    total += Math.exp(logOfProbability) * normalDistribution(isUpper ? -distance : distance);
  }
  return total;
}
