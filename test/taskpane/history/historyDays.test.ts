import {
  dateFormula,
  datedValues,
  dayOfIso,
  firstKnown,
  lastKnown,
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
