import fc from "fast-check";
import { at } from "../../../src/core/numeric/at";
import { lnRatios } from "../../../src/core/numeric/elementary";
import { logRatios, standard, standardise } from "../../../src/core/options/blackColumns";
import { impliedVolatilities } from "../../../src/core/options/impliedVolatility";
import { optionPrices } from "../../../src/core/options/process";
import { wasmColumns } from "../../../src/core/options/wasmColumns";

// Columns of at least 16 rows go through WebAssembly, where it runs; a row by itself goes through TypeScript.

test("WebAssembly runs here", () => expect(wasmColumns()).toBeDefined());

/** Numbers by their bits; all that are not a number as one. */
const bitsOf = (numbers: ArrayLike<number>) => [
  ...new BigUint64Array(Float64Array.from(numbers, (value) => (value !== value ? NaN : value)).buffer),
];

const rowsOf = <T>(row: fc.Arbitrary<T>) => fc.array(row, { minLength: 16, maxLength: 41 });

/** Of any size, as often close to the ends of what the fast way takes, 2^-450 and 2^450, and beyond them. */
const positive = fc.oneof(
  fc.double({ min: 0.01, max: 1e6, noNaN: true }),
  fc.double({ min: -300, max: 300, noNaN: true }).map((log) => 10 ** log),
  fc.constantFrom(5e-324, 1e-310, 2 ** -450, 2 ** -449, 2 ** 449, 2 ** 450, Number.MAX_VALUE, 1, 0.5, 2),
);
/** Where the parts of the method meet, and numbers that no cell passes on. */
const seams = [
  0,
  5e-324,
  0.024,
  0.02400000000000001,
  0.023999999999999997,
  1,
  199.99999999999997,
  200,
  1e300,
  Infinity,
  NaN,
];

describe("the same bits from both forms", () => {
  test("logarithms of ratios, of close numbers too", () => {
    const pair = fc.oneof(
      fc.tuple(positive, positive),
      fc
        .tuple(positive, fc.integer({ min: -60, max: 60 }))
        .map(([a, steps]): [number, number] => [a, a * (1 + steps * 2 ** -52)]),
      fc
        .tuple(positive, fc.double({ min: 0.4, max: 2.5, noNaN: true }))
        .map(([a, ratio]): [number, number] => [a, a * ratio]),
    );
    const law = (pairs: [number, number][]) => {
      const a = Float64Array.from(pairs, ([first]) => first);
      const b = Float64Array.from(pairs, ([, second]) => second);
      const column = () => new Float64Array(a.length);
      const [high, low, ownHigh, ownLow] = [column(), column(), column(), column()];
      logRatios(a, b, a.length, high, low);
      lnRatios(a, b, a.length, ownHigh, ownLow);
      expect([bitsOf(high), bitsOf(low)]).toEqual([bitsOf(ownHigh), bitsOf(ownLow)]);
    };
    fc.assert(fc.property(rowsOf(pair), law), { numRuns: 1000 });
    // One row beyond what the fast way takes has all of them computed in TypeScript: also with none on one side.
    const sized = (min: number, max: number) => fc.double({ min, max, noNaN: true }).map((log) => 10 ** log);
    for (const size of [sized(-135, 135), sized(-135, 300), sized(-320, 135)])
      fc.assert(fc.property(rowsOf(fc.tuple(size, size)), law), { numRuns: 300 });
  });

  test("standardised prices, far out of the money and past it, and where tails are narrow", () => {
    const cut = fc.double({ min: -1, max: 1, noNaN: true });
    /** Where the lower price begins to be likely paid, and where the far tail or the weight leaves its range. */
    const atSeam = fc
      .record({
        // In most columns no tails are narrow, in some these are the only ones.
        deviation: fc.oneof(
          { weight: 50, arbitrary: fc.double({ min: 0.0239, max: 110, noNaN: true }) },
          { weight: 1, arbitrary: fc.constantFrom(...seams.filter((s) => s > 0.02 && s < 0.03), 0.0239) },
        ),
        seam: fc.constantFrom(
          (t: number) => t - 0.5,
          (t: number) => t,
          (t: number) => 67 - t,
          (t: number) => t + Math.sqrt(1400),
          (t: number) => t + Math.sqrt(1416),
          (t: number) => t + Math.sqrt(2 * 1220),
        ),
        past: fc.oneof(fc.double({ min: -0.1, max: 0.1, noNaN: true }), fc.constantFrom(0, 1e-15, -1e-15)),
        cut,
      })
      .map(({ deviation, seam, past, cut }) => ({ deviation, deviations: seam(deviation / 2) + past, cut }));
    const anywhere = fc.record({
      deviation: fc.oneof(
        fc.double({ min: -9, max: 2.4, noNaN: true }).map((log) => 10 ** log),
        fc.double({ min: 0.001, max: 3, noNaN: true }),
        fc.constantFrom(...seams),
      ),
      deviations: fc.oneof(
        fc.double({ min: -65, max: 65, noNaN: true }),
        fc.double({ min: -3, max: 3, noNaN: true }),
        fc.constantFrom(0, -0, 37.4, 37.5, 59.99999999999999, 60, 1e300, Infinity, NaN),
      ),
      cut,
    });
    const row = fc.oneof(anywhere, atSeam);
    const law = (rows: { deviation: number; deviations: number; cut: number }[]) => {
      const log = {
        high: Float64Array.from(rows, ({ deviation, deviations }) => deviation * deviations),
        low: Float64Array.from(
          rows,
          ({ deviation, deviations, cut }) => deviation * deviations * cut * 2 ** -54,
        ),
      };
      const deviation = Float64Array.from(rows, (given) => given.deviation);
      const rest = Float64Array.from(rows, (given) => given.deviation * given.cut * 2 ** -55);
      const { h, weight, tails, scale } = standard;
      const taken = (count: number) =>
        [h, weight, tails, scale].map((column) => bitsOf(column.slice(0, count)));
      standardise(log, deviation, rest, rows.length);
      const together = taken(rows.length);
      for (let i = 0; i < rows.length; i++) {
        const one = (column: Float64Array) => column.slice(i, i + 1);
        standardise({ high: one(log.high), low: one(log.low) }, one(deviation), one(rest), 1);
        expect(taken(1)).toEqual(together.map((column) => [column[i]]));
      }
    };
    fc.assert(fc.property(rowsOf(row), law), { numRuns: 200 });
    fc.assert(fc.property(rowsOf(atSeam), law), { numRuns: 200 });
  });

  interface Option {
    readonly underlying: number;
    readonly strike: number;
    readonly years: number;
    readonly volatility: number;
    readonly rate: number;
  }

  const listed = fc
    .record({
      underlying: fc.double({ min: 1, max: 1e6, noNaN: true }),
      years: fc.double({ min: 0, max: 5, noNaN: true }),
      volatility: fc.double({ min: 0, max: 2, noNaN: true }),
      rate: fc.double({ min: -0.1, max: 0.3, noNaN: true }),
      moneyness: fc.double({ min: 0.2, max: 5, noNaN: true }),
    })
    .map(({ moneyness, ...option }): Option => ({ ...option, strike: option.underlying * moneyness }));
  const extreme = fc.record({
    underlying: positive,
    strike: positive,
    years: fc.oneof(
      fc.constantFrom(0, 5e-324, 1e-300, 1e-6, 100, 1e300),
      fc.double({ min: 0, max: 100, noNaN: true }),
    ),
    volatility: fc.oneof(
      fc.constantFrom(0, 5e-324, 1e-150, 20, 1e3, 1e300),
      fc.double({ min: 0, max: 10, noNaN: true }),
    ),
    rate: fc.oneof(fc.constantFrom(0, -0, 1e-320, -10, 10, 1e3), fc.double({ min: -1, max: 1, noNaN: true })),
  });
  const option: fc.Arbitrary<Option> = fc.oneof(listed, extreme);
  const columnsOf = (options: readonly Option[]) => {
    const column = (field: keyof Option) => Float64Array.from(options, (given) => given[field]);
    return {
      underlying: column("underlying"),
      strike: column("strike"),
      years: column("years"),
      volatility: column("volatility"),
      rate: column("rate"),
    };
  };
  const pricesOf = (type: "call" | "put", process: "black76" | "bsm", options: readonly Option[]) => {
    const prices = new Float64Array(options.length);
    optionPrices({ type, process, ...columnsOf(options) }, options.length, prices);
    return prices;
  };
  const type = fc.constantFrom("call" as const, "put" as const);

  test("prices, on forwards and on spots", () => {
    const law = (side: "call" | "put", process: "black76" | "bsm", options: Option[]) => {
      const alone = options.map((given) => at(pricesOf(side, process, [given]), 0));
      expect(bitsOf(pricesOf(side, process, options))).toEqual(bitsOf(alone));
    };
    fc.assert(fc.property(type, fc.constantFrom("black76", "bsm"), rowsOf(listed), law), { numRuns: 200 });
    fc.assert(fc.property(type, fc.constantFrom("black76", "bsm"), rowsOf(option), law), { numRuns: 300 });
  });

  test("implied volatilities", () => {
    const law = (side: "call" | "put", options: Option[]) => {
      const price = pricesOf(side, "black76", options);
      const volatilitiesOf = (quoted: readonly Option[], prices: Float64Array) => {
        const { underlying, ...columns } = columnsOf(quoted);
        const out = new Float64Array(quoted.length);
        impliedVolatilities(
          { type: side, price: prices, forward: underlying, ...columns },
          quoted.length,
          out,
        );
        return out;
      };
      const alone = options.map((given, i) => at(volatilitiesOf([given], price.slice(i, i + 1)), 0));
      expect(bitsOf(volatilitiesOf(options, price))).toEqual(bitsOf(alone));
    };
    fc.assert(fc.property(type, rowsOf(listed), law), { numRuns: 100 });
    fc.assert(fc.property(type, rowsOf(option), law), { numRuns: 100 });
  });

  test("without WebAssembly, as under a page's policy against it", async () => {
    const options = fc.sample(listed, { numRuns: 300, seed: 1 });
    const own = bitsOf(pricesOf("put", "black76", options));
    jest.spyOn(WebAssembly, "Module").mockImplementation(() => {
      throw new Error("refused by the policy of the page");
    });
    jest.resetModules();
    try {
      const fresh = await import("../../../src/core/options/process");
      const { wasmColumns: none } = await import("../../../src/core/options/wasmColumns");
      expect(none()).toBeUndefined();
      const prices = new Float64Array(options.length);
      fresh.optionPrices({ type: "put", process: "black76", ...columnsOf(options) }, options.length, prices);
      expect(bitsOf(prices)).toEqual(own);
    } finally {
      jest.restoreAllMocks();
    }
  });
});
