import { daysInMonth, serialOf } from "./serials";
import { NotComputed } from "./values";

// Texts that Excel takes for numbers, dates and times, in the English of the United States. Three answers are possible: the
// number, that Excel refuses the text, and that it is not certain enough what Excel makes of it.

/** A text as a date, a time of day or both. */
export interface Moment {
  /** Serial number of the day in the workbook. */
  readonly date?: number;
  /** In days; more than 1 where a time has more than 24 hours. */
  readonly time?: number;
}

/**
 * The number that Excel makes of a text where a number is wanted; undefined where it refuses.
 *
 * `dateOffset` is 1462 in a workbook whose dates start in 1904.
 */
export function numberOfText(text: string, dateOffset = 0): number | undefined {
  const body = trimmed(text);
  if (!HAS_DIGIT.test(body)) return undefined;
  const amount = amountOf(body) ?? fractionOf(body);
  if (amount !== undefined) return amount;
  const moment = knownMoment(body, dateOffset);
  if (moment !== undefined) return (moment.date ?? 0) + (moment.time ?? 0);
  if (isDoubtful(body)) throw new NotComputed(`it is not certain whether Excel takes "${text}" for a number`);
  return undefined;
}

/** The date and the time of a text; undefined where Excel sees neither. */
export function momentOfText(text: string, dateOffset = 0): Moment | undefined {
  const body = trimmed(text);
  if (!HAS_DIGIT.test(body)) return undefined;
  if (amountOf(body) !== undefined || fractionOf(body) !== undefined) return undefined;
  const moment = knownMoment(body, dateOffset);
  if (moment === undefined && isDoubtful(body))
    throw new NotComputed(`it is not certain whether Excel takes "${text}" for a date`);
  return moment;
}

const HAS_DIGIT = /\p{Nd}/u;

const trimmed = (text: string) => text.replace(/^ +| +$/g, "");

// Amounts

const UNSIGNED = String.raw`(?:(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d*)?|\.\d+)(?:[Ee][+-]?\d+)?`;
const AMOUNT = new RegExp(`^([+-]?)(\\$?)(${UNSIGNED})(%?)$`);
const BRACKETED = new RegExp(`^\\((\\$?)(${UNSIGNED})(%?)\\)$`);
const PERCENT_FIRST = new RegExp(`^%(${UNSIGNED})$`);

function amountOf(body: string): number | undefined {
  const plain = AMOUNT.exec(body);
  if (plain) {
    const [, sign, currency, digits = "", percent] = plain;
    return amount(digits, {
      isNegative: sign === "-",
      hasCurrency: currency !== "",
      isPercent: percent !== "",
    });
  }
  const bracketed = BRACKETED.exec(body);
  if (bracketed) {
    const [, currency, digits = "", percent] = bracketed;
    return amount(digits, { isNegative: true, hasCurrency: currency !== "", isPercent: percent !== "" });
  }
  const [, digits] = PERCENT_FIRST.exec(body) ?? [];
  return digits === undefined
    ? undefined
    : amount(digits, { isNegative: false, hasCurrency: false, isPercent: true });
}

interface Marks {
  readonly isNegative: boolean;
  readonly hasCurrency: boolean;
  readonly isPercent: boolean;
}

/** The largest number that can be typed; between it and the largest double nothing is certain. */
const LARGEST = 9.99999999999999e307;
/** Excel has no smaller ones. */
const SMALLEST = 2.2250738585072014e-308;

function amount(digits: string, { isNegative, hasCurrency, isPercent }: Marks): number | undefined {
  const marks = [hasCurrency, isPercent, /e/i.test(digits), digits.includes(",") && /e/i.test(digits)];
  if (marks.filter(Boolean).length > 1) return undefined;
  const size = Number(first15(digits.replace(/,/g, ""))) / (isPercent ? 100 : 1);
  if (size > LARGEST || (size < SMALLEST && /[1-9]/.test(digits.replace(/e.*$/i, "")))) return undefined;
  return isNegative ? 0 - size : size;
}

/** Digits after the fifteenth that counts become zeros. */
function first15(digits: string): string {
  const [mantissa = "", ...power] = digits.split(/(?=[Ee])/);
  let counted = 0;
  const kept = mantissa.replace(/\d/g, (digit) => {
    if (counted > 0 || digit !== "0") counted++;
    return counted > 15 ? "0" : digit;
  });
  return kept + power.join("");
}

/** "1 1/2". */
const FRACTION = /^([+-]?)(\d{1,15}) (\d{1,3})\/(\d{1,3})$/;

function fractionOf(body: string): number | undefined {
  const match = FRACTION.exec(body);
  if (!match) return undefined;
  const [whole, top, bottom] = [Number(match[2]), Number(match[3]), Number(match[4])];
  if (top >= bottom) return undefined;
  const size = whole + top / bottom;
  return match[1] === "-" ? 0 - size : size;
}

// Dates and times

const TIME = /^(\d{1,4}):(\d{1,2})(?::(\d{1,2})(\.\d{1,3})?)?(?: ([AP])M?)?$/i;
const HOUR_ONLY = /^(\d{1,2}) ([AP])M$/i;
const DATE_THEN_TIME = /^(.*[^:]) +(\d{1,2}:[\d:.]+(?: [AP]M?)?)$/i;

function knownMoment(body: string, dateOffset: number): Moment | undefined {
  const time = timeOf(body);
  if (time !== undefined) return { time };
  const date = dateOfText(body, dateOffset);
  if (date !== undefined) return { date };
  const [, datePart, timePart] = DATE_THEN_TIME.exec(body) ?? [];
  if (datePart === undefined || timePart === undefined) return undefined;
  const [day, hour] = [dateOfText(datePart, dateOffset), timeOf(timePart)];
  return day === undefined || hour === undefined || hour >= 1 ? undefined : { date: day, time: hour };
}

const SECONDS_PER_DAY = 86_400;

function timeOf(body: string): number | undefined {
  const only = HOUR_ONLY.exec(body);
  if (only) return secondsOf(Number(only[1]), 0, 0, only[2]);
  const match = TIME.exec(body);
  if (!match) return undefined;
  const [, hours, minutes, seconds = "0", fraction = "", half] = match;
  return secondsOf(Number(hours), Number(minutes), Number(seconds + fraction), half);
}

function secondsOf(hours: number, minutes: number, seconds: number, half?: string): number | undefined {
  if (minutes >= 60 || seconds >= 60) return undefined;
  if (half !== undefined && (hours < 1 || hours > 12)) return undefined;
  const hour = half === undefined ? hours : (hours % 12) + (half.toUpperCase() === "P" ? 12 : 0);
  return (hour * 3600 + minutes * 60 + seconds) / SECONDS_PER_DAY;
}

const MONTHS = [
  "january",
  "february",
  "march",
  "april",
  "may",
  "june",
  "july",
  "august",
  "september",
  "october",
  "november",
  "december",
];

/** From 1; 0 where the word is no month: its name or the first three letters of it. */
const monthOf = (word: string) =>
  1 + MONTHS.findIndex((name) => name === word.toLowerCase() || name.slice(0, 3) === word.toLowerCase());

/** How a date may be written. */
const READINGS: readonly RegExp[] = [
  // 2024-01-15, 2024/1/15
  /^(?<year>\d{4})(?<separator>[-/])(?<month>\d{1,2})\k<separator>(?<day>\d{1,2})$/,
  // 1/15/2024, 1-15-24
  /^(?<month>\d{1,2})(?<separator>[-/])(?<day>\d{1,2})\k<separator>(?<year>\d{1,2}|\d{4})$/,
  // 15-Jan-2024, 15 January 24, 15/Jan/2024
  /^(?<day>\d{1,2})(?<separator>[-/ ])(?<month>[a-z]{3,9})\k<separator>(?<year>\d{2}|\d{4})$/i,
  // Jan 15, 2024
  /^(?<month>[a-z]{3,9}) (?<day>\d{1,2}), (?<year>\d{2}|\d{4})$/i,
  // Jan 2024, Jan-2024
  /^(?<month>[a-z]{3,9})[- ](?<year>\d{4})$/i,
  // 1/2024
  /^(?<month>\d{1,2})[-/](?<year>\d{4})$/,
];

function dateOfText(body: string, dateOffset: number): number | undefined {
  for (const reading of READINGS) {
    const parts = reading.exec(body)?.groups;
    if (!parts) continue;
    const { year: yearText = "", month: monthText = "", day: dayText = "1" } = parts;
    const year = yearText.length > 2 ? Number(yearText) : fullYear(Number(yearText));
    const month = /\d/.test(monthText) ? Number(monthText) : monthOf(monthText);
    const day = Number(dayText);
    if (year < 1900 || month < 1 || month > 12 || day < 1 || day > daysInMonth(year, month)) return undefined;
    const serial = serialOf(year, month, day) - dateOffset;
    return serial < 0 ? undefined : serial;
  }
  return undefined;
}

/** Two digits: 30 and more are years of the last century. */
const fullYear = (year: number) => year + (year < 30 ? 2000 : 1900);

// Doubt

/** What may be in a number besides its digits and whatever currency. */
const AMOUNT_LIKE = /^[-+(\s%\p{Sc}]*(?:\d[\d,]*(?:\.\d*)?|\.\d+)(?:\s?E\s?[-+]?\d+)?[\s%)\p{Sc}]*$/iu;
const FRACTION_LIKE = /^[-+(\s%\p{Sc}]*[\d,]+\s+\d+\s?\/\s?\d+[\s%)\p{Sc}]*$/iu;
/** Digits, separators and the words of a date or a time. */
const MOMENT_LIKE =
  /^(?:[\d\s:/,.-]|(?:JAN|FEB|MAR|APR|MAY|JUN|JUL|AUG|SEP|OCT|NOV|DEC|SUN|MON|TUE|WED|THU|FRI|SAT)[A-Z]{0,6}|(?<=\d\s)[AP](?![A-Z])|(?<=\d\s?)[AP]\.?M(?![A-Z]))+$/i;

/** Whether Excel may take a text for a number by rules that are not all known. */
function isDoubtful(body: string): boolean {
  // The space that does not break makes a number a text.
  if (body.includes("\u00a0")) return false;
  // Signs of other scripts, and spaces of other kinds.
  const plain = body
    .normalize("NFKC")
    .replace(/[\s\p{C}]+/gu, " ")
    .trim()
    .replace(/\u2212/g, "-");
  if (AMOUNT_LIKE.test(plain) || FRACTION_LIKE.test(plain)) return true;
  return MOMENT_LIKE.test(plain) && !isNoMoment(plain);
}

/** Codes, versions and numbers of telephones look like dates, but cannot be any. */
function isNoMoment(plain: string): boolean {
  const hasWord = /[a-z]/i.test(plain);
  if (!hasWord && !/[:/-]/.test(plain)) return true;
  if (hasWord && !/\d/.test(plain)) return true;
  if (hasWord || plain.includes(":")) return (plain.match(/:/g) ?? []).length > 2;
  const parts = plain.split(/[-/]/).map((part) => part.trim());
  if (parts.length > 3 || !parts.every((part) => /^(?:\d{1,2}|\d{4})$/.test(part))) return true;
  const years = parts.filter((part) => part.length === 4);
  if (years.length > 1 || years.some((year) => Number(year) < 1900)) return true;
  // Month, day and year, where the year is certain and the rest no month.
  const [first = "", second = ""] = parts;
  return (
    parts.length === 3 &&
    parts[2]?.length === 4 &&
    (Number(first) > 12 || Number(second) > 31 || isLate(parts))
  );
}

/** Whether the day of a month is after its end. */
function isLate([month = "", day = "", year = ""]: readonly string[]): boolean {
  return Number(month) >= 1 && Number(day) > daysInMonth(Number(year), Number(month));
}
