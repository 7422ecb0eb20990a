import { canonicalXml, relationOf, RELATIONSHIPS } from "./canonicalXml";
import { requireZip } from "./fileKind";
import { markTexts } from "./literalTexts";
import { FileMistake } from "./mistakes";
import { Package, parsedXml, type Relation } from "./package";
import { adaptSheet } from "./sheetXml";
import { adaptStyles, dateStylesOf, numberOfStyles, plainStyles } from "./stylesXml";
import { escaped } from "./xml";
import { elements } from "./xmlElements";
import { openZip } from "./zip";

/** The files inside an .xlsx, as the spreadsheet imports them: XML as text, pictures by address. */
export type XlsxParts = Record<string, string | { imageSrc: string }>;

export interface Unpacked {
  /** The parts that the spreadsheet knows, named and written as Excel does. */
  readonly parts: XlsxParts;
  /** The file as it is. */
  readonly source: Package;
  readonly workbook: Document;
  /** Where the workbook's own part stands in the file. */
  readonly main: string;
  /** What was left out, as sentences. */
  readonly warnings: readonly string[];
}

/** Where parts go that the spreadsheet reads, by the kind of relation that leads to them, and the type of their content. */
const rooms: Readonly<Record<string, { readonly path: string; readonly type: string } | undefined>> = {
  worksheet: { path: "worksheets/sheet", type: "spreadsheetml.worksheet" },
  styles: { path: "styles", type: "spreadsheetml.styles" },
  sharedStrings: { path: "sharedStrings", type: "spreadsheetml.sharedStrings" },
  theme: { path: "theme/theme", type: "theme" },
  externalLink: { path: "externalLinks/externalLink", type: "spreadsheetml.externalLink" },
  drawing: { path: "drawings/drawing", type: "drawing" },
  chart: { path: "charts/chart", type: "drawingml.chart" },
  table: { path: "tables/table", type: "spreadsheetml.table" },
  pivotTable: { path: "pivotTables/pivotTable", type: "spreadsheetml.pivotTable" },
};
const TYPES = "application/vnd.openxmlformats-officedocument";
const WORKBOOK = "xl/workbook.xml";
const PACKAGE = "http://schemas.openxmlformats.org/package/2006";
const MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";

/**
 * Unpacks a workbook and puts it into the one form that the import of the spreadsheet understands, whatever program
 * wrote it: it finds its parts by the relations between them, as Excel does. Throws a `FileMistake` when it cannot.
 */
export function unpack(file: Uint8Array): Unpacked {
  requireZip(file);
  const source = new Package(openZip(file));
  const main = mainPart(source);
  const workbook = source.xml(main);
  requireWorkbook(workbook);
  const form = new UsualForm(source);
  const relations = source.relations(main);
  const sheets = sheetsOf(workbook, relations, form);
  const styles = partOf(relations, "styles", source) ?? parsedXml(plainStyles(MAIN));
  const texts = partOf(relations, "sharedStrings", source);
  if (styles !== undefined) {
    adaptStyles(styles);
    form.add("styles", styles);
  }
  if (texts !== undefined) {
    markTexts(texts);
    form.add("sharedStrings", texts);
  }
  const surroundings = {
    styles: styles === undefined ? 0 : numberOfStyles(styles),
    dateStyles: styles === undefined ? new Set<number>() : dateStylesOf(styles),
    texts: texts === undefined ? 0 : elements(texts, "si").length,
    is1904: isTrue(elements(workbook, "workbookPr")[0]?.getAttribute("date1904")),
  };
  for (const { path, name } of sheets) {
    const sheet = source.xml(path);
    adaptSheet(sheet, name, surroundings);
    form.add("worksheet", sheet, path);
  }
  form.addWorkbook(workbook, relations);
  return { parts: form.parts, source, workbook, main, warnings: form.warnings };
}

const isTrue = (flag: string | null | undefined) => flag === "1" || flag === "true";

function mainPart(source: Package): string {
  const found = source.relations("").find(({ kind }) => kind === "officeDocument")?.target ?? WORKBOOK;
  if (source.has(found) && found.endsWith(".bin"))
    throw new FileMistake(
      "This workbook is in the binary format, .xlsb: open it in Excel and save it as .xlsx.",
    );
  if (source.has(found)) return found;
  if (source.has("content.xml") && source.has("mimetype"))
    throw new FileMistake("This file is an OpenDocument file, as .ods is: save it as .xlsx and open that.");
  if (source.has("[Content_Types].xml"))
    throw new FileMistake(`This workbook is damaged: its main part, ${found}, is missing.`);
  throw new FileMistake("This file is a zip archive without a workbook: unpack it and open what is in it.");
}

function requireWorkbook({ documentElement }: Document): void {
  if (documentElement.localName === "workbook") return;
  throw new FileMistake("This file is a document of another program, not an Excel workbook.");
}

interface SheetPart {
  readonly path: string;
  readonly name: string;
}

/** The worksheets in the order of the workbook. Other sheets are taken out of it. */
function sheetsOf(
  workbook: Document,
  relations: readonly Relation[],
  { warnings, source }: UsualForm,
): readonly SheetPart[] {
  const sheets: SheetPart[] = [];
  for (const sheet of elements(workbook, "sheet")) {
    const name = sheet.getAttribute("name") ?? "";
    const relation = relations.find(({ id }) => id === relationOf(sheet));
    if (relation === undefined || !source.has(relation.target))
      throw new FileMistake(`This workbook is damaged: its sheet "${name}" is missing.`);
    if (relation.kind === "worksheet") {
      sheets.push({ path: relation.target, name });
      continue;
    }
    warnings.push(`The sheet "${name}" was left out: it holds no cells but a chart, a dialog or macros.`);
    sheet.remove();
  }
  if (sheets.length === 0) throw new FileMistake("This workbook holds no worksheet.");
  return sheets;
}

function partOf(relations: readonly Relation[], kind: string, source: Package): Document | undefined {
  const path = relations.find((relation) => relation.kind === kind)?.target ?? "";
  return source.has(path) ? source.xml(path) : undefined;
}

/** The parts of a workbook as Excel names and writes them. */
class UsualForm {
  readonly parts: XlsxParts = {};
  readonly warnings: string[] = [];
  private readonly types: string[] = [];
  /** New paths by old ones. */
  private readonly moved = new Map<string, string>();
  private readonly counts = new Map<string, number>();

  constructor(readonly source: Package) {}

  /** Adds a part, with those that the one at `path` leads to. */
  add(kind: string, document: Document, path?: string): void {
    const room = rooms[kind];
    if (room === undefined) return;
    const name = path === undefined ? `xl/${room.path}.xml` : this.newPath(kind, path, "xml");
    this.parts[name] = canonicalXml(document);
    this.types.push(override(name, `${TYPES}.${room.type}+xml`));
    if (path !== undefined) this.addRelations(name, this.source.relations(path));
  }

  addWorkbook(workbook: Document, relations: readonly Relation[]): void {
    this.parts[WORKBOOK] = canonicalXml(workbook);
    this.types.push(override(WORKBOOK, `${TYPES}.spreadsheetml.sheet.main+xml`));
    // Formulas refer to other workbooks by their place among these.
    const links = elements(workbook, "externalReference").map((link) => relationOf(link));
    const place = ({ id }: Relation) => links.indexOf(id);
    this.addRelations(
      WORKBOOK,
      [...relations].sort((one, other) => place(one) - place(other)),
    );
    this.parts["[Content_Types].xml"] =
      `<Types xmlns="${PACKAGE}/content-types">${this.types.join("")}</Types>`;
  }

  private newPath(kind: string, path: string, ending: string): string {
    const number = (this.counts.get(kind) ?? 0) + 1;
    this.counts.set(kind, number);
    const name = `xl/${rooms[kind]?.path ?? "media/image"}${number}.${ending}`;
    this.moved.set(path.toLowerCase(), name);
    return name;
  }

  private addRelations(from: string, relations: readonly Relation[]): void {
    const written = relations.flatMap((relation) => {
      const target = relation.isExternal ? relation.target : this.targetOf(relation, from);
      return target === undefined ? [] : [relationXml(relation, target)];
    });
    if (written.length === 0 && from !== WORKBOOK) return;
    const at = from.lastIndexOf("/") + 1;
    this.parts[`${from.slice(0, at)}_rels/${from.slice(at)}.rels`] =
      `<Relationships xmlns="${PACKAGE}/relationships">${written.join("")}</Relationships>`;
  }

  /** Where a part is now, as seen from another; it is added if it was not. What cannot be read is left out. */
  private targetOf({ kind, target }: Relation, from: string): string | undefined {
    if (!this.moved.has(target.toLowerCase())) this.tryToAdd(kind, target);
    const path = this.moved.get(target.toLowerCase());
    return path?.replace(/^xl\//, from === WORKBOOK ? "" : "../");
  }

  private tryToAdd(kind: string, path: string): void {
    if (!this.source.has(path) || kind === "styles" || kind === "sharedStrings") return;
    try {
      if (kind === "image") this.addImage(path);
      else if (rooms[kind] !== undefined) this.add(kind, this.source.xml(path), path);
    } catch (error) {
      if (!(error instanceof FileMistake)) throw error;
      this.warnings.push(`A part of this workbook was left out. ${error.message}`);
    }
  }

  private addImage(path: string): void {
    const ending = /\.(\w+)$/.exec(path)?.[1]?.toLowerCase() ?? "png";
    const blob = new Blob([new Uint8Array(this.source.bytes(path))], {
      type: `image/${imageTypes[ending] ?? ending}`,
    });
    this.parts[this.newPath("image", path, ending)] = { imageSrc: URL.createObjectURL(blob) };
  }
}

const override = (path: string, type: string) => `<Override PartName="/${path}" ContentType="${type}"/>`;

const relationXml = ({ id, kind, isExternal }: Relation, target: string) =>
  `<Relationship Id="${escaped(id)}" Type="${RELATIONSHIPS}/${escaped(kind)}" Target="${escaped(target)}"` +
  `${isExternal ? ' TargetMode="External"' : ""}/>`;

const imageTypes: Readonly<Record<string, string>> = { jpg: "jpeg", svg: "svg+xml", tif: "tiff" };
