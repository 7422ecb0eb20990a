import { toNumber } from "../convert";
import { repeatingFunction, sheetFunction, type SheetFunction, type Surroundings } from "../define";
import { DIVISION_BY_ZERO, ErrorValue, VALUE_ERROR, type Scalar } from "../scalar";
import { Area, isScalar, Matrix, NotComputed, type Operand } from "../values";
import { eachNumber, manyOf } from "./numbers";

// How many values there are, their mean, the least and the greatest.

/** Counts values, those that are given directly by a rule of their own. */
function counted(
  args: readonly Operand[],
  around: Surroundings,
  isCounted: (value: Scalar, isDirect: boolean) => boolean,
): number | ErrorValue {
  let count = 0;
  for (const arg of args) {
    if (isScalar(arg)) {
      if (isCounted(arg, true)) count++;
      continue;
    }
    const error =
      manyOf(arg) ??
      around.each(arg, (value) => {
        if (isCounted(value, false)) count++;
        return undefined;
      });
    if (error !== undefined) return error;
  }
  return count;
}

/** A number, or what counts as one where it is given directly: TRUE, "2", and an argument that is left out. */
const isNumber = (value: Scalar, isDirect: boolean) =>
  typeof value === "number" || (isDirect && typeof toNumber(value) === "number");

const isThere = (value: Scalar, isDirect: boolean) => isDirect || value !== null;

function countBlank(operand: Operand, around: Surroundings): number | ErrorValue {
  if (!(operand instanceof Area)) return VALUE_ERROR;
  let filled = 0;
  const error = around.each(operand, (value) => {
    if (value !== null && value !== "") filled++;
    return undefined;
  });
  return error ?? operand.rows * operand.columns - filled;
}

/**
 * Visits values as AVERAGEA and its kin count them: in references TRUE is 1, FALSE and texts are 0. Of texts in arrays the
 * documentation says two things for MINA and MAXA.
 */
function eachCounted(
  args: readonly Operand[],
  around: Surroundings,
  textsInArrays: 0 | undefined,
  visit: (value: number) => void,
): ErrorValue | undefined {
  for (const arg of args) {
    if (isScalar(arg)) {
      const error = eachNumber([arg], around, visit);
      if (error !== undefined) return error;
      continue;
    }
    const text = arg instanceof Matrix ? textsInArrays : 0;
    const error =
      manyOf(arg) ??
      around.each(arg, (value) => {
        if (value instanceof ErrorValue) return value;
        if (typeof value === "string") {
          if (text === undefined)
            throw new NotComputed("it is not certain what MINA and MAXA make of texts in arrays");
          visit(text);
        } else if (value !== null) visit(Number(value));
        return undefined;
      });
    if (error !== undefined) return error;
  }
  return undefined;
}

type Visits = (
  args: readonly Operand[],
  around: Surroundings,
  visit: (value: number) => void,
) => ErrorValue | undefined;

const mean = (name: string, each: Visits): SheetFunction =>
  repeatingFunction(name, ["operand"], 1, (args, around) => {
    let total = 0;
    let count = 0;
    const error = each(args, around, (value) => {
      total += value;
      count++;
    });
    return error ?? (count === 0 ? DIVISION_BY_ZERO : total / count);
  });

/** The value that is farthest to one side; 0 where there is none. */
const farthest = (name: string, side: 1 | -1, each: Visits): SheetFunction =>
  repeatingFunction(name, ["operand"], 1, (args, around) => {
    let found: number | undefined;
    const error = each(args, around, (value) => {
      if (found === undefined || side * value > side * found) found = value;
    });
    return error ?? found ?? 0;
  });

const withTexts: Visits = (args, around, visit) => eachCounted(args, around, 0, visit);
const withoutTextsInArrays: Visits = (args, around, visit) => eachCounted(args, around, undefined, visit);

export const COUNTS: readonly SheetFunction[] = [
  repeatingFunction("COUNT", ["operand"], 1, (args, around) => counted(args, around, isNumber)),
  repeatingFunction("COUNTA", ["operand"], 1, (args, around) => counted(args, around, isThere)),
  sheetFunction("COUNTBLANK", ["reference"], ([range], around) => countBlank(range, around)),
  mean("AVERAGE", eachNumber),
  mean("AVERAGEA", withTexts),
  farthest("MIN", -1, eachNumber),
  farthest("MAX", 1, eachNumber),
  farthest("MINA", -1, withoutTextsInArrays),
  farthest("MAXA", 1, withoutTextsInArrays),
];
