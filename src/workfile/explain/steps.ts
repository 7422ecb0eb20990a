import { childrenOf, parse, withEdits, type CallNode, type Formula } from "../../formula/formula";
import { bare } from "../../formula/printed";
import { FormulaError } from "../../formula/tokens";
import type { Evaluation } from "../evaluate/evaluation";
import type { FormulaCell } from "../evaluate/grid";
import { ErrorValue, type Scalar } from "../evaluate/scalar";
import { Area, isScalar, NotComputed, type Operand } from "../evaluate/values";
import { treeOf } from "../miningCells";
import type { Step } from "./explanation";
import { valueOf } from "./values";

// The parts of a formula with what each gave, in the order in which they were computed.

/** A part of the formula that was computed. */
interface Seen {
  readonly node: Formula;
  /** Of the first time. */
  readonly value: Operand;
  times: number;
}

/** A formula that was computed part by part. */
export interface Watched {
  /** As it is typed, without "=". */
  readonly text: string;
  /** Undefined where it cannot be read. */
  readonly tree: Formula | undefined;
  readonly seen: ReadonlyMap<string, Seen>;
  /** Undefined where it was not computed to the end; then `left` says why. */
  readonly value: Operand | undefined;
  readonly left: string | undefined;
}

const keyOf = ({ start, end }: Formula) => `${start}-${end}`;

export const seenAt = ({ seen }: Watched, node: Formula) => seen.get(keyOf(node));

/** Computes a formula, given as it is typed in the cell. */
export function watched(evaluation: Evaluation, cell: FormulaCell, text: string): Watched {
  const seen = new Map<string, Seen>();
  let tree: Formula;
  try {
    tree = parse(text);
  } catch (error) {
    if (!(error instanceof FormulaError)) throw error;
    return {
      text,
      tree: undefined,
      seen,
      value: undefined,
      left: `the formula cannot be read: ${error.message}`,
    };
  }
  const { row, column } = cell;
  try {
    const value = evaluation.watched({ ...cell, formula: { text, row, column } }, (node, part) => {
      const key = keyOf(node);
      const before = seen.get(key);
      if (before === undefined) seen.set(key, { node, value: part, times: 1 });
      else before.times += 1;
    });
    return { text, tree, seen, value, left: undefined };
  } catch (error) {
    if (!(error instanceof NotComputed)) throw error;
    return { text, tree, seen, value: undefined, left: error.message };
  }
}

/** A formula that is not computed: what its calls are given shows in the cells that they refer to. */
export const unwatched = (text: string): Watched => ({
  text,
  tree: treeOf(text),
  seen: new Map(),
  value: undefined,
  left: undefined,
});

/** The places that a computation found: those of OFFSET, INDIRECT and the like. */
export function foundAreas({ seen }: Watched): Area[] {
  const areas: Area[] = [];
  for (const { node, value } of seen.values())
    if ((node.type === "call" || node.type === "spill") && value instanceof Area) areas.push(value);
  return areas;
}

/** More steps are counted. */
const MOST_STEPS = 40;

const isLet = (node: Formula): node is CallNode => node.type === "call" && /^LET$/i.test(node.name);

/** The names that LET gives, by the place of their values. */
function namesOf(tree: Formula): Map<string, string> {
  const names = new Map<string, string>();
  const open = [tree];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (isLet(node))
      for (let index = 0; index + 2 < node.args.length; index += 2) {
        const [name, value] = node.args.slice(index, index + 2);
        if (name?.type === "name" && value !== undefined) names.set(keyOf(value), name.name);
      }
    for (const child of childrenOf(node)) open.push(child);
  }
  return names;
}

/** Parts that say themselves what they are. */
const isPlain = ({ type }: Formula) =>
  ["number", "text", "boolean", "missing", "error", "array", "group", "ref", "table", "name"].includes(type);

export function stepsOf(watched: Watched, evaluation: Evaluation): { steps: Step[]; more: number } {
  const { tree, seen, text } = watched;
  if (tree === undefined) return { steps: [], more: 0 };
  const names = namesOf(tree);
  const steps: Step[] = [];
  let more = 0;
  for (const [key, { node, value, times }] of seen) {
    const name = names.get(key);
    if (name === undefined && (isPlain(node) || (isRange(node) && value instanceof Area))) continue;
    // What LET gives is its last part, which has a step of its own unless it says itself what it is.
    if (isLet(node) && name === undefined && node !== tree && !isPlain(bare(node.args.at(-1) ?? node)))
      continue;
    if (steps.length >= MOST_STEPS) {
      more += 1;
      continue;
    }
    const own = text.slice(node.start, node.end);
    const filled = filledText(node, text, seen);
    steps.push({
      ...(name === undefined ? {} : { name }),
      text: isLet(node) ? shortLet(node, text) : own,
      ...(filled === own || isLet(node) ? {} : { filled }),
      value: valueOf(value, evaluation.around),
      times,
    });
  }
  return { steps, more };
}

const isRange = (node: Formula) =>
  node.type === "binary" && [":", ":.", ".:", ".:.", ",", " "].includes(node.op);

/** What LET computes last; what comes before are steps of their own. */
const shortLet = ({ args }: CallNode, text: string) => {
  const last = args.at(-1);
  return last === undefined ? "LET" : text.slice(last.start, last.end);
};

/** The text of a part with single values in place of what is below it. */
function filledText(node: Formula, text: string, seen: ReadonlyMap<string, Seen>): string {
  const edits: { start: number; end: number; text: string }[] = [];
  const open = [...childrenOf(node)];
  for (let child = open.pop(); child !== undefined; child = open.pop()) {
    const known = seen.get(keyOf(child));
    const inner = bare(child);
    if (["number", "text", "boolean", "missing", "error", "array"].includes(inner.type)) continue;
    const single = known === undefined ? undefined : singleOf(known.value);
    if (single === undefined) {
      // A range has no value to put in; other parts may hold some.
      if (!(known?.value instanceof Area)) for (const inside of childrenOf(child)) open.push(inside);
      continue;
    }
    edits.push({ start: child.start - node.start, end: child.end - node.start, text: written(single) });
  }
  return withEdits(text.slice(node.start, node.end), edits);
}

function singleOf(value: Operand): Scalar | undefined {
  if (value instanceof Area) {
    const { sheet, top, left, rows, columns } = value;
    return rows === 1 && columns === 1 ? sheet.value(top, left) : undefined;
  }
  return isScalar(value) ? value : undefined;
}

/** A value as it stands in a formula. */
function written(value: Scalar): string {
  if (value === null) return "blank";
  if (value instanceof ErrorValue) return value.code;
  if (typeof value === "string") return `"${value.replace(/"/g, '""')}"`;
  if (typeof value === "boolean") return value ? "TRUE" : "FALSE";
  const text = String(Number(value.toPrecision(12)));
  return value < 0 ? `(${text})` : text;
}
