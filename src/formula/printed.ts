import { PRECEDENCE, type BinaryOperator, type Formula } from "./formula";

/** How tightly what is printed holds together; what is looser than its surroundings need gets brackets. */
export const LEVEL = {
  union: 0,
  argument: 1,
  prefix: 6,
  percent: 7,
  implicit: 8,
  intersection: 9,
  range: 10,
  suffixed: 11,
  atom: 12,
} as const;

/** How tightly an operator of two operands binds, references included. */
export function levelOfOperator(op: BinaryOperator): number {
  switch (op) {
    case ",":
      return LEVEL.union;
    case " ":
      return LEVEL.intersection;
    case ":":
    case ":.":
    case ".:":
    case ".:.":
      return LEVEL.range;
    default:
      return PRECEDENCE[op];
  }
}

/** A node without the brackets around it. */
export function bare(node: Formula): Formula {
  let inner = node;
  while (inner.type === "group") inner = inner.arg;
  return inner;
}

function levelOf(node: Formula): number {
  switch (node.type) {
    case "binary":
      return levelOfOperator(node.op);
    case "prefix":
      return node.op === "@" ? LEVEL.implicit : LEVEL.prefix;
    case "percent":
      return LEVEL.percent;
    case "spill":
      return LEVEL.suffixed;
    case "number":
      return node.text.startsWith("-") ? LEVEL.prefix : LEVEL.atom;
    default:
      return LEVEL.atom;
  }
}

/**
 * The text of a tree, with the fewest brackets that it reads back with, and without blanks; `spaced` puts them around
 * operators and after commas, for people to read.
 */
export function printed(tree: Formula, spaced = false): string {
  return text(tree, LEVEL.union, spaced);
}

/** A node as it must be printed where at least `level` is needed. */
export function text(node: Formula, level: number, spaced: boolean): string {
  const inner = bare(node);
  const result = plain(inner, spaced);
  return levelOf(inner) < level ? `(${result})` : result;
}

function plain(node: Formula, spaced: boolean): string {
  switch (node.type) {
    case "number":
      return node.text;
    case "text":
      return `"${node.value.replace(/"/g, '""')}"`;
    case "boolean":
      return node.value ? "TRUE" : "FALSE";
    case "error":
      return onSheet(node.sheet, node.value);
    case "ref":
      return onSheet(node.sheet, node.ref);
    case "table":
      return onSheet(node.sheet, node.text);
    case "name":
      return onSheet(node.sheet, node.name);
    case "missing":
      return "";
    case "call":
      return onSheet(node.sheet, node.name) + argumentTexts(node.args, spaced);
    case "apply": {
      const fn = bare(node.fn);
      const isCall = fn.type === "call" || fn.type === "apply";
      const callee = plain(fn, spaced);
      return (isCall ? callee : `(${callee})`) + argumentTexts(node.args, spaced);
    }
    case "binary":
      return chain(node, spaced);
    case "prefix":
      return node.op + text(node.arg, node.op === "@" ? LEVEL.implicit : LEVEL.prefix, spaced);
    case "percent":
      return `${text(node.arg, LEVEL.percent, spaced)}%`;
    case "spill":
      return `${text(node.arg, LEVEL.suffixed, spaced)}#`;
    case "group":
      return plain(bare(node), spaced);
    case "array": {
      const comma = spaced ? ", " : ",";
      const row = (items: Formula[]) => items.map((item) => plain(item, spaced)).join(comma);
      return `{${node.rows.map(row).join(spaced ? "; " : ";")}}`;
    }
  }
}

const onSheet = (sheet: string | undefined, rest: string) =>
  sheet === undefined ? rest : `${sheet}!${rest}`;

function argumentTexts(args: Formula[], spaced: boolean): string {
  return `(${args.map((arg) => text(arg, LEVEL.argument, spaced)).join(spaced ? ", " : ",")})`;
}

/** Operations from left to right: a+b+c. Not by recursion, as there can be thousands. */
function chain(node: Formula, spaced: boolean): string {
  const parts: string[] = [];
  let left = node;
  while (left.type === "binary") {
    const level = levelOfOperator(left.op);
    parts.push(text(left.right, level + 1, spaced), operatorText(left.op, spaced));
    const next = bare(left.left);
    if (next.type !== "binary" || levelOf(next) < level) {
      parts.push(text(next, level, spaced));
      break;
    }
    left = next;
  }
  parts.reverse();
  // rate:Sheet2!A1 would be the sheets from "rate" to Sheet2.
  for (let index = 2; index < parts.length; index += 2) {
    const [before = "", op = "", after = ""] = parts.slice(index - 2, index + 1);
    if (op === ":" && LIKE_SHEET.test(before) && STARTS_WITH_SHEET.test(after))
      parts[index - 2] = `(${before})`;
  }
  return parts.join("");
}

const LIKE_SHEET = /^(?!\$?[A-Za-z]{1,3}\$?\d+$)[\p{L}\p{N}_.\\]+$/u;
const STARTS_WITH_SHEET = /^[\p{L}\p{N}_.\\]+!/u;

function operatorText(op: BinaryOperator, spaced: boolean): string {
  if (op === ",") return spaced ? ", " : ",";
  return spaced && Object.hasOwn(PRECEDENCE, op) && op !== "^" ? ` ${op} ` : op;
}
