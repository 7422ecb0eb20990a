import type { MarketReader } from "../../src/data/market";
import type { Compression } from "../../src/workfile/compression";
import { readBook } from "../../src/workfile/evaluate/book";
import { addressOf, Evaluation } from "../../src/workfile/evaluate/evaluation";
import type { FormulaCell } from "../../src/workfile/evaluate/grid";
import { library } from "../../src/workfile/evaluate/functions/library";
import { miningFunctions } from "../../src/workfile/evaluate/mining";
import { ErrorValue, type Scalar } from "../../src/workfile/evaluate/scalar";
import { marketCells, miningCells } from "../../src/workfile/miningCells";
import { typedFormula } from "../../src/workfile/typedFormula";
import { openWorkbook } from "../../src/workfile/workbook";

/** A formula whose saved value is not what it gives here. */
export interface OtherValue {
  readonly at: string;
  readonly formula: string;
  readonly saved: Scalar;
  readonly computed: Scalar;
}

export interface SavedValues {
  readonly formulas: number;
  readonly computed: number;
  readonly others: readonly OtherValue[];
  /** Formulas that are not computed, by why. */
  readonly left: ReadonlyMap<string, number>;
}

/**
 * Computes every formula of a workbook from its constants and holds each against the value that another program saved:
 * the witness of the evaluator. Cells that show a market that is not given keep theirs.
 */
export function savedValues(
  bytes: Uint8Array,
  { market, tolerance }: { readonly market?: MarketReader; readonly tolerance: number },
  compression: Compression,
): SavedValues {
  const book = readBook(openWorkbook(bytes, compression));
  const evaluation = new Evaluation(book, { excel: library, mining: miningFunctions(market) });
  const kept = new Set(market === undefined ? marketCells(miningCells(evaluation)) : []);
  const saved = new Map<FormulaCell, Scalar>();
  for (const sheet of book.sheets)
    for (const cell of sheet.formulas) if (cell.hasValue) saved.set(cell, cell.saved);
  evaluation.runOthers(kept);
  const others: OtherValue[] = [];
  const left = new Map<string, number>();
  for (const [cell, value] of saved) {
    if (typeof cell.why === "string") left.set(cell.why, (left.get(cell.why) ?? 0) + 1);
    if (!evaluation.computed.has(cell)) continue;
    const computed = cell.sheet.value(cell.row, cell.column);
    if (!isNear(value, computed, tolerance))
      others.push({ at: addressOf(cell), formula: typedFormula(cell), saved: value, computed });
  }
  return { formulas: saved.size, computed: evaluation.computed.size, others, left };
}

function isNear(a: Scalar, b: Scalar, tolerance: number): boolean {
  if (typeof a === "number" && typeof b === "number")
    return Math.abs(a - b) <= tolerance * Math.max(1, Math.abs(a), Math.abs(b));
  if (a instanceof ErrorValue || b instanceof ErrorValue)
    return a instanceof ErrorValue && b instanceof ErrorValue && a.code === b.code;
  return (a ?? "") === (b ?? "");
}
