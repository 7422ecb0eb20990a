import { childrenOf, type Formula } from "../../formula/formula";
import { miningName } from "../../formula/miningCalls";
import type { Evaluation } from "../evaluate/evaluation";
import type { FormulaCell } from "../evaluate/grid";
import { readsMarket } from "../evaluate/mining";
import { areaAt, type Place, type RelativeArea } from "../evaluate/references";
import type { Shape } from "../evaluate/shape";
import type { Scalar } from "../evaluate/scalar";
import { type Area } from "../evaluate/values";
import type { MiningCell } from "../miningCells";
import { CANCELLED, isSameResult } from "../sameResult";

// All formulas computed again, and what they give against what the file has saved.

/** The values that the file has in the cells that a result fills, besides its first. */
export type Filled = ReadonlyMap<FormulaCell, readonly Scalar[]>;

export interface Marked {
  readonly due: readonly FormulaCell[];
  /** Cells that show the market, which is not given: they keep their values. */
  readonly kept: ReadonlySet<FormulaCell>;
  readonly filled: Filled;
}

/** Marks all formulas to be computed, but those that show a market that is not given. */
export function markAll(evaluation: Evaluation, mining: readonly MiningCell[], hasMarket: boolean): Marked {
  const kept = new Set(
    hasMarket ? [] : mining.filter(({ functions }) => functions.some(readsMarket)).map(({ cell }) => cell),
  );
  const due: FormulaCell[] = [];
  const filled = new Map<FormulaCell, readonly Scalar[]>();
  for (const sheet of evaluation.book.sheets)
    for (const cell of sheet.formulas) {
      if (kept.has(cell)) continue;
      cell.state = "due";
      due.push(cell);
      if (cell.bottom > cell.row || cell.right > cell.column) filled.set(cell, valuesOf(cell));
    }
  return { due, kept, filled };
}

function valuesOf({ sheet, row, column, bottom, right }: FormulaCell): Scalar[] {
  const values: Scalar[] = [];
  for (let r = row; r <= bottom; r++) for (let c = column; c <= right; c++) values.push(sheet.value(r, c));
  return values;
}

/** A cell whose saved value its formula does not give. */
export interface Stale {
  readonly cell: FormulaCell;
  readonly place: Place;
  readonly saved: Scalar;
  readonly computed: Scalar;
}

export function staleCells(evaluation: Evaluation, filled: Filled, only?: readonly FormulaCell[]): Stale[] {
  const stale: Stale[] = [];
  for (const formulas of only === undefined ? evaluation.book.sheets.map((sheet) => sheet.formulas) : [only])
    for (const cell of formulas) {
      const { sheet } = cell;
      if (cell.why !== undefined || !cell.hasValue || !evaluation.computed.has(cell)) continue;
      const computed = sheet.value(cell.row, cell.column);
      if (differs(evaluation, cell, cell.saved, computed)) {
        stale.push({ cell, place: cell, saved: cell.saved, computed });
        continue;
      }
      const before = filled.get(cell);
      if (before === undefined) continue;
      const now = valuesOf(cell);
      const index =
        now.length === before.length
          ? now.findIndex((value, at) => differs(evaluation, cell, before[at] ?? null, value))
          : 0;
      if (index < 0) continue;
      const width = cell.right - cell.column + 1;
      const place = {
        sheet,
        row: cell.row + Math.floor(index / width),
        column: cell.column + (index % width),
      };
      stale.push({ cell, place, saved: before[index] ?? null, computed: now[index] ?? null });
    }
  return stale;
}

function differs(evaluation: Evaluation, cell: FormulaCell, saved: Scalar, computed: Scalar): boolean {
  if (isSameResult(saved, computed) || (saved === 0 && computed === null)) return false;
  return !isSameResult(saved, computed, roundingOf(evaluation, cell));
}

/** What may be left of large numbers that cancel in a formula; 0 where none do. */
export function roundingOf(evaluation: Evaluation, cell: FormulaCell): number {
  const operands = operandsOf(evaluation, cell);
  return operands === undefined ? 0 : CANCELLED * Math.max(1e-2, scaleOf(operands, cell));
}

const known = new WeakMap<Shape, { readonly areas: readonly RelativeArea[] | undefined }>();

/** What a formula reads outside of MINING calls, where numbers may cancel in it; undefined where they do not. */
function operandsOf(evaluation: Evaluation, cell: FormulaCell): readonly RelativeArea[] | undefined {
  const shape = evaluation.shapeOf(cell);
  let found = known.get(shape);
  if (found === undefined) known.set(shape, (found = { areas: read(evaluation, shape) }));
  return found.areas;
}

const CANCELLING = /SUM|NPV|DEV|VAR|RATE|IRR|GROWTH|TREND/i;

function read(evaluation: Evaluation, { tree, text, home }: Shape): RelativeArea[] | undefined {
  if (tree === undefined) return undefined;
  const areas: RelativeArea[] = [];
  let cancels = false;
  const open: Formula[] = [tree];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (miningName(node) !== undefined) continue;
    if (node.type === "binary" && (node.op === "-" || node.op === "+")) cancels = true;
    if (node.type === "call" && CANCELLING.test(node.name)) cancels = true;
    if (node.type === "ref" || node.type === "name" || (node.type === "binary" && node.op === ":")) {
      for (const area of evaluation.precedentsIn(text.slice(node.start, node.end), home).areas)
        areas.push(area);
      continue;
    }
    for (const child of childrenOf(node)) open.push(child);
  }
  return cancels ? areas : undefined;
}

const MOST_READ = 500;

function scaleOf(operands: readonly RelativeArea[], cell: FormulaCell): number {
  let scale = 0;
  let left = MOST_READ;
  for (const relative of operands) {
    const { sheet, top, left: from, bottom, right } = areaAt(relative, cell);
    sheet.each(
      [top, from, bottom, right],
      () => undefined,
      (value) => {
        if (typeof value === "number") scale = Math.max(scale, Math.abs(value));
        left -= 1;
        return left <= 0 ? true : undefined;
      },
    );
  }
  return scale;
}

/** Those cells that depend on no other of them. */
export function rootsOf(evaluation: Evaluation, cells: readonly FormulaCell[]): Set<FormulaCell> {
  const within = new Map<number, FormulaCell[]>();
  for (const cell of cells) {
    const list = within.get(cell.sheet.index);
    if (list === undefined) within.set(cell.sheet.index, [cell]);
    else list.push(cell);
  }
  const all = new Set(cells);
  const dependsOn = (cell: FormulaCell, area: Area): boolean => {
    const others = within.get(area.sheet.index);
    if (others === undefined) return false;
    if (area.rows * area.columns <= others.length) {
      for (let row = area.top; row <= area.bottom; row++)
        for (let column = area.left; column <= area.right; column++) {
          const other = area.sheet.formulaAt(row, column);
          if (other !== undefined && other !== cell && all.has(other)) return true;
        }
      return false;
    }
    return others.some(
      (other) =>
        other !== cell &&
        other.row <= area.bottom &&
        other.bottom >= area.top &&
        other.column <= area.right &&
        other.right >= area.left,
    );
  };
  return new Set(
    cells.filter((cell) => {
      const { areas } = evaluation.precedentsOf(cell);
      return !areas.some((relative) => dependsOn(cell, areaAt(relative, cell)));
    }),
  );
}
