import { InputError } from "./errors";
import { isPeriod, unitTokens } from "./units";

/** Digits and what people write with them: signs, thousands, exponents, percent, currency, brackets, a factor's x. */
const numeral = /^(?=.*\p{Nd})[\p{Nd}\s+\-\u2212\u2013.,'\u2019%\p{Sc}eEx×()]*$/u;

/** Whether a text is made of nothing but a number: "1,234.5", "$30,000", "(5)", "x1.2". */
export function isBareNumber(text: string): boolean {
  return numeral.test(text);
}

/**
 * Whether a text is a number that was stored as text, bare or with a unit before or after it: "150", "10 BTC",
 * "200 TH/s", "USD 30,000". "2026 close" is not one, nor is "Month 1", which counts periods.
 */
export function isNumberText(text: string): boolean {
  if (isBareNumber(text)) return true;
  const [, before = "", number = "", after = ""] =
    /^([^\p{Nd}+\-\u2212.(]*?)([\p{Nd}+\-\u2212.(].*?)([\p{L}$€£¢][^\p{Nd}]*)?$/su.exec(text.trim()) ?? [];
  if (!isBareNumber(number)) return false;
  return isUnitOrNothing(after) && isUnitOrNothing(before) && !isPeriod(before);
}

const pieces = /^(?:pcs?|units?|machines?)\.?$/i;

const isUnitOrNothing = (text: string) => unitTokens(text).rest === "" || pieces.test(text.trim());

const dateText = /^\s*\d{1,4}([-/.])\d{1,2}\1\d{1,4}(\s|T|$)/;

/** What is wrong with a text, TRUE or FALSE where a number is required. */
export function notANumber(parameter: string, cell: string | boolean): InputError {
  return new InputError(
    parameter,
    "must be a number",
    cell,
    typeof cell === "string" ? storedAs(cell) : undefined,
  );
}

function storedAs(text: string): string | undefined {
  if (dateText.test(text)) return "a date stored as text";
  return isNumberText(text) ? "a number stored as text" : undefined;
}

/** A text with two readings as a number, each as it would be written without thousands signs. */
interface AmbiguousNumber {
  /** "1090" for "1,090". */
  readonly thousands: string;
  /** "1.090" for "1,090". */
  readonly decimal: string;
}

const plain = /^(\d*)(?:[.,](\d+))?$/;

/** Groups of three digits, separated by the same sign throughout; the decimal sign is another. Spaces of any width. */
const grouped = /^([1-9]\d{0,2}([.,'\u2019 \u00a0\u2009\u202f])\d{3}(?:\2\d{3})*)(?:(?!\2)[.,](\d+))?$/u;

/**
 * The number that a person typed: digits, a sign, a decimal point or comma, and thousands separated by commas, points,
 * spaces or apostrophes. Undefined for any other text (exponents, currency signs) and beyond the range of numbers.
 *
 * A point that may be either sign is the decimal sign, as in Excel's formulas: "1.234". A comma is the decimal sign
 * only where it cannot separate thousands, as in "1,5", "0,125" and "1 234,567"; "1,234" is ambiguous.
 */
export function textNumber(text: string): number | AmbiguousNumber | undefined {
  const digits = text.trim().replace(/^[+\u2212-]/u, "");
  const minus = /^\s*[\u2212-]/u.test(text) ? "-" : "";
  const inGroups = readBy(grouped, digits);
  const without = readBy(plain, digits);
  if (inGroups !== undefined && without !== undefined && digits.includes(","))
    return { thousands: minus + inGroups, decimal: minus + without };
  const value = Number(minus + (without ?? inGroups ?? "none"));
  return Number.isFinite(value) ? value : undefined;
}

/** Whole part and decimals by a pattern whose first and last groups they are, as JavaScript writes a number. */
function readBy(pattern: RegExp, digits: string): string | undefined {
  const parts = pattern.exec(digits);
  if (parts === null || digits === "") return undefined;
  const whole = parts[1]?.replace(/\D/g, "");
  const decimals = parts.at(-1);
  return decimals === undefined ? whole : `${whole}.${decimals}`;
}

/**
 * The number in a text, undefined if it is not a number; an ambiguous one is refused with both readings, each as
 * `written` shows it in the text `got` of `parameter`.
 */
export function unambiguousNumber(
  text: string,
  { parameter, got, written }: { parameter: string; got: string; written: (reading: string) => string },
): number | undefined {
  const value = textNumber(text);
  if (typeof value !== "object") return value;
  const [first, second] = [written(value.thousands), written(value.decimal)];
  throw new InputError(parameter, `can be read as ${first} or as ${second}: write one of the two`, got);
}

/** As JavaScript writes numbers, and programs in files. */
export const NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i;
/** In a file that separates cells by another sign than a comma, decimals may be written with one. */
const POINT_OF_THOUSANDS = /^[+-]?[1-9]\d{0,2}(?:\.\d{3})+$/;

/** Whether a cell of a file has one reading as a number, that of programs. */
export const isPlainNumber = (text: string, separator: string) =>
  NUMBER.test(text) && (separator === "," || !POINT_OF_THOUSANDS.test(text));

/** The number in a cell of a file, as JavaScript writes it; a text with two readings is refused. */
export function cellNumber(
  text: string,
  separator: string,
  parameter: string,
  got: string,
): string | undefined {
  if (isPlainNumber(text, separator)) return text;
  if (NUMBER.test(text)) {
    const [whole, decimal] = [text.replace(/\./g, ""), String(Number(text))];
    throw new InputError(parameter, `can be read as ${whole} or as ${decimal}: write one of the two`, got);
  }
  const number = unambiguousNumber(text, { parameter, got, written: (reading) => reading });
  return number === undefined ? undefined : String(number);
}
