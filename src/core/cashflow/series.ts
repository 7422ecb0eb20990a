import { CellError, InputError, type Cell } from "../errors";
import { isBareNumber, isNumberText, notANumber } from "../numberText";
import { inOwnUnit, unscaled, type Scale } from "../units";
import { assumptions, type AssumptionKey } from "./assumptions";
import type { Shape } from "./model";

/** The values of months 1, 2, ..., in the assumption's own unit. */
export interface Series {
  readonly values: readonly number[];
  /** Whether the last value carries on; past the end it is 0 otherwise. */
  readonly carriesOn: boolean;
  /** What is wrong with the first bad month, before which the values end: it matters to a horizon that reaches it. */
  readonly fault?: Fault | undefined;
}

interface Fault {
  /** From 1. */
  readonly place: number;
  readonly error: Error;
}

/**
 * The series in the cells right of `monthly`, or in the row or column of an override.
 *
 * Texts before the first cell that is not text are notes; from there on a blank cell is 0, as desktop Excel passes it,
 * and the next text ends the series. What is to the right of that text is a note again.
 */
export function seriesOf(key: AssumptionKey, cells: readonly Cell[], scale: Scale = unscaled): Series {
  const { name, isSeries } = assumptions[key];
  if (!isSeries) throw new InputError(name, "must be one value, not a monthly series");
  const { values, ending, fault } = valuesIn(cells, name, "month", scale);
  // Payments stop where the plan does; a price goes on.
  const carriesOn = key !== "capexSchedule" || isThe("on", ending);
  const zerosFrom = values.length - zerosAtEnd(values) + 1;
  // Blank cells up to the edge would be free power.
  if (fault === undefined && ending === undefined && key === "usdPerKwh" && zerosFrom <= values.length) {
    const rule = "is 0 up to the end of the range, and a blank cell is 0: write a word after the last value";
    return {
      values,
      carriesOn,
      fault: { place: zerosFrom, error: new InputError(`${name}, month ${zerosFrom},`, rule) },
    };
  }
  return { values, carriesOn, fault };
}

/**
 * The values of months 1, 2, ... in an argument that is a row or a column: headings before them and a note after them
 * are left out, and a blank cell is 0.
 */
export function monthsIn(name: string, cells: readonly Cell[]): readonly number[] {
  const stored = cells.findIndex((cell) => typeof cell === "string" && isNumberText(cell));
  if (stored >= 0) throw notANumber(`${name}, value ${stored + 1},`, String(cells[stored]));
  const start = cells.findIndex((cell) => !isWord(cell));
  if (start < 0) throw new InputError(name, "must contain at least one number");
  const { values, fault } = valuesIn(cells, name, "month", unscaled);
  if (fault !== undefined) throw fault.error;
  const end = start + values.length;
  if (cells.slice(end).some(holdsNumber))
    throw new InputError(`${name}, value ${end + 1},`, "must be a number", cells[end]);
  return values;
}

/** An hour of every day of a leap year. */
const MOST_MULTIPLIERS = 8784;

/** The multipliers in the cells right of `shape`, or in the row or column of an override, read as a series is. */
export function shapeOf(cells: readonly Cell[], scale: Scale = unscaled): Shape {
  const { name } = assumptions.powerPriceShape;
  const { values, ending, fault } = valuesIn(cells, name, "multiplier", scale);
  if (fault !== undefined) throw fault.error;
  if (ending === undefined && values.at(-1) === 0)
    throw new InputError(
      `${name}, multiplier ${values.length - zerosAtEnd(values) + 1},`,
      "is 0 up to the end of the range, and a blank cell is 0: write a word after the last multiplier",
    );
  if (values.length > MOST_MULTIPLIERS)
    throw new InputError(name, `must have at most ${MOST_MULTIPLIERS} multipliers`, values.length);
  if (values.length === 1 && values[0] === 0)
    throw new InputError(name, "must not be 0 in its only part (a blank cell is 0)");
  return { multipliers: values };
}

/** The numbers up to the text that ends them, counted as months or multipliers; `ending` undefined: the range ends them. */
function valuesIn(
  cells: readonly Cell[],
  name: string,
  item: "month" | "multiplier",
  scale: Scale,
): { values: readonly number[]; ending: Cell | undefined; fault: Fault | undefined } {
  const start = cells.findIndex((cell) => !isWord(cell));
  if (start < 0) {
    const needed = item === "month" ? "the values of its monthly series" : "its multipliers";
    throw new InputError(name, `needs ${needed} to the right`);
  }
  if (isEmptyText(cells[start - 1])) {
    const rule = `has an empty text before ${item} 1: write ${item === "month" ? "0" : "a number"}, or a word in the note column`;
    throw new InputError(name, rule);
  }
  const values: number[] = [];
  for (const cell of cells.slice(start)) {
    if (isWord(cell)) break;
    const place = `${name}, ${item} ${values.length + 1},`;
    const error = faultOf(place, cell);
    if (error !== undefined) return { values, ending: cell, fault: { place: values.length + 1, error } };
    values.push(inOwnUnit(place, Number(cell), scale));
  }
  const rest = cells.slice(start + values.length);
  return { values, ending: rest[0], fault: endFault(name, item, values, rest) };
}

/** A text that is not a number, or is empty. */
const isWord = (cell: Cell): cell is string => typeof cell === "string" && !isBareNumber(cell);
const isEmptyText = (cell: Cell | undefined) => isThe("", cell);
const isThe = (word: string, cell: Cell | undefined) =>
  typeof cell === "string" && cell.trim().toLowerCase() === word;

function faultOf(place: string, cell: Cell): Error | undefined {
  if (cell instanceof CellError) return cell;
  return typeof cell === "string" || typeof cell === "boolean" ? notANumber(place, cell) : undefined;
}

/** What is wrong with the way in which the values end; `rest` begins with the text that ends them. */
function endFault(
  name: string,
  item: string,
  values: readonly number[],
  [ending, ...notes]: readonly Cell[],
): Fault | undefined {
  const place = values.length + 1;
  if (ending === undefined || !notes.some(holdsNumber)) return undefined;
  if (typeof ending === "string" && isNumberText(ending))
    return { place, error: notANumber(`${name}, ${item} ${place},`, ending) };
  if (isEmptyText(ending)) {
    const end = item === "month" ? "the series" : "them";
    const rule = `${item} ${place} is an empty text before a number: write 0, or a word to end ${end}`;
    return { place, error: new InputError(`${name}:`, rule) };
  }
  if (zerosAtEnd(values) === values.length && !isThe("end", ending) && !isThe("on", ending)) {
    const rule = `is blank or 0 in every ${item} before "${String(ending)}": write a text in its unit and note columns`;
    return { place: 1, error: new InputError(name, rule) };
  }
  return undefined;
}

const holdsNumber = (cell: Cell) =>
  typeof cell === "number" ? cell !== 0 : typeof cell === "string" && isBareNumber(cell);

function zerosAtEnd(values: readonly number[]): number {
  const last = [...values].reverse().findIndex((value) => value !== 0);
  return last < 0 ? values.length : last;
}
