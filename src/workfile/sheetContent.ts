import { cellsOf, parsedRange, type Cell, type CellFormula } from "./cells";
import { FileError } from "./fileError";
import { valueOf, type CellValue } from "./values";
import { attributesOf, type Xml } from "./xml";

/** A cell with a formula. */
export interface FormulaCell extends Cell {
  readonly formula: CellFormula;
  /** As the file says it: "shared", "array", "dataTable"; "normal" where it says nothing. */
  readonly kind: string;
  /** The range that an array formula fills. */
  readonly range?: string;
  /** The number of those that share a formula. */
  readonly group: string;
}

/** What cells show, by `cellKey`. */
export type Values = ReadonlyMap<number, CellValue>;

export interface SheetContent {
  readonly formulas: readonly FormulaCell[];
  readonly values: Values;
  /** Those that no formula gives. */
  readonly constants: Values;
}

const COLUMNS = 16_384;
export const cellKey = (row: number, column: number) => row * COLUMNS + column - 1;
/** The row and the column of a key. */
export const cellOfKey = (key: number) => ({ row: Math.floor(key / COLUMNS), column: (key % COLUMNS) + 1 });

export function readSheet(xml: Xml, shared: readonly string[]): SheetContent {
  const formulas: FormulaCell[] = [];
  const values = new Map<number, CellValue>();
  const filled = new Set<number>();
  for (const cell of cellsOf(xml)) {
    const key = cellKey(cell.row, cell.column);
    const value = valueOf(cell, shared);
    if (value !== undefined) values.set(key, value);
    if (cell.formula === undefined) continue;
    const attributes = new Map(attributesOf(xml, cell.formula.tag).map(({ name, value }) => [name, value]));
    const kind = attributes.get("t") ?? "normal";
    const ref = attributes.get("ref");
    filled.add(key);
    const range = kind === "array" && ref !== undefined ? { range: ref } : {};
    if (range.range !== undefined) for (const other of keysOf(xml, range.range)) filled.add(other);
    formulas.push({ ...cell, formula: cell.formula, kind, ...range, group: attributes.get("si") ?? "" });
  }
  const constants = new Map([...values].filter(([key]) => !filled.has(key)));
  return { formulas, values, constants };
}

/** Larger ones are no work of Excel's. */
const LARGEST_RANGE = 2_000_000;

function keysOf({ part }: Xml, ref: string): number[] {
  const range = parsedRange(ref);
  const keys: number[] = [];
  const cells =
    range === undefined
      ? NaN
      : (range.end.row - range.start.row + 1) * (range.end.column - range.start.column + 1);
  if (range === undefined || !(cells > 0 && cells <= LARGEST_RANGE))
    throw new FileError(`${part} has a formula that fills the range "${ref}", which is none or too large`);
  for (let row = range.start.row; row <= range.end.row; row++)
    for (let column = range.start.column; column <= range.end.column; column++)
      keys.push(cellKey(row, column));
  return keys;
}
