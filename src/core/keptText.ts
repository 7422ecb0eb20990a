// How a workbook keeps a long text in a part of its file.

/**
 * The namespace of the custom XML part that keeps a freeze. Such parts are the workbook's: they travel with the file,
 * whichever way the add-in that reads them was installed.
 */
export const NAMESPACE = "urn:hashcell:frozen:1";

/** What XML cannot keep, or does not keep unchanged, is written as in JSON: control characters and lone surrogates. */
const UNSAFE = /[\p{Cc}\p{Cs}\\\u2028\u2029\uFFFE\uFFFF]/gu;

export const escaped = (text: string) =>
  text.replace(UNSAFE, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`);

export const unescaped = (characters: string) =>
  characters.replace(/\\u([0-9a-f]{4})/g, (_match, code: string) => String.fromCharCode(parseInt(code, 16)));

/** FNV-1a over the UTF-16 code units, as an unsigned 32-bit number. */
export function checksum(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index++)
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  return hash >>> 0;
}
