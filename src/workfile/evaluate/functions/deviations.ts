import { ln, exp } from "../../../core/numeric/elementary";
import { repeatingFunction, type SheetFunction } from "../define";
import { DIVISION_BY_ZERO, type ErrorValue, NUMBER_ERROR } from "../scalar";
import { numbersOf, of } from "./numbers";

// How far numbers lie from their mean.

export function total(numbers: Float64Array): number {
  let found = 0;
  for (const value of numbers) found += value;
  return found;
}

export const mean = (numbers: Float64Array): number | ErrorValue =>
  numbers.length === 0 ? DIVISION_BY_ZERO : total(numbers) / numbers.length;

/** The sum of the powers of the distances from the mean, of at least one number. */
function moment(numbers: Float64Array, power: (distance: number) => number): number {
  const centre = total(numbers) / numbers.length;
  let found = 0;
  for (const value of numbers) found += power(value - centre);
  return found;
}

const squares = (numbers: Float64Array) => moment(numbers, (distance) => distance * distance);

/** The variance of a sample, or of all there are. */
export function variance(numbers: Float64Array, of: "sample" | "all"): number | ErrorValue {
  const divisor = of === "sample" ? numbers.length - 1 : numbers.length;
  return divisor < 1 ? DIVISION_BY_ZERO : squares(numbers) / divisor;
}

export function deviation(numbers: Float64Array, of: "sample" | "all"): number | ErrorValue {
  const found = variance(numbers, of);
  return typeof found === "number" ? Math.sqrt(found) : found;
}

/** Where no number is above 0 there is no such mean. */
const positive = (numbers: Float64Array, compute: (numbers: Float64Array) => number) =>
  numbers.length === 0 || numbers.some((value) => value <= 0) ? NUMBER_ERROR : compute(numbers);

/** The product itself may be beyond the doubles. */
function geometricMean(numbers: Float64Array): number {
  let product = 1;
  for (const value of numbers) product *= value;
  if (numbers.length === 1 || numbers.every((value) => value === numbers[0])) return numbers[0] ?? NaN;
  if (product > 1e-300 && product < 1e300) return exp(ln(product) / numbers.length);
  return exp(total(numbers.map(ln)) / numbers.length);
}

const harmonicMean = (numbers: Float64Array) => numbers.length / total(numbers.map((value) => 1 / value));

function skewness(numbers: Float64Array): number | ErrorValue {
  const count = numbers.length;
  const spread = deviation(numbers, "sample");
  if (typeof spread !== "number" || count < 3 || spread === 0) return DIVISION_BY_ZERO;
  return (moment(numbers, (distance) => (distance / spread) ** 3) * count) / ((count - 1) * (count - 2));
}

function kurtosis(numbers: Float64Array): number | ErrorValue {
  const count = numbers.length;
  const spread = deviation(numbers, "sample");
  if (typeof spread !== "number" || count < 4 || spread === 0) return DIVISION_BY_ZERO;
  const fourth = moment(numbers, (distance) => (distance / spread) ** 4);
  const below = (count - 2) * (count - 3);
  return (fourth * count * (count + 1)) / ((count - 1) * below) - (3 * (count - 1) ** 2) / below;
}

const ofNumbers = (name: string, compute: (numbers: Float64Array) => number | ErrorValue): SheetFunction =>
  repeatingFunction(name, ["operand"], 1, (args, around) => of(numbersOf(args, around), compute));

const ofSome = (name: string, compute: (numbers: Float64Array) => number): SheetFunction =>
  ofNumbers(name, (numbers) => (numbers.length === 0 ? NUMBER_ERROR : compute(numbers)));

export const DEVIATIONS: readonly SheetFunction[] = [
  ofNumbers("VAR", (numbers) => variance(numbers, "sample")),
  ofNumbers("VAR.S", (numbers) => variance(numbers, "sample")),
  ofNumbers("VARP", (numbers) => variance(numbers, "all")),
  ofNumbers("VAR.P", (numbers) => variance(numbers, "all")),
  ofNumbers("STDEV", (numbers) => deviation(numbers, "sample")),
  ofNumbers("STDEV.S", (numbers) => deviation(numbers, "sample")),
  ofNumbers("STDEVP", (numbers) => deviation(numbers, "all")),
  ofNumbers("STDEV.P", (numbers) => deviation(numbers, "all")),
  ofSome("AVEDEV", (numbers) => moment(numbers, Math.abs) / numbers.length),
  ofSome("DEVSQ", squares),
  ofNumbers("GEOMEAN", (numbers) => positive(numbers, geometricMean)),
  ofNumbers("HARMEAN", (numbers) => positive(numbers, harmonicMean)),
  ofNumbers("SKEW", skewness),
  ofNumbers("KURT", kurtosis),
];
