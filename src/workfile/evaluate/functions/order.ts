import { at } from "../../../core/numeric/at";
import { percentile } from "../../../core/numeric/percentile";
import { repeatingFunction, sheetFunction, type SheetFunction } from "../define";
import { ErrorValue, NOT_AVAILABLE, NUMBER_ERROR } from "../scalar";
import { Matrix, NotComputed } from "../values";
import { total } from "./deviations";
import { eachNumber, numbersIn, numbersOf, of } from "./numbers";
import { rounded } from "./rounding";

// Functions of numbers in order of size.

const sorted = (numbers: Float64Array) => numbers.slice().sort();

export function median(numbers: Float64Array): number | ErrorValue {
  if (numbers.length === 0) return NUMBER_ERROR;
  const inOrder = sorted(numbers);
  const middle = inOrder.length >> 1;
  return inOrder.length % 2 === 1 ? at(inOrder, middle) : (at(inOrder, middle - 1) + at(inOrder, middle)) / 2;
}

/** The number that occurs most often; #N/A where each occurs once. */
export function mode(numbers: Float64Array): number | ErrorValue {
  const counts = new Map<number, number>();
  for (const value of numbers) counts.set(value, (counts.get(value) ?? 0) + 1);
  let [found, most] = [NaN, 1];
  for (const [value, count] of counts) if (count > most) [found, most] = [value, count];
  if (most === 1) return NOT_AVAILABLE;
  for (const [value, count] of counts)
    if (count === most && value < found)
      throw new NotComputed(`it is not certain whether MODE is ${found}, which comes first, or ${value}`);
  return found;
}

/** The number in a place, counted from the greatest or from the least. */
export function inPlace(numbers: Float64Array, place: number, from: "greatest" | "least") {
  if (place <= 0 || place > numbers.length) return NUMBER_ERROR;
  if (!Number.isInteger(place))
    throw new NotComputed(`it is not certain how Excel rounds the place ${place}`);
  const inOrder = sorted(numbers);
  return at(inOrder, from === "least" ? place - 1 : inOrder.length - place);
}

export function inclusivePercentile(numbers: Float64Array, share: number): number | ErrorValue {
  if (numbers.length === 0 || share < 0 || share > 1) return NUMBER_ERROR;
  return percentile(sorted(numbers), share);
}

export function exclusivePercentile(numbers: Float64Array, share: number): number | ErrorValue {
  const place = share * (numbers.length + 1);
  if (numbers.length === 0 || share <= 0 || share >= 1 || place < 1 || place > numbers.length)
    return NUMBER_ERROR;
  const inOrder = sorted(numbers);
  const before = Math.floor(place);
  const lower = at(inOrder, before - 1);
  return before === numbers.length ? lower : lower + (place - before) * (at(inOrder, before) - lower);
}

/** Quartiles are counted from 0 to 4, and cut to whole numbers. */
const quarters = (quarter: number) => Math.trunc(quarter) / 4;

export const inclusiveQuartile = (numbers: Float64Array, quarter: number) =>
  quarter < 0 || quarter >= 5 ? NUMBER_ERROR : inclusivePercentile(numbers, quarters(quarter));

export const exclusiveQuartile = (numbers: Float64Array, quarter: number) =>
  exclusivePercentile(numbers, quarters(quarter));

/** The share of numbers below x, cut to a number of digits. */
function percentRank(numbers: Float64Array, x: number, digits: number): number | ErrorValue {
  if (numbers.length === 0 || digits < 1) return NUMBER_ERROR;
  const inOrder = sorted(numbers);
  const last = inOrder.length - 1;
  if (x < at(inOrder, 0) || x > at(inOrder, last)) return NOT_AVAILABLE;
  if (last === 0) return 1;
  const next = inOrder.findIndex((value) => value >= x);
  if (at(inOrder, next) === x) return rounded(next / last, digits, "to 0");
  const before = at(inOrder, next - 1);
  if (next >= 2 && at(inOrder, next - 2) === before)
    throw new NotComputed("it is not certain how PERCENTRANK interpolates after equal numbers");
  const share = (x - before) / (at(inOrder, next) - before);
  return rounded((next - 1 + share) / last, digits, "to 0");
}

/** The mean without a share of the numbers, half of them from each end. */
function trimmedMean(numbers: Float64Array, share: number): number | ErrorValue {
  if (numbers.length === 0 || share < 0 || share >= 1) return NUMBER_ERROR;
  const half = (numbers.length * share) / 2;
  const cut = Math.floor(half);
  if (Math.floor(Number(half.toPrecision(15))) !== cut)
    throw new NotComputed("it is not certain how many numbers TRIMMEAN leaves out");
  return total(sorted(numbers).subarray(cut, numbers.length - cut)) / (numbers.length - 2 * cut);
}

/** The place of a number among others. Equal numbers share the first of their places, or the mean of them. */
const ranking = (name: string, shares: "first" | "mean"): SheetFunction =>
  sheetFunction(name, ["number", "reference", "number?"], ([x, range, order = 0], around) => {
    let before = 0;
    let equal = 0;
    const error = eachNumber([range], around, (value) => {
      if (value === x) equal++;
      else if (order === 0 ? value > x : value < x) before++;
    });
    if (error !== undefined) return error;
    if (equal === 0) return NOT_AVAILABLE;
    return shares === "first" ? before + 1 : before + (equal + 1) / 2;
  });

/** How many numbers lie in each of the classes that end with the given limits, and above. */
function frequencies(numbers: Float64Array, limits: Float64Array): Matrix {
  const inOrder = sorted(numbers);
  const upTo = (limit: number) => {
    let [low, high] = [0, inOrder.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (at(inOrder, middle) <= limit) low = middle + 1;
      else high = middle;
    }
    return low;
  };
  const counts = new Array<number>(limits.length + 1).fill(0);
  const classes = [...limits.entries()].sort(([i, a], [j, b]) => a - b || i - j);
  let below = 0;
  for (const [index, limit] of classes) {
    const count = upTo(limit);
    counts[index] = count - below;
    below = count;
  }
  counts[limits.length] = inOrder.length - below;
  return new Matrix(counts.length, 1, counts);
}

const ofNumbers = (
  name: string,
  compute: (numbers: Float64Array) => number | ErrorValue,
  extras: { readonly arrays: boolean } = { arrays: false },
): SheetFunction =>
  repeatingFunction(name, ["operand"], 1, (args, around) => of(numbersOf(args, around), compute), extras);

/** A function of an array and of one number more. */
const withNumber = (
  name: string,
  compute: (numbers: Float64Array, x: number) => number | ErrorValue,
): SheetFunction =>
  sheetFunction(name, ["operand", "number"], ([array, x], around) =>
    of(numbersIn(array, around), (numbers) => compute(numbers, x)),
  );

const percentRanking = (name: string): SheetFunction =>
  sheetFunction(name, ["operand", "number", "number?"], ([array, x, digits = 3], around) =>
    of(numbersIn(array, around), (numbers) => percentRank(numbers, x, Math.trunc(digits))),
  );

export const ORDER: readonly SheetFunction[] = [
  ofNumbers("MEDIAN", median),
  ofNumbers("MODE", mode, { arrays: true }),
  ofNumbers("MODE.SNGL", mode, { arrays: true }),
  withNumber("LARGE", (numbers, place) => inPlace(numbers, place, "greatest")),
  withNumber("SMALL", (numbers, place) => inPlace(numbers, place, "least")),
  ranking("RANK", "first"),
  ranking("RANK.EQ", "first"),
  ranking("RANK.AVG", "mean"),
  withNumber("PERCENTILE", inclusivePercentile),
  withNumber("PERCENTILE.INC", inclusivePercentile),
  withNumber("PERCENTILE.EXC", exclusivePercentile),
  withNumber("QUARTILE", inclusiveQuartile),
  withNumber("QUARTILE.INC", inclusiveQuartile),
  withNumber("QUARTILE.EXC", exclusiveQuartile),
  percentRanking("PERCENTRANK"),
  percentRanking("PERCENTRANK.INC"),
  withNumber("TRIMMEAN", trimmedMean),
  sheetFunction("FREQUENCY", ["operand", "operand"], ([data, limits], around) => {
    const numbers = numbersIn(data, around);
    if (numbers instanceof ErrorValue) return numbers;
    return of(numbersIn(limits, around), (found) => frequencies(numbers, found));
  }),
];
