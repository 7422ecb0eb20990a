import { cellsOf, parsedRange, type Cell } from "../cells";
import { sharedTextsOf } from "../plan";
import { finished, type Steps } from "../steps";
import type { Workbook } from "../workbook";
import { attributeOf, isTrue, tagsOf, type Xml } from "../xml";
import type { Book, BookName } from "./evaluation";
import { type FormulaCell, type FormulaKind, type SharedFormula, GridSheet } from "./grid";
import { numberOfText } from "./textNumbers";
import { tableIn, type Table } from "./tables";
import { errorOf, type Scalar } from "./scalar";

/** How a workbook wants to be calculated, where that is not as usual. */
export interface Settings {
  readonly isDate1904: boolean;
  /** Numbers are rounded as their formats show them. */
  readonly hasDisplayedPrecision: boolean;
  /** Circular references are gone through again and again. */
  readonly iterates: boolean;
}

/** A workbook's file, read for its values and formulas. */
export interface FileBook extends Book {
  readonly settings: Settings;
  /** Cells that are tables of what-if analysis, which Excel fills. */
  readonly dataTables: readonly FormulaCell[];
}

/** Cells that are read before whoever waits hears of it. */
const AT_ONCE = 256;

/** Formulas without a value, as a program saves them that does not calculate: nothing can be read from them. */
export const unsavedCells = ({ sheets }: Book): FormulaCell[] =>
  sheets.flatMap(({ formulas }) => formulas.filter(({ hasValue }) => !hasValue));

/** `visit` sees every cell as the file has it. */
export const readBook = (workbook: Workbook, visit?: (sheet: GridSheet, cell: Cell) => void): FileBook =>
  finished(readingSteps(workbook, visit));

/** Reads a book in small steps. */
export function* readingSteps(
  workbook: Workbook,
  visit?: (sheet: GridSheet, cell: Cell) => void,
): Steps<FileBook> {
  const { file, main, tabs } = workbook;
  const shared = sharedTextsOf(workbook);
  yield undefined;
  const parts = new Map(workbook.sheets.map((sheet) => [sheet.name, sheet]));
  const tables = new Map<string, Table>();
  const dataTables: FormulaCell[] = [];
  const sheets = tabs.map((name, index) => new GridSheet(name, index));
  for (const sheet of sheets) {
    const part = parts.get(sheet.name);
    if (part === undefined) continue;
    yield { label: "Reading sheets", done: sheet.index, of: tabs.length };
    const xml = file.xml(part.path);
    yield undefined;
    sheet.hiddenRows = hiddenRowsIn(xml);
    yield* readCells(xml, sheet, shared, dataTables, visit);
    for (const { kind, target } of file.relations(part.path)) {
      if (kind !== "table" || !file.has(target)) continue;
      const table = tableIn(file.xml(target), sheet);
      if (table !== undefined) tables.set(table.name.toUpperCase(), table);
    }
  }
  const settings = settingsIn(file.xml(main));
  const names = workbook.names.map(({ name, sheet, text }): BookName => ({ name, sheet, text }));
  return { sheets, names, tables, isDate1904: settings.isDate1904, settings, dataTables };
}

function settingsIn(xml: Xml): Settings {
  const settings = { isDate1904: false, hasDisplayedPrecision: false, iterates: false };
  for (const tag of tagsOf(xml)) {
    if (tag.kind === "close") continue;
    if (tag.local === "workbookPr") settings.isDate1904 = isTrue(attributeOf(xml, tag, "date1904"));
    if (tag.local !== "calcPr") continue;
    const precision = attributeOf(xml, tag, "fullPrecision");
    settings.hasDisplayedPrecision = precision !== undefined && !isTrue(precision);
    settings.iterates = isTrue(attributeOf(xml, tag, "iterate"));
  }
  return settings;
}

/** Rows that the file hides; undefined where it hides all that it does not have. */
function hiddenRowsIn(xml: Xml): ReadonlySet<number> | undefined {
  const found = new Set<number>();
  if (!/\b(hidden|zeroHeight)=/.test(xml.text)) return found;
  let row = 0;
  for (const tag of tagsOf(xml)) {
    if (tag.kind === "close") continue;
    if (tag.local === "sheetFormatPr" && isTrue(attributeOf(xml, tag, "zeroHeight"))) return undefined;
    if (tag.local !== "row") continue;
    row = Number(attributeOf(xml, tag, "r") ?? row + 1);
    if (isTrue(attributeOf(xml, tag, "hidden"))) found.add(row);
  }
  return found;
}

function* readCells(
  xml: Xml,
  sheet: GridSheet,
  shared: readonly string[],
  dataTables: FormulaCell[],
  visit: ((sheet: GridSheet, cell: Cell) => void) | undefined,
): Steps<void> {
  let count = 0;
  const groups = new Map<string, SharedFormula>();
  const filling: FormulaCell[] = [];
  for (const cell of cellsOf(xml)) {
    count += 1;
    if (count % AT_ONCE === 0) yield undefined;
    const { row, column } = cell;
    const value = savedValue(cell, shared);
    visit?.(sheet, cell);
    if (value !== null) sheet.set(row, column, value);
    if (cell.formula === undefined) continue;
    const { tag, text } = cell.formula;
    const type = attributeOf(xml, tag, "t");
    let formula: SharedFormula = { text, row, column };
    if (type === "shared") {
      const group = attributeOf(xml, tag, "si") ?? "";
      if (text !== "") groups.set(group, formula);
      formula = groups.get(group) ?? formula;
    }
    const kind: FormulaKind =
      type !== "array" ? "single" : cell.attributes.some(({ name }) => name === "cm") ? "spill" : "range";
    const range = type === "array" ? parsedRange(attributeOf(xml, tag, "ref") ?? "") : undefined;
    const found: FormulaCell = {
      sheet,
      row,
      column,
      formula,
      kind,
      bottom: Math.max(row, range?.end.row ?? row),
      right: Math.max(column, range?.end.column ?? column),
      state: "done",
      saved: value,
      hasValue: value !== null,
      source: cell,
    };
    if (type === "dataTable") {
      dataTables.push(found);
      continue;
    }
    sheet.formulas.push(found);
    sheet.setFormula(row, column, found);
    if (range !== undefined) filling.push(found);
  }
  for (const formula of filling)
    for (let row = formula.row; row <= formula.bottom; row++)
      for (let column = formula.column; column <= formula.right; column++)
        if (sheet.formulaAt(row, column) === undefined) sheet.setFormula(row, column, formula);
}

/** A text with the letters that XML cannot hold: `_x000D_` is a carriage return. */
const unmarked = (text: string) =>
  text.includes("_x")
    ? text.replace(/_x([0-9A-Fa-f]{4})_/g, (_, code: string) => String.fromCharCode(parseInt(code, 16)))
    : text;

/** What the file has in a cell; blank where it has nothing. */
function savedValue({ attributes, value }: Cell, shared: readonly string[]): Scalar {
  if (value === undefined) return null;
  let type = "n";
  for (const { name, value: text } of attributes) if (name === "t") type = text;
  switch (type) {
    case "s":
      return unmarked(shared[Number(value)] ?? "");
    case "str":
    case "inlineStr":
      return unmarked(value);
    case "b":
      return value === "1" || value === "true";
    case "e":
      return errorOf(value);
    case "d":
      return numberOfText(value.replace("T", " ").replace(/Z$/, "")) ?? value;
    default: {
      const number = Number(value);
      return value.trim() === "" || Number.isNaN(number) ? null : number;
    }
  }
}
