import type { FormulaCell, GridSheet } from "./grid";
import type { Precedents } from "./precedents";
import { areaAt } from "./references";
import { Area } from "./values";

// Which formulas depend on cells.

/** A range with the formulas that refer to it. */
interface Range {
  readonly area: Area;
  readonly formulas: FormulaCell[];
}

interface OfSheet {
  /** By column and row, the formulas that refer to a cell alone: as a rule there is one. */
  readonly cells: (FormulaCell | FormulaCell[] | undefined)[][];
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
      sheet = { cells: [], ranges: new Map(), sorted: [], last: new Int32Array(0) };
      this.sheets.set(area.sheet, sheet);
    }
    if (area.rows === 1 && area.columns === 1) {
      const column = (sheet.cells[area.left] ??= []);
      const known = column[area.top];
      if (known === undefined) column[area.top] = formula;
      else if (Array.isArray(known)) known.push(formula);
      else column[area.top] = [known, formula];
      return;
    }
    const key = `${area.top},${area.left},${area.bottom},${area.right}`;
    const known = sheet.ranges.get(key);
    if (known === undefined) sheet.ranges.set(key, { area, formulas: [formula] });
    else known.formulas.push(formula);
  }

  /** All formulas that depend on cells, directly or through others; and those of which nobody knows. */
  reached(areas: Iterable<Area>): Set<FormulaCell> {
    const found = new Set<FormulaCell>();
    const open: Area[] = [];
    const trees = new Map<OfSheet, Int32Array>();
    const add = (formula: FormulaCell) => {
      if (found.has(formula)) return;
      found.add(formula);
      open.push(filledBy(formula));
    };
    let isFirst = true;
    for (const first of areas) {
      if (isFirst) this.dynamic.forEach(add);
      isFirst = false;
      open.push(first);
      for (let area = open.pop(); area !== undefined; area = open.pop()) {
        const sheet = this.sheets.get(area.sheet);
        if (sheet === undefined) continue;
        cellsIn(sheet, area, add);
        if (sheet.sorted.length === 0) continue;
        let tree = trees.get(sheet);
        if (tree === undefined) trees.set(sheet, (tree = sheet.last.slice()));
        rangesOver(sheet.sorted, tree, area, (formulas) => formulas.forEach(add));
      }
    }
    return found;
  }
}

/** All cells that a formula fills. */
export const filledBy = ({ sheet, row, column, bottom, right }: FormulaCell): Area =>
  new Area(sheet, row, column, bottom, right);

function cellsIn(
  { cells }: OfSheet,
  { top, left, bottom, right }: Area,
  visit: (formula: FormulaCell) => void,
): void {
  for (let column = left; column <= Math.min(right, cells.length - 1); column++) {
    const formulas = cells[column];
    if (formulas === undefined) continue;
    for (let row = top; row <= Math.min(bottom, formulas.length - 1); row++) {
      const found = formulas[row];
      if (Array.isArray(found)) found.forEach(visit);
      else if (found !== undefined) visit(found);
    }
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
