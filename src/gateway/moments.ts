import { isoDay, MS_PER_DAY } from "../core/calendar";

const ISO =
  /^(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,9}))?)?)?(?: ?(?:Z|UTC)|([+-])(\d\d):?(\d\d))?$/i;

/**
 * The moment of a date as 2026-01-31 or 2026-01-31T12:00Z, in milliseconds since 1970 UTC; without an offset it is UTC.
 * Undefined where it is written in another way, or is not in the calendar.
 */
export function momentIn(text: string): number | undefined {
  const found = ISO.exec(text);
  if (found === null) return undefined;
  const part = (index: number) => Number(found[index] ?? 0);
  const [year, month, date, hours, minutes, seconds] = [part(1), part(2), part(3), part(4), part(5), part(6)];
  const day = new Date(Date.UTC(year, month - 1, date));
  // 31 February would be 3 March.
  if (day.getUTCMonth() !== month - 1 || day.getUTCDate() !== date) return undefined;
  const [east, minutesEast] = [part(9), part(10)];
  if (hours > 23 || minutes > 59 || seconds > 59 || east > 14 || minutesEast > 59) return undefined;
  const offset = (found[8] === "-" ? -1 : 1) * (60 * east + minutesEast);
  const milliseconds = found[7] === undefined ? 0 : Number(found[7].padEnd(3, "0").slice(0, 3));
  return day.getTime() + ((60 * hours + minutes - offset) * 60 + seconds) * 1000 + milliseconds;
}

/** "2026-01-31", or "2026-01-31T12:00:00Z" where it is not the beginning of a day. */
export const isoMoment = (moment: number) =>
  moment % MS_PER_DAY === 0
    ? isoDay(moment / MS_PER_DAY)
    : new Date(moment).toISOString().replace(".000Z", "Z");
