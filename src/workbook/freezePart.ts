import { checksum, escaped, NAMESPACE, unescaped } from "../core/keptText";
import { WorkbookError } from "./workbook";

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

/** Of the text in UTF-8, or more. */
function byteCount(text: string): number {
  let bytes = 0;
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    bytes += code < 0x80 ? 1 : code < 0x800 || (code >= 0xd800 && code <= 0xdfff) ? 2 : 3;
  }
  return bytes;
}
