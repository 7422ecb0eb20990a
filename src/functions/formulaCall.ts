import { excelDate } from "../core/calendar";

/** Reads formulas that consist of one function call. */

type Cells = readonly (readonly (string | number | boolean)[])[];

/** The arguments of the call that a formula consists of, as they were typed. */
export function typedArguments(formula: string): string[] {
  const inner = formula.slice(formula.indexOf("(") + 1, formula.lastIndexOf(")"));
  if (inner.trim() === "") return [];
  const typed: string[] = [];
  let argument = "";
  let depth = 0;
  let inText = false;
  for (const letter of inner) {
    if (letter === '"') inText = !inText;
    if (!inText && "({".includes(letter)) depth += 1;
    if (!inText && ")}".includes(letter)) depth -= 1;
    if (letter === "," && depth === 0 && !inText) {
      typed.push(argument.trim());
      argument = "";
    } else {
      argument += letter;
    }
  }
  typed.push(argument.trim());
  return typed;
}

/** Whether a formula is a call of the function and nothing else, so that its result is the function's. */
export function isCallOf(name: string, formula: string): boolean {
  const opening = `=MINING.${name}(`;
  if (!formula.toUpperCase().startsWith(opening)) return false;
  // Texts in quotes may hold brackets.
  const rest = formula.slice(opening.length).replace(/"[^"]*"/g, "");
  let depth = 1;
  for (let at = 0; at < rest.length; at++) {
    if (rest[at] === "(") depth += 1;
    if (rest[at] === ")") depth -= 1;
    if (depth === 0) return at === rest.length - 1;
  }
  return false;
}

/**
 * The name of the function that an example calls and its arguments as Excel would pass them: ranges of the example's own
 * cells as matrices, omitted arguments as null.
 */
export function exampleCall(formula: string, cells: Cells = []): { name: string; given: unknown[] } {
  const name = /^=MINING\.([A-Z0-9_]+)\(.*\)$/s.exec(formula)?.[1];
  if (name === undefined) throw new Error(`not a call of one function: ${formula}`);
  return { name, given: typedArguments(formula).map((text) => valueOf(text, cells)) };
}

function valueOf(text: string, cells: Cells): unknown {
  if (text === "") return null;
  if (text.startsWith("{"))
    return text
      .slice(1, -1)
      .split(";")
      .map((line) => line.split(",").map((item) => valueOf(item.trim(), cells)));
  // ":." ends at the last filled cell, as the cells of an example do.
  const range = /^\$?([A-Z]+)\$?(\d+)(?::\.?\$?([A-Z]+)\$?(\d+))?$/.exec(text);
  if (range === null) return constant(text);
  const [, left = "", top = "", right = left, bottom = top] = range;
  const [from, to] = [columnIndex(left), columnIndex(right)];
  return cells
    .slice(Number(top) - 1, Number(bottom))
    .map((row) => Array.from({ length: to - from + 1 }, (_, index) => row[from + index] ?? null));
}

/** A number, a text, TRUE, FALSE or DATE(year, month, day). */
function constant(text: string): string | number | boolean {
  const date = /^DATE\((\d+), ?(\d+), ?(\d+)\)$/.exec(text);
  if (date !== null) return excelDate(Date.UTC(Number(date[1]), Number(date[2]) - 1, Number(date[3])));
  if (text.startsWith('"')) return text.slice(1, -1).replace(/""/g, '"');
  if (text === "TRUE" || text === "FALSE") return text === "TRUE";
  const number = text.endsWith("%") ? Number(text.slice(0, -1)) / 100 : Number(text);
  if (Number.isNaN(number)) throw new Error(`cannot read the argument ${text}`);
  return number;
}

/** The index of a column by its letters: A is 0. */
function columnIndex(letters: string): number {
  let number = 0;
  for (const letter of letters) number = number * 26 + letter.charCodeAt(0) - 64;
  return number - 1;
}
