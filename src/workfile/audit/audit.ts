import type { MarketReader } from "../../data/market";
import type { Freeze } from "../../data/freeze";
import { walk } from "../../formula/formula";
import { miningName } from "../../formula/miningCalls";
import type { Compression } from "../compression";
import { readingSteps, type FileBook } from "../evaluate/book";
import { Evaluation, type Book } from "../evaluate/evaluation";
import type { FormulaCell } from "../evaluate/grid";
import { library } from "../evaluate/functions/library";
import { miningFunctions, readsMarket } from "../evaluate/mining";
import { ErrorValue, type Scalar } from "../evaluate/scalar";
import { NotComputed } from "../evaluate/values";
import { frozenMarket } from "../frozenMarket";
import { miningSteps, type MiningCell } from "../miningCells";
import { isSameResult } from "../sameResult";
import { finished, type Steps } from "../steps";
import { typedFormula } from "../typedFormula";
import { openWorkbook, type Workbook } from "../workbook";
import { countOf, dayText, numberText } from "../wording";
import { ArgumentChecks, keyOf } from "./argumentChecks";
import type { Finding, FindingKind, Findings } from "./finding";
import { Looks } from "./looks";
import { coverageOf, NativeValues, type Coverage } from "./nativeValues";
import { Patterns, shortened } from "./patterns";
import { RangeEnds } from "./rangeEnds";
import { markAll, rootsOf, roundingOf, staleCells, type Filled, type Marked } from "./recomputation";
import { failedChecks, pastedNumbers, textsAmongNumbers, unreadInputs } from "./wholeSheets";

// The audit of a workbook: its MINING cells computed again in two ways, and what speaks against its formulas and inputs.

export interface AuditOptions {
  /** What the add-in's market functions read; without it, their cells keep what they show. */
  readonly market?: MarketReader | undefined;
}

export type LineStatus = "agrees" | "differs" | "error" | "market" | "not computed" | "no saved value";

/** A MINING cell. */
export interface AuditLine {
  readonly cell: FormulaCell;
  readonly functions: readonly string[];
  readonly coverage: Coverage;
  readonly saved: Scalar;
  /** What the add-in's functions give now; undefined where they were not called. */
  readonly computed: Scalar | undefined;
  /** What Excel's own functions give. */
  readonly native: Scalar | undefined;
  /** By how much results may differ since large numbers cancel in the formula. */
  readonly rounding: number;
  readonly status: LineStatus;
  readonly why: string | undefined;
}

export interface Audit {
  readonly lines: readonly AuditLine[];
  readonly findings: readonly Finding[];
  /** How many formulas the workbook has, and how many could be computed again. */
  readonly formulas: number;
  readonly computed: number;
  /** The market values that the workbook keeps. */
  readonly freeze: Freeze | undefined;
}

/** What a workbook is audited with, once it is read. */
export interface Opened {
  readonly workbook: Workbook;
  readonly book: FileBook;
  readonly evaluation: Evaluation;
  readonly looks: Looks;
  readonly freeze: Freeze | undefined;
}

/** Audits a workbook. Throws a `FileError`. */
export function audit(bytes: Uint8Array, options: AuditOptions, compression?: Compression): Audit {
  return finished(auditSteps(openedForAudit(openWorkbook(bytes, compression), options), options));
}

/** Reads a workbook for an audit. Throws a `FileError`. */
export const openedForAudit = (workbook: Workbook, options: AuditOptions): Opened =>
  finished(openingSteps(workbook, options));

/** The same in small steps. */
export function* openingSteps(workbook: Workbook, { market }: AuditOptions): Steps<Opened> {
  const looks = new Looks(workbook);
  const book = yield* readingSteps(workbook, (sheet, cell) => looks.see(sheet, cell));
  const evaluation = new Evaluation(book, { excel: library, mining: miningFunctions(market) });
  return { workbook, book, evaluation, looks, freeze: frozenMarket(workbook) };
}

/** The audit in small steps. */
export function* auditSteps(opened: Opened, { market }: AuditOptions): Steps<Audit> {
  const { evaluation, book, freeze } = opened;
  const mining = yield* miningSteps(evaluation);
  const marked = markAll(evaluation, mining, market !== undefined);
  evaluation.keepsSaved = true;
  for (const [done, cell] of marked.due.entries()) {
    yield { label: "Computing formulas", done, of: marked.due.length };
    if (cell.state === "due") yield* evaluation.stepsOf(cell);
  }
  // What grew or shrank made others due again.
  evaluation.run();
  evaluation.keepsSaved = false;
  const natives = new NativeValues(evaluation);
  const lines: AuditLine[] = [];
  for (const [done, { cell, functions }] of mining.entries()) {
    yield { label: "Computing in Excel’s own functions", done, of: mining.length };
    lines.push(lineOf(evaluation, cell, functions, marked, natives));
  }
  const findings = [
    ...(yield* findingSteps(opened, mining, marked.filled)),
    ...nativeFindings(lines),
    ...marketFindings(lines, freeze),
  ];
  return {
    lines,
    findings: sorted(findings),
    formulas: book.sheets.reduce((sum, { formulas }) => sum + formulas.length, 0),
    computed: marked.due.filter(({ why }) => why === undefined).length,
    freeze,
  };
}

function lineOf(
  evaluation: Evaluation,
  cell: FormulaCell,
  functions: readonly string[],
  { kept }: Marked,
  natives: NativeValues,
): AuditLine {
  const value = cell.sheet.value(cell.row, cell.column);
  const coverage = coverageOf(functions);
  const base = { cell, functions, coverage, saved: cell.saved, rounding: roundingOf(evaluation, cell) };
  if (kept.has(cell))
    return {
      ...base,
      computed: undefined,
      native: undefined,
      status: "market",
      why: "it shows the market, which is not given here",
    };
  if (cell.why !== undefined || !evaluation.computed.has(cell))
    return { ...base, computed: undefined, native: undefined, status: "not computed", why: whyText(cell) };
  const native = coverage === "none" ? undefined : natives.of(cell);
  const line = {
    ...base,
    computed: value,
    native,
    why: value instanceof ErrorValue ? value.text : undefined,
  };
  if (!cell.hasValue || isUnsaved(cell.saved)) return { ...line, status: "no saved value" };
  if (staleCells(evaluation, new Map(), [cell]).length > 0) return { ...line, status: "differs" };
  return { ...line, status: value instanceof ErrorValue ? "error" : "agrees" };
}

/** Why a cell was not computed: in the end, for what of the cells that it waits for. */
function whyText(cell: FormulaCell): string {
  let cause = cell;
  while (typeof cause.why === "object") cause = cause.why;
  return cause.why ?? "";
}

/** What speaks against a workbook whose formulas have been computed. */
export const findingsOf = (
  opened: Pick<Opened, "evaluation" | "looks">,
  mining: readonly MiningCell[],
  filled: Filled,
): Finding[] => finished(findingSteps(opened, mining, filled));

function* findingSteps(
  { evaluation, looks }: Pick<Opened, "evaluation" | "looks">,
  mining: readonly MiningCell[],
  filled: Filled,
): Steps<Finding[]> {
  const { book } = evaluation;
  const patterns = new Patterns(evaluation, (sheet, row, column) => looks.looksComputed(sheet, row, column));
  const checks = new ArgumentChecks(evaluation);
  const ends = new RangeEnds(evaluation);
  const findings: Finding[] = [];
  const kinds: readonly (() => Iterable<Finding | undefined>)[] = [
    () => staleFindings(evaluation, filled),
    () => errorFindings(evaluation, mining),
    () => hiddenErrors(evaluation, mining),
    () => each(book.sheets, (sheet) => patterns.of(sheet)),
    () => each(mining, (cell) => checks.of(cell)),
    () => checks.together(mining),
    () => each(book.sheets, (sheet) => each(sheet.formulas, (cell) => ends.of(cell))),
    () => constantFindings(evaluation, checks, mining),
    () => bookFindings(book),
    () => failedChecks(evaluation),
    () => unreadInputs(evaluation, checks),
    () => besides(findings, "textNumber", textsAmongNumbers(evaluation)),
    () => besides(findings, "typedOver", pastedNumbers(looks, checks)),
  ];
  for (const [done, found] of kinds.entries()) {
    yield { label: "Looking for errors", done, of: kinds.length };
    for (const finding of found()) {
      if (finding !== undefined) findings.push(finding);
      yield undefined;
    }
  }
  return once(findings);
}

/** What is found in each of many. */
function* each<T>(many: readonly T[], of: (one: T) => Iterable<Finding | undefined>): Findings {
  for (const one of many) {
    yield undefined;
    yield* of(one);
  }
}

/** Without what is said of cells of which findings of a kind speak already. */
function* besides(findings: readonly Finding[], kind: FindingKind, more: Findings): Findings {
  const told = new Set(
    findings.filter((finding) => finding.kind === kind).map(({ place }) => place && keyOf(place)),
  );
  for (const finding of more)
    yield finding?.place !== undefined && told.has(keyOf(finding.place)) ? undefined : finding;
}

/** The same said of the same cell counts once. */
function once(findings: readonly Finding[]): Finding[] {
  const seen = new Set<string>();
  return findings.filter(({ kind, place, message }) => {
    const key = `${kind},${place === undefined ? "" : keyOf(place)},${kind === "inconsistent" ? "" : message}`;
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

function* staleFindings(evaluation: Evaluation, filled: Filled): Findings {
  const all = staleCells(evaluation, filled);
  const stale = all.filter(({ saved }) => !isUnsaved(saved));
  const unsaved = all.filter(({ saved }) => isUnsaved(saved));
  const [without] = unsaved;
  if (without !== undefined)
    yield {
      kind: "notChecked",
      severity: "note",
      place: without.place,
      message: `${countOf(unsaved.length, "cell was", "cells were")} saved without a result, as by a program that has no add-in.`,
      advice: "Calculate the workbook in Excel with the add-in, or with hashcell recalc.",
      others: unsaved.slice(1).map(({ place }) => place),
    };
  const roots = rootsOf(
    evaluation,
    stale.map(({ cell }) => cell),
  );
  const followers = stale.length - roots.size;
  let isFirst = true;
  for (const { cell, place, saved, computed } of stale) {
    // In a circle of differences nothing is the first.
    if (!roots.has(cell) && roots.size > 0) continue;
    const more =
      isFirst && followers > 0
        ? ` ${countOf(followers, "cell that depends", "cells that depend")} on such cells ${followers === 1 ? "differs" : "differ"} too.`
        : "";
    isFirst = false;
    yield {
      kind: "stale",
      severity: "error",
      place,
      message: `The saved value is ${shown(saved)}, but ${shortened(typedFormula(cell))} gives ${shown(computed)}.${more}`,
      advice:
        "Calculate the workbook in Excel with the add-in (Ctrl+Alt+F9), or with hashcell recalc, and look at what changes.",
    };
  }
}

/** What a cell shows where there is no add-in, or where it has not answered yet. */
const isUnsaved = (saved: Scalar) =>
  saved instanceof ErrorValue && ["#NAME?", "#BUSY!", "#GETTING_DATA"].includes(saved.code);

function* errorFindings(evaluation: Evaluation, mining: readonly MiningCell[]): Findings {
  const functionsOf = new Map(mining.map(({ cell, functions }) => [cell, functions]));
  const failing: FormulaCell[] = [];
  for (const sheet of evaluation.book.sheets)
    for (const cell of sheet.formulas) {
      yield undefined;
      if (sheet.value(cell.row, cell.column) instanceof ErrorValue) failing.push(cell);
    }
  const roots = rootsOf(evaluation, failing);
  for (const cell of failing) {
    const functions = functionsOf.get(cell);
    const value = cell.sheet.value(cell.row, cell.column);
    if (!(value instanceof ErrorValue) || (!roots.has(cell) && roots.size > 0)) continue;
    const isMarket = functions?.some(readsMarket) === true;
    const isMissing = value.code === "#N/A";
    const reason = value.text === undefined ? "" : `: ${value.text}`;
    yield {
      kind: "error",
      severity: isMarket && isMissing ? "note" : isMissing && functions !== undefined ? "warning" : "error",
      place: cell,
      message: `${shortened(typedFormula(cell))} gives ${value.code}${reason}.`,
      advice:
        isMissing && functions !== undefined
          ? "There is no answer for these arguments: check them, or show a text in its place with IFNA."
          : "Correct what the message names; cells that depend on this one show the error too.",
    };
  }
}

/** Errors of the add-in's functions that IFERROR hides: what it shows in their place looks like an answer. */
function* hiddenErrors(evaluation: Evaluation, mining: readonly MiningCell[]): Findings {
  for (const { cell } of mining) {
    yield undefined;
    const value = cell.sheet.value(cell.row, cell.column);
    if (typeof value === "number" || value instanceof ErrorValue || cell.why !== undefined) continue;
    if (!/IF(?:ERROR|NA)\(/i.test(cell.formula.text)) continue;
    let found: ErrorValue | undefined;
    try {
      evaluation.watched(cell, (node, operand) => {
        if (miningName(node) !== undefined && operand instanceof ErrorValue) found ??= operand;
      });
    } catch (error) {
      if (!(error instanceof NotComputed)) throw error;
    }
    if (found === undefined || found.code === "#N/A" || found.text === undefined) continue;
    yield {
      kind: "error",
      severity: "warning",
      place: cell,
      message: `${shortened(typedFormula(cell))} shows ${shown(value)} in place of ${found.code}: ${found.text}.`,
      advice: "Correct what the message names: IFERROR hides the error, but there is no answer.",
    };
  }
}

function nativeFindings(lines: readonly AuditLine[]): Finding[] {
  return lines.flatMap(({ cell, computed, native, rounding }): Finding[] => {
    if (typeof computed !== "number" || typeof native !== "number") return [];
    if (isSameResult(computed, native, rounding)) return [];
    return [
      {
        kind: "native",
        severity: "warning",
        place: cell,
        message: `The add-in gives ${numberText(computed)}, the same formula in Excel's own functions ${numberText(native)}.`,
        advice:
          "Look at the help of the function for where the two differ, and report it if it is not listed there.",
      },
    ];
  });
}

function marketFindings(lines: readonly AuditLine[], freeze: Freeze | undefined): Finding[] {
  const cells = lines.filter(({ functions }) => functions.some(readsMarket));
  const [first] = cells;
  if (first === undefined) return [];
  const places = cells.slice(1).map(({ cell }) => cell);
  const many = countOf(cells.length, "cell shows", "cells show");
  return [
    {
      kind: "market",
      severity: "note",
      place: first.cell,
      message:
        freeze === undefined
          ? `${many} the market as it is when the workbook is calculated: it is not frozen, and its figures change from day to day.`
          : `${many} the market as it was frozen on ${dayText(freeze.frozenAt)}.`,
      advice:
        freeze === undefined
          ? "Freeze the market in the Hashcell pane before figures are reported."
          : "Freeze the market again if these figures should be of a later day.",
      others: places,
    },
  ];
}

function* bookFindings(book: Book): Findings {
  const left = new Map<string, FormulaCell[]>();
  const waiting: FormulaCell[] = [];
  const external: FormulaCell[] = [];
  for (const sheet of book.sheets)
    for (const cell of sheet.formulas) {
      yield undefined;
      if (/\[\d+\]/.test(cell.formula.text.replace(/"[^"]*"/g, ""))) external.push(cell);
      if (cell.why === undefined) continue;
      if (typeof cell.why === "object") waiting.push(cell);
      else {
        const alike = left.get(cell.why);
        if (alike === undefined) left.set(cell.why, [cell]);
        else alike.push(cell);
      }
    }
  const [linked] = external;
  if (linked !== undefined)
    yield {
      kind: "external",
      severity: "warning",
      place: linked,
      message: `${countOf(external.length, "formula reads", "formulas read")} another workbook, which is not part of this file.`,
      advice:
        "Check that the other workbook is the right one and up to date, or copy its values here with their source.",
      others: external.slice(1),
    };
  for (const [why, cells] of left) {
    const [first] = cells;
    if (first === undefined) continue;
    const isCircular = why.startsWith("a circular reference");
    yield {
      kind: isCircular ? "circular" : "notChecked",
      severity: isCircular ? "error" : "note",
      place: first,
      message: isCircular
        ? `There is ${why}.`
        : `${countOf(cells.length, "formula was", "formulas were")} not computed again, since ${why}.`,
      advice: isCircular ? "Break the circle, or say why it is meant." : "Check these cells in Excel.",
      others: cells.slice(1),
    };
  }
  const [first] = waiting;
  if (first !== undefined)
    yield {
      kind: "notChecked",
      severity: "note",
      place: first,
      message: `${countOf(waiting.length, "formula was", "formulas were")} not computed again, since they depend on cells that were not.`,
      advice: "Check these cells in Excel.",
      others: waiting.slice(1),
    };
}

/** Numbers that are part of how a formula is written, or of the calendar. */
const PLAIN = new Set([
  0, 1, 2, 3, 4, 5, 6, 7, 10, 12, 24, 30, 31, 52, 60, 100, 144, 365, 365.25, 1000, 3600, 86400, 1e6, 1e9,
  1e12, 30.4375, 730,
]);

function* constantFindings(
  evaluation: Evaluation,
  checks: ArgumentChecks,
  mining: readonly MiningCell[],
): Findings {
  const seen = new Set<unknown>();
  for (const { cell } of mining) {
    yield undefined;
    const shape = evaluation.shapeOf(cell);
    if (seen.has(shape) || shape.tree === undefined) continue;
    seen.add(shape);
    const plans = checks.inputs.plansOf(shape);
    const numbers = new Set<string>();
    // A formula of numbers alone is an example or a constant of its own.
    if (!plans.some(({ kind }) => kind === "reference")) continue;
    for (const { kind, value, parameter } of plans)
      if (kind === "number" && !PLAIN.has(value) && parameter.shape !== "repeating")
        numbers.add(numberText(value));
    for (const node of walk(shape.tree))
      if (node.type === "binary" && ["+", "-", "*", "/"].includes(node.op))
        for (const side of [node.left, node.right])
          if (side.type === "number" && !PLAIN.has(side.value)) numbers.add(numberText(side.value));
    if (numbers.size === 0) continue;
    yield {
      kind: "constant",
      severity: "note",
      place: cell,
      message: `${shortened(typedFormula(cell))} holds ${[...numbers].slice(0, 4).join(", ")} within the formula.`,
      advice: "Put the number into a cell of its own with a label, a unit and a source.",
    };
  }
}

const rank = { error: 0, warning: 1, note: 2 } as const;

const sorted = (findings: readonly Finding[]) =>
  [...findings].sort(
    (a, b) =>
      rank[a.severity] - rank[b.severity] ||
      (a.place?.sheet.index ?? 0) - (b.place?.sheet.index ?? 0) ||
      (a.place?.row ?? 0) - (b.place?.row ?? 0) ||
      (a.place?.column ?? 0) - (b.place?.column ?? 0),
  );

export function shown(value: Scalar): string {
  if (value === null) return "blank";
  if (value instanceof ErrorValue) return value.code;
  return typeof value === "number"
    ? numberText(value)
    : typeof value === "string"
      ? `"${shortened(value, 60)}"`
      : String(value).toUpperCase();
}
