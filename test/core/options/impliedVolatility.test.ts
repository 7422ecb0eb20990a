import fc from "fast-check";
import { NoAnswerError, NumericError } from "../../../src/core/errors";
import { brent } from "../../../src/core/numeric/roots";
import { blackPrice, undiscountedBlack } from "../../../src/core/options/black";
import {
  impliedVolatilities,
  impliedVolatility,
  type QuotedOption,
} from "../../../src/core/options/impliedVolatility";

// Bisection of Black's formula in mpmath, 40 digits and 260 for 1e-200, at the decimals as they stand here.
const table = [
  // type  price   forward strike years rate  volatility            relative tolerance
  ["put", 4640.04, 60000, 55000, 0.25, 0, 0.600000320261074289, 5e-16],
  ["call", 3000, 60000, 65000, 0.25, 0.04, 0.413930162571343169, 5e-16],
  ["call", 1e-200, 60000, 100000, 0.1, 0, 0.0532604831093095319, 5e-16],
  ["put", 1e-200, 60000, 59000, 0.1, 0, 0.0017593952380638655, 5e-16],
  // Near the upper bound, in the money, and at the money with next to no volatility.
  ["call", 59999, 60000, 65000, 0.25, 0, 17.2570617732020123, 5e-16],
  ["call", 20500, 60000, 40000, 1, 0, 0.287339177679727309, 5e-16],
  ["call", 0.001, 60000, 60000, 0.25, 0, 8.35542758210333562e-8, 5e-16],
] as const;

test.each(table)(
  "%s at %d on %d struck at %d",
  (type, price, forward, strike, years, rate, expected, tolerance) => {
    const inputs = { type, price, forward, strike, years, rate };
    expect(impliedVolatility(inputs)).toBeWithin(expected, { relative: tolerance, inputs });
  },
);

describe("laws", () => {
  test("price to volatility to price over a grid, from 1e-200 to the last digit below the bound", () => {
    let [count, worst] = [0, 0];
    for (let i = -60; i <= 60; i++) {
      for (let j = 0; j <= 60; j++) {
        // Log moneyness from 1e-4 to 20 either way, deviations from 3e-4 to 54.
        const distance = i === 0 ? 0 : Math.sign(i) * Math.exp((Math.abs(i) - 45) / 5);
        const deviation = Math.exp((2 * j - 80) / 10);
        const [forward, strike] = [60000, 60000 * Math.exp(-distance)];
        const type = forward <= strike ? "call" : "put";
        const price = undiscountedBlack({ type, forward, strike, deviation });
        if (price < 1e-200 || price >= Math.min(forward, strike)) continue;
        const volatility = impliedVolatility({ type, price, forward, strike, years: 1, rate: 0 });
        const back = undiscountedBlack({ type, forward, strike, deviation: volatility });
        // What one rounding of the volatility does to the price.
        const condition = 1 + (distance / volatility) ** 2;
        count++;
        worst = Math.max(worst, Math.abs(back / price - 1) / condition);
      }
    }
    expect(count).toBeGreaterThan(4000);
    expect(worst).toBeLessThan(2.5e-15);
  });

  test("volatility to price to volatility, where the price still determines it", () => {
    const law = (strike: number, volatility: number, years: number, rate: number) => {
      const type = strike > 60000 ? "call" : "put";
      const option = { type, forward: 60000, strike, years, rate } as const;
      const price = blackPrice({ ...option, volatility });
      fc.pre(price > 1e-200 && volatility * Math.sqrt(years) < 2);
      expect(impliedVolatility({ ...option, price })).toBeWithin(volatility, { relative: 2e-14 });
    };
    const numbers = [
      fc.double({ min: 20000, max: 200000, noNaN: true }),
      fc.double({ min: 0.01, max: 3, noNaN: true }),
      fc.double({ min: 0.001, max: 5, noNaN: true }),
      fc.double({ min: -0.02, max: 0.2, noNaN: true }),
    ] as const;
    fc.assert(fc.property(...numbers, law), { numRuns: 2000 });
  });

  test("parity: call and put of one strike have one volatility", () => {
    const law = (strike: number, volatility: number) => {
      const option = { forward: 60000, strike, years: 1, rate: 0.03 };
      const [call, put] = (["call", "put"] as const).map((type) =>
        impliedVolatility({ type, ...option, price: blackPrice({ type, ...option, volatility }) }),
      );
      expect(call).toBeWithin(put, { absolute: 1e-10 });
    };
    const strike = fc.double({ min: 40000, max: 90000, noNaN: true });
    const volatility = fc.double({ min: 0.3, max: 1.5, noNaN: true });
    fc.assert(fc.property(strike, volatility, law));
  });
});

describe("edges", () => {
  const call: QuotedOption = {
    type: "call",
    price: 10000,
    forward: 60000,
    strike: 50000,
    years: 0.5,
    rate: 0,
  };

  test("the intrinsic value is a volatility of 0, also discounted", () => {
    expect(impliedVolatility(call)).toBe(0);
    expect(impliedVolatility({ ...call, rate: 0.05, price: 10000 * Math.exp(-0.025) })).toBe(0);
  });

  test.each([
    [{ price: 9999 }, "no volatility gives a price as low as 9999: exercise is worth 10000"],
    [{ price: 60000 }, "no volatility gives a price as high as 60000: 60000 or more"],
    [{ type: "put", price: 50000 }, "no volatility gives a price as high as 50000: 50000 or more"],
    [{ type: "put", strike: 70000, price: 9000 }, "no volatility gives a price as low as 9000"],
  ] as const)("%o has no volatility", (change, message) => {
    const solve = () => impliedVolatility({ ...call, ...change });
    expect(solve).toThrow(NoAnswerError);
    expect(solve).toThrow(message);
  });

  test.each(["call", "put"] as const)("discounted beyond the range of doubles: a %s", (type) => {
    const strike = type === "call" ? 50000 : 70000;
    const absurd = { type, price: 1, forward: 60000, strike, years: 100, rate: -7.1 } as const;
    expect(() => impliedVolatility(absurd)).toThrow(NumericError);
  });

  test("one unit in the last place from either bound still has one", () => {
    expect(impliedVolatility({ ...call, price: 10000 * (1 + 2.3e-16) })).toBeGreaterThan(0);
    const high = impliedVolatility({ ...call, price: 59999.99999999999 });
    expect(high).toBeGreaterThan(20);
    expect(high).toBeLessThan(30);
  });

  test("units of any size", () => {
    for (const unit of [1e-150, 1e-30, 1e30, 1e150]) {
      const scaled = {
        type: "put",
        price: 4640.04 * unit,
        forward: 60000 * unit,
        strike: 55000 * unit,
      } as const;
      expect(impliedVolatility({ ...scaled, years: 0.25, rate: 0 })).toBeWithin(0.600000320261074289, {
        absolute: 5e-14,
      });
    }
  });
});

test("columns give what the rows give by themselves, in the same bits, and no number where there is none", () => {
  const quotes = Array.from({ length: 600 }, (_, row) => ({
    type: "put" as const,
    price: [10 + 17 * row, 1e-40, 0.001, 5000, 1e9][row % 5] ?? NaN,
    forward: 60000,
    strike: 50000 + 30 * row,
    years: 0.1 + row / 300,
    rate: row / 3000 - 0.05,
  }));
  const column = (field: "price" | "forward" | "strike" | "years" | "rate") =>
    Float64Array.from(quotes, (quote) => quote[field]);
  const options = {
    type: "put" as const,
    price: column("price"),
    forward: column("forward"),
    strike: column("strike"),
    years: column("years"),
    rate: column("rate"),
  };
  const out = new Float64Array(600);
  impliedVolatilities(options, 600, out);
  const own = quotes.map((quote) => {
    try {
      return impliedVolatility(quote);
    } catch {
      return NaN;
    }
  });
  expect([...out]).toEqual(own);
  expect(own.filter(Number.isFinite).length).toBeGreaterThan(200);
  expect(own.filter(Number.isNaN).length).toBeGreaterThan(100);
});

test("agreement with Brent's method on the price", () => {
  const law = (strike: number, volatility: number) => {
    const option = { type: "call", forward: 60000, strike, years: 0.5, rate: 0.02 } as const;
    const price = blackPrice({ ...option, volatility });
    const other = brent((sigma) => blackPrice({ ...option, volatility: sigma }) - price, 0.01, 5);
    expect(impliedVolatility({ ...option, price })).toBeWithin(other, { absolute: 1e-11 });
  };
  const inputs = [
    fc.double({ min: 45000, max: 80000, noNaN: true }),
    fc.double({ min: 0.4, max: 1.5, noNaN: true }),
  ] as const;
  fc.assert(fc.property(...inputs, law));
});

test("what exercise is worth today is a number, or the option is beyond the range of one", () => {
  // e^(0.01 x 65,000) forwards are more than any double.
  const option = { type: "call", price: 2e15, forward: 1e308, strike: 65_000, years: 65_000 } as const;
  expect(() => impliedVolatility({ ...option, rate: -0.01 })).toThrow(
    new NumericError("option beyond the range of double precision"),
  );
  expect(() => impliedVolatility({ ...option, price: 1, years: 1, rate: 0 })).toThrow(
    "exercise is worth 1e+308",
  );
});
