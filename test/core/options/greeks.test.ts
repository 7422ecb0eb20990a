import fc from "fast-check";
import { NoAnswerError } from "../../../src/core/errors";
import type { OptionGreeks } from "../../../src/core/options/greeks";
import { optionGreeks } from "../../../src/core/options/greeks";
import type { OptionInput } from "../../../src/core/options/process";
import { optionPrice } from "../../../src/core/options/process";

// Haug (1998), ch. 1 and 2, to four decimals; theta per year, rho per 1.00.
const table = [
  // greek type  underlying strike years vol  rate  yield process    value
  ["delta", "call", 105, 100, 0.5, 0.36, 0.1, undefined, "black76", 0.5946],
  ["delta", "put", 105, 100, 0.5, 0.36, 0.1, undefined, "black76", -0.3566],
  ["gamma", "call", 55, 60, 0.75, 0.3, 0.1, 0, "bsm", 0.0278],
  ["vega", "put", 55, 60, 0.75, 0.3, 0.1, 0, "bsm", 18.9358],
  ["theta", "put", 430, 405, 0.0833, 0.2, 0.07, 0.05, "bsm", -31.1924],
  ["rho", "call", 72, 75, 1, 0.19, 0.09, 0, "bsm", 38.7325],
] as const;

test.each(table)(
  "%s of a %s %d %d %d %d %d %p %s",
  (greek, type, underlying, strike, years, volatility, rate, yieldRate, process, value) => {
    const given = { type, underlying, strike, years, volatility, rate, yield: yieldRate, process };
    expect(optionGreeks(given)[greek]).toBeWithin(value, { absolute: 5e-5 });
  },
);

const forward: OptionInput = {
  type: "call",
  underlying: 100,
  strike: 110,
  years: 0.6,
  volatility: 0.5,
  rate: 0.04,
  process: "black76",
};
const spot: OptionInput = { ...forward, yield: 0.03, process: "bsm" };
const jumpy: OptionInput = { ...spot, process: "merton", params: [2, -0.2, 0.3] };
const options = [forward, spot, jumpy, { ...jumpy, params: [5, 0.1, 0] }];

const strike = fc.double({ min: 20, max: 500, noNaN: true });
const volatility = fc.double({ min: 0.05, max: 2, noNaN: true });
const option = fc
  .tuple(fc.constantFrom(...options), fc.constantFrom("call" as const, "put" as const), strike, volatility)
  .map(([base, type, strike, volatility]): OptionInput => ({ ...base, type, strike, volatility }));

describe("laws", () => {
  test("call and put share gamma and vega; their deltas differ by what a forward holds", () => {
    const law = (given: OptionInput) => {
      const call = optionGreeks({ ...given, type: "call" });
      const put = optionGreeks({ ...given, type: "put" });
      expect(Number(call.gamma)).toBeWithin(Number(put.gamma), { absolute: 5e-13 });
      expect(call.vega).toBeWithin(put.vega, { absolute: 5e-11 });
      const held = Math.exp(-(given.process === "black76" ? 0.04 : 0.03) * 0.6);
      expect(call.delta - put.delta).toBeWithin(held, { absolute: 5e-12 });
    };
    fc.assert(fc.property(option, law));
  });

  test("per point, per day and the price are what their names say", () => {
    const law = (given: OptionInput) => {
      const greeks = optionGreeks(given);
      expect(greeks.vegaPerPoint).toBe(greeks.vega / 100);
      // A theta of the smallest doubles is 0 per day, and no -0.
      expect(greeks.thetaPerDay).toBe(Number(greeks.theta) / 365 + 0);
      expect(greeks.price).toBeWithin(optionPrice(given), { absolute: 5e-13 });
    };
    fc.assert(fc.property(option, law));
  });

  test("theta of bsm obeys the Black-Scholes equation", () => {
    const law = (given: OptionInput) => {
      const { price, delta, gamma, theta } = optionGreeks(given);
      const income = given.process === "black76" ? 0.04 : 0.03;
      const earned = 0.04 * price - (0.04 - income) * 100 * delta;
      expect(Number(theta)).toBeWithin(earned - (given.volatility ** 2 * 100 ** 2 * Number(gamma)) / 2, {
        absolute: 5e-10,
      });
    };
    fc.assert(
      fc.property(
        option.filter(({ process }) => process !== "merton"),
        law,
      ),
    );
  });
});

describe("edges", () => {
  const infinite = (value: number | NoAnswerError) => expect(value).toBeInstanceOf(NoAnswerError);

  test.each([forward, spot, jumpy])("at expiry at the strike: %j", (given) => {
    const greeks = optionGreeks({ ...given, strike: 100, years: 0 });
    expect(greeks).toMatchObject({ price: 0, delta: 0.5, vega: 0, vegaPerPoint: 0, rho: 0 });
    for (const value of [greeks.gamma, greeks.theta, greeks.thetaPerDay]) infinite(value);
    expect(greeks.gamma).toHaveProperty("message", "gamma is infinite at the strike 100 with no time left");
  });

  test("at expiry away from the strike", () => {
    expect(optionGreeks({ ...spot, strike: 90, years: 0 })).toMatchObject({
      delta: 1,
      gamma: 0,
      vega: 0,
      rho: 0,
    });
    expect(optionGreeks({ ...spot, strike: 90, years: 0 }).theta).toBeWithin(0.03 * 100 - 0.04 * 90, {
      absolute: 5e-13,
    });
    expect(optionGreeks({ ...spot, years: 0 })).toMatchObject({ price: 0, delta: 0, gamma: 0, theta: 0 });
    expect(optionGreeks({ ...forward, type: "put", years: 0 })).toMatchObject({
      delta: -1,
      gamma: 0,
      rho: 0,
    });
  });

  test("at expiry a jump may still come: merton's theta is the limit of those before", () => {
    const theta = (years: number) => Number(optionGreeks({ ...jumpy, strike: 90, years }).theta);
    expect(theta(0)).toBeWithin(theta(1e-7), { absolute: 5e-5 });
    expect(theta(0)).toBeLessThan(-1);
  });

  test("no volatility at the strike: vega of a small one, infinite gamma, finite theta", () => {
    const greeks = optionGreeks({ ...forward, strike: 100, volatility: 0 });
    infinite(greeks.gamma);
    expect(greeks.vega).toBeWithin(Math.exp(-0.024) * 100 * Math.sqrt(0.6 / (2 * Math.PI)), {
      absolute: 5e-12,
    });
    expect(greeks).toMatchObject({ theta: 0, rho: 0 });
    expect(greeks.delta).toBeWithin(0.5 * Math.exp(-0.024), { absolute: 5e-15 });
  });

  test("no volatility but jumps of random size: everything is finite", () => {
    const greeks: OptionGreeks = optionGreeks({ ...jumpy, volatility: 0 });
    for (const value of Object.values(greeks)) expect(Number.isFinite(value)).toBe(true);
    expect(greeks.vega).toBe(0);
  });
});

describe("agreement with finite differences of the price", () => {
  type Input = "underlying" | "years" | "volatility" | "rate";

  /** Five-point central difference: error of the order of step^4. */
  function slope(given: OptionInput, name: Input, step: number): number {
    const at = (count: number) => optionPrice({ ...given, [name]: given[name] + count * step });
    return (8 * (at(1) - at(-1)) - (at(2) - at(-2))) / (12 * step);
  }

  test("delta, gamma, vega, theta and rho", () => {
    const law = (given: OptionInput) => {
      const { delta, gamma, vega, theta, rho } = optionGreeks(given);
      const deltaAt = (underlying: number) => optionGreeks({ ...given, underlying }).delta;
      expect(delta).toBeWithin(slope(given, "underlying", 0.01), { absolute: 5e-8 });
      expect(Number(gamma)).toBeWithin((deltaAt(100.001) - deltaAt(99.999)) / 0.002, { absolute: 5e-7 });
      expect(vega).toBeWithin(slope(given, "volatility", 1e-4), { absolute: 5e-6 });
      expect(Number(theta)).toBeWithin(-slope(given, "years", 1e-4), { absolute: 5e-6 });
      expect(rho).toBeWithin(slope(given, "rate", 1e-4), { absolute: 5e-7 });
    };
    fc.assert(fc.property(option, law));
  });
});
