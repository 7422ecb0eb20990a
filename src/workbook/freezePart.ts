import { WorkbookError } from "./workbook";

/**
 * The namespace of the custom XML part that keeps a freeze. Such parts are the workbook's: they travel with the file,
 * whichever way the add-in that reads them was installed.
 */
export const NAMESPACE = "urn:hashcell:frozen:1";

/** Bytes of a text as it is kept. */
export const MOST_BYTES = 900_000;

/** Characters of a part: every one may be written as a reference of five. */
const LONGEST_XML = 5 * MOST_BYTES + 1_000;

export const DAMAGED =
  "This workbook's frozen values are damaged: open an earlier copy of it, or set it live to continue without them.";

const references: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;" };

/** The XML of the part that keeps a text, with its length and checksum. */
export function partXml(text: string): string {
  const characters = escaped(text);
  if (byteCount(characters) > MOST_BYTES) {
    throw new WorkbookError(
      "There is more to freeze than Hashcell can keep in a workbook: set the workbook live if it is frozen, close the pane and open it again, and freeze before you open History or Options.",
    );
  }
  const written = characters.replace(/[&<>]/g, (character) => references[character] ?? character);
  return `<frozen xmlns="${NAMESPACE}" length="${characters.length}" checksum="${checksum(characters)}">${written}</frozen>`;
}

/** The text that a part keeps. Throws a `WorkbookError` when it is not whole. */
export function partText(xml: string): string {
  // Parts may come from anyone: their size is looked at first, and nothing in them may define entities.
  if (xml.length > LONGEST_XML || /<!doctype/i.test(xml)) throw new WorkbookError(DAMAGED);
  const { documentElement: root } = new DOMParser().parseFromString(xml, "application/xml");
  const characters = root.textContent;
  const isOurs =
    root.namespaceURI === NAMESPACE && root.localName === "frozen" && root.childElementCount === 0;
  const isWhole =
    root.getAttribute("length") === String(characters.length) &&
    root.getAttribute("checksum") === String(checksum(characters));
  if (!isOurs || !isWhole) throw new WorkbookError(DAMAGED);
  return unescaped(characters);
}

/** What XML cannot keep, or does not keep unchanged, is written as in JSON: control characters and lone surrogates. */
const UNSAFE = /[\p{Cc}\p{Cs}\\\u2028\u2029\uFFFE\uFFFF]/gu;

export const escaped = (text: string) =>
  text.replace(UNSAFE, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`);

export const unescaped = (characters: string) =>
  characters.replace(/\\u([0-9a-f]{4})/g, (_match, code: string) => String.fromCharCode(parseInt(code, 16)));

/** Of the text in UTF-8, or more. */
function byteCount(text: string): number {
  let bytes = 0;
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    bytes += code < 0x80 ? 1 : code < 0x800 || (code >= 0xd800 && code <= 0xdfff) ? 2 : 3;
  }
  return bytes;
}

/** FNV-1a over the UTF-16 code units, as an unsigned 32-bit number. */
export function checksum(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index++)
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  return hash >>> 0;
}
