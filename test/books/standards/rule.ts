import { cellKey } from "../../../src/workfile/sheetContent";
import {
  addressOf,
  cellAt,
  cellIn,
  isConstant,
  textOf,
  type Book,
  type BookCell,
  type BookSheet,
} from "./bookModel";

/** What a finished workbook is held to. */
export interface Rule {
  readonly id: string;
  readonly title: string;
  /** The section that asks for it: FAST Standard 02c, the ICAEW's Financial Modelling Code of 2018, or Excel itself. */
  readonly source: string;
  /** Each as "sheet!cell: what, and what to do". */
  readonly check: (book: Book) => Iterable<string>;
}

export const fast = (section: string) => `FAST ${section}`;
export const icaew = (section: string) => `ICAEW, ${section}`;

/** A finding at a cell, or at a sheet as a whole. */
export const finding = (sheet: BookSheet | string, place: BookCell | string, text: string): string =>
  `${typeof sheet === "string" ? sheet : sheet.name}!${typeof place === "string" ? place : addressOf(place)}: ${text}`;

export const at = (cell: BookCell, text: string): string => finding(cell.sheet, cell, text);

export const INPUT_TAB = "0B4FA8";
export const INPUT_COLOUR = "0B4FA8";
export const INPUT_FILL = "EEF4FF";

export const isDashboard = ({ name }: BookSheet) => name === "Dashboard";
export const isChecks = ({ name }: BookSheet) => name === "Checks";
export const isAbout = ({ name }: BookSheet) => name === "About";
export const isInputs = ({ tabColour }: BookSheet) => tabColour === INPUT_TAB;
/** A sheet of calculations or outputs. */
export const isModel = (sheet: BookSheet) =>
  ![isDashboard, isChecks, isAbout, isInputs].some((is) => is(sheet));

export const isBlue = ({ style }: BookCell) => style.colour === INPUT_COLOUR && style.fill === INPUT_FILL;

export function* allCells(book: Book): Generator<BookCell, void, undefined> {
  for (const sheet of book.sheets) yield* sheet.cells.values();
}

export function* formulaCells(
  book: Book,
): Generator<BookCell & { formula: NonNullable<BookCell["formula"]> }> {
  for (const cell of allCells(book)) if (hasFormula(cell)) yield cell;
}

export const hasFormula = (
  cell: BookCell | undefined,
): cell is BookCell & { formula: NonNullable<BookCell["formula"]> } => cell?.formula !== undefined;

/** One cell of each formula that reads the same, so that it is said once. */
export function* distinctFormulas(
  book: Book,
): Generator<BookCell & { formula: NonNullable<BookCell["formula"]> }> {
  for (const sheet of book.sheets) {
    const seen = new Set<string>();
    for (const cell of sheet.cells.values()) {
      if (!hasFormula(cell) || seen.has(cell.formula.relative)) continue;
      seen.add(cell.formula.relative);
      yield cell;
    }
  }
}

/** Where months begin: A is the label, B the unit, C the total, D the opening. */
export const FIRST_MONTH = 5;
export const AXIS_TOP = 4;
export const FIRST_LINE = 9;
const AXIS_LABELS = [/^month/i, /^period end/i, /^days/i, /^year/i, /^in the plan/i];
export const AXIS_NAMES = ["Month", "Period end", "Days", "Year", "In the plan"] as const;
/** As many formulas side by side that read the same are months. */
const SURELY_MONTHS = 24;

/** The last month's column; 0 where a sheet has no months. */
export function lastMonth(sheet: BookSheet): number {
  const known = lasts.get(sheet);
  if (known !== undefined) return known;
  const found = freshLastMonth(sheet);
  lasts.set(sheet, found);
  return found;
}
const lasts = new WeakMap<BookSheet, number>();

function freshLastMonth(sheet: BookSheet): number {
  if (isDashboard(sheet)) return 0;
  const labels = AXIS_LABELS.filter((label, index) =>
    label.test(textOf(cellAt(sheet, `A${AXIS_TOP + index}`))),
  );
  let last = 0;
  const ends = new Map<number, number>();
  for (const cell of sheet.cells.values())
    if (cell.column >= FIRST_MONTH && (cell.formula !== undefined || isConstant(cell)))
      ends.set(cell.row, Math.max(ends.get(cell.row) ?? 0, cell.column));
  if (labels.length >= (isInputs(sheet) ? 4 : 2))
    for (let row = AXIS_TOP; row < AXIS_TOP + AXIS_LABELS.length; row++)
      last = Math.max(last, ends.get(row) ?? 0);
  if (last >= FIRST_MONTH || isInputs(sheet)) return last;
  for (const [row, end] of ends) {
    if (end - FIRST_MONTH + 1 < SURELY_MONTHS || row < AXIS_TOP) continue;
    const first = cellIn(sheet, row, FIRST_MONTH)?.formula?.relative;
    let same = 0;
    while (first !== undefined && cellIn(sheet, row, FIRST_MONTH + same)?.formula?.relative === first) same++;
    if (same >= SURELY_MONTHS) last = Math.max(last, end);
  }
  return last;
}

export const monthlySheets = (book: Book) => book.sheets.filter((sheet) => lastMonth(sheet) >= FIRST_MONTH);

/** The rows of months under the axis, with what stands in them from E on. */
export function* monthLines(sheet: BookSheet): Generator<{ row: number; months: (BookCell | undefined)[] }> {
  const last = lastMonth(sheet);
  for (let row = FIRST_LINE; row <= sheet.lastRow; row++) {
    const months: (BookCell | undefined)[] = [];
    for (let column = FIRST_MONTH; column <= last; column++)
      months.push(sheet.cells.get(cellKey(row, column)));
    if (months.some((cell) => cell !== undefined && (cell.formula !== undefined || isConstant(cell))))
      yield { row, months };
  }
}

export const numberText = (value: number) => String(Number(value.toPrecision(8)));
