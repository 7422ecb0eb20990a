import { DAYS_PER_MONTH, MS_PER_DAY as DAY, MS_PER_HOUR as HOUR } from "../core/calendar";

const MINUTE = 60_000;

/** How old something of the moment `asOf` is: "7 weeks old". Both in milliseconds since 1970 UTC. */
export function ageText(asOf: number, now: number): string {
  const age = now - asOf;
  if (age < -MINUTE) return "later than this computer's clock";
  if (age < MINUTE) return "under a minute old";
  if (age < HOUR) return old(age / MINUTE, "minute");
  if (age < 2 * DAY) return old(age / HOUR, "hour");
  if (age < 14 * DAY) return old(age / DAY, "day");
  if (age < 91 * DAY) return old(age / (7 * DAY), "week");
  if (age < 730 * DAY) return old(age / (DAYS_PER_MONTH * DAY), "month");
  return old(age / (12 * DAYS_PER_MONTH * DAY), "year");
}

/** How long ago something happened: "2 minutes ago". Both in milliseconds since 1970 UTC. */
export const agoText = (moment: number, now: number) =>
  Math.abs(now - moment) < MINUTE ? "just now" : ageText(moment, now).replace(/ old$/, " ago");

function old(count: number, unit: string): string {
  const whole = Math.floor(count);
  return `${whole} ${unit}${whole === 1 ? "" : "s"} old`;
}

const dayFormat = new Intl.DateTimeFormat("en-GB", {
  day: "numeric",
  month: "short",
  year: "numeric",
  timeZone: "UTC",
});
const timeFormat = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit", timeZone: "UTC" });

/** "5 Oct 2026", in UTC. */
export const dayText = (moment: number) => dayFormat.format(moment);

/** "5 Oct 2026, 09:41 UTC". */
export const momentText = (moment: number) => `${dayText(moment)}, ${timeFormat.format(moment)} UTC`;

/** A number with separators of thousands and as many decimals as asked for. */
export function decimal(value: number, decimals: number): string {
  return new Intl.NumberFormat("en-US", {
    minimumFractionDigits: decimals,
    maximumFractionDigits: decimals,
  }).format(value);
}

/** A number with its sign, and as many decimals as asked for: "−12.50". */
export function signedDecimal(value: number, decimals: number): string {
  const text = decimal(Math.abs(value), decimals);
  return Number(text.replace(/,/g, "")) === 0 ? text : `${value < 0 ? "−" : "+"}${text}`;
}

/** A share in per cent, with its sign: "−1.91 %". */
export function signedPercent(share: number): string {
  const text = decimal(Math.abs(share) * 100, 2);
  if (Number(text) === 0) return `${text} %`;
  return `${share < 0 ? "−" : "+"}${text} %`;
}

/** "A, B and C". */
export function listText(items: readonly string[]): string {
  return items.length < 2 ? items.join("") : `${items.slice(0, -1).join(", ")} and ${items.at(-1) ?? ""}`;
}

/** "1 source", "2 sources". */
export const counted = (count: number, thing: string) =>
  `${decimal(count, 0)} ${thing}${count === 1 ? "" : "s"}`;

/** With its full stop. */
export const sentence = (text: string) => (/[.!?]$/.test(text) ? text : `${text}.`);

/** What the user is shown of an error that is not thrown on purpose. */
export const PANE_DEFECT =
  "Something went wrong in the pane itself: close it, open it again and repeat the step.";
