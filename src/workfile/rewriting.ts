import { isArrayFormula } from "../formula/arrays";
import { childrenOf, parse, walk, withEdits, type Formula } from "../formula/formula";
import { miningName, rewritten } from "../formula/miningCalls";
import { shifted } from "../formula/shifted";
import { stored } from "../formula/stored";
import { FormulaError } from "../formula/tokens";
import { documented } from "../functions/documented";
import { classicCall, classicCells, hasClassicForm } from "../native/classic";
import { isLater } from "../native/classicExpansion";
import { nativeCall } from "../native/forms";
import type { Grade } from "./reports";

// Formulas as files hold them, with what MINING functions compute said in Excel's own.

/** Excel's own limits. */
export const LONGEST_FORMULA = 8_192;
const MOST_LEVELS = 64;

/** The formula, or why there is none, and what the user can do about it. */
export type Rewriting = { readonly text: string } | { readonly why: string; readonly advice?: string };

const known: ReadonlySet<string> = new Set(documented.map(({ name }) => name));

/**
 * Rewrites the formulas of cells. Those of a column mostly say the same of other cells: they are rewritten once and moved.
 */
export function rewriter(grade: Exclude<Grade, "values">) {
  const known = new Map<string, { row: number; column: number; result: Rewriting }>();
  return (formula: string, { row, column }: { row: number; column: number }): Rewriting => {
    // As it would read in A1.
    const key = shifted(formula, 1 - row, 1 - column);
    const before = known.get(key);
    if (before === undefined) {
      const result = rewriting(formula, grade);
      known.set(key, { row, column, result });
      return result;
    }
    if ("why" in before.result) return before.result;
    const text = shifted(before.result.text, row - before.row, column - before.column);
    return text.length > LONGEST_FORMULA ? { why: tooLong(text) } : { text };
  };
}

/** A formula without MINING functions, as the file holds it. */
function rewriting(formula: string, grade: Exclude<Grade, "values">): Rewriting {
  try {
    return rewrittenAs(formula, grade);
  } catch (error) {
    if (error instanceof FormulaError) return { why: "its arguments are not what the function takes" };
    throw error;
  }
}

function rewrittenAs(formula: string, grade: Exclude<Grade, "values">): Rewriting {
  const call = grade === "lambda" ? nativeCall : classicCall;
  const { text, left } = rewritten(formula, (name, args) => {
    const replaced = call(name, args);
    return replaced === undefined ? undefined : stored(replaced);
  });
  if (left.length > 0) {
    const names = [...new Set(left)];
    const why = whyLeft(names, grade);
    return isCallOf(formula, names) ? { why } : { why, advice: adviceFor(names) };
  }
  return grade === "classic" ? forEveryExcel(text) : allowed(text);
}

/** A formula without what only Excel with dynamic arrays has, unless it needs that. */
function forEveryExcel(formula: string): Rewriting {
  const edits = [...walk(parse(formula))].flatMap((node) => {
    const [only] = node.type === "call" && isNamed(node.name, "SINGLE") ? node.args : [];
    // The @ of Excel with dynamic arrays stands before what others take one value of anyway.
    return node.type === "call" && only !== undefined && !isArrayFormula(only)
      ? [{ start: node.start, end: node.nameEnd, text: "" }]
      : [];
  });
  const text = withEdits(formula, edits);
  const later = laterFunctions(text);
  return later.length > 0
    ? { why: `its formula uses ${later.join(" and ")}, which not every Excel has` }
    : allowed(text);
}

const MARK = /^_xlfn\.(?:_xlws\.)?/i;
const isNamed = (name: string, bare: string) => name.replace(MARK, "").toUpperCase() === bare;

/** The functions that a formula of a file uses and Excel 2013 has not, each once, as they are typed. */
export function laterFunctions(formula: string): string[] {
  if (!formula.includes("_xlfn.")) return [];
  const found = new Set<string>();
  try {
    for (const node of walk(parse(formula)))
      if (node.type === "call" && MARK.test(node.name)) {
        const name = node.name.replace(MARK, "").toUpperCase();
        if (isLater(name)) found.add(SIGNS[name] ?? name);
      }
  } catch (error) {
    if (!(error instanceof FormulaError)) throw error;
  }
  return [...found];
}

/** What a file says as a function, and people type as a sign. */
const SIGNS: Readonly<Record<string, string>> = {
  ANCHORARRAY: "#",
  SINGLE: "@",
  _TRO_TRAILING: ":.",
  _TRO_LEADING: ".:",
  _TRO_ALL: ".:.",
};

/** A formula, unless it is longer or deeper than Excel allows. */
function allowed(text: string): Rewriting {
  if (text.length > LONGEST_FORMULA) return { why: tooLong(text) };
  const levels = levelsOf(parse(text));
  if (levels > MOST_LEVELS) return { why: `the formula would have ${levels} levels, and Excel allows 64` };
  return { text };
}

/** A formula with a number in place of each call of an add-in function. */
export const withoutCalls = (formula: string) => rewritten(formula, () => "1").text;

/** Stands for formulas of several cells. */
const SEVERAL = "MINING_SEVERAL_CELLS";

/** The classic formulas of the cells that a call fills, row by row; undefined where a formula is more than a call, or has none. */
export function classicFill(formula: string): string[][] | undefined {
  try {
    return filledCells(formula);
  } catch (error) {
    if (error instanceof FormulaError) return undefined;
    throw error;
  }
}

function filledCells(formula: string): string[][] | undefined {
  let rows: string[][] | undefined;
  const { text } = rewritten(formula, (name, args) => {
    rows = classicCells(name, args);
    return rows?.length === 1 && rows[0]?.length === 1 ? rows[0][0] : rows && SEVERAL;
  });
  if (text.trim() !== SEVERAL || rows === undefined) return undefined;
  const filled = rows.map((row) => row.map(stored));
  return filled
    .flat()
    .some(
      (cell) => cell.length > LONGEST_FORMULA || cell.includes(SEVERAL) || laterFunctions(cell).length > 0,
    )
    ? undefined
    : filled;
}

const tooLong = (text: string) =>
  `the formula would have ${text.length.toLocaleString("en-US")} characters, and Excel allows 8,192`;

function whyLeft(names: readonly string[], grade: Grade): string {
  const unknown = names.filter((name) => !known.has(name));
  if (unknown.length > 0)
    return `${listed(unknown)} ${unknown.length === 1 ? "is no function" : "are no functions"} of this version of Hashcell`;
  const has = names.length === 1 ? "has" : "have";
  if (grade === "lambda") return `${listed(names)} ${has} no LAMBDA form`;
  const without = names.filter((name) => !hasClassicForm(name));
  return without.length > 0
    ? `${listed(without)} ${without.length === 1 ? "has" : "have"} no classic form`
    : `${listed(names)} ${has} no classic form for these arguments`;
}

const adviceFor = (names: readonly string[]) =>
  `put ${listed(names)} in ${names.length === 1 ? "a cell of its own and refer to that cell" : "cells of their own and refer to those"}, and the rest stays a formula`;

/** Whether a formula is, as a whole, one of these add-in functions, so that nothing of it could stay a formula. */
function isCallOf(formula: string, names: readonly string[]): boolean {
  const name = miningName(parse(formula));
  return name !== undefined && names.includes(name);
}

const listed = (names: readonly string[]) => names.map((name) => `MINING.${name}`).join(" and ");

/** How many calls are in each other, at most. */
function levelsOf(tree: Formula): number {
  let most = 0;
  const open: [node: Formula, levels: number][] = [[tree, 0]];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const [node, above] = next;
    const levels = node.type === "call" || node.type === "apply" ? above + 1 : above;
    most = Math.max(most, levels);
    for (const child of childrenOf(node)) open.push([child, levels]);
  }
  return most;
}

/** The names of the workbook, and of these those that are wanted, that a formula uses. */
export function namesUsed(formula: string, wanted: ReadonlySet<string>): string[] {
  return namesIn(formula).flatMap(({ name }) => {
    const found = name.toUpperCase();
    return wanted.has(found) ? [found] : [];
  });
}

/** A formula with other names of the workbook in it: `renamed` says them in capitals. */
export function withRenamed(formula: string, renamed: ReadonlyMap<string, string>): string {
  if (renamed.size === 0) return formula;
  const edits = namesIn(formula).flatMap(({ name, start }) => {
    const text = renamed.get(name.toUpperCase());
    return text === undefined ? [] : [{ start, end: start + name.length, text }];
  });
  return withEdits(formula, edits);
}

function namesIn(formula: string): { name: string; start: number }[] {
  const found: { name: string; start: number }[] = [];
  // Most formulas use none of ours, and need not be parsed.
  if (!formula.toUpperCase().includes("MINING_")) return found;
  try {
    for (const node of walk(parse(formula)))
      if ((node.type === "call" || node.type === "name") && node.sheet === undefined)
        found.push({ name: node.name, start: node.start });
  } catch (error) {
    if (!(error instanceof FormulaError)) throw error;
  }
  return found;
}

/** The cells, as B3, whose spilled ranges a formula of a file means: ANCHORARRAY(B3) is B3#. */
export function spillReferences(formula: string): { sheet?: string; ref: string }[] {
  const found: { sheet?: string; ref: string }[] = [];
  if (!formula.toUpperCase().includes("ANCHORARRAY")) return found;
  try {
    for (const node of walk(parse(formula))) {
      if (node.type !== "call" || !node.name.toUpperCase().endsWith("ANCHORARRAY")) continue;
      const [cell] = node.args;
      if (cell?.type !== "ref") continue;
      const sheet = cell.sheet === undefined ? {} : { sheet: unquotedSheet(cell.sheet) };
      found.push({ ...sheet, ref: cell.ref });
    }
  } catch (error) {
    if (!(error instanceof FormulaError)) throw error;
  }
  return found;
}

const unquotedSheet = (sheet: string) =>
  sheet.startsWith("'") ? sheet.slice(1, -1).split("''").join("'") : sheet;

const MARKS = ["_XLFN.", "_XLWS.", "_XLPM.", "_XLOP."];

/** A number, not what belongs to a name or a cell. */
const NUMBER = /(?<![\p{L}\p{N}_.$\\])(?:\d+\.?\d*|\.\d+)(?:E[+-]?\d+)?(?![\p{L}\p{N}_.])/gu;

/**
 * A formula so that two that mean the same read the same, however another program has written it: without blanks, in
 * capitals, without the marks of newer functions, 1E3 as 1000; what is in quotes stays.
 */
export function plainFormula(formula: string): string {
  let found = "";
  let at = 0;
  while (at < formula.length) {
    const character = formula.charAt(at);
    if (character === '"' || character === "'") {
      const end = formula.indexOf(character, at + 1);
      const next = end < 0 ? formula.length : end + 1;
      found += formula.slice(at, next);
      at = next;
      continue;
    }
    let next = at;
    while (next < formula.length && formula.charAt(next) !== '"' && formula.charAt(next) !== "'") next++;
    let piece = formula.slice(at, next).toUpperCase().split(/\s+/).join("");
    for (const mark of MARKS) piece = piece.split(mark).join("");
    found += piece.replace(NUMBER, (number) => String(Number(number)));
    at = next;
  }
  return found;
}
