import { elements, textOf } from "./xmlElements";

/**
 * The spreadsheet marks a text that would else be a formula, a number or a date with an apostrophe, as users do; in a
 * file texts are texts and need none. Its export and import leave the one and the other as they are.
 */

const TEXT = /<si\b[^>]*>[\s\S]*?<\/si>/g;

/** Shared texts of a file to be written, without the mark; and with their spaces, which Excel would drop. */
export function withoutMarks(sharedStrings: string): string {
  return sharedStrings.replace(TEXT, (item) =>
    item.replace(/<t(?:\s[^>]*)?>(?:'|&apos;)?/, '<t xml:space="preserve">'),
  );
}

/** Gives the shared texts of a file the mark where they need it. */
export function markTexts(document: Document): void {
  for (const item of elements(document, "si")) {
    for (const reading of elements(item, "rPh")) reading.remove();
    const [first] = elements(item, "t");
    if (first !== undefined && needsMark(textOf(item))) first.textContent = `'${first.textContent ?? ""}`;
  }
}

/** Whether the spreadsheet would take a text for something else. */
export function needsMark(text: string): boolean {
  // A space before the rest is lost in the import.
  if (/^[\s'=]/.test(text) || /^\s*(true|false)\s*$/i.test(text)) return true;
  // What has no digit is neither a number nor a date.
  if (!/\d/.test(text) || text.length > 100) return false;
  const { isNumber, isDateTime } = o_spreadsheet.helpers;
  const { DEFAULT_LOCALE } = o_spreadsheet.constants;
  return isNumber(text, DEFAULT_LOCALE) || isDateTime(text, DEFAULT_LOCALE);
}
