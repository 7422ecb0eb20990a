import fc from "fast-check";
import { compact, dayTicks, numberTicks } from "../../../src/taskpane/charts/ticks";

const day = (text: string) => Date.parse(text) / 86_400_000;
const shown = (from: string, to: string, atMost: number) => {
  const { at, text } = dayTicks(day(from), day(to), atMost);
  return at.map(text);
};

test.each([
  ["2026-01-28", "2026-02-02", 8, ["28 Jan", "29 Jan", "30 Jan", "31 Jan", "1 Feb", "2 Feb"]],
  ["2026-01-12", "2026-02-11", 4, ["12 Jan", "22 Jan", "1 Feb", "11 Feb"]],
  ["2025-02-11", "2026-02-11", 3, ["Jul 2025", "Jan 2026"]],
  ["2025-02-11", "2026-02-11", 5, ["Apr 2025", "Jul", "Oct", "Jan 2026"]],
  ["2021-02-11", "2026-02-11", 4, ["2022", "2024", "2026"]],
  ["2010-07-12", "2026-02-11", 4, ["2015", "2020", "2025"]],
] as const)("from %s to %s at most %d dates", (from, to, atMost, expected) => {
  expect(shown(from, to, atMost)).toEqual(expected);
});

test("no more dates than asked for, all inside, and all on firsts where they are months apart", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 14_800, max: 22_000 }),
      fc.integer({ min: 0, max: 7000 }),
      fc.integer({ min: 2, max: 9 }),
      (from, length, atMost) => {
        const { at } = dayTicks(from, from + length, atMost);
        expect(at.length).toBeLessThanOrEqual(atMost);
        expect(at.every((one) => one >= from && one <= from + length)).toBe(true);
        const isByMonth = (at[1] ?? 0) - (at[0] ?? 0) > 10;
        const dates = at.map((one) => new Date(one * 86_400_000).getUTCDate());
        if (isByMonth) expect(new Set(dates)).toEqual(new Set([1]));
      },
    ),
  );
});

test("numbers are round, inside and few", () => {
  expect(numberTicks(0, 100, 6).at).toEqual([0, 20, 40, 60, 80, 100]);
  expect(numberTicks(41_000, 123_000, 3).at).toEqual([50_000, 100_000]);
  fc.assert(
    fc.property(
      fc.double({ min: 0, max: 1e6, noNaN: true }),
      fc.double({ min: 1, max: 1e6, noNaN: true }),
      fc.integer({ min: 2, max: 8 }),
      (from, span, atMost) => {
        const { at } = numberTicks(from, from + span, atMost);
        expect(at.length).toBeLessThanOrEqual(atMost);
        expect(at.length).toBeGreaterThanOrEqual(1);
        for (const value of at) {
          expect(value).toBeGreaterThanOrEqual(from - span * 1e-9);
          expect(value).toBeLessThanOrEqual(from + span * (1 + 1e-9));
        }
      },
    ),
  );
});

test.each([
  [1.5e14, 2e13, "150T"],
  [86_100, 100, "86.1K"],
  [100_200, 100, "100.2K"],
  [0, 20, "0"],
  [0.25, 0.05, "0.25"],
  [-20_000, 10_000, "-20K"],
])("%d in steps of %d is %s", (value, step, text) => {
  expect(compact(value, step)).toBe(text);
});
