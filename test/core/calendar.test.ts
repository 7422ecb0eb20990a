import {
  dateOfDay,
  dayOf,
  dayOfDate,
  END_OF_DAYS,
  excelDate,
  FIRST_DAY,
  isoDay,
  momentOfDate,
  monthsLater,
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

describe("months later, as Excel's EDATE", () => {
  // Microsoft's documentation of EDATE: 15 January 2011 (40558) and 1, -1, 2 months give 15 February 2011, 15 December
  // 2010, 15 March 2011. The last of a shorter month: 31 January 2026 (46053), 2028 (46783) and 2100 (73081).
  test.each([
    [40558, 1, 40589],
    [40558, -1, 40527],
    [40558, 2, 40617],
    [46053, 1, 46053 + 28],
    [46053, 2, 46053 + 59],
    [46053, 3, 46053 + 89],
    [46783, 1, 46783 + 29],
    [73081, 1, 73081 + 28],
    [46053, 0, 46053],
    [46053, 12, 46053 + 365],
    [46053 + 28, 12, 46053 + 365 + 28],
  ])("%i and %i months is %i", (date, months, later) => expect(monthsLater(date, months)).toBe(later));

  test("400 years of days, against a calendar that is counted day by day", () => {
    const lengthOf = (year: number, month: number) => {
      if (month === 2) return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28;
      return [4, 6, 9, 11].includes(month) ? 30 : 31;
    };
    // 1 March 1900 is 61.
    const firsts: number[] = [];
    const lengths: number[] = [];
    let date = 61;
    for (let month = 2; month < 12 * 421; month++) {
      firsts.push(date);
      lengths.push(lengthOf(1900 + Math.floor(month / 12), (month % 12) + 1));
      date += lengths.at(-1) ?? 0;
    }
    for (let index = 0; index < 12 * 400; index++)
      for (let day = 0; day < (lengths[index] ?? 0); day++)
        for (const months of [1, 2, 11, 12, 13, 37, 240]) {
          const [first = NaN, length = NaN] = [firsts[index + months], lengths[index + months]];
          const expected = first + Math.min(day, length - 1);
          if (monthsLater((firsts[index] ?? NaN) + day, months) !== expected)
            throw new Error(`month ${index}, day ${day}, ${months} months later`);
        }
  });
});
