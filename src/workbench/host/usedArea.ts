import type { Area } from "./addresses";
import type { Book } from "./book";

/** The smallest rectangle within the area that holds all its cells with values or, unless `valuesOnly`, formats. */
export function usedArea(book: Book, { sheetId, zone }: Area, valuesOnly: boolean): Area | undefined {
  const { getters } = book;
  const used = { left: Infinity, right: -1, top: Infinity, bottom: -1 };
  const include = (col: number, row: number) => {
    if (col < zone.left || col > zone.right || row < zone.top || row > zone.bottom) return;
    used.left = Math.min(used.left, col);
    used.right = Math.max(used.right, col);
    used.top = Math.min(used.top, row);
    used.bottom = Math.max(used.bottom, row);
  };
  // What a formula spills has evaluated cells only; what was written in this request has raw cells only.
  for (const position of getters.getEvaluatedCellsPositions(sheetId)) {
    if (getters.getEvaluatedCell(position).value !== null) include(position.col, position.row);
  }
  for (const cell of getters.getCells(sheetId)) {
    const isUsed = !valuesOnly || cell.isFormula || cell.content !== "";
    const position = isUsed ? getters.tryGetCellPosition(cell.id) : undefined;
    if (position !== undefined) include(position.col, position.row);
  }
  return used.right < 0 ? undefined : { sheetId, zone: used };
}
