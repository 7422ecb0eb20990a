import { excelDate } from "../../core/calendar";
import { columnIndex, columnLetters, EXCEL_SHEET, parseZone } from "../host/addresses";
import { functionNames, withGridNames } from "./formulas";
import { counted, limits } from "./limits";
import { markFor, plainText, textOf } from "./literalTexts";
import { FileMistake, tooLarge } from "./limits";
import { movedFormula } from "./formulas";
import { childOf, collect, elements, isTrue, makeOpaque, XmlElement } from "./xmlTree";

/** What a sheet's cells need to know of the workbook. */
export interface SheetSurroundings {
  /** How many styles a cell may have; a cell with another is plain. */
  readonly styles: number;
  /** Styles that show dates. */
  readonly dateStyles: ReadonlySet<number>;
  /** The texts that the cells of the workbook share. */
  readonly texts: readonly string[];
  /** Whether day 0 is 1 January 1904, as on the first Macintoshes. */
  readonly is1904: boolean;
  /** The names of functions in formulas. */
  readonly functions: Set<string>;
  /** How much of the grid's room the sheets before this one took. */
  readonly taken: Record<
    "cells" | "styled" | "merged" | "rules" | "validations" | "ruled" | "longFormulas",
    number
  >;
}

/** What the cells of a sheet hold, as the spreadsheet has it typed. */
export interface SheetCells {
  readonly name: string;
  /** By address: "B2". */
  readonly cells: Record<string, string>;
  /** Addresses of texts that the spreadsheet may take for numbers or dates. */
  readonly doubtful: readonly string[];
  /** Zones with the number of their style; later ones count. */
  readonly styles: readonly (readonly [zone: string, style: number])[];
  /** Rows, from 0, of another height than the rest (in points), or hidden. */
  readonly rows: readonly (readonly [row: number, height: number | undefined, isHidden: boolean])[];
  /** In points. */
  readonly rowHeight: number | undefined;
  readonly rowCount: number;
  readonly columnCount: number;
}

const [FEWEST_ROWS, FEWEST_COLUMNS] = [100, 30];
/** Empty ones beyond the last cell. */
const SPARE = 5;
const DAYS_TO_1904 = 1462;

interface Run {
  readonly style: number;
  readonly top: number;
  bottom: number;
}

/**
 * Takes the cells out of a sheet as it is read, and reduces the rest to what the spreadsheet's import reads.
 * The import looks through all rows for each row: it gets the few that only it can do, those with links, references
 * into tables and other workbooks, and groups.
 */
export class SheetReader {
  readonly cells: Record<string, string> = {};
  readonly warnings = new Set<string>();
  private readonly doubtful: string[] = [];
  private readonly rows: [row: number, height: number | undefined, isHidden: boolean][] = [];
  private readonly styles: [zone: string, style: number][] = [];
  private readonly runs = new Map<number, Run>();
  private readonly rowRuns: Run[] = [];
  private readonly shared = new Map<string, { formula: string; column: number; row: number }>();
  /** The last row into which a formula above spills, by column. */
  private readonly spilledTo: number[] = [];
  private spilledColumns = 0;
  /** Rows for the import, by their number. */
  private readonly kept = new Map<number, XmlElement>();
  private rowElement: XmlElement | undefined;
  private row = 0;
  private column = -1;
  private lastRow = 0;
  private lastColumn = 0;

  constructor(
    private readonly name: string,
    private readonly surroundings: SheetSurroundings,
  ) {
    // The import learns from it how many columns there are.
    this.keptRow(1);
  }

  /** For `parsedXml`: cells and rows are not kept. */
  readonly takes = (element: XmlElement): boolean => {
    const parent = element.parent;
    if (element.localName === "c" && parent?.localName === "row") {
      this.startRow(parent);
      this.readCell(element);
      return true;
    }
    if (element.localName !== "row" || parent?.localName !== "sheetData") return false;
    this.startRow(element);
    this.endRow(element);
    return true;
  };

  private startRow(element: XmlElement): void {
    if (element === this.rowElement) return;
    this.rowElement = element;
    const given = element.attribute("r");
    this.row = given === undefined ? this.row + 1 : Number(given);
    this.column = -1;
    if (!Number.isInteger(this.row) || this.row < 1 || this.row > EXCEL_SHEET.numberOfRows)
      throw this.damaged(`a row of the sheet "${this.name}" has no place`);
  }

  private endRow(element: XmlElement): void {
    const height = numberOf(element.attribute("ht"));
    const isHidden = isTrue(element.attribute("hidden"));
    const isGrouped =
      Number(element.attribute("outlineLevel") ?? 0) > 0 || isTrue(element.attribute("collapsed"));
    if (this.row <= limits.rows && (height !== undefined || isHidden))
      this.rows.push([this.row - 1, height, isHidden]);
    if (isGrouped && this.row <= limits.rows) {
      const kept = this.keptRow(this.row);
      for (const { localName, value } of element.attributes)
        if (localName !== "s" && localName !== "r") kept?.set(localName, value);
    }
    const style = this.styleOf(element, "s");
    if (style !== 0 && this.row <= limits.rows) extend(this.rowRuns, style, this.row);
  }

  private readCell(cell: XmlElement): void {
    const [column, row] = this.place(cell);
    const style = this.styleOf(cell, "s");
    const content = this.isSpilled(column, row, cell) ? undefined : this.content(cell, column, row, style);
    if (content !== undefined && content !== "") this.putCell(column, row, content);
    if (style !== 0) this.addStyle(column, row, style);
  }

  private place(cell: XmlElement): [column: number, row: number] {
    const reference = cell.attribute("r");
    if (reference === undefined) {
      this.column++;
      return [this.column, this.row];
    }
    const [, letters = "", digits = ""] = /^([A-Z]{1,3})(\d{1,7})$/i.exec(reference) ?? [];
    this.column = columnIndex(letters);
    const row = Number(digits);
    if (
      letters === "" ||
      row < 1 ||
      row > EXCEL_SHEET.numberOfRows ||
      this.column >= EXCEL_SHEET.numberOfCols
    )
      throw this.damaged(`a cell of the sheet "${this.name}" has no place`);
    return [this.column, row];
  }

  private putCell(column: number, row: number, content: string): void {
    const address = `${columnLetters(column)}${row}`;
    this.requireRoom(column, row, () => `has a value in cell ${address}`);
    if (++this.surroundings.taken.cells > limits.cells)
      throw tooLarge(
        `it has more than ${counted(limits.cells)} cells with values, the most that the workbench holds; they end in cell ${address} of the sheet "${this.name}"`,
      );
    this.cells[address] = content;
  }

  /** Extends the sheet to a cell, or says what is too far away. */
  private requireRoom(column: number, row: number, what: () => string): void {
    const [columns, rows] = [Math.max(this.lastColumn, column + 1), Math.max(this.lastRow, row)];
    if (row > limits.rows || column >= limits.columns || rows * columns > limits.area)
      throw tooLarge(
        `the sheet "${this.name}" ${what()}; a sheet of the workbench holds ${counted(limits.rows)} rows and ${counted(limits.columns)} columns, ${counted(limits.area)} cells in all`,
      );
    [this.lastColumn, this.lastRow] = [columns, rows];
  }

  private addStyle(column: number, row: number, style: number): void {
    if (row > limits.rows || column >= limits.columns || !this.takesStyled(1)) {
      this.warnings.add(this.plainWarning);
      return;
    }
    [this.lastColumn, this.lastRow] = [Math.max(this.lastColumn, column + 1), Math.max(this.lastRow, row)];
    const run = this.runs.get(column);
    if (run?.style === style && run.bottom === row - 1) {
      run.bottom = row;
      return;
    }
    if (run !== undefined) this.endRun(column, run);
    this.runs.set(column, { style, top: row, bottom: row });
  }

  private readonly plainWarning = `The sheet "${this.name}" has formatting in more cells than the workbench holds: some are shown plain.`;

  private takesStyled(count: number): boolean {
    const { taken } = this.surroundings;
    if (taken.styled + count > limits.styledCells) return false;
    taken.styled += count;
    return true;
  }

  private endRun(column: number, { style, top, bottom }: Run): void {
    const letters = columnLetters(column);
    this.styles.push([top === bottom ? `${letters}${top}` : `${letters}${top}:${letters}${bottom}`, style]);
  }

  private styleOf(element: XmlElement, attribute: string): number {
    const style = Number(element.attribute(attribute) ?? 0);
    return style > 0 && style < this.surroundings.styles ? style : 0;
  }

  /** The spreadsheet would take the values that formulas spill for typed ones in the way. */
  private isSpilled(column: number, row: number, cell: XmlElement): boolean {
    const formula = childOf(cell, "f");
    if (formula === undefined) return row <= (this.spilledTo[column] ?? 0);
    const range = formula.attribute("t") === "array" ? (formula.attribute("ref") ?? "") : "";
    if (!range.includes(":")) return false;
    const { left, right, bottom } = parseZone(range, EXCEL_SHEET);
    this.spilledColumns += right - left + 1;
    if (this.spilledColumns > limits.cells)
      throw tooLarge(`the formulas of the sheet "${this.name}" fill more cells than the workbench holds`);
    for (let at = left; at <= right; at++) this.spilledTo[at] = Math.max(this.spilledTo[at] ?? 0, bottom + 1);
    return false;
  }

  /** What is typed into the cell. */
  private content(cell: XmlElement, column: number, row: number, style: number): string | undefined {
    const formula = childOf(cell, "f");
    if (formula !== undefined) {
      const text = this.formula(formula, column, row);
      if (text !== undefined) return this.formulaContent(text, column, row);
    }
    return this.value(cell, column, row, style);
  }

  private formula(element: XmlElement, column: number, row: number): string | undefined {
    const text = element.text.trim();
    if (text.length > 2 * limits.formula)
      throw this.damaged(
        `the formula in cell ${columnLetters(column)}${row} of the sheet "${this.name}" is longer than Excel allows`,
      );
    this.requireShort(text, column, row);
    const index = element.attribute("si");
    if (text !== "") {
      const formula = withGridNames(text).replace(/#REF!/g, "#REF");
      for (const name of functionNames(formula)) this.surroundings.functions.add(name);
      if (index !== undefined) this.shared.set(index, { formula, column, row });
      return formula;
    }
    const first = index === undefined ? undefined : this.shared.get(index);
    return first === undefined
      ? undefined
      : movedFormula(first.formula, column - first.column, row - first.row);
  }

  private requireShort(formula: string, column: number, row: number): void {
    if (formula.length < LONG_FORMULA) return;
    const operations = formula.match(/[-+*/^&=<>%]/g)?.length ?? 0;
    this.surroundings.taken.longFormulas += operations ** 2;
    if (this.surroundings.taken.longFormulas > limits.longFormulas)
      throw tooLarge(
        `the formula in cell ${columnLetters(column)}${row} of the sheet "${this.name}", or those before it, have more operations than it can read`,
      );
  }

  /** What refers into tables and other workbooks is left to the import. */
  private formulaContent(formula: string, column: number, row: number): string {
    if (formula.includes("[")) this.keep(column, row, "f", formula);
    return `=${formula}`;
  }

  private value(cell: XmlElement, column: number, row: number, style: number): string | undefined {
    const type = cell.attribute("t") ?? "n";
    if (type === "inlineStr") {
      const inline = childOf(cell, "is");
      return inline && this.text(textOf(inline), column, row);
    }
    const element = childOf(cell, "v");
    if (element === undefined) return undefined;
    const text = element.text.trim();
    switch (type) {
      case "s":
        return text === "" ? undefined : this.text(this.sharedText(text, column, row), column, row);
      case "b":
        return isTrue(text) ? "TRUE" : "FALSE";
      case "str":
        return this.text(plainText(element.text), column, row);
      case "d":
        return dateNumber(text) ?? this.text(text, column, row);
      case "n":
        return this.number(text, style);
      default:
        return text;
    }
  }

  private number(text: string, style: number): string {
    const { is1904, dateStyles } = this.surroundings;
    return is1904 && text !== "" && dateStyles.has(style) ? String(Number(text) + DAYS_TO_1904) : text;
  }

  private sharedText(index: string, column: number, row: number): string {
    const text = this.surroundings.texts[Number(index)];
    if (text !== undefined) return text;
    throw this.damaged(
      `the text of the cell ${columnLetters(column)}${row} of the sheet "${this.name}" is missing`,
    );
  }

  private text(text: string, column: number, row: number): string {
    if (text.length > limits.text)
      throw tooLarge(
        `the text in cell ${columnLetters(column)}${row} of the sheet "${this.name}" has ${counted(text.length)} characters, and Excel's limit is ${counted(limits.text)}`,
      );
    const mark = markFor(text);
    if (mark === "perhaps") this.doubtful.push(`${columnLetters(column)}${row}`);
    return mark === "yes" ? `'${text}` : text;
  }

  private damaged(what: string): FileMistake {
    return new FileMistake(`This workbook is damaged: ${what}.`);
  }

  /** Undefined where there are too many: what they hold is left out with a sentence. */
  private keptRow(row: number): XmlElement | undefined {
    const present = this.kept.get(row);
    if (present !== undefined) return present;
    if (this.kept.size >= MOST_KEPT) {
      this.warnings.add(
        `The sheet "${this.name}" has links, groups, or references into tables in more than ${counted(MOST_KEPT)} rows: those after them were left out.`,
      );
      return undefined;
    }
    const element = new XmlElement("row", "");
    element.set("r", String(row));
    this.kept.set(row, element);
    return element;
  }

  private keep(column: number, row: number, kind: "f" | "v", text: string): void {
    const cell = this.keptRow(row)?.add("c", {
      r: `${columnLetters(column)}${row}`,
      ...(kind === "v" && { t: "str" }),
    });
    cell?.add(kind, {}, text);
  }

  /** The cells, once all of the sheet was read; what is left of it in `root` is for the import. */
  finish(root: XmlElement): SheetCells {
    for (const [column, run] of this.runs) this.endRun(column, run);
    this.readMerges(root);
    const [columnCount, rowCount] = [
      Math.max(this.lastColumn + SPARE, FEWEST_COLUMNS),
      Math.max(this.lastRow + SPARE, FEWEST_ROWS),
    ];
    const whole = [...this.columnStyles(root, columnCount, rowCount), ...this.rowStyles(columnCount)];
    this.keepLinks(root);
    this.clipRules(root, columnCount, rowCount);
    this.putKeptRows(root, columnCount);
    makeOpaque(root);
    const height = Number(elements(root, "sheetFormatPr")[0]?.attribute("defaultRowHeight"));
    return {
      name: this.name,
      cells: this.cells,
      doubtful: this.doubtful,
      styles: [...whole, ...this.styles],
      rows: this.rows,
      rowHeight: height > 0 ? height : undefined,
      rowCount,
      columnCount,
    };
  }

  private readMerges(root: XmlElement): void {
    const { taken } = this.surroundings;
    for (const merge of elements(root, "mergeCell")) {
      const range = merge.attribute("ref") ?? "";
      const { left, top, right, bottom } = this.zone(range);
      this.requireRoom(right, bottom + 1, () => `merges the cells ${range}`);
      taken.merged += (right - left + 1) * (bottom - top + 1);
      if (taken.merged > limits.mergedCells)
        throw tooLarge(
          `the sheet "${this.name}" merges the cells ${range}, and the workbench holds ${counted(limits.mergedCells)} cells under merged ones`,
        );
    }
  }

  private zone(range: string) {
    try {
      return parseZone(range, EXCEL_SHEET);
    } catch {
      throw this.damaged(`the range ${range.slice(0, 50)} of the sheet "${this.name}" is not a range`);
    }
  }

  private columnStyles(root: XmlElement, columnCount: number, rowCount: number): [string, number][] {
    const zones: [string, number][] = [];
    for (const column of elements(root, "col")) {
      const style = this.styleOf(column, "style");
      column.removeAttribute("style");
      const [first, last] = [
        Number(column.attribute("min")),
        Math.min(Number(column.attribute("max")), columnCount),
      ];
      if (style === 0 || !(first >= 1 && first <= last)) continue;
      if (this.takesStyled((last - first + 1) * rowCount))
        zones.push([`${columnLetters(first - 1)}1:${columnLetters(last - 1)}${rowCount}`, style]);
      else this.warnings.add(this.plainWarning);
    }
    return zones;
  }

  private rowStyles(columnCount: number): [string, number][] {
    const last = columnLetters(columnCount - 1);
    return this.rowRuns.flatMap(({ style, top, bottom }) => {
      if (this.takesStyled((bottom - top + 1) * columnCount)) return [[`A${top}:${last}${bottom}`, style]];
      this.warnings.add(this.plainWarning);
      return [];
    });
  }

  /** Cells with links are the import's: it makes one text of both. */
  private keepLinks(root: XmlElement): void {
    for (const link of elements(root, "hyperlink")) {
      const address = (link.attribute("ref") ?? "").toUpperCase();
      const content = this.cells[address];
      const [, letters = "", digits = ""] = /^([A-Z]{1,3})(\d{1,7})$/.exec(address) ?? [];
      if (content === undefined || content.startsWith("=")) continue;
      this.keep(columnIndex(letters), Number(digits), "v", content.replace(/^'/, ""));
    }
  }

  /** Rules reach over whole columns in files; here they end with the sheet. */
  private clipRules(root: XmlElement, columnCount: number, rowCount: number): void {
    const { taken } = this.surroundings;
    taken.rules += elements(root, "cfRule").length;
    taken.validations += elements(root, "dataValidation").length;
    if (taken.rules > limits.rules || taken.validations > limits.validations)
      throw tooLarge(
        `it has more than ${counted(limits.rules)} rules of conditional formats or ${counted(limits.validations)} of data validation`,
      );
    for (const list of [...elements(root, "conditionalFormatting"), ...elements(root, "dataValidation")])
      taken.ruled += rangeCount(list) * Math.max(1, elements(list, "cfRule").length);
    if (taken.ruled > limits.ruledRanges)
      throw tooLarge(
        `its rules of conditional formats and data validation cover more than ${counted(limits.ruledRanges)} ranges in all`,
      );
    splitRules(root);
    const ruled: XmlElement[] = [];
    collect(
      root,
      (element) => element.localName === "sqref" || element.attribute("sqref") !== undefined,
      ruled,
    );
    const outside = new Set<XmlElement>();
    for (const element of ruled) {
      const ranges = element.attribute("sqref");
      const inside = clipped(ranges ?? element.text, columnCount, rowCount);
      if (ranges === undefined) element.nodes.splice(0, Infinity, inside);
      else if (inside !== "") element.set("sqref", inside);
      else outside.add(element);
    }
    for (const parent of new Set([...outside].map((element) => element.parent)))
      parent?.removeWhere((child) => outside.has(child));
  }

  private putKeptRows(root: XmlElement, columnCount: number): void {
    const data = elements(root, "sheetData")[0] ?? root.add("sheetData");
    this.keptRow(1)?.add("c", { r: `${columnLetters(columnCount - SPARE - 1)}1` });
    data.nodes.length = 0;
    const rows = [...this.kept].sort(([one], [other]) => one - other);
    for (const [, row] of rows) data.nodes.push(inNamespace(row, root.namespace));
  }
}

const LONG_FORMULA = 200;
/** The import looks through these for each row of the sheet. */
const MOST_KEPT = 20_000;

/** Rows are made before the sheet's namespace is known. */
function inNamespace(element: XmlElement, namespace: string): XmlElement {
  const copy = new XmlElement(element.localName, namespace, element.attributes);
  for (const node of element.nodes)
    copy.nodes.push(typeof node === "string" ? node : inNamespace(node, namespace));
  return copy;
}

function extend(runs: Run[], style: number, row: number): void {
  const run = runs.at(-1);
  if (run?.style === style && run.bottom === row - 1) run.bottom = row;
  else runs.push({ style, top: row, bottom: row });
}

/** The import reads the first of several conditional formats of the same cells: each gets a list of its own. */
function splitRules(root: XmlElement): void {
  const nodes = root.nodes.flatMap((node) => {
    if (typeof node === "string" || node.localName !== "conditionalFormatting") return [node];
    return node.children.map((rule) => {
      const attributes = node.attributes.map((attribute) => ({ ...attribute }));
      const list = new XmlElement(node.localName, node.namespace, attributes, root);
      list.nodes.push(rule);
      return list;
    });
  });
  root.nodes.length = 0;
  for (const node of nodes) root.nodes.push(node);
}

/** How many ranges a list of rules covers. */
function rangeCount(list: XmlElement): number {
  const ranges = list.attribute("sqref") ?? elements(list, "sqref")[0]?.text ?? "";
  return ranges.trim().split(/\s+/).length;
}

/** Ranges as far as they lie on the sheet. */
function clipped(ranges: string, columnCount: number, rowCount: number): string {
  const size = { numberOfRows: rowCount, numberOfCols: columnCount };
  const inside = ranges
    .trim()
    .split(/\s+/)
    .flatMap((range) => {
      try {
        const { left, top, right, bottom } = parseZone(range, size);
        if (left >= columnCount || top >= rowCount) return [];
        const last = `${columnLetters(Math.min(right, columnCount - 1))}${Math.min(bottom, rowCount - 1) + 1}`;
        const first = `${columnLetters(left)}${top + 1}`;
        return [first === last ? first : `${first}:${last}`];
      } catch {
        return [];
      }
    });
  return inside.join(" ");
}

function numberOf(text: string | undefined): number | undefined {
  const number = Number(text);
  return text === undefined || !(number >= 0 && number < 1000) ? undefined : number;
}

/** "2026-03-31" or "2026-03-31T12:00:00" becomes Excel's number of it. Anything that is not a date is undefined. */
function dateNumber(text: string): string | undefined {
  const time = /^\d{4}-/.test(text) ? Date.parse(text.replace(/Z?$/, text.includes("T") ? "Z" : "")) : NaN;
  return Number.isNaN(time) ? undefined : String(excelDate(time));
}
