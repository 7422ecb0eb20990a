import { repeatingFunction, sheetFunction, type SheetFunction, type Surroundings } from "../define";
import { toLogical } from "../convert";
import { ErrorValue, NOT_AVAILABLE, VALUE_ERROR, type Scalar } from "../scalar";
import { Area, Areas, Lambda, Matrix, OMITTED, type Operand } from "../values";

/** The truths in arguments: of ranges and arrays the numbers and truths, of single values all. */
function truths(
  args: readonly (Operand | undefined)[],
  around: Surroundings,
  visit: (truth: boolean) => void,
): ErrorValue | undefined {
  let count = 0;
  for (const arg of args) {
    if (arg === undefined || arg instanceof Lambda) return VALUE_ERROR;
    if (arg instanceof Area || arg instanceof Areas || arg instanceof Matrix) {
      const error = around.each(arg, (value) => {
        if (value instanceof ErrorValue) return value;
        if (typeof value !== "number" && typeof value !== "boolean") return undefined;
        count += 1;
        visit(value !== 0 && value !== false);
        return undefined;
      });
      if (error !== undefined) return error;
      continue;
    }
    const truth = arg === OMITTED ? false : toLogical(arg);
    if (truth instanceof ErrorValue) return truth;
    count += 1;
    visit(truth);
  }
  return count === 0 ? VALUE_ERROR : undefined;
}

const joined = (name: string, start: boolean, join: (all: boolean, next: boolean) => boolean) =>
  repeatingFunction(name, ["operand"], 1, (args, around) => {
    let all = start;
    const error = truths(args, around, (truth) => (all = join(all, truth)));
    return error ?? all;
  });

export const LOGICAL: readonly SheetFunction[] = [
  joined("AND", true, (all, next) => all && next),
  joined("OR", false, (all, next) => all || next),
  joined("XOR", false, (all, next) => all !== next),
  sheetFunction("NOT", ["logical"], ([truth]) => !truth),
  sheetFunction("TRUE", [], () => true),
  sheetFunction("FALSE", [], () => false),
  sheetFunction("NA", [], () => NOT_AVAILABLE),
];

const test = (name: string, holds: (value: Scalar) => boolean) =>
  sheetFunction(name, ["any"], ([value]) => holds(value));

const ERROR_TYPES = ["#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A", "#GETTING_DATA"];
const LATER_ERROR_TYPES: Readonly<Record<string, number>> = { "#SPILL!": 9, "#CALC!": 14 };

const isNotAvailable = (value: Scalar) => value instanceof ErrorValue && value.code === NOT_AVAILABLE.code;

/** Whether a number is even, its fraction cut off. */
const parity = (name: string, odd: boolean) =>
  sheetFunction(name, ["any"], ([value]) => {
    if (value instanceof ErrorValue) return value;
    if (typeof value === "boolean") return VALUE_ERROR;
    const number = value === null ? 0 : typeof value === "number" ? value : Number(value);
    if (!Number.isFinite(number) || value === "") return VALUE_ERROR;
    return Math.abs(Math.trunc(number)) % 2 === (odd ? 1 : 0);
  });

export const INFORMATION: readonly SheetFunction[] = [
  test("ISBLANK", (value) => value === null),
  test("ISERROR", (value) => value instanceof ErrorValue),
  test("ISERR", (value) => value instanceof ErrorValue && !isNotAvailable(value)),
  test("ISNA", isNotAvailable),
  test("ISNUMBER", (value) => typeof value === "number"),
  test("ISTEXT", (value) => typeof value === "string"),
  test("ISNONTEXT", (value) => typeof value !== "string"),
  test("ISLOGICAL", (value) => typeof value === "boolean"),
  parity("ISEVEN", false),
  parity("ISODD", true),
  sheetFunction("ERROR.TYPE", ["any"], ([value]) => {
    if (!(value instanceof ErrorValue)) return NOT_AVAILABLE;
    const place = ERROR_TYPES.indexOf(value.code);
    return place >= 0 ? place + 1 : (LATER_ERROR_TYPES[value.code] ?? NOT_AVAILABLE);
  }),
  sheetFunction("TYPE", ["operand"], ([value], around) => {
    if (value instanceof Lambda) return 128;
    if (value instanceof Areas) return 16;
    const matrix = around.matrix(value);
    if (matrix.cells.length > 1) return 64;
    const [cell = null] = matrix.cells;
    if (cell instanceof ErrorValue) return 16;
    return typeof cell === "string" ? 2 : typeof cell === "boolean" ? 4 : 1;
  }),
];
