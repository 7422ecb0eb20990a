import { escaped } from "./xml";
import { elements, type XmlElement } from "./xmlTree";

/**
 * The spreadsheet marks a text that would otherwise be a formula, a number or a date with an apostrophe, as users do; in a
 * file texts are texts and need none. Its export leaves the one and the other as they are.
 */

const TEXT = /<si\b[^>]*>[\s\S]*?<\/si>/g;

/** Shared texts of a file to be written, without the mark; and with their spaces, which Excel would drop. */
export function withoutMarks(sharedStrings: string): string {
  return sharedStrings.replace(TEXT, (item) =>
    item
      .replace(/<t(?:\s[^>]*)?>(?:'|&apos;)?/, '<t xml:space="preserve">')
      // A text may look like the code of a character.
      .replace(/_(?=x[\da-f]{4}_)/gi, "_x005F_"),
  );
}

/** A text that a formula gave, for a file: characters that XML cannot hold by their codes, which `plainText` reads. */
export const writtenText = (text: string) =>
  escaped(
    text
      .replace(/_(?=x[\da-f]{4}_)/gi, "_x005F_")
      .replace(/(?![\t\n\r])[\p{Cc}\ufffe\uffff]/gu, (character) => {
        const code = character.charCodeAt(0).toString(16).toUpperCase();
        return `_x${code.padStart(4, "0")}_`;
      }),
  );

/** The text of all runs, without what says how to read Japanese aloud. */
export const textOf = (element: XmlElement): string =>
  elements(element, "t")
    .filter(({ parent }) => parent?.localName !== "rPh")
    .map((run) => spaced(run))
    .join("");

const spaced = (element: XmlElement) => {
  const keeps = element.attributes.some(
    ({ localName, value }) => localName === "space" && value === "preserve",
  );
  return plainText(keeps ? element.text : element.text.trim());
};

/**
 * Characters that XML cannot hold are written as "_x000D_". ISO 29500-1, section 22.4.2.4. Halves of a character
 * could not be saved again.
 */
export const plainText = (text: string) =>
  text
    .replace(/_x([\da-f]{4})_/gi, (_all, code: string) => String.fromCharCode(parseInt(code, 16)))
    .replace(/\r\n?/g, "\n")
    .replace(/\p{Cs}/gu, "\ufffd");

/** Whether a text needs the mark; "perhaps" where only the spreadsheet can tell. */
export function markFor(text: string): "yes" | "no" | "perhaps" {
  // A space before the rest would be lost.
  if (/^[\s'=]/.test(text) || /^(true|false)\s*$/i.test(text)) return "yes";
  // What has no digit is neither a number nor a date.
  return text.length <= 100 && /\d/.test(text) ? "perhaps" : "no";
}

/** Whether the spreadsheet would take a text for a number or a date. */
export function isTakenForValue(text: string): boolean {
  const { isNumber, isDateTime } = o_spreadsheet.helpers;
  const { DEFAULT_LOCALE } = o_spreadsheet.constants;
  return isNumber(text, DEFAULT_LOCALE) || isDateTime(text, DEFAULT_LOCALE);
}
