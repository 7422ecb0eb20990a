import { NotComputed } from "../values";

// Characters one by one: their case, and their numbers in Windows-1252.

/** The length of a character beyond the first 65,536 depends on the version of the workbook's calculation. */
export function refusePairs(...args: readonly string[]): void {
  if (args.some((text) => /[\ud800-\udfff]/.test(text)))
    throw new NotComputed("characters beyond the first 65,536 count once or twice");
}

/** Every character in the other case where it has one; texts stay as long as they are. */
function recased(
  text: string,
  change: (character: string) => string,
  back: (character: string) => string,
): string {
  return text.replace(/[^\0-\x7f]/gu, (character) => {
    const changed = change(character);
    if (changed === character || character === "\u00df") return character;
    if (changed.length !== character.length || back(changed) !== character)
      throw new NotComputed(`the case of "${character}" is not certain`);
    return changed;
  });
}

const lower = (text: string) => text.toLowerCase();
const upper = (text: string) => text.toUpperCase();

export const lowered = (text: string) => recased(text.replace(/[A-Z]+/g, lower), lower, upper);
export const raised = (text: string) => recased(text.replace(/[a-z]+/g, upper), upper, lower);

/** A text in which letters of either case are the same and every character keeps its place. */
export const folded = (text: string) =>
  text.replace(/[^]/g, (character) => {
    const changed = character.toLowerCase();
    return changed.length === 1 ? changed : character;
  });

/** The characters 128 to 159 of Windows-1252; those that it leaves free are control characters. */
const HIGH =
  "\u20ac\u0081\u201a\u0192\u201e\u2026\u2020\u2021\u02c6\u2030\u0160\u2039\u0152\u008d\u017d\u008f" +
  "\u0090\u2018\u2019\u201c\u201d\u2022\u2013\u2014\u02dc\u2122\u0161\u203a\u0153\u009d\u017e\u0178";

/** From 1 to 255. */
export const characterOf = (code: number) =>
  code >= 128 && code < 160 ? HIGH.charAt(code - 128) : String.fromCharCode(code);

export function codeOf(character: string): number {
  const high = HIGH.indexOf(character);
  if (high >= 0) return high + 128;
  const code = character.charCodeAt(0);
  if (code > 255) throw new NotComputed(`what CODE gives for "${character}" is not certain`);
  return code;
}
