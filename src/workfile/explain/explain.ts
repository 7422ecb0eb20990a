import { filledBy } from "../evaluate/dependents";
import type { Evaluation } from "../evaluate/evaluation";
import type { FormulaCell } from "../evaluate/grid";
import type { Place } from "../evaluate/references";
import type { Scalar } from "../evaluate/scalar";
import { Area, isScalar, Matrix, OMITTED, type Operand } from "../evaluate/values";
import { isSameValue } from "../sameResult";
import { typedFormula } from "../typedFormula";
import { callsOf } from "./calls";
import type { CellKind, Explanation } from "./explanation";
import { constantFindings, findingsOf, usersFindings } from "./findings";
import { areasOf, precedentAt, precedentOf, usedBy, usersOf } from "./precedents";
import { foundAreas, stepsOf, unwatched, watched } from "./steps";
import { areaName, cellName, plain, valueOf } from "./values";

export interface ExplainOptions {
  readonly isHidden?: boolean;
  /**
   * Characters in a line of a function's form in Excel's own functions. Without it there is none, which takes longer than
   * all the rest.
   */
  readonly formWidth?: number | undefined;
}

/**
 * What a cell is: its formula step by step, with the values that the cells have to which it refers; each call of the
 * add-in's functions with its arguments, its sources, and its result in Excel's own functions.
 */
export function explain(
  evaluation: Evaluation,
  place: Place,
  { isHidden = false, formWidth }: ExplainOptions = {},
): Explanation {
  const { sheet, row, column } = place;
  const own = precedentAt(place);
  const formula = sheet.formulaAt(row, column);
  const users = usersOf(evaluation, place);
  // A text that nothing reads is a label itself.
  const isText = own.kind === "constant" && typeof own.value === "string";
  const label = isText && users.length === 0 ? undefined : own.label;
  const about = {
    ...cellName(place),
    ...(label === undefined ? {} : { label }),
    kind: own.kind,
    isHidden,
    saved: own.value,
    usedBy: usedBy(users),
  };
  if (formula === undefined) {
    const seen = users
      .slice(0, MOST_READ)
      .map((user) => ({ user: cellName(user), calls: givenTo(user, evaluation) }));
    return {
      ...about,
      ...(label?.unit === undefined ? {} : { unit: label.unit }),
      findings: [...constantFindings(own), ...usersFindings(own, seen)],
      calls: [],
      steps: [],
      moreSteps: 0,
      precedents: [],
    };
  }
  const facts = formulaFacts(evaluation, formula, own.kind, formWidth);
  const [call] = facts.calls;
  const unit = label?.unit ?? (`=${call?.text}` === facts.formula ? call?.unit : undefined);
  return { ...about, ...(unit === undefined || unit === "" ? {} : { unit }), ...facts };
}

/** Formulas that use a typed-in value and are looked through for what they make of it. */
const MOST_READ = 12;

/** The calls of a formula with what they are given, which is not computed. */
const givenTo = (user: FormulaCell, evaluation: Evaluation) =>
  callsOf(unwatched(typedFormula(user).slice(1)), evaluation, user, undefined);

function formulaFacts(evaluation: Evaluation, formula: FormulaCell, kind: CellKind, formWidth?: number) {
  const { row, column, bottom, right } = formula;
  const typed = typedFormula(formula);
  const seen = watched(evaluation, formula, typed.slice(1));
  const { steps, more } = stepsOf(seen, evaluation);
  const calls = callsOf(seen, evaluation, formula, formWidth);
  const precedents = areasOf(evaluation, formula, foundAreas(seen)).map(precedentOf);
  const value = seen.value === undefined ? undefined : valueOf(seen.value, evaluation.around);
  const saved = plain(formula.sheet.value(row, column));
  const fills = bottom > row || right > column;
  return {
    formula: typed,
    ...(kind === "filled" ? { filledBy: cellName(formula) } : {}),
    ...(fills ? { fills: areaName(filledBy(formula)) } : {}),
    ...(value === undefined || seen.value === undefined
      ? {}
      : { value, agrees: agrees(evaluation, formula, seen.value) }),
    ...(seen.left === undefined ? {} : { left: seen.left }),
    findings: findingsOf({ saved, value, calls, precedents }),
    calls,
    steps,
    moreSteps: more,
    precedents,
  };
}

/** A blank result is shown as 0. */
const areAlike = (a: Scalar, b: Scalar) => isSameValue(a ?? 0, b ?? 0);

/** Whether the cells show what the formula gives. */
function agrees(
  { around }: Evaluation,
  { sheet, row, column, kind, bottom, right }: FormulaCell,
  result: Operand,
) {
  const shown = (r: number, c: number) => sheet.value(row + r, column + c);
  if (result === OMITTED) return areAlike(shown(0, 0), 0);
  if (isScalar(result)) return areAlike(shown(0, 0), result);
  if (!(result instanceof Matrix || result instanceof Area)) return false;
  const matrix = around.matrix(result);
  if (kind === "single") return areAlike(shown(0, 0), matrix.at(0, 0));
  const [rows, columns] = [bottom - row + 1, right - column + 1];
  if (kind === "spill" && (rows !== matrix.rows || columns !== matrix.columns)) return false;
  for (let r = 0; r < Math.min(rows, matrix.rows); r++)
    for (let c = 0; c < Math.min(columns, matrix.columns); c++)
      if (!areAlike(shown(r, c), matrix.at(r, c))) return false;
  return true;
}
