import { sheetFunction, type SheetFunction, type Surroundings } from "../define";
import {
  exactPlace,
  halvedPlace,
  nearestPlace,
  placeOf,
  sortedPlace,
  wildcardPlace,
  type Nearest,
  type Sought,
} from "../searching";
import { ErrorValue, NOT_AVAILABLE, REFERENCE_ERROR, VALUE_ERROR, type Scalar } from "../scalar";
import { Area, Areas, isScalar, Lambda, Matrix, NotComputed, OMITTED, type Operand } from "../values";

// Functions that find values, and parts of ranges and arrays.

/** A range or an array. */
export type Block = Area | Matrix;

/** A range or an array, one value being an array of one; else the error that Excel gives. */
export function blockOf(operand: Operand): Block | ErrorValue {
  if (operand instanceof Area || operand instanceof Matrix) return operand;
  if (operand instanceof ErrorValue) return operand;
  if (operand instanceof Areas || operand instanceof Lambda) return VALUE_ERROR;
  return new Matrix(1, 1, [operand === OMITTED ? null : operand]);
}

/** Rows and columns of a block, counted from 0; a part of a range is a range. */
export function part(block: Block, top: number, left: number, rows: number, columns: number): Block {
  if (block instanceof Area)
    return new Area(
      block.sheet,
      block.top + top,
      block.left + left,
      block.top + top + rows - 1,
      block.left + left + columns - 1,
    );
  if (rows === block.rows && columns === block.columns) return block;
  const cells: Scalar[] = [];
  for (let row = top; row < top + rows; row++)
    for (let column = left; column < left + columns; column++) cells.push(block.at(row, column));
  return new Matrix(rows, columns, cells);
}

const valueAt = (block: Block, row: number, column: number, around: Surroundings): Scalar =>
  block instanceof Matrix ? block.at(row, column) : around.matrix(part(block, row, column, 1, 1)).at(0, 0);

/** The rows and columns of arrays that were searched, kept for the next search. */
const firstLines = new WeakMap<Matrix, { row?: Matrix; column?: Matrix }>();

/** The first row or column of a block, the same object each time. */
function firstLine(block: Block, line: "row" | "column", around: Surroundings): Matrix {
  const cut = () => part(block, 0, 0, line === "row" ? 1 : block.rows, line === "row" ? block.columns : 1);
  if (block instanceof Area) return around.matrix(cut());
  const known = firstLines.get(block) ?? {};
  firstLines.set(block, known);
  return (known[line] ??= around.matrix(cut()));
}

/** A row or a column of values that is searched. */
interface List {
  readonly values: Matrix;
  readonly block: Block;
  readonly isRow: boolean;
  /** With the blank cells behind the last one that the sheet has. */
  readonly length: number;
}

function listOf(operand: Operand, notOne: ErrorValue, around: Surroundings): List | ErrorValue {
  const block = blockOf(operand);
  if (block instanceof ErrorValue) return block;
  if (block.rows > 1 && block.columns > 1) return notOne;
  const values = block instanceof Matrix ? block : around.matrix(block);
  return { values, block, isRow: block.rows === 1, length: Math.max(block.rows, block.columns) };
}

/** Longer texts are not looked for. */
const LONGEST = 255;

/** How the older functions search: for the value itself, or in a list that rises or falls. */
type Way = "exact" | "rising" | "falling";

/** The place of the value or, in a sorted list, of the one before it; what is blank is looked for as 0. */
function oldPlace(list: Matrix, value: Sought | null, way: Way): number | ErrorValue {
  const sought = value ?? 0;
  if (typeof sought === "string" && sought.length > LONGEST) return VALUE_ERROR;
  const place =
    way === "exact" ? wildcardPlace(list, sought) : sortedPlace(list, sought, way === "rising" ? 1 : -1);
  return place < 0 ? NOT_AVAILABLE : place;
}

const match = sheetFunction("MATCH", ["scalar", "operand", "number~"], ([value, where, type = 1], around) => {
  const list = listOf(where, NOT_AVAILABLE, around);
  if (list instanceof ErrorValue) return list;
  if (type !== 0 && Math.abs(type) < 1) throw new NotComputed("MATCH with a type between -1 and 1");
  const place = oldPlace(list.values, value, type === 0 ? "exact" : type > 0 ? "rising" : "falling");
  return place instanceof ErrorValue ? place : place + 1;
});

/** VLOOKUP, and HLOOKUP with rows for columns. */
const tableLookup = (name: "VLOOKUP" | "HLOOKUP") =>
  sheetFunction(
    name,
    ["scalar", "operand", "number", "logical~"],
    ([value, where, number, isSorted = true], around) => {
      const table = blockOf(where);
      if (table instanceof ErrorValue) return table;
      const other = Math.trunc(number) - 1;
      if (other < 0) return VALUE_ERROR;
      if (other >= (name === "VLOOKUP" ? table.columns : table.rows)) return REFERENCE_ERROR;
      const line = firstLine(table, name === "VLOOKUP" ? "column" : "row", around);
      const place = oldPlace(line, value, isSorted ? "rising" : "exact");
      if (place instanceof ErrorValue) return place;
      return name === "VLOOKUP" ? valueAt(table, place, other, around) : valueAt(table, other, place, around);
    },
  );

const lookup = sheetFunction(
  "LOOKUP",
  ["scalar", "operand", "operand?"],
  ([value, where, results], around) => {
    const table = blockOf(where);
    if (table instanceof ErrorValue) return table;
    const isWide = table.columns > table.rows;
    const place = oldPlace(firstLine(table, isWide ? "row" : "column", around), value, "rising");
    if (results === undefined) {
      if (place instanceof ErrorValue) return place;
      return isWide
        ? valueAt(table, table.rows - 1, place, around)
        : valueAt(table, place, table.columns - 1, around);
    }
    const answers = blockOf(results);
    if (answers instanceof ErrorValue) return answers;
    if (answers.rows > 1 && answers.columns > 1) return NOT_AVAILABLE;
    if (table.rows > 1 && table.columns > 1) throw new NotComputed("LOOKUP in a table, with results");
    if (place instanceof ErrorValue) return place;
    if (place >= Math.max(answers.rows, answers.columns))
      throw new NotComputed("LOOKUP with fewer results than values");
    return answers.rows === 1 ? valueAt(answers, 0, place, around) : valueAt(answers, place, 0, around);
  },
  { arrays: true },
);

/** The place where XMATCH and XLOOKUP find a value; -1 is none. */
function newPlace(list: List, value: Sought | null, match: number, search: number): number | ErrorValue {
  const mode = Math.trunc(match);
  const way = Math.trunc(search);
  if (mode === 3) throw new NotComputed("a search by regular expressions");
  if (mode < -1 || mode > 2 || way === 0 || Math.abs(way) > 2) return VALUE_ERROR;
  const fromEnd = way === -1;
  const { values, length } = list;
  const isCut = length > values.cells.length;
  if (value === null) {
    if (mode !== 0 || Math.abs(way) === 2) throw new NotComputed("a search for a blank but for an exact one");
    return blankPlace(list, fromEnd);
  }
  if (Math.abs(way) === 2) {
    if (mode === 2) return VALUE_ERROR;
    if (isCut) throw new NotComputed("a search by halves among blank cells");
    return halvedPlace(values, value, mode as Nearest, way === 2 ? 1 : -1);
  }
  if (mode === 2) {
    if (typeof value === "string" && value.length > LONGEST)
      throw new NotComputed("a long text with wildcards");
    return wildcardPlace(values, value, fromEnd);
  }
  if (mode === 0) return exactPlace(values, value, fromEnd);
  return nearestPlace(values, value, mode < 0 ? -1 : 1, fromEnd, isCut);
}

/** A blank is found in blank cells; whether a 0 or an empty text is one is not known. */
function blankPlace({ values, length }: List, fromEnd: boolean): number {
  const isCut = length > values.cells.length;
  const blank = placeOf(values, (value) => value === null, fromEnd);
  const like = placeOf(values, (value) => value === null || value === 0 || value === "", fromEnd);
  if (isCut && fromEnd) return length - 1;
  const found = blank < 0 && isCut ? values.cells.length : blank;
  if (like >= 0 && like !== found) throw new NotComputed("a search for a blank beside a 0 or an empty text");
  return found;
}

const xmatch = sheetFunction(
  "XMATCH",
  ["scalar", "operand", "number?", "number?"],
  ([value, where, mode = 0, way = 1], around) => {
    const list = listOf(where, VALUE_ERROR, around);
    if (list instanceof ErrorValue) return list;
    const place = newPlace(list, value, mode, way);
    if (place instanceof ErrorValue) return place;
    return place < 0 ? NOT_AVAILABLE : place + 1;
  },
);

const xlookup = sheetFunction(
  "XLOOKUP",
  ["scalar", "operand", "operand", "operand?", "number?", "number?"],
  ([value, where, results, otherwise = NOT_AVAILABLE, mode = 0, way = 1], around) => {
    const list = listOf(where, VALUE_ERROR, around);
    if (list instanceof ErrorValue) return list;
    const answers = blockOf(results);
    if (answers instanceof ErrorValue) return answers;
    const inRow = list.length === 1 ? answers.rows > 1 : list.isRow;
    if ((inRow ? answers.columns : answers.rows) !== list.length) return VALUE_ERROR;
    const place = newPlace(list, value, mode, way);
    if (place instanceof ErrorValue) return place;
    if (place < 0) return otherwise;
    return inRow
      ? plain(part(answers, 0, place, answers.rows, 1))
      : plain(part(answers, place, 0, 1, answers.columns));
  },
);

/** An array of one value as the value. */
const plain = (block: Block): Operand =>
  block instanceof Matrix && block.cells.length === 1 ? block.at(0, 0) : block;

const index = sheetFunction(
  "INDEX",
  ["operand", "number", "number~", "number~"],
  ([where, rowNumber, columnNumber, areaNumber = 1]) => {
    const block = areaOf(where, Math.trunc(areaNumber));
    if (block instanceof ErrorValue) return block;
    let row = Math.trunc(rowNumber);
    let column = Math.trunc(columnNumber ?? 0);
    if (row < 0 || column < 0) return VALUE_ERROR;
    if (columnNumber === undefined) {
      if (block.rows === 1) [row, column] = [block.columns === 1 ? row : 0, block.columns === 1 ? 0 : row];
      else if (block.columns > 1 && block instanceof Area) return REFERENCE_ERROR;
    }
    if (row > block.rows || column > block.columns) return REFERENCE_ERROR;
    return plain(
      part(
        block,
        Math.max(row - 1, 0),
        Math.max(column - 1, 0),
        row === 0 ? block.rows : 1,
        column === 0 ? block.columns : 1,
      ),
    );
  },
  { arrays: true },
);

/** One of several areas of a sheet, from 1. */
function areaOf(operand: Operand, number: number): Block | ErrorValue {
  if (number < 1) return VALUE_ERROR;
  if (!(operand instanceof Areas)) {
    const block = blockOf(operand);
    return block instanceof ErrorValue || number === 1 ? block : REFERENCE_ERROR;
  }
  const { list } = operand;
  if (list.some(({ sheet }) => sheet !== list[0]?.sheet)) throw new NotComputed("INDEX of several sheets");
  return list[number - 1] ?? REFERENCE_ERROR;
}

const size = (name: string, count: (block: Block) => number) =>
  sheetFunction(name, ["operand"], ([operand]) => {
    if (operand instanceof Areas) throw new NotComputed(`${name} of several areas`);
    const block = blockOf(operand);
    return block instanceof ErrorValue ? block : count(block);
  });

const areas = sheetFunction("AREAS", ["reference"], ([reference]) =>
  reference instanceof Areas ? reference.list.length : 1,
);

/** Rows as columns. */
export function transposed(matrix: Matrix): Matrix {
  const cells: Scalar[] = [];
  for (let column = 0; column < matrix.columns; column++)
    for (let row = 0; row < matrix.rows; row++) cells.push(matrix.at(row, column));
  return new Matrix(matrix.columns, matrix.rows, cells);
}

/** All values of a block, also of one that ends beyond what its sheet has: that is not computed. */
export function wholeMatrix(block: Block, around: Surroundings): Matrix {
  const matrix = around.matrix(block);
  if (block instanceof Area && (matrix.rows < block.rows || matrix.columns < block.columns))
    throw new NotComputed("an array of all the rows or columns of a sheet");
  return matrix;
}

const transpose = sheetFunction("TRANSPOSE", ["operand"], ([operand], around) => {
  if (isScalar(operand)) return operand;
  const block = blockOf(operand);
  return block instanceof ErrorValue ? block : transposed(wholeMatrix(block, around));
});

export const LOOKUP_FUNCTIONS: readonly SheetFunction[] = [
  match,
  tableLookup("VLOOKUP"),
  tableLookup("HLOOKUP"),
  lookup,
  xmatch,
  xlookup,
  index,
  size("ROWS", ({ rows }) => rows),
  size("COLUMNS", ({ columns }) => columns),
  areas,
  transpose,
];
