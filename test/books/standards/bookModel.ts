import { shifted } from "../../../src/formula/shifted";
import { columnLetters } from "../../../src/formula/tokens";
import { cellsOf, parsedAddress, parsedRange } from "../../../src/workfile/cells";
import { nodeCompression } from "../../../src/workfile/nodeCompression";
import { cellKey } from "../../../src/workfile/sheetContent";
import { sharedTexts, valueOf, type CellValue } from "../../../src/workfile/values";
import { openWorkbook, type Sheet as FileSheet, type Workbook } from "../../../src/workfile/workbook";
import { attributesOf, type Xml } from "../../../src/workfile/xml";
import { attribute, below, child, elementTree, isOn, textIn, type Element } from "./elements";
import { areasAt, areasOf, readingOf, relative, type Area, type Reading } from "./formulas";

/** How a cell looks. Colours are six hexadecimal digits in capitals; undefined where the file names none. */
export interface CellStyle {
  readonly colour: string | undefined;
  readonly fill: string | undefined;
  readonly size: number;
  readonly isBold: boolean;
  readonly font: string;
  readonly format: string;
  readonly wraps: boolean;
  readonly align: string | undefined;
}

export interface BookCell {
  readonly sheet: BookSheet;
  readonly row: number;
  readonly column: number;
  readonly value: CellValue | undefined;
  readonly style: CellStyle;
  readonly formula: CellFormula | undefined;
  /** The cell whose formula fills this one. */
  filledBy?: BookCell;
}

export interface CellFormula {
  /** As the file holds it. */
  readonly text: string;
  /** Seen from its cell: the same in all cells that hold the same. */
  readonly relative: string;
  readonly reading: Reading;
  readonly range: string | undefined;
}

export interface Validation {
  readonly areas: readonly Area[];
  readonly type: string;
  readonly operator: string;
  readonly formulas: readonly string[];
  readonly promptTitle: string;
  readonly prompt: string;
  readonly showsPrompt: boolean;
  readonly showsError: boolean;
}

export interface Mark {
  readonly areas: readonly Area[];
  readonly formulas: readonly string[];
}

export interface Chart {
  readonly title: string;
  readonly axes: readonly { readonly title: string; readonly format: string; readonly isDeleted: boolean }[];
  readonly series: readonly {
    readonly name: string;
    /** Not drawn itself: it lifts another. */
    readonly isInvisible: boolean;
    /** Addresses, as the file holds them. */
    readonly values: string;
    readonly labels: string;
  }[];
  /** The cells that it covers. */
  readonly over: Area | undefined;
  readonly type: string;
}

export interface Print {
  readonly isLandscape: boolean;
  readonly fits: boolean;
  readonly fitToWidth: number;
  readonly fitToHeight: number;
  readonly scale: number;
  readonly paper: string;
  /** In inches. */
  readonly margins: {
    readonly left: number;
    readonly right: number;
    readonly top: number;
    readonly bottom: number;
  };
  readonly header: string;
  readonly footer: string;
  /** Columns and rows after which a page ends. */
  readonly columnBreaks: readonly number[];
  readonly rowBreaks: readonly number[];
  readonly titles: string;
}

/** What a sheet holds, apart from what the rest of the workbook says of it. */
export interface BookSheet {
  readonly name: string;
  readonly place: number;
  readonly path: string;
  readonly state: string;
  readonly tabColour: string | undefined;
  /** By `cellKey`, in the order of the file. */
  readonly cells: ReadonlyMap<number, BookCell>;
  readonly lastRow: number;
  readonly lastColumn: number;
  /** In characters. */
  widthOf(column: number): number;
  /** In points; undefined where Excel finds it itself. */
  heightOf(row: number): number | undefined;
  readonly hiddenRows: readonly number[];
  readonly hiddenColumns: readonly number[];
  readonly merges: readonly string[];
  readonly validations: readonly Validation[];
  readonly marks: readonly Mark[];
  readonly pane: {
    readonly topLeft: string;
    readonly columns: number;
    readonly rows: number;
    readonly isFrozen: boolean;
  };
  readonly isSelected: boolean;
  readonly print: Print;
  readonly charts: readonly Chart[];
}

export interface BookName {
  readonly name: string;
  readonly text: string;
  readonly isHidden: boolean;
  readonly sheet: number | undefined;
  /** Undefined where it is no address. */
  readonly areas: readonly Area[] | undefined;
}

export interface Book {
  readonly sheets: readonly BookSheet[];
  /** Without those of Excel itself. */
  readonly names: readonly BookName[];
  /** Kinds of parts and relations that lead out of the file. */
  readonly outside: readonly string[];
  readonly hasMacros: boolean;
  readonly calculation: ReadonlyMap<string, string>;
  readonly activeTab: number;
  readonly title: string;
  readonly fonts: readonly string[];
  sheet(name: string): BookSheet | undefined;
  named(name: string): BookName | undefined;
}

/** Sheets that were read before, by their path, with all that they were read from: those that a change leaves are not read again. */
export type Memory = Map<string, { readonly from: readonly string[]; readonly sheet: BookSheet }>;

interface SheetCells {
  readonly cells: readonly Omit<BookCell, "sheet" | "filledBy">[];
  readonly rows: readonly {
    readonly row: number;
    readonly height: number | undefined;
    readonly isHidden: boolean;
  }[];
}

/** A workbook's file as the standards look at it. */
export function readBook(bytes: Uint8Array, memory: Memory = new Map()): Book {
  const workbook = openWorkbook(bytes, nodeCompression);
  const { file, main } = workbook;
  const root = elementTree(file.xml(main));
  const part = (kind: string) =>
    file.relations(main).find((relation) => relation.kind === kind && file.has(relation.target))?.target;
  const [stylesPath, textsPath] = [part("styles"), part("sharedStrings")];
  const styles = stylesPath === undefined ? [] : stylesOf(elementTree(file.xml(stylesPath)));
  const sharedXml = textsPath === undefined ? undefined : file.xml(textsPath);
  const shared = sharedTexts(sharedXml);
  const common = [sharedXml?.text ?? "", stylesPath === undefined ? "" : file.xml(stylesPath).text];
  const listed = below(child(root, "sheets"), "sheet");
  const definedNames = below(child(root, "definedNames"), "definedName");
  const sheets = workbook.sheets.map((sheet, place) => {
    const titles = definedNames.find(
      (entry) =>
        attribute(entry, "name") === "_xlnm.Print_Titles" &&
        attribute(entry, "localSheetId") === String(place),
    );
    const state = attribute(listed[place], "state") ?? "visible";
    const xml = file.xml(sheet.path);
    const drawn = drawingParts(workbook, sheet.path).map((path) => file.xml(path).text);
    const from = [...common, xml.text, sheet.name, String(place), state, titles?.text ?? "", ...drawn];
    const known = memory.get(sheet.path);
    if (known?.from.length === from.length && known.from.every((text, index) => text === from[index]))
      return known.sheet;
    const content = cellsIn(xml, styles, shared);
    const read = bookSheet(workbook, sheet, place, { content, state, titles: titles?.text ?? "" });
    memory.set(sheet.path, { from, sheet: read });
    return read;
  });
  const names = definedNames
    .filter((entry) => !(attribute(entry, "name") ?? "").startsWith("_xlnm."))
    .map((entry): BookName => {
      const place = attribute(entry, "localSheetId");
      return {
        name: attribute(entry, "name") ?? "",
        text: entry.text,
        isHidden: isOn(attribute(entry, "hidden")),
        sheet: place === undefined ? undefined : Number(place),
        areas: areasOf(entry.text),
      };
    });
  const bySheet = new Map(sheets.map((sheet) => [sheet.name.toLowerCase(), sheet]));
  const byName = new Map(names.map((name) => [name.name.toLowerCase(), name]));
  const core = file.relations("").find(({ kind }) => kind === "core-properties")?.target;
  return {
    sheets,
    names,
    outside: outsideOf(workbook),
    hasMacros: workbook.macros,
    calculation: child(root, "calcPr")?.attributes ?? new Map<string, string>(),
    activeTab: Number(attribute(below(root, "workbookView")[0], "activeTab") ?? 0),
    title:
      core === undefined || !file.has(core) ? "" : textIn(below(elementTree(file.xml(core)), "title")[0]),
    fonts: [...new Set(styles.map(({ font }) => font))],
    sheet: (name) => bySheet.get(name.toLowerCase()),
    named: (name) => byName.get(name.toLowerCase()),
  };
}

/** What leads out of the file: other workbooks, connections, linked pictures. Links to web pages do not count. */
function outsideOf({ file }: Workbook): string[] {
  const found: string[] = [];
  for (const path of file.paths) {
    if (path.endsWith(".rels")) continue;
    if (/\/(externalLinks|queryTables|connections)/i.test(path)) found.push(path);
    for (const { kind, target, isExternal } of file.relations(path))
      if (isExternal && kind !== "hyperlink") found.push(`${path} leads to ${target}`);
  }
  return found;
}

const PLAIN: CellStyle = {
  colour: undefined,
  fill: undefined,
  size: 11,
  isBold: false,
  font: "",
  format: "General",
  wraps: false,
  align: undefined,
};

/** Formats that a file names by number only. ISO 29500-1, 18.8.30. */
const BUILT_IN: Readonly<Record<string, string>> = {
  0: "General",
  1: "0",
  2: "0.00",
  3: "#,##0",
  4: "#,##0.00",
  9: "0%",
  10: "0.00%",
  11: "0.00E+00",
  14: "yyyy-mm-dd",
  17: "mmm-yy",
  22: "yyyy-mm-dd hh:mm",
  49: "@",
};

function stylesOf(root: Element): CellStyle[] {
  const formats = new Map(
    below(root, "numFmt").map((one) => [
      attribute(one, "numFmtId") ?? "",
      attribute(one, "formatCode") ?? "",
    ]),
  );
  const fonts = below(child(root, "fonts"), "font");
  const fills = below(child(root, "fills"), "fill");
  const rgb = (element: Element | undefined) => attribute(element, "rgb")?.slice(-6).toUpperCase();
  return (child(root, "cellXfs")?.children ?? []).map((xf): CellStyle => {
    const font = fonts[Number(attribute(xf, "fontId") ?? 0)];
    const pattern = child(fills[Number(attribute(xf, "fillId") ?? 0)], "patternFill");
    const number = attribute(xf, "numFmtId") ?? "0";
    const alignment = child(xf, "alignment");
    const bold = child(font, "b");
    return {
      colour: rgb(child(font, "color")),
      fill: attribute(pattern, "patternType") === "solid" ? rgb(child(pattern, "fgColor")) : undefined,
      size: Number(attribute(child(font, "sz"), "val") ?? 11),
      isBold: bold !== undefined && attribute(bold, "val") !== "0",
      font: attribute(child(font, "name"), "val") ?? "",
      format: formats.get(number) ?? BUILT_IN[number] ?? "General",
      wraps: isOn(attribute(alignment, "wrapText")),
      align: attribute(alignment, "horizontal"),
    };
  });
}

function cellsIn(xml: Xml, styles: readonly CellStyle[], shared: readonly string[]): SheetCells {
  const cells: Omit<BookCell, "sheet" | "filledBy">[] = [];
  const groups = new Map<string, { text: string; row: number; column: number; relative: string }>();
  for (const cell of cellsOf(xml)) {
    const { row, column } = cell;
    const style = styles[Number(cell.attributes.find(({ name }) => name === "s")?.value ?? 0)] ?? PLAIN;
    let formula: CellFormula | undefined;
    if (cell.formula !== undefined) {
      let { text } = cell.formula;
      const marks = new Map(attributesOf(xml, cell.formula.tag).map(({ name, value }) => [name, value]));
      const group = marks.get("t") === "shared" ? marks.get("si") : undefined;
      const first = group === undefined ? undefined : groups.get(group);
      if (text === "" && first !== undefined)
        text = shifted(first.text, row - first.row, column - first.column);
      const key = first?.relative ?? relative(text, row, column);
      if (group !== undefined && first === undefined) groups.set(group, { text, row, column, relative: key });
      formula = {
        text,
        relative: key,
        reading: readingOf(key, text, row, column),
        range: marks.get("t") === "array" ? marks.get("ref") : undefined,
      };
    }
    cells.push({ row, column, value: valueOf(cell, shared), style, formula });
  }
  const rows: { row: number; height: number | undefined; isHidden: boolean }[] = [];
  for (const [, text = ""] of xml.text.matchAll(/<(?:\w+:)?row\b([^>]*)>/g)) {
    const attributeIn = (name: string) => new RegExp(`\\s${name}="([^"]*)"`).exec(text)?.[1];
    const height = attributeIn("ht");
    rows.push({
      row: Number(attributeIn("r") ?? 0),
      height: height === undefined ? undefined : Number(height),
      isHidden: isOn(attributeIn("hidden")) || Number(height ?? 1) === 0,
    });
  }
  return { cells, rows };
}

/** A sheet's part without its cells. */
function frameOf({ part, text }: Xml): Element {
  const start = text.indexOf("<sheetData");
  const end = text.indexOf("</sheetData>");
  const without =
    start < 0 || end < 0 ? text : `${text.slice(0, start)}${text.slice(end + "</sheetData>".length)}`;
  return elementTree({ part, text: without });
}

const DEFAULT_WIDTH = 8.43;

function bookSheet(
  workbook: Workbook,
  sheet: FileSheet,
  place: number,
  given: { content: SheetCells; state: string; titles: string },
): BookSheet {
  const { file } = workbook;
  const root = frameOf(file.xml(sheet.path));
  const cells = new Map<number, BookCell>();
  const columns = below(child(root, "cols"), "col").map((col) => ({
    from: Number(attribute(col, "min") ?? 0),
    to: Number(attribute(col, "max") ?? 0),
    width: Number(attribute(col, "width") ?? DEFAULT_WIDTH),
    isHidden: isOn(attribute(col, "hidden")) || Number(attribute(col, "width") ?? 1) === 0,
  }));
  const format = child(root, "sheetFormatPr");
  const usual = Number(attribute(format, "defaultColWidth") ?? DEFAULT_WIDTH);
  const heights = new Map(given.content.rows.map(({ row, height }) => [row, height]));
  const pane = below(root, "pane")[0];
  let [lastRow, lastColumn] = [0, 0];
  const found: BookSheet = {
    name: sheet.name,
    place,
    path: sheet.path,
    state: given.state,
    tabColour: attribute(below(root, "tabColor")[0], "rgb")?.slice(-6).toUpperCase(),
    cells,
    get lastRow() {
      return lastRow;
    },
    get lastColumn() {
      return lastColumn;
    },
    widthOf: (column) => columns.find(({ from, to }) => column >= from && column <= to)?.width ?? usual,
    heightOf: (row) => heights.get(row),
    hiddenRows: given.content.rows.filter(({ isHidden }) => isHidden).map(({ row }) => row),
    hiddenColumns: columns.filter(({ isHidden }) => isHidden).map(({ from }) => from),
    merges: below(root, "mergeCell").map((merge) => attribute(merge, "ref") ?? ""),
    validations: below(root, "dataValidation").map(validationOf),
    marks: below(root, "conditionalFormatting").map((one) => ({
      areas: listedAreas(attribute(one, "sqref") ?? textIn(below(one, "sqref")[0])),
      formulas: below(one, "formula").map(textIn),
    })),
    pane: {
      topLeft: attribute(pane, "topLeftCell") ?? "",
      columns: Number(attribute(pane, "xSplit") ?? 0),
      rows: Number(attribute(pane, "ySplit") ?? 0),
      isFrozen: ["frozen", "frozenSplit"].includes(attribute(pane, "state") ?? ""),
    },
    isSelected: isOn(attribute(below(root, "sheetView")[0], "tabSelected")),
    print: printOf(root, given.titles),
    charts: chartsOf(workbook, sheet.path, root),
  };
  for (const cell of given.content.cells) {
    cells.set(cellKey(cell.row, cell.column), { ...cell, sheet: found });
    lastRow = Math.max(lastRow, cell.row);
    lastColumn = Math.max(lastColumn, cell.column);
  }
  for (const anchor of [...cells.values()]) {
    const range = parsedRange(anchor.formula?.range ?? "");
    if (range === undefined) continue;
    for (let row = range.start.row; row <= range.end.row; row++)
      for (let column = range.start.column; column <= range.end.column; column++) {
        const filled = cells.get(cellKey(row, column));
        if (filled !== undefined && filled !== anchor) filled.filledBy = anchor;
      }
  }
  return found;
}

/** The areas of "A1:B2 D5". */
function listedAreas(text: string): Area[] {
  return text
    .split(/\s+/)
    .map(parsedRange)
    .filter((range) => range !== undefined)
    .map(({ start, end }) => ({
      sheet: undefined,
      top: start.row,
      left: start.column,
      bottom: end.row,
      right: end.column,
    }));
}

function validationOf(element: Element): Validation {
  const formulas = ["formula1", "formula2"].map((name) => textIn(below(element, name)[0]));
  return {
    areas: listedAreas(attribute(element, "sqref") ?? textIn(below(element, "sqref")[0])),
    type: attribute(element, "type") ?? "none",
    operator: attribute(element, "operator") ?? "between",
    formulas: formulas.filter((text) => text !== ""),
    promptTitle: attribute(element, "promptTitle") ?? "",
    prompt: attribute(element, "prompt") ?? "",
    showsPrompt: isOn(attribute(element, "showInputMessage")),
    showsError: isOn(attribute(element, "showErrorMessage")),
  };
}

function printOf(root: Element, titles: string): Print {
  const setup = child(root, "pageSetup");
  const margins = child(root, "pageMargins");
  const breaks = (name: string) =>
    below(child(root, name), "brk").map((one) => Number(attribute(one, "id") ?? 0));
  const margin = (name: string, usual: number) => Number(attribute(margins, name) ?? usual);
  return {
    isLandscape: attribute(setup, "orientation") === "landscape",
    fits: isOn(attribute(below(root, "pageSetUpPr")[0], "fitToPage")),
    fitToWidth: Number(attribute(setup, "fitToWidth") ?? 1),
    fitToHeight: Number(attribute(setup, "fitToHeight") ?? 1),
    scale: Number(attribute(setup, "scale") ?? 100),
    paper: attribute(setup, "paperSize") ?? "1",
    margins: {
      left: margin("left", 0.7),
      right: margin("right", 0.7),
      top: margin("top", 0.75),
      bottom: margin("bottom", 0.75),
    },
    header: textIn(below(root, "oddHeader")[0]),
    footer: textIn(below(root, "oddFooter")[0]),
    columnBreaks: breaks("colBreaks"),
    rowBreaks: breaks("rowBreaks"),
    titles,
  };
}

/** The drawings of a sheet and their charts, with what leads to them. */
function drawingParts({ file }: Workbook, path: string): string[] {
  const drawings = file.relations(path).filter(({ kind, target }) => kind === "drawing" && file.has(target));
  return drawings.flatMap(({ target }) => [
    target,
    ...file
      .relations(target)
      .map((one) => one.target)
      .filter((chart) => file.has(chart)),
  ]);
}

const CHART_TYPES = ["lineChart", "barChart", "scatterChart", "areaChart", "pieChart", "doughnutChart"];

function chartsOf({ file }: Workbook, path: string, root: Element): Chart[] {
  const charts: Chart[] = [];
  const shown = below(root, "drawing").flatMap(({ attributes }) => [...attributes.values()]);
  for (const drawing of file.relations(path)) {
    if (drawing.kind !== "drawing" || !shown.includes(drawing.id) || !file.has(drawing.target)) continue;
    const relations = new Map(file.relations(drawing.target).map((one) => [one.id, one]));
    for (const anchor of elementTree(file.xml(drawing.target)).children) {
      const id = [...(below(anchor, "chart")[0]?.attributes ?? [])].find(([name]) =>
        name.endsWith(":id"),
      )?.[1];
      const target = relations.get(id ?? "")?.target;
      if (target === undefined || !file.has(target)) continue;
      charts.push(chartOf(elementTree(file.xml(target)), anchorOf(anchor)));
    }
  }
  return charts;
}

function anchorOf(anchor: Element): Area | undefined {
  const corner = (name: string) => {
    const element = child(anchor, name);
    const [row, column] = ["row", "col"].map((part) => textIn(child(element, part)));
    const offset = ["rowOff", "colOff"].map((part) => Number(textIn(child(element, part)) || 0));
    return { row: Number(row ?? NaN), column: Number(column ?? NaN), offset };
  };
  const [from, to] = [corner("from"), corner("to")];
  if (!Number.isFinite(from.row) || !Number.isFinite(to.row)) return undefined;
  // A chart that ends at the very beginning of a cell does not cover it.
  return {
    sheet: undefined,
    top: from.row + 1,
    left: from.column + 1,
    bottom: to.row + ((to.offset[0] ?? 0) > 0 ? 1 : 0),
    right: to.column + ((to.offset[1] ?? 0) > 0 ? 1 : 0),
  };
}

function chartOf(root: Element, over: Area | undefined): Chart {
  const chart = child(root, "chart");
  const reference = (element: Element | undefined) => textIn(below(element, "f")[0]);
  return {
    title: textIn(child(child(chart, "title"), "tx")),
    axes: ["catAx", "dateAx", "valAx", "serAx"]
      .flatMap((name) => below(chart, name))
      .map((axis) => ({
        title: textIn(child(child(axis, "title"), "tx")),
        format: attribute(child(axis, "numFmt"), "formatCode") ?? "",
        isDeleted: isOn(attribute(child(axis, "delete"), "val")),
      })),
    series: below(chart, "ser").map((one) => ({
      name: textIn(child(one, "tx")),
      isInvisible:
        child(child(one, "spPr"), "noFill") !== undefined ||
        below(child(one, "spPr"), "alpha").some((alpha) => attribute(alpha, "val") === "0"),
      values: reference(child(one, "val") ?? child(one, "yVal")),
      labels: reference(child(one, "cat") ?? child(one, "xVal")),
    })),
    over,
    type: CHART_TYPES.find((name) => below(chart, name).length > 0) ?? "",
  };
}

export const addressOf = ({ row, column }: Pick<BookCell, "row" | "column">) =>
  `${columnLetters(column)}${row}`;

/** A cell by its address. */
export function cellAt(sheet: BookSheet | undefined, address: string): BookCell | undefined {
  const place = parsedAddress(address);
  return place === undefined ? undefined : sheet?.cells.get(cellKey(place.row, place.column));
}

export const cellIn = (sheet: BookSheet, row: number, column: number) =>
  sheet.cells.get(cellKey(row, column));

/** What a formula in a cell reads, each area with its sheet; those of names included. */
export function readBy(book: Book, cell: BookCell): (Area & { sheet: string })[] {
  const { formula, sheet } = cell;
  if (formula === undefined) return [];
  const own = areasAt(formula.reading, cell.row, cell.column);
  const named = [...formula.reading.names].flatMap((name) => book.named(name)?.areas ?? []);
  return [...own, ...named].map((area) => ({ ...area, sheet: area.sheet ?? sheet.name }));
}

/** The filled cells of an area. */
export function* cellsOfArea(book: Book, area: Area): Generator<BookCell> {
  const sheet = book.sheet(area.sheet ?? "");
  if (sheet === undefined) return;
  const bottom = Math.min(area.bottom, sheet.lastRow);
  const right = Math.min(area.right, sheet.lastColumn);
  for (let row = area.top; row <= bottom; row++)
    for (let column = area.left; column <= right; column++) {
      const cell = cellIn(sheet, row, column);
      if (cell !== undefined) yield cell;
    }
}

export const numberIn = (cell: BookCell | undefined): number | undefined =>
  cell?.value?.kind === "number" ? Number(cell.value.text) : undefined;

export const textOf = (cell: BookCell | undefined): string => cell?.value?.text ?? "";

/** Whether a cell holds what was typed. */
export const isConstant = (cell: BookCell) =>
  cell.formula === undefined &&
  cell.filledBy === undefined &&
  cell.value !== undefined &&
  cell.value.text !== "";
