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
 * "200 TH/s", "USD 30,000". "2026 close" is none, nor is "Month 1", which counts periods.
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

/** What is wrong with a text, TRUE or FALSE where a number is due. */
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
