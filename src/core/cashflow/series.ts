import { CellError, InputError, type Cell } from "../errors";
import { isBareNumber, isNumberText, notANumber } from "../numberText";
import { inOwnUnit, unscaled, type Scale } from "../units";
import { assumptions, type AssumptionKey } from "./assumptions";

/** The values of months 1, 2, ..., in the assumption's own unit; the last carries on. */
export interface Series {
  readonly values: readonly number[];
  /** What is wrong with the first bad month, before which the values end: it matters to a horizon that reaches it. */
  readonly fault?: { readonly month: number; readonly error: Error } | undefined;
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
  const start = cells.findIndex((cell) => !isWord(cell));
  if (start < 0) throw new InputError(name, "needs the values of its monthly series to the right");
  if (isEmptyText(cells[start - 1])) {
    throw new InputError(name, "has an empty text before month 1: write 0, or a word in the note column");
  }
  const values: number[] = [];
  for (const cell of cells.slice(start)) {
    if (isWord(cell)) break;
    const error = faultOf(`${name}, month ${values.length + 1},`, cell);
    if (error !== undefined) return { values, fault: { month: values.length + 1, error } };
    values.push(inOwnUnit(`${name}, month ${values.length + 1},`, Number(cell), scale));
  }
  return { values, fault: endFault(key, values, cells.slice(start + values.length)) };
}

/** A text that is not a number, or is empty. */
const isWord = (cell: Cell): cell is string => typeof cell === "string" && !isBareNumber(cell);
const isEmptyText = (cell: Cell | undefined) => typeof cell === "string" && cell.trim() === "";

function faultOf(place: string, cell: Cell): Error | undefined {
  if (cell instanceof CellError) return cell;
  return typeof cell === "string" || typeof cell === "boolean" ? notANumber(place, cell) : undefined;
}

/** What is wrong with the way in which a series ends; `rest` begins with the text that ends it. */
function endFault(
  key: AssumptionKey,
  values: readonly number[],
  [ending, ...notes]: readonly Cell[],
): Series["fault"] {
  const { name } = assumptions[key];
  const month = values.length + 1;
  const isFollowed = notes.some(holdsNumber);
  if (typeof ending === "string" && isNumberText(ending) && isFollowed)
    return { month, error: notANumber(`${name}, month ${month},`, ending) };
  const zerosFrom = month - zerosAtEnd(values);
  if (isEmptyText(ending) && isFollowed) {
    const rule = `month ${month} is an empty text before a number: write 0, or a word to end the series`;
    return { month, error: new InputError(`${name}:`, rule) };
  }
  if (ending !== undefined && zerosFrom === 1 && isFollowed) {
    const rule = `is blank or 0 in every month before "${String(ending)}": write a text in its unit and note columns`;
    return { month: 1, error: new InputError(name, rule) };
  }
  // Blank cells up to the edge would be free power.
  if (ending === undefined && key === "usdPerKwh" && zerosFrom < month) {
    const rule = "is 0 up to the end of the range, and a blank cell is 0: write a word after the last value";
    return { month: zerosFrom, error: new InputError(`${name}, month ${zerosFrom},`, rule) };
  }
  return undefined;
}

const holdsNumber = (cell: Cell) =>
  typeof cell === "number" ? cell !== 0 : typeof cell === "string" && isBareNumber(cell);

function zerosAtEnd(values: readonly number[]): number {
  const last = [...values].reverse().findIndex((value) => value !== 0);
  return last < 0 ? values.length : last;
}
