import fc from "fast-check";
import { normalDensity } from "../../../src/core/numeric/normal";
import { integral } from "../../../src/core/numeric/quadrature";

const table: [string, (x: number) => number, number, number, number][] = [
  ["exponential", Math.exp, 0, 1, Math.E - 1],
  ["normal density", normalDensity, -9, 9, 1],
  [
    "a narrow peak off the middle",
    (x) => 1 / ((x - 0.3) ** 2 + 1e-4),
    0,
    1,
    100 * (Math.atan(70) + Math.atan(30)),
  ],
  ["a root at the end", Math.sqrt, 0, 1, 2 / 3],
  ["a kink", (x) => Math.abs(x - 0.3), 0, 1, 0.29],
];

test.each(table)("%s", (_, f, from, to, value) => {
  expect(integral(f, [from, to])).toBeWithin(value, { relative: 1e-11 });
});

test("powers up to 31 take one interval: Kronrod's rule of 21 points is exact for them", () => {
  for (let power = 0; power <= 31; power++) {
    let calls = 0;
    const f = (x: number) => {
      calls++;
      return x ** power;
    };
    expect(integral(f, [0, 2], 1e30) / (2 ** (power + 1) / (power + 1))).toBeWithin(1, { absolute: 5e-14 });
    expect(calls).toBe(21);
  }
});

test("intervals add up, and the other way round the sign changes", () => {
  const law = (from: number, middle: number, to: number) => {
    const value = Math.exp(to) - Math.exp(from);
    expect(integral(Math.exp, [from, middle, to])).toBeWithin(value, { absolute: 5e-10 });
    expect(integral(Math.exp, [to, middle, from])).toBeWithin(-value, { absolute: 5e-10 });
  };
  const ends = fc.double({ min: -3, max: 3, noNaN: true });
  fc.assert(fc.property(ends, ends, ends, law));
});

test("beside something large a small integral takes less work", () => {
  let calls = 0;
  const kinked = (x: number) => {
    calls++;
    return Math.abs(x - 0.3);
  };
  expect(integral(kinked, [0, 1], 1e8)).toBeWithin(0.29, { absolute: 5e-4 });
  expect(calls).toBeLessThan(100);
});
