import { FileError } from "./fileError";
import { relationsPath, type Package } from "./package";
import { namespacesOf, type Workbook } from "./workbook";
import { attributeOf, tagsOf, type Tag, type Xml } from "./xml";
import { crc32 } from "./zip";

// Parts of a workbook that travel with it and that other programs leave alone.

const PROPERTIES_NAMESPACE = "http://schemas.openxmlformats.org/officeDocument/2006/customXml";
const ITEM_TYPE = "application/xml";
const PROPERTIES_TYPE = "application/vnd.openxmlformats-officedocument.customXmlProperties+xml";
export const DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';

const encoder = new TextEncoder();
export const checksum = (text: string) => crc32(encoder.encode(text));

interface CustomPart {
  readonly namespace: string;
  /** What its id is made of, without chance: the same gives the same file. */
  readonly seed: string;
  /** Asked for when the file is saved. */
  readonly text: () => string;
}

export function addCustomPart({ file, main, isStrict }: Workbook, part: CustomPart): void {
  let number = 1;
  while (file.has(`customXml/item${number}.xml`) || file.has(`customXml/itemProps${number}.xml`)) number++;
  const [item, properties] = [`customXml/item${number}.xml`, `customXml/itemProps${number}.xml`];
  const { relations } = namespacesOf({ isStrict });
  file.add({
    path: item,
    ...(file.contentType(item) === ITEM_TYPE ? {} : { contentType: ITEM_TYPE }),
    text: () => DECLARATION + part.text(),
    from: { path: main, type: `${relations}/customXml` },
  });
  file.add({
    path: properties,
    contentType: PROPERTIES_TYPE,
    text:
      `${DECLARATION}<ds:datastoreItem ds:itemID="${partId(part.seed)}" xmlns:ds="${PROPERTIES_NAMESPACE}">` +
      `<ds:schemaRefs><ds:schemaRef ds:uri="${part.namespace}"/></ds:schemaRefs></ds:datastoreItem>`,
  });
  file.add({
    path: `customXml/_rels/item${number}.xml.rels`,
    text:
      `${DECLARATION}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">` +
      `<Relationship Id="rId1" Type="${relations}/customXmlProps" Target="itemProps${number}.xml"/></Relationships>`,
  });
}

/** An id of the usual form. */
function partId(seed: string): string {
  const word = (salt: string) => checksum(`${salt} ${seed}`).toString(16).padStart(8, "0").toUpperCase();
  const [a, b, c, d] = [word("a"), word("b"), word("c"), word("d")];
  return `{${a}-${b.slice(0, 4)}-4${b.slice(5)}-8${c.slice(1, 4)}-${c.slice(4)}${d}}`;
}

interface FoundPart {
  readonly xml: Xml;
  readonly root: Tag;
  readonly path: string;
  /** The part that leads to it; "" is the file itself. */
  readonly from: string;
  readonly propertiesPath?: string;
}

/** The part whose first element has a name of a namespace. */
export function customPartIn(
  { file, main }: Workbook,
  namespace: string,
  local: string,
): FoundPart | undefined {
  // LibreOffice says at the top of the file, not of the workbook, that the part is there.
  for (const from of [main, ""])
    for (const { kind, target, isExternal } of file.relations(from)) {
      if (kind !== "customXml" || isExternal || !file.has(target)) continue;
      const root = rootOf(file, target);
      if (root === undefined || root.tag.local !== local) continue;
      const { xml, tag } = root;
      if (attributeOf(xml, tag, tag.prefix === "" ? "xmlns" : `xmlns:${tag.prefix}`) !== namespace) continue;
      const properties = file.relations(target).find((other) => other.kind === "customXmlProps")?.target;
      return {
        xml,
        root: tag,
        path: target,
        from,
        ...(properties === undefined ? {} : { propertiesPath: properties }),
      };
    }
  return undefined;
}

function rootOf(file: Package, path: string): { xml: Xml; tag: Tag } | undefined {
  try {
    const xml = file.xml(path);
    const [tag] = tagsOf(xml);
    return tag === undefined ? undefined : { xml, tag };
  } catch (error) {
    // Other programs keep what they like in such parts.
    if (error instanceof FileError) return undefined;
    throw error;
  }
}

/** Takes it out with what belongs to it. */
export function takeOutCustomPart(
  { file }: Workbook,
  { path, from, propertiesPath }: Pick<FoundPart, "path" | "from" | "propertiesPath">,
): void {
  if (propertiesPath !== undefined) file.takeOut(propertiesPath);
  file.takeOut(relationsPath(path));
  file.takeOut(path, from);
}
