import fc from "fast-check";
import { QuantileSketch, SKETCH_ERROR } from "../../../src/core/numeric/quantileSketch";
import { lowestMean, percentile } from "../../../src/core/numeric/percentile";

const value = fc.oneof(
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.double({ noNaN: true, min: -1e7, max: 1e7 }),
  fc.constantFrom(0, -0, 1, -1, 5e-324, -5e-324, Number.MAX_VALUE, -Number.MAX_VALUE),
);
const share = fc.double({ noNaN: true, min: 0, max: 1 });

function sketchOf(values: readonly number[]): QuantileSketch {
  const sketch = new QuantileSketch();
  for (const one of values) sketch.add(one);
  return sketch;
}

test("a value of a rank is at most the error away, of either sign", () => {
  const law = (values: number[]) => {
    const sketch = sketchOf(values);
    const sorted = Float64Array.from(values).sort();
    for (const [rank, exact] of sorted.entries()) {
      const found = sketch.quantile(values.length === 1 ? 0 : rank / (values.length - 1));
      const near = [sorted[rank - 1] ?? exact, exact, sorted[rank + 1] ?? exact];
      // The share of a rank is rounded: a little of a neighbour may count.
      const room =
        1.01 * SKETCH_ERROR * Math.abs(exact) + 1e-12 * Math.max(...near.map((one) => Math.abs(one - exact)));
      if (Number.isFinite(room)) expect(Math.abs(found - exact)).toBeLessThanOrEqual(Math.max(room, 1e-300));
    }
  };
  fc.assert(fc.property(fc.array(value, { minLength: 1, maxLength: 60 }), law), { numRuns: 300 });
});

test("between ranks it goes in a straight line, as PERCENTILE.INC does", () => {
  const positive = fc.array(fc.double({ noNaN: true, min: 1, max: 1e6 }), { minLength: 1, maxLength: 200 });
  const law = (values: number[], at: number) => {
    const exact = percentile(Float64Array.from(values).sort(), at);
    expect(sketchOf(values).quantile(at)).toBeWithin(exact, {
      absolute: 1.01 * SKETCH_ERROR * exact,
      inputs: values,
    });
  };
  fc.assert(fc.property(positive, share, law), { numRuns: 300 });
});

test("the mean of the lowest is exact but for the values of one bin", () => {
  const size = fc.double({ noNaN: true, min: -1e6, max: 1e6 });
  const law = (values: number[], part: number) => {
    const exact = lowestMean(Float64Array.from(values).sort(), part);
    const largest = Math.max(...values.map(Math.abs));
    expect(sketchOf(values).lowestMean(part)).toBeWithin(exact, {
      absolute: 2.1 * SKETCH_ERROR * largest + 1e-9,
      inputs: { values, part },
    });
  };
  const part = fc.double({ noNaN: true, min: 0.01, max: 1 });
  fc.assert(fc.property(fc.array(size, { minLength: 1, maxLength: 200 }), part, law), { numRuns: 300 });
  // Two of four values, each in a bin of its own, are exact.
  expect(sketchOf([-100, -10, 5, 7]).lowestMean(0.5)).toBe(-55);
});

test("parts merged in any order say the same quantiles as the whole, through their bins as data too", () => {
  const law = (parts: number[][], at: number) => {
    const merged = new QuantileSketch();
    for (const part of [...parts].reverse())
      merged.merge(QuantileSketch.of(JSON.parse(JSON.stringify(sketchOf(part).bins())) as never));
    const whole = sketchOf(parts.flat());
    expect(merged.quantile(at)).toBe(whole.quantile(at));
    expect(merged.bins().map(([place, count]) => [place, count])).toEqual(
      whole.bins().map(([place, count]) => [place, count]),
    );
  };
  const parts = fc.array(fc.array(value, { minLength: 1, maxLength: 30 }), { minLength: 1, maxLength: 5 });
  fc.assert(fc.property(parts, share, law), { numRuns: 200 });
});
