/** Rows and columns of a rectangle of cells, counted from 0; the last ones are within it. */
export interface Zone {
  readonly top: number;
  readonly bottom: number;
  readonly left: number;
  readonly right: number;
}

/** The zone of "B2" or "B2:F13"; undefined for whole rows and columns, and for several areas. */
export function zoneOf(range: string): Zone | undefined {
  const [, left, top, right = left, bottom = top] = /^([A-Z]+)(\d+)(?::([A-Z]+)(\d+))?$/.exec(range) ?? [];
  if (left === undefined || right === undefined) return undefined;
  return {
    left: columnNumber(left),
    right: columnNumber(right),
    top: Number(top) - 1,
    bottom: Number(bottom) - 1,
  };
}

function columnNumber(letters: string): number {
  let number = 0;
  for (let index = 0; index < letters.length; index++) number = number * 26 + letters.charCodeAt(index) - 64;
  return number - 1;
}

/** "B2" for row 1 and column 1, counted from 0; with `mark` "$" it is "$B$2". */
export function cellName(row: number, column: number, mark: "" | "$" = ""): string {
  let letters = "";
  for (let rest = column; rest >= 0; rest = Math.floor(rest / 26) - 1)
    letters = String.fromCharCode(65 + (rest % 26)) + letters;
  return `${mark}${letters}${mark}${row + 1}`;
}

/** "B2:F13"; one cell is "B2:B2". */
export const rangeOf = ({ top, left, bottom, right }: Zone) =>
  `${cellName(top, left)}:${cellName(bottom, right)}`;

/** The first rows of a range: "B2:F5" for the first four of "B2:F13". */
export function firstRows(range: string, count: number): string {
  const zone = zoneOf(range);
  if (zone === undefined) return range;
  return rangeOf({ ...zone, bottom: Math.min(zone.bottom, zone.top + count - 1) });
}
