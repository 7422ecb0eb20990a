import type { Parameter } from "../define";

/** What help says at every argument that takes a row or column of numbers whole. */
export const VECTOR_NOTE =
  "In desktop Excel a blank cell is 0, at the end of the range too: write A2:.A999 or TRIMRANGE(A2:A999), not A2:A999.";

/** Whether an argument is a row or column of numbers, all of which count. */
export function isVector(parameter: Parameter<unknown>): boolean {
  if (parameter.shape !== "range") return false;
  try {
    const read = parameter.read([[TRIAL], [TRIAL]], "");
    return Array.isArray(read) && read.length === 2 && read.every((value) => value === TRIAL);
  } catch {
    return false;
  }
}

/** A number that every vector takes: a share, a price, a time. */
const TRIAL = 0.5;
