import type { MarketReader } from "../data/market";
import {
  capsuleIn,
  contentDigest,
  filledValues,
  inputsDigest,
  plainText,
  scalarOf,
  type Capsule,
  type CapsuleCell,
} from "./capsule";
import type { Compression } from "./compression";
import { readBook } from "./evaluate/book";
import { addressOf, Evaluation } from "./evaluate/evaluation";
import type { FormulaCell } from "./evaluate/grid";
import { library } from "./evaluate/functions/library";
import { miningFunctions } from "./evaluate/mining";
import type { Scalar } from "./evaluate/scalar";
import { FileError } from "./fileError";
import { marketCells, miningCells } from "./miningCells";
import { leftCell, type LeftCell } from "./recalculate";
import { isSameValue } from "./sameResult";
import { typedFormula } from "./typedFormula";
import { openWorkbook, type Workbook } from "./workbook";
import { contentOf, openArchive } from "./zip";

// Whether the results of a workbook are what the add-in computes from it, and were when its capsule was made.

export type DifferenceKind =
  /** The cell shows another value than its formula gives. */
  | "value"
  /** The formula is another than when the capsule was made. */
  | "formula"
  /** What the formula refers to has other values than then. */
  | "inputs"
  /** The same formula gives another value from the same inputs than it did. */
  | "version"
  /** The same formula gives another value, and finds what it reads only while it computes, in a workbook that was changed. */
  | "unclear"
  /** The capsule does not know the cell. */
  | "new"
  /** The capsule knows a cell that calls the add-in no longer. */
  | "gone";

export interface Difference {
  readonly sheet: string;
  readonly at: string;
  readonly kind: DifferenceKind;
  readonly formula?: string;
  /** What the cell shows. */
  readonly saved?: Scalar;
  /** What the capsule has. */
  readonly kept?: Scalar;
  /** What the formula gives now. */
  readonly now?: Scalar;
  /** The formula that the capsule has. */
  readonly keptFormula?: string;
}

export interface Verification {
  readonly capsule?: { readonly version: string; readonly at: number };
  /** Why a capsule that is there cannot be read. */
  readonly capsuleProblem?: string;
  /** How many cells call the add-in, and how many of them were held against what they show. */
  readonly mining: number;
  readonly checked: number;
  readonly differences: readonly Difference[];
  readonly left: readonly LeftCell[];
  /** Cells that show the market, which is not known. */
  readonly market: readonly string[];
}

interface VerifyOptions {
  /** The market that a text of a freeze holds. */
  readonly marketOf: (text: string) => MarketReader;
  /** Where the capsule has none. */
  readonly market?: MarketReader | undefined;
}

/** Verifies a workbook. Throws a `FileError` where it cannot be read as a whole. */
export function verify(bytes: Uint8Array, options: VerifyOptions, compression: Compression): Verification {
  // A part that nothing here reads may be damaged all the same.
  for (const entry of openArchive(bytes).entries) contentOf(entry, compression);
  const workbook = openWorkbook(bytes, compression);
  const { capsule, problem } = readCapsule(workbook);
  const market = capsule?.market === undefined ? options.market : options.marketOf(capsule.market);
  const book = readBook(workbook);
  const evaluation = new Evaluation(book, { excel: library, mining: miningFunctions(market) });
  const mining = miningCells(evaluation);
  const saved = new Map(mining.map(({ cell }) => [cell, filledValues(cell)]));
  const kept = new Set(market === undefined ? marketCells(mining) : []);
  evaluation.runOthers(kept);
  const differences: Difference[] = [];
  const left: LeftCell[] = [];
  let checked = 0;
  const keptLeft = new Set(capsule?.left);
  const isAsThen = capsule !== undefined && isUnchanged(evaluation, capsule, kept);
  const known = new Map(capsule?.cells.map((cell) => [keyOf(cell), cell]));
  for (const { cell } of mining) {
    const key = keyOf({ sheet: cell.sheet.name, at: addressOf(cell, cell.sheet) });
    const before = known.get(key);
    known.delete(key);
    if (kept.has(cell)) continue;
    for (const one of leftCell(cell)) left.push(one);
    if (cell.why !== undefined) continue;
    checked += 1;
    // One that could not be computed then is in no capsule.
    const compares = capsule !== undefined && (before !== undefined || !keptLeft.has(addressOf(cell)));
    for (const one of differencesOf(evaluation, cell, saved.get(cell) ?? [], compares, { before, isAsThen }))
      differences.push(one);
  }
  for (const { sheet, at, formula } of known.values())
    differences.push({ sheet, at, kind: "gone", keptFormula: formula });
  return {
    ...(capsule === undefined ? {} : { capsule: { version: capsule.version, at: capsule.at } }),
    ...(problem === undefined ? {} : { capsuleProblem: problem }),
    mining: mining.length,
    checked,
    differences,
    left,
    market: [...kept].map((cell) => addressOf(cell)),
  };
}

function readCapsule(workbook: Workbook): { capsule?: Capsule; problem?: string } {
  try {
    const capsule = capsuleIn(workbook);
    return capsule === undefined ? {} : { capsule };
  } catch (error) {
    if (error instanceof FileError) return { problem: error.message };
    throw error;
  }
}

const keyOf = ({ sheet, at }: { readonly sheet: string; readonly at: string }) =>
  `${sheet.toLowerCase()}!${at}`;

/** The first of two tables' values that differ. */
function firstDifference(
  one: readonly (readonly Scalar[])[],
  two: readonly (readonly Scalar[])[],
): readonly [Scalar, Scalar] | undefined {
  const rows = Math.max(one.length, two.length);
  for (let row = 0; row < rows; row++) {
    const columns = Math.max(one[row]?.length ?? 0, two[row]?.length ?? 0);
    for (let column = 0; column < columns; column++) {
      const [a, b] = [one[row]?.[column] ?? null, two[row]?.[column] ?? null];
      if (!isSameValue(a, b)) return [a, b];
    }
  }
  return undefined;
}

/** Whether all is typed in as it was then, and nothing keeps a value that was only saved. */
function isUnchanged(evaluation: Evaluation, { content }: Capsule, kept: ReadonlySet<FormulaCell>): boolean {
  const isComputed = evaluation.book.sheets.every(({ formulas }) =>
    formulas.every(({ why }) => why === undefined),
  );
  return kept.size === 0 && isComputed && contentDigest(evaluation) === content;
}

interface Then {
  readonly before: CapsuleCell | undefined;
  /** Whether the whole workbook is as it was. */
  readonly isAsThen: boolean;
}

function differencesOf(
  evaluation: Evaluation,
  cell: FormulaCell,
  saved: readonly (readonly Scalar[])[],
  compares: boolean,
  { before, isAsThen }: Then,
): Difference[] {
  const found: Difference[] = [];
  const place = {
    sheet: cell.sheet.name,
    at: addressOf(cell, cell.sheet),
    formula: typedFormula(cell),
  };
  const now = filledValues(cell);
  const shown = firstDifference(saved, now);
  if (shown !== undefined) found.push({ ...place, kind: "value", saved: shown[0], now: shown[1] });
  if (!compares) return found;
  if (before === undefined) return [...found, { ...place, kind: "new", now: now[0]?.[0] ?? null }];
  const values = before.values.map((row) => row.map(scalarOf));
  const changed = firstDifference(values, now);
  const was = { kept: changed?.[0] ?? values[0]?.[0] ?? null, now: changed?.[1] ?? now[0]?.[0] ?? null };
  if (plainText(before.formula) !== plainText(place.formula))
    return [...found, { ...place, kind: "formula", keptFormula: before.formula, ...was }];
  // In a workbook that is as it was, other inputs are results of other cells.
  const isSame = isAsThen || before.inputs === inputsDigest(evaluation, cell);
  if (!isSame) return [...found, { ...place, kind: "inputs", ...was }];
  if (changed === undefined) return found;
  const isClear = isAsThen || !evaluation.precedentsOf(cell).isDynamic;
  return [...found, { ...place, kind: isClear ? "version" : "unclear", ...was }];
}
