import { exponentOf, powerOfTwo } from "../../../src/core/numeric/bits";

test("every power of 2 that there is, and its exponent", () => {
  let power = 1;
  for (let exponent = 0; exponent <= 1023; exponent++, power *= 2) {
    expect([powerOfTwo(exponent), exponentOf(power)]).toEqual([power, exponent]);
    if (exponent > 0) expect(exponentOf(power * (1 - Number.EPSILON / 2))).toBe(exponent - 1);
  }
  expect([powerOfTwo(1024), powerOfTwo(2000)]).toEqual([Infinity, Infinity]);
  power = 1;
  for (let exponent = 0; exponent >= -1074; exponent--, power /= 2)
    expect([powerOfTwo(exponent), exponentOf(power)]).toEqual([power, exponent]);
  expect([powerOfTwo(-1075), powerOfTwo(-5000)]).toEqual([0, 0]);
  expect([exponentOf(0), exponentOf(Infinity)]).toEqual([-Infinity, 1024]);
});
