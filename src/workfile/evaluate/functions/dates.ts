import { toNumber } from "../convert";
import { sheetFunction, type SheetFunction, type Surroundings } from "../define";
import { dateOf, daysInMonth, LAST_SERIAL, serialOf, type CalendarDate } from "../serials";
import { momentOfText } from "../textNumbers";
import { ErrorValue, NUMBER_ERROR, VALUE_ERROR, type Scalar } from "../scalar";
import { Area, isScalar, NotComputed, type Operand } from "../values";
import { yearFraction } from "./yearFraction";

// Dates are serial numbers from 0 on inside, and those of the workbook outside: 1462 less where its dates start in 1904.

type Plain = Exclude<Scalar, ErrorValue>;

const SECONDS_PER_DAY = 86_400;

/** Serial numbers up to here have a weekday and a calendar of Excel's own. */
const FALSE_LEAP_DAY = 60;

/** What Excel makes of a time within half a second before midnight differs from function to function. */
const LAST_HALF_SECOND = (SECONDS_PER_DAY - 0.5) / SECONDS_PER_DAY;

/** The day of a serial number of the workbook. */
function dayOf(value: number, around: Surroundings): number | ErrorValue {
  const serial = value + around.dateOffset;
  if (value < 0 || serial >= LAST_SERIAL + 1) return NUMBER_ERROR;
  const day = Math.floor(serial);
  if (serial - day >= LAST_HALF_SECOND)
    throw new NotComputed("the day of a time less than half a second before midnight is not certain");
  return day;
}

/** A day as the workbook counts it. */
function inWorkbook(day: number, around: Surroundings): number | ErrorValue {
  const serial = day - around.dateOffset;
  return serial < 0 || day > LAST_SERIAL ? NUMBER_ERROR : serial;
}

/** Days of several serial numbers, or the first error. */
function daysOf<const V extends readonly number[]>(values: V, around: Surroundings) {
  const days: number[] = [];
  for (const value of values) {
    const day = dayOf(value, around);
    if (day instanceof ErrorValue) return day;
    days.push(day);
  }
  return days as { [I in keyof V]: number };
}

/** A number for a function of the Analysis ToolPak, which takes no logical value. */
function toolPakNumber(value: Plain | undefined, around: Surroundings, otherwise = 0): number | ErrorValue {
  if (value === undefined) return otherwise;
  if (typeof value === "boolean") throw new NotComputed("what it makes of TRUE and FALSE is not certain");
  return toNumber(value, around.dateOffset);
}

function toolPakNumbers<const V extends readonly (Plain | undefined)[]>(values: V, around: Surroundings) {
  const numbers: number[] = [];
  for (const value of values) {
    const number = toolPakNumber(value, around);
    if (number instanceof ErrorValue) return number;
    numbers.push(number);
  }
  return numbers as { [I in keyof V]: number };
}

const inOrder = ([a, b]: readonly [number, number]) => (a < b ? ([a, b] as const) : ([b, a] as const));

function refuseFirstDays(day: number): void {
  if (day <= FALSE_LEAP_DAY)
    throw new NotComputed("Excel's calendar of January and February 1900 is not that of the world");
}

const part = (name: string, of: (date: CalendarDate) => number) =>
  sheetFunction(name, ["number"], ([value], around) => {
    const day = dayOf(value, around);
    return day instanceof ErrorValue ? day : of(dateOf(day));
  });

// Dates from their parts

/** More is refused by some versions. */
const MOST_MONTHS = 32_767;

const DATE = sheetFunction("DATE", ["number", "number", "number"], ([year, month, day], around) => {
  const parts = [year, month, day].map(Math.trunc);
  const [y = 0, m = 0, d = 0] = parts;
  if (year < 0 || y >= 10_000) return NUMBER_ERROR;
  if (parts.some((whole, index) => whole !== [year, month, day][index] && whole <= 0 && index > 0))
    throw new NotComputed("how a negative fraction of a month or a day is rounded is not certain");
  if (Math.abs(m) > MOST_MONTHS || Math.abs(d) > MOST_MONTHS)
    throw new NotComputed("so many months or days are not certain to be taken");
  return inWorkbook(serialOf(y < 1900 ? y + 1900 : y, m, d), around);
});

const DATEVALUE = sheetFunction("DATEVALUE", ["text"], ([text], around) => {
  const moment = momentOfText(text, around.dateOffset);
  if (moment === undefined) return VALUE_ERROR;
  if (moment.date === undefined) throw new NotComputed("DATEVALUE of a time without a date is not certain");
  return moment.date;
});

// Times of day

/** The greatest hour, minute or second that TIME takes. */
const MOST_TIME = 32_767;

const TIME = sheetFunction("TIME", ["number", "number", "number"], ([hour, minute, second]) => {
  const parts = [hour, minute, second].map(Math.trunc);
  if (parts.some((whole) => whole > MOST_TIME)) return NUMBER_ERROR;
  if (parts.some((whole, index) => whole <= 0 && whole !== [hour, minute, second][index]))
    throw new NotComputed("how a negative fraction of a time is rounded is not certain");
  const [h = 0, m = 0, s = 0] = parts;
  const total = h * 3600 + m * 60 + s;
  return total < 0 ? NUMBER_ERROR : (total % SECONDS_PER_DAY) / SECONDS_PER_DAY;
});

const TIMEVALUE = sheetFunction("TIMEVALUE", ["text"], ([text], around) => {
  const moment = momentOfText(text, around.dateOffset);
  if (moment === undefined) return VALUE_ERROR;
  if (moment.time === undefined) throw new NotComputed("TIMEVALUE of a date without a time is not certain");
  return moment.time % 1;
});

/** Rounding of doubles moves a time of this century by less than this many seconds. */
const TIME_ROUNDING = 1e-4;

/** A part of the time of day; `of` takes whole seconds after midnight. */
const timePart = (name: string, of: (seconds: number) => number) =>
  sheetFunction(name, ["number"], ([value], around) => {
    if (value < 0 || value + around.dateOffset >= LAST_SERIAL + 1) return NUMBER_ERROR;
    const seconds = (value - Math.floor(value)) * SECONDS_PER_DAY;
    const nearest = Math.round(seconds);
    const rounded = of(nearest % SECONDS_PER_DAY);
    if (Math.abs(seconds - nearest) > TIME_ROUNDING && of(Math.floor(seconds)) !== rounded)
      throw new NotComputed(`whether ${name} rounds half a second up is not certain`);
    return rounded;
  });

// Weekdays and weeks

/** Days since Sunday, as Excel has it: 1 January 1900 is one. */
const sinceSunday = (day: number) => (day + 6) % 7;
/** Days since Monday. */
const sinceMonday = (day: number) => (day + 5) % 7;

const WEEKDAY = sheetFunction("WEEKDAY", ["number", "number~"], ([value, type = 1], around) => {
  const day = dayOf(value, around);
  if (day instanceof ErrorValue) return day;
  const kind = Math.trunc(type);
  if (kind === 1) return sinceSunday(day) + 1;
  if (kind === 2) return sinceMonday(day) + 1;
  if (kind === 3) return sinceMonday(day);
  // From 11, where the week starts with Monday, to 17, where with Sunday.
  return kind >= 11 && kind <= 17 ? ((sinceMonday(day) + 18 - kind) % 7) + 1 : NUMBER_ERROR;
});

/** The week of the year that has most of its days, weeks starting with Monday. */
function isoWeek(day: number): number {
  const thursday = day - sinceMonday(day) + 3;
  const { year } = dateOf(day);
  if (year === 1900 || thursday > LAST_SERIAL)
    throw new NotComputed("the weeks at the ends of the calendar are not certain");
  return Math.floor((thursday - serialOf(dateOf(thursday).year, 1, 1)) / 7) + 1;
}

const WEEKNUM = sheetFunction(
  "WEEKNUM",
  ["scalar", "scalar~"],
  ([date, type], around) => {
    const value = toolPakNumber(date, around);
    const kindGiven = toolPakNumber(type, around, 1);
    if (value instanceof ErrorValue) return value;
    if (kindGiven instanceof ErrorValue) return kindGiven;
    const day = dayOf(value, around);
    if (day instanceof ErrorValue) return day;
    const kind = Math.trunc(kindGiven);
    if (kind === 21) return isoWeek(day);
    // Days from Monday to the first day of the week.
    const start = kind === 1 ? 6 : kind === 2 ? 0 : kind >= 11 && kind <= 17 ? kind - 11 : -1;
    if (start < 0) return NUMBER_ERROR;
    refuseFirstDays(day);
    const first = serialOf(dateOf(day).year, 1, 1);
    const offset = (sinceMonday(first) + 7 - start) % 7;
    return Math.floor((day - first + offset) / 7) + 1;
  },
  { refusesRanges: true },
);

const ISOWEEKNUM = sheetFunction("ISOWEEKNUM", ["number"], ([value], around) => {
  const day = dayOf(value, around);
  return day instanceof ErrorValue ? day : isoWeek(day);
});

// Months and years further

/** Months counted from year 0, split into year and month. */
const monthAt = (months: number) => ({ year: Math.floor(months / 12), month: (months % 12) + 1 });

/** A day of the month that is `months` away from that of a date. */
const shifted = (name: string, dayIn: (year: number, month: number, date: CalendarDate) => number) =>
  sheetFunction(
    name,
    ["scalar", "scalar"],
    ([start, months], around) => {
      const numbers = toolPakNumbers([start, months], around);
      if (numbers instanceof ErrorValue) return numbers;
      const day = dayOf(numbers[0], around);
      if (day instanceof ErrorValue) return day;
      const date = dateOf(day);
      const { year, month } = monthAt(date.year * 12 + date.month - 1 + Math.trunc(numbers[1]));
      if (!(year >= 1900 && year < 10_000)) return NUMBER_ERROR;
      const dayWithin = dayIn(year, month, date);
      if (year === 1900 && month === 2 && dayWithin > 28) refuseFirstDays(FALSE_LEAP_DAY);
      if (dayWithin === 0) throw new NotComputed("months from day 0 are not certain");
      return inWorkbook(serialOf(year, month, dayWithin), around);
    },
    { refusesRanges: true },
  );

// Days between

const DAYS = sheetFunction("DAYS", ["number", "number"], ([end, start], around) => {
  const days = daysOf([end, start], around);
  if (days instanceof ErrorValue) return days;
  const between = days[0] - days[1];
  if (Math.trunc(end - start) !== between && end - start !== between)
    throw new NotComputed("DAYS between times of day is not certain");
  return between;
});

/**
 * By the US method the end of February counts as a 30th at the start of a period only, unlike what Excel's help says of its
 * end: the difference from 31 January to 28 February is 28 days.
 */
const DAYS360 = sheetFunction("DAYS360", ["number", "number", "logical?"], ([start, end, method], around) => {
  const days = daysOf([start, end], around);
  if (days instanceof ErrorValue) return days;
  if (method !== true) refuseFirstDays(Math.min(days[0], days[1]));
  const [from, to] = [dateOf(days[0]), dateOf(days[1])];
  const endsFebruary = ({ year, month, day }: CalendarDate) =>
    month === 2 && day === daysInMonth(year, month);
  const first = method !== true && endsFebruary(from) ? 30 : Math.min(from.day, 30);
  const last = method === true || first === 30 ? Math.min(to.day, 30) : to.day;
  return (to.year - from.year) * 360 + (to.month - from.month) * 30 + last - first;
});

/**
 * "md" has a documented defect where the first day is later than the month before the end has days: not computed there. "yd"
 * counts in the year of the start or of the end; computed where both give the same.
 */
const DATEDIF = sheetFunction("DATEDIF", ["number", "number", "text"], ([start, end, unit], around) => {
  const days = daysOf([start, end], around);
  if (days instanceof ErrorValue) return days;
  if (days[0] > days[1]) return NUMBER_ERROR;
  const [from, to] = [dateOf(days[0]), dateOf(days[1])];
  const months = (to.year - from.year) * 12 + to.month - from.month - (to.day < from.day ? 1 : 0);
  switch (unit.toLowerCase()) {
    case "d":
      return days[1] - days[0];
    case "m":
      return months;
    case "y":
      return Math.floor(months / 12);
    case "ym":
      return months % 12;
    case "md":
      return daysBeyondMonths(from, to);
    case "yd":
      return daysBeyondYears(from, to);
    default:
      return NUMBER_ERROR;
  }
});

function daysBeyondMonths(from: CalendarDate, to: CalendarDate): number {
  if (to.day >= from.day) return to.day - from.day;
  const before = monthAt(to.year * 12 + to.month - 2);
  const length = daysInMonth(before.year, before.month);
  if (from.day > length) throw new NotComputed('DATEDIF with "md" is defective here');
  return to.day - from.day + length;
}

function daysBeyondYears(from: CalendarDate, to: CalendarDate): number {
  const isLater = to.month < from.month || (to.month === from.month && to.day < from.day);
  const step = isLater ? 1 : 0;
  const between = (year: number) =>
    serialOf(year + step, to.month, to.day) - serialOf(year, from.month, from.day);
  const [inFirst, inLast] = [between(from.year), between(to.year - step)];
  if (inFirst !== inLast) throw new NotComputed('the year that DATEDIF with "yd" counts in is not certain');
  return inFirst;
}

const YEARFRAC = sheetFunction(
  "YEARFRAC",
  ["scalar", "scalar", "scalar?"],
  ([start, end, basis], around) => {
    const numbers = toolPakNumbers([start, end, basis], around);
    if (numbers instanceof ErrorValue) return numbers;
    const days = daysOf([numbers[0], numbers[1]], around);
    if (days instanceof ErrorValue) return days;
    const kind = Math.trunc(numbers[2]);
    if (kind < 0 || kind > 4) return NUMBER_ERROR;
    const [first, last] = inOrder(days);
    // Whether 1900 is a leap year here is not known.
    if (first <= serialOf(1900, 12, 31) && kind !== 2 && kind !== 3 && first !== last) refuseFirstDays(0);
    return yearFraction(first, last, kind);
  },
  { refusesRanges: true },
);

// Workdays

/** Which days of the week are free, from Monday on. */
type Weekend = readonly boolean[];

const weekendOn = (...days: readonly number[]): Weekend =>
  Array.from({ length: 7 }, (_, day) => days.includes(day));

const SATURDAY_AND_SUNDAY = weekendOn(5, 6);

/** A weekend by its number, or by a text of seven digits from Monday on where 1 is free. */
function weekendOf(value: Plain | undefined): Weekend | ErrorValue {
  if (value === undefined) return SATURDAY_AND_SUNDAY;
  if (typeof value === "string") {
    if (!/^[01]{7}$/.test(value)) return VALUE_ERROR;
    return value.split("").map((digit) => digit === "1");
  }
  if (typeof value !== "number")
    throw new NotComputed("a weekend that is no number and no text is not certain");
  const kind = Math.trunc(value);
  if (kind >= 1 && kind <= 7) return weekendOn((kind + 4) % 7, (kind + 5) % 7);
  return kind >= 11 && kind <= 17 ? weekendOn((kind - 5) % 7) : NUMBER_ERROR;
}

/** The days of holidays in order, each once, without those of the weekend. */
function holidaysOf(
  operand: Operand | undefined,
  weekend: Weekend,
  around: Surroundings,
): readonly number[] | ErrorValue {
  if (operand === undefined) return [];
  const days = new Set<number>();
  const take = (value: Scalar): ErrorValue | undefined => {
    if (value instanceof ErrorValue) return value;
    if (value === null) return undefined;
    if (typeof value !== "number" && (typeof value !== "string" || operand instanceof Area))
      throw new NotComputed("holidays in cells that are no numbers are not certain");
    const number = toNumber(value, around.dateOffset);
    const day = number instanceof ErrorValue ? number : dayOf(number, around);
    if (day instanceof ErrorValue) return day;
    if (weekend[sinceMonday(day)] !== true) days.add(day);
    return undefined;
  };
  const error = isScalar(operand) ? take(operand) : around.each(operand, take);
  return error ?? [...days].sort((a, b) => a - b);
}

/** How many of the days from `first` to `last` are no weekend. */
function weekdaysBetween(first: number, last: number, weekend: Weekend): number {
  const perWeek = weekend.filter((isFree) => !isFree).length;
  const weeks = Math.floor((last - first + 1) / 7);
  let count = weeks * perWeek;
  for (let day = first + weeks * 7; day <= last; day++) if (weekend[sinceMonday(day)] !== true) count++;
  return count;
}

/** Workdays from one day to another, both included; negative where the second is before the first. */
function workdaysBetween(
  start: number,
  end: number,
  weekend: Weekend,
  operand: Operand | undefined,
  around: Surroundings,
): number | ErrorValue {
  const days = daysOf([start, end], around);
  if (days instanceof ErrorValue) return days;
  refuseFirstDays(Math.min(days[0], days[1]));
  const holidays = holidaysOf(operand, weekend, around);
  if (holidays instanceof ErrorValue) return holidays;
  const [first, last] = inOrder(days);
  const free = holidays.filter((day) => day >= first && day <= last).length;
  const count = weekdaysBetween(first, last, weekend) - free;
  return days[0] > days[1] ? 0 - count : count;
}

/** The day that is a number of workdays away. */
function workdayAfter(
  start: number,
  count: number,
  weekend: Weekend,
  operand: Operand | undefined,
  around: Surroundings,
): number | ErrorValue {
  const first = dayOf(start, around);
  if (first instanceof ErrorValue) return first;
  const holidays = holidaysOf(operand, weekend, around);
  if (holidays instanceof ErrorValue) return holidays;
  const step = count < 0 ? -1 : 1;
  let left = Math.abs(Math.trunc(count));
  if (left === 0) return inWorkbook(first, around);
  refuseFirstDays(first);
  const isHoliday = new Set(holidays);
  const perWeek = weekend.filter((isFree) => !isFree).length;
  let day = first;
  while (left > 0) {
    // Whole weeks at once, and the holidays in them again.
    const weeks = Math.floor((left - 1) / perWeek);
    if (weeks > 0) {
      const next = day + step * weeks * 7;
      const [low, high] = step > 0 ? [day + 1, next] : [next, day - 1];
      left += holidays.filter((holiday) => holiday >= low && holiday <= high).length - weeks * perWeek;
      day = next;
    } else {
      day += step;
      if (weekend[sinceMonday(day)] !== true && !isHoliday.has(day)) left--;
    }
    if (day < 0 || day > LAST_SERIAL) return NUMBER_ERROR;
  }
  refuseFirstDays(day);
  return inWorkbook(day, around);
}

const NETWORKDAYS = sheetFunction(
  "NETWORKDAYS",
  ["scalar", "scalar", "operand?"],
  ([start, end, holidays], around) => {
    const numbers = toolPakNumbers([start, end], around);
    if (numbers instanceof ErrorValue) return numbers;
    return workdaysBetween(numbers[0], numbers[1], SATURDAY_AND_SUNDAY, holidays, around);
  },
  { refusesRanges: true },
);

const WORKDAY = sheetFunction(
  "WORKDAY",
  ["scalar", "scalar", "operand?"],
  ([start, days, holidays], around) => {
    const numbers = toolPakNumbers([start, days], around);
    if (numbers instanceof ErrorValue) return numbers;
    return workdayAfter(numbers[0], numbers[1], SATURDAY_AND_SUNDAY, holidays, around);
  },
  { refusesRanges: true },
);

const NETWORKDAYS_INTL = sheetFunction(
  "NETWORKDAYS.INTL",
  ["scalar", "scalar", "scalar?", "operand?"],
  ([start, end, weekend, holidays], around) => {
    const numbers = toolPakNumbers([start, end], around);
    if (numbers instanceof ErrorValue) return numbers;
    const free = weekendOf(weekend);
    if (free instanceof ErrorValue) return free;
    return workdaysBetween(numbers[0], numbers[1], free, holidays, around);
  },
  { refusesRanges: true },
);

const WORKDAY_INTL = sheetFunction(
  "WORKDAY.INTL",
  ["scalar", "scalar", "scalar?", "operand?"],
  ([start, days, weekend, holidays], around) => {
    const numbers = toolPakNumbers([start, days], around);
    if (numbers instanceof ErrorValue) return numbers;
    const free = weekendOf(weekend);
    if (free instanceof ErrorValue) return free;
    if (free.every(Boolean)) return VALUE_ERROR;
    return workdayAfter(numbers[0], numbers[1], free, holidays, around);
  },
  { refusesRanges: true },
);

export const DATES: readonly SheetFunction[] = [
  DATE,
  DATEVALUE,
  part("YEAR", ({ year }) => year),
  part("MONTH", ({ month }) => month),
  part("DAY", ({ day }) => day),
  TIME,
  TIMEVALUE,
  timePart("HOUR", (seconds) => Math.floor(seconds / 3600)),
  timePart("MINUTE", (seconds) => Math.floor(seconds / 60) % 60),
  timePart("SECOND", (seconds) => seconds % 60),
  WEEKDAY,
  WEEKNUM,
  ISOWEEKNUM,
  shifted("EDATE", (year, month, { day }) => Math.min(day, daysInMonth(year, month))),
  shifted("EOMONTH", daysInMonth),
  DAYS,
  DAYS360,
  DATEDIF,
  YEARFRAC,
  NETWORKDAYS,
  NETWORKDAYS_INTL,
  WORKDAY,
  WORKDAY_INTL,
];
