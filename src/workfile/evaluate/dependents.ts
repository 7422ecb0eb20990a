import type { FormulaCell, GridSheet } from "./grid";
import type { Precedents } from "./precedents";
import { areaAt } from "./references";
import { Area } from "./values";

// Which formulas depend on cells.

const COLUMNS = 16_384;
const keyOf = (row: number, column: number) => row * COLUMNS + column;

/** A range with the formulas that refer to it. */
interface Range {
  readonly area: Area;
  readonly formulas: FormulaCell[];
}

interface OfSheet {
  /** By cell, the formulas that refer to it alone. */
  readonly cells: Map<number, FormulaCell[]>;
  readonly ranges: Map<string, Range>;
  /** The ranges by their first row, and over them the last rows as a tree: each node has the greatest below it. */
  sorted: readonly Range[];
  last: Int32Array;
}

/** The formulas of a workbook by what they refer to. */
export class Dependents {
  private readonly sheets = new Map<GridSheet, OfSheet>();
  /** Formulas of which only a computation tells what they refer to. */
  private readonly dynamic: FormulaCell[] = [];

  constructor(formulas: Iterable<FormulaCell>, precedents: (formula: FormulaCell) => Precedents) {
    for (const formula of formulas) {
      const { areas, isDynamic } = precedents(formula);
      if (isDynamic) this.dynamic.push(formula);
      for (const relative of areas) this.add(areaAt(relative, formula), formula);
    }
    for (const sheet of this.sheets.values()) {
      sheet.sorted = [...sheet.ranges.values()].sort((a, b) => a.area.top - b.area.top);
      sheet.last = treeOf(sheet.sorted.map(({ area }) => area.bottom));
    }
  }

  private add(area: Area, formula: FormulaCell): void {
    let sheet = this.sheets.get(area.sheet);
    if (sheet === undefined) {
      sheet = { cells: new Map(), ranges: new Map(), sorted: [], last: new Int32Array(0) };
      this.sheets.set(area.sheet, sheet);
    }
    if (area.rows === 1 && area.columns === 1) {
      const key = keyOf(area.top, area.left);
      const known = sheet.cells.get(key);
      if (known === undefined) sheet.cells.set(key, [formula]);
      else known.push(formula);
      return;
    }
    const key = `${area.top},${area.left},${area.bottom},${area.right}`;
    const known = sheet.ranges.get(key);
    if (known === undefined) sheet.ranges.set(key, { area, formulas: [formula] });
    else known.formulas.push(formula);
  }

  /** All formulas that depend on cells, directly or through others; and those of which nobody knows. */
  reached(areas: readonly Area[]): Set<FormulaCell> {
    const found = new Set<FormulaCell>();
    const open = [...areas];
    const trees = new Map<OfSheet, Int32Array>();
    const add = (formula: FormulaCell) => {
      if (found.has(formula)) return;
      found.add(formula);
      open.push(filledBy(formula));
    };
    if (areas.length > 0) this.dynamic.forEach(add);
    for (let area = open.pop(); area !== undefined; area = open.pop()) {
      const sheet = this.sheets.get(area.sheet);
      if (sheet === undefined) continue;
      cellsIn(sheet, area, (formulas) => formulas.forEach(add));
      let tree = trees.get(sheet);
      if (tree === undefined) trees.set(sheet, (tree = sheet.last.slice()));
      rangesOver(sheet.sorted, tree, area, (formulas) => formulas.forEach(add));
    }
    return found;
  }
}

/** All cells that a formula fills. */
export const filledBy = ({ sheet, row, column, bottom, right }: FormulaCell): Area =>
  new Area(sheet, row, column, bottom, right);

function cellsIn({ cells }: OfSheet, area: Area, visit: (formulas: FormulaCell[]) => void): void {
  const { top, left, bottom, right } = area;
  if ((bottom - top + 1) * (right - left + 1) > cells.size) {
    for (const [key, formulas] of cells) {
      const row = Math.floor(key / COLUMNS);
      const column = key - row * COLUMNS;
      if (row >= top && row <= bottom && column >= left && column <= right) visit(formulas);
    }
    return;
  }
  for (let row = top; row <= bottom; row++)
    for (let column = left; column <= right; column++) {
      const formulas = cells.get(keyOf(row, column));
      if (formulas !== undefined) visit(formulas);
    }
}

/** Leaves of a balanced tree, and above each pair the greater. */
function treeOf(values: readonly number[]): Int32Array {
  let leaves = 1;
  while (leaves < values.length) leaves *= 2;
  const tree = new Int32Array(2 * leaves);
  for (const [index, value] of values.entries()) tree[leaves + index] = value;
  for (let node = leaves - 1; node > 0; node--)
    tree[node] = Math.max(tree[2 * node] ?? 0, tree[2 * node + 1] ?? 0);
  return tree;
}

/** Visits the ranges that have a cell of an area, and takes them out of the tree. */
function rangesOver(
  sorted: readonly Range[],
  tree: Int32Array,
  { top, left, bottom, right }: Area,
  visit: (formulas: FormulaCell[]) => void,
): void {
  const leaves = tree.length / 2;
  // The ranges that begin at `bottom` or above it are the first ones.
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle]?.area.top ?? 0) <= bottom) low = middle + 1;
    else high = middle;
  }
  const end = low;
  const taken: number[] = [];
  const descend = (node: number, first: number, count: number): void => {
    if (first >= end || (tree[node] ?? 0) < top) return;
    if (count > 1) {
      descend(2 * node, first, count / 2);
      descend(2 * node + 1, first + count / 2, count / 2);
      return;
    }
    const range = sorted[first];
    if (range === undefined || range.area.right < left || range.area.left > right) return;
    taken.push(node);
    visit(range.formulas);
  };
  if (leaves >= 1 && sorted.length > 0) descend(1, 0, leaves);
  for (const leaf of taken) {
    tree[leaf] = 0;
    for (let node = leaf >> 1; node > 0; node >>= 1)
      tree[node] = Math.max(tree[2 * node] ?? 0, tree[2 * node + 1] ?? 0);
  }
}
