import fc from "fast-check";
import { undiscountedBlack } from "../../../src/core/options/black";
import { optionGreeks } from "../../../src/core/options/greeks";
import { jumpPayoff } from "../../../src/core/options/jumpColumns";
import { jumpParts, poisson, type JumpOption, type Jumps } from "../../../src/core/options/jumps";
import { optionPrice } from "../../../src/core/options/process";

const between = (min: number, max: number) => fc.double({ min, max, noNaN: true });

/** Options of every process: few and many jumps, of fixed and random size, with and without volatility. */
const option = fc.record({
  type: fc.constantFrom("call" as const, "put" as const),
  forward: fc.constant(100),
  strike: fc.oneof(between(-0.7, 0.7), between(-8, 8)).map((log) => 100 * Math.exp(log)),
  years: between(0, 1.2),
  volatility: fc.oneof(fc.constant(0), between(0, 0.02), between(0, 2)),
});
const few = fc.record({
  perYear: between(0.001, 60),
  meanLog: between(-0.8, 0.5),
  deviation: fc.oneof(fc.constant(0), between(0, 0.6)),
});
const many = fc.record({
  perYear: between(400, 8000),
  meanLog: between(-0.02, 0.02),
  deviation: fc.oneof(fc.constant(0), between(0, 0.02)),
});

/** All terms, from the smallest to the largest. */
function wholeSum(given: JumpOption, jumps: Jumps): number {
  const terms = jumpParts(given, jumps).map((part) => part.probability * undiscountedBlack(part.option));
  return terms.sort((a, b) => a - b).reduce((sum, term) => sum + term, 0);
}

test("agreement with the sum of all terms, to 1e-12 down to prices of 1e-60", () => {
  const law = (given: JumpOption, jumps: Jumps) => {
    const whole = wholeSum(given, jumps);
    fc.pre(whole > 1e-60);
    expect(jumpPayoff(given, jumps)).toBeWithin(whole, { relative: 1e-12, inputs: { ...given, ...jumps } });
  };
  fc.assert(fc.property(option, few, law), { numRuns: 300 });
  fc.assert(fc.property(option, many, law), { numRuns: 100 });
});

test("a sum is the same after another number of jumps was expected elsewhere", () => {
  const given = { type: "put", forward: 100, strike: 90, years: 1, volatility: 0.4 } as const;
  const jumps = { perYear: 700, meanLog: -0.01, deviation: 0.02 };
  const before = jumpPayoff(given, jumps);
  poisson(3);
  expect(jumpPayoff(given, jumps)).toBe(before);
});

test("more jumps than can be summed are no number", () => {
  const given = { type: "put", forward: 100, strike: 90, years: 1, volatility: 0.4 } as const;
  expect(jumpPayoff(given, { perYear: 10_001, meanLog: 0, deviation: 0.01 })).toBeNaN();
});

test("Greeks of many jumps, summed at steps, are those of all terms", () => {
  const given = { underlying: 100, strike: 104, years: 0.8, volatility: 0.3, rate: 0.03, yield: 0.01 };
  const params = [6000, -0.003, 0.004];
  const option = { type: "call" as const, process: "merton" as const, params, ...given };
  const { price, vega, theta } = optionGreeks(option);
  expect(price).toBeWithin(optionPrice(option), { relative: 1e-13 });
  const at = (change: Partial<typeof given>) => optionPrice({ ...option, ...change });
  expect(vega).toBeWithin((at({ volatility: 0.3001 }) - at({ volatility: 0.2999 })) / 2e-4, {
    relative: 1e-6,
  });
  expect(Number(theta)).toBeWithin((at({ years: 0.7999 }) - at({ years: 0.8001 })) / 2e-4, {
    relative: 1e-6,
  });
});
