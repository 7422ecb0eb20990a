import { strToU8, zipSync } from "fflate";
import { spillRecordsXml } from "../workfile/metadata";
import { escaped, escapedValue } from "../workfile/xml";
import type { Book } from "./book";
import { chartXml, drawingXml, type ChartCells } from "./chartPart";
import { quoted, type Page } from "./page";
import { sheetXml, titleColumnsOf, titleRowsOf, usedRange, type Surroundings } from "./sheetPart";
import { Styles } from "./styles";
import { SharedTexts } from "./texts";
import type { Values } from "./values";

/**
 * A finished workbook as an .xlsx with the values that its cells show, for whoever opens it without the add-in: the same
 * bytes every time. `computed` says what the cells of a file show.
 */
export async function bookFile(
  book: Book,
  computed: (file: Uint8Array) => Promise<Values>,
): Promise<Uint8Array> {
  requireUsable(book);
  return written(book, await computed(written(book, undefined)));
}

const DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const CONTENT_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types";
const PACKAGE_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships";
const OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006";
const MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const TYPES = "application/vnd.openxmlformats-officedocument";
const RELATIONS_TYPE = "application/vnd.openxmlformats-package.relationships+xml";
/** As every file of this project has it, so that its bytes do not depend on the day. */
const MOMENT = new Date(2026, 0, 1);

/** Excel's calculation version: a file without one is recalculated on opening, to #NAME? without the add-in. */
const CALCULATION = '<calcPr calcId="191029"/>';

/** The parts of a package, with what leads to them. */
class Parts {
  private readonly parts = new Map<string, string>();
  private readonly types: string[] = [];

  /** Adds a part; `type` is the end of its content type. */
  add(path: string, xml: string, type: string): void {
    this.parts.set(path, DECLARATION + xml);
    const contentType = type.startsWith("application/") ? type : `${TYPES}.${type}+xml`;
    this.types.push(`<Override PartName="/${path}" ContentType="${contentType}"/>`);
  }

  /** What a part leads to: rId1, rId2 and so on; "" is the package. */
  relate(path: string, targets: readonly (readonly [kind: string, target: string])[]): void {
    const at = path.lastIndexOf("/") + 1;
    const relations = targets.map(([kind, target], index) => {
      const type = kind.startsWith("http") ? kind : `${OFFICE}/relationships/${kind}`;
      return `<Relationship Id="rId${index + 1}" Type="${type}" Target="${target}"/>`;
    });
    const xml = `<Relationships xmlns="${PACKAGE_RELATIONS}">${relations.join("")}</Relationships>`;
    this.parts.set(`${path.slice(0, at)}_rels/${path.slice(at)}.rels`, DECLARATION + xml);
  }

  zipped(): Uint8Array {
    const defaults =
      `<Default Extension="rels" ContentType="${RELATIONS_TYPE}"/>` +
      '<Default Extension="xml" ContentType="application/xml"/>';
    const types = `<Types xmlns="${CONTENT_TYPES}">${defaults}${this.types.join("")}</Types>`;
    const all = new Map([["[Content_Types].xml", DECLARATION + types], ...this.parts]);
    const bytes = [...all].map(([path, xml]) => [path, strToU8(xml)] as const);
    return zipSync(Object.fromEntries(bytes), { level: 9, mtime: MOMENT });
  }
}

function written(book: Book, values: Values | undefined): Uint8Array {
  const parts = new Parts();
  const surroundings: Surroundings = {
    title: book.title,
    styles: new Styles(),
    texts: new SharedTexts(),
    names: new Map(
      book.pages.flatMap((page) => [...page.names].map(([name, range]) => [name, page.at(range)])),
    ),
    values,
  };
  const byName = new Map(book.pages.map((page) => [page.name, page]));
  const chartCells: ChartCells = {
    values,
    format: (sheet, cell) => byName.get(sheet)?.cells.get(cell)?.format,
  };
  parts.relate("", [
    ["officeDocument", "xl/workbook.xml"],
    [`${PACKAGE_RELATIONS}/metadata/core-properties`, "docProps/core.xml"],
    ["extended-properties", "docProps/app.xml"],
  ]);
  const names = definedNames(book);
  parts.add("xl/workbook.xml", workbookXml(book, names), "spreadsheetml.sheet.main");
  parts.relate("xl/workbook.xml", [
    ...book.pages.map((_, index) => ["worksheet", `worksheets/sheet${index + 1}.xml`] as const),
    ["styles", "styles.xml"],
    ["sharedStrings", "sharedStrings.xml"],
    ["sheetMetadata", "metadata.xml"],
  ]);
  let [charts, drawings] = [0, 0];
  for (const [index, page] of book.pages.entries()) {
    const path = `xl/worksheets/sheet${index + 1}.xml`;
    parts.add(path, sheetXml(page, index === 0, surroundings), "spreadsheetml.worksheet");
    if (page.charts.length === 0) continue;
    const drawing = `drawing${++drawings}.xml`;
    parts.relate(path, [["drawing", `../drawings/${drawing}`]]);
    parts.add(`xl/drawings/${drawing}`, drawingXml(page), "drawing");
    const targets: (readonly [string, string])[] = [];
    for (const chart of page.charts) {
      const name = `chart${++charts}.xml`;
      targets.push(["chart", `../charts/${name}`]);
      parts.add(`xl/charts/${name}`, chartXml(chart, chartCells), "drawingml.chart");
    }
    parts.relate(`xl/drawings/${drawing}`, targets);
  }
  parts.add("xl/styles.xml", surroundings.styles.xml(), "spreadsheetml.styles");
  parts.add("xl/sharedStrings.xml", surroundings.texts.xml(), "spreadsheetml.sharedStrings");
  parts.add("xl/metadata.xml", spillRecordsXml(MAIN), "spreadsheetml.sheetMetadata");
  parts.add("docProps/core.xml", coreXml(book), "application/vnd.openxmlformats-package.core-properties+xml");
  parts.add("docProps/app.xml", appXml(book, names), "extended-properties");
  return parts.zipped();
}

interface DefinedName {
  readonly name: string;
  readonly target: string;
  /** The place of the sheet that has a name of its own. */
  readonly sheet?: number;
}

/** In Excel's order: by name, its own without their mark. */
function definedNames({ pages }: Book): DefinedName[] {
  const names = pages.flatMap((page, sheet): DefinedName[] => [
    ...[...page.names].map(([name, range]) => ({ name, target: page.at(range) })),
    { name: "_xlnm.Print_Area", target: page.at(page.printing.area ?? usedRange(page)), sheet },
    ...printTitles(page, sheet),
  ]);
  const keyOf = ({ name }: DefinedName) => name.replace("_xlnm.", "").toLowerCase();
  const compare = (one: string, other: string) => (one < other ? -1 : one > other ? 1 : 0);
  return names.sort((one, other) => compare(keyOf(one), keyOf(other)) || compare(one.target, other.target));
}

function printTitles(page: Page, sheet: number): DefinedName[] {
  const fixedLines = [titleColumnsOf(page), titleRowsOf(page)].flatMap((lines) =>
    lines === undefined ? [] : [`${quoted(page.name)}!${lines.replace(/\$?([A-Z]+|\d+)/g, "$$$1")}`],
  );
  return fixedLines.length === 0 ? [] : [{ name: "_xlnm.Print_Titles", target: fixedLines.join(","), sheet }];
}

function workbookXml({ pages }: Book, names: readonly DefinedName[]): string {
  const sheets = pages.map(
    ({ name }, index) =>
      `<sheet name="${escapedValue(name)}" sheetId="${index + 1}" r:id="rId${index + 1}"/>`,
  );
  const defined = names.map(({ name, target, sheet }) => {
    const own = sheet === undefined ? "" : ` localSheetId="${sheet}"`;
    return `<definedName name="${name}"${own}>${escaped(target)}</definedName>`;
  });
  return (
    `<workbook xmlns="${MAIN}" xmlns:r="${OFFICE}/relationships">` +
    '<fileVersion appName="xl" lastEdited="7" lowestEdited="7" rupBuild="22228"/><workbookPr/>' +
    '<bookViews><workbookView xWindow="0" yWindow="0" windowWidth="28800" windowHeight="15600" tabRatio="850"/></bookViews>' +
    `<sheets>${sheets.join("")}</sheets><definedNames>${defined.join("")}</definedNames>${CALCULATION}</workbook>`
  );
}

const coreXml = ({ title, purpose }: Book) =>
  '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" ' +
  'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" ' +
  'xmlns:dcmitype="http://purl.org/dc/dcmitype/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">' +
  `<dc:title>${escaped(title)}</dc:title><dc:creator>Hashcell</dc:creator>` +
  `<dc:description>${escaped(purpose)}</dc:description></cp:coreProperties>`;

/** Readers trust the values of a file that says it is Excel's, and calculate others again: to errors without the add-in. */
function appXml({ pages }: Book, names: readonly DefinedName[]): string {
  const titles = [
    ...pages.map(({ name }) => name),
    ...names.map(({ name, sheet }) => {
      const page = sheet === undefined ? undefined : pages[sheet];
      return page === undefined ? name : `${quoted(page.name)}!${name.replace("_xlnm.", "")}`;
    }),
  ];
  const heading = (text: string, count: number) =>
    `<vt:variant><vt:lpstr>${text}</vt:lpstr></vt:variant><vt:variant><vt:i4>${count}</vt:i4></vt:variant>`;
  return (
    `<Properties xmlns="${OFFICE}/extended-properties" xmlns:vt="${OFFICE}/docPropsVTypes">` +
    "<Application>Microsoft Excel</Application><DocSecurity>0</DocSecurity><ScaleCrop>false</ScaleCrop>" +
    `<HeadingPairs><vt:vector size="4" baseType="variant">${heading("Worksheets", pages.length)}` +
    `${heading("Named Ranges", names.length)}</vt:vector></HeadingPairs>` +
    `<TitlesOfParts><vt:vector size="${titles.length}" baseType="lpstr">` +
    `${titles.map((title) => `<vt:lpstr>${escaped(title)}</vt:lpstr>`).join("")}</vt:vector></TitlesOfParts>` +
    "<AppVersion>16.0300</AppVersion></Properties>"
  );
}

/** Excel's own limit. */
const LONGEST_SHEET_NAME = 31;

/** Throws where Excel would refuse or repair the file. */
function requireUsable({ pages }: Book): void {
  const sheets = new Set<string>();
  const names = new Set<string>();
  for (const page of pages) {
    if (page.name.length > LONGEST_SHEET_NAME || /[[\]:*?/\\]|^'|'$|^$/.test(page.name))
      throw new Error(`Excel takes no sheet with the name "${page.name}"`);
    if (sheets.has(page.name.toLowerCase())) throw new Error(`two sheets have the name "${page.name}"`);
    sheets.add(page.name.toLowerCase());
    for (const name of page.names.keys()) {
      if (!/^[A-Za-z_][\w.]*$/.test(name) || /^(?:[A-Z]{1,3}\d+|[RC]|R\d*C\d*)$/i.test(name))
        throw new Error(`Excel takes no name like "${name}"`);
      if (names.has(name.toLowerCase())) throw new Error(`the name "${name}" is given twice`);
      names.add(name.toLowerCase());
    }
  }
}
