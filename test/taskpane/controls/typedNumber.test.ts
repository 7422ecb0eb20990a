import { problemOf, typedNumber, valueOf } from "../../../src/taskpane/controls/typedNumber";

test.each([
  ["0.05", 0.05],
  [" 86000 ", 86_000],
  ["86,000.5", 86_000.5],
  ["1,234,567", 1_234_567],
  ["-0.02", -0.02],
  [".5", 0.5],
  ["1e3", 1000],
])("%s is a number", (text, value) => {
  expect(valueOf(typedNumber(text))).toBe(value);
});

test.each(["0,05", "1,23", "86.000,50", "12 USD", "=1+1", "1,2345", "Infinity", "NaN", "0x10"])(
  "%s is asked about",
  (text) => {
    expect(valueOf(typedNumber(text))).toBeUndefined();
    expect(problemOf(typedNumber(text))).toMatch(/Use a point for decimals/);
  },
);

test("limits are said", () => {
  expect(problemOf(typedNumber(""))).toBe("Enter a number.");
  expect(problemOf(typedNumber("0.9", { atLeast: 1 }))).toBe("Enter a number of at least 1.");
  expect(problemOf(typedNumber("0", { above: 0 }))).toBe("Enter a number above 0.");
  expect(problemOf(typedNumber("1e999"))).toBe("Enter a smaller number.");
  expect(problemOf(typedNumber("1", { atLeast: 1 }))).toBeUndefined();
});
