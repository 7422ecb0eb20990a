import { numberOfText } from "./textNumbers";
import type { ErrorValue } from "./scalar";
import { VALUE_ERROR, type Scalar } from "./scalar";

// How Excel converts the values of cells.

/**
 * As a number: blank is 0, TRUE is 1, a text is what it would be if it were typed into a cell, or #VALUE!.
 *
 * `dateOffset` is that of the workbook, for texts that are dates.
 */
export function toNumber(value: Scalar, dateOffset = 0): number | ErrorValue {
  if (typeof value === "number") return value;
  if (value === null) return 0;
  if (typeof value === "boolean") return value ? 1 : 0;
  if (typeof value === "string") return numberOfText(value, dateOffset) ?? VALUE_ERROR;
  return value;
}

/** As a text: a number as the format General shows it in a wide cell. */
export function toText(value: Scalar): string | ErrorValue {
  if (typeof value === "string") return value;
  if (value === null) return "";
  if (typeof value === "number") return numberText(value);
  if (typeof value === "boolean") return value ? "TRUE" : "FALSE";
  return value;
}

/** As TRUE or FALSE: a number other than 0 is TRUE; of texts only the two words are understood. */
export function toLogical(value: Scalar): boolean | ErrorValue {
  if (typeof value === "boolean") return value;
  if (value === null) return false;
  if (typeof value === "number") return value !== 0;
  if (typeof value === "string") {
    const word = value.toUpperCase();
    return word === "TRUE" ? true : word === "FALSE" ? false : VALUE_ERROR;
  }
  return value;
}

/** Longer ones are written as powers of ten. */
const MOST_CHARACTERS = 20;

/** A number as a text joined with & has it: 15 digits, and at most 20 characters without a power of ten. */
export function numberText(value: number): string {
  if (value === 0) return "0";
  const [mantissa = "", exponentText = "0"] = Math.abs(value).toExponential(14).split("e");
  const digits = mantissa.replace(".", "").replace(/0+$/, "");
  const exponent = Number(exponentText);
  const sign = value < 0 ? "-" : "";
  const length = exponent < 0 ? 1 - exponent + digits.length : exponent + 1;
  if (length > MOST_CHARACTERS) {
    const fraction = digits.length > 1 ? `.${digits.slice(1)}` : "";
    const power = String(Math.abs(exponent)).padStart(2, "0");
    return `${sign}${digits.charAt(0)}${fraction}E${exponent < 0 ? "-" : "+"}${power}`;
  }
  if (exponent < 0) return `${sign}0.${"0".repeat(-exponent - 1)}${digits}`;
  const whole = digits.slice(0, exponent + 1).padEnd(exponent + 1, "0");
  const rest = digits.slice(exponent + 1);
  return `${sign}${whole}${rest === "" ? "" : `.${rest}`}`;
}
