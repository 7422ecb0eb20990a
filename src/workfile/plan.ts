import { miningCalls } from "../formula/miningCalls";
import { shifted } from "../formula/shifted";
import { FormulaError } from "../formula/tokens";
import { addressText } from "./cells";
import { cellKey, readSheet, type FormulaCell, type Values } from "./sheetContent";
import type { Sheet, Workbook } from "./workbook";
import { sharedTexts, type CellValue } from "./values";
import { attributeOf, elementsOf, isTrue, tagsOf, textBetween, type Tag, type Xml } from "./xml";

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
  readonly hasSpillReferences: boolean;
}

/** A formula outside the cells: of a name, or what a table's column has for new rows and for its total. */
export interface PlannedFormula {
  readonly kind: "name" | "column";
  /** "PRICE", "Fleet[Hashprice]", "Fleet[[#Totals],[Hashprice]]". */
  readonly name: string;
  readonly path: string;
  readonly formula: string;
  /** Where it is in the part. */
  readonly start: number;
  readonly end: number;
}

export interface Plan {
  readonly sheets: readonly PlannedSheet[];
  readonly formulas: readonly PlannedFormula[];
  readonly warnings: readonly string[];
  /** How many of the warnings say that a formula of a rule, or one that cannot be read, stays as it is. */
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
  const formulas = outerFormulas(workbook).filter(({ formula }) => callsMining(formula));
  for (const sheet of workbook.sheets) {
    const xml = workbook.file.xml(sheet.path);
    if (!mayCall(xml.text)) continue;
    const planned = plannedSheet(sheet, xml, shared, stays);
    for (const place of ruleFormulas(xml))
      stays(`${sheet.name}: ${place} calls MINING functions and stays as it is.`);
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
  return { sheets, formulas, warnings, staying: staying.length };
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
  return {
    sheet,
    xml,
    formulas,
    cells,
    values,
    constants,
    hasSpillReferences: formulas.some(({ formula }) => formula.text.toUpperCase().includes("ANCHORARRAY")),
  };
}

/** The formulas outside the cells: of names, and of tables' columns. */
export function outerFormulas(workbook: Workbook): PlannedFormula[] {
  const { names, main, sheets } = workbook;
  const ofNames = names.map(({ name, text, contentStart, contentEnd }) => ({
    kind: "name" as const,
    name,
    path: main,
    formula: text,
    start: contentStart,
    end: contentEnd,
  }));
  return [...ofNames, ...sheets.flatMap((sheet) => columnFormulas(workbook, sheet))];
}

/** What the columns of a sheet's tables have for new rows and for their totals. */
function columnFormulas({ file }: Workbook, { path }: Sheet): PlannedFormula[] {
  const found: PlannedFormula[] = [];
  for (const { kind, target } of file.relations(path)) {
    if (kind !== "table" || !file.has(target)) continue;
    const xml = file.xml(target);
    let table = "";
    let column = "";
    let open: Tag | undefined;
    for (const tag of tagsOf(xml)) {
      if (tag.local === "table" && tag.kind === "open") table = attributeOf(xml, tag, "displayName") ?? "";
      if (tag.local === "tableColumn" && tag.kind === "open") column = attributeOf(xml, tag, "name") ?? "";
      if (tag.local !== "calculatedColumnFormula" && tag.local !== "totalsRowFormula") continue;
      if (tag.kind === "open") open = tag;
      if (tag.kind !== "close" || open === undefined) continue;
      const [start, end] = [open.end, tag.start];
      const name =
        tag.local === "totalsRowFormula" ? `${table}[[#Totals],[${column}]]` : `${table}[${column}]`;
      found.push({ kind: "column", name, path: target, formula: textBetween(xml, start, end), start, end });
    }
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
