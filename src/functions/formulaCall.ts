import { excelDate } from "../core/calendar";

/** Reading of the formulas that examples hold: one call with constants and ranges of the example's own cells. */

type Cells = readonly (readonly (string | number | boolean)[])[];

/** The arguments of the call that a formula consists of, as they were typed. */
export function typedArguments(formula: string): string[] {
  const inner = formula.slice(formula.indexOf("(") + 1, formula.lastIndexOf(")"));
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
  return inner.trim() === "" ? [] : [...typed, argument.trim()];
}

/** The call's name and its arguments as Excel would hand them over: ranges as matrices, omitted ones as null. */
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
  if (range !== null) return block(range, cells);
  return constant(text);
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

function block(
  [, left = "", top = "", right = left, bottom = top]: RegExpExecArray,
  cells: Cells,
): unknown[][] {
  const [from, to] = [columnOf(left), columnOf(right)];
  return cells
    .slice(Number(top) - 1, Number(bottom))
    .map((row) => Array.from({ length: to - from + 1 }, (_, index) => row[from + index] ?? null));
}

/** The index of a column by its letters: A is 0. */
const columnOf = (letters: string) =>
  [...letters].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) - 1;
