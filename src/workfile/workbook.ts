import { compression as pageCompression, type Compression } from "./compression";
import { FileError } from "./fileError";
import { requireWorkbookFile } from "./fileKind";
import { openPackage, type Package } from "./package";
import { attributeOf, attributesOf, elementsOf, tagsOf, textBetween, type Tag, type Xml } from "./xml";

/** A sheet of cells. */
export interface Sheet {
  readonly name: string;
  readonly id: string;
  readonly path: string;
  /** Where the workbook's own part lists it. */
  readonly start: number;
  readonly end: number;
}

interface DefinedName {
  readonly name: string;
  /** The place of the sheet that it belongs to among all sheets; undefined where it belongs to the workbook. */
  readonly sheet?: number;
  /** As the file holds it. */
  readonly text: string;
  readonly start: number;
  readonly end: number;
  /** Where its formula is. */
  readonly contentStart: number;
  readonly contentEnd: number;
}

export interface Workbook {
  readonly file: Package;
  /** The path of the workbook's own part. */
  readonly main: string;
  /** Those of cells; there may be sheets of charts besides. */
  readonly sheets: readonly Sheet[];
  /** The names of all sheets in order. */
  readonly tabs: readonly string[];
  readonly names: readonly DefinedName[];
  /** Written as ISO 29500 has it without Microsoft's past: with other namespaces. */
  readonly isStrict: boolean;
  readonly signed: boolean;
  readonly macros: boolean;
}

const MAIN_TYPES = ["spreadsheetml.sheet.main+xml", "spreadsheetml.template.main+xml"];
const MACRO_TYPES = [
  "sheet.macroenabled.main+xml",
  "template.macroenabled.main+xml",
  "addin.macroenabled.main+xml",
];

/** Opens a workbook's file. Throws a `FileError` that says what is wrong, and with which part. */
export function openWorkbook(bytes: Uint8Array, compression: Compression = pageCompression): Workbook {
  requireWorkbookFile(bytes);
  const file = openPackage(bytes, compression);
  const main = mainPart(file);
  const xml = file.xml(main);
  const tags = [...tagsOf(xml)];
  if (tags[0]?.local !== "workbook") throw new FileError(`${main} is not the main part of a workbook`);
  const relations = new Map(file.relations(main).map((relation) => [relation.id, relation]));
  const sheets: Sheet[] = [];
  const tabs: string[] = [];
  for (const { tag, end } of elementsOf(xml, "sheet")) {
    const name = attributeOf(xml, tag, "name") ?? "";
    tabs.push(name);
    const relation = relations.get(relationId(xml, tag, tags[0]) ?? "");
    if (relation === undefined) throw new FileError(`${main} does not say which part is the sheet "${name}"`);
    if (relation.kind !== "worksheet") continue;
    if (relation.isExternal || !file.has(relation.target))
      throw new FileError(`${relation.target} is missing: it is the sheet "${name}"`);
    const id = attributeOf(xml, tag, "sheetId") ?? "";
    sheets.push({ name, id, path: relation.target, start: tag.start, end });
  }
  return {
    file,
    main,
    sheets,
    tabs,
    names: namesIn(xml),
    isStrict: attributesOf(xml, tags[0]).some(({ value }) => value === STRICT_MAIN),
    signed: file.relations("").some(({ kind }) => kind === "origin"),
    macros: [...relations.values()].some(({ kind }) => kind === "vbaProject"),
  };
}

const STRICT = "http://purl.oclc.org/ooxml";
const OPEN = "http://schemas.openxmlformats.org";
const STRICT_MAIN = `${STRICT}/spreadsheetml/main`;

/** The namespaces of a workbook's parts. */
export const namespacesOf = ({ isStrict }: Pick<Workbook, "isStrict">) =>
  isStrict
    ? { main: STRICT_MAIN, relations: `${STRICT}/officeDocument/relationships` }
    : {
        main: `${OPEN}/spreadsheetml/2006/main`,
        relations: `${OPEN}/officeDocument/2006/relationships`,
      };

function mainPart(file: Package): string {
  if (!file.has("[Content_Types].xml"))
    throw new FileError("[Content_Types].xml is missing: this is not a workbook");
  if (!file.has("_rels/.rels")) throw new FileError("_rels/.rels is missing: this is not a workbook");
  const relation = file.relations("").find(({ kind }) => kind === "officeDocument");
  if (relation === undefined) throw new FileError("_rels/.rels does not say which part is the main one");
  const { target } = relation;
  if (relation.isExternal || !file.has(target))
    throw new FileError(`${target} is missing, the main part of the workbook`);
  const type = (file.contentType(target) ?? "").toLowerCase();
  if (type.includes("sheet.binary"))
    throw new FileError(`${target} is in the binary format .xlsb: save the workbook as .xlsx in Excel`);
  const isKnown = [...MAIN_TYPES, ...MACRO_TYPES].some((known) => type.endsWith(known));
  if (!isKnown)
    throw new FileError(`${target} is no Excel workbook, but ${type === "" ? "of no type" : type}`);
  return target;
}

/** The attribute `id` of the relationships' namespace, whatever its prefix is. */
export function relationId(xml: Xml, tag: Tag, root: Tag): string | undefined {
  const own = attributesOf(xml, tag);
  const declared = new Map([...attributesOf(xml, root), ...own].map(({ name, value }) => [name, value]));
  return own.find(({ name }) => {
    const colon = name.indexOf(":");
    if (colon < 0 || name.slice(colon + 1) !== "id") return false;
    return declared.get(`xmlns:${name.slice(0, colon)}`)?.endsWith("/relationships") ?? false;
  })?.value;
}

function namesIn(xml: Xml): DefinedName[] {
  const names: DefinedName[] = [];
  for (const { tag, contentEnd, end } of elementsOf(xml, "definedName")) {
    const sheet = attributeOf(xml, tag, "localSheetId");
    names.push({
      name: attributeOf(xml, tag, "name") ?? "",
      ...(sheet === undefined ? {} : { sheet: Number(sheet) }),
      text: textBetween(xml, tag.end, contentEnd),
      start: tag.start,
      end,
      contentStart: tag.end,
      contentEnd,
    });
  }
  return names;
}
