import { parse } from "../../formula/formula";
import { FormulaError, columnLetters } from "../../formula/tokens";
import { compile, compileOperand, unquoted, type Code, type Context, type Watch } from "./compile";
import type { Surroundings } from "./define";
import { Dependents, filledBy } from "./dependents";
import { specialForms } from "./forms";
import type { FormulaCell, SharedFormula, GridSheet } from "./grid";
import { firstOf, type Callable } from "./invoke";
import { precedentsOf, type Precedents } from "./precedents";
import { common, type Place } from "./references";
import { FileError } from "../fileError";
import { finished, type Steps } from "../steps";
import { relativeText, Shape } from "./shape";
import type { Table } from "./tables";
import {
  CALCULATION_ERROR,
  ErrorValue,
  REFERENCE_ERROR,
  SPILL_ERROR,
  VALUE_ERROR,
  type Scalar,
} from "./scalar";
import { Area, Areas, Lambda, Matrix, NotComputed, OMITTED, type Operand } from "./values";

/** A name of a workbook with its formula. */
export interface BookName {
  readonly name: string;
  /** The place of the sheet that it belongs to; undefined where it belongs to the workbook. */
  readonly sheet: number | undefined;
  readonly text: string;
}

/** A workbook's values and formulas. */
export interface Book {
  readonly sheets: readonly GridSheet[];
  readonly names: readonly BookName[];
  readonly tables: ReadonlyMap<string, Table>;
  readonly isDate1904: boolean;
}

/** Functions that formulas can call. */
export interface Functions {
  readonly excel: ReadonlyMap<string, Callable>;
  mining(name: string): Callable | undefined;
}

/** Thrown through formulas that wait for a cell that is too many cells away; it is computed first. */
class Postponed {
  constructor(readonly cell: FormulaCell) {}
}

/** Thrown where a cell needs another that is not computed. */
class InVain extends NotComputed {
  constructor(readonly cell: FormulaCell) {
    super(`${addressOf(cell)} is not computed`);
  }
}

/** Cells within cells that are computed at once; beyond, the engine would run out of stack. */
const DEEPEST = 120;
const [LAST_ROW, LAST_COLUMN] = [1_048_576, 16_384];
/** How often a formula is computed again because results grow and shrink over cells that it depends on. */
const MOST_TURNS = 50;

const MOST_MATRIX = 20_000_000;

/** From so many cells on, the values of a range are kept for whoever asks again, of so many ranges and cells in all. */
const LONG_RANGE = 64;
const MOST_KEPT = 32;
const MOST_KEPT_CELLS = 4_000_000;

/** The computation of a workbook's formulas. */
export class Evaluation {
  private readonly shapes = new Map<string, Shape>();
  private readonly shapesOf = new Map<SharedFormula, Shape>();
  /** The last shape that was found in each column of a sheet: the next formula below has it as a rule. */
  private readonly lastShapes = new Map<GridSheet, Shape[]>();
  /** The workbook's names, as `keyOfName` has them. */
  private readonly defined: ReadonlyMap<string, BookName>;
  private readonly names = new Map<string, Code>();
  private readonly nameReferences = new Map<string, Precedents>();
  private index: Dependents | undefined;
  private readonly running: FormulaCell[] = [];
  private current: Place;
  readonly around: Surroundings;
  readonly context: Context;
  /** Cells whose results were computed, in the order in which they were. */
  readonly computed = new Set<FormulaCell>();
  /**
   * Whether what depends on a cell that cannot be computed is computed from the value that the file has: where nothing that
   * the cell needs was changed, that value still holds.
   */
  keepsSaved = false;
  /** Cells that a result no longer fills. */
  readonly emptied: Place[] = [];
  /** Formulas that read a cell before another's result filled it, while both are computed: they are computed again. */
  private readonly stale = new Set<FormulaCell>();
  /** Results that have no room, and where they would be; undefined where that is not known. */
  private blocked: Map<FormulaCell, Area | undefined> | undefined;
  /** What results of several cells had before they were computed. */
  private readonly before = new Map<
    FormulaCell,
    { readonly bottom: number; readonly right: number; readonly values: Scalar[] }
  >();
  /** How often each formula was computed since all were started. */
  private readonly turns = new Map<FormulaCell, number>();
  /** How often results have grown or shrunk. */
  private moves = 0;
  /** The values of long ranges, all computed, with how often their columns had been written to. */
  private readonly kept = new Map<string, { readonly writes: number; readonly matrix: Matrix }>();

  constructor(
    readonly book: Book,
    private readonly functions: Functions,
  ) {
    const [first] = book.sheets;
    if (first === undefined) throw new Error("a workbook has a sheet");
    this.current = { sheet: first, row: 1, column: 1 };
    // Of two with one name the first counts.
    this.defined = new Map([...book.names].reverse().map((named) => [keyOfName(named), named]));
    this.around = this.surroundings();
    this.context = this.contextOf();
  }

  private surroundings(): Surroundings {
    const here = () => this.current;
    return {
      dateOffset: this.book.isDate1904 ? 1462 : 0,
      get row() {
        return here().row;
      },
      get column() {
        return here().column;
      },
      matrix: (operand) => this.matrix(operand),
      each: (operand, visit) => this.each(operand, visit),
      isHidden: (sheet, row) => {
        if (sheet.hiddenRows === undefined) throw new NotComputed("it is not known which rows are hidden");
        return sheet.hiddenRows.has(row);
      },
      call: (lambda, args) =>
        args.length < lambda.least || args.length > lambda.most ? VALUE_ERROR : lambda.call(args),
    };
  }

  private contextOf(): Context {
    const { book, functions, around } = this;
    return {
      around,
      sheets: book.sheets,
      tables: book.tables,
      functions: functions.excel,
      forms: specialForms,
      mining: (name) => functions.mining(name),
      definedName: (name, sheet) => this.nameSeen(name, sheet),
      cell: (sheet, row, column) => this.cell(sheet, row, column),
      formulaText: (sheet, row, column) => {
        const formula = sheet.formulaAt(row, column);
        if (formula === undefined) return undefined;
        throw new NotComputed("the text of a formula is not computed here");
      },
      filled: (sheet, row, column) => {
        const formula = sheet.formulaAt(row, column);
        if (formula === undefined || formula.row !== row || formula.column !== column) return undefined;
        this.ready(formula);
        return new Area(sheet, row, column, formula.bottom, formula.right);
      },
      readReference: (text, at) => this.readReference(text, at),
    };
  }

  /** The value of a cell, which is computed first where it is due. */
  cell(sheet: GridSheet, row: number, column: number): Scalar {
    const formula = sheet.formulaAt(row, column);
    if (formula !== undefined) this.ready(formula);
    return sheet.value(row, column);
  }

  private ready(formula: FormulaCell): void {
    switch (formula.state) {
      case "done":
        return;
      case "left":
        throw new InVain(formula);
      case "running":
        throw new NotComputed(circleText(this.running, formula));
      case "due":
        // eslint-disable-next-line @typescript-eslint/only-throw-error -- it passes through formulas, and none may catch it
        if (this.running.length >= DEEPEST) throw new Postponed(formula);
        if (!this.compute(formula) && !this.keepsSaved) throw new InVain(formula);
    }
  }

  /** Computes everything that is due. */
  run(): void {
    this.turns.clear();
    for (;;) {
      this.kept.clear();
      const due = this.book.sheets.flatMap((sheet) => sheet.formulas.filter(({ state }) => state === "due"));
      if (due.length === 0) return;
      for (const formula of due) this.runOne(formula);
    }
  }

  /** Computes all formulas but some, which none of them depends on; those that cannot be computed keep their values. */
  runOthers(some: ReadonlySet<FormulaCell>): void {
    for (const sheet of this.book.sheets)
      for (const cell of sheet.formulas) if (!some.has(cell)) cell.state = "due";
    this.keepsSaved = true;
    this.run();
    this.keepsSaved = false;
  }

  /** Computes one formula and all that it needs. */
  runOne(formula: FormulaCell): void {
    finished(this.stepsOf(formula));
  }

  /** The same, formula by formula. */
  *stepsOf(formula: FormulaCell): Steps<void> {
    const waiting: FormulaCell[] = [formula];
    for (let next = waiting.at(-1); next !== undefined; next = waiting.at(-1)) {
      if (next.state !== "due") {
        waiting.pop();
        continue;
      }
      yield undefined;
      try {
        this.compute(next);
      } catch (error) {
        if (!(error instanceof Postponed)) throw error;
        if (waiting.includes(error.cell)) {
          this.leave(error.cell, circleText(waiting, error.cell));
          continue;
        }
        waiting.push(error.cell);
      }
    }
  }

  private leave(formula: FormulaCell, why: string | FormulaCell): void {
    if (this.computed.delete(formula)) this.takeBack(formula);
    formula.state = this.keepsSaved ? "done" : "left";
    formula.why = why;
  }

  /** Gives a formula's cells what they had before it was computed. */
  private takeBack(formula: FormulaCell): void {
    const { sheet, row, column, saved } = formula;
    const before = this.before.get(formula);
    if (before === undefined) {
      sheet.set(row, column, saved);
      return;
    }
    const areas = [filledBy(formula)];
    if (formula.kind === "spill") this.empty(formula);
    [formula.bottom, formula.right] = [before.bottom, before.right];
    areas.push(filledBy(formula));
    let place = 0;
    for (let r = row; r <= before.bottom; r++)
      for (let c = column; c <= before.right; c++) {
        sheet.set(r, c, before.values[place++] ?? null);
        sheet.setFormula(r, c, formula);
      }
    this.reach(areas);
  }

  /** Whether it was computed; else it says why not. */
  private compute(formula: FormulaCell): boolean {
    const before = this.current;
    formula.state = "running";
    this.running.push(formula);
    this.current = formula;
    try {
      const value = this.codeOf(formula)(formula, undefined);
      this.put(formula, value);
      formula.state = this.stale.delete(formula) ? "due" : "done";
      delete formula.why;
      this.computed.add(formula);
      if (this.moves > 0) this.countTurn(formula);
      return true;
    } catch (error) {
      if (!(error instanceof NotComputed)) {
        formula.state = "due";
        throw error;
      }
      this.leave(formula, error instanceof InVain ? error.cell : error.message);
      return false;
    } finally {
      this.stale.delete(formula);
      this.running.pop();
      this.current = before;
    }
  }

  private countTurn(formula: FormulaCell): void {
    const turns = (this.turns.get(formula) ?? 0) + 1;
    this.turns.set(formula, turns);
    if (turns > MOST_TURNS)
      throw new FileError(
        `the result in ${addressOf(formula)} and others fill cells that they depend on, again and again`,
      );
  }

  /** What all cells with the same formula share. */
  shapeOf({ sheet, formula }: FormulaCell): Shape {
    const known = this.shapesOf.get(formula);
    if (known !== undefined) return known;
    const { text, row, column } = formula;
    const above = this.lastShapes.get(sheet)?.[column];
    const shape = above?.isRead(text, row, column) === true ? above : this.shapeRead(formula, sheet);
    this.shapesOf.set(formula, shape);
    return shape;
  }

  private shapeRead({ text, row, column }: SharedFormula, sheet: GridSheet): Shape {
    const relative = relativeText(text, row, column);
    const key = `${sheet.index} ${relative}`;
    let shape = this.shapes.get(key);
    if (shape === undefined)
      this.shapes.set(key, (shape = new Shape({ sheet, row, column }, text, relative)));
    let last = this.lastShapes.get(sheet);
    if (last === undefined) this.lastShapes.set(sheet, (last = []));
    last[column] = shape;
    return shape;
  }

  private codeOf(formula: FormulaCell): Code {
    return this.shapeOf(formula).code(formula.kind === "single" ? "single" : "array", this.context);
  }

  /** Computes a formula again, part by part; nothing is changed. */
  watched(formula: FormulaCell, watch: Watch): Operand {
    this.kept.clear();
    const mode = formula.kind === "single" ? "single" : "array";
    const { row, column, text } = formula.formula;
    const home = { sheet: formula.sheet, row, column };
    const code = compile(parse(text), home, this.context, mode, watch);
    return this.within(formula, () => code(formula, undefined));
  }

  /** Computes the text of a formula as if a cell held it. */
  valueOf(text: string, at: Place): Operand {
    this.kept.clear();
    return this.computing(text, at)(at);
  }

  /** Computes the text of a formula that reads as if `home` held it, in any cell. Throws a `NotComputed`. */
  computing(text: string, home: Place): (at: Place) => Operand {
    const code = compile(parse(text), home, this.context, "array");
    return (at) => this.within(at, () => code(at, undefined));
  }

  /** Computes as the formula of a cell. */
  private within<T>(place: Place, compute: () => T): T {
    const before = this.current;
    this.current = place;
    try {
      return compute();
    } finally {
      this.current = before;
    }
  }

  /** What a function of the add-in gives, as if a cell called it. */
  called(name: string, args: readonly Operand[]): Operand {
    const fn = this.functions.mining(name);
    if (fn === undefined) throw new NotComputed(`there is no function MINING.${name}`);
    return fn.call(args, this.around);
  }

  private readReference(text: string, at: Place): Operand {
    let tree;
    try {
      tree = parse(text);
    } catch (error) {
      if (error instanceof FormulaError) return REFERENCE_ERROR;
      throw error;
    }
    const isReference = ["ref", "name", "table", "spill"].includes(tree.type);
    if (!isReference && !(tree.type === "binary" && tree.op === ":")) return REFERENCE_ERROR;
    if (tree.type === "ref" && tree.sheet !== undefined) {
      const wanted = unquoted(tree.sheet).toLowerCase();
      if (!this.book.sheets.some(({ name }) => name.toLowerCase() === wanted)) return REFERENCE_ERROR;
    }
    const operand = compileOperand(tree, at, this.context)(at, undefined);
    const isPlace = operand instanceof Area || operand instanceof Areas || operand instanceof ErrorValue;
    return isPlace ? operand : REFERENCE_ERROR;
  }

  /** The formulas that depend on cells. */
  dependentsOf(areas: Iterable<Area>): Set<FormulaCell> {
    const { sheets } = this.book;
    this.index ??= new Dependents(
      sheets.flatMap((sheet) => sheet.formulas),
      (formula) => this.precedentsOf(formula),
    );
    return this.index.reached(areas);
  }

  /** What a formula refers to. */
  precedentsOf(formula: FormulaCell): Precedents {
    const shape = this.shapeOf(formula);
    return (shape.precedents ??= this.precedentsIn(shape.text, shape.home));
  }

  /** What a text refers to that reads as if a cell had it. */
  precedentsIn(text: string, home: Place): Precedents {
    const { sheets, tables } = this.book;
    try {
      return precedentsOf(parse(text), home, {
        sheets,
        tables,
        precedentsOfName: (name, sheet) => {
          const named = this.nameAt(name, sheet);
          if (named === undefined) return undefined;
          const key = keyOfName(named);
          const known = this.nameReferences.get(key);
          if (known !== undefined) return known;
          // One that leads back to itself adds nothing the second time.
          this.nameReferences.set(key, { areas: [], isDynamic: false });
          const found = this.precedentsIn(named.text, this.homeOf(named, sheet));
          this.nameReferences.set(key, found);
          return found;
        },
      });
    } catch (error) {
      // Nobody knows what one refers to that cannot be read.
      if (error instanceof FormulaError) return { areas: [], isDynamic: true };
      throw error;
    }
  }

  /** A name in small letters as a sheet sees it: its own, else the workbook's. */
  nameAt(name: string, { index }: GridSheet): BookName | undefined {
    return (
      this.defined.get(keyOfName({ name, sheet: index })) ??
      this.defined.get(keyOfName({ name, sheet: undefined }))
    );
  }

  /** A name's formula reads as if it stood in A1. */
  private homeOf(named: BookName, sheet: GridSheet): Place {
    return { sheet: this.book.sheets[named.sheet ?? sheet.index] ?? sheet, row: 1, column: 1 };
  }

  private nameSeen(name: string, sheet: GridSheet): Code | undefined {
    const named = this.nameAt(name, sheet);
    if (named === undefined) return undefined;
    const key = keyOfName(named);
    const known = this.names.get(key);
    if (known !== undefined) return known;
    // A LAMBDA may call itself by its name: it is known by then.
    let inner: Code | undefined;
    this.names.set(key, (at, bound) => {
      if (inner === undefined) throw new NotComputed(`the name ${named.name} leads back to itself`);
      return inner(at, bound);
    });
    try {
      inner = compileOperand(parse(named.text), this.homeOf(named, sheet), this.context);
    } catch (error) {
      if (!(error instanceof FormulaError || error instanceof NotComputed)) throw error;
      this.names.delete(key);
      throw new NotComputed(`the name ${named.name} is not computed: ${error.message}`);
    }
    this.names.set(key, inner);
    return inner;
  }

  private matrix(operand: Operand): Matrix {
    if (operand instanceof Matrix) return operand;
    if (operand instanceof Area) return this.valuesIn(operand);
    if (operand instanceof Areas || operand instanceof Lambda) return new Matrix(1, 1, [VALUE_ERROR]);
    return new Matrix(1, 1, [operand === OMITTED ? null : operand]);
  }

  /** Whole columns and rows end where the sheet's cells do. */
  private valuesIn(area: Area): Matrix {
    const { sheet, top, left } = area;
    const bottom = area.bottom === LAST_ROW ? Math.max(top, sheet.lastRow) : area.bottom;
    const right = area.right === LAST_COLUMN ? Math.max(left, sheet.lastColumn) : area.right;
    const [rows, columns] = [bottom - top + 1, right - left + 1];
    if (rows * columns > MOST_MATRIX) throw new NotComputed("a range has too many cells");
    if (area.rows === 1 && area.columns === 1) return new Matrix(1, 1, [this.cell(sheet, top, left)]);
    if (rows * columns < LONG_RANGE) return this.readValues(area, rows, columns);
    const key = `${sheet.index} ${top} ${left} ${bottom} ${right}`;
    const known = this.kept.get(key);
    if (known?.writes === sheet.writesTo(left, right)) return known.matrix;
    const { moves } = this;
    const matrix = this.readValues(area, rows, columns);
    if (moves === this.moves) this.keep(key, matrix, sheet.writesTo(left, right));
    return matrix;
  }

  private keep(key: string, matrix: Matrix, writes: number): void {
    this.kept.delete(key);
    let room = MOST_KEPT_CELLS - matrix.cells.length;
    if (room < 0) return;
    for (const { matrix: other } of this.kept.values()) room -= other.cells.length;
    for (const [oldest, { matrix: other }] of this.kept) {
      if (room >= 0 && this.kept.size < MOST_KEPT) break;
      this.kept.delete(oldest);
      room += other.cells.length;
    }
    this.kept.set(key, { writes, matrix });
  }

  private readValues(area: Area, rows: number, columns: number): Matrix {
    const { sheet, top, left } = area;
    const [bottom, right] = [top + rows - 1, left + columns - 1];
    const cells = new Array<Scalar>(rows * columns).fill(null);
    let column = left;
    let row = top;
    const last = Math.min(right, sheet.lastColumn);
    const ready = (formula: FormulaCell) => this.ready(formula);
    sheet.each([top, left, bottom, right], ready, (value) => {
      cells[(row - top) * columns + column - left] = value;
      if (column === last) {
        column = left;
        row += 1;
      } else column += 1;
      return undefined;
    });
    const isCut = rows < area.rows || columns < area.columns;
    return new Matrix(
      rows,
      columns,
      cells,
      isCut ? { rows: area.rows, columns: area.columns, rest: null } : undefined,
    );
  }

  private each(operand: Operand, visit: (value: Scalar) => ErrorValue | undefined): ErrorValue | undefined {
    if (operand instanceof Area) {
      const { sheet, top, left, bottom, right } = operand;
      return sheet.each([top, left, bottom, right], (formula) => this.ready(formula), visit);
    }
    if (operand instanceof Areas) {
      for (const area of operand.list) {
        const found = this.each(area, visit);
        if (found !== undefined) return found;
      }
      return undefined;
    }
    if (operand instanceof Matrix) {
      for (const cell of operand.cells) {
        const found = visit(cell);
        if (found !== undefined) return found;
      }
      return undefined;
    }
    if (operand instanceof Lambda) return VALUE_ERROR;
    return visit(operand === OMITTED ? null : operand);
  }

  /** Writes a result into the cells that it fills. */
  private put(formula: FormulaCell, result: Operand): void {
    const { sheet, row, column, kind } = formula;
    if (kind !== "single" && !this.before.has(formula)) {
      const { bottom, right } = formula;
      const values: Scalar[] = [];
      for (let r = row; r <= bottom; r++)
        for (let c = column; c <= right; c++) values.push(sheet.value(r, c));
      this.before.set(formula, { bottom, right, values });
    }
    const isMany = result instanceof Matrix || result instanceof Area;
    const matrix = isMany ? this.matrix(result) : undefined;
    if (kind === "single" || matrix === undefined) {
      // A function is no value of a cell, nor are several ranges.
      const single = result instanceof Lambda ? CALCULATION_ERROR : firstOf(result, this.around);
      const value = shown(matrix === undefined ? single : matrix.at(0, 0));
      if (kind === "spill" && (formula.bottom !== row || formula.right !== column))
        this.fill(formula, new Matrix(1, 1, [value]));
      else if (kind === "range") this.fillRange(formula, new Matrix(1, 1, [value]));
      else sheet.set(row, column, value);
      return;
    }
    if (matrix.whole !== undefined) throw new NotComputed("a result in all the rows or columns of a sheet");
    if (kind === "range") this.fillRange(formula, matrix);
    else this.fill(formula, matrix);
  }

  /** A result in a range that was chosen for it: what is too much is cut, what is missing is #N/A. */
  private fillRange({ sheet, row, column, bottom, right }: FormulaCell, matrix: Matrix): void {
    for (let r = 0; r <= bottom - row; r++)
      for (let c = 0; c <= right - column; c++) {
        const inRow = matrix.rows === 1 ? 0 : r;
        const inColumn = matrix.columns === 1 ? 0 : c;
        const isInside = inRow < matrix.rows && inColumn < matrix.columns;
        sheet.set(row + r, column + c, isInside ? shown(matrix.at(inRow, inColumn)) : NOT_THERE);
      }
  }

  /** A result in as many cells as it needs, if they are free. */
  private fill(formula: FormulaCell, matrix: Matrix): void {
    const { sheet, row, column } = formula;
    const [bottom, right] = [row + matrix.rows - 1, column + matrix.columns - 1];
    const isSame = bottom === formula.bottom && right === formula.right;
    const changed: Area[] = [];
    if (!isSame) {
      changed.push(new Area(sheet, row, column, formula.bottom, formula.right));
      this.empty(formula);
      if (bottom > LAST_ROW || right > LAST_COLUMN || !this.isFree(formula, bottom, right)) {
        sheet.set(row, column, SPILL_ERROR);
        const wasOne = formula.bottom === row && formula.right === column;
        [formula.bottom, formula.right] = [row, column];
        this.blockedResults().set(formula, new Area(sheet, row, column, bottom, right));
        if (!wasOne) this.reach(changed);
        return;
      }
      this.blocked?.delete(formula);
      [formula.bottom, formula.right] = [bottom, right];
      changed.push(new Area(sheet, row, column, bottom, right));
    }
    for (let r = 0; r < matrix.rows; r++)
      for (let c = 0; c < matrix.columns; c++) {
        sheet.set(row + r, column + c, shown(matrix.at(r, c)));
        if (!isSame) sheet.setFormula(row + r, column + c, formula);
      }
    if (!isSame) this.reach(changed);
  }

  private empty({ sheet, row, column, bottom, right }: FormulaCell): void {
    for (let r = row; r <= bottom; r++)
      for (let c = column; c <= right; c++) {
        if (r === row && c === column) continue;
        sheet.set(r, c, null);
        sheet.setFormula(r, c, undefined);
        this.emptied.push({ sheet, row: r, column: c });
      }
  }

  private isFree(formula: FormulaCell, bottom: number, right: number): boolean {
    const { sheet, row, column } = formula;
    for (let r = row; r <= bottom; r++)
      for (let c = column; c <= right; c++) {
        if (r === row && c === column) continue;
        if (sheet.value(r, c) !== null || sheet.formulaAt(r, c) !== undefined) return false;
      }
    return true;
  }

  /** What refers to cells that a result fills now, or no longer, is due again, and so is what had no room. */
  private reach(areas: readonly Area[]): void {
    this.kept.clear();
    this.moves += 1;
    for (const formula of this.dependentsOf(areas)) {
      if (formula.state === "done") formula.state = "due";
      else if (formula.state === "running") this.stale.add(formula);
    }
    for (const [formula, wanted] of this.blockedResults()) {
      const isHit = wanted === undefined || areas.some((area) => common(area, wanted) !== undefined);
      if (isHit && formula.state === "done") formula.state = "due";
    }
  }

  private blockedResults(): Map<FormulaCell, Area | undefined> {
    if (this.blocked !== undefined) return this.blocked;
    this.blocked = new Map();
    for (const { formulas } of this.book.sheets)
      for (const formula of formulas) {
        const { kind, saved } = formula;
        const isBlocked = kind === "spill" && saved instanceof ErrorValue;
        if (isBlocked) this.blocked.set(formula, undefined);
      }
    return this.blocked;
  }
}

const keyOfName = ({ name, sheet }: Pick<BookName, "name" | "sheet">) =>
  `${sheet ?? ""}!${name.toLowerCase()}`;

/** The circle that cells are in, from one of them back to itself. */
function circleText(cells: readonly FormulaCell[], closing: FormulaCell): string {
  const first = cells.indexOf(closing);
  const circle = [...cells.slice(first), closing];
  const shown = circle.length > 12 ? [...circle.slice(0, 10), undefined, closing] : circle;
  const names = shown.map((cell) => (cell === undefined ? "..." : addressOf(cell, closing.sheet)));
  return `a circular reference: ${names.join(" > ")}`;
}

/** Where a result ends before its range does. */
const NOT_THERE = new ErrorValue("#N/A");

/** A blank result is shown as 0. */
const shown = (value: Scalar): Scalar => (value === null ? 0 : value);

export const addressOf = ({ sheet, row, column }: Place, from?: GridSheet) =>
  `${sheet === from ? "" : `${sheet.name}!`}${columnLetters(column)}${row}`;
