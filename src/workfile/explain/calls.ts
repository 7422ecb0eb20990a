import type { CallNode, Formula } from "../../formula/formula";
import { walk } from "../../formula/formula";
import { miningName } from "../../formula/miningCalls";
import { bare } from "../../formula/printed";
import { excelName } from "../../functions/arguments";
import type { Definition, Parameter } from "../../functions/define";
import { documented } from "../../functions/documented";
import type { Evaluation } from "../evaluate/evaluation";
import type { FormulaCell } from "../evaluate/grid";
import { plainName } from "../evaluate/compile";
import { areaAt } from "../evaluate/references";
import { Area, NotComputed, OMITTED, type Operand } from "../evaluate/values";
import type { Argument, Call, Origin } from "./explanation";
import { labelOfRange } from "./labels";
import { modelFacts } from "./modelFacts";
import { nativeResult } from "./nativeResult";
import { precedentAt } from "./precedents";
import { seenAt, type Watched } from "./steps";
import { areaName, valueOf } from "./values";

// The calls of the add-in's functions in a formula, argument by argument.

const byName = new Map(documented.map((definition) => [definition.name, definition]));

export function callsOf(
  watched: Watched,
  evaluation: Evaluation,
  cell: FormulaCell,
  width: number | undefined,
): Call[] {
  const { tree } = watched;
  if (tree === undefined) return [];
  const calls: Call[] = [];
  for (const node of walk(tree)) {
    const definition = byName.get(miningName(node) ?? "");
    if (definition !== undefined && node.type === "call")
      calls.push(callOf(node, definition, watched, evaluation, cell, width));
  }
  return calls;
}

function callOf(
  node: CallNode,
  definition: Definition,
  watched: Watched,
  evaluation: Evaluation,
  cell: FormulaCell,
  width: number | undefined,
): Call {
  const { name, summary, formula, sources, parameters, returns } = definition;
  const { text } = watched;
  const operands = node.args.map((arg) => operandOf(arg, watched, evaluation, cell));
  const own = seenAt(watched, node)?.value;
  const args = node.args.map((arg, index) => (arg.type === "missing" ? OMITTED : operands[index]));
  const isKnown = args.every((arg) => arg !== undefined);
  const model = modelOf(definition, args, evaluation);
  return {
    name,
    text: text.slice(node.start, node.end),
    summary,
    formula,
    unit: returns.shape === "scalar" ? returns.unit : "",
    arguments: argumentsOf(Object.entries(parameters), node.args, operands, watched, evaluation, cell),
    sources,
    ...(own === undefined ? {} : { value: valueOf(own, evaluation.around) }),
    ...(width !== undefined
      ? {
          native: nativeResult(evaluation, cell, name, width, {
            node,
            text,
            args: isKnown ? args : undefined,
            own,
          }),
        }
      : {}),
    ...(model === undefined ? {} : { model }),
  };
}

/** What an argument was; one that was not computed is computed by itself where it is a place. */
function operandOf(
  node: Formula,
  watched: Watched,
  evaluation: Evaluation,
  cell: FormulaCell,
): Operand | undefined {
  const seen = seenAt(watched, node);
  if (seen !== undefined) return seen.value;
  const inner = bare(node);
  const isPlace = inner.type === "ref" || (inner.type === "binary" && inner.op === ":");
  if (!isPlace && !["number", "text", "boolean"].includes(inner.type)) return undefined;
  const text = watched.text.slice(node.start, node.end);
  try {
    return isPlace ? evaluation.context.readReference(text, cell) : evaluation.valueOf(text, cell);
  } catch (error) {
    if (error instanceof NotComputed) return undefined;
    throw error;
  }
}

function argumentsOf(
  parameters: readonly (readonly [string, Parameter<unknown>])[],
  nodes: readonly Formula[],
  operands: readonly (Operand | undefined)[],
  watched: Watched,
  evaluation: Evaluation,
  cell: FormulaCell,
): Argument[] {
  const found: Argument[] = [];
  for (const [index, [key, parameter]] of parameters.entries()) {
    const places = parameter.shape === "repeating" ? nodes.map((_, place) => place).slice(index) : [index];
    for (const [turn, place] of places.entries()) {
      const node = nodes[place];
      const name = excelName(key) + (parameter.shape === "repeating" ? ` ${turn + 1}` : "");
      found.push(argumentOf(name, parameter, node, operands[place], watched, evaluation, cell));
    }
  }
  return found;
}

function argumentOf(
  name: string,
  parameter: Parameter<unknown>,
  node: Formula | undefined,
  operand: Operand | undefined,
  watched: Watched,
  evaluation: Evaluation,
  cell: FormulaCell,
): Argument {
  const { doc, unit, rule, optional, fallbackText } = parameter;
  const about = { name, doc, unit, rule };
  if (node === undefined || node.type === "missing") {
    if (!optional || fallbackText === undefined || fallbackText === "")
      return { ...about, text: "", origin: { kind: "none" } };
    return { ...about, text: "", origin: { kind: "default" }, value: asValue(fallbackText) };
  }
  const text = watched.text.slice(node.start, node.end);
  const value = operand === undefined ? undefined : valueOf(operand, evaluation.around);
  return {
    ...about,
    text,
    origin: originOf(node, operand, evaluation, cell),
    ...(value === undefined ? {} : { value }),
  };
}

/** A default as a value. */
function asValue(text: string): number | string | boolean {
  if (text.startsWith('"')) return text.slice(1, -1);
  if (text === "TRUE" || text === "FALSE") return text === "TRUE";
  const number = Number(text);
  return Number.isNaN(number) ? text : number;
}

function originOf(
  node: Formula,
  operand: Operand | undefined,
  evaluation: Evaluation,
  cell: FormulaCell,
): Origin {
  const inner = bare(node);
  if (["number", "text", "boolean", "array"].includes(inner.type)) return { kind: "typed" };
  if (inner.type === "percent" || (inner.type === "prefix" && inner.op !== "@")) {
    const below = bare(inner.arg);
    if (below.type === "number") return { kind: "typed" };
  }
  const isPlace =
    ["ref", "name", "table", "spill"].includes(inner.type) || (inner.type === "binary" && inner.op === ":");
  const area = operand instanceof Area ? operand : undefined;
  if (!isPlace || area === undefined) return namedOrigin(inner, evaluation, cell) ?? { kind: "formula" };
  const name = inner.type === "name" ? { name: inner.name } : {};
  if (area.rows === 1 && area.columns === 1)
    return {
      kind: "cell",
      cell: precedentAt({ sheet: area.sheet, row: area.top, column: area.left }),
      ...name,
    };
  const label = labelOfRange(area);
  return { kind: "range", range: areaName(area), ...(label === undefined ? {} : { label }), ...name };
}

/** A name of LET that stands for a cell is found where the name is bound; a name of the workbook where it points. */
function namedOrigin(node: Formula, evaluation: Evaluation, cell: FormulaCell): Origin | undefined {
  if (node.type !== "name") return undefined;
  const wanted = plainName(node.name);
  const isDefined = evaluation.book.names.some(({ name }) => name.toLowerCase() === wanted);
  if (!isDefined) return undefined;
  const { areas } = evaluation.precedentsIn(node.name, cell);
  const [first] = areas;
  if (first === undefined || areas.length > 1) return undefined;
  const area = areaAt(first, cell);
  return area.rows === 1 && area.columns === 1
    ? {
        kind: "cell",
        cell: precedentAt({ sheet: area.sheet, row: area.top, column: area.left }),
        name: node.name,
      }
    : { kind: "range", range: areaName(area), name: node.name };
}

function modelOf(definition: Definition, args: readonly (Operand | undefined)[], evaluation: Evaluation) {
  const keys = Object.keys(definition.parameters);
  const place = keys.indexOf("model");
  const model = place < 0 ? undefined : args[place];
  if (model === undefined || model === OMITTED) return undefined;
  const repeated = keys.indexOf("overrides");
  const overrides: Operand[] = [];
  for (const override of repeated < 0 ? [] : args.slice(repeated)) {
    if (override === undefined) return undefined;
    overrides.push(override);
  }
  return modelFacts(evaluation, model, overrides);
}
