import type { UID, Zone } from "@odoo/o-spreadsheet";
import { invalidArgument } from "./requestError";

/** A rectangle of cells on a sheet. */
export interface Area {
  readonly sheetId: UID;
  readonly zone: Readonly<Zone>;
}

interface SheetSize {
  readonly numberOfRows: number;
  readonly numberOfCols: number;
}

/** Where Excel's sheets end. */
export const EXCEL_SHEET: SheetSize = { numberOfRows: 1_048_576, numberOfCols: 16_384 };

/** "A" for 0, "AA" for 26. */
export function columnLetters(index: number): string {
  let letters = "";
  for (let rest = index; rest >= 0; rest = Math.floor(rest / 26) - 1) {
    letters = String.fromCharCode(65 + (rest % 26)) + letters;
  }
  return letters;
}

export function columnIndex(letters: string): number {
  let index = 0;
  for (const letter of letters.toUpperCase()) index = index * 26 + letter.charCodeAt(0) - 64;
  return index - 1;
}

/** "B2:C3", or "B2" for one cell; with `fixed` "$B$2:$C$3". */
export function zoneAddress(zone: Zone, fixed = false): string {
  const mark = fixed ? "$" : "";
  const cell = (column: number, row: number) => `${mark}${columnLetters(column)}${mark}${row + 1}`;
  const first = cell(zone.left, zone.top);
  const isCell = zone.left === zone.right && zone.top === zone.bottom;
  return isCell ? first : `${first}:${cell(zone.right, zone.bottom)}`;
}

/** The sheet's name as a formula needs it: quoted unless it is a plain word. */
export function quotedSheetName(name: string): string {
  return /^[A-Za-z_][\w.]*$/.test(name) ? name : `'${name.replace(/'/g, "''")}'`;
}

/** Parts "Sheet1!A1" and "'My sheet'!A1" into the sheet's name, if there is one, and the rest. */
export function splitAddress(address: string): { sheetName: string | undefined; local: string } {
  const at = address.lastIndexOf("!");
  if (at < 0) return { sheetName: undefined, local: address };
  const name = address.slice(0, at);
  const isQuoted = name.length > 1 && name.startsWith("'") && name.endsWith("'");
  return { sheetName: isQuoted ? name.slice(1, -1).replace(/''/g, "'") : name, local: address.slice(at + 1) };
}

const corner = /^\$?([A-Za-z]{1,3})?\$?([1-9][0-9]{0,6})?$/;

/** The zone of "A1", "A1:B2", "A:C" or "2:5"; whole columns and rows end with the sheet. */
export function parseZone(local: string, size: SheetSize): Zone {
  const [from = "", to = from, ...rest] = local.trim().split(":");
  const [start, end] = [corner.exec(from), corner.exec(to)];
  if (start === null || end === null || rest.length > 0) throw invalidArgument(`address ${local}`);
  const columns = span(start[1], end[1], columnIndex, size.numberOfCols);
  const rows = span(start[2], end[2], (digits) => Number(digits) - 1, size.numberOfRows);
  const isWhole = start[1] === undefined || start[2] === undefined;
  const isNothing = start[1] === undefined && start[2] === undefined;
  if (columns === undefined || rows === undefined || isNothing || (isWhole && !local.includes(":"))) {
    throw invalidArgument(`address ${local}`);
  }
  return { left: columns[0], right: columns[1], top: rows[0], bottom: rows[1] };
}

function span(
  from: string | undefined,
  to: string | undefined,
  index: (text: string) => number,
  length: number,
): readonly [number, number] | undefined {
  if (from === undefined && to === undefined) return [0, length - 1];
  if (from === undefined || to === undefined) return undefined;
  const [first, last] = [index(from), index(to)];
  return [Math.min(first, last), Math.max(first, last)];
}

export const rowCount = ({ zone }: Area) => zone.bottom - zone.top + 1;
export const columnCount = ({ zone }: Area) => zone.right - zone.left + 1;
export const cellCount = (area: Area) => rowCount(area) * columnCount(area);
