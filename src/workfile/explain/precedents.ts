import type { Evaluation } from "../evaluate/evaluation";
import type { FormulaCell } from "../evaluate/grid";
import { areaAt, type Place } from "../evaluate/references";
import { ErrorValue } from "../evaluate/scalar";
import { Area } from "../evaluate/values";
import { typedFormula } from "../typedFormula";
import type { Precedent, PrecedentRange, UsedBy } from "./explanation";
import { labelOf, labelOfRange } from "./labels";
import { areaName, cellName, plain } from "./values";

/** Of a range, so many cells are listed. */
const MOST_CELLS = 12;
/** Of the cells that use one, so many are listed. */
const MOST_USERS = 12;
/** A range is counted as far as this. */
const MOST_COUNTED = 1_000_000;

export function precedentAt(place: Place): Precedent {
  const { sheet, row, column } = place;
  const formula = sheet.formulaAt(row, column);
  const value = sheet.value(row, column);
  const label = labelOf(sheet, row, column);
  const isOwn = formula?.row === row && formula.column === column;
  return {
    ...cellName(place),
    ...(label === undefined ? {} : { label }),
    kind: formula !== undefined ? (isOwn ? "formula" : "filled") : value === null ? "blank" : "constant",
    value: plain(value),
    ...(formula === undefined ? {} : { formula: typedFormula(formula) }),
  };
}

export function rangeOf(area: Area): PrecedentRange {
  const { sheet, top, left, bottom, right } = area;
  const counts = { constants: 0, formulas: 0, blanks: 0, errors: 0 };
  const cells: Precedent[] = [];
  const [lastRow, lastColumn] = [Math.min(bottom, sheet.lastRow), Math.min(right, sheet.lastColumn)];
  let seen = 0;
  for (let row = top; row <= lastRow && seen < MOST_COUNTED; row++)
    for (let column = left; column <= lastColumn; column++) {
      seen += 1;
      const value = sheet.value(row, column);
      const isFormula = sheet.formulaAt(row, column) !== undefined;
      if (isFormula) counts.formulas += 1;
      else if (value === null) counts.blanks += 1;
      else counts.constants += 1;
      if (value instanceof ErrorValue) counts.errors += 1;
      if ((isFormula || value !== null) && cells.length < MOST_CELLS)
        cells.push(precedentAt({ sheet, row, column }));
    }
  if (seen < MOST_COUNTED) counts.blanks += area.rows * area.columns - seen;
  const label = labelOfRange(area);
  return {
    ...areaName(area),
    ...(label === undefined ? {} : { label }),
    rows: area.rows,
    columns: area.columns,
    ...counts,
    cells,
  };
}

/** The areas that a formula refers to, each once, in the order of its text; with those that only its computation found. */
export function areasOf(evaluation: Evaluation, formula: FormulaCell, found: readonly Area[]): Area[] {
  // They are read from the end of the text.
  const written = [...evaluation.precedentsOf(formula).areas].reverse().map((area) => areaAt(area, formula));
  const areas = new Map<string, Area>();
  for (const area of [...written, ...found]) {
    const { at } = areaName(area);
    if (!areas.has(at)) areas.set(at, area);
  }
  return [...areas.values()];
}

export const precedentOf = (area: Area): Precedent | PrecedentRange =>
  area.rows === 1 && area.columns === 1
    ? precedentAt({ sheet: area.sheet, row: area.top, column: area.left })
    : rangeOf(area);

/** The cells whose formulas refer to one. */
export function usersOf(evaluation: Evaluation, { sheet, row, column }: Place): readonly FormulaCell[] {
  const area = new Area(sheet, row, column, row, column);
  const users: FormulaCell[] = [];
  for (const formula of evaluation.dependentsOf([area])) {
    const isDirect = evaluation.precedentsOf(formula).areas.some((relative) => {
      const { sheet: on, top, left, bottom, right } = areaAt(relative, formula);
      return on === sheet && row >= top && row <= bottom && column >= left && column <= right;
    });
    if (isDirect) users.push(formula);
  }
  return users.sort((a, b) => a.sheet.index - b.sheet.index || a.row - b.row || a.column - b.column);
}

export const usedBy = (users: readonly FormulaCell[]): UsedBy => ({
  count: users.length,
  first: users.slice(0, MOST_USERS).map((user) => cellName(user)),
});
