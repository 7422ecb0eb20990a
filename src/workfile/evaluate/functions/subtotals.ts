import { repeatingFunction, type SheetFunction, type Surroundings } from "../define";
import { ErrorValue, NUMBER_ERROR, VALUE_ERROR, type Scalar } from "../scalar";
import { Area, Areas, isScalar, Matrix, NotComputed, type Operand } from "../values";
import { toNumber } from "../convert";
import { deviation, mean, total, variance } from "./deviations";
import {
  exclusivePercentile,
  exclusiveQuartile,
  inclusivePercentile,
  inclusiveQuartile,
  inPlace,
  median,
  mode,
} from "./order";

// SUBTOTAL and AGGREGATE: functions by number, of cells without those that are left out.

type Reduction = (numbers: Float64Array) => number | ErrorValue;

const greatest: Reduction = (numbers) => numbers.reduce((a, b) => Math.max(a, b), numbers[0] ?? 0);
const least: Reduction = (numbers) => numbers.reduce((a, b) => Math.min(a, b), numbers[0] ?? 0);
const product: Reduction = (numbers) => (numbers.length === 0 ? 0 : numbers.reduce((a, b) => a * b, 1));

/** By their numbers from 1; the third is COUNTA, which does not only count numbers. */
const REDUCTIONS: readonly Reduction[] = [
  mean,
  (numbers) => numbers.length,
  (numbers) => numbers.length,
  greatest,
  least,
  product,
  (numbers) => deviation(numbers, "sample"),
  (numbers) => deviation(numbers, "all"),
  total,
  (numbers) => variance(numbers, "sample"),
  (numbers) => variance(numbers, "all"),
  median,
  mode,
];
const COUNTA = 3;
/** SUBTOTAL has the first of them. */
const LAST_OF_SUBTOTAL = 11;

/** By their numbers from 14. */
const WITH_NUMBER: readonly ((numbers: Float64Array, x: number) => number | ErrorValue)[] = [
  (numbers, place) => inPlace(numbers, place, "greatest"),
  (numbers, place) => inPlace(numbers, place, "least"),
  inclusivePercentile,
  inclusiveQuartile,
  exclusivePercentile,
  exclusiveQuartile,
];
const FIRST_WITH_NUMBER = 14;

interface LeftOut {
  readonly hidden: boolean;
  readonly errors: boolean;
  /** Cells that are subtotals themselves, and what the function that asks is called. */
  readonly nested: "SUBTOTAL" | "AGGREGATE" | undefined;
}

/** Visits the values of cells that are not left out. */
function eachKept(
  areas: readonly Area[],
  leftOut: LeftOut,
  around: Surroundings,
  visit: (value: Scalar) => ErrorValue | undefined,
): ErrorValue | undefined {
  for (const area of areas) {
    const matrix = around.matrix(area);
    for (let row = 0; row < matrix.rows; row++) {
      if (isLeftOut(area, area.top + row, leftOut, around)) continue;
      for (let column = 0; column < matrix.columns; column++) {
        const { nested } = leftOut;
        if (nested !== undefined && isSubtotal(area, row, column, nested)) continue;
        const error = visit(matrix.at(row, column));
        if (error !== undefined) return error;
      }
    }
  }
  return undefined;
}

/**
 * Whether a row is hidden and therefore left out. A file does not say whether a filter or a hand hides a row, and for the
 * functions that keep hidden rows Excel leaves out those that a filter hides.
 */
function isLeftOut({ sheet }: Area, row: number, { hidden }: LeftOut, around: Surroundings): boolean {
  if (around.isHidden === undefined) throw new NotComputed("it is not known which rows are hidden");
  if (!around.isHidden(sheet, row)) return false;
  if (hidden) return true;
  throw new NotComputed(`it is not certain whether a filter hides row ${row}`);
}

const SUBTOTAL = /(?<![\w.])(?:_xlfn\.)?(SUBTOTAL|AGGREGATE)\s*\(/i;
const WHOLE = /^\s*[+=]?\s*(?:_xlfn\.)?(?:SUBTOTAL|AGGREGATE)\([^()]*\)\s*$/i;

function isSubtotal(
  { sheet, top, left }: Area,
  row: number,
  column: number,
  asking: "SUBTOTAL" | "AGGREGATE",
): boolean {
  const text = sheet.formulaAt(top + row, left + column)?.formula.text;
  if (text === undefined) return false;
  const [, name] = SUBTOTAL.exec(text.replace(/"(?:[^"]|"")*"/g, '""')) ?? [];
  if (name === undefined) return false;
  if (!WHOLE.test(text) || (asking === "SUBTOTAL" && name.toUpperCase() === "AGGREGATE"))
    throw new NotComputed(`it is not certain whether ${asking} leaves out the formula ${text}`);
  return true;
}

/** The areas of references, which must be on one sheet. */
function areasOf(args: readonly Operand[]): Area[] | ErrorValue {
  const found: Area[] = [];
  for (const arg of args) {
    if (arg instanceof ErrorValue) return arg;
    if (!(arg instanceof Area || arg instanceof Areas)) return VALUE_ERROR;
    const list = arg instanceof Area ? [arg] : arg.list;
    if (list.some(({ sheet }) => sheet !== list[0]?.sheet)) return VALUE_ERROR;
    for (const area of list) found.push(area);
  }
  return found;
}

function reduced(
  code: number,
  args: readonly Operand[],
  leftOut: LeftOut,
  around: Surroundings,
): number | ErrorValue {
  const reduction = REDUCTIONS[code - 1];
  if (reduction === undefined) return VALUE_ERROR;
  const areas = areasOf(args);
  if (areas instanceof ErrorValue) return areas;
  const numbers: number[] = [];
  let filled = 0;
  const isCount = code === 2 || code === COUNTA;
  const error = eachKept(areas, leftOut, around, (value) => {
    if (value instanceof ErrorValue && leftOut.errors) return undefined;
    if (value !== null) filled++;
    if (typeof value === "number") numbers.push(value);
    return value instanceof ErrorValue && !isCount ? value : undefined;
  });
  return error ?? (code === COUNTA ? filled : reduction(Float64Array.from(numbers)));
}

function subtotal(code: number, args: readonly Operand[], around: Surroundings): number | ErrorValue {
  const number = Math.trunc(code);
  const hidden = number > 100;
  const found = hidden ? number - 100 : number;
  if (found < 1 || found > LAST_OF_SUBTOTAL) return VALUE_ERROR;
  return reduced(found, args, { hidden, errors: false, nested: "SUBTOTAL" }, around);
}

function aggregate(code: number, option: number, args: readonly Operand[], around: Surroundings): Operand {
  const [number, choice] = [Math.trunc(code), Math.trunc(option)];
  if (choice < 0 || choice > 7) return VALUE_ERROR;
  const leftOut: LeftOut = {
    hidden: choice % 2 === 1,
    errors: choice % 4 >= 2,
    nested: choice < 4 ? "AGGREGATE" : undefined,
  };
  if (number < FIRST_WITH_NUMBER) return reduced(number, args, leftOut, around);
  const compute = WITH_NUMBER[number - FIRST_WITH_NUMBER];
  const [values, place] = args;
  if (compute === undefined || values === undefined || place === undefined || args.length > 2)
    return VALUE_ERROR;
  const numbers: number[] = [];
  const visit = (value: Scalar): ErrorValue | undefined => {
    if (typeof value === "number") numbers.push(value);
    return value instanceof ErrorValue && !leftOut.errors ? value : undefined;
  };
  const error =
    values instanceof Area || values instanceof Areas
      ? eachKept(values instanceof Area ? [values] : values.list, leftOut, around, visit)
      : around.each(values, visit);
  if (error !== undefined) return error;
  const kept = Float64Array.from(numbers);
  const at = (value: Scalar): Scalar => {
    const x = toNumber(value, around.dateOffset);
    return typeof x === "number" ? compute(kept, x) : x;
  };
  if (isScalar(place)) return at(place);
  const places = around.matrix(place);
  return new Matrix(places.rows, places.columns, places.cells.map(at));
}

export const SUBTOTALS: readonly SheetFunction[] = [
  repeatingFunction("SUBTOTAL", ["number", "reference"], 1, ([code, ...args], around) =>
    typeof code === "number" ? subtotal(code, args, around) : NUMBER_ERROR,
  ),
  repeatingFunction(
    "AGGREGATE",
    ["number", "number", "operand"],
    1,
    ([code, option, ...args], around) =>
      typeof code === "number" && typeof option === "number"
        ? aggregate(code, option, args, around)
        : NUMBER_ERROR,
    { arrays: true },
  ),
];
