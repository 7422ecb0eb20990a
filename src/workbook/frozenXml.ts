import { byteCount, checksum, DAMAGED, escaped, MOST_BYTES, unescaped } from "./frozenText";
import { WorkbookError } from "./workbook";

/**
 * The namespace of the custom XML part that holds a text still. Such parts are the workbook's: they travel with the
 * file, whichever way the add-in that reads them was installed.
 */
export const NAMESPACE = "urn:hashcell:frozen:1";

/** Characters of a part: every one may be written as a reference of five. */
const LONGEST_XML = 5 * MOST_BYTES + 1_000;

const references: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;" };

/** The XML of the part that keeps a text, with what tells whether it is whole. */
export function partXml(text: string): string {
  const characters = escaped(text);
  if (byteCount(characters) > MOST_BYTES) {
    throw new WorkbookError(
      "There is more to hold still than Hashcell keeps in a workbook: set the workbook live if it is not, close the pane and open it again, and freeze before you open History or Options.",
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
