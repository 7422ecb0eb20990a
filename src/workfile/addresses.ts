import { columnLetters, LAST_COLUMN, LAST_ROW } from "../formula/tokens";
import { addressOf } from "./evaluate/evaluation";
import type { Place } from "./evaluate/references";
import type { Area } from "./evaluate/values";

// Cells and ranges as a formula writes them.

/** Names that Excel writes without quotation marks. */
const PLAIN_SHEET = /^[\p{L}_][\p{L}\p{N}_.]*$/u;
const LIKE_CELL = /^[a-z]{1,3}\d{1,7}$|^(?:r\d*)?(?:c\d*)?$/i;

export const sheetPrefix = (sheet: string) =>
  `${PLAIN_SHEET.test(sheet) && !LIKE_CELL.test(sheet) ? sheet : `'${sheet.replace(/'/g, "''")}'`}!`;

/** An address with its sheet. */
export const fullAddress = (place: Place) => sheetPrefix(place.sheet.name) + addressOf(place, place.sheet);

/** An address as a reader on the sheet of another cell needs it. */
export const addressFrom = (place: Place, from: Place) =>
  place.sheet === from.sheet ? addressOf(place, place.sheet) : fullAddress(place);

/** "A1:B2", "A:B", "1:2", or "A1" for a single cell. */
export function areaText({ top, left, bottom, right }: Area): string {
  const [first, last] = [columnLetters(left), columnLetters(right)];
  if (top === bottom && left === right) return `${first}${top}`;
  if (top === 1 && bottom === LAST_ROW) return `${first}:${last}`;
  if (left === 1 && right === LAST_COLUMN) return `${top}:${bottom}`;
  return `${first}${top}:${last}${bottom}`;
}

/** A range as a reader on the sheet of a cell needs it. */
export const areaFrom = (area: Area, from: Place) =>
  (area.sheet === from.sheet ? "" : sheetPrefix(area.sheet.name)) + areaText(area);
