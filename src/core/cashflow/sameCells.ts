import { CellError, type Cell } from "../errors";

export type Range = readonly (readonly Cell[])[];

/** Whether two ranges hold the same values cell by cell; an error value is never the same as another. */
export function areSameCells(range: Range, other: Range): boolean {
  if (range.length !== other.length) return false;
  for (let row = 0; row < range.length; row++) {
    const [cells = [], others = []] = [range[row], other[row]];
    if (cells.length !== others.length) return false;
    for (let column = 0; column < cells.length; column++) {
      const cell = cells[column];
      if (!Object.is(cell, others[column]) || cell instanceof CellError) return false;
    }
  }
  return true;
}
