import fc from "fast-check";
import {
  dateFormula,
  datedValues,
  dayOfIso,
  firstKnown,
  lastKnown,
  yearOf,
} from "../../../src/taskpane/history/historyDays";

const known = new Map([
  [20_000, 5],
  [20_001, 6],
  [20_003, 0],
]);
const value = (day: number) => known.get(day);

test("the first and the last day with a value", () => {
  expect(lastKnown(value, 30_000)).toBe(20_003);
  expect(lastKnown(value, 20_002)).toBe(20_001);
  expect(lastKnown(value, 19_999)).toBeUndefined();
  expect(firstKnown(value, 20_002, 30_000)).toBe(20_003);
  expect(firstKnown(value, 20_004, 20_010)).toBeUndefined();
});

test("days without a value are left out, a zero is not", () => {
  expect(datedValues(value, [20_000, 20_002, 20_003])).toEqual([
    { day: 20_000, value: 5 },
    { day: 20_003, value: 0 },
  ]);
});

test("dates", () => {
  expect(dayOfIso("2026-02-11")).toBe(20_495);
  expect(dayOfIso("2026-02-30")).toBeUndefined();
  expect(dayOfIso("11.2.2026")).toBeUndefined();
  expect(dateFormula(20_495)).toBe("DATE(2026,2,11)");
});

const of = (days: Readonly<Record<number, number>>, today: number) => yearOf((day) => days[day], today);

test("the year ends on the last day that has a value, and leaves out days without one", () => {
  const days = { 20_000: 1, 20_001: 2, 20_365: 3, 20_366: 4, 21_000: 5 };
  expect(of(days, 20_400)).toEqual({
    values: [3, 4],
    first: { day: 20_365, value: 3 },
    last: { day: 20_366, value: 4 },
  });
});

test("365 days at most, both ends counted", () =>
  expect(of({ 20_001: 1, 20_002: 2, 20_366: 3 }, 20_366)).toEqual({
    values: [2, 3],
    first: { day: 20_002, value: 2 },
    last: { day: 20_366, value: 3 },
  }));

test("no line without a second value, or where the last value is too old", () => {
  expect(of({}, 20_000)).toBeUndefined();
  expect(of({ 19_999: 1 }, 20_000)).toBeUndefined();
  expect(of({ 10_000: 1, 10_001: 2 }, 20_000)).toBeUndefined();
});

test("its values are those of its days, in their order", () => {
  const days = fc.dictionary(fc.integer({ min: 19_000, max: 20_400 }).map(String), fc.integer());
  fc.assert(
    fc.property(days, (given) => {
      const year = of(given, 20_300);
      if (year === undefined) return;
      const inside = Object.keys(given)
        .map(Number)
        .filter((day) => day >= year.first.day && day <= year.last.day)
        .sort((a, b) => a - b);
      expect(year.values).toEqual(inside.map((day) => given[day]));
      expect(year.last.day - year.first.day).toBeLessThan(365);
    }),
  );
});
