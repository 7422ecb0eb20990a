import {
  attributeEdit,
  attributeOf,
  childCount,
  elementsOf,
  named,
  tagsOf,
  type Edit,
  type Element,
  type Xml,
} from "./xml";
import { namespacesOf, type Workbook } from "./workbook";

// A cell whose formula spills says so by the place of a record in xl/metadata.xml, its `cm`. Without it Excel puts "@" in
// front of the formula. [MS-XLSX], 2.3.9 and 2.6.219.

const TYPE = "XLDAPR";
const DYNAMIC = "http://schemas.microsoft.com/office/spreadsheetml/2017/dynamicarray";
const EXTENSION = "{bdbb8cdc-fa1e-496e-a857-3c3f30c029c3}";
const CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheetMetadata+xml";
const TYPE_ATTRIBUTES =
  `name="${TYPE}" minSupportedVersion="120000" copy="1" pasteAll="1" pasteValues="1" merge="1" splitFirst="1" ` +
  `rowColShift="1" clearFormats="1" clearComments="1" assign="1" coerce="1" cellMeta="1"`;

/** The place of the record, counted from 1; adds it to the workbook where it is not there. */
export function spillRecord({ file, main, isStrict }: Workbook): string {
  const path = metadataPath({ file, main });
  if (path === undefined) {
    const { main: namespace, relations } = namespacesOf({ isStrict });
    file.add({
      path: freePath(file),
      contentType: CONTENT_TYPE,
      text: `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n${spillRecordsXml(namespace)}`,
      from: { path: main, type: `${relations}/sheetMetadata` },
    });
    return "1";
  }
  const xml = file.xml(path);
  const found = foundRecord(xml);
  if (found !== undefined) return String(found);
  const { edits, place } = added(xml);
  file.edit(path, edits);
  return String(place);
}

/** A part with the one record, whose place is 1. */
export function spillRecordsXml(namespace: string): string {
  const record = recordsXml("", 1, 0);
  return `<metadata xmlns="${namespace}">${record.types(1)}${record.future}${record.cells(1)}</metadata>`;
}

export const metadataPath = ({ file, main }: Pick<Workbook, "file" | "main">): string | undefined =>
  file.relations(main).find(({ kind, target }) => kind === "sheetMetadata" && file.has(target))?.target;

function freePath(file: Workbook["file"]): string {
  let path = "xl/metadata.xml";
  for (let number = 2; file.has(path); number++) path = `xl/metadata${number}.xml`;
  return path;
}

/** The elements of a record. `prefix` is that of the part, `type` and `value` are places, from 1 and from 0. */
function recordsXml(prefix: string, type: number, value: number) {
  const name = (local: string) => named(prefix, local);
  const bk = name("bk");
  const inner =
    `<${bk}><${name("extLst")}><${name("ext")} uri="${EXTENSION}"><xda:dynamicArrayProperties xmlns:xda="${DYNAMIC}" ` +
    `fDynamic="1" fCollapsed="0"/></${name("ext")}></${name("extLst")}></${bk}>`;
  const typeXml = `<${name("metadataType")} ${TYPE_ATTRIBUTES}/>`;
  const cellXml = `<${bk}><${name("rc")} t="${type}" v="${value}"/></${bk}>`;
  return {
    type: typeXml,
    types: (count: number) =>
      `<${name("metadataTypes")} count="${count}">${typeXml}</${name("metadataTypes")}>`,
    inner,
    future: `<${name("futureMetadata")} name="${TYPE}" count="1">${inner}</${name("futureMetadata")}>`,
    cell: cellXml,
    cells: (count: number) =>
      `<${name("cellMetadata")} count="${count}">${cellXml}</${name("cellMetadata")}>`,
  };
}

/** A record that says that a formula spills, and has not been collapsed into one cell. */
function foundRecord(xml: Xml): number | undefined {
  const type = typeNames(xml).indexOf(TYPE) + 1;
  const values = dynamicValues(xml);
  let record = 0;
  let isInside = false;
  for (const tag of tagsOf(xml)) {
    if (tag.local === "cellMetadata") isInside = tag.kind === "open";
    if (!isInside || tag.kind === "close") continue;
    if (tag.local === "bk") record++;
    if (tag.local !== "rc" || Number(attributeOf(xml, tag, "t")) !== type) continue;
    if (values[Number(attributeOf(xml, tag, "v"))] === true) return record;
  }
  return undefined;
}

function typeNames(xml: Xml): string[] {
  return [...tagsOf(xml)]
    .filter(({ local, kind }) => local === "metadataType" && kind !== "close")
    .map((tag) => attributeOf(xml, tag, "name") ?? "");
}

/** Of each value of the type, whether it means a spilling formula. */
function dynamicValues(xml: Xml): boolean[] {
  const values: boolean[] = [];
  let isInside = false;
  for (const tag of tagsOf(xml)) {
    if (tag.local === "futureMetadata")
      isInside = tag.kind === "open" && attributeOf(xml, tag, "name") === TYPE;
    if (!isInside || tag.kind === "close") continue;
    if (tag.local === "bk") values.push(false);
    if (tag.local === "dynamicArrayProperties" && attributeOf(xml, tag, "fDynamic") === "1")
      values[values.length - 1] = true;
  }
  return values;
}

/** The record added to a part that has others: ISO 29500-1, 18.9.10 gives the order of the elements. */
function added(xml: Xml): { edits: Edit[]; place: number } {
  const order = [
    "metadataTypes",
    "metadataStrings",
    "mdxMetadata",
    "futureMetadata",
    "cellMetadata",
    "valueMetadata",
  ];
  const elements = order.flatMap((name) => [...elementsOf(xml, name)]);
  const first = [...tagsOf(xml)];
  const root = first[0];
  const prefix = root?.prefix ?? "";
  const types = elements.find(({ tag }) => tag.local === "metadataTypes");
  const future = elements.find(
    ({ tag }) => tag.local === "futureMetadata" && attributeOf(xml, tag, "name") === TYPE,
  );
  const cells = elements.find(({ tag }) => tag.local === "cellMetadata");
  const names = typeNames(xml);
  const type = names.includes(TYPE) ? names.indexOf(TYPE) + 1 : names.length + 1;
  const value = future === undefined ? 0 : dynamicValues(xml).length;
  const record = recordsXml(prefix, type, value);
  const cellCount = childCount(xml, "cellMetadata", "bk");

  /** Behind the elements that come before it. */
  const placeOf = (name: string) => {
    const before = elements.filter(({ tag }) => order.indexOf(tag.local) <= order.indexOf(name));
    return before.reduce((place, { end }) => Math.max(place, end), root?.end ?? 0);
  };
  const edits: Edit[] = [];
  const insert = (name: string, text: string) => {
    const place = placeOf(name);
    edits.push({ start: place, end: place, text });
  };
  const extend = (element: Element, count: number, text: string) => {
    const edit = attributeEdit(xml, element.tag, "count", String(count));
    if (edit !== undefined) edits.push(edit);
    edits.push({ start: element.contentEnd, end: element.contentEnd, text });
  };
  if (types === undefined) insert("metadataTypes", record.types(1));
  else if (!names.includes(TYPE)) extend(types, names.length + 1, record.type);
  if (future === undefined) insert("futureMetadata", record.future);
  else extend(future, value + 1, record.inner);
  if (cells === undefined) insert("cellMetadata", record.cells(1));
  else extend(cells, cellCount + 1, record.cell);
  return { edits, place: cellCount + 1 };
}
