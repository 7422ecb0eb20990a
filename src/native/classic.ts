import { isArrayFormula } from "../formula/arrays";
import { parse, walk, type Formula } from "../formula/formula";
import { bare, printed } from "../formula/printed";
import { columnLetters, columnNumber } from "../formula/tokens";
import type { Parameter } from "../functions/define";
import { documented } from "../functions/documented";
import { applied, lambdaOf } from "./classicExpansion";
import { call, either, error, NotClassicError, number, operation, range } from "./classicNodes";
import { cellsOf, many, OMITTED, rowsOf, type Value } from "./classicValues";
import { nativeName } from "./compose";
import { forms } from "./forms";

// A call of an add-in function as one formula for any Excel since 2013, LibreOffice and Sheets: LAMBDA and LET are put in,
// what is decided by the arguments is decided, steps over a known number of cells are written out. Where all cells of a
// range count they stand within SUMPRODUCT, so that no formula needs to be entered as an array.

const MOST_CHARACTERS = 8_192;
const MOST_LEVELS = 64;

/**
 * A call of an add-in function as one formula without LAMBDA, LET or arrays that fill cells; undefined where there is none
 * for these arguments. A range for a row or column of numbers holds numbers only, otherwise the result is #VALUE!.
 */
export function classicCall(functionName: string, argumentTexts: readonly string[]): string | undefined {
  const rows = classicCells(functionName, argumentTexts);
  return rows?.length === 1 && rows[0]?.length === 1 ? rows[0][0] : undefined;
}

/** The same for an answer that fills several cells, row by row: a formula for each. */
export function classicCells(functionName: string, argumentTexts: readonly string[]): string[][] | undefined {
  const definition = documented.find(({ name }) => name === functionName);
  if (definition === undefined || forms[functionName] === undefined) return undefined;
  const parameters = Object.values(definition.parameters);
  if (argumentTexts.length > parameters.length) return undefined;
  try {
    const given = argumentTexts.map((argument, index) => valueOf(argument, parameters[index]));
    const answer = applied(
      lambdaOf(nativeName(functionName)),
      given.map((value) => () => value),
    );
    const guards = given.flatMap((value, index) => guardOf(value, parameters[index]));
    const rows = rowsOf(many(answer)).map((row) => row.map((node) => guarded(node, guards)));
    if (rows.length === 1 && rows[0]?.length === 1) {
      // What is an error whatever the cells hold is one of the form, for example of a method that it does not know.
      return rows[0][0]?.type === "error" ? undefined : rows.map((row) => row.map(finished));
    }
    return rows.map((row) => row.map((node) => finished(labelIn(node) ?? node)));
  } catch (problem) {
    if (problem instanceof NotClassicError) return undefined;
    throw problem;
  }
}

const withForm = new Map<string, boolean>();

/** Whether a function has a classic form for ordinary arguments, those of an example. */
export function hasClassicForm(functionName: string): boolean {
  const known = withForm.get(functionName);
  if (known !== undefined) return known;
  const examples = documented.find(({ name }) => name === functionName)?.examples ?? [];
  const found = examples.some(({ formula }) => {
    const text = formula.slice(1);
    return [...walk(parse(text))].some(
      (node) =>
        node.type === "call" &&
        node.name === `MINING.${functionName}` &&
        classicCells(
          functionName,
          node.args.map(({ start, end }) => text.slice(start, end)),
        ) !== undefined,
    );
  });
  withForm.set(functionName, found);
  return found;
}

/** An argument: "" where it is left out. */
function valueOf(argument: string, parameter: Parameter<unknown> | undefined): Value {
  if (argument.trim() === "") return OMITTED;
  const node = bare(parse(argument));
  for (const inner of walk(node))
    // A value may stand in several places, where each would draw its own number.
    if (inner.type === "call" && /RAND(?:ARRAY|BETWEEN)?$/i.test(inner.name))
      throw new NotClassicError("a random number is in several places");
  const cells = cellsIn(node);
  if (cells !== undefined) return cells;
  if (node.type === "number") return node;
  if (node.type === "prefix" && node.arg.type === "number" && node.op === "-")
    return number(-node.arg.value, `-${node.arg.text}`);
  if (node.type === "percent" && node.arg.type === "number")
    return number(node.arg.value / 100, `${node.arg.text}%`);
  const isOneCell = parameter?.shape === "cell" || node.type === "ref";
  if (!isOneCell || isArrayFormula(node)) throw new NotClassicError("a range of unknown size");
  return node;
}

/** The cells of A1:B3 or {1,2;3,4}. */
function cellsIn(node: Formula): Value | undefined {
  if (node.type === "array")
    return cellsOf(
      node.rows.length,
      node.rows[0]?.length ?? 0,
      (row, column) => node.rows[row]?.[column] ?? error("#N/A"),
    );
  if (node.type !== "binary" || node.op !== ":") return undefined;
  const [from, to] = [bare(node.left), bare(node.right)];
  if (from.type !== "ref" || to.type !== "ref") return undefined;
  if (to.sheet !== undefined && to.sheet !== from.sheet) return undefined;
  const [first, last] = [placeOf(from), placeOf(to)];
  if (first === undefined || last === undefined) return undefined;
  const [top, left] = [Math.min(first.row, last.row), Math.min(first.column, last.column)];
  const rows = Math.abs(last.row - first.row) + 1;
  const columns = Math.abs(last.column - first.column) + 1;
  const at = (row: number, column: number): Formula => ({
    ...from,
    ref: `${first.columnMark}${columnLetters(left + column)}${first.rowMark}${top + row}`,
  });
  const area = range(from, { ...to, sheet: undefined });
  return cellsOf(rows, columns, at, { area, whole: () => area });
}

const PLACE = /^(\$?)([A-Za-z]{1,3})(\$?)(\d+)$/;

function placeOf({ ref }: { readonly ref: string }) {
  const [, columnMark = "", letters = "", rowMark = "", digits = ""] = PLACE.exec(ref) ?? [];
  return letters === ""
    ? undefined
    : { columnMark, column: columnNumber(letters), rowMark, row: Number(digits) };
}

/** What must hold for a row or column of numbers, none of which may be missing. */
function guardOf(value: Value, parameter: Parameter<unknown> | undefined): Formula[] {
  if (parameter?.shape !== "range" || parameter.isVector !== true || value.type === "omitted") return [];
  const cells = many(value);
  if (cells.area === undefined) {
    if (
      rowsOf(cells)
        .flat()
        .every((node) => node.type === "number")
    )
      return [];
    if (cells.rows * cells.columns > 1) return [error("#VALUE!")];
  }
  return [operation("=", call("COUNT", [cells.area ?? cells.at(0, 0)]), number(cells.rows * cells.columns))];
}

const guarded = (node: Formula, guards: Formula[]): Formula =>
  guards.reduceRight((inner, guard) => either(guard, inner, error("#VALUE!")), node);

/** A label of a record or a table, which stays where the arguments are refused: the error stands beside it. */
function labelIn(node: Formula): Formula | undefined {
  if (node.type === "text") return node.value === "" ? undefined : node;
  if (node.type !== "call" || node.name !== "IF") return undefined;
  const [, label, refusal] = node.args;
  return label !== undefined && refusal?.type === "error" ? labelIn(label) : undefined;
}

/** The text, where Excel can hold it. */
function finished(node: Formula): string {
  const formula = printed(node);
  if (formula.length > MOST_CHARACTERS || levelsOf(formula) > MOST_LEVELS)
    throw new NotClassicError("the formula is too long");
  return formula;
}

function levelsOf(formula: string): number {
  let [level, most, inText] = [0, 0, false];
  for (const letter of formula) {
    if (letter === '"') inText = !inText;
    if (inText) continue;
    if (letter === "(") most = Math.max(most, (level += 1));
    if (letter === ")") level -= 1;
  }
  return most;
}
