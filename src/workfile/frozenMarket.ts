import { checksum, NAMESPACE, unescaped } from "../core/keptText";
import { UnavailableError } from "../core/errors";
import { readFreeze, type Freeze } from "../data/freeze";
import { FileError } from "./fileError";
import type { Workbook } from "./workbook";
import { attributeOf, elementsOf, textBetween } from "./xml";

/** The market that a frozen workbook keeps; undefined where it is not frozen. Throws a `FileError` where it is damaged. */
export function frozenMarket({ file, main }: Workbook): Freeze | undefined {
  for (const from of [main, ""])
    for (const { kind, target, isExternal } of file.relations(from)) {
      if (kind !== "customXml" || isExternal || !file.has(target)) continue;
      const xml = file.xml(target);
      if (!xml.text.includes(NAMESPACE)) continue;
      const [root] = elementsOf(xml, "frozen");
      if (root === undefined || root.tag.depth !== 0) continue;
      const characters = textBetween(xml, root.tag.end, root.contentEnd);
      const isWhole =
        attributeOf(xml, root.tag, "length") === String(characters.length) &&
        attributeOf(xml, root.tag, "checksum") === String(checksum(characters));
      if (!isWhole)
        throw new FileError(`${target} is damaged: it has the frozen market values of the workbook`);
      return freezeOf(unescaped(characters), target);
    }
  return undefined;
}

/** What a text of a freeze holds. Throws a `FileError`. */
export function freezeOf(text: string, part: string): Freeze {
  try {
    return readFreeze(text);
  } catch (error) {
    if (error instanceof UnavailableError) throw new FileError(`${part}: ${error.message}`);
    throw error;
  }
}
