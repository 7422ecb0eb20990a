import fc from "fast-check";
import { blackPrice, blackShares, undiscountedBlack } from "../../../src/core/options/black";
import { exact } from "../../exact";
import { relativeError } from "../numeric/exactNormal";
import { printedBlack } from "./exactBlack";

// Haug (1998), pp. 2-8; the last row is that of docs/formulas.md, OPTION_PRICE, by mpmath.
const table = [
  // type  forward strike years vol   rate  price        tolerance
  ["call", 19, 19, 0.75, 0.28, 0.1, 1.7011, 5e-5],
  ["put", 19, 19, 0.75, 0.28, 0.1, 1.7011, 5e-5],
  ["call", 60 * Math.exp(0.08 * 0.25), 65, 0.25, 0.3, 0.08, 2.1334, 5e-5],
  ["put", 100 * Math.exp(0.05 * 0.5), 95, 0.5, 0.2, 0.1, 2.4648, 5e-5],
  ["put", 60000, 55000, 0.25, 0.6, 0, 4640.036521, 5e-7],
] as const;

test.each(table)("%s %d %d %d %d %d", (type, forward, strike, years, volatility, rate, price, tolerance) => {
  const inputs = { type, forward, strike, years, volatility, rate };
  const source = "Haug (1998), pp. 2-8; the last row docs/formulas.md, by mpmath";
  expect(blackPrice(inputs)).toBeWithin(price, { absolute: tolerance, inputs, source });
});

const types = ["call", "put"] as const;
const price = fc.double({ min: 1, max: 1e6, noNaN: true });
const deviation = fc.double({ min: 1e-9, max: 15, noNaN: true });

describe("laws", () => {
  test("put-call parity", () => {
    const law = (forward: number, strike: number, deviation: number) => {
      const [call, put] = types.map((type) => undiscountedBlack({ type, forward, strike, deviation }));
      expect(Math.abs((call ?? NaN) - (put ?? NaN) - (forward - strike))).toBeLessThan(
        1e-15 * (forward + strike),
      );
    };
    fc.assert(fc.property(price, price, deviation, law));
  });

  test("a call on F struck at K is a put on K struck at F", () => {
    const law = (forward: number, strike: number, deviation: number) => {
      const call = undiscountedBlack({ type: "call", forward, strike, deviation });
      const put = undiscountedBlack({ type: "put", forward: strike, strike: forward, deviation });
      expect(call).toBeWithin(put, { absolute: 1e-14 * put });
    };
    fc.assert(fc.property(price, price, deviation, law));
  });

  test("between intrinsic value and forward, and rising with deviation", () => {
    const law = (forward: number, strike: number, deviation: number) => {
      const call = (s: number) => undiscountedBlack({ type: "call", forward, strike, deviation: s });
      expect(call(deviation)).toBeGreaterThanOrEqual(Math.max(forward - strike, 0));
      expect(call(deviation)).toBeLessThanOrEqual(forward * (1 + 1e-15));
      expect(call(deviation * 1.001)).toBeGreaterThanOrEqual(call(deviation) * (1 - 1e-15));
    };
    fc.assert(fc.property(price, price, deviation, law));
  });

  test("the shares make up the price", () => {
    const law = (forward: number, strike: number, deviation: number) => {
      for (const type of types) {
        const { forwardShare, strikeShare } = blackShares({ type, forward, strike, deviation });
        const value = undiscountedBlack({ type, forward, strike, deviation });
        const difference = forwardShare * forward - strikeShare * strike - value;
        expect(Math.abs(difference)).toBeLessThan(2e-15 * (forward + strike));
      }
    };
    fc.assert(fc.property(price, price, deviation, law));
  });
});

describe("edges", () => {
  const option = { forward: 60000, strike: 55000, years: 0.25, volatility: 0.6, rate: 0.05 };

  test("no time or no volatility is the discounted intrinsic value", () => {
    expect(blackPrice({ ...option, type: "call", years: 0 })).toBe(5000);
    expect(blackPrice({ ...option, type: "put", years: 0 })).toBe(0);
    expect(blackPrice({ ...option, type: "call", volatility: 0 })).toBeWithin(5000 * Math.exp(-0.0125), {
      absolute: 5e-12,
    });
  });

  test("shares without deviation are 0, 1 or a half", () => {
    const shares = (type: "call" | "put", strike: number) =>
      blackShares({ type, forward: 100, strike, deviation: 0 });
    expect(shares("call", 90)).toEqual({ forwardShare: 1, strikeShare: 1, density: 0 });
    expect(shares("put", 110)).toEqual({ forwardShare: -1, strikeShare: -1, density: 0 });
    expect(shares("put", 100)).toMatchObject({ forwardShare: -0.5, strikeShare: -0.5 });
    expect(shares("call", 110).forwardShare).toBe(0);
  });

  test("unlimited deviation makes a call the forward and a put the strike", () => {
    expect(undiscountedBlack({ type: "call", forward: 100, strike: 90, deviation: 1000 })).toBe(100);
    expect(undiscountedBlack({ type: "put", forward: 100, strike: 90, deviation: 1000 })).toBe(90);
  });

  test("the smallest deviation neither overflows nor is not a number", () => {
    expect(undiscountedBlack({ type: "call", forward: 100, strike: 101, deviation: 5e-324 })).toBe(0);
    expect(undiscountedBlack({ type: "put", forward: 100, strike: 101, deviation: 5e-324 })).toBe(1);
  });
});

describe("agreement with 50 digits", () => {
  const deviations = [1e-8, 1e-5, 0.003, 0.04, 0.3, 0.7, 1.1, 2.5, 6, 20];
  const distances = [-36.5, -20, -7, -2.3, -1.01, -0.99, -0.3, -1e-3, 0, 1e-7, 0.6, 1, 1.4, 3.3, 12, 33];
  const near = deviations.flatMap((s) =>
    distances.filter((d) => Math.abs(d * s) < Math.log(1000)).map((d) => [Math.exp(d * s), s] as const),
  );
  const wide = deviations.flatMap((s) =>
    [1e-3, 0.01, 0.4, 1 - 1e-9, 1, 1.3, 50, 1e3].map((ratio) => [ratio, s] as const),
  );

  test.each(types)("%s to 1e-14, strikes from 1e-3 to 1e3 and prices down to 1e-290", (type) => {
    const errors = [...near, ...wide].map(([ratio, s]) => {
      const [forward, years, volatility] = [60000 * ratio, 0.7, s / Math.sqrt(0.7)];
      const { value } = printedBlack(type, forward, 60000, exact(years).sqrt().times(exact(volatility)));
      const got = blackPrice({ type, forward, strike: 60000, years, volatility, rate: 0 });
      return value.lt("1e-290") ? got : relativeError(got, value);
    });
    expect(Math.max(...errors)).toBeLessThan(1e-14);
  });

  test("to 5e-15 where the deviation, too, is felt in the exponent", () => {
    const [forward, strike, years, volatility] = [3e-120, 7e119, 0.3, 36];
    const { value } = printedBlack("call", forward, strike, exact(years).sqrt().times(exact(volatility)));
    const got = blackPrice({ type: "call", forward, strike, years, volatility, rate: 0 });
    expect(got).toBeWithin(value, { relative: 5e-15 });
  });

  test.each(types)("%s shares to 1e-14", (type) => {
    const errors = near.flatMap(([ratio, deviation]) => {
      const forward = 60000 * ratio;
      const { forwardShare, strikeShare } = printedBlack(type, forward, 60000, exact(deviation));
      const got = blackShares({ type, forward, strike: 60000, deviation });
      return [
        forwardShare.abs().lt("1e-290") ? 0 : relativeError(got.forwardShare, forwardShare),
        strikeShare.abs().lt("1e-290") ? 0 : relativeError(got.strikeShare, strikeShare),
      ];
    });
    expect(Math.max(...errors)).toBeLessThan(1e-14);
  });
});
