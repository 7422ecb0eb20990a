import fc from "fast-check";
import { at } from "../../../src/core/numeric/at";
import { exponentOf } from "../../../src/core/numeric/bits";
import { undiscountedBlack } from "../../../src/core/options/black";
import { timeValues } from "../../../src/core/options/blackColumns";
import { exact } from "../../exact";
import { printedBlack } from "./exactBlack";

interface Row {
  forward: number;
  strike: number;
  deviation: number;
}

function prices(rows: readonly Row[]): Float64Array {
  const column = (value: (row: Row) => number) => Float64Array.from(rows, value);
  const out = new Float64Array(rows.length);
  const options = {
    forward: column((row) => row.forward),
    strike: column((row) => row.strike),
    deviation: column((row) => row.deviation),
    deviationRest: column(() => 0),
  };
  timeValues(options, rows.length, out);
  return out;
}

/** Error of the price of the option out of the money, in units in its last place. */
function ulps({ forward, strike, deviation }: Row, got: number): number {
  const { value } = printedBlack(forward < strike ? "call" : "put", forward, strike, exact(deviation));
  if (value.lt("1e-300")) return got < 1.000001e-300 ? 0 : Infinity;
  const error = exact(got).minus(value).abs();
  // In two steps, since the unit of the least normal doubles is below all of them.
  return error
    .div(exact(2 ** -52))
    .div(exact(2 ** exponentOf(value.toNumber())))
    .toNumber();
}

/** Options of any size: so many deviations from the money, or so far in logs. */
const row = fc
  .record({
    strike: fc.oneof(
      fc.double({ min: -3, max: 8, noNaN: true }),
      fc.double({ min: -150, max: 150, noNaN: true }),
    ),
    deviation: fc.double({ min: -9, max: 1.6, noNaN: true }),
    deviations: fc.oneof(
      fc.double({ min: -37, max: 37, noNaN: true }),
      fc.double({ min: -2, max: 2, noNaN: true }),
    ),
    side: fc.constantFrom(-1, 1),
  })
  .map(({ strike, deviation, deviations }): Row => {
    const s = 10 ** deviation;
    const log = Math.min(Math.max(deviations * s, -300), 300);
    return { strike: 10 ** strike, deviation: s, forward: 10 ** strike * Math.exp(log) };
  });

describe("agreement with 50 digits", () => {
  test("to 4 units in the last place over random extremes, down to 1e-300", () => {
    const law = (rows: Row[]) => {
      for (const [index, price] of prices(rows).entries()) {
        const given = rows[index] ?? { forward: NaN, strike: NaN, deviation: NaN };
        expect({ ...given, ulps: Math.max(ulps(given, price), 4) }).toEqual({ ...given, ulps: 4 });
      }
    };
    fc.assert(fc.property(fc.array(row, { minLength: 1, maxLength: 10 }), law), { numRuns: 60 });
  });

  test("across the seams: where ratios are narrow, where the lower price is likely paid, between points", () => {
    const halves = [0.012, 0.5, 0.51, 0.53125, 1, 3];
    const rows = halves.flatMap((t) =>
      [0, 1e-9, 0.03, 1 / 32, t - 0.5, t - 0.5 + 1e-12, t, 7.96875, 20].flatMap((h) =>
        [1, -1].map((side) => ({
          strike: 60000,
          forward: 60000 * Math.exp(side * Math.max(h, 0) * 2 * t),
          deviation: 2 * t * (1 - side * 1e-15),
        })),
      ),
    );
    for (const [index, price] of prices(rows).entries()) {
      const given = rows[index] ?? { forward: NaN, strike: NaN, deviation: NaN };
      expect({ ...given, ulps: Math.max(ulps(given, price), 4) }).toEqual({ ...given, ulps: 4 });
    }
  });

  test("prices that are large, 38 and more deviations out of the money", () => {
    for (const deviations of [-38.5, -40, -47]) {
      const given = { strike: 1e300, forward: 1e300 * Math.exp(deviations * 0.3), deviation: 0.3 };
      const [price = NaN] = prices([given]);
      expect(price).toBeGreaterThan(0);
      expect(ulps(given, price)).toBeLessThan(4);
    }
  });
});

describe("laws", () => {
  test("a row has the same bits in a column of any length, and by itself", () => {
    const law = (rows: Row[]) => {
      const together = prices(rows);
      for (const [index, given] of rows.entries()) {
        expect(prices([given])[0]).toBe(at(together, index));
        const type = given.forward < given.strike ? "call" : "put";
        expect(undiscountedBlack({ type, ...given })).toBe(at(together, index));
      }
    };
    fc.assert(fc.property(fc.array(row, { minLength: 1, maxLength: 256 }), law), { numRuns: 20 });
  });

  test("forward and strike may be exchanged", () => {
    const law = (given: Row) => {
      const [one = NaN, other = NaN] = prices([
        given,
        { ...given, forward: given.strike, strike: given.forward },
      ]);
      expect(one).toBeWithin(other, { relative: 2e-15 });
    };
    fc.assert(fc.property(row, law));
  });
});

describe("edges", () => {
  test("no deviation, the least and an endless one", () => {
    const rows = [0, 5e-324, 1e-300, 200, 1e300, Infinity].flatMap((deviation) => [
      { forward: 100, strike: 100, deviation },
      { forward: 100, strike: 90, deviation },
    ]);
    expect([...prices(rows)]).toEqual([
      0,
      0,
      5e-324 * 0,
      0,
      at(prices(rows), 4),
      0,
      100,
      90,
      100,
      90,
      100,
      90,
    ]);
    expect(at(prices(rows), 4)).toBeWithin(1e-298 / Math.sqrt(2 * Math.PI), { relative: 1e-15 });
  });

  test("what is not a number stays in its row", () => {
    const good = { forward: 100, strike: 90, deviation: 0.3 };
    const bad = [
      { ...good, forward: NaN },
      { ...good, strike: 0 },
      { ...good, strike: -1 },
      { ...good, deviation: NaN },
    ];
    const [first, ...others] = prices([good, ...bad, good]);
    expect(others.at(-1)).toBe(first);
  });
});
