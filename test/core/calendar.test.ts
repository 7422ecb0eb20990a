import {
  dateOfDay,
  dayOf,
  dayOfDate,
  END_OF_DAYS,
  excelDate,
  FIRST_DAY,
  isoDay,
  momentOfDate,
} from "../../src/core/calendar";

// Excel: 2026-10-05 is 46300, 1970-01-01 is 25569, 2024-04-20 is 45402.
test("a moment is Excel's date in UTC, and back", () => {
  expect(excelDate(Date.UTC(2026, 9, 5, 12))).toBe(46300.5);
  expect(excelDate(0)).toBe(25569);
  expect(momentOfDate(46300.5)).toBe(Date.UTC(2026, 9, 5, 12));
  expect(momentOfDate(excelDate(1791192104123))).toBe(1791192104123);
});

test("a day begins at midnight UTC", () => {
  const day = Date.UTC(2024, 3, 20) / 86_400_000;
  expect([dayOf(Date.UTC(2024, 3, 20)), dayOf(Date.UTC(2024, 3, 20, 23, 59, 59, 999))]).toEqual([day, day]);
  expect(dayOf(Date.UTC(2024, 3, 21))).toBe(day + 1);
  expect([dayOfDate(45402), dayOfDate(45402.99), dateOfDay(day)]).toEqual([day, day, 45402]);
});

test("days have ISO dates", () => {
  expect([FIRST_DAY, END_OF_DAYS].map(isoDay)).toEqual(["2009-01-03", "2100-01-01"]);
  expect([isoDay(dayOf(Date.UTC(2024, 1, 29, 23))), isoDay(-1)]).toEqual(["2024-02-29", "1969-12-31"]);
});
