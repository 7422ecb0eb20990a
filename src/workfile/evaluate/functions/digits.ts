// Numbers as Excel shows them: 15 digits count, and halves are rounded away from zero.

/** What Excel keeps of a number when it writes it. */
const COUNTED = 15;

/** A positive number or 0 as 0.DIGITS times ten to a power; no digits for 0. */
export interface Decimals {
  readonly digits: string;
  readonly power: number;
}

/** The fifteen digits of the size of a number, zeros at the end left out. */
export function decimalsOf(value: number): Decimals {
  if (value === 0) return { digits: "", power: 0 };
  const [mantissa = "", exponent = "0"] = Math.abs(value)
    .toExponential(COUNTED - 1)
    .split("e");
  return { digits: mantissa.replace(".", "").replace(/0+$/, ""), power: Number(exponent) + 1 };
}

/** Rounded to a number of places after the point, or before it where that is negative. */
export function roundedTo({ digits, power }: Decimals, places: number): Decimals {
  const kept = power + places;
  if (kept >= digits.length) return { digits, power };
  if (kept < 0) return { digits: "", power: 0 };
  const head = digits.slice(0, kept);
  if (digits.charAt(kept) < "5") return trimmed(head, power);
  // One more in the last place.
  const next = (BigInt(`0${head}`) + 1n).toString().padStart(kept, "0");
  return trimmed(next, power + next.length - kept);
}

function trimmed(text: string, power: number): Decimals {
  const digits = text.replace(/0+$/, "");
  return digits === "" ? { digits, power: 0 } : { digits, power };
}

/** The digits before the point, without zeros in front. */
export const wholePart = ({ digits, power }: Decimals) =>
  power <= 0 ? "" : digits.slice(0, power).padEnd(power, "0");

/** The digits after the point, as many as wanted; all must be there. */
export function fractionPart({ digits, power }: Decimals, places: number): string {
  const all = power >= 0 ? digits.slice(power) : "0".repeat(-power) + digits;
  return all.slice(0, places).padEnd(places, "0");
}

/** Commas between groups of three digits. */
export const grouped = (whole: string) => whole.replace(/\B(?=(?:\d{3})+$)/g, ",");
