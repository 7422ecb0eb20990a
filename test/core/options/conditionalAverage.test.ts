import fc from "fast-check";
import { NumericError } from "../../../src/core/errors";
import {
  conditionalDeviation,
  conditionalMean,
  scheduleOf,
  type Averaging,
} from "../../../src/core/options/conditionalAverage";

const averaging = fc
  .record({
    startYears: fc.double({ min: 0, max: 3, noNaN: true }),
    averagedYears: fc.double({ min: 0.01, max: 3, noNaN: true }),
    volatility: fc.oneof(
      fc.double({ min: 0.01, max: 1.5, noNaN: true }),
      fc.double({ min: 1.5, max: 8, noNaN: true }),
    ),
    fixings: fc.integer({ min: 2, max: 40 }),
  })
  .map(({ averagedYears, ...rest }): Averaging => ({ ...rest, years: rest.startYears + averagedYears }));

/** Mean and mean square of the average, over a forward of 1, with all pairs written out. */
function byPairs({ startYears, years, volatility, fixings }: Averaging, z: number) {
  const times = Array.from(
    { length: fixings },
    (_, i) => startYears + ((years - startYears) * (i + 1)) / fixings,
  );
  const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const shared = times.map((time) => mean(times.map((other) => Math.min(time, other))));
  const loadings = shared.map((time) => (volatility * time) / Math.sqrt(mean(shared)));
  const parts = loadings.map((b) => Math.exp(b * z - (b * b) / 2));
  const squares = parts.map((part, i) =>
    mean(
      parts.map((other, j) => {
        const variance = volatility ** 2 * Math.min(times[i] ?? NaN, times[j] ?? NaN);
        return part * other * Math.exp(variance - (loadings[i] ?? NaN) * (loadings[j] ?? NaN));
      }),
    ),
  );
  return { mean: mean(parts), square: mean(squares) };
}

test("agreement with the sums over all pairs of fixings", () => {
  const law = (given: Averaging, z: number) => {
    const schedule = scheduleOf(given);
    const shares = new Float64Array(given.fixings);
    const pairs = byPairs(given, z);
    expect(conditionalMean(schedule, z, shares).log).toBeWithin(Math.log(pairs.mean), { absolute: 5e-11 });
    const variance = conditionalDeviation(schedule, shares) ** 2;
    const expected = Math.log(pairs.square / pairs.mean ** 2);
    expect(variance).toBeWithin(expected, { absolute: 1e-11 * (1 + expected) });
  };
  fc.assert(fc.property(averaging, fc.double({ min: -8, max: 8, noNaN: true }), law));
});

test("the slope of the mean is its change with z", () => {
  const law = (given: Averaging, z: number) => {
    const schedule = scheduleOf(given);
    const at = (point: number) => conditionalMean(schedule, point, new Float64Array(given.fixings));
    expect(at(z).slope).toBeWithin((at(z + 1e-5).log - at(z - 1e-5).log) / 2e-5, { absolute: 5e-6 });
  };
  fc.assert(fc.property(averaging, fc.double({ min: -8, max: 8, noNaN: true }), law));
});

// ln(m2 / m1^2) of two fixings, at half the time and at the end, in mpmath with 60 digits: of the order of the variance.
test.each([
  [0, 1.41421356241729e-11],
  [1, 1.73204435261973e-11],
  [3, 3.31661467732019e-11],
])("a tiny variance keeps its digits: z = %d", (z, deviation) => {
  const schedule = scheduleOf({ startYears: 0, years: 2, volatility: 1e-5, fixings: 2 });
  const shares = new Float64Array(2);
  conditionalMean(schedule, z, shares);
  expect(conditionalDeviation(schedule, shares)).toBeWithin(deviation, { relative: 1e-3 });
});

test("more variance than can be computed is refused", () => {
  expect(() => scheduleOf({ startYears: 0, years: 4, volatility: 51, fixings: 2 })).toThrow(NumericError);
});
