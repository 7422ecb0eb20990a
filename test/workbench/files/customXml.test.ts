/** @jest-environment jsdom */
import "../textCoding";
import { randomUUID } from "node:crypto";
import { strFromU8, strToU8, unzipSync, zipSync } from "fflate";
import { openedFile } from "../../../src/workbench/files/openWorkbook";
import { workbookBytes } from "../../../src/workbench/files/saveCopy";
import { readFile } from "../../../src/workbench/files/xlsx";
import { emptySheets, openInOffice } from "../officeHost";

// Browsers have it where a page comes from this machine; jsdom does not.
beforeAll(() => void Object.defineProperty(crypto, "randomUUID", { value: randomUUID, configurable: true }));

type Parts = Record<string, Uint8Array>;
const read = (parts: Parts) => openedFile(readFile(zipSync(parts)));
const plain = async () => unzipSync(await workbookBytes(openInOffice(emptySheets("S"))));

const ID = "{0F1B2C3D-4E5F-4A6B-8C7D-9E0F1A2B3C4D}";
const properties = `<?xml version="1.0" encoding="UTF-8" standalone="no"?>
<ds:datastoreItem ds:itemID="${ID}" xmlns:ds="http://schemas.openxmlformats.org/officeDocument/2006/customXml"><ds:schemaRefs/></ds:datastoreItem>`;
const relation = (kind: string, target: string) =>
  `<Relationship Id="c${target.length}" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/${kind}" Target="${target}"/>`;
const relations = (items: string) =>
  strToU8(
    `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${items}</Relationships>`,
  );

const text = '<a xmlns="urn:a" b="1&#10;2">\r\n  <![CDATA[<c>]]> &amp; 😀 <!-- kept --></a>';

/** A workbook with a part that has an id, under a name of its own, and one that nothing leads to. */
async function withParts(): Promise<Parts> {
  const parts = await plain();
  const workbook = strFromU8(parts["xl/_rels/workbook.xml.rels"] ?? new Uint8Array());
  return {
    ...parts,
    "xl/_rels/workbook.xml.rels": strToU8(
      workbook.replace(
        "</Relationships>",
        `${relation("customXml", "../customXml/data.xml")}</Relationships>`,
      ),
    ),
    "customXml/data.xml": strToU8(`<?xml version="1.0" encoding="utf-8"?>\n${text}`),
    "customXml/_rels/data.xml.rels": relations(relation("customXmlProps", "itemProps7.xml")),
    "customXml/itemProps7.xml": strToU8(properties),
    "customXml/item2.xml": strToU8("\ufeff<DataMashup>AAA</DataMashup>"),
  };
}

test("parts of any namespace survive opening and saving, and again, each under its id", async () => {
  const first = read(await withParts());
  expect(first.warnings).toEqual([]);
  const [[id, held] = [], [otherId, other] = []] = [...first.customXml];
  expect([id, held, other]).toEqual([ID, text, "<DataMashup>AAA</DataMashup>"]);
  expect(otherId).toMatch(/^\{[\dA-F]{8}(-[\dA-F]{4}){3}-[\dA-F]{12}\}$/);
  const saved = unzipSync(await workbookBytes(openInOffice(first.data, first.settings, first.customXml)));
  expect(strFromU8(saved["customXml/item1.xml"] ?? new Uint8Array())).toMatch(
    /^<\?xml [^>]*"UTF-8"[^>]*\?>\n<a /,
  );
  const again = read(saved);
  expect([...again.customXml]).toEqual([...first.customXml]);
});

test("the saved file leads to its parts as ISO 29500 wants it", async () => {
  const customXml = new Map([[ID, "<a/>"]]);
  const parts = unzipSync(await workbookBytes({ ...openInOffice(emptySheets("S")), customXml }));
  const xml = (path: string) =>
    new DOMParser().parseFromString(strFromU8(parts[path] ?? new Uint8Array()), "application/xml");
  const targets = (path: string) =>
    [...xml(path).getElementsByTagName("Relationship")].map((item) => [
      item.getAttribute("Type")?.replace(/.*\//, ""),
      item.getAttribute("Target"),
    ]);
  expect(targets("xl/_rels/workbook.xml.rels")).toContainEqual(["customXml", "../customXml/item1.xml"]);
  expect(targets("customXml/_rels/item1.xml.rels")).toEqual([["customXmlProps", "itemProps1.xml"]]);
  const item = xml("customXml/itemProps1.xml").documentElement;
  expect([item.localName, item.getAttribute("ds:itemID")]).toEqual(["datastoreItem", ID]);
  const types = [...xml("[Content_Types].xml").documentElement.children];
  expect(types.find((type) => type.getAttribute("Extension") === "xml")?.getAttribute("ContentType")).toBe(
    "application/xml",
  );
  expect(
    types
      .find((type) => type.getAttribute("PartName") === "/customXml/itemProps1.xml")
      ?.getAttribute("ContentType"),
  ).toBe("application/vnd.openxmlformats-officedocument.customXmlProperties+xml");
});

test("a workbook without parts is saved without any", async () => {
  expect(Object.keys(await plain()).filter((path) => path.startsWith("customXml"))).toEqual([]);
});

test("a damaged part is kept as it is, and two of one id are told apart", async () => {
  const parts = await withParts();
  const { customXml } = read({
    ...parts,
    "customXml/item2.xml": strToU8("<a><b"),
    "customXml/_rels/item2.xml.rels": relations(relation("customXmlProps", "itemProps7.xml")),
  });
  expect([...customXml.values()]).toEqual([text, "<a><b"]);
  expect(customXml.size).toBe(2);
});
