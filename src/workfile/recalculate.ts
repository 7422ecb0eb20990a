import type { MarketReader } from "../data/market";
import { areaText } from "./addresses";
import { addCapsule, capsuleOf, type CapsuleFacts } from "./capsule";
import type { Compression } from "./compression";
import { readBook, unsavedCells } from "./evaluate/book";
import { filledBy } from "./evaluate/dependents";
import { addressOf, Evaluation } from "./evaluate/evaluation";
import type { FormulaCell } from "./evaluate/grid";
import { library } from "./evaluate/functions/library";
import { miningFunctions } from "./evaluate/mining";
import { ErrorValue, type Scalar } from "./evaluate/scalar";
import { Area } from "./evaluate/values";
import { FileError } from "./fileError";
import { marketCells, miningCells } from "./miningCells";
import { nameEdits } from "./names";
import { settingCells, type SetCell, type Wanted } from "./settingCells";
import { takeOutSignature } from "./signature";
import { typedFormula } from "./typedFormula";
import { openWorkbook, type Workbook } from "./workbook";
import { addSheetEdits, addValueEdits, type NewValue } from "./writtenValues";
import { attributeEdit, type Edit } from "./xml";

// A workbook calculated again outside Excel: the add-in's cells, what was set, and what depends on either.

export interface RecalculateOptions {
  /** What the add-in's market functions read; without it, their cells keep what they show. */
  readonly market?: MarketReader | undefined;
  readonly set: readonly Wanted[];
  /** To keep in the workbook what its results were made from. */
  readonly capsule?: CapsuleFacts;
}

/** A cell that has another value now. */
interface ChangedCell {
  readonly cell: FormulaCell;
  readonly before: Scalar;
  readonly after: Scalar;
}

/** A cell that keeps the value that it had, and why. */
export interface LeftCell {
  readonly sheet: string;
  readonly at: string;
  readonly formula: string;
  /** Why it cannot be computed, or the first cell that it depends on and that cannot. */
  readonly why: string;
  readonly dueTo?: string;
}

export interface Recalculated {
  readonly file: Uint8Array;
  /** How many cells call the add-in's functions. */
  readonly mining: number;
  /** How many were calculated, others that depend on them among them. */
  readonly computed: number;
  readonly changed: readonly ChangedCell[];
  readonly set: readonly SetCell[];
  readonly left: readonly LeftCell[];
  /** Cells that show the market as it was when the workbook was saved. */
  readonly market: readonly string[];
  /** Functions that give another value at each calculation, with a cell that has one; those cells keep their values. */
  readonly volatile: ReadonlyMap<string, string>;
  readonly warnings: readonly string[];
}

/** Calculates a workbook. Throws a `FileError`. */
export function recalculate(
  bytes: Uint8Array,
  options: RecalculateOptions,
  compression?: Compression,
): Recalculated {
  const workbook = openWorkbook(bytes, compression);
  const { evaluation, mining, due, kept, set } = prepared(workbook, options);
  // Its results are to be found again from what the file holds, and from nothing that was saved before.
  if (options.capsule !== undefined) evaluation.runOthers(due);
  for (const cell of due) cell.state = "due";
  evaluation.run();
  const changed: ChangedCell[] = [];
  for (const cell of evaluation.computed) {
    const after = cell.sheet.value(cell.row, cell.column);
    if (!isSame(after, cell.saved) || !cell.hasValue) changed.push({ cell, before: cell.saved, after });
  }
  const edits = writtenEdits(evaluation, workbook, set);
  for (const [path, list] of edits) workbook.file.edit(path, list);
  const warnings = warningsOf(workbook, evaluation);
  workbook.file.edit(workbook.main, nameEdits(workbook, { added: [], renamed: new Map() }, true));
  takeOutSignature(workbook);
  if (options.capsule !== undefined) addCapsule(workbook, capsuleOf(evaluation, mining, options.capsule));
  return {
    file: workbook.file.saved(),
    mining: mining.length,
    computed: evaluation.computed.size,
    changed,
    set,
    left: [...due].flatMap((cell) => leftCell(cell)),
    market: kept.map((cell) => addressOf(cell)),
    volatile: volatileIn(evaluation, due),
    warnings,
  };
}

/** What is to be calculated, marked as such. */
function prepared(workbook: Workbook, { market, set: wanted }: RecalculateOptions) {
  const book = readBook(workbook);
  if (book.settings.hasDisplayedPrecision)
    throw new FileError(
      "the workbook calculates with the precision that its cells show, which is not done here: turn it off in Excel, under File > Options > Advanced > Set precision as displayed",
    );
  const evaluation = new Evaluation(book, { excel: library, mining: miningFunctions(market) });
  const mining = miningCells(evaluation);
  const set = settingCells(evaluation, mining, wanted);
  for (const { sheet, row, column, value } of set) sheet.set(row, column, value);
  const kept = new Set(market === undefined ? marketCells(mining) : []);
  const seeds = [...mining.map(({ cell }) => cell), ...unsavedCells(book)].filter((cell) => !kept.has(cell));
  const due = evaluation.dependentsOf(startingAreas(set, seeds));
  for (const cell of seeds) due.add(cell);
  return { book, evaluation, mining, due, set, kept: [...kept].filter((cell) => !due.has(cell)) };
}

/** What was set and what is calculated in any case, one after another: there may be as many as cells. */
function* startingAreas(set: readonly SetCell[], seeds: readonly FormulaCell[]): Generator<Area> {
  for (const { sheet, row, column } of set) yield new Area(sheet, row, column, row, column);
  for (const formula of seeds) yield filledBy(formula);
}

const isSame = (a: Scalar, b: Scalar) =>
  a instanceof ErrorValue ? b instanceof ErrorValue && a.code === b.code : a === b;

/** By part, what is to be written. */
function writtenEdits(
  evaluation: Evaluation,
  { file, sheets }: Workbook,
  set: readonly SetCell[],
): Map<string, Edit[]> {
  const edits = new Map<string, Edit[]>();
  for (const part of sheets) {
    const sheet = evaluation.book.sheets.find(({ name }) => name === part.name);
    if (sheet === undefined) continue;
    const xml = file.xml(part.path);
    const list: Edit[] = [];
    const others: NewValue[] = set.filter((cell) => cell.sheet === sheet);
    for (const cell of sheet.formulas) {
      if (!evaluation.computed.has(cell) || cell.source === undefined) continue;
      const value = sheet.value(cell.row, cell.column);
      if (!isSame(value, cell.saved) || !cell.hasValue) addValueEdits(list, xml, cell.source, value);
      if (cell.kind === "single") continue;
      const range = areaText(filledBy(cell));
      const { formula } = cell.source;
      if (formula !== undefined && cell.kind === "spill") {
        const edit = attributeEdit(xml, formula.tag, "ref", range);
        if (edit !== undefined) list.push(edit);
      }
      for (let row = cell.row; row <= cell.bottom; row++)
        for (let column = cell.column; column <= cell.right; column++)
          if (row !== cell.row || column !== cell.column)
            others.push({ row, column, value: sheet.value(row, column) });
    }
    for (const { row, column } of evaluation.emptied.filter((cell) => cell.sheet === sheet))
      if (sheet.formulaAt(row, column) === undefined) others.push({ row, column, value: null });
    if (others.length > 0) addSheetEdits(list, xml, others);
    if (list.length > 0) edits.set(part.path, list);
  }
  return edits;
}

export function leftCell(cell: FormulaCell): LeftCell[] {
  const { sheet } = cell;
  if (cell.why === undefined) return [];
  let cause = cell;
  while (typeof cause.why === "object") cause = cause.why;
  return [
    {
      sheet: sheet.name,
      at: addressOf(cell, sheet),
      formula: typedFormula(cell),
      why: typeof cause.why === "string" ? cause.why : "",
      ...(cause === cell ? {} : { dueTo: addressOf(cause) }),
    },
  ];
}

const VOLATILE = /(?<![\w.])(NOW|TODAY|RAND|RANDBETWEEN|RANDARRAY|INFO)\s*\(/i;

function volatileIn({ book }: Evaluation, due: ReadonlySet<FormulaCell>): Map<string, string> {
  const found = new Map<string, string>();
  for (const sheet of book.sheets)
    for (const cell of sheet.formulas) {
      if (due.has(cell)) continue;
      const name = VOLATILE.exec(cell.formula.text.replace(/"[^"]*"/g, '""'))?.[1]?.toUpperCase();
      if (name !== undefined && !found.has(name)) found.set(name, addressOf(cell));
    }
  return found;
}

function warningsOf(workbook: Workbook, { book }: Evaluation): string[] {
  const warnings: string[] = [];
  const { settings, dataTables } = book as ReturnType<typeof readBook>;
  if (settings.iterates)
    warnings.push(
      "The workbook goes through circular references again and again (iterative calculation); here, cells in a circle keep their values.",
    );
  const [table] = dataTables;
  if (table !== undefined)
    warnings.push(
      `The what-if data table in ${addressOf(table)} keeps its values: Excel fills it when it opens the workbook.`,
    );
  if (workbook.signed)
    warnings.push("The workbook was signed: as its values have changed, its signature is removed.");
  return warnings;
}
