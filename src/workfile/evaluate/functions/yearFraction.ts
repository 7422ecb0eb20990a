import { dateOf, daysInMonth, isLeapYear, serialOf, type CalendarDate } from "../serials";

/**
 * Years between two days, the first not after the second, by the five bases of YEARFRAC: 0 US 30/360, 1 actual/actual, 2
 * actual/360, 3 actual/365, 4 European 30/360.
 *
 * Source: the rules that the OASIS office-formula committee and Microsoft found in 2008 to be what Excel does in all cases,
 * now in OpenFormula 1.2, section 4.11.7. They differ from the help of Excel and from ISO 29500.
 */
export function yearFraction(first: number, last: number, basis: number): number {
  if (first === last) return 0;
  const [from, to] = [dateOf(first), dateOf(last)];
  switch (basis) {
    case 1:
      return (last - first) / averageYear(from, to);
    case 2:
      return (last - first) / 360;
    case 3:
      return (last - first) / 365;
    case 4:
      return days360(from, to, Math.min(from.day, 30), Math.min(to.day, 30)) / 360;
    default:
      return daysUs360(from, to) / 360;
  }
}

const days360 = (from: CalendarDate, to: CalendarDate, firstDay: number, lastDay: number) =>
  (to.year - from.year) * 360 + (to.month - from.month) * 30 + lastDay - firstDay;

const endsFebruary = ({ year, month, day }: CalendarDate) => month === 2 && day === daysInMonth(year, month);

function daysUs360(from: CalendarDate, to: CalendarDate): number {
  let lastDay = to.day;
  if (endsFebruary(from) && endsFebruary(to)) lastDay = 30;
  // The end of February counts as what it is here, and as a 30th only afterwards.
  if (lastDay === 31 && from.day >= 30) lastDay = 30;
  return days360(from, to, endsFebruary(from) ? 30 : Math.min(from.day, 30), lastDay);
}

/** Days of the year that the days are divided by. */
function averageYear(from: CalendarDate, to: CalendarDate): number {
  if (!isWithinYear(from, to)) {
    const days = serialOf(to.year + 1, 1, 1) - serialOf(from.year, 1, 1);
    return days / (to.year - from.year + 1);
  }
  if (from.year === to.year) return isLeapYear(from.year) ? 366 : 365;
  const hasLeapDay =
    (isLeapYear(from.year) && from.month <= 2) ||
    (isLeapYear(to.year) && (to.month > 2 || (to.month === 2 && to.day === 29)));
  return hasLeapDay ? 366 : 365;
}

/** Whether the second day is at most a year after the first. */
const isWithinYear = (from: CalendarDate, to: CalendarDate) =>
  from.year === to.year ||
  (from.year + 1 === to.year && (from.month > to.month || (from.month === to.month && from.day >= to.day)));
