import { ErrorValue, type Scalar } from "../workfile/evaluate/scalar";

/** A cell's value for programs: an error is its code. */
export const plain = (value: Scalar | undefined) => (value instanceof ErrorValue ? value.code : value);

/** A cell's value for people: numbers to twelve digits, an error with what a function says about it. */
export function shown(value: Scalar | undefined): string {
  if (value === null || value === undefined) return "blank";
  if (value instanceof ErrorValue)
    return value.text === undefined ? value.code : `${value.code} ${value.text}`;
  return typeof value === "number" ? String(Number(value.toPrecision(12))) : String(value);
}
