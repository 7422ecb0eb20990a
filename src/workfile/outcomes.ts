import { nativeNames } from "../native/forms";
import { cellsOf, parsedRange, type Cell } from "./cells";
import { namePlan, type NamePlan } from "./names";
import type { Plan, PlannedCell, PlannedFormula, PlannedSheet } from "./plan";
import type { ConvertedCell, Grade } from "./reports";
import { classicFill, LONGEST_FORMULA, namesUsed, rewriter, withRenamed, type Rewriting } from "./rewriting";
import { cellKey } from "./sheetContent";
import type { Workbook } from "./workbook";

// What each formula of a workbook becomes, before anything is written.

/** The formula of a cell; and, where each cell of its range gets one, those of all but the first, with the cells. */
interface Filling {
  readonly text: string;
  readonly filled?: readonly { readonly cell: Cell; readonly text: string }[];
}

/** What a cell becomes. */
export interface Outcome extends Filling {
  readonly planned: PlannedCell;
  readonly became: ConvertedCell["became"];
  readonly why?: string;
}

/** What a formula outside the cells becomes, or why it stays; as values, without a reason. */
export type FormulaOutcome =
  | { readonly planned: PlannedFormula; readonly text: string }
  | { readonly planned: PlannedFormula; readonly why?: string };

/** What a cell's formula becomes, or why there is none: classic formulas of several cells where its result filled them. */
export function cellRewriter(rewrite: ReturnType<typeof rewriter>, isClassic: boolean) {
  return (sheet: PlannedSheet, planned: PlannedCell): Filling | Extract<Rewriting, { why: string }> => {
    const filling = isClassic ? filledCells(sheet, planned) : undefined;
    return filling ?? rewrite(planned.formula, planned.cell);
  };
}

/** By sheet, what each cell becomes, what formulas outside the cells become, and the names that all of these need. */
export function outcomesOf(
  workbook: Workbook,
  { sheets, formulas: planned }: Pick<Plan, "sheets" | "formulas">,
  grade: Grade,
): { outcomes: Map<PlannedSheet, Outcome[]>; formulas: FormulaOutcome[]; names: NamePlan } {
  const known = grade === "lambda" ? new Set(nativeNames().keys()) : new Set<string>();
  const rewrite = grade === "values" ? undefined : rewriter(grade);
  const become = rewrite && cellRewriter(rewrite, grade === "classic");
  const used = new Set<string>();
  const outcomes = new Map<PlannedSheet, Outcome[]>();
  for (const sheet of sheets) {
    const list: Outcome[] = [];
    for (const planned of sheet.cells) {
      const found = become?.(sheet, planned);
      if (found === undefined || "why" in found) {
        const { why, advice } = found ?? {};
        list.push(asValue(planned, advice === undefined ? why : `${why}; ${advice}`));
        continue;
      }
      for (const name of namesUsed(found.text, known)) used.add(name);
      list.push({ planned, became: "formula", ...found });
    }
    outcomes.set(sheet, list);
  }
  let formulas: FormulaOutcome[] = planned.map((formula) => ({
    planned: formula,
    ...rewrite?.(formula.formula, HOME),
  }));
  for (const formula of formulas)
    if ("text" in formula) for (const name of namesUsed(formula.text, known)) used.add(name);
  const names = namePlan(workbook, used);
  if (names.renamed.size > 0) {
    formulas = formulas.map((formula) => {
      if (!("text" in formula)) return formula;
      const text = withRenamed(formula.text, names.renamed);
      return text.length > LONGEST_FORMULA
        ? { planned: formula.planned, why: TOO_LONG }
        : { ...formula, text };
    });
    for (const [sheet, list] of outcomes)
      outcomes.set(
        sheet,
        list.map((outcome) => {
          if (outcome.became !== "formula") return outcome;
          const text = withRenamed(outcome.text, names.renamed);
          return text.length > LONGEST_FORMULA ? asValue(outcome.planned, TOO_LONG) : { ...outcome, text };
        }),
      );
  }
  return { outcomes, formulas, names };
}

const TOO_LONG = "the formula would be too long with the names that are free";
/** Where formulas are that no cell has. */
export const HOME = { row: 1, column: 1 };

/** A classic formula for each cell that a formula filled; labels stay texts. Undefined where they are not as many. */
function filledCells({ xml, values }: PlannedSheet, planned: PlannedCell): Filling | undefined {
  const range = parsedRange(planned.range ?? "");
  const rows = range === undefined ? undefined : classicFill(planned.formula);
  const text = rows?.[0]?.[0];
  if (range === undefined || rows === undefined || text === undefined) return undefined;
  const { start, end } = range;
  const [height, width] = [end.row - start.row + 1, end.column - start.column + 1];
  if (rows.length !== height || rows.some((row) => row.length !== width)) return undefined;
  const wanted = new Map<number, string>();
  for (const [line, row] of rows.entries())
    for (const [place, formula] of row.entries()) {
      const key = cellKey(start.row + line, start.column + place);
      const isFirst = line === 0 && place === 0;
      if (!isFirst && values.get(key)?.kind !== "text") wanted.set(key, formula);
    }
  const filled: { cell: Cell; text: string }[] = [];
  for (const cell of cellsOf(xml)) {
    const formula = wanted.get(cellKey(cell.row, cell.column));
    if (formula !== undefined && cell.value !== undefined && cell.formula === undefined)
      filled.push({ cell, text: formula });
  }
  return filled.length === wanted.size ? { text, filled } : undefined;
}

function asValue(planned: PlannedCell, why: string | undefined): Outcome {
  const { value, formula } = planned;
  if (value === undefined)
    return {
      planned,
      became: "unchanged",
      text: formula,
      why: why === undefined ? NO_VALUE : `${why}; ${NO_VALUE}`,
    };
  const isUncalculated = value.kind === "error" && UNCALCULATED.includes(value.text);
  const reason = isUncalculated
    ? `${why === undefined ? "" : `${why}; `}its value is ${value.text}, since it was still being computed, or last calculated without Hashcell`
    : why;
  return { planned, became: "value", text: value.text, ...(reason === undefined ? {} : { why: reason }) };
}

const UNCALCULATED = ["#NAME?", "#BUSY!", "#GETTING_DATA"];

export const NO_VALUE =
  "the file holds no value for it: open the workbook in Excel with Hashcell, let it calculate, and save it";
