import { escaped } from "./xml";
import type { XmlAttribute, XmlElement } from "./xmlTree";

const OPEN = "http://schemas.openxmlformats.org";
const STRICT = "http://purl.oclc.org/ooxml";
const MICROSOFT = "http://schemas.microsoft.com/office";

export const MAIN = `${OPEN}/spreadsheetml/2006/main`;
export const RELATIONSHIPS = `${OPEN}/officeDocument/2006/relationships`;
const STRICT_RELATIONSHIPS = `${STRICT}/officeDocument/relationships`;

/** The namespaces that the spreadsheet knows, each by the prefix that it expects. ISO 29500 has two of each: part 1 is strict. */
const known = [
  { prefix: "", name: MAIN, strict: `${STRICT}/spreadsheetml/main` },
  { prefix: "r", name: RELATIONSHIPS, strict: STRICT_RELATIONSHIPS },
  { prefix: "a", name: `${OPEN}/drawingml/2006/main`, strict: `${STRICT}/drawingml/main` },
  {
    prefix: "xdr",
    name: `${OPEN}/drawingml/2006/spreadsheetDrawing`,
    strict: `${STRICT}/drawingml/spreadsheetDrawing`,
  },
  { prefix: "c", name: `${OPEN}/drawingml/2006/chart`, strict: `${STRICT}/drawingml/chart` },
  { prefix: "mc", name: `${OPEN}/markup-compatibility/2006` },
  { prefix: "x14", name: `${MICROSOFT}/spreadsheetml/2009/9/main` },
  { prefix: "xm", name: `${MICROSOFT}/excel/2006/main` },
];
const prefixes = new Map(
  known.flatMap(({ prefix, name, strict }) => [
    [name, prefix],
    ...(strict === undefined ? [] : [[strict, prefix] as const]),
  ]),
);
const declarations = [...known, { prefix: "other", name: "urn:other" }]
  .map(({ prefix, name }) => ` xmlns${prefix === "" ? "" : `:${prefix}`}="${name}"`)
  .join("");

/** An attribute of the relationships' namespace, as `r:id` is wherever that prefix is declared, and whatever it is called. */
export const relationOf = (element: XmlElement, name = "id"): string | undefined =>
  element.attributes.find(
    ({ localName, namespace }) =>
      localName === name && (namespace === RELATIONSHIPS || namespace === STRICT_RELATIONSHIPS),
  )?.value;

/**
 * A part as Excel writes it: namespaces declared at the root, under the usual prefixes. Attributes of namespaces
 * that the spreadsheet does not know, comments and instructions are left out.
 */
export function canonicalXml(root: XmlElement): string {
  const pieces: string[] = [];
  write(root, declarations, pieces);
  return pieces.join("");
}

function write(element: XmlElement, declared: string, pieces: string[]): void {
  const name = nameOf(element);
  pieces.push("<", name, declared);
  for (const attribute of element.attributes) {
    const attributeName = attributeNameOf(attribute);
    if (attributeName !== undefined) pieces.push(" ", attributeName, '="', escaped(attribute.value), '"');
  }
  if (element.nodes.length === 0) {
    pieces.push("/>");
    return;
  }
  pieces.push(">");
  for (const node of element.nodes) {
    if (typeof node === "string") pieces.push(escapedText(node));
    else write(node, "", pieces);
  }
  pieces.push("</", name, ">");
}

/** Elements of namespaces that the spreadsheet does not know keep their names, under a prefix of their own. */
function nameOf({ namespace, localName }: XmlElement): string {
  const prefix = prefixes.get(namespace);
  if (prefix === undefined) return `other:${localName}`;
  return prefix === "" ? localName : `${prefix}:${localName}`;
}

function attributeNameOf({ namespace, localName, prefix }: XmlAttribute): string | undefined {
  if (namespace === "") return localName;
  if (prefix === "xml") return `xml:${localName}`;
  const known = prefixes.get(namespace);
  return known === undefined || known === "" || known === "mc" ? undefined : `${known}:${localName}`;
}

const escapedText = (text: string) =>
  text.replace(/[&<>\r]/g, (character) => entities[character] ?? character);
const entities: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", "\r": "&#13;" };
