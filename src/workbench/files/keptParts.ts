import { canonicalXml } from "./canonicalXml";
import { columnLetters } from "../host/addresses";
import { FileMistake } from "./limits";
import type { Package } from "./package";
import { unescaped } from "./xml";
import { childOf, elements, type XmlElement } from "./xmlTree";

/**
 * What a file has that the spreadsheet does not know, and that a copy is to have as well: its properties, how its sheets
 * are printed, the texts beside its rules of data validation, and its charts as they were drawn. Addresses are kept as
 * texts by themselves, so that they can follow the cells.
 */
export interface KeptParts {
  /** docProps/core.xml: title, author and so on. */
  readonly core: string;
  /** docProps/custom.xml. */
  readonly custom: string;
  /** What is kept of docProps/app.xml: the program, and whose it is. */
  readonly app: Readonly<Record<string, string>>;
  /** By the ids of the spreadsheet's sheets. */
  readonly sheets: Readonly<Record<string, KeptSheet>>;
}

export interface KeptSheet {
  /** Outline and fit to pages, as they stand in the sheet's properties. */
  readonly properties: string;
  /** Attributes of its view, such as its zoom. */
  readonly view: Readonly<Record<string, string>>;
  /** From print options to header and footer, in the order of the schema. */
  readonly print: string;
  /** The cells below or to the right of page breaks, with the attributes of these. */
  readonly rowBreaks: readonly Break[];
  readonly columnBreaks: readonly Break[];
  /** Ranges of the sheet: rows and columns on each page, and what is printed. */
  readonly titles: readonly string[];
  readonly area: readonly string[];
  readonly validations: readonly KeptValidation[];
  readonly charts: readonly KeptChart[];
}

interface Break {
  readonly cell: string;
  readonly attributes: Readonly<Record<string, string>>;
}

export interface KeptValidation {
  /** The spreadsheet's rule; undefined where it has none of this kind. */
  readonly rule?: string | undefined;
  readonly ranges: readonly string[];
  readonly attributes: Readonly<Record<string, string>>;
  readonly formulas: readonly string[];
}

export interface KeptChart {
  /** The spreadsheet's figure; undefined until it is known. */
  readonly figure?: string | undefined;
  /** The chart's part, with a mark in the place of each reference. */
  readonly xml: string;
  readonly references: readonly string[];
  /** How the spreadsheet drew it at first: once that has changed, so has the chart. */
  readonly drawn?: DrawnChart;
}

/** The definition of a chart as JSON, with a mark in the place of each range. */
export interface DrawnChart {
  readonly definition: string;
  readonly ranges: readonly string[];
}

/** What was kept of a sheet before it is known which of the spreadsheet's it is. */
const nothingKept: KeptSheet = {
  properties: "",
  view: {},
  print: "",
  rowBreaks: [],
  columnBreaks: [],
  titles: [],
  area: [],
  validations: [],
  charts: [],
};

/** More than any workbook needs; a file may hold texts without end. */
const LONGEST_PROPERTIES = 100_000;
const LONGEST_CHART = 500_000;

/** Stands for the reference that is kept by itself. No file holds it: it is no character of XML. */
const MARK = "\u0000";

const PRINT = ["printOptions", "pageMargins", "pageSetup", "headerFooter"];
const PROPERTIES = ["outlinePr", "pageSetUpPr"];
const VIEW = ["zoomScale", "zoomScaleNormal", "zoomScalePageLayoutView", "showRowColHeaders", "showZeros"];

/** What is kept of a sheet's part, but for its charts and names. */
export function keptSheet(root: XmlElement): KeptSheet {
  const properties = childOf(root, "sheetPr");
  const views = childOf(root, "sheetViews");
  const view = views && childOf(views, "sheetView");
  return {
    ...nothingKept,
    properties: xmlOf(properties, PROPERTIES),
    view: attributesOf(view, (name) => VIEW.includes(name)),
    print: xmlOf(root, PRINT),
    rowBreaks: breaksOf(root, "rowBreaks", (place) => `A${place + 1}`),
    columnBreaks: breaksOf(root, "colBreaks", (place) => `${columnLetters(place)}1`),
    validations: validationsOf(root),
  };
}

/** The children of these names, without what belongs to other parts of the file, such as settings of printers. */
function xmlOf(parent: XmlElement | undefined, names: readonly string[]): string {
  const found = (parent?.children ?? []).filter(({ localName }) => names.includes(localName));
  for (const element of found) {
    const foreign = element.attributes.filter(({ namespace }) => namespace !== "");
    for (const attribute of foreign) element.attributes.splice(element.attributes.indexOf(attribute), 1);
  }
  return names
    .flatMap((name) => found.filter(({ localName }) => localName === name))
    .map((element) => canonicalXml(element).replace(/ xmlns(:\w+)?="[^"]*"/g, ""))
    .join("");
}

const attributesOf = (element: XmlElement | undefined, isKept: (name: string) => boolean) =>
  Object.fromEntries(
    (element?.attributes ?? [])
      .filter(({ namespace, localName }) => namespace === "" && isKept(localName))
      .map(({ localName, value }) => [localName, value]),
  );

function breaksOf(root: XmlElement, list: string, cellAt: (place: number) => string): Break[] {
  const breaks = childOf(root, list)?.children ?? [];
  return breaks.flatMap((element) => {
    const place = Number(element.attribute("id"));
    if (!Number.isInteger(place) || place < 1 || place > 1_048_575) return [];
    return [{ cell: cellAt(place), attributes: attributesOf(element, (name) => name !== "id") }];
  });
}

function validationsOf(root: XmlElement): KeptValidation[] {
  return (childOf(root, "dataValidations")?.children ?? []).map((element) => ({
    ranges: (element.attribute("sqref") ?? "").split(" ").filter((range) => range !== ""),
    attributes: attributesOf(element, (name) => name !== "sqref"),
    formulas: ["formula1", "formula2"].flatMap((name) => childOf(element, name)?.text ?? []),
  }));
}

/** Rows and columns that are repeated on each page, and what is printed, by the place of the sheet in the workbook. */
export function printNames(workbook: XmlElement, sheet: number): Pick<KeptSheet, "titles" | "area"> {
  const rangesOf = (name: string) =>
    elements(workbook, "definedName")
      .filter(
        (element) =>
          element.attribute("name")?.toLowerCase() === name &&
          Number(element.attribute("localSheetId")) === sheet,
      )
      .flatMap(({ text }) => localRanges(text));
  return { titles: rangesOf("_xlnm.print_titles"), area: rangesOf("_xlnm.print_area") };
}

const LOCAL =
  /^\$?(?:[A-Z]{1,3}\$?\d{1,7}|[A-Z]{1,3}|\d{1,7})(?::\$?(?:[A-Z]{1,3}\$?\d{1,7}|[A-Z]{1,3}|\d{1,7}))?$/;

/** The ranges of "'My sheet'!$1:$3,'My sheet'!$A:$B" without their sheet; what is no range is left out. */
function localRanges(text: string): string[] {
  const parts = text.match(/(?:'(?:[^']|'')*'|[^,'])+/g) ?? [];
  return parts
    .map((part) => part.slice(part.lastIndexOf("!") + 1).trim())
    .filter((range) => LOCAL.test(range));
}

const USUAL = "http://schemas.openxmlformats.org/";

/** What is kept of the file's properties. Damaged ones are left out: the cells count. */
export function keptProperties(source: Package): Omit<KeptParts, "sheets"> {
  const read = (kind: string, root: string) => {
    const path = source.relations("").find((relation) => relation.kind === kind)?.target ?? "";
    try {
      if (!source.has(path)) return undefined;
      const text = source.text(path).trim();
      const xml = source.xml(path);
      const isUsable = xml.localName === root && xml.children.length > 0;
      return isUsable && text.length <= LONGEST_PROPERTIES ? { text, xml } : undefined;
    } catch (error) {
      if (error instanceof FileMistake) return undefined;
      throw error;
    }
  };
  /** Strict files have other namespaces, and a copy is none. */
  const usual = (found: ReturnType<typeof read>) =>
    found?.xml.namespace.startsWith(USUAL) === true ? found.text : "";
  const app = read("extended-properties", "Properties")?.xml.children ?? [];
  return {
    core: usual(read("core-properties", "coreProperties")),
    custom: usual(read("custom-properties", "Properties")),
    app: Object.fromEntries(
      app
        .filter(({ localName }) => ["Application", "Manager", "Company", "AppVersion"].includes(localName))
        .map(({ localName, text }) => [localName, text]),
    ),
  };
}

/** The title of a file in its properties. */
export function titleIn(core: string): string | undefined {
  const title = /<(?:\w+:)?title\b[^>]*>([^<]*)</.exec(core)?.[1]?.trim();
  return title === undefined || title === "" ? undefined : unescaped(title);
}

const CHARTS = "http://schemas.openxmlformats.org/drawingml/2006/chart";
const CACHE = /<((?:\w+:)?(?:num|str|multiLvlStr)Cache)\b[^>]*>[\s\S]*?<\/\1>/g;
const REFERENCE = /(<(\w+:)?f>)([^<]*)(<\/\2?f>)/g;

/**
 * A chart's part to be put back; undefined where it leads to other parts, such as pictures, that are not. The values
 * that it last showed are left out: programs read those of the cells.
 */
export function keptChart(root: XmlElement, text: string): KeptChart | undefined {
  if (root.namespace !== CHARTS || /\sr:(?:id|embed|link)=/.test(text)) return undefined;
  const references: string[] = [];
  const xml = text
    .trim()
    .replace(CACHE, "")
    .replace(REFERENCE, (_all, start: string, _prefix, reference: string, end: string) => {
      references.push(unescaped(reference.trim()));
      return start + MARK + end;
    });
  return xml.length > LONGEST_CHART ? undefined : { xml, references };
}

/** A text with the marks in it replaced, one after the other. */
export function filled(text: string, values: readonly string[]): string {
  let index = 0;
  return text.replaceAll(MARK, () => values[index++] ?? "");
}

/** A definition of a chart as it is compared: its ranges, which follow the cells, by themselves. */
export function drawnChart(definition: object): DrawnChart {
  const ranges: string[] = [];
  const text = JSON.stringify(definition, (key, value: unknown) => {
    if (typeof value !== "string" || !/^(dataRange|labelRange|auxiliaryRange)$/.test(key)) return value;
    ranges.push(value);
    return MARK;
  });
  return { definition: text, ranges };
}

/** Whether a chart is drawn as it was. */
export const isSame = (one: DrawnChart, other: DrawnChart) =>
  one.definition === other.definition && one.ranges.join(MARK) === other.ranges.join(MARK);
