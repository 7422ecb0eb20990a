import type { Formula } from "../formula/formula";
import { arrayOf, error, isConstant, isMany, NotClassicError, range } from "./classicNodes";

// What a name stands for while a form is expanded: the text of one cell, many cells, a LAMBDA, or nothing.

export type Value = Formula | Cells | Lambda | Omitted;

/** Cells whose number is known, each by its own formula. */
export interface Cells {
  readonly type: "cells";
  readonly rows: number;
  readonly columns: number;
  readonly at: (row: number, column: number) => Formula;
  /** One formula for all of them, as SUMPRODUCT takes it; undefined where there is none. */
  readonly whole: () => Formula | undefined;
  /** Where they stand side by side on a sheet, in a row or a column. */
  readonly area?: Formula;
}

export interface Lambda {
  readonly type: "lambda";
  readonly parameters: readonly string[];
  readonly body: Formula;
  readonly scope: Scope;
}

export interface Omitted {
  readonly type: "omitted";
}

/** Values by name in small letters, each found when it is needed. */
export type Scope = ReadonlyMap<string, () => Value>;

export const OMITTED: Omitted = { type: "omitted" };
/** Formulas of that many cells in one are too long in any case. */
const MOST_CELLS = 20_000;
const MOST_CONSTANTS = 1_000;

export function once<T>(find: () => T): () => T {
  let found: { readonly value: T } | undefined;
  return () => (found ??= { value: find() }).value;
}

/** Cells by their formulas; one cell is no more than its formula. */
export function cellsOf(
  rows: number,
  columns: number,
  at: (row: number, column: number) => Formula,
  more: { readonly whole?: () => Formula | undefined; readonly area?: Formula } = {},
): Value {
  if (rows === 1 && columns === 1) return at(0, 0);
  if (rows < 1 || columns < 1) throw new NotClassicError("there are no cells");
  if (rows * columns > MOST_CELLS) throw new NotClassicError("there are too many cells");
  const known = new Map<number, Formula>();
  const cells: Cells = {
    type: "cells",
    rows,
    columns,
    at: (row, column) => {
      // A single row or column counts for each.
      const [y, x] = [rows === 1 ? 0 : row, columns === 1 ? 0 : column];
      if (y >= rows || x >= columns) return error("#N/A");
      const place = y * columns + x;
      const found = known.get(place) ?? at(y, x);
      known.set(place, found);
      return found;
    },
    whole: once(() => {
      const whole = more.whole?.();
      // 0*A1:A3 became 0, which is one cell only.
      return whole !== undefined && isMany(whole) ? whole : constantsOf(cells);
    }),
    ...(more.area === undefined ? {} : { area: more.area }),
  };
  return cells;
}

/** {1;2;3}, where the cells hold nothing else. */
function constantsOf(cells: Cells): Formula | undefined {
  if (cells.rows * cells.columns > MOST_CONSTANTS) return undefined;
  const rows = rowsOf(cells);
  return rows.flat().every(isConstant) ? arrayOf(rows) : undefined;
}

export const rowsOf = (cells: Cells): Formula[][] =>
  Array.from({ length: cells.rows }, (_, row) =>
    Array.from({ length: cells.columns }, (__, column) => cells.at(row, column)),
  );

/** The text of one cell. */
export function one(value: Value): Formula {
  if (value.type === "cells") throw new NotClassicError("one cell is needed");
  if (value.type === "lambda" || value.type === "omitted")
    throw new NotClassicError("an argument that was left out is needed");
  return value;
}

export function many(value: Value): Cells {
  if (value.type === "cells") return value;
  const node = one(value);
  return { type: "cells", rows: 1, columns: 1, at: () => node, whole: () => node };
}

/** A part of cells that starts `top` rows down and `left` columns to the right. */
export function part(cells: Cells, top: number, left: number, rows: number, columns: number): Value {
  const at = (row: number, column: number) => cells.at(row + top, column + left);
  if (cells.area === undefined || rows * columns < 2) return cellsOf(rows, columns, at);
  const area = range(at(0, 0), at(rows - 1, columns - 1));
  return cellsOf(rows, columns, at, { area, whole: () => area });
}
