import { RELATIONSHIPS } from "./canonicalXml";
import { FileMistake } from "./limits";
import type { Package } from "./package";
import { appended, DECLARATION, escaped, PACKAGE_RELATIONS } from "./xml";

/**
 * What programs keep in a workbook for themselves: parts of any XML, each with an id, in a part of
 * properties beside it. They travel with the file, whichever program or add-in it is opened with.
 * ISO 29500-1, sections 15.2.5 and 22.5.
 */

/** The parts' texts, without an XML declaration, by their ids: "{E5A0C8D2-…}". A text may be damaged. */
export type CustomXml = Map<string, string>;

export interface CustomXmlRead {
  readonly customXml: CustomXml;
  /** What could not be read, as sentences. */
  readonly warnings: readonly string[];
}

const NAMESPACE = "http://schemas.openxmlformats.org/officeDocument/2006/customXml";
const PROPERTIES_TYPE = "application/vnd.openxmlformats-officedocument.customXmlProperties+xml";
const WORKBOOK_RELATIONS = "xl/_rels/workbook.xml.rels";
const ITEM = /^customxml\/item\d*\.xml$/i;

/** All the parts of a file, whatever they hold. `main` is the path of the workbook's own part. */
export function customXmlIn(source: Package, main: string): CustomXmlRead {
  const customXml: CustomXml = new Map();
  const warnings: string[] = [];
  for (const path of itemPaths(source, main)) {
    try {
      const text = source.text(path).trimStart();
      const id = idOf(source, path);
      customXml.set(id === undefined || customXml.has(id) ? newPartId() : id, text);
    } catch (error) {
      if (!(error instanceof FileMistake)) throw error;
      warnings.push(`A part that another program keeps in this workbook was left out. ${error.message}`);
    }
  }
  return { customXml, warnings };
}

/** Those that the workbook leads to, and those that nothing does. */
function itemPaths(source: Package, main: string): Iterable<string> {
  const related = source
    .relations(main)
    .filter(({ kind, target }) => kind === "customXml" && source.has(target))
    .map(({ target }) => target);
  const byName = new Map([...related, ...source.allPaths.filter((path) => ITEM.test(path))].map(withKey));
  return byName.values();
}

const withKey = (path: string) => [path.toLowerCase(), path] as const;

/** Undefined where there are no properties, or damaged ones: the part itself counts. */
function idOf(source: Package, path: string): string | undefined {
  try {
    const properties = source.relations(path).find(({ kind }) => kind === "customXmlProps")?.target;
    if (properties === undefined || !source.has(properties)) return undefined;
    return source.xml(properties).attributes.find(({ localName }) => localName === "itemID")?.value;
  } catch (error) {
    if (error instanceof FileMistake) return undefined;
    throw error;
  }
}

const newPartId = (): string => `{${crypto.randomUUID().toUpperCase()}}`;

/** A workbook's parts with these among them, named and led to as Excel does. */
export function withCustomXml(
  parts: Readonly<Record<string, string>>,
  customXml: ReadonlyMap<string, string>,
): Record<string, string> {
  if (customXml.size === 0) return { ...parts };
  const written: Record<string, string> = { ...parts };
  const types: string[] = [];
  const relations: string[] = [];
  for (const [index, [id, text]] of [...customXml].entries()) {
    const number = index + 1;
    written[`customXml/item${number}.xml`] = DECLARATION + withoutDeclaration(text);
    written[`customXml/itemProps${number}.xml`] = propertiesXml(id);
    written[`customXml/_rels/item${number}.xml.rels`] =
      `${DECLARATION}<Relationships xmlns="${PACKAGE_RELATIONS}">` +
      `<Relationship Id="rId1" Type="${RELATIONSHIPS}/customXmlProps" Target="itemProps${number}.xml"/></Relationships>`;
    types.push(`<Override PartName="/customXml/itemProps${number}.xml" ContentType="${PROPERTIES_TYPE}"/>`);
    relations.push(
      `<Relationship Id="rIdCustomXml${number}" Type="${RELATIONSHIPS}/customXml" Target="../customXml/item${number}.xml"/>`,
    );
  }
  written["[Content_Types].xml"] = appended(parts["[Content_Types].xml"] ?? "", "Types", types.join(""));
  written[WORKBOOK_RELATIONS] = appended(
    parts[WORKBOOK_RELATIONS] ?? "",
    "Relationships",
    relations.join(""),
  );
  return written;
}

const propertiesXml = (id: string) =>
  `${DECLARATION}<ds:datastoreItem ds:itemID="${escaped(id)}" xmlns:ds="${NAMESPACE}"><ds:schemaRefs/></ds:datastoreItem>`;

/** Texts are written in UTF-8, whatever their declaration said. */
const withoutDeclaration = (xml: string) => xml.replace(/^\ufeff?\s*<\?xml\s[^>]*\?>\s*/, "");
