import type { ErrorValue } from "./scalar";
import { type Scalar } from "./scalar";

// How Excel orders values: numbers before texts before FALSE before TRUE; texts without case; numbers by 15 digits.

type Comparable = Exclude<Scalar, ErrorValue>;

const CLOSE = 5e-16;

/** Whether two numbers are the same to the 15 digits that Excel compares. */
export function isClose(a: number, b: number): boolean {
  return a === b || Math.abs(a - b) < CLOSE * Math.max(Math.abs(a), Math.abs(b));
}

const collator = new Intl.Collator("en", { sensitivity: "accent" });

/** Texts in the order of a dictionary, without case. */
export const compareTexts = (a: string, b: string) => (a === b ? 0 : collator.compare(a, b));

const rank = (value: number | string | boolean) =>
  typeof value === "number" ? 0 : typeof value === "string" ? 1 : 2;

/** What a blank cell counts as beside another value. */
const blankBeside = (other: Comparable): number | string | boolean =>
  typeof other === "string" ? "" : typeof other === "boolean" ? false : 0;

/** Below 0, 0 or above 0, as = < > see it. */
export function compare(a: Comparable, b: Comparable): number {
  const left = a ?? blankBeside(b);
  const right = b ?? blankBeside(a);
  const ranks = rank(left) - rank(right);
  if (ranks !== 0) return ranks;
  if (typeof left === "string" && typeof right === "string") return compareTexts(left, right);
  const [x, y] = [Number(left), Number(right)];
  return isClose(x, y) ? 0 : x - y;
}
