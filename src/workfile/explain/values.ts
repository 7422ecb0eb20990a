import { columnLetters } from "../../formula/tokens";
import { areaText, sheetPrefix } from "../addresses";
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

const named = (sheet: string, cell: string): CellName => ({ sheet, cell, at: sheetPrefix(sheet) + cell });

export const cellName = ({ sheet, row, column }: Place): CellName =>
  named(sheet.name, `${columnLetters(column)}${row}`);

export const areaName = (area: Area): CellName => named(area.sheet.name, areaText(area));
