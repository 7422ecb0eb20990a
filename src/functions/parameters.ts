import { DATES_END } from "../core/calendar";
import { distancesTo } from "../core/editDistance";
import { CellError, InputError, type Cell } from "../core/errors";
import {
  BLANK_IS_ZERO,
  boundsRule,
  boundsTest,
  isWithin,
  limitsOf,
  outOfBounds,
  type Bounds,
} from "../core/numeric/bounds";
import { least } from "../core/numeric/extremes";
import { isNumberText, notANumber } from "../core/numberText";
import type { CellParameter, Parameter, RangeParameter } from "./define";

/** A finite number within bounds. Text, TRUE and FALSE are refused; a blank cell is 0. */
export function number(doc: string, unit: string, bounds: Bounds = {}): CellParameter<number> {
  const rule = boundsRule(bounds);
  const limits = limitsOf(bounds);
  const read = (cell: Cell, name: string): number => {
    const value = cell === null ? 0 : cell;
    if (typeof value !== "number") throw value instanceof CellError ? value : notANumber(name, value);
    if (!isWithin(value, limits)) throw outOfBounds(name, value, bounds);
    return value;
  };
  const reader = Object.assign(read, { limits });
  return { shape: "cell", isNumber: true, doc, unit, rule, bounds, optional: false, read: reader };
}

/** Throws an error that says what is wrong with a cell; an error in the cell is passed on. */
export function refuse(cell: Cell, name: string, rule: string): never {
  if (cell instanceof CellError) throw cell;
  if (cell === 0) throw new InputError(name, `${rule}, got 0 ${BLANK_IS_ZERO}`);
  throw new InputError(name, rule, cell);
}

/** One of a few words, ignoring case. */
export function choice<const W extends string>(doc: string, words: readonly W[]): CellParameter<W> {
  const known = new Map<string, W>(words.map((word) => [word.toLowerCase(), word]));
  const rule = `must be ${listed(words)}`;
  const read = (cell: Cell, name: string): W => {
    const word = typeof cell === "string" ? known.get(cell.trim().toLowerCase()) : undefined;
    return word ?? refuse(cell ?? 0, name, rule);
  };
  return { shape: "cell", isNumber: false, doc, unit: "text", rule, words, optional: false, read };
}

function listed(words: readonly string[]): string {
  const quoted = words.map((word) => `"${word}"`);
  const last = quoted.pop();
  return quoted.length === 0 ? `${last}` : `${quoted.join(", ")} or ${last}`;
}

/** Longer texts are not misspelt names. */
const LONGEST_NAME = 60;

/** One of many names, ignoring case, or another that `isOther` knows; the error for any other text suggests the nearest. */
export function nameOf<const N extends string, O extends string = never>(
  doc: string,
  what: string,
  names: readonly N[],
  isOther?: (text: string) => text is O,
): CellParameter<N | O> {
  const known = new Map<string, N>(names.map((name) => [name.toLowerCase(), name]));
  const distances = distancesTo(names);
  const nearest = (text: string) => {
    const far = distances(text.slice(0, LONGEST_NAME));
    return names[far.indexOf(least(far))];
  };
  const rule = `must be ${what}, such as "${names[0]}"`;
  const read = (cell: Cell, argument: string): N | O => {
    if (typeof cell !== "string" || cell.trim() === "") return refuse(cell, argument, rule);
    const text = cell.trim().toLowerCase();
    const name = known.get(text) ?? (isOther?.(text) === true ? text : undefined);
    if (name !== undefined) return name;
    throw new InputError(argument, `must be ${what} (nearest: "${nearest(text)}")`, cell);
  };
  return { shape: "cell", isNumber: false, doc, unit: "text", rule, optional: false, read };
}

/** TRUE or FALSE, or a number, where 0 is FALSE as in Excel. */
export function flag(doc: string): CellParameter<boolean> {
  const rule = "must be TRUE or FALSE";
  const read = (cell: Cell, name: string): boolean => {
    if (typeof cell === "boolean") return cell;
    if (cell === null || typeof cell === "number") return Boolean(cell);
    return refuse(cell, name, rule);
  };
  return { shape: "cell", isNumber: false, doc, unit: "TRUE or FALSE", rule, optional: false, read };
}

/** Whether an argument is a row or column of numbers. */
export const isVector = (parameter: Parameter<unknown>): boolean =>
  parameter.shape === "range" && parameter.isVector === true;

/** What help says about every vector. */
export const VECTOR_NOTE =
  "Desktop Excel passes a blank cell as 0, at the end of the range too: write A2:.A999 or TRIMRANGE(A2:A999), not A2:A999.";

/**
 * A row or column of numbers, each within bounds. Headings and blanks before the first number and whatever follows
 * the last one are skipped; a 0 is data, and so is a number stored as text, which is refused. Where a single number
 * applies to every place, a range that blanks reduce to one is refused.
 */
export function vector(
  doc: string,
  unit: string,
  bounds: Bounds = {},
  { isOneForAll = false } = {},
): RangeParameter<readonly number[]> {
  const each = number(doc, unit, bounds);
  const isInside = boundsTest(bounds);
  const rule = `${each.rule.replace("must be a number", "must be numbers")}, in one row or one column`;
  const read = (cells: Cell[][], name: string): readonly number[] => {
    const line = lineOf(cells, name);
    if (line.length === 1 && line[0] === null) return [each.read(null, name)];
    const { first, end } = extent(line, isNumeral);
    if (first === end) throw new InputError(name, "must contain at least one number");
    if (isOneForAll && end === first + 1 && end < line.length)
      throw new InputError(name, "must be one number or have no blank or text after the first", line[end]);
    return line.slice(first, end).map((cell, index) => {
      // A year of quarter-hours need not have the names of its places composed.
      if (typeof cell === "number" && isInside(cell)) return cell;
      const place = line.length === 1 ? name : `${name}, value ${first + index + 1},`;
      if (cell === null) throw new InputError(place, "must be a number", cell);
      return each.read(cell, place);
    });
  };
  return { shape: "range", isVector: true, doc, unit, rule, bounds, optional: false, read };
}

/** The cells of one row or one column. */
function lineOf(cells: Cell[][], name: string): Cell[] {
  if (cells.length > 1 && widthOf(cells) > 1)
    throw new InputError(name, `must be one row or one column, got ${rangeSize(cells)}`);
  const [first = []] = cells;
  // Not flat(), which takes twenty times as long.
  return cells.length === 1 ? first : cells.map(([cell = null]) => cell);
}

/** A row or column of numbers in which every cell counts: nothing is skipped, and a blank is 0. */
export function wholeVector(
  doc: string,
  unit: string,
  bounds: Bounds = {},
): RangeParameter<readonly number[]> {
  const each = number(doc, unit, bounds);
  const rule = `${each.rule}, or such numbers in one row or one column; a blank is 0`;
  const read = (cells: Cell[][], name: string): readonly number[] => {
    const line = lineOf(cells, name);
    return line.map((cell, index) =>
      each.read(cell === "" ? null : cell, line.length === 1 ? name : `${name}, value ${index + 1},`),
    );
  };
  return { shape: "range", isValue: () => true, doc, unit, rule, optional: false, read };
}

/** A row or column of TRUE or FALSE, or 1 or 0; a heading is skipped, a blank is FALSE and counts. */
export function flags(doc: string): RangeParameter<readonly boolean[]> {
  const rule = "must be TRUE or FALSE, or 1 or 0, in one row or one column";
  const isValue = (cell: Cell) =>
    typeof cell !== "string" || /^\s*(?:true|false)?\s*$/i.test(cell) || isNumberText(cell);
  const read = (cells: Cell[][], name: string): readonly boolean[] => {
    const line = lineOf(cells, name);
    const { first, end } = extent(line, isValue);
    if (first === end) throw new InputError(name, rule, line[0]);
    return line.slice(first, end).map((cell, index) => {
      if (cell === null || cell === "" || cell === 0 || cell === false) return false;
      if (cell === 1 || cell === true) return true;
      if (cell instanceof CellError) throw cell;
      const place = line.length === 1 ? name : `${name}, value ${first + index + 1},`;
      throw new InputError(place, "must be TRUE or FALSE, or 1 or 0", cell);
    });
  };
  return { shape: "range", isValue, doc, unit: "TRUE or FALSE", rule, optional: false, read };
}

/** Whether a cell may be a number, TRUE or an error, and is not a heading. */
export const isNumeral = (cell: Cell) => cell !== null && (typeof cell !== "string" || isNumberText(cell));

/** Where the values of a row or column begin and end; both are 0 when it has none. */
export function extent<T>(line: readonly T[], isValue: (cell: T) => boolean): { first: number; end: number } {
  const first = line.findIndex(isValue);
  if (first < 0) return { first: 0, end: 0 };
  let end = line.length;
  while (!line.slice(end - 1, end).some(isValue)) end--;
  return { first, end };
}

/** A date as Excel stores it: days since 1900, in UTC, the time of day as a fraction. */
export const date = (doc: string) => number(doc, "date", dateBounds);

/** Excel's dates begin with 1 January 1900 and end with the year 9999. */
export const dateBounds: Bounds = { atLeast: 1, below: DATES_END };

/** Number of columns of a range, whose rows are all of the same length. */
export const widthOf = (cells: readonly (readonly unknown[])[]): number => cells[0]?.length ?? 0;

/** "a 3 x 2 range", for messages. */
export const rangeSize = (cells: readonly (readonly unknown[])[]): string =>
  `a ${cells.length} x ${widthOf(cells)} range`;

/** The same parameter, but optional: if omitted, it has the value `fallback`, or undefined without one. */
export function optional<P extends Parameter<unknown>>(parameter: P, fallback: ReturnType<P["read"]>): P;
export function optional<T>(parameter: CellParameter<T>): CellParameter<T | undefined>;
export function optional<T>(parameter: RangeParameter<T>): RangeParameter<T | undefined>;
export function optional(parameter: Parameter<unknown>, fallback?: unknown): Parameter<unknown> {
  const fallbackText = fallback === undefined ? undefined : asTyped(fallback);
  return { ...parameter, optional: true, fallback, fallbackText };
}

/** A value as it is typed into a formula. */
function asTyped(value: unknown): string {
  return typeof value === "string" ? `"${value}"` : String(value).toUpperCase();
}
