import fc from "fast-check";
import {
  BATCH,
  exp,
  expm1,
  exponential,
  ln,
  ln1p,
  lnRatio,
  lnRatios,
  power,
  square,
} from "../../../src/core/numeric/elementary";
import { exact, type Exact } from "../../exact";

type Decimal = InstanceType<typeof Exact>;

/** Distance to the right value, in units in the last place of what was got. */
function ulps(got: number, right: Decimal): number {
  const bits = new DataView(new ArrayBuffer(8));
  bits.setFloat64(0, Math.abs(got));
  bits.setBigUint64(0, bits.getBigUint64(0) + 1n);
  return exact(got)
    .minus(right)
    .div(exact(bits.getFloat64(0)).minus(exact(Math.abs(got))))
    .abs()
    .toNumber();
}

/** Whether the 90 digits of the witness hold 1 + x. */
const isResolved = (x: number) => Math.abs(x) > 1e-30;
const between = (min: number, max: number) => fc.double({ min, max, noNaN: true });
/** Numbers of every size, of both signs. */
const small = fc
  .tuple(between(-60, -1), fc.boolean())
  .map(([size, isNegative]) => (isNegative ? -1 : 1) * 2 ** size);
const positive = fc.tuple(between(1, 2), fc.integer({ min: -1000, max: 1000 })).map(([m, e]) => m * 2 ** e);

test.each([
  ["e", exp(1), "2.718281828459045235360287"],
  ["ln 2", ln(2), "0.693147180559945309417232"],
  ["ln 10", ln(10), "2.302585092994045684017991"],
  ["root 2", power(2, 0.5), "1.414213562373095048801689"],
])("%s is %d, as the 25 digits of Abramowitz and Stegun (1964), table 1.1", (_name, got, published) => {
  expect(got).toBe(Number(published));
});

describe("errors against 50 digits, in units in the last place", () => {
  test("e^x: below 0.52, over all doubles", () => {
    const law = (x: number) => expect(ulps(exp(x), exact(x).exp())).toBeLessThan(0.52);
    fc.assert(fc.property(fc.oneof(between(-708, 709.78), between(-1, 1), small), law));
  });

  test("ln x: below 0.51, over all doubles and next to 1", () => {
    const law = (x: number) => expect(ulps(ln(x), exact(x).ln())).toBeLessThan(0.51);
    const nextToOne = small.filter((x) => Math.abs(x) > 2 ** -52).map((x) => 1 + x / 2);
    fc.assert(
      fc.property(
        fc.oneof(positive, between(0.5, 2), nextToOne).filter((x) => x !== 1),
        law,
      ),
    );
  });

  test("e^x - 1: below 0.6", () => {
    const law = (x: number) => expect(ulps(expm1(x), exact(x).exp().minus(1))).toBeLessThan(0.6);
    fc.assert(fc.property(fc.oneof(between(-37, 709), between(-0.2, 0.2), small).filter(isResolved), law));
  });

  test("ln(1 + x): below 0.51", () => {
    const law = (x: number) => expect(ulps(ln1p(x), exact(x).plus(1).ln())).toBeLessThan(0.51);
    fc.assert(fc.property(fc.oneof(between(-0.999, 1e9), between(-0.1, 0.1), small).filter(isResolved), law));
  });

  test("ln(a / b): to 1e-19 of its size, or 2e-32, as a sum of two doubles, apart, next to each other, and of every size", () => {
    const law = (a: number, b: number) => {
      if (a === b) return;
      const { high, low } = lnRatio(a, b);
      expect(high + low).toBe(high);
      const right = exact(a).div(exact(b)).ln();
      const error = exact(high).plus(exact(low)).minus(right).abs().toNumber();
      expect(error).toBeLessThan(1e-19 * Math.abs(high) + 2e-32);
    };
    const middling = between(1e-9, 1e9);
    fc.assert(fc.property(fc.oneof(positive, middling), fc.oneof(positive, middling), law));
    const close = fc.oneof(between(1e-15, 0.1), between(0.1, 0.9), between(-0.3, -1e-15));
    fc.assert(fc.property(positive, close, (a, by) => law(a, a * (1 + by))));
    const ends = [5e-324, 2 ** -1022, 3e-300, 1.3, Number.MAX_VALUE];
    for (const a of ends) for (const b of ends) law(a, b);
  });

  test("e^(x + low): below 0.52", () => {
    const law = (x: number, low: number) =>
      expect(ulps(exponential(x, low), exact(x).plus(exact(low)).exp())).toBeLessThan(0.52);
    fc.assert(fc.property(between(-700, 700), between(-1e-5, 1e-5), law));
  });

  test("x^y: below 0.52, large, small, and next to 1", () => {
    const law = (x: number, y: number) => {
      const right = exact(x).ln().times(exact(y)).exp();
      fc.pre(right.abs().gt("1e-300") && right.abs().lt("1e300"));
      expect(ulps(power(x, y), right)).toBeLessThan(0.52);
    };
    fc.assert(fc.property(positive, between(-30, 30), law));
    fc.assert(fc.property(between(0.9, 1.1), between(-3000, 3000), law));
  });
});

describe("laws", () => {
  test("whole powers that a double holds are exact", () => {
    const law = (base: number, exponent: number) => {
      const right = BigInt(base) ** BigInt(exponent);
      fc.pre(right < 2n ** 53n && right > -(2n ** 53n));
      expect(power(base, exponent)).toBe(Number(right));
    };
    fc.assert(fc.property(fc.integer({ min: -1000, max: 1000 }), fc.integer({ min: 0, max: 50 }), law));
    for (let exponent = -1074; exponent <= 1023; exponent++) expect(power(2, exponent)).toBe(2 ** exponent);
    for (let exponent = 0; exponent <= 22; exponent++)
      expect(power(10, exponent)).toBe(Number(`1e${exponent}`));
  });

  test("logarithms of columns are those of their rows, in the same bits", () => {
    const law = (rows: [number, number][]) => {
      const a = Float64Array.from(rows, ([above]) => above);
      const b = Float64Array.from(rows, ([, below]) => below);
      const high = new Float64Array(BATCH);
      const low = new Float64Array(BATCH);
      lnRatios(a, b, rows.length, high, low);
      for (const [i, [above, below]] of rows.entries())
        expect({ high: high[i], low: low[i] }).toEqual(lnRatio(above, below));
    };
    fc.assert(fc.property(fc.array(fc.tuple(positive, positive), { maxLength: BATCH }), law), {
      numRuns: 20,
    });
    expect(lnRatio(60000, 60000)).toEqual({ high: 0, low: 0 });
  });

  test("the functions rise, also across the points of their tables", () => {
    const step = between(1e-15, 1e-3);
    const law = (x: number, by: number) => {
      expect(exp(x + by)).toBeGreaterThanOrEqual(exp(x));
      expect(expm1(x + by)).toBeGreaterThanOrEqual(expm1(x));
      expect(ln(square(x) + 1 + by)).toBeGreaterThanOrEqual(ln(square(x) + 1));
    };
    const seams = fc.integer({ min: -2000, max: 2000 }).map((j) => ((j + 0.5) * Math.LN2) / 128);
    fc.assert(fc.property(fc.oneof(between(-5, 5), seams, fc.constantFrom(-1 / 16, 1 / 16)), step, law));
  });
});

describe("edges, as the language has them", () => {
  const numbers = [0, -0, 1, -1, 2, -2, 0.5, -0.5, 3, 1e308, -1e308, 5e-324, -5e-324, 2 ** -1022];
  const all = [...numbers, 1e3, -1e3, 746, -746, Infinity, -Infinity, NaN];

  test.each([
    ["e^x", exp, Math.exp],
    ["ln x", ln, Math.log],
    ["e^x - 1", expm1, Math.expm1],
    ["ln(1 + x)", ln1p, Math.log1p],
  ])("%s", (_name, own, language) => {
    for (const x of all) {
      const right = language(x);
      if (Number.isFinite(right) && right !== 0) expect(own(x)).toBeWithin(right, { relative: 3e-16 });
      else expect(own(x)).toBe(right);
    }
  });

  test("x^y", () => {
    for (const x of all)
      for (const y of all) {
        // By the standard of arithmetic; the language makes it NaN.
        if (Math.abs(x) === 1 && !(Math.abs(y) < Infinity)) continue;
        const right = x ** y;
        if (Number.isFinite(right) && right !== 0) expect(power(x, y)).toBeWithin(right, { relative: 3e-16 });
        else expect(power(x, y)).toBe(right);
      }
  });

  test("results below the normal doubles", () => {
    for (const x of [-708.5, -720, -740, -745.1]) {
      const right = exact(x).exp();
      expect(ulps(exp(x), right)).toBeLessThan(1.01);
      expect(ulps(power(Math.E, x), exact(Math.E).ln().times(exact(x)).exp())).toBeLessThan(1.01);
    }
    expect(ulps(ln(5e-324), exact(5e-324).ln())).toBeLessThan(0.51);
  });
});
