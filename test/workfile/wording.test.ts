import { countOf, dayText, momentText, numberText } from "../../src/workfile/wording";

test.each([
  [60000, "60,000"],
  [0.1 + 0.2, "0.3"],
  [-1234.56789012345, "-1,234.56789"],
  [12_345_678.912345, "12,345,678.912345"],
  [0.00000012, "0.00000012"],
  [1.5e-9, "1.5e-9"],
  [1.2e20, "120000000000000000000"],
  [0, "0"],
])("%d in a sentence", (value, text) => expect(numberText(value)).toBe(text));

test("numbers that differ by 1e-9 are told apart", () => {
  expect(numberText(5.000000005)).not.toBe(numberText(5));
});

test("counts and moments", () => {
  expect(countOf(1, "cell was", "cells were")).toBe("1 cell was");
  expect(countOf(1200, "cell was", "cells were")).toBe("1,200 cells were");
  expect(momentText(Date.UTC(2026, 0, 2, 3, 4, 59))).toBe("2026-01-02 03:04 UTC");
  expect(dayText(Date.UTC(2026, 0, 2, 23, 59))).toBe("2026-01-02");
});
