import fc from "fast-check";
import { InputError, NumericError } from "../../../src/core/errors";
import { blackPrice } from "../../../src/core/options/black";
import type { OptionInput } from "../../../src/core/options/process";
import { optionPrice, optionPrices } from "../../../src/core/options/process";
import { exact } from "../../exact";
import { exactDistribution } from "../numeric/exactNormal";

// Haug (1998), pp. 2-8; Hull, Options, Futures and Other Derivatives, example on the Black-Scholes formula
// (S 42, K 40); docs/formulas.md, OPTION_PRICE, for the black76 row.
const table = [
  // type  underlying strike years vol  rate  yield process    price   tolerance
  ["call", 60, 65, 0.25, 0.3, 0.08, 0, "bsm", 2.1334, 5e-5],
  ["put", 100, 95, 0.5, 0.2, 0.1, 0.05, "bsm", 2.4648, 5e-5],
  ["call", 42, 40, 0.5, 0.2, 0.1, undefined, "bsm", 4.76, 5e-3],
  ["put", 42, 40, 0.5, 0.2, 0.1, undefined, "bsm", 0.81, 5e-3],
  ["call", 19, 19, 0.75, 0.28, 0.1, undefined, "black76", 1.7011, 5e-5],
  ["put", 60000, 55000, 0.25, 0.6, 0, undefined, "black76", 4640.036521, 5e-7],
] as const;

test.each(table)(
  "%s %d %d %d %d %d %p %s",
  (type, underlying, strike, years, volatility, rate, yieldRate, process, price, tolerance) => {
    const given = { type, underlying, strike, years, volatility, rate, yield: yieldRate, process };
    expect(optionPrice(given)).toBeWithin(price, { absolute: tolerance, inputs: given });
  },
);

const spot: OptionInput = {
  type: "call",
  underlying: 100,
  strike: 110,
  years: 0.6,
  volatility: 0.5,
  rate: 0.04,
  yield: 0.03,
  process: "bsm",
};
const jumpy: OptionInput = { ...spot, process: "merton", params: [2, -0.2, 0.3] };

const between = (min: number, max: number) => fc.double({ min, max, noNaN: true });
const strike = fc.double({ min: 10, max: 1000, noNaN: true });
const volatility = fc.double({ min: 0, max: 2, noNaN: true });
const params = fc.tuple(
  fc.double({ min: 0, max: 30, noNaN: true }),
  fc.double({ min: -0.8, max: 0.5, noNaN: true }),
  fc.double({ min: 0, max: 0.6, noNaN: true }),
);

describe("laws", () => {
  test("put-call parity on a spot, with and without jumps", () => {
    const law = (strike: number, volatility: number, params: number[]) => {
      const bond = strike * Math.exp(-0.04 * 0.6) - 100 * Math.exp(-0.03 * 0.6);
      for (const given of [
        { ...spot, strike, volatility },
        { ...jumpy, strike, volatility, params },
      ]) {
        const difference = optionPrice({ ...given, type: "put" }) - optionPrice(given);
        expect(difference).toBeWithin(bond, { absolute: 1e-11 * (strike + 100) });
      }
    };
    fc.assert(fc.property(strike, volatility, params, law));
  });

  test("without jumps merton is bsm, bsm yielding the rate is black76, and so is bsm through the forward", () => {
    const law = (strike: number, volatility: number) => {
      const bsm = optionPrice({ ...spot, strike, volatility });
      expect(optionPrice({ ...jumpy, strike, volatility, params: [0, -0.5, 0.5] })).toBe(bsm);
      expect(optionPrice({ ...jumpy, strike, volatility, params: [5, 0, 0] })).toBeWithin(bsm, {
        absolute: 5e-12,
      });
      const black = optionPrice({ ...spot, strike, volatility, yield: undefined, process: "black76" });
      expect(optionPrice({ ...spot, strike, volatility, yield: 0.04 })).toBe(black);
      const forward = 100 * Math.exp(0.01 * 0.6);
      expect(bsm).toBeWithin(
        blackPrice({ type: "call", forward, strike, volatility, years: 0.6, rate: 0.04 }),
        { absolute: 5e-12 },
      );
    };
    fc.assert(fc.property(strike, volatility, law));
  });

  test("jumps that leave the mean unchanged make options dearer", () => {
    const law = (strike: number, volatility: number, params: number[]) =>
      expect(optionPrice({ ...jumpy, strike, volatility, params })).toBeGreaterThanOrEqual(
        optionPrice({ ...spot, strike, volatility }) * (1 - 1e-12) - 1e-11,
      );
    fc.assert(fc.property(strike, volatility, params, law));
  });
});

describe("edges", () => {
  test("no time is the intrinsic value under every process", () => {
    for (const given of [spot, jumpy]) expect(optionPrice({ ...given, years: 0, strike: 90 })).toBe(10);
  });

  test("without volatility and with fixed jumps, the payoffs by number of jumps", () => {
    const given = { ...jumpy, strike: 90, years: 1, volatility: 0, params: [1.5, -0.4, 0] };
    let expected = 0;
    let probability = Math.exp(-1.5);
    for (let n = 0; n < 60; n++) {
      const price = 100 * Math.exp(0.01 - 1.5 * (Math.exp(-0.4) - 1) - 0.4 * n);
      expected += probability * Math.max(price - 90, 0) * Math.exp(-0.04);
      probability *= 1.5 / (n + 1);
    }
    expect(optionPrice(given)).toBeWithin(expected, { absolute: 5e-12 });
  });

  test("what the process does not take", () => {
    const message = (change: Partial<OptionInput>) => () => optionPrice({ ...jumpy, ...change });
    expect(message({ process: "black76", params: undefined })).toThrow(
      new InputError("yield", "must be omitted for black76", 0.03),
    );
    expect(message({ process: "bsm" })).toThrow("params must be omitted for bsm, got 2,-0.2,0.3");
    expect(message({ params: undefined })).toThrow("params must be three numbers for merton");
    expect(message({ params: [1, 2] })).toThrow(InputError);
    expect(message({ params: [1, 2, 3, 4] })).toThrow(InputError);
    expect(message({ params: [-1, 0, 0.1] })).toThrow("params must have at least 0 jumps a year, got -1");
    expect(message({ params: [1, 0, -0.1] })).toThrow("params must have a deviation of at least 0, got -0.1");
  });

  test("absurd rates are no number", () => {
    expect(() => optionPrice({ ...spot, rate: -2000, yield: -2000 })).toThrow(NumericError);
    expect(() => optionPrice({ ...spot, rate: 2000 })).toThrow(NumericError);
  });
});

describe("agreement with Fourier inversion of the characteristic function", () => {
  /** Lewis (2001), A simple option formula for general jump-diffusion, eq. 3.11, by the trapezoidal rule. */
  function inverted({
    strike,
    underlying,
    years,
    volatility,
    rate,
    yield: income = 0,
    params = [],
  }: OptionInput) {
    const [perYear = 0, mean = 0, deviation = 0] = params;
    const forward = underlying * Math.exp((rate - income) * years);
    const growth = Math.expm1(mean + deviation ** 2 / 2);
    const step = 0.02;
    let sum = 0;
    for (let u = 0; u < 80; u += step) {
      const size = Math.exp(mean / 2 + (deviation ** 2 * (0.25 - u * u)) / 2);
      const angle = mean * u + (deviation ** 2 * u) / 2;
      const real =
        -(volatility ** 2 / 2) * (u * u + 0.25) + perYear * (size * Math.cos(angle) - 1 - growth / 2);
      const imaginary = perYear * (size * Math.sin(angle) - u * growth);
      const phase = imaginary * years + u * Math.log(forward / strike);
      const term = (Math.exp(real * years) * Math.cos(phase)) / (u * u + 0.25);
      sum += term * (u === 0 ? step / 2 : step);
    }
    return Math.exp(-rate * years) * (forward - (Math.sqrt(forward * strike) * sum) / Math.PI);
  }

  const params = [
    [2, -0.2, 0.3],
    [0.1, -0.9, 0.1],
    [12, 0.15, 0],
    [300, -0.01, 0.05],
    [0, 0, 0],
  ];

  test.each(params)("%d jumps a year of %d and %d", (...jump) => {
    for (const strike of [40, 90, 100, 110, 250]) {
      const given = { ...jumpy, strike, params: jump };
      expect(optionPrice(given)).toBeWithin(inverted(given), { absolute: 2e-11 });
    }
  });

  test("many small jumps are a diffusion of the same variance", () => {
    const many = { ...jumpy, volatility: 0.3, params: [9000, 0, 0.004] };
    expect(optionPrice(many)).toBeWithin(inverted(many), { absolute: 5e-9 });
    const diffusion = optionPrice({ ...spot, volatility: Math.sqrt(0.09 + 9000 * 0.004 ** 2) });
    expect(optionPrice(many)).toBeWithin(diffusion, { absolute: 1e-3 });
  });
});

describe("columns", () => {
  const column = (
    rows: readonly OptionInput[],
    field: "underlying" | "strike" | "years" | "volatility" | "rate",
  ) => Float64Array.from(rows, (given) => given[field]);

  function priceColumn(rows: readonly OptionInput[], { type, process, params, yield: income }: OptionInput) {
    const prices = new Float64Array(rows.length);
    const given = {
      type,
      process,
      params,
      underlying: column(rows, "underlying"),
      strike: column(rows, "strike"),
      years: column(rows, "years"),
      volatility: column(rows, "volatility"),
      rate: column(rows, "rate"),
      yield: income === undefined ? undefined : new Float64Array(rows.length).fill(income),
    };
    optionPrices(given, rows.length, prices);
    return prices;
  }

  test("give what the rows give by themselves, in the same bits", () => {
    const row = fc.record({
      underlying: fc.double({ min: 1, max: 1e6, noNaN: true }),
      strike: fc.double({ min: 1, max: 1e6, noNaN: true }),
      years: fc.double({ min: 0, max: 3, noNaN: true }),
      volatility,
      rate: fc.double({ min: -0.1, max: 0.3, noNaN: true }),
    });
    const law = (base: OptionInput, rows: Partial<OptionInput>[]) => {
      const options = rows.map((given) => ({ ...base, ...given }));
      expect([...priceColumn(options, base)]).toEqual(options.map(optionPrice));
    };
    const black: OptionInput = { ...spot, yield: undefined, process: "black76" };
    const base = fc.constantFrom(black, spot, { ...spot, type: "put" as const, yield: undefined }, jumpy);
    fc.assert(fc.property(base, fc.array(row, { maxLength: 700 }), law), { numRuns: 20 });
  });

  test("a row without a price is not a number, and all are where an argument is wrong", () => {
    expect(priceColumn([spot, { ...spot, rate: -2000 }, spot], spot)[1]).toBeNaN();
    expect(priceColumn([spot, { ...spot, rate: -2000 }, spot], spot)[2]).toBe(optionPrice(spot));
    expect([...priceColumn([spot, spot], { ...spot, params: [1, 2, 3] })]).toEqual([NaN, NaN]);
    expect([...priceColumn([spot], { ...spot, process: "black76" })]).toEqual([NaN]);
    const impossible = { ...jumpy, years: 9999 };
    expect([...priceColumn([impossible, jumpy], jumpy)]).toEqual([NaN, optionPrice(jumpy)]);
    expect(() => optionPrice(impossible)).toThrow("merton handles up to 10000 expected jumps before expiry");
  });
});

test("a spot's price to 4 units in the last place of 50 digits, out of and in the money, also far", () => {
  const law = (
    type: "call" | "put",
    deviations: number,
    volatility: number,
    years: number,
    income: number,
  ) => {
    const underlying = 100 * Math.exp(deviations * volatility * Math.sqrt(years));
    const given = { type, underlying, strike: 100, years, volatility, rate: 0.07, yield: income } as const;
    const sign = type === "call" ? 1 : -1;
    const [time, rate] = [exact(years), exact(0.07)];
    const forward = rate.minus(exact(income)).times(time).exp().times(exact(underlying));
    const s = exact(volatility).times(time.sqrt());
    const d1 = forward.div(100).ln().div(s).plus(s.div(2));
    const held = exactDistribution(d1.times(sign)).times(forward);
    const paid = exactDistribution(d1.minus(s).times(sign)).times(100);
    const right = held.minus(paid).times(sign).times(rate.times(time).neg().exp());
    fc.pre(right.gt("1e-300"));
    expect(optionPrice({ ...given, process: "bsm" })).toBeWithin(right, { relative: 8.8e-16, inputs: given });
  };
  const deviations = fc.oneof(between(-3, 3), between(-30, 30));
  fc.assert(
    fc.property(
      fc.constantFrom("call" as const, "put" as const),
      deviations,
      between(0.02, 1.5),
      between(0.001, 4),
      between(-0.2, 0.3),
      law,
    ),
  );
});
