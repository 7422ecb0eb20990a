import { settingsIn, type SettingsRead } from "./addinSettings";
import { canonicalXml, relationOf, RELATIONSHIPS } from "./canonicalXml";
import { chartLooks, placeOf, putNumbersFirst, type ChartLooks, type PlacedChart } from "./chartXml";
import { customXmlIn, type CustomXmlRead } from "./customXml";
import { definedNames } from "./definedNames";
import { requireZip } from "./fileKind";
import {
  keptChart,
  keptProperties,
  keptSheet,
  printNames,
  type KeptChart,
  type KeptParts,
  type KeptSheet,
} from "./keptParts";
import { LeftOut } from "./leftOut";
import { counted, FileMistake, limits, tooLarge } from "./limits";
import { textOf } from "./literalTexts";
import { Package, type Relation } from "./package";
import { SheetReader, type SheetCells, type SheetSurroundings } from "./sheetXml";
import { adaptStyles, dateStylesOf, plainStyles, stylePartsOf, type StyleParts } from "./stylesXml";
import { escaped, PACKAGE_RELATIONS } from "./xml";
import { collect, elements, isTrue, type XmlElement } from "./xmlTree";
import { openZip } from "./zip";

interface Picture {
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** "image/png" */
  readonly type: string;
}

/** What a worker reads out of a file. It can be sent from there to the page: it holds no functions. */
export interface FileRead extends SettingsRead, CustomXmlRead {
  /** What a copy is to have again. */
  readonly kept: Omit<KeptParts, "sheets"> & {
    /** In the order of the sheets. */
    readonly sheets: readonly KeptSheet[];
  };
  /** The parts that the import of the spreadsheet knows, named and written as Excel does; sheets without most cells. */
  readonly parts: Readonly<Record<string, string>>;
  /** By their paths among the parts. */
  readonly pictures: Readonly<Record<string, Picture>>;
  readonly sheets: readonly SheetCells[];
  /** For each sheet its charts, in the order of its drawing. */
  readonly charts: readonly (readonly PlacedChart[])[];
  /** What cells have by the number of their style. */
  readonly styles: readonly StyleParts[];
  /** The names of functions in formulas. */
  readonly functions: readonly string[];
  /** Names of ranges: "btc_price" to "Inputs!B2". */
  readonly names: Readonly<Record<string, string>>;
}

/** Where parts go that the spreadsheet reads, by the kind of relation that leads to them, and the type of their content. */
const rooms: Readonly<Record<string, { readonly path: string; readonly type: string } | undefined>> = {
  worksheet: { path: "worksheets/sheet", type: "spreadsheetml.worksheet" },
  styles: { path: "styles", type: "spreadsheetml.styles" },
  theme: { path: "theme/theme", type: "theme" },
  externalLink: { path: "externalLinks/externalLink", type: "spreadsheetml.externalLink" },
  drawing: { path: "drawings/drawing", type: "drawing" },
  chart: { path: "charts/chart", type: "drawingml.chart" },
  table: { path: "tables/table", type: "spreadsheetml.table" },
  pivotTable: { path: "pivotTables/pivotTable", type: "spreadsheetml.pivotTable" },
};
const TYPES = "application/vnd.openxmlformats-officedocument";
const WORKBOOK = "xl/workbook.xml";
const CONTENT_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types";

/**
 * Unpacks a workbook and puts it into the one form that the spreadsheet understands, whatever program wrote it: it
 * finds its parts by the relations between them, as Excel does. Takes time in proportion to the file, and throws a
 * `FileMistake` when the file cannot be read or holds more than the workbench does.
 */
export function readFile(file: Uint8Array): FileRead {
  requireZip(file);
  const source = new Package(openZip(file));
  const main = mainPart(source);
  const workbook = source.xml(main);
  requireWorkbook(workbook);
  const form = new UsualForm(source);
  const relations = source.relations(main);
  const places = elements(workbook, "sheet").map((sheet) => sheet.attribute("name"));
  const sheets = sheetsOf(workbook, relations, form);
  const styles = partOf(relations, "styles", source) ?? plainStyles();
  requireFewStyles(styles);
  adaptStyles(styles);
  form.add("styles", styles);
  const styleParts = stylePartsOf(styles);
  const surroundings: SheetSurroundings = {
    styles: styleParts.length,
    dateStyles: dateStylesOf(styles),
    texts: sharedTexts(relations, source),
    functions: new Set<string>(),
    is1904: isTrue(elements(workbook, "workbookPr")[0]?.attribute("date1904")),
    taken: { cells: 0, styled: 0, merged: 0, rules: 0, validations: 0, ruled: 0, longFormulas: 0 },
  };
  if (surroundings.is1904)
    form.warnings.push(
      "This workbook uses the 1904 date system. Here days are counted from 1900: dates show the same days, but their numbers differ.",
    );
  const charts: PlacedChart[][] = [];
  const kept: KeptSheet[] = [];
  const read = sheets.map(({ path, name }) => {
    const { cells, kept: keptOfSheet } = readSheet(path, name, surroundings, form);
    charts.push(form.charts.splice(0));
    kept.push({ ...keptOfSheet, ...printNames(workbook, places.indexOf(name)) });
    return cells;
  });
  form.addWorkbook(workbook, relations);
  const length = Object.values(form.parts).reduce((sum, part) => sum + part.length, 0);
  if (length > limits.imported)
    throw tooLarge(
      `besides its cells it has ${counted(length)} characters of charts, styles and the like, and the workbench reads ${counted(limits.imported)}`,
    );
  const names = definedNames(workbook);
  if (Object.keys(names).length > limits.names)
    throw tooLarge(
      `it has ${counted(Object.keys(names).length)} names, and the workbench holds ${counted(limits.names)}`,
    );
  form.leftOut.names(workbook, names);
  form.leftOut.relations(source.relations(""));
  const leftOut = form.leftOut.sentence();
  const addin = settingsIn(source);
  const custom = customXmlIn(source, main);
  return {
    parts: form.parts,
    pictures: form.pictures,
    sheets: read,
    charts,
    styles: styleParts,
    names,
    settings: addin.settings,
    customXml: custom.customXml,
    kept: { ...keptProperties(source), sheets: kept },
    functions: [...surroundings.functions],
    warnings: [
      ...(leftOut === undefined ? [] : [leftOut]),
      ...form.warnings,
      ...addin.warnings,
      ...custom.warnings,
    ],
  };
}

function readSheet(
  path: string,
  name: string,
  surroundings: SheetSurroundings,
  form: UsualForm,
): { readonly cells: SheetCells; readonly kept: KeptSheet } {
  const reader = new SheetReader(name, surroundings);
  const root = form.source.xml(path, reader.takes);
  form.leftOut.sheet(root);
  const cells = reader.finish(root);
  const kept = keptSheet(root);
  // The import knows no whole numbers: it refuses what is out of their bounds. A copy has the kind that the file had.
  for (const rule of elements(root, "dataValidation"))
    if (rule.attribute("type") === "whole") rule.set("type", "decimal");
  form.add("worksheet", root, path);
  for (const warning of reader.warnings) form.warnings.push(warning);
  return { cells, kept };
}

const stylesLists = ["cellXfs", "fonts", "fills", "borders", "dxfs"];

function requireFewStyles(styles: XmlElement): void {
  for (const list of styles.children) {
    const most = list.localName === "numFmts" ? limits.numberFormats : limits.styles;
    if (![...stylesLists, "numFmts"].includes(list.localName) || list.children.length <= most) continue;
    throw tooLarge(
      `it has ${counted(list.children.length)} ${list.localName === "numFmts" ? "number formats" : "styles"}, and the workbench holds ${counted(most)}`,
    );
  }
}

/** The texts that cells share, one for each number in a cell. */
function sharedTexts(relations: readonly Relation[], source: Package): string[] {
  const path = relations.find(({ kind }) => kind === "sharedStrings")?.target ?? "";
  const texts: string[] = [];
  if (source.has(path))
    source.xml(path, (element) => {
      if (element.localName !== "si") return false;
      texts.push(textOf(element));
      if (texts.length > limits.sharedTexts)
        throw tooLarge(`it has more than ${counted(limits.sharedTexts)} texts`);
      return true;
    });
  return texts;
}

function mainPart(source: Package): string {
  const found = source.relations("").find(({ kind }) => kind === "officeDocument")?.target ?? WORKBOOK;
  if (source.has(found) && found.endsWith(".bin"))
    throw new FileMistake(
      "This workbook is in the binary format, .xlsb: open it in Excel and save it as .xlsx.",
    );
  if (source.has(found)) return found;
  if (source.has("content.xml") && source.has("mimetype"))
    throw new FileMistake("This file is an OpenDocument file, such as .ods: save it as .xlsx and open that.");
  if (source.has("[Content_Types].xml"))
    throw new FileMistake(`This workbook is damaged: its main part, ${found}, is missing.`);
  throw new FileMistake("This file is a zip archive without a workbook: unpack it and open what is in it.");
}

function requireWorkbook({ localName }: XmlElement): void {
  if (localName === "workbook") return;
  throw new FileMistake("This file is a document of another program, not an Excel workbook.");
}

interface SheetPart {
  readonly path: string;
  readonly name: string;
}

/** The worksheets in the order of the workbook. Other sheets are taken out of it. */
function sheetsOf(
  workbook: XmlElement,
  relations: readonly Relation[],
  { warnings, source }: UsualForm,
): readonly SheetPart[] {
  const sheets: SheetPart[] = [];
  const names = new Set<string>();
  const others = new Map<XmlElement, string>();
  const listed = elements(workbook, "sheet");
  if (listed.length > limits.sheets)
    throw tooLarge(
      `it has ${counted(listed.length)} sheets, and the workbench holds ${counted(limits.sheets)}`,
    );
  for (const sheet of listed) {
    const name = sheet.attribute("name") ?? "";
    const relation = relations.find(({ id }) => id === relationOf(sheet));
    if (relation === undefined || !source.has(relation.target))
      throw new FileMistake(`This workbook is damaged: its sheet "${name}" is missing.`);
    if (relation.kind === "worksheet") {
      requireOwnName(name, names);
      sheets.push({ path: relation.target, name });
    } else others.set(sheet, name);
  }
  if (others.size > 0) warnings.push(leftOutSheets([...others.values()]));
  for (const list of elements(workbook, "sheets")) list.removeWhere((sheet) => others.has(sheet));
  if (sheets.length === 0) throw new FileMistake("This workbook holds no worksheet.");
  return sheets;
}

const MOST_LISTED = 5;

function leftOutSheets(names: readonly string[]): string {
  const [first = ""] = names;
  if (names.length === 1)
    return `The sheet "${first}" was left out: it holds a chart, a dialog or macros, not cells.`;
  const listed = names.slice(0, MOST_LISTED).map((name) => `"${name}"`);
  const more = names.length - listed.length;
  const all = [...listed, ...(more > 0 ? [`${more} more`] : [])].join(", ");
  return `These sheets were left out: ${all}. They hold charts, dialogs or macros, not cells.`;
}

/** Excel ignores case. */
function requireOwnName(name: string, names: Set<string>): void {
  const key = name.toLowerCase();
  if (name.trim() === "") throw new FileMistake("This workbook is damaged: one of its sheets has no name.");
  // The spreadsheet looks sheets up by their names in plain objects, which have things of their own.
  if (name in {})
    throw new FileMistake(
      `The workbench cannot hold a sheet that is called "${name}": give it another name and open the workbook again.`,
    );
  if (names.has(key))
    throw new FileMistake(`This workbook is damaged: two of its sheets are called "${name}".`);
  names.add(key);
}

function partOf(relations: readonly Relation[], kind: string, source: Package): XmlElement | undefined {
  const path = relations.find((relation) => relation.kind === kind)?.target ?? "";
  return source.has(path) ? source.xml(path) : undefined;
}

/** The parts of a workbook as Excel names and writes them. */
class UsualForm {
  readonly parts: Record<string, string> = {};
  readonly pictures: Record<string, Picture> = {};
  readonly warnings: string[] = [];
  readonly leftOut = new LeftOut();
  /** Those of the drawings added since they were last taken from here. */
  readonly charts: PlacedChart[] = [];
  /** Of charts, by their paths in the file. */
  private readonly looks = new Map<string, ChartLooks>();
  private readonly originals = new Map<string, KeptChart | undefined>();
  private figures = 0;
  private readonly types: string[] = [];
  /** New paths by old ones. */
  private readonly moved = new Map<string, string>();
  private readonly counts = new Map<string, number>();

  constructor(readonly source: Package) {}

  /** Adds a part, with those that the one at `path` leads to. */
  add(kind: string, root: XmlElement, path?: string): void {
    const room = rooms[kind];
    if (room === undefined) return;
    const name = path === undefined ? `xl/${room.path}.xml` : this.newPath(kind, path, "xml");
    this.parts[name] = canonicalXml(root);
    this.types.push(override(name, `${TYPES}.${room.type}+xml`));
    if (path !== undefined) this.addRelations(name, this.source.relations(path));
  }

  addWorkbook(workbook: XmlElement, relations: readonly Relation[]): void {
    this.parts[WORKBOOK] = canonicalXml(workbook);
    this.types.push(override(WORKBOOK, `${TYPES}.spreadsheetml.sheet.main+xml`));
    // Formulas refer to other workbooks by their place among these.
    const links = elements(workbook, "externalReference").map((link) => relationOf(link));
    const place = ({ id }: Relation) => links.indexOf(id);
    this.addRelations(
      WORKBOOK,
      [...relations].sort((one, other) => place(one) - place(other)),
    );
    this.parts["[Content_Types].xml"] = `<Types xmlns="${CONTENT_TYPES}">${this.types.join("")}</Types>`;
  }

  private newPath(kind: string, path: string, ending: string): string {
    const number = (this.counts.get(kind) ?? 0) + 1;
    this.counts.set(kind, number);
    const name = `xl/${rooms[kind]?.path ?? "media/image"}${number}.${ending}`;
    this.moved.set(path.toLowerCase(), name);
    return name;
  }

  private addRelations(from: string, relations: readonly Relation[]): void {
    this.leftOut.relations(relations);
    const written = relations.flatMap((relation) => {
      const target = relation.isExternal ? relation.target : this.targetOf(relation, from);
      return target === undefined ? [] : [relationXml(relation, target)];
    });
    if (written.length === 0 && from !== WORKBOOK) return;
    const at = from.lastIndexOf("/") + 1;
    this.parts[`${from.slice(0, at)}_rels/${from.slice(at)}.rels`] =
      `<Relationships xmlns="${PACKAGE_RELATIONS}">${written.join("")}</Relationships>`;
  }

  /** Where a part is now, as seen from another; it is added if it was not. What cannot be read is left out. */
  private targetOf({ kind, target }: Relation, from: string): string | undefined {
    if (!this.moved.has(target.toLowerCase())) this.tryToAdd(kind, target);
    const path = this.moved.get(target.toLowerCase());
    return path?.replace(/^xl\//, from === WORKBOOK ? "" : "../");
  }

  private tryToAdd(kind: string, path: string): void {
    if (!this.source.has(path) || kind === "styles") return;
    try {
      if (kind === "image") this.addImage(path);
      else if (kind === "drawing") this.addDrawing(path);
      else if (kind === "chart") this.addChart(path);
      else if (rooms[kind] !== undefined) this.add(kind, this.source.xml(path), path);
    } catch (error) {
      if (!(error instanceof FileMistake)) throw error;
      this.warnings.push(`A part of this workbook was left out. ${error.message}`);
    }
  }

  private addDrawing(path: string): void {
    const drawing = this.source.xml(path);
    this.leftOut.drawing(drawing);
    this.figures += drawing.children.length;
    if (this.figures > limits.figures)
      throw new FileMistake(`The workbook has more than ${counted(limits.figures)} charts and pictures.`);
    this.add("drawing", placedFigures(drawing), path);
    const relations = this.source.relations(path);
    for (const anchor of drawing.children) {
      const [chart] = elements(anchor, "chart");
      const target = relations.find(({ id }) => chart !== undefined && id === relationOf(chart))?.target;
      const key = target?.toLowerCase() ?? "";
      const looks = this.looks.get(key);
      if (looks === undefined) continue;
      const [from, to] = [placeOf(anchor, "from"), placeOf(anchor, "to")];
      this.charts.push({ looks, from, to, original: this.originals.get(key) });
    }
  }

  private addChart(path: string): void {
    const chart = this.source.xml(path, withoutValues);
    putNumbersFirst(chart);
    this.add("chart", chart, path);
    this.looks.set(path.toLowerCase(), chartLooks(chart));
    this.originals.set(path.toLowerCase(), keptChart(chart, this.source.text(path)));
  }

  private addImage(path: string): void {
    const ending = /\.(\w+)$/.exec(path)?.[1]?.toLowerCase() ?? "png";
    this.pictures[this.newPath("image", path, ending)] = {
      bytes: new Uint8Array(this.source.bytes(path)),
      type: `image/${imageTypes[ending] ?? ending}`,
    };
  }
}

/** Charts and pictures where the grid has no place for them would make the sheet as large. */
function placedFigures(drawing: XmlElement): XmlElement {
  const far: XmlElement[] = [];
  collect(drawing, isFarAway, far);
  const anchors = new Set(far.map(({ parent }) => parent?.parent));
  drawing.removeWhere((anchor) => anchors.has(anchor));
  const [place] = far;
  if (place !== undefined && drawing.children.length === 0)
    throw new FileMistake(
      `A chart or picture is too far down or to the right (${place.localName} ${place.text}).`,
    );
  return drawing;
}

const isFarAway = ({ localName, text, parent }: XmlElement) =>
  (parent?.localName === "from" || parent?.localName === "to") &&
  ((localName === "col" && Number(text) >= limits.columns) ||
    (localName === "row" && Number(text) >= limits.rows));

const override = (path: string, type: string) => `<Override PartName="/${path}" ContentType="${type}"/>`;

const relationXml = ({ id, kind, isExternal }: Relation, target: string) =>
  `<Relationship Id="${escaped(id)}" Type="${RELATIONSHIPS}/${escaped(kind)}" Target="${escaped(target)}"` +
  `${isExternal ? ' TargetMode="External"' : ""}/>`;

/** Charts keep the values that they last showed. */
const withoutValues = ({ localName }: XmlElement) => /^(num|str|multiLvlStr)Cache$/.test(localName);

const imageTypes: Readonly<Record<string, string>> = { jpg: "jpeg", svg: "svg+xml", tif: "tiff" };
