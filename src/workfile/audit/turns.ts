import type { Evaluation } from "../evaluate/evaluation";
import type { GridSheet } from "../evaluate/grid";
import type { Shape } from "../evaluate/shape";

// Lines of formulas that repeat after some cells: three months and their quarter, or blocks of cells for each site.

/** A row or a column of formulas, with what stands between them. */
interface Line {
  /** The column or row of the first. */
  readonly from: number;
  readonly shapes: readonly (Shape | undefined)[];
  /** After how many cells it repeats; undefined where it does not. */
  readonly length: number | undefined;
  /** The first of two cells, `length` apart, that differ; those at either end of the line are left out. */
  readonly differing: readonly number[];
}

/** What the same place of other turns of a line says about a cell. */
export interface Turn {
  /** Whether it has the formula of the turn before or after it. */
  readonly isRegular: boolean;
  /** The formula of all other turns, where only this cell is out of turn; with how far away the nearest of them is. */
  readonly expected:
    | {
        readonly shape: Shape;
        readonly steps: number;
        readonly isBetween: boolean;
        /** Whether it is the first or the last of the line, which may begin or sum up. */
        readonly isEnd: boolean;
      }
    | undefined;
}

/** Twelve months and their year are the longest. */
const [SHORTEST, LONGEST] = [2, 13];
/** So many cells without a formula end a line. */
const GAP = 8;
/** Of cells that repeat, so many may differ. */
const MOST_DIFFERING = 0.1;
const NONE: Turn = { isRegular: false, expected: undefined };

export class Turns {
  private readonly lines = new Map<GridSheet, { rows: Map<number, Line[]>; columns: Map<number, Line[]> }>();

  constructor(private readonly evaluation: Evaluation) {}

  /** What the row of a cell says about it, or its column. */
  of(sheet: GridSheet, row: number, column: number, isRow: boolean): Turn {
    const { rows, columns } = this.linesOf(sheet);
    const [lines, place] = isRow ? [rows.get(row), column] : [columns.get(column), row];
    const line = lines?.find(({ from, shapes }) => place >= from && place < from + shapes.length);
    if (line?.length === undefined) return NONE;
    const { shapes, length, differing } = line;
    const index = place - line.from;
    const own = shapes[index];
    const at = (turns: number) => shapes[index + turns * length];
    const isRegular = own !== undefined && (own === at(-1) || own === at(1));
    if (isRegular) return { isRegular, expected: undefined };
    const others = [-1, 1, -2, 2].filter((turns) => {
      const there = index + turns * length;
      return there > 0 && there < shapes.length - 1;
    });
    const [nearest] = others;
    const shape = nearest === undefined ? undefined : at(nearest);
    const isSaid =
      nearest !== undefined &&
      shape !== undefined &&
      others.length >= 2 &&
      others.every((turns) => at(turns) === shape) &&
      differing.every((first) => first === index || first + length === index);
    if (!isSaid) return NONE;
    return {
      isRegular: false,
      expected: {
        shape,
        steps: nearest * length,
        isBetween: others.includes(-1) && others.includes(1),
        isEnd: index === 0 || index === shapes.length - 1,
      },
    };
  }

  private linesOf(sheet: GridSheet) {
    const known = this.lines.get(sheet);
    if (known !== undefined) return known;
    const rows = new Map<number, [number, Shape][]>();
    const columns = new Map<number, [number, Shape][]>();
    for (const formula of sheet.formulas) {
      const shape = this.evaluation.shapeOf(formula);
      add(rows, formula.row, [formula.column, shape]);
      add(columns, formula.column, [formula.row, shape]);
    }
    const found = { rows: linesIn(rows), columns: linesIn(columns) };
    this.lines.set(sheet, found);
    return found;
  }
}

function add<T>(lists: Map<number, T[]>, key: number, entry: T): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [entry]);
  else list.push(entry);
}

function linesIn(all: ReadonlyMap<number, [number, Shape][]>): Map<number, Line[]> {
  const found = new Map<number, Line[]>();
  for (const [key, entries] of all) {
    const lines: Line[] = [];
    let shapes: (Shape | undefined)[] = [];
    let [from, next] = [0, 0];
    for (const [place, shape] of entries.sort(([a], [b]) => a - b)) {
      if (shapes.length > 0 && place - next >= GAP) {
        lines.push(lineOf(from, shapes));
        shapes = [];
      }
      if (shapes.length === 0) from = place;
      else for (; next < place; next++) shapes.push(undefined);
      shapes.push(shape);
      next = place + 1;
    }
    lines.push(lineOf(from, shapes));
    found.set(key, lines);
  }
  return found;
}

function lineOf(from: number, shapes: readonly (Shape | undefined)[]): Line {
  const last = shapes.length - 1;
  const differingAt = (length: number) => {
    const places: number[] = [];
    for (let index = 1; index + length < last; index++)
      if (shapes[index] !== shapes[index + length]) places.push(index);
    return places;
  };
  const changes = differingAt(1).length;
  for (let length = SHORTEST; length <= LONGEST && shapes.length > 2 * length; length++) {
    // A line of one formula changes nowhere, or twice around a cell that differs.
    if (changes < Math.max(3, 2 * Math.floor(shapes.length / length) - 6)) continue;
    const differing = differingAt(length);
    const most = Math.max(2, MOST_DIFFERING * shapes.length);
    if (differing.length <= most && 2 * differing.length < shapes.length - length)
      return { from, shapes, length, differing };
  }
  return { from, shapes, length: undefined, differing: [] };
}
