import fc from "fast-check";
import { at } from "../../../src/core/numeric/at";
import { timeValues } from "../../../src/core/options/blackColumns";
import { impliedDeviations } from "../../../src/core/options/impliedDeviation";
import { exact, Exact } from "../../exact";
import { exactDensity, exactDistribution } from "../numeric/exactNormal";

interface Quote {
  forward: number;
  strike: number;
  value: number;
  room: number;
}

function deviations(quotes: readonly Quote[]): Float64Array {
  const column = (value: (quote: Quote) => number) => Float64Array.from(quotes, value);
  const options = {
    forward: column((quote) => quote.forward),
    strike: column((quote) => quote.strike),
    value: column((quote) => quote.value),
    room: column((quote) => quote.room),
  };
  const out = new Float64Array(quotes.length);
  impliedDeviations(options, quotes.length, out);
  return out;
}

/** Options at so many deviations from the money, quoted at their price. */
const quote = fc
  .record({
    deviation: fc.double({ min: -4.5, max: 1.6, noNaN: true }).map((log) => 10 ** log),
    deviations: fc.oneof(
      fc.constant(0),
      fc.double({ min: -3, max: 3, noNaN: true }),
      fc.double({ min: -36, max: 36, noNaN: true }),
    ),
  })
  .map(({ deviation, deviations }): Quote => {
    const log = Math.min(Math.max(deviation * deviations, -300), 300);
    const [forward, strike] = [60000 * Math.exp(log), 60000];
    const one = (value: number) => Float64Array.of(value);
    const price = one(0);
    const option = {
      forward: one(forward),
      strike: one(strike),
      deviation: one(deviation),
      deviationRest: one(0),
    };
    timeValues(option, 1, price);
    return { forward, strike, value: at(price, 0), room: Math.min(forward, strike) - at(price, 0) };
  })
  .filter(({ value, room }) => value > 1e-300 && room > 0);

/**
 * The error of a deviation, in units of 2^-52 of it, and what one such unit of the smaller of value and room does to it:
 * by one step of Newton's method in decimals.
 */
function newton({ forward, strike, value, room }: Quote, deviation: number) {
  const s = exact(deviation);
  const x = exact(forward).div(exact(strike)).ln().abs();
  const [toValue, toRoom] = [s.div(2).minus(x.div(s)), x.div(s).minus(s.div(2))];
  const other = x.exp().times(exactDistribution(x.div(s).plus(s.div(2)).neg()));
  const least = exact(Math.min(forward, strike));
  const vega = exactDensity(toValue);
  const isValue = value < room;
  const sought = exact(isValue ? value : room).div(least);
  const got = isValue ? exactDistribution(toValue).minus(other) : exactDistribution(toRoom).plus(other);
  const error = sought.minus(got).div(vega).div(s).abs().times(new Exact(2).pow(52)).toNumber();
  return { error, condition: sought.div(vega).div(s).toNumber() };
}

describe("agreement with 50 digits", () => {
  test("to two rounding steps of the price, over random extremes, from 1e-300 to the last digit below the bound", () => {
    const law = (quotes: Quote[]) => {
      for (const [index, deviation] of deviations(quotes).entries()) {
        const given = quotes[index] ?? { forward: NaN, strike: NaN, value: NaN, room: NaN };
        const { error, condition } = newton(given, deviation);
        expect({ ...given, error: Math.max(error, 1 + condition) }).toEqual({
          ...given,
          error: 1 + condition,
        });
      }
    };
    fc.assert(fc.property(fc.array(quote, { minLength: 1, maxLength: 10 }), law), { numRuns: 60 });
  });
});

describe("laws", () => {
  test("a row has the same bits in a column of any length, and by itself", () => {
    const law = (quotes: Quote[]) => {
      const together = deviations(quotes);
      for (const [index, given] of quotes.entries()) expect(deviations([given])[0]).toBe(at(together, index));
    };
    fc.assert(fc.property(fc.array(quote, { minLength: 1, maxLength: 256 }), law), { numRuns: 20 });
  });

  test("every option has one", () => {
    const law = (forward: number, value: number) => {
      const least = Math.min(forward, 1);
      const given = { forward, strike: 1, value: least * value, room: least * (1 - value) };
      fc.pre(given.value > 1e-300);
      expect(deviations([given])[0]).toBeGreaterThan(0);
    };
    const forward = fc.double({ min: -300, max: 300, noNaN: true }).map(Math.exp);
    const share = fc.oneof(
      fc.double({ min: -600, max: -0.01, noNaN: true }).map(Math.exp),
      fc.double({ min: -36, max: -0.01, noNaN: true }).map((log) => 1 - Math.exp(log)),
    );
    fc.assert(fc.property(forward, share, law), { numRuns: 2000 });
  });
});

test("what has no deviation is not a number, and stays in its row", () => {
  const good = { forward: 100, strike: 90, value: 3, room: 87 };
  const bad = [
    { ...good, value: 0 },
    { ...good, value: NaN },
    { ...good, room: 0 },
    { ...good, room: -1 },
  ];
  const [first = NaN, ...others] = deviations([good, ...bad, good]);
  expect(others).toEqual([NaN, NaN, NaN, NaN, first]);
});
