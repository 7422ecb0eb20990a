import { FormulaError, tokens, type Token } from "./tokens";

// Excel formulas as a tree. Every node says which part of the text it was read from.

interface Span {
  start: number;
  end: number;
}

/** `sheet` is what stands before "!", as written. */
interface OnSheet {
  sheet?: string;
}

export type BinaryOperator =
  "=" | "<>" | "<" | ">" | "<=" | ">=" | "&" | "+" | "-" | "*" | "/" | "^" | ReferenceOperator;

/** A union, an intersection, a range, and ranges that end at the last filled cell. */
export type ReferenceOperator = "," | " " | ":" | ":." | ".:" | ".:.";

export interface NumberNode extends Span {
  type: "number";
  value: number;
  /** As written: 1E15 stays 1E15. */
  text: string;
}
export interface TextNode extends Span {
  type: "text";
  value: string;
}
export interface BooleanNode extends Span {
  type: "boolean";
  value: boolean;
}
export interface ErrorNode extends Span, OnSheet {
  type: "error";
  value: string;
}
/** A cell, whole columns (A:C) or whole rows (2:5). A1:B2 is a range of two of these. */
export interface ReferenceNode extends Span, OnSheet {
  type: "ref";
  ref: string;
}
/** A structured reference, as written: Table1[[#This Row],[Price]], [@Price]. Also [x], an optional parameter. */
export interface TableNode extends Span, OnSheet {
  type: "table";
  text: string;
}
export interface NameNode extends Span, OnSheet {
  type: "name";
  name: string;
}
export interface CallNode extends Span, OnSheet {
  type: "call";
  name: string;
  /** Where the opening bracket is. */
  nameEnd: number;
  args: Formula[];
}
/** A call of what an expression returns: LAMBDA(x, x)(1). */
export interface ApplyNode extends Span {
  type: "apply";
  fn: Formula;
  args: Formula[];
}
export interface BinaryNode extends Span {
  type: "binary";
  op: BinaryOperator;
  left: Formula;
  right: Formula;
}
export interface PrefixNode extends Span {
  type: "prefix";
  op: "+" | "-" | "@";
  arg: Formula;
}
export interface PercentNode extends Span {
  type: "percent";
  arg: Formula;
}
/** A1#: all cells that the formula in A1 fills. */
export interface SpillNode extends Span {
  type: "spill";
  arg: Formula;
}
export interface GroupNode extends Span {
  type: "group";
  arg: Formula;
}
export interface ArrayNode extends Span {
  type: "array";
  rows: Formula[][];
}
/** An argument that is left out, as the second of IF(a,,b). */
export interface MissingNode extends Span {
  type: "missing";
}

export type Formula =
  | NumberNode
  | TextNode
  | BooleanNode
  | ErrorNode
  | ReferenceNode
  | TableNode
  | NameNode
  | CallNode
  | ApplyNode
  | BinaryNode
  | PrefixNode
  | PercentNode
  | SpillNode
  | GroupNode
  | ArrayNode
  | MissingNode;

const COMPARISON = 1;
/** How tightly operators bind; all of them from left to right, 2^3^2 too. */
export const PRECEDENCE: Record<Exclude<BinaryOperator, ReferenceOperator>, number> = {
  "=": COMPARISON,
  "<>": COMPARISON,
  "<": COMPARISON,
  ">": COMPARISON,
  "<=": COMPARISON,
  ">=": COMPARISON,
  "&": 2,
  "+": 3,
  "-": 3,
  "*": 4,
  "/": 4,
  "^": 5,
};
const RANGES: readonly string[] = [":", ":.", ".:", ".:."];

/** Excel allows 64 levels. */
const MOST_LEVELS = 200;

const isRange = (op: string): op is ReferenceOperator => RANGES.includes(op);
const isCalculation = (op: string): op is keyof typeof PRECEDENCE => Object.hasOwn(PRECEDENCE, op);

/** The tree of a formula without its "=". Throws a FormulaError where it is not one. */
export function parse(text: string): Formula {
  const all = tokens(text);
  let place = 0;
  let depth = 0;

  if (all.length === 0) throw new FormulaError("empty formula", 0);
  const tree = union();
  const rest = all[place];
  if (rest !== undefined) throw unexpected(rest);
  return tree;

  function unexpected(token: Token | undefined): FormulaError {
    if (token === undefined) return new FormulaError("formula that ends too early", text.length);
    return new FormulaError(`${token.text} is not expected`, token.start);
  }
  function operator(): string | undefined {
    const token = all[place];
    return token?.type === "operator" ? token.text : undefined;
  }
  function is(op: string): boolean {
    return operator() === op;
  }
  function take(): Token {
    const token = all[place];
    if (token === undefined) throw unexpected(token);
    place += 1;
    return token;
  }
  function takeOperator(op: string): Token {
    const token = all[place];
    if (!is(op)) throw new FormulaError(`${op} is expected`, token?.start ?? text.length);
    return take();
  }
  function deeper<T>(read: () => T): T {
    depth += 1;
    if (depth > MOST_LEVELS)
      throw new FormulaError("formula with too many levels", all[place]?.start ?? text.length);
    const result = read();
    depth -= 1;
    return result;
  }
  function joined(op: BinaryOperator, left: Formula, right: Formula): BinaryNode {
    return { type: "binary", start: left.start, end: right.end, op, left, right };
  }

  /** Several areas: (A1,B2), and the names of print titles. */
  function union(): Formula {
    let left = calculation(0);
    while (is(",")) {
      place += 1;
      left = joined(",", left, calculation(0));
    }
    return left;
  }

  function calculation(above: number): Formula {
    let left = prefix();
    for (;;) {
      const op = operator();
      if (op === undefined || !isCalculation(op) || PRECEDENCE[op] <= above) return left;
      place += 1;
      left = joined(op, left, calculation(PRECEDENCE[op]));
    }
  }

  /** A minus sign binds tighter than a power: -2^2 is 4. */
  function prefix(): Formula {
    const op = operator();
    if (op !== "-" && op !== "+") return percent();
    const { start } = take();
    const arg = deeper(prefix);
    return { type: "prefix", start, end: arg.end, op, arg };
  }

  function percent(): Formula {
    let left = intersection();
    for (let levels = 1; is("%"); levels++) {
      if (levels > MOST_LEVELS) throw unexpected(all[place]);
      left = { type: "percent", start: left.start, end: take().end, arg: left };
    }
    return left;
  }

  function intersection(): Formula {
    if (is("@")) {
      const { start } = take();
      const arg = deeper(intersection);
      return { type: "prefix", start, end: arg.end, op: "@", arg };
    }
    let left = range();
    while (isBlankOperator(left)) left = joined(" ", left, range());
    return left;
  }

  /** Whether the blank before the next token is an operator: it stands between two references. */
  function isBlankOperator(left: Formula): boolean {
    const next = all[place];
    if (next?.spaced !== true || !isReference(left)) return false;
    return next.type === "operator"
      ? next.text === "("
      : next.type !== "number" && next.type !== "text" && next.type !== "error";
  }

  function range(): Formula {
    let left = suffixed();
    for (;;) {
      const op = operator();
      if (op === undefined || !isRange(op)) return left;
      place += 1;
      left = joined(op, left, suffixed());
    }
  }

  /** What # and the arguments of a call follow. */
  function suffixed(): Formula {
    let left = primary();
    for (let levels = 1; ; levels++) {
      const next = all[place];
      if (levels > MOST_LEVELS) throw unexpected(next);
      if (is("#")) {
        left = { type: "spill", start: left.start, end: take().end, arg: left };
      } else if (is("(") && next?.spaced === false && isCallable(left)) {
        const { args, end } = deeper(argumentList);
        left = { type: "apply", start: left.start, end, fn: left, args };
      } else {
        return left;
      }
    }
  }

  function argumentList(): { args: Formula[]; end: number } {
    takeOperator("(");
    const args: Formula[] = [];
    if (is(")")) return { args, end: take().end };
    for (;;) {
      const next = all[place];
      if (next !== undefined && (is(",") || is(")")))
        args.push({ type: "missing", start: next.start, end: next.start });
      else args.push(calculation(0));
      if (is(")")) return { args, end: take().end };
      takeOperator(",");
    }
  }

  function primary(): Formula {
    const token = take();
    const { start, end, sheet } = token;
    const onSheet = sheet === undefined ? {} : { sheet };
    switch (token.type) {
      case "number":
        return { type: "number", start, end, value: Number(token.text), text: token.text };
      case "text":
        return { type: "text", start, end, value: token.text.slice(1, -1).replace(/""/g, '"') };
      case "error":
        return { type: "error", start, end, value: token.text, ...onSheet };
      case "reference":
        return { type: "ref", start, end, ref: token.text, ...onSheet };
      case "table":
        return { type: "table", start, end, text: token.text, ...onSheet };
      case "name": {
        const word = token.text.toUpperCase();
        return sheet === undefined && (word === "TRUE" || word === "FALSE")
          ? { type: "boolean", start, end, value: word === "TRUE" }
          : { type: "name", start, end, name: token.text, ...onSheet };
      }
      case "function": {
        const list = deeper(argumentList);
        return {
          type: "call",
          start,
          end: list.end,
          name: token.text,
          nameEnd: end,
          args: list.args,
          ...onSheet,
        };
      }
      case "operator":
        if (token.text === "(") {
          const arg = deeper(union);
          return { type: "group", start, end: takeOperator(")").end, arg };
        }
        if (token.text === "{") return array(start);
        throw unexpected(token);
    }
  }

  function array(start: number): Formula {
    let row: Formula[] = [constant()];
    const rows = [row];
    for (;;) {
      if (is("}")) return { type: "array", start, end: take().end, rows };
      if (is(";")) {
        take();
        row = [constant()];
        rows.push(row);
      } else {
        takeOperator(",");
        row.push(constant());
      }
    }
  }

  function constant(): Formula {
    const sign = is("-") || is("+") ? take() : undefined;
    const token = all[place];
    const value = primary();
    if (sign !== undefined && value.type === "number")
      return sign.text === "-"
        ? { ...value, start: sign.start, value: -value.value, text: `-${value.text}` }
        : { ...value, start: sign.start };
    const isConstant = value.type === "number" || value.type === "text" || value.type === "boolean";
    if (sign !== undefined || !(isConstant || value.type === "error")) throw unexpected(token);
    return value;
  }
}

/** Whether a node can be a reference, so that a blank after it may be an intersection. */
function isReference(node: Formula): boolean {
  if (node.type === "binary") return !isCalculation(node.op);
  return ["ref", "name", "call", "apply", "table", "group", "spill"].includes(node.type);
}

const isCallable = (node: Formula) => ["call", "apply", "group"].includes(node.type);

/** The nodes directly below a node, in the order of the text. */
export function childrenOf(node: Formula): Formula[] {
  switch (node.type) {
    case "binary":
      return [node.left, node.right];
    case "call":
      return node.args;
    case "apply":
      return [node.fn, ...node.args];
    case "prefix":
    case "percent":
    case "spill":
    case "group":
      return [node.arg];
    case "array":
      return node.rows.flat();
    default:
      return [];
  }
}

/** A node and all below it, in the order of the text. */
export function* walk(tree: Formula): Generator<Formula> {
  const open = [tree];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    yield node;
    const children = childrenOf(node);
    for (let index = children.length - 1; index >= 0; index--) {
      const child = children[index];
      if (child !== undefined) open.push(child);
    }
  }
}

/** A formula's text with parts of it replaced; the parts do not overlap. */
export function withEdits(
  text: string,
  edits: readonly { start: number; end: number; text: string }[],
): string {
  let result = "";
  let at = 0;
  for (const edit of [...edits].sort((a, b) => a.start - b.start || a.end - b.end)) {
    result += text.slice(at, edit.start) + edit.text;
    at = edit.end;
  }
  return result + text.slice(at);
}
