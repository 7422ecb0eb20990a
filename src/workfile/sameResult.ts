import { ErrorValue, type Scalar } from "./evaluate/scalar";

// Whether two values are the same. How far apart numbers may be depends on where they come from; each is a share of the larger.

/** Of a number that was written to a file and read again: a program may cut the last of 17 digits. */
const WRITTEN = 1e-12;

/**
 * Of one formula that was computed twice, by another program or in Excel's own functions: these sum in another order and
 * have other powers and distributions, which over the months of a model makes 1e-12 to 1e-10; an input that differs makes more.
 */
export const COMPUTED = 1e-9;

/** What large numbers that cancel in a formula may leave, as a share of them: sums of thousands of numbers with 16 digits. */
export const CANCELLED = 1e-10;

/** By what share of the larger two numbers differ. */
export const distance = (a: number, b: number) =>
  a === b ? 0 : Math.abs(a - b) / Math.max(Math.abs(a), Math.abs(b));

/** Whether two cells show the same: some programs write an empty text as nothing. */
export const isSameValue = (a: Scalar, b: Scalar) => isSame(a, b, WRITTEN);

/** Whether two computations of a formula have the same result; `rounding` is what they may differ by besides. */
export const isSameResult = (a: Scalar, b: Scalar, rounding = 0): boolean =>
  typeof a === "string" && typeof b === "string"
    ? a === b || withShortNumbers(a) === withShortNumbers(b)
    : isSame(a, b, COMPUTED, rounding);

function isSame(a: Scalar, b: Scalar, share: number, rounding = 0): boolean {
  if (typeof a === "number" && typeof b === "number")
    return distance(a, b) <= share || Math.abs(a - b) <= rounding;
  if (a instanceof ErrorValue || b instanceof ErrorValue)
    return a instanceof ErrorValue && b instanceof ErrorValue && a.code === b.code;
  return (a ?? "") === (b ?? "");
}

/** A text with its long numbers to nine digits: programs write more or fewer of them. */
const withShortNumbers = (text: string) =>
  text.replace(/\d+\.\d{6,}(?:e[-+]?\d+)?/gi, (digits) => Number(digits).toPrecision(9));
