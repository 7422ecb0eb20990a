import { toLogical, toNumber, toText } from "./convert";
import type { Parameter, ParameterKind, SheetFunction, Surroundings } from "./define";
import { ErrorValue, NOT_AVAILABLE, NUMBER_ERROR, VALUE_ERROR, type Scalar } from "./scalar";
import { Area, Areas, isScalar, Lambda, Matrix, OMITTED, type Operand } from "./values";

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
          const value = wholeArgument(slot.kind, arg === OMITTED ? null : arg, around);
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
          if (matrix.cells.length === 1) given.push(matrix.cells[0] ?? null);
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
        const cells: Scalar[] = [];
        const shape = shapeOf(over.map(({ matrix }) => matrix));
        if (shape === undefined) return VALUE_ERROR;
        const row = [...values];
        for (let r = 0; r < shape.rows; r++)
          for (let c = 0; c < shape.columns; c++) {
            let isOutside = false;
            for (const { index, matrix } of over) {
              const value = broadcast(matrix, r, c);
              if (value === undefined) isOutside = true;
              else row[index] = value;
            }
            cells.push(isOutside ? NOT_AVAILABLE : firstOf(one(row), around));
          }
        return new Matrix(shape.rows, shape.columns, cells);
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
  const r = matrix.rows === 1 ? 0 : row;
  const c = matrix.columns === 1 ? 0 : column;
  return r < matrix.rows && c < matrix.columns ? matrix.at(r, c) : undefined;
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
      return arg instanceof Lambda || arg instanceof Areas ? VALUE_ERROR : around.matrix(arg);
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
