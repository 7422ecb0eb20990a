import { DAY, HOUR } from "./price";

const MONTHS = ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"];

/** "25DEC26": the day without a leading zero, as Deribit writes it. */
export function nameOfExpiry(expiry: number): string {
  const date = new Date(expiry);
  return `${date.getUTCDate()}${MONTHS[date.getUTCMonth()]}${String(date.getUTCFullYear()).slice(2)}`;
}

/** Whether it is the last Friday of a quarter, whose options have a future of their own. */
export function isQuarterly(expiry: number): boolean {
  const date = new Date(expiry);
  return date.getUTCMonth() % 3 === 2 && expiry === lastFriday(date.getUTCFullYear(), date.getUTCMonth());
}

/** Deribit's expiries, all at 08:00 UTC: the next two days, four Fridays, three ends of months and four of quarters. */
export function expiriesAt(now: number): number[] {
  const date = new Date(now);
  const first = Math.ceil((now - 8 * HOUR + 1) / DAY) * DAY + 8 * HOUR;
  const days = Array.from({ length: 35 }, (_, day) => first + day * DAY);
  const fridays = days.filter((day) => new Date(day).getUTCDay() === 5);
  const months = Array.from({ length: 16 }, (_, month) =>
    lastFriday(date.getUTCFullYear(), date.getUTCMonth() + month),
  ).filter((expiry) => expiry > now);
  const quarterly = months.filter(isQuarterly).slice(0, 4);
  const chosen = [...days.slice(0, 2), ...fridays.slice(0, 4), ...months.slice(0, 3), ...quarterly];
  return [...new Set(chosen)].sort((a, b) => a - b);
}

function lastFriday(year: number, month: number): number {
  const lastDay = new Date(Date.UTC(year, month + 1, 0));
  return lastDay.getTime() - ((lastDay.getUTCDay() + 2) % 7) * DAY + 8 * HOUR;
}
