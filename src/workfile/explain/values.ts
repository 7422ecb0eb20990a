import { columnLetters } from "../../formula/tokens";
import { LAST_COLUMN, LAST_ROW } from "../../formula/tokens";
import type { Surroundings } from "../evaluate/define";
import type { Place } from "../evaluate/references";
import { ErrorValue, type Scalar } from "../evaluate/scalar";
import { Areas, isScalar, Lambda, OMITTED, type Area, type Operand } from "../evaluate/values";
import type { CellName, Plain, Value } from "./explanation";

/** Of many values, so many rows and columns are kept. */
const [MOST_ROWS, MOST_COLUMNS] = [6, 6];

export const plain = (value: Scalar): Plain => {
  if (!(value instanceof ErrorValue)) return value;
  return value.text === undefined ? { error: value.code } : { error: value.code, text: value.text };
};

export function valueOf(operand: Operand, { matrix }: Pick<Surroundings, "matrix">): Value {
  if (operand === OMITTED) return { is: "left out" };
  if (isScalar(operand)) return plain(operand);
  if (operand instanceof Lambda) return { is: "a function" };
  if (operand instanceof Areas) return { is: `${operand.list.length} ranges` };
  const found = matrix(operand);
  const { rows, columns } = found;
  if (rows === 1 && columns === 1) return plain(found.at(0, 0));
  const first = Array.from({ length: Math.min(rows, MOST_ROWS) }, (_, row) =>
    Array.from({ length: Math.min(columns, MOST_COLUMNS) }, (_unused, column) =>
      plain(found.at(row, column)),
    ),
  );
  return { rows, columns, first };
}

/** Names that Excel writes without quotation marks. */
const PLAIN_SHEET = /^[\p{L}_][\p{L}\p{N}_.]*$/u;
const LIKE_CELL = /^[a-z]{1,3}\d{1,7}$|^(?:r\d*)?(?:c\d*)?$/i;

export const sheetPrefix = (sheet: string) =>
  `${PLAIN_SHEET.test(sheet) && !LIKE_CELL.test(sheet) ? sheet : `'${sheet.replace(/'/g, "''")}'`}!`;

const named = (sheet: string, cell: string): CellName => ({ sheet, cell, at: sheetPrefix(sheet) + cell });

export const cellName = ({ sheet, row, column }: Place): CellName =>
  named(sheet.name, `${columnLetters(column)}${row}`);

export function areaName({ sheet, top, left, bottom, right }: Area): CellName {
  const [first, last] = [columnLetters(left), columnLetters(right)];
  if (top === bottom && left === right) return named(sheet.name, `${first}${top}`);
  if (top === 1 && bottom === LAST_ROW) return named(sheet.name, `${first}:${last}`);
  if (left === 1 && right === LAST_COLUMN) return named(sheet.name, `${top}:${bottom}`);
  return named(sheet.name, `${first}${top}:${last}${bottom}`);
}
