import { assumptionNamed } from "../core/cashflow/assumptionNames";
import { InputError } from "../core/errors";
import { addressOf, type Evaluation } from "./evaluate/evaluation";
import type { GridSheet } from "./evaluate/grid";
import type { Place } from "./evaluate/references";
import { numberOfText } from "./evaluate/textNumbers";
import type { Scalar } from "./evaluate/scalar";
import { cellNamed } from "./explain/place";
import { FileError } from "./fileError";
import { modelBlocks, treeOf, type MiningCell } from "./miningCells";

// Cells that are given another value before a workbook is calculated.

/** What is to be set: an address, a name of the workbook, or an assumption of its model. */
export interface Wanted {
  readonly name: string;
  readonly value: string;
}

export interface SetCell {
  readonly sheet: GridSheet;
  readonly row: number;
  readonly column: number;
  readonly value: Scalar;
  readonly before: Scalar;
  /** As the user called it. */
  readonly name: string;
}

/** Finds the cell of each; throws a `FileError` that says what is wrong with one. */
export function settingCells(
  evaluation: Evaluation,
  mining: readonly MiningCell[],
  wanted: readonly Wanted[],
): SetCell[] {
  const cells: SetCell[] = [];
  for (const { name, value } of wanted) {
    const { sheet, row, column } = placeOf(evaluation, mining, name);
    const at = addressOf({ sheet, row, column });
    if (sheet.formulaAt(row, column) !== undefined)
      throw new FileError(`${name} cannot be set: ${at} has a formula, which would be lost`);
    if (cells.some((cell) => cell.sheet === sheet && cell.row === row && cell.column === column))
      throw new FileError(`${at} is set twice`);
    cells.push({ sheet, row, column, value: valueOf(value), before: sheet.value(row, column), name });
  }
  return cells;
}

/** As if it were typed into a cell. */
function valueOf(text: string): Scalar {
  const word = text.trim().toUpperCase();
  if (word === "TRUE" || word === "FALSE") return word === "TRUE";
  return numberOfText(text) ?? text;
}

function placeOf(evaluation: Evaluation, mining: readonly MiningCell[], name: string): Place {
  const isName = evaluation.book.names.some((named) => named.name.toLowerCase() === name.toLowerCase());
  if (!isName && !name.includes("!") && treeOf(name)?.type !== "ref")
    return assumptionCell(evaluation, mining, name);
  const named = cellNamed(evaluation, name);
  if ("problem" in named) throw new FileError(named.problem);
  return named.place;
}

function assumptionCell(evaluation: Evaluation, mining: readonly MiningCell[], name: string): Place {
  let key;
  try {
    key = assumptionNamed(name)?.key;
  } catch (error) {
    if (error instanceof InputError) throw new FileError(error.message);
    throw error;
  }
  const what = `"${name}" is neither an address, as Inputs!B4, nor a name of the workbook`;
  if (key === undefined) throw new FileError(`${what}, nor an assumption`);
  const blocks = modelBlocks(evaluation, mining);
  const [block] = blocks;
  if (block === undefined)
    throw new FileError(`${what}, and no formula reads a model block that could have the assumption`);
  if (blocks.length > 1)
    throw new FileError(
      `${what}, and the workbook has ${blocks.length} model blocks: give the address of the cell`,
    );
  const { sheet, top, left, bottom } = block;
  for (let row = top; row <= Math.min(bottom, sheet.lastRow); row++) {
    const label = sheet.value(row, left);
    if (typeof label !== "string" || keyOf(label) !== key) continue;
    const value = sheet.value(row, left + 1);
    if (typeof value === "string" && ["monthly", "shape"].includes(value.trim().toLowerCase()))
      throw new FileError(`${name} is a series of values: give the address of the cell to set`);
    return { sheet, row, column: left + 1 };
  }
  throw new FileError(
    `the model block in ${addressOf({ sheet, row: top, column: left })} has no row for ${name}: add it in the workbook`,
  );
}

function keyOf(label: string) {
  try {
    return assumptionNamed(label)?.key;
  } catch (error) {
    if (error instanceof InputError) return undefined;
    throw error;
  }
}
