import { sheetFunction, type SheetFunction } from "../define";
import { DIVISION_BY_ZERO, type ErrorValue, NUMBER_ERROR } from "../scalar";
import { NotComputed } from "../values";

// Rounding. Excel rounds the 15 digits of a number that it also shows: ROUND(1.005,2) is 1.01, and INT(19.99*100) is
// 1999, although the double is below it.

/** Digits that Excel sees. */
const DIGITS = 15;
/** The least number of one digit more. */
const BEYOND = 1e15;

type Direction = "nearest" | "away from 0" | "to 0";

/** A number rounded to a number of decimal places, before the point if it is negative. */
export function rounded(x: number, places: number, direction: Direction): number {
  const digits = Math.trunc(places);
  if (x === 0) return 0;
  const quick = quicklyRounded(x, digits, direction);
  if (quick !== undefined) return quick;
  const [mantissa = "", exponent = "0"] = Math.abs(x)
    .toExponential(DIGITS - 1)
    .split("e");
  const kept = Number(exponent) + 1 + digits;
  if (kept > DIGITS) return x;
  const all = Number(mantissa.replace(".", ""));
  // Powers of ten up to 10^15 are exact, and the integer part of the quotient of such numbers as well.
  const unit = kept < 0 ? Infinity : Number(`1e${DIGITS - kept}`);
  const whole = Math.floor(all / unit);
  const rest = kept < 0 ? all : all - whole * unit;
  const isUp = direction === "nearest" ? 2 * rest >= unit : direction === "away from 0" ? rest > 0 : false;
  return Number(`${x < 0 ? "-" : ""}${isUp ? whole + 1 : whole}e${-digits}`) + 0;
}

/** Up to here the 16th digit moves a number by less than `MARGIN`. */
const CLEAR = 1e12;
const MARGIN = 0.01;
/** The greatest power of ten that is a double. */
const MOST_PLACES = 22;

/** The same where no digit beyond those that Excel sees decides; undefined elsewhere. */
function quicklyRounded(x: number, digits: number, direction: Direction): number | undefined {
  if (Math.abs(digits) > MOST_PLACES) return undefined;
  const unit = POWERS[Math.abs(digits)] ?? NaN;
  const size = Math.abs(x);
  const scaled = digits < 0 ? size / unit : size * unit;
  if (!(scaled < CLEAR)) return undefined;
  const below = Math.floor(scaled);
  const rest = scaled - below;
  const isNear = direction === "nearest" ? Math.abs(rest - 0.5) < MARGIN : rest < MARGIN || rest > 1 - MARGIN;
  if (isNear) return undefined;
  const isUp = direction === "nearest" ? rest > 0.5 : direction === "away from 0";
  const whole = isUp ? below + 1 : below;
  const found = digits < 0 ? whole * unit : whole / unit;
  return x < 0 ? -found + 0 : found;
}

/** 10^0 to 10^22. */
const POWERS = Float64Array.from({ length: MOST_PLACES + 1 }, (_, power) => Number(`1e${power}`));

/** The greatest whole number up to x. */
export function integer(x: number): number {
  const below = Math.floor(x);
  if (below === x) return asSeen(x);
  if (Math.abs(x) < CLEAR && x - below > MARGIN && x - below < 1 - MARGIN) return below;
  return Math.floor(Number(x.toPrecision(DIGITS)));
}

/** A whole number, if Excel sees all its digits. */
function asSeen(x: number): number {
  if (Math.abs(x) >= BEYOND && Number(x.toPrecision(DIGITS)) !== x)
    throw new NotComputed("it is not certain how Excel rounds whole numbers of more than 15 digits");
  return x;
}

/** A quotient, if it is clear whether it is a whole number: 0.3 / 0.1 is not, in 15 digits it is. */
function clear(quotient: number): number {
  const seen = Number(quotient.toPrecision(DIGITS));
  if (Number.isInteger(seen) && seen !== quotient)
    throw new NotComputed(
      `it is not certain how Excel rounds ${quotient}, which is a whole number but for its last digits`,
    );
  return quotient;
}

/** The next multiple to one side. */
function multiple(x: number, step: number, side: "up" | "down"): number {
  if (step === 0) return 0;
  const size = Math.abs(step);
  const quotient = clear(x / size);
  return (side === "up" ? Math.ceil(quotient) : Math.floor(quotient)) * size;
}

/** CEILING and FLOOR: away from 0 or towards it where both are negative. */
function classicMultiple(x: number, step: number, side: "up" | "down"): number | ErrorValue {
  if (x === 0) return 0;
  if (step === 0) return side === "up" ? 0 : DIVISION_BY_ZERO;
  if (x > 0 && step < 0) return NUMBER_ERROR;
  if (x < 0 && step < 0) return -multiple(-x, step, side);
  return multiple(x, step, side);
}

/** CEILING.MATH and FLOOR.MATH. */
const modern = (name: string, side: "up" | "down"): SheetFunction =>
  sheetFunction(name, ["number", "number?", "number?"], ([x, step = 1, mode = 0]) =>
    x < 0 && mode !== 0 ? -multiple(-x, step, side) : multiple(x, step, side),
  );

const precise = (name: string, side: "up" | "down"): SheetFunction =>
  sheetFunction(name, ["number", "number?"], ([x, step = 1]) => multiple(x, step, side));

/**
 * The nearest multiple, halves away from 0, as far as the quotient of two doubles tells them: of 6.05 and 0.1 it is a
 * little below 60.5, and MROUND gives 6, as its documentation says.
 */
function nearestMultiple(x: number, step: number): number | ErrorValue {
  if (x === 0 || step === 0) return 0;
  return x > 0 === step > 0 ? Math.floor(x / step + 0.5) * step : NUMBER_ERROR;
}

/** The quotient from which MOD certainly fails, and up to which it does not. */
const [MOST_CERTAIN, LEAST_FAILING] = [1.125e12, 2 ** 50];

/** The exact rest of a division, with the sign of the divisor. */
function remainder(x: number, divisor: number): number | ErrorValue {
  if (divisor === 0) return DIVISION_BY_ZERO;
  const quotient = Math.abs(x / divisor);
  if (quotient >= LEAST_FAILING) return NUMBER_ERROR;
  if (quotient > MOST_CERTAIN)
    throw new NotComputed("it is not certain up to which quotient MOD has an answer");
  const rest = x % divisor;
  return rest !== 0 && rest > 0 !== divisor > 0 ? rest + divisor : rest;
}

/** The next number away from 0 that is twice a whole number plus `rest`. */
function nextOf(x: number, rest: 0 | 1): number {
  const size = clear(Math.abs(x));
  const found = Math.max(2 * Math.ceil((size - rest) / 2) + rest, rest);
  return x < 0 ? -found : found;
}

const byPlaces = (name: string, direction: Direction): SheetFunction =>
  sheetFunction(name, ["number", "number"], ([x, places]) => rounded(x, places, direction));

export const ROUNDING: readonly SheetFunction[] = [
  byPlaces("ROUND", "nearest"),
  byPlaces("ROUNDUP", "away from 0"),
  byPlaces("ROUNDDOWN", "to 0"),
  sheetFunction("TRUNC", ["number", "number?"], ([x, places = 0]) => rounded(x, places, "to 0")),
  sheetFunction("INT", ["number"], ([x]) => integer(x)),
  sheetFunction("CEILING", ["number", "number"], ([x, step]) => classicMultiple(x, step, "up")),
  sheetFunction("FLOOR", ["number", "number"], ([x, step]) => classicMultiple(x, step, "down")),
  modern("CEILING.MATH", "up"),
  modern("FLOOR.MATH", "down"),
  precise("CEILING.PRECISE", "up"),
  precise("ISO.CEILING", "up"),
  precise("FLOOR.PRECISE", "down"),
  sheetFunction("MROUND", ["number", "number"], ([x, step]) => nearestMultiple(x, step)),
  sheetFunction("EVEN", ["number"], ([x]) => nextOf(x, 0)),
  sheetFunction("ODD", ["number"], ([x]) => nextOf(x, 1)),
  sheetFunction("MOD", ["number", "number"], ([x, divisor]) => remainder(x, divisor)),
  sheetFunction("QUOTIENT", ["number", "number"], ([x, divisor]) =>
    divisor === 0 ? DIVISION_BY_ZERO : Math.trunc(clear(x / divisor)),
  ),
];
