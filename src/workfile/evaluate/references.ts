import { columnNumber, LAST_COLUMN, LAST_ROW } from "../../formula/tokens";
import type { GridSheet } from "./grid";
import { Area } from "./values";

// References as formulas write them, relative to the cell that has the formula.

/** Where a formula is computed. */
export interface Place {
  readonly sheet: GridSheet;
  readonly row: number;
  readonly column: number;
}

/** One end of a reference: a row and a column, each counted from 1 or, unless fixed, from the formula's own cell. */
interface End {
  readonly row: number;
  readonly column: number;
  readonly isRowFixed: boolean;
  readonly isColumnFixed: boolean;
}

/** A rectangle as a formula refers to it; without a sheet it is on the formula's own. */
export interface RelativeArea {
  readonly sheet: GridSheet | undefined;
  readonly first: End;
  readonly last: End;
}

const PART = /^(\$?)([A-Za-z]{0,3})(\$?)(\d*)$/;

interface Part {
  /** Undefined where it names whole rows or columns. */
  readonly row?: number;
  readonly column?: number;
  readonly isRowFixed: boolean;
  readonly isColumnFixed: boolean;
}

function partOf(text: string): Part {
  const [, first = "", letters = "", second = "", digits = ""] = PART.exec(text) ?? [];
  return {
    ...(digits === "" ? {} : { row: Number(digits) }),
    ...(letters === "" ? {} : { column: columnNumber(letters) }),
    isRowFixed: (letters === "" ? first : second) !== "",
    isColumnFixed: letters !== "" && first !== "",
  };
}

/** A cell, whole columns or whole rows, as `home` reads them. */
export function relativeArea(
  reference: string,
  home: Pick<Place, "row" | "column">,
  sheet: GridSheet | undefined,
): RelativeArea {
  const [from = "", to = from] = reference.split(/\.?:\.?/);
  const [start, end] = [partOf(from), partOf(to)];
  const endOf = (part: Part, row: number, column: number): End => ({
    row: part.row === undefined ? row : part.isRowFixed ? part.row : part.row - home.row,
    column: part.column === undefined ? column : part.isColumnFixed ? part.column : part.column - home.column,
    isRowFixed: part.isRowFixed || part.row === undefined,
    isColumnFixed: part.isColumnFixed || part.column === undefined,
  });
  return { sheet, first: endOf(start, 1, 1), last: endOf(end, LAST_ROW, LAST_COLUMN) };
}

/** Beyond the edge of the sheet, Excel counts on from the other side. */
const inside = (number: number, last: number) =>
  number >= 1 && number <= last ? number : ((((number - 1) % last) + last) % last) + 1;

export const rowAt = ({ row, isRowFixed }: End, place: Pick<Place, "row">) =>
  isRowFixed ? row : inside(row + place.row, LAST_ROW);

export const columnAt = ({ column, isColumnFixed }: End, place: Pick<Place, "column">) =>
  isColumnFixed ? column : inside(column + place.column, LAST_COLUMN);

export function areaAt({ sheet, first, last }: RelativeArea, place: Place): Area {
  const [top, bottom] = [rowAt(first, place), rowAt(last, place)];
  const [left, right] = [columnAt(first, place), columnAt(last, place)];
  return new Area(
    sheet ?? place.sheet,
    Math.min(top, bottom),
    Math.min(left, right),
    Math.max(top, bottom),
    Math.max(left, right),
  );
}

/** The smallest rectangle that has two others in it; undefined where they are on different sheets. */
export function spanned(a: Area, b: Area): Area | undefined {
  if (a.sheet !== b.sheet) return undefined;
  return new Area(
    a.sheet,
    Math.min(a.top, b.top),
    Math.min(a.left, b.left),
    Math.max(a.bottom, b.bottom),
    Math.max(a.right, b.right),
  );
}

/** What two rectangles have in common, if anything. */
export function common(a: Area, b: Area): Area | undefined {
  if (a.sheet !== b.sheet) return undefined;
  const [top, left] = [Math.max(a.top, b.top), Math.max(a.left, b.left)];
  const [bottom, right] = [Math.min(a.bottom, b.bottom), Math.min(a.right, b.right)];
  return top > bottom || left > right ? undefined : new Area(a.sheet, top, left, bottom, right);
}
