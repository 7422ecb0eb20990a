import { miningCalls } from "../formula/miningCalls";
import { shifted } from "../formula/shifted";
import { typed } from "../formula/stored";
import { FormulaError } from "../formula/tokens";
import { addressText, parsedRange, type Cell } from "./cells";
import { cellKey, readSheet, type FormulaCell, type Values } from "./sheetContent";
import type { Sheet, Workbook } from "./workbook";
import { sharedTexts, type CellValue } from "./values";
import { attributeOf, elementsOf, isTrue, tagsOf, textBetween, type Xml } from "./xml";

// Where a workbook calls MINING functions.

/** A cell that does, or that shares the formula of one that does. */
export interface PlannedCell {
  readonly cell: FormulaCell;
  /** "B3". */
  readonly at: string;
  /** As the file would hold it if no cell shared it. */
  readonly formula: string;
  /** The MINING functions that it calls. */
  readonly functions: readonly string[];
  readonly value: CellValue | undefined;
  /** The range that the formula fills, where the file says so. */
  readonly range?: string;
  readonly isShared: boolean;
}

export interface PlannedSheet {
  readonly sheet: Sheet;
  readonly xml: Xml;
  readonly formulas: readonly FormulaCell[];
  readonly cells: readonly PlannedCell[];
  readonly values: Values;
  readonly constants: Values;
  readonly isMerged: (cell: Cell) => boolean;
  readonly hasSpillReferences: boolean;
}

interface Plan {
  readonly sheets: readonly PlannedSheet[];
  readonly warnings: readonly string[];
  /** How many of the warnings say that a formula outside the cells, or one that cannot be read, stays as it is. */
  readonly staying: number;
}

export function planOf(workbook: Workbook): Plan {
  const shared = sharedTextsOf(workbook);
  const warnings: string[] = [];
  const staying: string[] = [];
  const sheets: PlannedSheet[] = [];
  const stays = (text: string) => {
    staying.push(text);
    warnings.push(text);
  };
  for (const { name, text } of workbook.names)
    if (callsMining(text))
      stays(
        `The name ${name} calls MINING functions and stays as it is: "=${typed(text)}". Cells that use it still need the add-in.`,
      );
  for (const sheet of workbook.sheets) {
    const xml = workbook.file.xml(sheet.path);
    if (!mayCall(xml.text)) continue;
    const planned = plannedSheet(sheet, xml, shared, stays);
    for (const place of ruleFormulas(xml))
      stays(`${sheet.name}: ${place} calls MINING functions and stays as it is.`);
    for (const table of columnFormulas(workbook, sheet))
      stays(
        `The table ${table} has a column formula that calls MINING functions and stays as it is: rows that are added get it.`,
      );
    if (planned.cells.length === 0 && !planned.hasSpillReferences) continue;
    sheets.push(planned);
    for (const { tag } of elementsOf(xml, "sheetProtection"))
      if (isTrue(attributeOf(xml, tag, "sheet")))
        warnings.push(
          `The sheet ${sheet.name} is protected: its formulas are converted all the same, and it stays protected.`,
        );
  }
  if (workbook.signed)
    warnings.push(
      "The workbook is signed: a converted file has other contents, so its signature is removed.",
    );
  return { sheets, warnings, staying: staying.length };
}

export function sharedTextsOf({ file, main }: Workbook): readonly string[] {
  const path = file
    .relations(main)
    .find(({ kind, target }) => kind === "sharedStrings" && file.has(target))?.target;
  return sharedTexts(path === undefined ? undefined : file.xml(path));
}

/** Whether a part can hold a call at all. Most sheets hold none, and their cells need not be read. */
function mayCall(text: string): boolean {
  const capitals = text.toUpperCase();
  return text.includes("&#") || capitals.includes("MINING") || capitals.includes("ANCHORARRAY");
}

function callsMining(formula: string): boolean {
  try {
    return miningCalls(formula).length > 0;
  } catch (error) {
    if (error instanceof FormulaError) return false;
    throw error;
  }
}

function plannedSheet(
  sheet: Sheet,
  xml: Xml,
  shared: readonly string[],
  stays: (warning: string) => void,
): PlannedSheet {
  const { formulas, values, constants } = readSheet(xml, shared);
  const masters = new Map<string, FormulaCell>();
  for (const cell of formulas)
    if (cell.kind === "shared" && cell.formula.text !== "" && !masters.has(cell.group))
      masters.set(cell.group, cell);
  const cells: PlannedCell[] = [];
  for (const cell of formulas) {
    const { kind, range, group } = cell;
    if (kind === "dataTable") continue;
    const at = addressText(cell.row, cell.column);
    const isShared = kind === "shared";
    const master = isShared && cell.formula.text === "" ? masters.get(group) : undefined;
    const text = master?.formula.text ?? cell.formula.text;
    try {
      const functions = miningCalls(text);
      if (functions.length === 0) continue;
      const formula =
        master === undefined ? text : shifted(text, cell.row - master.row, cell.column - master.column);
      const value = values.get(cellKey(cell.row, cell.column));
      cells.push({
        cell,
        at,
        formula,
        functions,
        value,
        ...(range === undefined ? {} : { range }),
        isShared,
      });
    } catch (error) {
      if (!(error instanceof FormulaError)) throw error;
      stays(`${sheet.name}!${at}: the formula cannot be read and stays as it is: "=${text}".`);
    }
  }
  const merged = mergedRanges(xml);
  return {
    sheet,
    xml,
    formulas,
    cells,
    values,
    constants,
    hasSpillReferences: formulas.some(({ formula }) => formula.text.toUpperCase().includes("ANCHORARRAY")),
    isMerged: ({ row, column }) =>
      merged.some(
        ({ start, end }) =>
          row >= start.row && row <= end.row && column >= start.column && column <= end.column,
      ),
  };
}

function mergedRanges(xml: Xml) {
  const ranges = [];
  for (const { tag } of elementsOf(xml, "mergeCell")) {
    const range = parsedRange(attributeOf(xml, tag, "ref") ?? "");
    if (range !== undefined) ranges.push(range);
  }
  return ranges;
}

/** The tables of a sheet with formulas for new rows that call MINING functions. */
function columnFormulas({ file }: Workbook, { path }: Sheet): string[] {
  const found: string[] = [];
  for (const { kind, target } of file.relations(path)) {
    if (kind !== "table" || !file.has(target)) continue;
    const xml = file.xml(target);
    const [table] = tagsOf(xml);
    const formulas = [...elementsOf(xml, "calculatedColumnFormula")];
    if (
      table !== undefined &&
      formulas.some(({ tag, contentEnd }) => callsMining(textBetween(xml, tag.end, contentEnd)))
    )
      found.push(attributeOf(xml, table, "displayName") ?? "");
  }
  return found;
}

/** Where formulas of rules call MINING functions, in words. */
function ruleFormulas(xml: Xml): Set<string> {
  const found = new Set<string>();
  const open: string[] = [];
  let start = 0;
  for (const { kind, local, start: at, end } of tagsOf(xml)) {
    if (kind === "open") {
      open.push(local);
      start = end;
    }
    if (kind !== "close") continue;
    open.pop();
    if (!["formula", "formula1", "formula2", "f"].includes(local) || open.includes("sheetData")) continue;
    if (!callsMining(textBetween(xml, start, at))) continue;
    found.add(open.includes("dataValidations") ? "a data validation" : "a conditional format");
  }
  return found;
}
