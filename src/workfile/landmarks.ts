import { checksum } from "./customPart";
import { cellOfKey, type Values } from "./sheetContent";

// A value says nothing of where it was: whether cells were moved shows in what was typed around them.

/** A row, a column and the checksum of what stands there. */
type Landmark = [row: number, column: number, print: number];

const MOST = 20_000;

/** The constants that stand once in a sheet. */
export function landmarks(constants: Values): Landmark[] {
  const places = new Map<number, Landmark | undefined>();
  for (const [key, { kind, text }] of constants) {
    if (text === "") continue;
    const print = checksum(`${kind} ${text}`);
    const { row, column } = cellOfKey(key);
    places.set(print, places.has(print) ? undefined : [row, column, print]);
  }
  return [...places.values()].filter((place) => place !== undefined).slice(0, MOST);
}

/**
 * Whether a cell may have been moved: whether something that stood once in the sheet, and still does, is in another row
 * or column now, and nothing from the cell's own row or column on, or before that, shows otherwise.
 */
export function movedCells(
  before: readonly Landmark[],
  constants: Values,
): (row: number, column: number) => boolean {
  const now = new Map(landmarks(constants).map(([row, column, print]) => [print, { row, column }]));
  const rows = firstUncertain(before.map(([row, , print]) => [row, now.get(print)?.row]));
  const columns = firstUncertain(before.map(([, column, print]) => [column, now.get(print)?.column]));
  return (row, column) => row >= rows || column >= columns;
}

/** The line behind the last one that is certain to be where it was; none where nothing was moved. */
function firstUncertain(lines: readonly (readonly [before: number, now: number | undefined])[]): number {
  let firstMoved = Infinity;
  for (const [before, now] of lines)
    if (now !== undefined && now !== before) firstMoved = Math.min(firstMoved, before);
  if (firstMoved === Infinity) return Infinity;
  let lastCertain = 0;
  for (const [before, now] of lines)
    if (before < firstMoved && now === before) lastCertain = Math.max(lastCertain, before);
  return lastCertain + 1;
}
