import { toLogical, toNumber, toText } from "./convert";
import type { Parameter, ParameterKind, SheetFunction, Surroundings } from "./define";
import { ErrorValue, NOT_AVAILABLE, NUMBER_ERROR, VALUE_ERROR, type Scalar } from "./scalar";
import {
  Area,
  Areas,
  isScalar,
  Lambda,
  Matrix,
  NotComputed,
  OMITTED,
  type Operand,
  type Whole,
} from "./values";

// How a function gets its arguments: converted, and for each cell of a range where it takes one value.

/** More cells are no result of Excel's. */
const MOST_CELLS = 5_000_000;

interface Slot {
  readonly kind: ParameterKind;
  readonly optional: boolean;
  /** Whether it is a blank cell between commas, not left out. */
  readonly isBlankBetween: boolean;
  readonly lifts: boolean;
}

const LIFTED: readonly ParameterKind[] = ["number", "text", "logical", "scalar", "any"];

function slotOf(parameter: Parameter): Slot {
  const isBlankBetween = parameter.endsWith("~");
  const optional = isBlankBetween || parameter.endsWith("?");
  const kind = (optional ? parameter.slice(0, -1) : parameter) as ParameterKind;
  return { kind, optional, isBlankBetween, lifts: LIFTED.includes(kind) };
}

/** A function with its arguments' rules read once. */
export interface Callable {
  readonly name: string;
  readonly least: number;
  readonly most: number;
  readonly arrays: boolean;
  /** Whether an argument is for one value, so that a formula of the old kind takes the cell of a range in its own row. */
  lifts(index: number): boolean;
  call(args: readonly Operand[], around: Surroundings): Operand;
}

/** Excel takes 255 arguments. */
const MOST_ARGUMENTS = 255;

export function callable(fn: SheetFunction): Callable {
  const slots = fn.parameters.map(slotOf);
  const first = slots.length - fn.repeats;
  const slotAt = (index: number): Slot => {
    const place = index < slots.length || fn.repeats === 0 ? index : first + ((index - first) % fn.repeats);
    const slot = slots[place];
    if (slot === undefined) throw new Error(`${fn.name} has no argument ${index + 1}`);
    return slot;
  };
  const least = slots.filter(({ optional }) => !optional).length;
  const most = fn.repeats > 0 ? MOST_ARGUMENTS : slots.length;
  const compute = fn.compute as (args: readonly unknown[], around: Surroundings) => Operand;
  return {
    name: fn.name,
    least,
    most,
    arrays: fn.arrays,
    lifts: (index) => slotAt(index).lifts && !fn.refusesRanges,
    call(args, around) {
      const given: unknown[] = [];
      const over: { index: number; matrix: Matrix }[] = [];
      for (let index = 0; index < Math.max(args.length, slots.length); index++) {
        if (index >= slots.length && index >= args.length) break;
        const slot = slotAt(index);
        const arg = index < args.length ? args[index] : undefined;
        if (arg === undefined || (arg === OMITTED && slot.optional && !slot.isBlankBetween)) {
          given.push(undefined);
          continue;
        }
        if (!slot.lifts) {
          const value = wholeArgument(slot.kind, arg === OMITTED ? null : complete(arg, fn), around);
          if (value instanceof ErrorValue) return value;
          given.push(value instanceof Passed ? value.error : value);
          continue;
        }
        const plain = arg === OMITTED ? null : arg;
        if (isScalar(plain)) {
          given.push(plain);
        } else if (plain instanceof Lambda || plain instanceof Areas) {
          return VALUE_ERROR;
        } else {
          if (fn.refusesRanges && plain instanceof Area && plain.rows * plain.columns > 1) return VALUE_ERROR;
          const matrix = around.matrix(plain);
          if (matrix.cells.length === 1 && matrix.whole === undefined) given.push(matrix.cells[0] ?? null);
          else {
            over.push({ index, matrix });
            given.push(null);
          }
        }
      }
      if (over.length === 0) return one(given);
      return lifted(over, given);

      function one(values: readonly unknown[]): Operand {
        const converted: unknown[] = [];
        for (let index = 0; index < values.length; index++) {
          const slot = slotAt(index);
          const value = values[index];
          if (!slot.lifts || value === undefined) {
            converted.push(value);
            continue;
          }
          const result = convertedTo(slot.kind, value as Scalar, around.dateOffset);
          if (result instanceof ErrorValue && slot.kind !== "any") return result;
          converted.push(result);
        }
        const answer = compute(converted, around);
        return typeof answer === "number" ? finite(answer) : answer;
      }

      function lifted(over: readonly { index: number; matrix: Matrix }[], values: unknown[]): Operand {
        const row = [...values];
        return overPlaces(
          over.map(({ matrix }) => matrix),
          (r, c) => {
            let isOutside = false;
            for (const { index, matrix } of over) {
              const value = broadcast(matrix, r, c);
              if (value === undefined) isOutside = true;
              else row[index] = value;
            }
            return isOutside ? NOT_AVAILABLE : firstOf(one(row), around);
          },
        );
      }
    },
  };
}

/** The size of what operands of several sizes give together; undefined where it is more than Excel has. */
export function shapeOf(matrices: readonly Matrix[]): { rows: number; columns: number } | undefined {
  let rows = 1;
  let columns = 1;
  for (const matrix of matrices) {
    rows = Math.max(rows, matrix.rows);
    columns = Math.max(columns, matrix.columns);
  }
  return rows * columns > MOST_CELLS ? undefined : { rows, columns };
}

/** A value of a matrix that is repeated where it has one row or one column; undefined outside, which is #N/A. */
export function broadcast(matrix: Matrix, row: number, column: number): Scalar | undefined {
  const { whole } = matrix;
  const { rows, columns } = whole ?? matrix;
  const r = rows === 1 ? 0 : row;
  const c = columns === 1 ? 0 : column;
  if (r < matrix.rows && c < matrix.columns) return matrix.at(r, c);
  return whole !== undefined && r < rows && c < columns ? whole.rest : undefined;
}

/** A value for each place of matrices together; of whole columns, up to where the sheet ends, and what all others are. */
export function overPlaces(
  matrices: readonly Matrix[],
  compute: (row: number, column: number) => Scalar,
): Matrix | ErrorValue {
  const shape = shapeOf(matrices);
  if (shape === undefined) return VALUE_ERROR;
  const { rows, columns } = shape;
  const cells: Scalar[] = [];
  for (let row = 0; row < rows; row++)
    for (let column = 0; column < columns; column++) cells.push(compute(row, column));
  if (matrices.every(({ whole }) => whole === undefined)) return new Matrix(rows, columns, cells);
  const size = wholeSize(matrices, rows, columns);
  const rest = new Set<Scalar>();
  const add = (row: number, column: number) => {
    const value = compute(row, column);
    rest.add(
      value instanceof ErrorValue ? ([...rest].find((other) => isSameError(other, value)) ?? value) : value,
    );
  };
  if (size.rows > rows) for (let column = 0; column < columns; column++) add(rows, column);
  if (size.columns > columns) for (let row = 0; row < rows; row++) add(row, columns);
  if (size.rows > rows && size.columns > columns) add(rows, columns);
  const [value = null] = rest;
  if (rest.size > 1)
    throw new NotComputed("whole columns with several values beyond the last cell of a sheet");
  return new Matrix(rows, columns, cells, rest.size === 0 ? undefined : { ...size, rest: value });
}

const isSameError = (a: Scalar, b: ErrorValue) => a instanceof ErrorValue && a.code === b.code;

/** The size of what whole columns or rows give together; all places beyond `rows` and `columns` are alike. */
function wholeSize(matrices: readonly Matrix[], rows: number, columns: number) {
  const sizeOf = (own: (matrix: Matrix) => number, along: (whole: Whole) => number, least: number) => {
    const cut = matrices.flatMap((matrix) =>
      matrix.whole !== undefined && along(matrix.whole) > own(matrix) ? [along(matrix.whole)] : [],
    );
    if (cut.some((size) => size !== cut[0]))
      throw new NotComputed("whole columns beside others that are shorter");
    return Math.max(least, cut[0] ?? 0);
  };
  return {
    rows: sizeOf(
      (matrix) => matrix.rows,
      (whole) => whole.rows,
      rows,
    ),
    columns: sizeOf(
      (matrix) => matrix.columns,
      (whole) => whole.columns,
      columns,
    ),
  };
}

/** A matrix with all its places. */
export function completed(matrix: Matrix): Matrix {
  const { rows, columns, whole } = matrix;
  if (whole === undefined) return matrix;
  if (whole.rows * whole.columns > MOST_CELLS)
    throw new NotComputed("an array of too many whole columns or rows");
  const cells = new Array<Scalar>(whole.rows * whole.columns).fill(whole.rest);
  for (let row = 0; row < rows; row++)
    for (let column = 0; column < columns; column++)
      cells[row * whole.columns + column] = matrix.at(row, column);
  return new Matrix(whole.rows, whole.columns, cells);
}

/** An array for a function: with all its places, but where more of nothing changes nothing. */
function complete(arg: Operand, { ignoresNothing }: SheetFunction): Operand {
  if (!(arg instanceof Matrix) || arg.whole === undefined) return arg;
  const { rest } = arg.whole;
  return ignoresNothing && (rest === null || rest === 0 || rest === false || rest === "")
    ? arg
    : completed(arg);
}

/** A result that is no number is #NUM!. */
export const finite = (value: number): number | ErrorValue =>
  Number.isFinite(value) ? value + 0 : NUMBER_ERROR;

/** What stays of a result in one place of an array: its first value. */
export function firstOf(operand: Operand, around: Surroundings): Scalar {
  if (operand === OMITTED) return 0;
  if (isScalar(operand)) return operand;
  if (operand instanceof Lambda || operand instanceof Areas) return VALUE_ERROR;
  if (operand instanceof Area) return around.matrix(operand).at(0, 0);
  return operand.at(0, 0);
}

/** An error that a function takes as an argument. */
class Passed {
  constructor(readonly error: ErrorValue) {}
}

function wholeArgument(kind: ParameterKind, arg: Operand, around: Surroundings): unknown {
  switch (kind) {
    case "matrix":
      return arg instanceof Lambda || arg instanceof Areas ? VALUE_ERROR : completed(around.matrix(arg));
    case "reference":
      return arg instanceof Area || arg instanceof Areas
        ? arg
        : arg instanceof ErrorValue
          ? arg
          : VALUE_ERROR;
    case "lambda":
      return arg instanceof Lambda ? arg : arg instanceof ErrorValue ? arg : VALUE_ERROR;
    default:
      return arg instanceof ErrorValue ? new Passed(arg) : arg;
  }
}

function convertedTo(kind: ParameterKind, value: Scalar, dateOffset: number): Scalar {
  switch (kind) {
    case "number":
      return toNumber(value, dateOffset);
    case "text":
      return toText(value);
    case "logical":
      return toLogical(value);
    default:
      return value;
  }
}
