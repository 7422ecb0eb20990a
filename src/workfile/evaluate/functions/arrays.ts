import { greatest } from "../../../core/numeric/extremes";
import { toLogical, toNumber } from "../convert";
import { repeatingFunction, sheetFunction, type SheetFunction, type Surroundings } from "../define";
import { orderOfTexts, textKey } from "../textOrder";
import {
  CALCULATION_ERROR,
  DIVISION_BY_ZERO,
  ErrorValue,
  NOT_AVAILABLE,
  NUMBER_ERROR,
  VALUE_ERROR,
  type Scalar,
} from "../scalar";
import { isScalar, Matrix, NotComputed, type Operand } from "../values";
import { blockOf, part, transposed, wholeMatrix, type Block } from "./lookup";

// Functions that make arrays, and that take them apart, join, filter and sort them.

/** More cells are no array of Excel's. */
const MOST_CELLS = 5_000_000;
const [MOST_ROWS, MOST_COLUMNS] = [1_048_576, 16_384];

const sequence = sheetFunction(
  "SEQUENCE",
  ["number?", "number?", "number?", "number?"],
  ([rowCount = 1, columnCount = 1, start = 1, step = 1]) => {
    const [rows, columns] = [Math.trunc(rowCount), Math.trunc(columnCount)];
    if (rows < 0 || columns < 0) return VALUE_ERROR;
    if (rows === 0 || columns === 0) return CALCULATION_ERROR;
    if (rows > MOST_ROWS || columns > MOST_COLUMNS || rows * columns > MOST_CELLS)
      throw new NotComputed("SEQUENCE of more cells than a sheet has");
    const cells: number[] = [];
    for (let index = 0; index < rows * columns; index++) cells.push(start + index * step + 0);
    return new Matrix(rows, columns, cells);
  },
);

/** All values of an operand, or the error that it is or gives. */
function matrixOf(operand: Operand, around: Surroundings): Matrix | ErrorValue {
  const block = blockOf(operand);
  return block instanceof ErrorValue ? block : wholeMatrix(block, around);
}

const vstack = repeatingFunction("VSTACK", ["operand", "operand~"], 1, (operands, around) => {
  const matrices = matricesOf(operands, around);
  if (matrices instanceof ErrorValue) return matrices;
  const columns = greatest(matrices.map((matrix) => matrix.columns));
  let cells: readonly Scalar[] = [];
  for (const matrix of matrices) cells = cells.concat(widened(matrix, columns));
  return new Matrix(cells.length / columns, columns, cells);
});

const hstack = repeatingFunction("HSTACK", ["operand", "operand~"], 1, (operands, around) => {
  const matrices = matricesOf(operands, around);
  if (matrices instanceof ErrorValue) return matrices;
  const rows = greatest(matrices.map((matrix) => matrix.rows));
  const cells: Scalar[] = [];
  for (let row = 0; row < rows; row++)
    for (const matrix of matrices)
      for (let column = 0; column < matrix.columns; column++)
        cells.push(row < matrix.rows ? matrix.at(row, column) : NOT_AVAILABLE);
  return new Matrix(rows, cells.length / rows, cells);
});

/** What is to stand in one array. */
function matricesOf(
  operands: readonly (Operand | undefined)[],
  around: Surroundings,
): readonly Matrix[] | ErrorValue {
  const matrices: Matrix[] = [];
  for (const operand of operands) {
    if (operand === undefined) continue;
    const matrix = operand instanceof ErrorValue ? new Matrix(1, 1, [operand]) : matrixOf(operand, around);
    if (matrix instanceof ErrorValue) return matrix;
    matrices.push(matrix);
  }
  return matrices;
}

/** The values of an array, of which narrower rows are filled with #N/A. */
function widened(matrix: Matrix, columns: number): readonly Scalar[] {
  if (matrix.columns === columns) return matrix.cells;
  const cells: Scalar[] = [];
  for (let row = 0; row < matrix.rows; row++)
    for (let column = 0; column < columns; column++)
      cells.push(column < matrix.columns ? matrix.at(row, column) : NOT_AVAILABLE);
  return cells;
}

/** An array of one value as the value. */
const plain = (block: Block): Operand =>
  block instanceof Matrix && block.cells.length === 1 ? block.at(0, 0) : block;

/** What TAKE takes of a number of rows: from the start, or with a number below 0 from the end. */
function taken(count: number, size: number): [first: number, length: number] {
  const length = Math.min(Math.abs(Math.trunc(count)), size);
  return [count < 0 ? size - length : 0, length];
}

/** What DROP leaves. */
function left(count: number, size: number): [first: number, length: number] {
  const dropped = Math.abs(Math.trunc(count));
  return [count > 0 ? dropped : 0, size - dropped];
}

const ends = (name: string, along: typeof taken, all: number) =>
  sheetFunction(name, ["operand", "number?", "number?"], ([operand, rows, columns]) => {
    const block = blockOf(operand);
    if (block instanceof ErrorValue) return block;
    const [top, height] = along(rows ?? all, block.rows);
    const [first, width] = along(columns ?? all, block.columns);
    if (height <= 0 || width <= 0) return CALCULATION_ERROR;
    return plain(part(block, top, first, height, width));
  });

const expand = sheetFunction(
  "EXPAND",
  ["operand", "number?", "number?", "any?"],
  ([operand, rowCount, columnCount, filling = NOT_AVAILABLE], around) => {
    const matrix = matrixOf(operand, around);
    if (matrix instanceof ErrorValue) return matrix;
    const rows = Math.trunc(rowCount ?? matrix.rows);
    const columns = Math.trunc(columnCount ?? matrix.columns);
    if (rows < matrix.rows || columns < matrix.columns) return VALUE_ERROR;
    if (rows > MOST_ROWS || columns > MOST_COLUMNS || rows * columns > MOST_CELLS)
      throw new NotComputed("EXPAND to more cells than a sheet has");
    const cells: Scalar[] = [];
    for (let row = 0; row < rows; row++)
      for (let column = 0; column < columns; column++)
        cells.push(row < matrix.rows && column < matrix.columns ? matrix.at(row, column) : filling);
    return plain(new Matrix(rows, columns, cells));
  },
);

const chooseRows = repeatingFunction(
  "CHOOSEROWS",
  ["operand", "operand"],
  1,
  ([operand = null, ...numbers], around) => {
    const matrix = matrixOf(operand, around);
    return matrix instanceof ErrorValue ? matrix : chosen(matrix, numbers, around);
  },
);

const chooseColumns = repeatingFunction(
  "CHOOSECOLS",
  ["operand", "operand"],
  1,
  ([operand = null, ...numbers], around) => {
    const matrix = matrixOf(operand, around);
    if (matrix instanceof ErrorValue) return matrix;
    const columns = chosen(transposed(matrix), numbers, around);
    return columns instanceof Matrix ? transposed(columns) : columns;
  },
);

/** Rows by their numbers, those below 0 from the end. */
function chosen(matrix: Matrix, numbers: readonly Operand[], around: Surroundings): Matrix | ErrorValue {
  const rows: number[] = [];
  for (const operand of numbers) {
    const list = matrixOf(operand, around);
    if (list instanceof ErrorValue) return list;
    for (const value of list.cells) {
      const number = toNumber(value);
      if (number instanceof ErrorValue) return number;
      const whole = Math.trunc(number);
      if (whole === 0 || Math.abs(whole) > matrix.rows) return VALUE_ERROR;
      rows.push(whole > 0 ? whole - 1 : matrix.rows + whole);
    }
  }
  return rowsOf(matrix, rows);
}

function rowsOf(matrix: Matrix, rows: readonly number[]): Matrix {
  const cells: Scalar[] = [];
  for (const row of rows)
    for (let column = 0; column < matrix.columns; column++) cells.push(matrix.at(row, column));
  return new Matrix(rows.length, matrix.columns, cells);
}

const line = (name: "TOCOL" | "TOROW") =>
  sheetFunction(
    name,
    ["operand", "number?", "logical?"],
    ([operand, ignored = 0, byColumn = false], around) => {
      const ignore = Math.trunc(ignored);
      if (ignore < 0 || ignore > 3) return VALUE_ERROR;
      const withoutBlanks = ignore % 2 === 1;
      const block = operand instanceof ErrorValue ? new Matrix(1, 1, [operand]) : blockOf(operand);
      if (block instanceof ErrorValue) return block;
      // What a sheet does not have is blank.
      const all = withoutBlanks ? around.matrix(block) : wholeMatrix(block, around);
      const values = (byColumn ? transposed(all) : all).cells.filter(
        (value) => !(value === null && withoutBlanks) && !(value instanceof ErrorValue && ignore >= 2),
      );
      if (values.length === 0) return CALCULATION_ERROR;
      return plain(
        name === "TOCOL" ? new Matrix(values.length, 1, values) : new Matrix(1, values.length, values),
      );
    },
  );

const wrap = (name: "WRAPROWS" | "WRAPCOLS") =>
  sheetFunction(name, ["operand", "number", "any?"], ([operand, count, filling = NOT_AVAILABLE], around) => {
    const matrix = matrixOf(operand, around);
    if (matrix instanceof ErrorValue) return matrix;
    if (matrix.rows > 1 && matrix.columns > 1) return VALUE_ERROR;
    const length = Math.trunc(count);
    if (length < 1) return NUMBER_ERROR;
    // What does not fill one line is returned as it is.
    const width = Math.min(length, matrix.cells.length);
    const lines = Math.ceil(matrix.cells.length / width);
    const cells = [...matrix.cells];
    while (cells.length < lines * width) cells.push(filling);
    const rows = new Matrix(lines, width, cells);
    return plain(name === "WRAPROWS" ? rows : transposed(rows));
  });

const filter = sheetFunction(
  "FILTER",
  ["operand", "operand", "operand?"],
  ([operand, conditions, otherwise = CALCULATION_ERROR], around) => {
    const [block, tests] = [blockOf(operand), blockOf(conditions)];
    if (block instanceof ErrorValue) return block;
    if (tests instanceof ErrorValue) return tests;
    // Of whole columns, both end where the sheet does, and none beyond it is taken.
    const [matrix, include] = [around.matrix(block), around.matrix(tests)];
    if ((matrix.whole === undefined) !== (include.whole === undefined))
      throw new NotComputed("FILTER of whole columns or rows by others");
    const isRows = include.columns === 1 && include.rows === matrix.rows;
    if (!isRows && !(include.rows === 1 && include.columns === matrix.columns)) {
      wholeMatrix(block, around);
      wholeMatrix(tests, around);
      return VALUE_ERROR;
    }
    const places: number[] = [];
    for (const [place, value] of include.cells.entries()) {
      if (typeof value === "string" && typeof toLogical(value) === "boolean")
        throw new NotComputed("FILTER by texts");
      const isIn = toLogical(value);
      if (isIn instanceof ErrorValue) return isIn;
      if (isIn) places.push(place);
    }
    if (places.length === 0) return otherwise;
    return plain(isRows ? rowsOf(matrix, places) : transposed(rowsOf(transposed(matrix), places)));
  },
  { ignoresNothing: true },
);

/** Which values come first, where they are of several types; blank cells are last in either direction. */
const rank = (value: Scalar) =>
  typeof value === "number" ? 0 : typeof value === "string" ? 1 : typeof value === "boolean" ? 2 : 3;

/** Below 0 where `a` comes first: numbers, texts, FALSE, TRUE, errors, or the other way round, and then blanks. */
function sortOrder(a: Scalar, b: Scalar, direction: number): number {
  if (a === null || b === null) return Number(a === null) - Number(b === null);
  const ranks = rank(a) - rank(b);
  if (ranks !== 0) return ranks * direction;
  if (a instanceof ErrorValue || b instanceof ErrorValue) {
    if (a instanceof ErrorValue && b instanceof ErrorValue && a.code === b.code) return 0;
    throw new NotComputed("the order of different errors is not known");
  }
  if (typeof a === "string" && typeof b === "string") {
    const order = orderOfTexts(a, b);
    if (order === undefined) throw new NotComputed("the order of texts with such signs is not known");
    return order * direction;
  }
  return (Number(a) - Number(b)) * direction;
}

interface Key {
  readonly values: readonly Scalar[];
  readonly direction: number;
}

/** The rows in the order of the keys, each of which has a value for each row; equals stay as they are. */
function sortedRows(matrix: Matrix, keys: readonly Key[]): Matrix {
  const rows = Array.from({ length: matrix.rows }, (_, row) => row);
  rows.sort((a, b) => {
    for (const { values, direction } of keys) {
      const order = sortOrder(values[a] ?? null, values[b] ?? null, direction);
      if (order !== 0) return order;
    }
    return a - b;
  });
  return rowsOf(matrix, rows);
}

const isDirection = (number: number) => number === 1 || number === -1;

/** Whole numbers, or the error that one of them is. */
function wholeNumbers(operand: Operand, around: Surroundings): readonly number[] | ErrorValue {
  const matrix = matrixOf(operand, around);
  if (matrix instanceof ErrorValue) return matrix;
  const numbers: number[] = [];
  for (const value of matrix.cells) {
    const number = toNumber(value);
    if (number instanceof ErrorValue) return number;
    numbers.push(Math.trunc(number));
  }
  return numbers;
}

const sort = sheetFunction(
  "SORT",
  ["operand", "operand?", "operand?", "logical?"],
  ([operand, columns = 1, orders = 1, byColumn = false], around) => {
    const matrix = matrixOf(operand, around);
    if (matrix instanceof ErrorValue) return matrix;
    const indexes = wholeNumbers(columns, around);
    if (indexes instanceof ErrorValue) return indexes;
    const directions = wholeNumbers(orders, around);
    if (directions instanceof ErrorValue) return directions;
    const rows = byColumn ? transposed(matrix) : matrix;
    if (!directions.every(isDirection)) return VALUE_ERROR;
    if (indexes.some((index) => index < 1 || index > rows.columns)) return VALUE_ERROR;
    // One order that is left out or 1 is that of all.
    if (directions.length !== indexes.length && !(directions.length === 1 && directions[0] === 1))
      throw new NotComputed("SORT by another number of orders than of columns");
    const keys = indexes.map((index, place) => ({
      values: Array.from({ length: rows.rows }, (_, row) => rows.at(row, index - 1)),
      direction: directions[place] ?? 1,
    }));
    const sorted = sortedRows(rows, keys);
    return plain(byColumn ? transposed(sorted) : sorted);
  },
);

const sortBy = repeatingFunction(
  "SORTBY",
  ["operand", "operand", "number?"],
  2,
  ([operand = null, ...rest], around) => {
    const matrix = matrixOf(operand, around);
    if (matrix instanceof ErrorValue) return matrix;
    const keys: Key[] = [];
    let isRows: boolean | undefined;
    for (let index = 0; index < rest.length; index += 2) {
      const by = matrixOf(rest[index] ?? null, around);
      if (by instanceof ErrorValue) return by;
      const direction = rest[index + 1] ?? 1;
      if (typeof direction !== "number" || !isDirection(Math.trunc(direction))) return VALUE_ERROR;
      const isColumn = by.columns === 1 && by.rows === matrix.rows;
      const isRow = by.rows === 1 && by.columns === matrix.columns;
      if (!isColumn && !isRow) return VALUE_ERROR;
      // Of a list of one, either goes.
      if (isColumn !== isRow) {
        if (isRows !== undefined && isRows !== isColumn) return VALUE_ERROR;
        isRows = isColumn;
      }
      keys.push({ values: by.cells, direction: Math.trunc(direction) });
    }
    return plain(
      (isRows ?? true) ? sortedRows(matrix, keys) : transposed(sortedRows(transposed(matrix), keys)),
    );
  },
);

/** The same for values that UNIQUE takes for the same, given what blank cells are. */
function keyOf(value: Scalar, blank: string): string {
  if (value === null) return blank;
  if (value instanceof ErrorValue) return `error ${value.code}`;
  if (typeof value === "string") return `text ${textKey(value)}`;
  return `${typeof value} ${String(value)}`;
}

const BLANKS = ["blank", "number 0", "text "];

const unique = sheetFunction(
  "UNIQUE",
  ["operand", "logical?", "logical?"],
  ([operand, byColumn = false, once = false], around) => {
    const matrix = byColumn ? matrixOf(operand, around) : matrixToLastBlank(operand, around);
    if (matrix instanceof ErrorValue) return matrix;
    const rows = byColumn ? transposed(matrix) : matrix;
    const [places = [], ...others] = BLANKS.map((blank) => uniqueRows(rows, once, blank));
    if (others.some(({ length }) => length !== places.length))
      throw new NotComputed("UNIQUE of blank cells beside 0 or empty texts");
    if (places.length === 0) return CALCULATION_ERROR;
    const found = rowsOf(rows, places);
    return plain(byColumn ? transposed(found) : found);
  },
);

/** Of whole columns, the rows up to the last that the sheet has and two more, since all that follow are the same. */
function matrixToLastBlank(operand: Operand, around: Surroundings): Matrix | ErrorValue {
  const block = blockOf(operand);
  if (block instanceof ErrorValue) return block;
  const matrix = around.matrix(block);
  if (matrix.columns < block.columns) return wholeMatrix(block, around);
  const more = Math.min(block.rows - matrix.rows, 2);
  if (more === 0) return matrix;
  const blanks = new Array<Scalar>(more * matrix.columns).fill(null);
  return new Matrix(matrix.rows + more, matrix.columns, matrix.cells.concat(blanks));
}

/** The first of each of the same rows, or the rows that there are once. */
function uniqueRows(matrix: Matrix, once: boolean, blank: string): number[] {
  const places = new Map<string, number>();
  const repeated = new Set<string>();
  for (let row = 0; row < matrix.rows; row++) {
    const values: string[] = [];
    for (let column = 0; column < matrix.columns; column++) values.push(keyOf(matrix.at(row, column), blank));
    const key = JSON.stringify(values);
    if (places.has(key)) repeated.add(key);
    else places.set(key, row);
  }
  return [...places].filter(([key]) => !(once && repeated.has(key))).map(([, row]) => row);
}

const trimRange = sheetFunction(
  "TRIMRANGE",
  ["operand", "number?", "number?"],
  ([operand, rowEnds = 3, columnEnds = 3], around) => {
    const block = blockOf(operand);
    if (block instanceof ErrorValue) return block;
    const [inRows, inColumns] = [Math.trunc(rowEnds), Math.trunc(columnEnds)];
    if ([inRows, inColumns].some((where) => where < 0 || where > 3)) return VALUE_ERROR;
    const used = around.matrix(block);
    let [top, bottom, start, end] = [Infinity, -1, Infinity, -1];
    for (let row = 0; row < used.rows; row++)
      for (let column = 0; column < used.columns; column++)
        if (used.at(row, column) !== null) {
          top = Math.min(top, row);
          bottom = row;
          start = Math.min(start, column);
          end = Math.max(end, column);
        }
    if (bottom < 0) throw new NotComputed("TRIMRANGE of blank cells");
    // 1 trims the start, 2 the end, 3 both.
    if (inRows % 2 === 0) top = 0;
    if (inRows < 2) bottom = block.rows - 1;
    if (inColumns % 2 === 0) start = 0;
    if (inColumns < 2) end = block.columns - 1;
    return plain(part(block, top, start, bottom - top + 1, end - start + 1));
  },
);

const percentOf = sheetFunction("PERCENTOF", ["operand", "operand"], ([subset, all], around) => {
  const share = total(subset, around);
  if (share instanceof ErrorValue) return share;
  const whole = total(all, around);
  if (whole instanceof ErrorValue) return whole;
  return whole === 0 ? DIVISION_BY_ZERO : share / whole;
});

/** The sum of the numbers of ranges and arrays. */
function total(operand: Operand, around: Surroundings): number | ErrorValue {
  if (isScalar(operand) && typeof operand !== "number" && !(operand instanceof ErrorValue))
    throw new NotComputed("PERCENTOF of a single value that is no number");
  let found = 0;
  const error = around.each(operand, (value) => {
    if (value instanceof ErrorValue) return value;
    if (typeof value === "number") found += value;
    return undefined;
  });
  return error ?? found;
}

export const ARRAY_FUNCTIONS: readonly SheetFunction[] = [
  sequence,
  vstack,
  hstack,
  ends("TAKE", taken, Infinity),
  ends("DROP", left, 0),
  expand,
  chooseRows,
  chooseColumns,
  line("TOCOL"),
  line("TOROW"),
  wrap("WRAPROWS"),
  wrap("WRAPCOLS"),
  filter,
  sort,
  sortBy,
  unique,
  trimRange,
  percentOf,
];
