import { isoDay, MS_PER_DAY } from "../core/calendar";

const ISO =
  /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,9}))?)?)?(?: ?(Z|UTC)|([+-])(\d\d):?(\d\d))?$/i;

/**
 * The moment of a date as 2026-01-31 or 2026-01-31T12:00Z, in milliseconds since 1970 UTC; without an offset it is UTC.
 * Undefined where it is written in another way, or is not in the calendar.
 */
export function momentIn(text: string): number | undefined {
  const [
    ,
    date,
    hour = "0",
    minute = "0",
    second = "0",
    fraction = "0",
    ,
    sign,
    east = "0",
    minutesEast = "0",
  ] = ISO.exec(text) ?? [];
  if (date === undefined) return undefined;
  const day = Date.parse(date) / MS_PER_DAY;
  // Some engines make 3 March of 31 February.
  if (!Number.isInteger(day) || isoDay(day) !== date) return undefined;
  const [hours, minutes, seconds] = [Number(hour), Number(minute), Number(second)];
  if (hours > 23 || minutes > 59 || seconds > 59 || Number(east) > 14 || Number(minutesEast) > 59)
    return undefined;
  const offset = (sign === "-" ? -1 : 1) * (60 * Number(east) + Number(minutesEast));
  const milliseconds = Math.floor(Number(`0.${fraction}`) * 1000 + 1e-6);
  return day * MS_PER_DAY + ((60 * hours + minutes - offset) * 60 + seconds) * 1000 + milliseconds;
}

/** "2026-01-31", or "2026-01-31T12:00:00Z" where it is not the beginning of a day. */
export const isoMoment = (moment: number) =>
  moment % MS_PER_DAY === 0
    ? isoDay(moment / MS_PER_DAY)
    : new Date(moment).toISOString().replace(".000Z", "Z");
