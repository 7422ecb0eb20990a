import { columnLetters, columnNumber, tokens, FormulaError } from "../formula/tokens";
import { typed } from "../formula/stored";
import { withEdits } from "../formula/formula";
import { areaText, sheetPrefix } from "./addresses";
import { aligned, type Alignment } from "./alignment";
import type { Compression } from "./compression";
import { readBook, type FileBook } from "./evaluate/book";
import { addressOf, Evaluation } from "./evaluate/evaluation";
import type { FormulaCell, GridSheet } from "./evaluate/grid";
import { library } from "./evaluate/functions/library";
import { miningFunctions, readsMarket } from "./evaluate/mining";
import type { Place } from "./evaluate/references";
import { relativeText } from "./evaluate/shape";
import { ErrorValue, type Scalar } from "./evaluate/scalar";
import { Matrix, type Area } from "./evaluate/values";
import { labelOf } from "./explain/labels";
import { frozenMarket, frozenValues } from "./frozenMarket";
import { miningCells, modelBlocks, type MiningCell } from "./miningCells";
import { isSameValue } from "./sameResult";
import { typedFormula } from "./typedFormula";
import { openWorkbook, type Workbook } from "./workbook";

// What is different between two versions of a workbook, for people.

/** A cell that both have; or that one has, where the other side is undefined. */
interface Change {
  readonly sheet: string;
  /** In the second workbook where it is there. */
  readonly at: string;
  /** What the texts beside it call it; "" where none is near. */
  readonly label: string;
}

export interface ValueChange extends Change {
  /** Undefined for what no cell holds. */
  readonly place?: Place;
  readonly before: Scalar | undefined;
  readonly after: Scalar | undefined;
}

/** A formula, or the same formula of neighbouring cells. */
interface FormulaChange extends Change {
  readonly before: string | undefined;
  readonly after: string | undefined;
  /** How many cells, and the last of them. */
  readonly count: number;
  readonly last: string;
}

export interface BridgeStep {
  readonly name: string;
  readonly effect: number;
  readonly from: Scalar;
  readonly to: Scalar;
}

/** How one model became the other. */
export interface ModelChange {
  readonly model: string;
  readonly area: Area;
  /** Net present value before and after, or why it cannot be said. */
  readonly npv: readonly [number, number] | string;
  readonly steps: readonly BridgeStep[];
}

export interface WorkbookDiff {
  readonly sheetsAdded: readonly string[];
  readonly sheetsRemoved: readonly string[];
  /** "Sheet, row 5" of rows that only one has. */
  readonly rowsAdded: readonly string[];
  readonly rowsRemoved: readonly string[];
  readonly models: readonly ModelChange[];
  /** Typed-in values, but for those of models that are compared. */
  readonly constants: readonly ValueChange[];
  readonly formulas: readonly FormulaChange[];
  readonly names: readonly { readonly name: string; readonly before?: string; readonly after?: string }[];
  /** Cells that show the market, and the series of frozen workbooks. */
  readonly market: readonly ValueChange[];
  /** Cells that call the add-in with the same formula and give another value. */
  readonly results: readonly ValueChange[];
  /** Every cell that shows another value, if it was asked for. */
  readonly cells: readonly ValueChange[];
}

/** A workbook, read to be compared. */
export interface Side {
  readonly workbook: Workbook;
  readonly book: FileBook;
  readonly evaluation: Evaluation;
  readonly mining: readonly MiningCell[];
}

export function sideOf(bytes: Uint8Array, compression: Compression): Side {
  const workbook = openWorkbook(bytes, compression);
  const book = readBook(workbook);
  const evaluation = new Evaluation(book, { excel: library, mining: miningFunctions(undefined) });
  return { workbook, book, evaluation, mining: miningCells(evaluation) };
}

export function diff(a: Side, b: Side): WorkbookDiff {
  const found: Writable = {
    constants: [],
    formulas: [],
    market: [],
    results: [],
    cells: [],
    rowsAdded: [],
    rowsRemoved: [],
  };
  const same = (name: string) => (sheet: GridSheet) => sheet.name.toLowerCase() === name.toLowerCase();
  const pairs = a.book.sheets.flatMap((sheet) => {
    const other = b.book.sheets.find(same(sheet.name));
    return other === undefined ? [] : [{ before: sheet, after: other }];
  });
  const alignments = new Map<string, Alignment>();
  for (const { before, after } of pairs)
    alignments.set(before.name.toLowerCase(), aligned(rowTexts(before), rowTexts(after)));
  const kindsA = new Map(a.mining.map(({ cell, functions }) => [cell, functions]));
  const kindsB = new Map(b.mining.map(({ cell, functions }) => [cell, functions]));
  for (const { before, after } of pairs)
    compareSheets(before, after, alignments, { a: kindsA, b: kindsB }, found);
  const models = modelChanges(a, b);
  const bridged = models.filter(({ steps }) => steps.length > 0).map(({ area }) => area);
  return {
    sheetsAdded: b.book.sheets.filter(({ name }) => !a.book.sheets.some(same(name))).map(({ name }) => name),
    sheetsRemoved: a.book.sheets
      .filter(({ name }) => !b.book.sheets.some(same(name)))
      .map(({ name }) => name),
    ...found,
    market: [...found.market, ...frozenChanges(a.workbook, b.workbook)],
    constants: found.constants.filter(({ place }) => !bridged.some((area) => isIn(area, place))),
    models,
    names: nameChanges(a.book, b.book),
    formulas: runs(found.formulas),
  };
}

interface Writable {
  readonly constants: ValueChange[];
  readonly formulas: FormulaChange[];
  readonly market: ValueChange[];
  readonly results: ValueChange[];
  readonly cells: ValueChange[];
  readonly rowsAdded: string[];
  readonly rowsRemoved: string[];
}

/** What is written in each row: texts, and formulas whatever cells they refer to. Row 1 is the first. */
function rowTexts(sheet: GridSheet): string[] {
  const texts: string[] = [];
  for (let row = 1; row <= sheet.lastRow; row++) {
    const parts: string[] = [];
    for (const column of sheet.columnsAt(row)) {
      const formula = sheet.formulaAt(row, column);
      if (formula !== undefined) {
        if (formula.row === row && formula.column === column)
          parts.push(`${column}=${formula.formula.text.replace(CELL, "#")}`);
        continue;
      }
      const value = sheet.value(row, column);
      if (typeof value === "string") parts.push(`${column}"${value}`);
    }
    texts.push(parts.join("\u0002"));
  }
  return texts;
}

/** A cell's address within a formula; it need not be exact. */
const CELL = /\$?\b[A-Za-z]{1,3}\$?\d+\b/g;

type Kinds = ReadonlyMap<FormulaCell, readonly string[]>;

function compareSheets(
  before: GridSheet,
  after: GridSheet,
  alignments: ReadonlyMap<string, Alignment>,
  kinds: { readonly a: Kinds; readonly b: Kinds },
  found: Writable,
): void {
  const alignment = alignments.get(before.name.toLowerCase());
  if (alignment === undefined) return;
  for (let row = 1; row <= before.lastRow; row++)
    if (!alignment.toSecond.has(row - 1) && !isEmpty(before, row))
      found.rowsRemoved.push(`${before.name}, row ${row}`);
  for (let row = 1; row <= after.lastRow; row++) {
    const other = alignment.toFirst.get(row - 1);
    if (other === undefined) {
      if (!isEmpty(after, row)) found.rowsAdded.push(`${after.name}, row ${row}`);
      continue;
    }
    const columns = new Set([...before.columnsAt(other + 1), ...after.columnsAt(row)]);
    for (const column of [...columns].sort((a, b) => a - b))
      compareCells(
        { sheet: before, row: other + 1, column },
        { sheet: after, row, column },
        alignments,
        kinds,
        found,
      );
  }
}

function isEmpty(sheet: GridSheet, row: number): boolean {
  return sheet
    .columnsAt(row)
    .every((column) => sheet.value(row, column) === null && sheet.formulaAt(row, column) === undefined);
}

/** The formula that stands in a cell itself. */
function ownFormula({ sheet, row, column }: Place): FormulaCell | undefined {
  const formula = sheet.formulaAt(row, column);
  return formula?.row === row && formula.column === column ? formula : undefined;
}

function compareCells(
  one: Place,
  two: Place,
  alignments: ReadonlyMap<string, Alignment>,
  kinds: { readonly a: Kinds; readonly b: Kinds },
  found: Writable,
): void {
  const [f, g] = [ownFormula(one), ownFormula(two)];
  const [before, after] = [one.sheet.value(one.row, one.column), two.sheet.value(two.row, two.column)];
  const isSame = isSameValue(before, after);
  if (f === undefined && g === undefined && isSame) return;
  const place = () => ({
    sheet: two.sheet.name,
    at: addressOf(two, two.sheet),
    label: labelOf(two.sheet, two.row, two.column)?.text ?? "",
  });
  if (!isSame) found.cells.push({ ...place(), before, after });
  if (f === undefined && g === undefined) {
    // A value that a formula elsewhere fills is its result.
    const isFilled = one.sheet.formulaAt(one.row, one.column) ?? two.sheet.formulaAt(two.row, two.column);
    if (isFilled === undefined) found.constants.push({ ...place(), place: two, before, after });
    return;
  }
  const [was, is] = [f && typedFormula(f), g && typedFormula(g)];
  const isSameFormula = was !== undefined && is !== undefined && (was === is || moved(f, alignments) === is);
  if (!isSameFormula) {
    const at = addressOf(two, two.sheet);
    found.formulas.push({
      ...place(),
      before: was ?? constantText(before),
      after: is ?? constantText(after),
      count: 1,
      last: at,
    });
    return;
  }
  const functions = g === undefined ? undefined : kinds.b.get(g);
  if (isSame || functions === undefined) return;
  (functions.some(readsMarket) ? found.market : found.results).push({ ...place(), before, after });
}

const constantText = (value: Scalar) =>
  value === null ? undefined : value instanceof ErrorValue ? value.code : String(value);

/** A formula of the first workbook as it reads where rows have come and gone in the second. */
function moved(
  formula: FormulaCell | undefined,
  alignments: ReadonlyMap<string, Alignment>,
): string | undefined {
  if (formula === undefined) return undefined;
  const text = typedFormula(formula).slice(1);
  try {
    const edits = tokens(text).flatMap((token) => {
      if (token.type !== "reference") return [];
      const name = token.sheet?.replace(/^'|'$/g, "").replace(/''/g, "'") ?? formula.sheet.name;
      const alignment = alignments.get(name.toLowerCase());
      if (alignment === undefined) return [];
      const moved = token.text.replace(/(\$?[A-Za-z]{0,3}\$?)(\d+)/g, (whole, start: string, row: string) => {
        const other = alignment.toSecond.get(Number(row) - 1);
        return other === undefined ? whole : `${start}${other + 1}`;
      });
      const start = token.end - token.text.length;
      return moved === token.text ? [] : [{ start, end: token.end, text: moved }];
    });
    return `=${withEdits(text, edits)}`;
  } catch (error) {
    if (error instanceof FormulaError) return undefined;
    throw error;
  }
}

/** Neighbours in a row whose formulas are the same change, as one. */
function runs(changes: readonly FormulaChange[]): FormulaChange[] {
  const found: FormulaChange[] = [];
  let shape = "";
  for (const change of changes) {
    const [, letters = "", row = ""] = /^([A-Z]+)(\d+)$/.exec(change.at) ?? [];
    const column = letters === "" ? 0 : columnNumber(letters);
    const own = [change.before, change.after]
      .map((text) => (text === undefined ? "" : relativeText(text, Number(row), column)))
      .join("\u0003");
    const last = found.at(-1);
    const isNext =
      last?.sheet === change.sheet && last.last === `${columnLetters(column - 1)}${row}` && own === shape;
    shape = own;
    if (isNext) found[found.length - 1] = { ...last, count: last.count + 1, last: change.at };
    else found.push(change);
  }
  return found;
}

function nameChanges(a: FileBook, b: FileBook): WorkbookDiff["names"][number][] {
  const textsOf = ({ names, sheets }: FileBook) =>
    new Map(
      names.map(({ name, sheet, text }) => {
        const of = sheet === undefined ? "" : `${sheets[sheet]?.name ?? ""}!`;
        return [`${of}${name}`, formulaText(text)];
      }),
    );
  const [before, after] = [textsOf(a), textsOf(b)];
  const all = new Set([...before.keys(), ...after.keys()]);
  return [...all]
    .filter((name) => before.get(name) !== after.get(name) && !name.includes("_xlnm."))
    .map((name) => {
      const [was, is] = [before.get(name), after.get(name)];
      return {
        name,
        ...(was === undefined ? {} : { before: was }),
        ...(is === undefined ? {} : { after: is }),
      };
    });
}

function formulaText(text: string): string {
  try {
    return `=${typed(text)}`;
  } catch (error) {
    if (error instanceof FormulaError) return `=${text}`;
    throw error;
  }
}

/** The market's values in frozen workbooks. */
function frozenChanges(one: Workbook, two: Workbook): ValueChange[] {
  const valuesOf = (workbook: Workbook) => {
    const freeze = frozenMarket(workbook);
    return new Map(freeze && frozenValues(freeze).map(({ series, value }) => [series, value]));
  };
  const [before, after] = [valuesOf(one), valuesOf(two)];
  if (before.size === 0 && after.size === 0) return [];
  return [...new Set([...before.keys(), ...after.keys()])]
    .filter((series) => before.get(series) !== after.get(series))
    .map((series) => ({
      sheet: "",
      at: series,
      label: "frozen market value",
      before: before.get(series),
      after: after.get(series),
    }));
}

/** Model blocks of the same sheet, in their order. */
function modelChanges(a: Side, b: Side): ModelChange[] {
  const order = (x: Area, y: Area) => x.sheet.index - y.sheet.index || x.top - y.top || x.left - y.left;
  const [before, after] = [a, b].map(({ evaluation, mining }) =>
    [...modelBlocks(evaluation, mining)].sort(order),
  ) as [Area[], Area[]];
  const used = new Set<Area>();
  return after.flatMap((block) => {
    const same = before.find(
      (other) => !used.has(other) && other.sheet.name === block.sheet.name && other.left === block.left,
    );
    if (same === undefined) return [];
    used.add(same);
    const change = modelChange(a, b, same, block);
    return change === undefined ? [] : [change];
  });
}

function modelChange(a: Side, b: Side, one: Area, two: Area): ModelChange | undefined {
  const [from, to] = [a.evaluation.around.matrix(one), b.evaluation.around.matrix(two)];
  const bridged = b.evaluation.called("BRIDGE", [from, to, "npv", false]);
  const model = sheetPrefix(two.sheet.name) + areaText(two);
  if (bridged instanceof ErrorValue)
    return areEqual(from, to)
      ? undefined
      : { model, area: two, npv: bridged.text ?? bridged.code, steps: [] };
  if (!(bridged instanceof Matrix)) return undefined;
  const lines = Array.from({ length: bridged.rows }, (_, row) =>
    Array.from({ length: bridged.columns }, (_unused, column) => bridged.at(row, column)),
  );
  const steps = lines.slice(1, -1).map(([name = "", effect = null, , was = null, is = null]): BridgeStep => ({
    name: name instanceof ErrorValue ? name.code : String(name),
    effect: Number(effect),
    from: was,
    to: is,
  }));
  if (steps.length === 0) return undefined;
  return { model, area: two, npv: [Number(lines[0]?.[2]), Number(lines.at(-1)?.[2])], steps };
}

const isIn = ({ sheet, top, left, bottom, right }: Area, place: Place | undefined) =>
  place?.sheet === sheet &&
  place.row >= top &&
  place.row <= bottom &&
  place.column >= left &&
  place.column <= right;

const areEqual = (one: Matrix, two: Matrix) =>
  one.rows === two.rows &&
  one.columns === two.columns &&
  one.cells.every((cell, index) => isSameValue(cell, two.cells[index] ?? null));
