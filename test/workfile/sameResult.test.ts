import { ErrorValue, type Scalar } from "../../src/workfile/evaluate/scalar";
import { isSameResult, isSameValue } from "../../src/workfile/sameResult";

const error = (code: string) => new ErrorValue(code);

test.each<[a: Scalar, b: Scalar, asValue: boolean, asResult: boolean]>([
  [1, 1, true, true],
  [0, 0, true, true],
  [3e8, 3e8 * (1 + 5e-13), true, true],
  [3e8, 3e8 * (1 + 5e-12), false, true],
  [-3e-8, -3e-8 * (1 + 5e-10), false, true],
  [1, 1 + 2e-9, false, false],
  [0, 1e-300, false, false],
  [1, -1, false, false],
  ["", null, true, true],
  ["a", "b", false, false],
  ["NPV 12.345678901234", "NPV 12.3456789012", false, true],
  ["NPV 12.345678901234", "NPV 12.3456799012", false, false],
  ["1", 1, false, false],
  [true, 1, false, false],
  [0, null, false, false],
  [error("#N/A"), error("#N/A"), true, true],
  [error("#N/A"), error("#NUM!"), false, false],
  [error("#N/A"), null, false, false],
])("%p and %p", (a, b, asValue, asResult) => {
  for (const [one, other] of [
    [a, b],
    [b, a],
  ] as const) {
    expect(isSameValue(one, other)).toBe(asValue);
    expect(isSameResult(one, other)).toBe(asResult);
  }
});

test("results may differ by what is left of numbers that cancel", () => {
  expect(isSameResult(0, 1e-6, 1e-6)).toBe(true);
  expect(isSameResult(0, 1.1e-6, 1e-6)).toBe(false);
  expect(isSameResult("0", 0, 1)).toBe(false);
});
