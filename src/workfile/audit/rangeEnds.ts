import { areaFrom } from "../addresses";
import type { Evaluation } from "../evaluate/evaluation";
import type { FormulaCell, GridSheet } from "../evaluate/grid";
import { areaAt, type RelativeArea } from "../evaluate/references";
import type { Shape } from "../evaluate/shape";
import { Area } from "../evaluate/values";
import { columnLetters, LAST_COLUMN, LAST_ROW } from "../../formula/tokens";
import type { Finding } from "./finding";

// Ranges that end, or begin, shortly before the data beside them do.

/** More cells than these beyond the end of a range are another part of the data. */
const MOST_LEFT_OUT = 2;
/** Shorter ranges are often single rows of a table. */
const LEAST_CELLS = 3;
/** As many formulas with a range of the same extent mean it. */
const CONVENTION = 3;

/** What a cell is beside another: alike cells are of the same run of data. */
type Likeness = Shape | FormulaCell | "number" | undefined;

interface Use {
  readonly area: Area;
  readonly cell: FormulaCell;
}

export class RangeEnds {
  private readonly shapes = new Set<Shape>();
  private extents: Map<string, number> | undefined;
  private readonly known = new Map<string, boolean>();

  constructor(private readonly evaluation: Evaluation) {}

  /** The ranges of a formula that leave out data; each formula of a column once. */
  *of(cell: FormulaCell): Generator<Finding, void, undefined> {
    const shape = this.evaluation.shapeOf(cell);
    if (this.shapes.has(shape)) return;
    this.shapes.add(shape);
    const { areas } = this.evaluation.precedentsOf(cell);
    const seen = new Set<string>();
    for (const relative of areas) {
      const area = areaAt(relative, cell);
      const key = `${area.sheet.index},${area.top},${area.left},${area.bottom},${area.right}`;
      if (seen.has(key)) continue;
      seen.add(key);
      if (area.rows * area.columns < LEAST_CELLS || isWhole(area)) continue;
      const finding =
        this.short({ area, cell }, relative, true, key) ?? this.short({ area, cell }, relative, false, key);
      if (finding !== undefined) yield finding;
    }
    const uneven = this.uneven(cell, areas);
    if (uneven !== undefined) yield uneven;
  }

  /** Ranges of one formula that begin together and of which one ends shortly before the other. */
  private uneven(cell: FormulaCell, relatives: readonly RelativeArea[]): Finding | undefined {
    const areas = relatives.map((relative) => areaAt(relative, cell)).filter((area) => !isWhole(area));
    for (const [index, one] of areas.entries())
      for (const other of areas.slice(index + 1)) {
        if (one.sheet !== other.sheet) continue;
        for (const isDown of [true, false]) {
          const [length, otherLength] = isDown ? [one.rows, other.rows] : [one.columns, other.columns];
          const across = isDown ? [one.columns, other.columns] : [one.rows, other.rows];
          if (Math.min(length, otherLength) < LEAST_CELLS || across[0] !== across[1]) continue;
          const begin = isDown ? other.top - one.top : other.left - one.left;
          const end = isDown ? other.bottom - one.bottom : other.right - one.right;
          const off = Math.abs(begin) + Math.abs(end);
          // NPV leaves out what is paid at once: a later beginning is often meant.
          if (end === 0 || off > MOST_LEFT_OUT || begin !== 0) continue;
          const [short, long] = length < otherLength ? [one, other] : [other, one];
          return {
            kind: "rangeShort",
            severity: "warning",
            place: cell,
            message: `The ranges ${areaFrom(short, cell)} and ${areaFrom(long, cell)} of one formula differ by ${off === 1 ? (isDown ? "one row" : "one column") : `${off} ${isDown ? "rows" : "columns"}`}.`,
            advice: "Give both ranges the same first and last cell, if they should cover the same data.",
          };
        }
      }
    return undefined;
  }

  private likeness(sheet: GridSheet, row: number, column: number): Likeness {
    const formula = sheet.formulaAt(row, column);
    if (formula !== undefined)
      return formula.row === row &&
        formula.bottom === row &&
        formula.column === column &&
        formula.right === column
        ? this.evaluation.shapeOf(formula)
        : undefined;
    return typeof sheet.value(row, column) === "number" ? "number" : undefined;
  }

  /** Whether a range is too short downwards or to the right, at its end or its beginning. */
  private short(use: Use, relative: RelativeArea, isDown: boolean, key: string): Finding | undefined {
    const { area, cell } = use;
    const { sheet, top, left, bottom, right } = area;
    const [from, to] = isDown ? [top, bottom] : [left, right];
    const length = to - from + 1;
    if (length < LEAST_CELLS) return undefined;
    // A window moves along with the formulas that read it.
    const isMoving = isDown
      ? !relative.first.isRowFixed && this.isCopied(cell, true)
      : !relative.first.isColumnFixed && this.isCopied(cell, false);
    if (isMoving) return undefined;
    const lines = isDown ? range(left, right) : range(top, bottom);
    const likeAt = (place: number, line: number) =>
      isDown ? this.likeness(sheet, place, line) : this.likeness(sheet, line, place);
    // All lines that hold data at the end must go on.
    const goesOn = (edge: number, step: number): number => {
      let count = 0;
      for (let next = edge + step; count <= MOST_LEFT_OUT; next += step) {
        if (next < 1 || next > (isDown ? sheet.lastRow : sheet.lastColumn)) break;
        let data = 0;
        const isOn = lines.every((line) => {
          const last = likeAt(edge, line);
          if (last === undefined) return true;
          data += 1;
          if (last !== likeAt(next, line)) return false;
          return (length > LEAST_CELLS ? [1, 2] : [1]).every(
            (back) => likeAt(edge - back * step, line) === last,
          );
        });
        if (!isOn || data === 0) break;
        const isOwn = isDown
          ? cell.sheet === sheet && cell.row === next && cell.column >= left && cell.column <= right
          : cell.sheet === sheet && cell.column === next && cell.row >= top && cell.row <= bottom;
        if (isOwn) break;
        count += 1;
      }
      return count;
    };
    const [after, before] = [goesOn(to, 1), goesOn(from, -1)];
    const isShortAfter = after >= 1 && after <= MOST_LEFT_OUT;
    const isShortBefore = before >= 1 && before <= MOST_LEFT_OUT;
    if (!isShortAfter && !isShortBefore) return undefined;
    const missingCell = isShortAfter
      ? isDown
        ? { row: to + 1, column: left }
        : { row: top, column: to + 1 }
      : isDown
        ? { row: from - 1, column: left }
        : { row: top, column: from - 1 };
    if (this.isNamed(key, area) || this.isConvention(area, isDown)) return undefined;
    // Each number less the one before it: two ranges that are shifted against each other.
    const { areas } = this.evaluation.precedentsOf(cell);
    const isElsewhere = areas.some((other) => {
      const { sheet: on, ...at } = areaAt(other, cell);
      return (
        on === sheet &&
        missingCell.row >= at.top &&
        missingCell.row <= at.bottom &&
        missingCell.column >= at.left &&
        missingCell.column <= at.right
      );
    });
    if (isElsewhere) return undefined;
    const missing = isShortAfter ? after : before;
    const wholeFrom = isShortBefore ? from - before : from;
    const wholeTo = isShortAfter ? to + after : to;
    const whole = isDown
      ? new Area(sheet, wholeFrom, left, wholeTo, right)
      : new Area(sheet, top, wholeFrom, bottom, wholeTo);
    const unit = isDown ? (missing === 1 ? "row" : "rows") : missing === 1 ? "column" : "columns";
    const where = isShortAfter ? "further" : "before it";
    return {
      kind: "rangeShort",
      severity: "warning",
      place: cell,
      message: `The range ${areaFrom(area, cell)} leaves out data: the same data go on for ${missing} ${unit} ${where}, to ${areaFrom(whole, cell)}.`,
      advice: `Write ${areaFrom(whole, cell)} if the formula should read all of the data.`,
      others: [{ sheet, ...missingCell }],
    };
  }

  /** Whether a neighbour along the axis has the same formula. */
  private isCopied({ sheet, row, column }: FormulaCell, isDown: boolean): boolean {
    const own = this.likeness(sheet, row, column);
    const [down, right] = isDown ? [1, 0] : [0, 1];
    return [-1, 1].some((side) => {
      const [r, c] = [row + side * down, column + side * right];
      return r >= 1 && c >= 1 && this.likeness(sheet, r, c) === own;
    });
  }

  /** Whether several formulas read lines of the sheet from and to the same places: then they are meant. */
  private isConvention(area: Area, isDown: boolean): boolean {
    this.extents ??= this.extentsRead();
    return (this.extents.get(extentKey(area, isDown)) ?? 0) >= CONVENTION;
  }

  private extentsRead(): Map<string, number> {
    const extents = new Map<string, number>();
    const seen = new Set<Shape>();
    for (const sheet of this.evaluation.book.sheets)
      for (const cell of sheet.formulas) {
        const shape = this.evaluation.shapeOf(cell);
        if (seen.has(shape)) continue;
        seen.add(shape);
        const own = new Set<string>();
        for (const relative of this.evaluation.precedentsOf(cell).areas) {
          const area = areaAt(relative, cell);
          for (const isDown of [true, false])
            if ((isDown ? area.rows : area.columns) >= LEAST_CELLS) own.add(extentKey(area, isDown));
        }
        for (const key of own) extents.set(key, (extents.get(key) ?? 0) + 1);
      }
    return extents;
  }

  /** Whether a name of the workbook or a table stands for just these cells: then they are meant. */
  private isNamed(key: string, area: Area): boolean {
    let is = this.known.get(key);
    if (is !== undefined) return is;
    const { book } = this.evaluation;
    const text = `${columnLetters(area.left)}${area.top}:${columnLetters(area.right)}${area.bottom}`;
    is = book.names.some(({ text: named }) => named.split("$").join("").endsWith(`!${text}`));
    this.known.set(key, is);
    return is;
  }
}

const extentKey = ({ sheet, top, left, bottom, right }: Area, isDown: boolean) =>
  isDown ? `${sheet.index},d,${top},${bottom}` : `${sheet.index},r,${left},${right}`;

const isWhole = ({ top, left, bottom, right }: Area) =>
  (top === 1 && bottom === LAST_ROW) || (left === 1 && right === LAST_COLUMN);

const range = (from: number, to: number) =>
  Array.from({ length: Math.min(to - from + 1, 60) }, (_, index) => from + index);
