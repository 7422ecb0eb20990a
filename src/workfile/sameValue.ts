import { ErrorValue, type Scalar } from "./evaluate/scalar";

/** Values that are the same but for the last digits, which a program that saves a file may cut. */
const CLOSE = 1e-12;

/** Whether two cells show the same: some programs write an empty text as nothing. */
export function isSameValue(a: Scalar, b: Scalar): boolean {
  if (typeof a === "number" && typeof b === "number")
    return a === b || Math.abs(a - b) <= CLOSE * Math.max(Math.abs(a), Math.abs(b));
  if (a instanceof ErrorValue || b instanceof ErrorValue)
    return a instanceof ErrorValue && b instanceof ErrorValue && a.code === b.code;
  return (a ?? "") === (b ?? "");
}
