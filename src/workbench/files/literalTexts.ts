import { unescaped } from "./xml";

/**
 * The spreadsheet marks a text that would else be a formula, a number or a date with an apostrophe, as users do; in a
 * file texts are texts and need none. Its export and import leave the one and the other as they are.
 */

const TEXT = /<si\b[^>]*>[\s\S]*?<\/si>/g;
const RUN = /(<t(?:\s[^>]*)?>)([\s\S]*?)(<\/t>)/g;

/** Shared texts of a file to be written, without the mark; and with their spaces, which Excel would drop. */
export function withoutMarks(sharedStrings: string): string {
  return sharedStrings.replace(TEXT, (item) =>
    item.replace(/<t(?:\s[^>]*)?>(?:'|&apos;)?/, '<t xml:space="preserve">'),
  );
}

/** Shared texts of a file, with the mark where they need it. */
export function withMarks(sharedStrings: string): string {
  return sharedStrings.replace(TEXT, (item) => {
    const text = [...item.matchAll(RUN)].map(([, , content = ""]) => content).join("");
    return needsMark(unescaped(text)) ? item.replace(/<t(?:\s[^>]*)?>/, "$&'") : item;
  });
}

/** Texts that stand in their cells as plain values, with the mark where they need it. */
export function withMarkedValues(sheetXml: string): string {
  return sheetXml.replace(
    /(<c\b[^>]*\st="str"[^>]*>\s*<v>)([\s\S]*?)(<\/v>\s*<\/c>)/g,
    (cell, start: string, text: string, end: string) =>
      needsMark(unescaped(text)) ? `${start}'${text}${end}` : cell,
  );
}

function needsMark(text: string): boolean {
  // A space before the rest is lost in the import.
  if (/^[\s'=]/.test(text) || /^\s*(true|false)\s*$/i.test(text)) return true;
  // What has no digit is neither a number nor a date.
  if (!/\d/.test(text) || text.length > 100) return false;
  const { isNumber, isDateTime } = o_spreadsheet.helpers;
  const { DEFAULT_LOCALE } = o_spreadsheet.constants;
  return isNumber(text, DEFAULT_LOCALE) || isDateTime(text, DEFAULT_LOCALE);
}
